package synth

import (
	"math"
	"testing"
)

func TestNoiseIsFixedForever(t *testing.T) {
	s := newSeeding(42, []int64{1, 20, 2}, []int64{0, 2, 0}, 0)
	got := s.normals("flow", 3)
	// Takes are kept by their seed, so these numbers may never change.
	want := []float64{0.31442681517626042, 0.16827442776696352, 1.3876766134507972}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Errorf("draw %d is %.17g, want %.17g", i, got[i], want[i])
		}
	}
	if again := s.normals("flow", 10_000); again[0] != got[0] || again[2] != got[2] {
		t.Error("the length changes the draws")
	}
}

func TestNoiseDependsOnEverything(t *testing.T) {
	base := newSeeding(1, []int64{1, 20, 2}, []int64{0, 2, 0}, 0)
	for name, other := range map[string]seeding{
		"seed":    newSeeding(2, []int64{1, 20, 2}, []int64{0, 2, 0}, 0),
		"symbols": newSeeding(1, []int64{1, 21, 2}, []int64{0, 2, 0}, 0),
		"stress":  newSeeding(1, []int64{1, 20, 2}, []int64{0, 1, 0}, 0),
		"repeat":  newSeeding(1, []int64{1, 20, 2}, []int64{0, 2, 0}, 1),
	} {
		if other.normals("flow", 1)[0] == base.normals("flow", 1)[0] {
			t.Errorf("another %s gives the same noise", name)
		}
	}
	if base.normals("flow", 1)[0] == base.normals("duration", 1)[0] {
		t.Error("two stages share their noise")
	}
}

func TestEveryTakeBeginsElsewhereInTheHiss(t *testing.T) {
	if got := newSeeding(42, []int64{1, 20, 2}, []int64{0, 2, 0}, 0).pick("vocoder", hissFrames); got != 279 { // takes are kept by their seed
		t.Errorf("begins at frame %d", got)
	}
	begun := map[uint64]bool{}
	for seed := range uint64(4 * hissFrames) {
		begun[newSeeding(seed, nil, nil, 0).pick("vocoder", hissFrames)] = true
	}
	if len(begun) < hissFrames*9/10 {
		t.Errorf("%d seeds begin at %d frames only", 4*hissFrames, len(begun))
	}
	if n := len(hiss()); n != hissFrames {
		t.Errorf("the hiss has %d frames", n)
	}
}

func TestNoiseIsNormal(t *testing.T) {
	n := 200_001
	sum, squares, fourths := 0.0, 0.0, 0.0
	for _, v := range newSeeding(3, nil, nil, 0).normals("test", n) {
		sum += v
		squares += v * v
		fourths += v * v * v * v
	}
	if mean, variance, kurtosis := sum/float64(n), squares/float64(n), fourths/float64(n); math.Abs(mean) > 0.01 ||
		math.Abs(variance-1) > 0.02 || math.Abs(kurtosis-3) > 0.1 {
		t.Errorf("mean %g, variance %g, fourth moment %g", mean, variance, kurtosis)
	}
}
