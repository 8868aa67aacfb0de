package measure

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"voicewright/audio"
)

// tone is a voice of cosines: F0 over time, harmonics that fall by tilt dB an octave up to 11 kHz, and white noise.
func tone(seconds float64, f0 func(t float64) float64, tilt, noise float64) audio.Buffer {
	random := rand.New(rand.NewPCG(1, 2))
	x := make([]float32, int(seconds*audio.SampleRate))
	var strength [500]float64
	for k := range strength {
		strength[k] = 0.02 * math.Pow(float64(k), tilt/(20*math.Log10(2)))
	}
	phase := 0.0
	for i := range x {
		f := f0(float64(i) / audio.SampleRate)
		phase += 2 * math.Pi * f / audio.SampleRate
		v := noise * random.NormFloat64()
		// cos((k+1) phase) = 2 cos(phase) cos(k phase) - cos((k-1) phase)
		first := math.Cos(phase)
		before, now := 1.0, first
		for k := 1; float64(k)*f < 11000; k++ {
			v += strength[k] * now
			before, now = now, 2*first*now-before
		}
		x[i] = float32(v)
	}
	return audio.Buffer{Rate: audio.SampleRate, Samples: x}
}

func steady(hz float64) func(float64) float64 { return func(float64) float64 { return hz } }

func sound(t testing.TB, b audio.Buffer, phones int) Attributes {
	t.Helper()
	a, err := Sound(t.Context(), b, phones)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.3f, want %.3f within %.3f", what, got, want, tolerance)
	}
}

func TestPitchAndItsRange(t *testing.T) {
	for _, hz := range []float64{80, 120, 210, 330} {
		a := sound(t, tone(1, steady(hz), -6, 0), 0)
		near(t, "pitch", a.Pitch, hz, hz/200)
		near(t, "range", a.Range, 0, 0.05)
	}
	// A slow sine of 3 semitones: its quartiles lie at sin(45°) of it.
	a := sound(t, tone(4, func(t float64) float64 { return 150 * math.Exp2(3*math.Sin(2*math.Pi*t/2)/12) }, -6, 0), 0)
	near(t, "pitch of a sine", a.Pitch, 150, 1.5)
	near(t, "range of a sine", a.Range, 2*3*math.Sqrt2/2/1.349, 0.1)
}

func TestRangeForgivesOctaveErrors(t *testing.T) {
	track := audio.PitchTrack{Step: 0.01}
	for i := range 200 {
		hz := float32(150 + i%20)
		if i%10 == 0 {
			hz *= 3
		}
		track.Hertz = append(track.Hertz, hz)
	}
	median, spread := pitch(track)
	if median < 155 || median > 164 || spread > 1.2 {
		t.Errorf("a tenth of wrong frames gives %.1f Hz and %.2f semitones", median, spread)
	}
}

func TestBrightnessIsTheSlope(t *testing.T) {
	for _, tilt := range []float64{-12, -9, -6, -3, 0} {
		near(t, "brightness", sound(t, tone(1, steady(100), tilt, 0), 0).Brightness, tilt, 0.3)
	}
}

func TestBreathinessRisesWithNoise(t *testing.T) {
	before := math.Inf(-1)
	for _, noise := range []float64{0.0001, 0.001, 0.003, 0.01} {
		b := sound(t, tone(1, steady(120), -6, noise), 0).Breathiness
		if b < before+1 {
			t.Errorf("noise of %g gives %.1f, less of it %.1f", noise, b, before)
		}
		before = b
	}
}

func TestLevelChangesLoudnessAlone(t *testing.T) {
	b := tone(2, func(t float64) float64 { return 150 + 20*math.Sin(5*t) }, -6, 0.001)
	loud := sound(t, b, 20)
	soft := audio.Buffer{Rate: b.Rate}
	for _, v := range b.Samples {
		soft.Samples = append(soft.Samples, v*0.25)
	}
	a := sound(t, soft, 20)
	near(t, "loudness", a.Loudness, loud.Loudness-20*math.Log10(4), 0.02)
	near(t, "pitch", a.Pitch, loud.Pitch, 1e-3)
	near(t, "range", a.Range, loud.Range, 1e-3)
	near(t, "brightness", a.Brightness, loud.Brightness, 1e-3)
	near(t, "breathiness", a.Breathiness, loud.Breathiness, 0.05)
	near(t, "pace", a.Pace, loud.Pace, 1e-9)
}

func TestPaceLeavesPausesOut(t *testing.T) {
	voice := tone(0.5, steady(120), -6, 0).Samples
	gap := func(seconds float64) []float32 { return make([]float32, int(seconds*audio.SampleRate)) }
	build := func(pause float64) audio.Buffer {
		x := gap(0.3)
		for range 4 {
			x = append(append(x, voice...), gap(pause)...)
		}
		return audio.Buffer{Rate: audio.SampleRate, Samples: x}
	}
	// Edges are as coarse as a window.
	near(t, "pace with closures", sound(t, build(0.08), 22).Pace, 22/(4*0.5+3*0.08), 0.6)
	near(t, "pace with pauses", sound(t, build(0.6), 22).Pace, 22/(4*0.5), 1.5)
	if a := sound(t, build(0.6), 0); a.Pace != 0 {
		t.Errorf("without phones the pace is %g", a.Pace)
	}
}

func TestOtherRatesAreResampled(t *testing.T) {
	b := tone(1, steady(140), -6, 0.001)
	want, got := sound(t, b, 0), sound(t, audio.Resample(b, 16000), 0)
	near(t, "pitch", got.Pitch, want.Pitch, 1)
	near(t, "brightness", got.Brightness, want.Brightness, 0.3)
	near(t, "breathiness", got.Breathiness, want.Breathiness, 1)
}

func TestWhatIsNoVoiceIsRefused(t *testing.T) {
	noise := tone(1, steady(20000), 0, 0.1)
	for name, b := range map[string]audio.Buffer{
		"nothing": {Rate: 24000}, "a sample": {Rate: 24000, Samples: []float32{1}}, "silence": {Rate: 24000, Samples: make([]float32, 24000)},
		"noise": noise, "a short voice": {Rate: 24000, Samples: tone(0.1, steady(100), -6, 0).Samples},
	} {
		if a, err := Sound(t.Context(), b, 3); !errors.Is(err, ErrNoSpeech) {
			t.Errorf("%s gives %+v, %v", name, a, err)
		}
	}
	if _, err := Sound(t.Context(), audio.Buffer{Rate: 4000, Samples: make([]float32, 4000)}, 0); !errors.Is(err, audio.ErrUnsupported) {
		t.Errorf("4 kHz gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sound(ctx, tone(2, steady(100), -6, 0), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled call gives %v", err)
	}
}

// BenchmarkThreeSeconds measures what a listener waits for after a short take.
func BenchmarkThreeSeconds(b *testing.B) {
	voice := tone(3, func(t float64) float64 { return 150 + 20*math.Sin(5*t) }, -6, 0.001)
	for b.Loop() {
		sound(b, voice, 30)
	}
}
