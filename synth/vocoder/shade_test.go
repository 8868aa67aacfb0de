package vocoder

import (
	"math"
	"slices"
	"testing"
)

func flat(frames int) Filters {
	return Filters{Harmonic: slices.Repeat([]float32{1}, frames*Bins), Noise: slices.Repeat([]float32{1}, frames*Bins)}
}

func TestShadeCalmsTheHissOfVoicedFramesAlone(t *testing.T) {
	f := flat(3)
	Shade{}.Apply(f, []float32{0, 0.5, 1.5})
	for frame, want := range []float32{1, 1 - calm/2, 1 - calm} {
		if got := f.Noise[frame*Bins+7]; math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("frame %d: %g instead of %g", frame, got, want)
		}
		if got := f.Harmonic[frame*Bins+7]; got != 1 {
			t.Errorf("frame %d: the harmonics became %g", frame, got)
		}
	}
}

func TestBreathRaisesTheNoiseAndLowersTheHarmonics(t *testing.T) {
	f := flat(2)
	Shade{Breath: 1}.Apply(f, []float32{1, 0})
	if got, want := f.Noise[7], float32(breathNoise*(1-calm)); math.Abs(float64(got-want)) > 1e-6 || f.Harmonic[7] >= 1 {
		t.Errorf("noise %g, want %g; harmonics %g", got, want, f.Harmonic[7])
	}
	if f.Noise[Bins+7] != 1 || f.Harmonic[Bins+7] != 1 {
		t.Error("an unvoiced frame was touched")
	}
}

func TestBrightnessTiltsByDecibelsAnOctave(t *testing.T) {
	f := flat(1)
	Shade{Brightness: 3}.Apply(f, []float32{0})
	bin := func(hz float64) float64 {
		return 20 * math.Log10(float64(f.Harmonic[int(math.Round(hz/24000*Size))]))
	}
	if two, four := bin(2000), bin(4000); math.Abs(four-two-3) > 0.1 {
		t.Errorf("%.2f dB at 2 kHz, %.2f dB at 4 kHz", two, four)
	}
}
