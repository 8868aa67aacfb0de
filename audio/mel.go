package audio

import "math"

// MelBands is the number of bands of the front end.
const MelBands = 100

// MelFloor is the magnitude below which a band counts as silent; its logarithm
// is the smallest value that Mel gives.
const MelFloor = 1e-5

// melBand is one triangle over the bins of the STFT, without its zeros.
type melBand struct {
	first   int
	weights []float64
}

// melBank is the bank of triangles from 0 to 12,000 Hz, evenly spaced on the HTK
// mel scale and linear in Hz between its points, not normalised by area.
var melBank = func() [MelBands]melBand {
	toMel := func(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }
	toHz := func(mel float64) float64 { return 700 * (math.Pow(10, mel/2595) - 1) }
	top := toMel(SampleRate / 2)
	point := func(i int) float64 { return toHz(top * float64(i) / (MelBands + 1)) }
	var bank [MelBands]melBand
	for m := range bank {
		lo, mid, hi := point(m), point(m+1), point(m+2)
		for bin := range Bins {
			hz := float64(bin) * SampleRate / FFTSize
			w := math.Min((hz-lo)/(mid-lo), (hi-hz)/(hi-mid))
			if w <= 0 {
				continue
			}
			if bank[m].weights == nil {
				bank[m].first = bin
			}
			bank[m].weights = append(bank[m].weights, w)
		}
	}
	return bank
}()

// Mel returns the log mel spectrogram of x, a signal at SampleRate: len(x)/Hop
// frames of MelBands values ln(max(magnitude, MelFloor)).
func Mel(x []float32) [][]float32 {
	n := FrameCount(len(x))
	frames := make([][]float32, n)
	flat := make([]float32, n*MelBands)
	a := newMelAnalyser()
	for k := range frames {
		frames[k] = flat[k*MelBands : (k+1)*MelBands : (k+1)*MelBands]
		a.analyse(x, k*Hop-FFTSize/2, len(x), 0)
		a.bands(frames[k], 1)
	}
	return frames
}

// melAnalyser is an Analyser whose result is one mel frame.
type melAnalyser struct {
	*Analyser
	magnitude [Bins]float64
}

func newMelAnalyser() *melAnalyser { return &melAnalyser{Analyser: NewAnalyser()} }

// bands writes the mel frame of the spectrum that analyse has left, as if the
// signal had been multiplied by gain.
func (a *melAnalyser) bands(dst []float32, gain float64) {
	for i, v := range a.spec {
		a.magnitude[i] = math.Sqrt(real(v)*real(v) + imag(v)*imag(v))
	}
	dst = dst[:MelBands]
	for m := range melBank {
		band := &melBank[m]
		sum := 0.0
		mag := a.magnitude[band.first:][:len(band.weights)]
		for i, w := range band.weights {
			sum += w * mag[i]
		}
		dst[m] = float32(math.Log(math.Max(sum*gain, MelFloor)))
	}
}

// A MelStream is the streaming form of Mel: it gives exactly the same frames in
// memory that does not depend on the length of the signal. It is not safe for
// concurrent use.
type MelStream struct {
	// Gain scales the signal before the logarithm; 1 after NewMelStream. It may
	// be changed between calls and then holds for the frames that follow.
	Gain float64

	a    *melAnalyser
	x    []float32 // the signal from sample base on
	base int
	seen int // samples so far
	next int // next frame
	row  [MelBands]float32
}

// NewMelStream returns a MelStream at the start of a signal at SampleRate.
func NewMelStream() *MelStream { return &MelStream{Gain: 1, a: newMelAnalyser()} }

// Push takes the next samples and calls emit for each frame that is complete
// with them. The frame that emit gets is overwritten afterwards.
func (s *MelStream) Push(x []float32, emit func(frame []float32)) {
	const piece = 1 << 14 // bounds the history whatever the caller passes
	for len(x) > 0 {
		k := min(piece, len(x))
		s.push(x[:k], emit)
		x = x[k:]
	}
}

func (s *MelStream) push(x []float32, emit func(frame []float32)) {
	s.x = append(s.x, x...)
	s.seen += len(x)
	for s.next*Hop+FFTSize/2 <= s.seen && s.seen > FFTSize/2 {
		s.frame(emit)
	}
	// Keep what the next frame needs, and what the last frames mirror.
	if drop := s.next*Hop - FFTSize - s.base; drop > len(s.x)/2 {
		s.x = s.x[:copy(s.x, s.x[drop:])]
		s.base += drop
	}
}

// Finish calls emit for the last frames, which mirror the end of the signal, and
// makes s ready for the next signal.
func (s *MelStream) Finish(emit func(frame []float32)) {
	for s.next < FrameCount(s.seen) {
		s.frame(emit)
	}
	s.x, s.base, s.seen, s.next = s.x[:0], 0, 0, 0
}

func (s *MelStream) frame(emit func(frame []float32)) {
	s.a.analyse(s.x, s.next*Hop-FFTSize/2, s.seen, s.base)
	s.a.bands(s.row[:], s.Gain)
	s.next++
	emit(s.row[:])
}
