package audio

import "math"

// The fixed front end of the models. A recording of n samples has n/Hop frames;
// frame k is centred on sample k*Hop.
const (
	FFTSize = 1024
	Hop     = 256
	Bins    = FFTSize/2 + 1
)

// hann is the periodic Hann window of FFTSize samples.
var hann = func() [FFTSize]float64 {
	var w [FFTSize]float64
	for i := range w {
		s := math.Sin(math.Pi * float64(i) / FFTSize)
		w[i] = s * s
	}
	return w
}()

// FrameCount returns the number of frames that n samples have.
func FrameCount(n int) int { return n / Hop }

// STFT returns the short-time Fourier transform of x: len(x)/Hop frames of Bins
// complex values, with a periodic Hann window of FFTSize samples, centred, the
// ends mirrored without repeating the end sample (numpy's mode "reflect").
// Less than Hop samples have no frame.
func STFT(x []float32) [][]complex64 {
	n := FrameCount(len(x))
	frames := make([][]complex64, n)
	flat := make([]complex64, n*Bins)
	a := NewAnalyser()
	for k := range frames {
		frames[k] = flat[k*Bins : (k+1)*Bins : (k+1)*Bins]
		a.Frame(frames[k], x, k)
	}
	return frames
}

// An Analyser computes single frames of the STFT. It is not safe for concurrent
// use; make one for every goroutine.
type Analyser struct {
	fft  *FFT
	in   [FFTSize]float64
	spec [Bins]complex128
}

// NewAnalyser returns an Analyser.
func NewAnalyser() *Analyser { return &Analyser{fft: NewFFT(FFTSize)} }

// Frame writes frame k of the STFT of x to dst, which must have room for Bins
// values. x is the whole signal, because frames near its ends mirror it. It
// panics when x is empty; frames from len(x)/Hop on are not part of the STFT but
// are computed all the same.
func (a *Analyser) Frame(dst []complex64, x []float32, k int) {
	a.analyse(x, k*Hop-FFTSize/2, len(x), 0)
	dst = dst[:Bins]
	for i, v := range a.spec {
		dst[i] = complex64(v)
	}
}

// analyse transforms the window that starts at sample start of a signal of total
// samples, of which x holds those from sample base on.
func (a *Analyser) analyse(x []float32, start, total, base int) {
	if start >= 0 && start+FFTSize <= total {
		for i, v := range x[start-base:][:FFTSize] {
			a.in[i] = float64(v) * hann[i]
		}
	} else {
		for i := range a.in {
			a.in[i] = float64(x[mirror(start+i, total)-base]) * hann[i]
		}
	}
	a.fft.Forward(a.spec[:], a.in[:])
}

// mirror maps any index to one inside of n samples by reflecting at the first
// and the last, as often as it takes.
func mirror(i, n int) int {
	if n == 1 {
		return 0
	}
	period := 2 * (n - 1)
	i %= period
	if i < 0 {
		i += period
	}
	if i >= n {
		i = period - i
	}
	return i
}

// ISTFT returns the signal of len(frames)*Hop samples whose STFT is nearest to
// frames: every frame is transformed back, windowed again, added at its place,
// and the sum divided by the summed squared window.
func ISTFT(frames [][]complex64) []float32 {
	out := make([]float32, 0, len(frames)*Hop)
	s := NewSynthesiser()
	for _, f := range frames {
		out = s.Add(out, f)
	}
	return s.Finish(out)
}

// A Synthesiser is the streaming form of ISTFT: frame by frame in, samples out
// as soon as no later frame can change them. It gives exactly the samples of
// ISTFT and is not safe for concurrent use.
type Synthesiser struct {
	fft    *FFT
	spec   [Bins]complex128
	out    [FFTSize]float64
	sum    [FFTSize]float64 // from the centre of the current frame minus FFTSize/2 on
	weight [FFTSize]float64
	frames int
}

// NewSynthesiser returns a Synthesiser at the start of a signal.
func NewSynthesiser() *Synthesiser { return &Synthesiser{fft: NewFFT(FFTSize)} }

// Add takes the next frame, of Bins values, and appends to dst the samples that
// are complete with it.
func (s *Synthesiser) Add(dst []float32, frame []complex64) []float32 {
	frame = frame[:Bins]
	for i, v := range frame {
		s.spec[i] = complex128(v)
	}
	s.fft.Inverse(s.out[:], s.spec[:])
	for i, w := range hann {
		s.sum[i] += s.out[i] * w
		s.weight[i] += w * w
	}
	s.frames++
	return s.shift(dst)
}

// Finish appends the remaining samples to dst and makes s ready for the next
// signal.
func (s *Synthesiser) Finish(dst []float32) []float32 {
	if s.frames > 0 {
		for range FFTSize / 2 / Hop {
			s.frames++
			dst = s.shift(dst)
		}
	}
	s.sum, s.weight, s.frames = [FFTSize]float64{}, [FFTSize]float64{}, 0
	return dst
}

// shift moves one hop on. The samples that leave are those of the hop which
// starts FFTSize/2 before the centre of the current frame; the first of them lie
// before the signal.
func (s *Synthesiser) shift(dst []float32) []float32 {
	if s.frames > FFTSize/2/Hop {
		for i := range Hop {
			y := 0.0
			if s.weight[i] > 1e-11 {
				y = s.sum[i] / s.weight[i]
			}
			dst = append(dst, float32(y))
		}
	}
	copy(s.sum[:], s.sum[Hop:])
	copy(s.weight[:], s.weight[Hop:])
	clear(s.sum[FFTSize-Hop:])
	clear(s.weight[FFTSize-Hop:])
	return dst
}
