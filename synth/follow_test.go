package synth

import (
	"math"
	"testing"
)

// flat makes log mel frames that are equally loud in all bands.
func flat(levels ...float64) (mel []float32) {
	for _, v := range levels {
		for range MelBands {
			mel = append(mel, float32(v))
		}
	}
	return mel
}

// steps repeats every level over twenty frames, longer than loudness is smoothed over.
func steps(levels ...float64) (all []float64) {
	for _, v := range levels {
		for range 20 {
			all = append(all, v)
		}
	}
	return all
}

func TestStressIsTheDifferenceOfTheLoudness(t *testing.T) {
	const quiet = -9.0
	mine := flat(steps(0, 0, 0, 0, quiet)...)
	for name, c := range map[string]struct {
		theirs []float64
		want   [5]float64 // in the middle of every step, at a share of 1
	}{
		"the same, much louder": {steps(2, 2, 2, 2, quiet), [5]float64{}},
		"an early stress":       {steps(0.3, -0.1, -0.1, -0.1, quiet), [5]float64{0.3, -0.1, -0.1, -0.1, 0}},
		"more than is followed": {steps(3, 1, 1, 1, quiet), [5]float64{mostStress, -mostStress, -mostStress, -mostStress, 0}},
	} {
		for _, share := range []float64{1, 0.5} {
			got := (&lead{share: share}).stress(mine, flat(c.theirs...))
			for i, want := range c.want {
				if d := float64(got[i*20+10]) - share*want; math.Abs(d) > 0.02 {
					t.Errorf("%s, share %g: step %d is turned by %.3f instead of %.3f", name, share, i, got[i*20+10], share*want)
				}
			}
		}
	}
	for i, v := range (&lead{share: 1}).stress(mine, mine) {
		if v != 0 {
			t.Fatalf("a voice that leads itself turns frame %d by %g", i, v)
		}
	}
}
