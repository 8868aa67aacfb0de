package audio

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

// slowDFT is the definition, kept as the reference of the fast one.
func slowDFT(x []float64) []complex128 {
	n := len(x)
	out := make([]complex128, n/2+1)
	for k := range out {
		for i, v := range x {
			out[k] += complex(v, 0) * unit(k*i%n, n)
		}
	}
	return out
}

func noise(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}

func TestFFTEqualsDefinition(t *testing.T) {
	for n := 8; n <= 4096; n *= 2 {
		f := NewFFT(n)
		x := noise(n, uint64(n))
		got := make([]complex128, n/2+1)
		f.Forward(got, x)
		for k, w := range slowDFT(x) {
			if cmplx.Abs(got[k]-w) > 1e-9*math.Sqrt(float64(n)) {
				t.Fatalf("n %d bin %d: got %v want %v", n, k, got[k], w)
			}
		}
		back := make([]float64, n)
		f.Inverse(back, got)
		for i := range x {
			if math.Abs(back[i]-x[i]) > 1e-12 {
				t.Fatalf("n %d sample %d: got %v want %v", n, i, back[i], x[i])
			}
		}
	}
}

func BenchmarkFFT1024(b *testing.B) {
	x := noise(1024, 1)
	out := make([]complex128, 513)
	b.Run("own", func(b *testing.B) {
		f := NewFFT(1024)
		for b.Loop() {
			f.Forward(out, x)
		}
	})
	b.Run("own-inverse", func(b *testing.B) {
		f := NewFFT(1024)
		f.Forward(out, x)
		y := make([]float64, 1024)
		for b.Loop() {
			f.Inverse(y, out)
		}
	})
	b.Run("gonum", func(b *testing.B) {
		f := fourier.NewFFT(1024)
		for b.Loop() {
			f.Coefficients(out, x)
		}
	})
}
