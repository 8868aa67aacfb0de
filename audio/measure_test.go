package audio

import (
	"math"
	"testing"
	"time"
)

func near(t *testing.T, what string, got, want, off float64) {
	t.Helper()
	if !(math.Abs(got-want) <= off) {
		t.Errorf("%s is %.3f, want %.3f", what, got, want)
	}
}

func sine(hz, db float64, rate int, seconds float64) []float32 {
	x := make([]float32, int(seconds*float64(rate)))
	for i := range x {
		x[i] = float32(math.Pow(10, db/20) * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return x
}

// The reference of ITU-R BS.1770: a tone of 997 Hz at full scale in one channel
// has -3.01 LKFS. The gating cases are those of EBU Tech 3341, in one channel and
// so 3.01 below the values for two.
func TestLoudness(t *testing.T) {
	for _, rate := range []int{8000, 16000, 24000, 44100, 48000} {
		off := 0.05
		if rate < 24000 {
			off = 0.15 // the weighting is squeezed near the edge of the band
		}
		l := MeasureLoudness(Buffer{Rate: rate, Samples: sine(997, 0, rate, 5)})
		near(t, "loudness of the reference tone", l.Integrated, -3.01, off)
	}
	const rate = 24000
	seq := func(parts ...[2]float64) Buffer {
		var x []float32
		for _, p := range parts {
			x = append(x, sine(1000, p[0], rate, p[1])...)
		}
		return Buffer{Rate: rate, Samples: x}
	}
	for _, c := range []struct {
		b    Buffer
		want float64
	}{
		{seq([2]float64{-23, 20}), -23},
		{seq([2]float64{-33, 20}), -33},
		{seq([2]float64{-36, 10}, [2]float64{-23, 60}, [2]float64{-36, 10}), -23},
		{seq([2]float64{-72, 10}, [2]float64{-36, 10}, [2]float64{-23, 60}, [2]float64{-36, 10}, [2]float64{-72, 10}), -23},
		{seq([2]float64{-26, 20}, [2]float64{-20, 20.1}, [2]float64{-26, 20}), -23},
	} {
		near(t, "loudness of an EBU case", MeasureLoudness(c.b).Integrated, c.want-3.01, 0.1)
	}
	for _, x := range [][]float32{nil, make([]float32, 100000), sine(1000, -90, rate, 2)} {
		if l := MeasureLoudness(Buffer{Rate: rate, Samples: x}); !math.IsInf(l.Integrated, -1) {
			t.Errorf("silence has %v LUFS", l.Integrated)
		}
	}
	near(t, "loudness of 0.2 s", MeasureLoudness(Buffer{Rate: rate, Samples: sine(1000, -20, rate, 0.2)}).Integrated, -23, 0.3)
}

// A tone at a quarter of the rate whose samples all miss its crests.
func TestTruePeak(t *testing.T) {
	for _, rate := range []int{24000, 44100, 48000, 192000} {
		x := make([]float32, rate/10)
		for i := range x {
			x[i] = float32(0.5 * math.Sin(math.Pi/2*float64(i)+math.Pi/4))
		}
		x = x[:len(x)-len(x)%4]
		FadeIn(x[:200])
		FadeOut(x[len(x)-200:])
		want := -6.02
		if rate == 192000 {
			want = -9.03 // measured at the samples
		}
		near(t, "true peak", MeasureLoudness(Buffer{Rate: rate, Samples: x}).TruePeak, want, 0.05)
	}
	if p := MeasureLoudness(Buffer{Rate: 24000, Samples: []float32{0, 0, 0.25}}).TruePeak; p < -12.05 || p > -11 {
		t.Errorf("a single last sample has a peak of %v", p)
	}
}

func TestActiveLevel(t *testing.T) {
	x := append(sine(200, -20, 24000, 2), make([]float32, 48000)...)
	near(t, "level of a tone and silence", ActiveLevel(x, 24000), -23.01, 0.01)
	near(t, "level of silence", ActiveLevel(make([]float32, 5000), 24000), -120, 0.01)
	near(t, "level of nothing", ActiveLevel(nil, 24000), -120, 0.01)
	near(t, "level of 5 ms", ActiveLevel(sine(200, -20, 24000, 0.005), 24000), -23.01, 0.01)
	near(t, "gain", 20*math.Log10(ActiveGain(x, 24000)), -2.99, 0.01)
	near(t, "gain of silence", ActiveGain(nil, 24000), 100, 1e-6)
}

func TestLevelMeterEqualsActiveLevel(t *testing.T) {
	for seed := range uint64(5) {
		x := float32s(noise(100000, seed))
		for i := range x { // syllables and pauses
			x[i] *= float32(0.1 * math.Pow(10, 2*math.Sin(float64(i)/5000)-1))
		}
		m := NewLevelMeter(16000)
		for rest := x; len(rest) > 0; rest = rest[min(777, len(rest)):] {
			m.Push(rest[:min(777, len(rest))])
		}
		near(t, "streamed level", m.Level(), ActiveLevel(x, 16000), 0.01)
		near(t, "streamed gain", m.Gain(), ActiveGain(x, 16000), 0.01*ActiveGain(x, 16000))
	}
	m := NewLevelMeter(16000)
	near(t, "level of nothing", m.Level(), -120, 0.01)
	m.Push(make([]float32, 17))
	near(t, "level of a little silence", m.Level(), -120, 0.01)
}

func TestFade(t *testing.T) {
	b := Buffer{Rate: 1000, Samples: make([]float32, 100)}
	for i := range b.Samples {
		b.Samples[i] = 1
	}
	Fade(b, 10*time.Millisecond, 20*time.Millisecond)
	s := b.Samples
	if s[0] > 0.01 || s[10] != 1 || s[79] != 1 || s[99] > 0.01 || s[5] < 0.4 || s[5] > 0.7 {
		t.Errorf("unexpected fade: %v", s)
	}
	Fade(b, time.Minute, time.Minute)
	Fade(Buffer{Rate: 1000}, time.Second, time.Second)
	in, out := []float32{1, 1, 1, 1, 1}, []float32{1, 1, 1, 1, 1}
	FadeIn(in)
	FadeOut(out)
	for i := range in {
		near(t, "sum of two fades", float64(in[i]+out[i]), 1, 1e-6)
	}
}

func TestDuration(t *testing.T) {
	b := Buffer{Rate: 24000, Samples: make([]float32, 36000)}
	if b.Duration() != 1500*time.Millisecond || b.Seconds() != 1.5 || (Buffer{}).Duration() != 0 || (Buffer{}).Seconds() != 0 {
		t.Error("wrong duration", b.Duration(), b.Seconds())
	}
}

func BenchmarkLoudness(b *testing.B) {
	x := float32s(noise(SampleRate, 1)) // one second
	for b.Loop() {
		MeasureLoudness(Buffer{Rate: SampleRate, Samples: x})
	}
}
