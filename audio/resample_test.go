package audio

import (
	"math"
	"testing"
)

// tone is a sine of amplitude 0.5.
func tone(hz float64, rate, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(0.5 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return x
}

// Tones inside of the band must come out as the same tones, at the same time.
func TestResampleKeepsTheBand(t *testing.T) {
	for _, c := range [][2]int{
		{16000, 24000}, {22050, 24000}, {44100, 24000}, {48000, 24000}, {8000, 24000}, {11025, 24000},
		{96000, 24000}, {24000, 44100}, {24000, 48000}, {24000, 16000}, {44099, 24000}, {23999, 24000},
	} {
		from, to := c[0], c[1]
		edge := 0.92 * float64(min(from, to)) / 2
		for _, hz := range []float64{100, edge / 3, edge} {
			in := Buffer{Rate: from, Samples: tone(hz, from, from/2)}
			out := Resample(in, to)
			if want := (from/2*to + from - 1) / from; len(out.Samples) != want {
				t.Fatalf("%d to %d: %d samples, want %d", from, to, len(out.Samples), want)
			}
			want := tone(hz, to, len(out.Samples))
			margin := to / 20 // the ends have no neighbours
			worst := 0.0
			for i := margin; i < len(want)-margin; i++ {
				worst = max(worst, math.Abs(float64(out.Samples[i]-want[i])))
			}
			if db := 20 * math.Log10(worst/0.5); db > -90 {
				t.Errorf("%d to %d: a tone of %.0f Hz is off by %.1f dB", from, to, hz, db)
			}
		}
	}
}

// Tones above the band must vanish and images must not arise.
func TestResampleStopsTheRest(t *testing.T) {
	for _, c := range [][2]int{{44100, 24000}, {48000, 24000}, {96000, 24000}, {24000, 16000}, {44099, 24000}} {
		from, to := c[0], c[1]
		for _, at := range []float64{1.0, 1.1, 1.5} {
			hz := at * float64(to) / 2
			if hz >= float64(from)/2 {
				continue
			}
			out := Resample(Buffer{Rate: from, Samples: tone(hz, from, from/2)}, to).Samples
			worst := 0.0
			for _, v := range out[to/20 : len(out)-to/20] {
				worst = max(worst, math.Abs(float64(v)))
			}
			if db := 20 * math.Log10(worst/0.5); db > -90 {
				t.Errorf("%d to %d: a tone of %.0f Hz is left at %.1f dB", from, to, hz, db)
			}
		}
	}
}

func TestResampleInPieces(t *testing.T) {
	x := float32s(noise(5000, 2))
	for _, c := range [][2]int{{16000, 24000}, {44100, 24000}, {24000, 48000}, {24000, 24000}, {44099, 24000}} {
		want := Resample(Buffer{Rate: c[0], Samples: x}, c[1]).Samples
		r := NewResampler(c[0], c[1])
		for _, piece := range []int{1, 17, 999, 5000} {
			r.Reset()
			var got []float32
			for rest := x; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
				got = r.Process(got, rest[:min(piece, len(rest))])
			}
			got = r.Flush(got)
			if len(got) != len(want) {
				t.Fatalf("%v in pieces of %d: %d samples, want %d", c, piece, len(got), len(want))
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("%v in pieces of %d: sample %d differs", c, piece, i)
				}
			}
		}
	}
}

func TestResampleNothing(t *testing.T) {
	if n := len(Resample(Buffer{Rate: 16000}, 24000).Samples); n != 0 {
		t.Errorf("nothing became %d samples", n)
	}
	if n := len(Resample(Buffer{Rate: 24000, Samples: make([]float32, 1)}, 16000).Samples); n != 1 {
		t.Errorf("one sample became %d", n)
	}
}

func BenchmarkResample(b *testing.B) {
	for _, c := range []struct {
		name     string
		from, to int
	}{{"16000-24000", 16000, 24000}, {"44100-24000", 44100, 24000}, {"48000-24000", 48000, 24000}} {
		x := float32s(noise(c.from, 1)) // one second
		b.Run(c.name, func(b *testing.B) {
			r := NewResampler(c.from, c.to)
			var out []float32
			for b.Loop() {
				out = r.Process(out[:0], x)
			}
		})
	}
}
