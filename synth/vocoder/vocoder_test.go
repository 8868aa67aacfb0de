package vocoder

import (
	"context"
	"errors"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

var quiet = make(Hiss, 1)

// plainPulses is the definition: a sum over harmonics at an unwrapped phase.
func plainPulses(logF0, voicing []float32) []float64 {
	frames := len(logF0)
	out := make([]float64, frames*Hop)
	phase := 0.0
	for n := range out {
		frame := n / Hop
		next := min(frame+1, frames-1)
		place := float64(n%Hop) / Hop
		f0 := math.Exp(float64(logF0[frame]))*(1-place) + math.Exp(float64(logF0[next]))*place
		phase += 2 * math.Pi * f0 / Rate
		count := max(1, int(ceiling/f0))
		sum := 0.0
		for k := 1; k <= count; k++ {
			sum += math.Cos(float64(k) * phase)
		}
		out[n] = math.Sqrt(2/float64(count)) * sum * (float64(voicing[frame])*(1-place) + float64(voicing[next])*place)
	}
	return out
}

// plainFilter is the definition: a discrete Fourier transform by its sum, both ways. The noise runs in a ring and begins at its frame from.
func plainFilter(pulses, noise []float64, from int, filters Filters) []float32 {
	frames := len(pulses) / Hop
	sum := make([]float64, frames*Hop+2*Size)
	weight := make([]float64, len(sum))
	for frame := range frames {
		var spectrum [Bins]complex128
		for k := range Bins {
			var p, w complex128
			for i := range Size {
				n := frame*Hop - Size/2 + i
				turn := cmplx.Exp(complex(0, -2*math.Pi*float64(i*k%Size)/Size))
				p += turn * complex(pulses[mirror(n, len(pulses))]*window[i], 0)
				w += turn * complex(noise[(n+from*Hop+4*len(noise))%len(noise)]*window[i], 0)
			}
			at := frame*Bins + k
			spectrum[k] = p*cmplx.Rect(float64(filters.Harmonic[at]), float64(filters.Phase[at])) + w*complex(float64(filters.Noise[at]), 0)
		}
		for i := range Size {
			value := real(spectrum[0]) + real(spectrum[Bins-1])*math.Cos(math.Pi*float64(i))
			for k := 1; k < Bins-1; k++ {
				value += 2 * real(spectrum[k]*cmplx.Exp(complex(0, 2*math.Pi*float64(i*k%Size)/Size)))
			}
			sum[frame*Hop+i] += value / Size * window[i]
			weight[frame*Hop+i] += window[i] * window[i]
		}
	}
	out := make([]float32, frames*Hop)
	for n := range out {
		out[n] = float32(sum[n+Size/2] / weight[n+Size/2])
	}
	return out
}

func TestPulsesAreTheSumOfHarmonics(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	logF0, voicing := make([]float32, 40), make([]float32, 40)
	for i := range logF0 {
		logF0[i] = float32(math.Log(60 + 700*random.Float64()))
		voicing[i] = float32(random.Float64())
	}
	// 375 Hz is 24000/64: the phase returns to a multiple of 2 pi exactly, where the closed form is 0/0.
	for i := 20; i < 40; i++ {
		logF0[i] = float32(math.Log(375))
	}
	got, want := Pulses(logF0, voicing), plainPulses(logF0, voicing)
	for n := range want {
		if math.Abs(got[n]-want[n]) > 1e-6 {
			t.Fatalf("sample %d is %g, not %g", n, got[n], want[n])
		}
	}
}

func TestSineIsExactEnough(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 100_000 {
		turns := math.Ldexp(random.NormFloat64(), random.IntN(12)-6)
		want := math.Sin(2 * math.Pi * turns)
		sin, cos := rotation(turns)
		// What want itself is off by, for 2 pi times the turns is rounded, may be added.
		if bound := 4e-7*math.Abs(want) + 2e-15*(1+math.Abs(turns)); sin != sine(turns) || math.Abs(sin-want) > bound {
			t.Fatalf("the sine of %g turns is %g, not %g", turns, sin, want)
		}
		if want := math.Cos(2 * math.Pi * turns); math.Abs(cos-want) > 1e-9 {
			t.Fatalf("the cosine of %g turns is %g, not %g", turns, cos, want)
		}
	}
}

func TestPulseNearWholeTurns(t *testing.T) {
	for _, off := range []float64{0, 1e-300, 1e-12, 1e-9, 9e-8, 1.1e-7, 3e-7, 1e-5} {
		for _, phase := range []float64{off, 2*math.Pi - off} {
			got := pulse(phase/(2*math.Pi), 100)
			if want := math.Sqrt(2.0/115) * 115; math.Abs(got-want) > 1e-3 {
				t.Errorf("pulse(%g) = %g, want about %g", phase, got, want)
			}
		}
	}
}

func TestFilterIsTheDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	noise := make([]float64, 5*Hop)
	for n := range noise {
		noise[n] = random.NormFloat64()
	}
	for from, frames := range []int{1, 2, 9, 12} {
		pulses := make([]float64, frames*Hop)
		for n := range pulses {
			if n < 8*Hop { // then there is silence
				pulses[n] = random.NormFloat64()
			}
		}
		filters := Filters{make([]float32, frames*Bins), make([]float32, frames*Bins), make([]float32, frames*Bins)}
		for i := range filters.Harmonic {
			filters.Harmonic[i] = random.Float32()
			filters.Phase[i] = 60*random.Float32() - 30
			filters.Noise[i] = random.Float32()
		}
		got, err := Filter(context.Background(), pulses, NewHiss(noise), from, filters)
		if err != nil {
			t.Fatal(err)
		}
		want := plainFilter(pulses, noise, from, filters)
		for n := range want {
			if math.Abs(float64(got[n]-want[n])) > 1e-5 {
				t.Fatalf("%d frames: sample %d is %g, not %g", frames, n, got[n], want[n])
			}
		}
	}
}

