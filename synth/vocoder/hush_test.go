package vocoder

import (
	"math"
	"testing"

	"voicewright/audio"
)

func TestHushQuietensOnlyWhatIsFarBelowTheAverage(t *testing.T) {
	var average [audio.MelBands]float32
	levels := []float32{0, -(hushBelow - 3/dB), -(hushBelow + 6/dB), -(hushBelow + 40/dB)} // each for long enough that neighbours don't count
	want := []float64{0, 0, -6, -15}
	const spell = 4*hushReach + 1
	f := flat(spell * len(levels))
	mel := make([]float32, spell*len(levels)*audio.MelBands)
	for i := range mel {
		average[i%audio.MelBands] = -1
		mel[i] = levels[i/audio.MelBands/spell] - 1
	}
	f.Hush(mel, average)
	for i, want := range want {
		for _, k := range []int{0, 40, Bins - 1} {
			at := (i*spell+spell/2)*Bins + k
			if got := 20 * math.Log10(float64(f.Noise[at])); math.Abs(got-want) > 0.01 || f.Harmonic[at] != f.Noise[at] {
				t.Errorf("level %d, bin %d: %.2f dB instead of %.2f", i, k, got, want)
			}
		}
	}
}

func TestHushKeepsTheBandThatSounds(t *testing.T) {
	const frames = 9
	f := flat(frames)
	mel := make([]float32, frames*audio.MelBands)
	for i := range mel {
		if i%audio.MelBands < audio.MelBands/2 {
			mel[i] = -10
		}
	}
	f.Hush(mel, [audio.MelBands]float32{})
	low, high := f.Noise[4*Bins+1], f.Noise[4*Bins+Bins-1]
	if low > 0.2 || high != 1 {
		t.Errorf("%g where it is silent, %g where it sounds", low, high)
	}
}

func BenchmarkHush(b *testing.B) { // five seconds
	f, mel := flat(469), make([]float32, 469*audio.MelBands)
	var average [audio.MelBands]float32
	for i := range mel {
		mel[i] = float32(math.Sin(float64(i)*0.7)) * 6
	}
	for b.Loop() {
		f.Hush(mel, average)
	}
}
