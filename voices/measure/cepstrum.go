package measure

import (
	"math"

	"voicewright/audio"
)

const (
	band      = 256 // bins of the spectrum, up to 6 kHz, which every recording has
	cepstral  = 2 * band
	quefrency = 1.0 / 12000 // seconds a bin of the cepstrum
	lineFrom  = 12          // bins, 1 ms: below lies the shape of the mouth
	peakFrom  = 20          // bins, 600 Hz
	peakTo    = 200         // bins, 60 Hz
)

// cepstrum finds how far the peak of a voice's period stands out of the cepstrum. Noise between the harmonics lowers it,
// and so does an uneven period.
type cepstrum struct {
	fft   *audio.FFT
	in    []float64
	out   []complex128
	times []float64 // of the bins the line is fitted to
	level []float64 // dB
}

func newCepstrum() *cepstrum {
	c := &cepstrum{fft: audio.NewFFT(cepstral), in: make([]float64, cepstral), out: make([]complex128, cepstral/2+1)}
	for i := lineFrom; i <= band; i++ {
		c.times = append(c.times, float64(i))
	}
	c.level = make([]float64, len(c.times))
	return c
}

// prominence is the height in dB of the cepstral peak over the straight line through the cepstrum from 1 ms on.
func (c *cepstrum) prominence(bins []complex64) float64 {
	for k := range band + 1 {
		level := 10 * math.Log10(power(bins[k])+1e-9)
		c.in[k] = level
		if k > 0 && k < band {
			c.in[cepstral-k] = level
		}
	}
	c.fft.Forward(c.out, c.in)
	for i := range c.level {
		c.level[i] = 20 * math.Log10(math.Abs(real(c.out[lineFrom+i]))+1e-6)
	}
	slope, start := line(c.times, c.level)
	best := math.Inf(-1)
	for i := peakFrom; i <= peakTo; i++ {
		best = max(best, c.level[i-lineFrom]-(slope*float64(i)+start))
	}
	return best
}

// prominence is the mean of the voiced frames, 0 where there is none.
func (s *speech) prominence() float64 {
	sum := 0.0
	for _, v := range s.peaks {
		sum += v
	}
	return sum / float64(max(1, len(s.peaks)))
}