func TestFilterOfOnesGivesTheExcitationBack(t *testing.T) {
	frames := 12
	pulses := make([]float64, frames*Hop)
	random := rand.New(rand.NewPCG(5, 6))
	for n := range pulses {
		pulses[n] = random.NormFloat64()
	}
	filters := Filters{make([]float32, frames*Bins), make([]float32, frames*Bins), make([]float32, frames*Bins)}
	for i := range filters.Harmonic {
		filters.Harmonic[i] = 1
	}
	got, err := Filter(context.Background(), pulses, quiet, 0, filters)
	if err != nil {
		t.Fatal(err)
	}
	for n := range got {
		if math.Abs(float64(got[n])-pulses[n]) > 1e-5 {
			t.Fatalf("sample %d is %g, not %g", n, got[n], pulses[n])
		}
	}
}

func TestFilterRefusesWrongLengthsAndStops(t *testing.T) {
	ok := Filters{make([]float32, Bins), make([]float32, Bins), make([]float32, Bins)}
	if _, err := Filter(context.Background(), make([]float64, Hop), nil, 0, ok); err == nil {
		t.Error("no noise was taken")
	}
	if _, err := Filter(context.Background(), make([]float64, 2*Hop), quiet, 0, ok); err == nil {
		t.Error("a short filter was taken")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Filter(ctx, make([]float64, Hop), quiet, 0, ok); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gave %v", err)
	}
}

// BenchmarkSecond measures one second of sound, two thirds of it voiced: excitation, analysis, filters and synthesis.
func BenchmarkSecond(b *testing.B) {
	frames := 94
	random := rand.New(rand.NewPCG(9, 10))
	logF0, voicing := make([]float32, frames), make([]float32, frames)
	for i := range logF0 {
		logF0[i] = 5
		if i%30 < 20 {
			voicing[i] = 1
		}
	}
	filters := Filters{make([]float32, frames*Bins), make([]float32, frames*Bins), make([]float32, frames*Bins)}
	for i := range filters.Phase {
		filters.Harmonic[i], filters.Phase[i], filters.Noise[i] = random.Float32(), 30*random.Float32()-15, random.Float32()
	}
	noise := make([]float64, 2*frames*Hop)
	for i := range noise {
		noise[i] = random.NormFloat64()
	}
	hiss := NewHiss(noise)
	for b.Loop() {
		if _, err := Filter(context.Background(), Pulses(logF0, voicing), hiss, 0, filters); err != nil {
			b.Fatal(err)
		}
	}
}
