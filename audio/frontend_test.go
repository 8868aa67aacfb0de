package audio

import (
	"encoding/binary"
	"math"
	"math/cmplx"
	"testing"
)

// frontend holds the vectors that numpy has computed, see testdata/make.py.
type frontend struct {
	x       []float32
	spec    [][]complex64
	mel     [][]float32
	inverse []float32
	level   float64
}

func loadFrontend(t testing.TB) frontend {
	b := testFile(t, "frontend.f32")
	take := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		b = b[4*n:]
		return x
	}
	f := frontend{x: take(int(take(1)[0]))}
	n := int(take(1)[0])
	for range n {
		v := take(2 * Bins)
		row := make([]complex64, Bins)
		for i := range row {
			row[i] = complex(v[2*i], v[2*i+1])
		}
		f.spec = append(f.spec, row)
	}
	for range n {
		f.mel = append(f.mel, take(MelBands))
	}
	f.inverse = take(n * Hop)
	f.level = float64(take(1)[0])
	return f
}

func TestFrontEndEqualsNumpy(t *testing.T) {
	f := loadFrontend(t)
	spec := STFT(f.x)
	if len(spec) != len(f.spec) || len(spec) != len(f.x)/Hop {
		t.Fatalf("got %d frames, want %d", len(spec), len(f.spec))
	}
	for k := range spec {
		for i, v := range spec[k] {
			if cmplx.Abs(complex128(v-f.spec[k][i])) > 2e-5 {
				t.Fatalf("frame %d bin %d: got %v want %v", k, i, v, f.spec[k][i])
			}
		}
	}
	mel := Mel(f.x)
	for k := range mel {
		for i, v := range mel[k] {
			if math.Abs(float64(v-f.mel[k][i])) > 1e-5 {
				t.Fatalf("frame %d band %d: got %v want %v", k, i, v, f.mel[k][i])
			}
		}
	}
	turned := make([][]complex64, len(spec))
	for k, row := range spec {
		turned[k] = make([]complex64, Bins)
		for i, v := range row {
			at := float64(i) / (Bins - 1)
			turned[k][i] = complex64(complex128(v) * cmplx.Rect(1-0.8*at, 3*at))
		}
	}
	got := ISTFT(turned)
	if len(got) != len(f.inverse) {
		t.Fatalf("got %d samples, want %d", len(got), len(f.inverse))
	}
	for i, v := range got {
		if math.Abs(float64(v-f.inverse[i])) > 1e-6 {
			t.Fatalf("sample %d: got %v want %v", i, v, f.inverse[i])
		}
	}
	if l := ActiveLevel(f.x, SampleRate); math.Abs(l-f.level) > 1e-5 {
		t.Errorf("active level: got %v want %v", l, f.level)
	}
}

func TestISTFTUndoesSTFT(t *testing.T) {
	for _, n := range []int{256, 511, 512, 513, 1000, 1024, 5000} {
		x := float32s(noise(n, 3))
		y := ISTFT(STFT(x))
		if len(y) != n/Hop*Hop {
			t.Fatalf("%d samples came back of %d", len(y), n)
		}
		for i, v := range y {
			if math.Abs(float64(v-x[i])) > 1e-4 {
				t.Fatalf("length %d sample %d: got %v want %v", n, i, v, x[i])
			}
		}
	}
}

func TestShortSignalsHaveNoFrame(t *testing.T) {
	for _, n := range []int{0, 1, 255} {
		if got := len(Mel(make([]float32, n))) + len(STFT(make([]float32, n))); got != 0 {
			t.Errorf("%d samples have %d frames", n, got)
		}
	}
	for _, v := range Mel(make([]float32, 256))[0] {
		if v != float32(math.Log(MelFloor)) {
			t.Fatalf("silence has the value %v", v)
		}
	}
}

func TestMelStreamEqualsMel(t *testing.T) {
	s := NewMelStream()
	for _, n := range []int{0, 100, 256, 300, 512, 513, 600, 770, 1024, 1500, 7777, 60000} {
		x := float32s(noise(n, uint64(n)))
		want := Mel(x)
		for _, piece := range []int{1, 100, 256, 513, 5000, 100000} {
			if piece == 1 && n > 8000 {
				continue
			}
			k := 0
			check := func(frame []float32) {
				for i, v := range frame {
					if v != want[k][i] {
						t.Fatalf("length %d pieces of %d: frame %d band %d: got %v want %v", n, piece, k, i, v, want[k][i])
					}
				}
				k++
			}
			for rest := x; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
				s.Push(rest[:min(piece, len(rest))], check)
			}
			s.Finish(check)
			if k != len(want) {
				t.Fatalf("length %d pieces of %d: %d frames, want %d", n, piece, k, len(want))
			}
		}
	}
	if cap(s.x) > 1<<17 {
		t.Errorf("the stream keeps %d samples", cap(s.x))
	}
}

func TestMelStreamGain(t *testing.T) {
	x := float32s(noise(3000, 9))
	louder := make([]float32, len(x))
	for i, v := range x {
		louder[i] = 4 * v
	}
	want := Mel(louder)
	s := NewMelStream()
	s.Gain = 4
	k := 0
	check := func(frame []float32) {
		for i, v := range frame {
			if math.Abs(float64(v-want[k][i])) > 1e-5 {
				t.Fatalf("frame %d band %d: got %v want %v", k, i, v, want[k][i])
			}
		}
		k++
	}
	s.Push(x, check)
	s.Finish(check)
}

func float32s(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func BenchmarkMel(b *testing.B) {
	x := float32s(noise(SampleRate, 1)) // one second
	for b.Loop() {
		Mel(x)
	}
}

func BenchmarkISTFT(b *testing.B) {
	s := STFT(float32s(noise(SampleRate, 1)))
	for b.Loop() {
		ISTFT(s)
	}
}
