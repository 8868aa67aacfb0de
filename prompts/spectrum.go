package prompts

import (
	"math"

	"voicewright/audio"
)

// spectrum measures the level of the lower bins of a piece of sound.
type spectrum struct {
	fft    *audio.FFT
	window []float64 // Hann
	input  []float64
	bins   []complex128
	level  []float64 // dB; what measure found last
}

func newSpectrum(size, bins int) spectrum {
	s := spectrum{audio.NewFFT(size), make([]float64, size), make([]float64, size), make([]complex128, size/2+1), make([]float64, bins)}
	for i := range s.window {
		s.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(size))
	}
	return s
}

func (s *spectrum) measure(x []float32) {
	for i, v := range x {
		s.input[i] = s.window[i] * float64(v)
	}
	s.fft.Forward(s.bins, s.input)
	for i := range s.level {
		v := s.bins[i]
		s.level[i] = 10 * math.Log10(real(v)*real(v)+imag(v)*imag(v)+1e-6)
	}
}
