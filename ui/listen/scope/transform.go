package scope

import (
	"context"
	"math"

	"voicewright/audio"
)

// worker computes tiles. It belongs to one goroutine.
type worker struct {
	tiles  *Tiles
	size   int
	fft    *audio.FFT
	window []float64
	in     []float64
	out    []complex128
	power  []float64
}

// prepare makes w ready for windows of size samples. Hann's window is scaled so that a sine at full scale has a
// magnitude of one.
func (w *worker) prepare(size int) {
	if w.size == size {
		return
	}
	w.size = size
	w.fft = audio.NewFFT(size)
	w.window = make([]float64, size)
	for i := range w.window {
		s := math.Sin(math.Pi * (float64(i) + 0.5) / float64(size))
		w.window[i] = s * s * 4 / float64(size)
	}
	w.in = make([]float64, size)
	w.out = make([]complex128, size/2+1)
	w.power = make([]float64, size/2+1)
}

// compute returns a tile, or false when ctx has ended or it is no longer wanted. A column is the mean power
// of windows that overlap by half and lie in its middle; a coarse column has one window.
func (w *worker) compute(ctx context.Context, key tileKey, coarse bool, turn int) (*tile, bool) {
	w.prepare(key.detail.size(key.wave.Rate))
	width := 1 << key.level
	windows := max(width*2/w.size, 1)
	if windows == 1 {
		coarse = false
	}
	t := &tile{key: key, bins: w.size/2 + 1, coarse: coarse}
	if coarse {
		windows = 1
	}
	t.data = make([]uint8, tileColumns*t.bins)
	for c := range tileColumns {
		start := (key.index*tileColumns + c) * width
		if start >= len(key.wave.Samples) {
			break
		}
		clear(w.power)
		for i := range windows {
			w.add(key.wave.Samples, start+(2*i+1)*width/(2*windows))
			if i%32 == 31 && (ctx.Err() != nil || w.tiles.outdated(key, &turn)) {
				return nil, false
			}
		}
		quantise(t.column(c), w.power, windows)
		if c%16 == 15 && (ctx.Err() != nil || w.tiles.outdated(key, &turn)) {
			return nil, false
		}
	}
	return t, true
}

// add adds the power spectrum around a sample to w.power. Outside of the sound is silence.
func (w *worker) add(x []float32, centre int) {
	start := centre - w.size/2
	from, to := max(start, 0), min(start+w.size, len(x))
	if from >= to {
		return
	}
	clear(w.in)
	in, window := w.in[from-start:to-start], w.window[from-start:to-start]
	for i, v := range x[from:to] {
		in[i] = float64(v) * window[i]
	}
	w.fft.Forward(w.out, w.in)
	for i, v := range w.out {
		w.power[i] += real(v)*real(v) + imag(v)*imag(v)
	}
}

// quantise writes power sums of n windows as the bytes of a tile.
func quantise(dst []uint8, power []float64, n int) {
	scale := 1 / float64(n)
	for i, p := range power {
		half := 2 * (10*log10(p*scale) - byteFloor)
		dst[i] = uint8(min(max(half+0.5, 0), 255))
	}
}

// mantissas holds log10 of 1 to 2 in 1024 steps.
var mantissas = func() (t [1024]float64) {
	for i := range t {
		t[i] = math.Log10(1 + (float64(i)+0.5)/1024)
	}
	return t
}()

// log10 is the logarithm of a positive number to 0.0003, several times as fast as math.Log10; zero gives -308.
func log10(v float64) float64 {
	bits := math.Float64bits(v)
	return float64(int(bits>>52)-1023)*math.Log10(2) + mantissas[bits>>42&1023]
}
