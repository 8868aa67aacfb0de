// Package vocoder turns pitch, voicing and time-varying filters into a waveform: a pulse train for the voiced part and
// noise for the rest, both filtered frame by frame in the short-time Fourier domain.
package vocoder

import (
	"context"
	"fmt"
	"math"

	"voicewright/audio"
)

// Filters are the vocoder graph's outputs: for every frame, Bins values each, frame after frame.
type Filters struct {
	Harmonic []float32 // magnitude of the pulse filter
	Phase    []float32 // phase of the pulse filter in radians
	Noise    []float32 // magnitude of the noise filter
}

// window is the periodic Hann window of the analysis and of the synthesis.
var window = func() []float64 {
	w := make([]float64, Size)
	for i := range w {
		w[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/Size)
	}
	return w
}()

// share is the sum of the squared windows over one sample where four frames overlap: constant for Hann at a quarter hop.
const share = 1.5

// Filter shapes the excitation and returns len(pulses) samples. pulses and noise are of one length, frames*Hop; frame k
// is centred at sample k*Hop, with the excitation mirrored beyond both its ends. ctx is looked at every few milliseconds
// of work.
func Filter(ctx context.Context, pulses, noise []float64, filters Filters) ([]float32, error) {
	frames := len(pulses) / Hop
	if len(noise) != len(pulses) || len(pulses) != frames*Hop {
		return nil, fmt.Errorf("vocoder: %d pulse and %d noise samples do not fill frames of %d", len(pulses), len(noise), Hop)
	}
	for _, filter := range [][]float32{filters.Harmonic, filters.Phase, filters.Noise} {
		if len(filter) != frames*Bins {
			return nil, fmt.Errorf("vocoder: a filter has %d values, %d frames need %d", len(filter), frames, frames*Bins)
		}
	}
	sum := make([]float64, (frames-1)*Hop+Size) // sample n of the result is sum[n+Size/2]
	fft := audio.NewFFT(Size)
	part := make([]float64, Size)
	voiced, hiss := make([]complex128, Bins), make([]complex128, Bins)
	for frame := range frames {
		if frame%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		start, at := frame*Hop-Size/2, frame*Bins
		load(part, pulses, start)
		fft.Forward(voiced, part)
		load(part, noise, start)
		fft.Forward(hiss, part)
		shape(voiced, hiss, filters.Harmonic[at:at+Bins], filters.Phase[at:at+Bins], filters.Noise[at:at+Bins])
		fft.Inverse(part, voiced)
		into := sum[frame*Hop : frame*Hop+Size]
		for i := range into {
			into[i] += part[i] * window[i]
		}
	}
	out := make([]float32, len(pulses))
	for n := range out {
		out[n] = float32(sum[n+Size/2] / overlap(n+Size/2, frames))
	}
	return out, nil
}

// load fills part with the windowed excitation from sample start on, mirrored at the ends without repeating the edge.
func load(part, excitation []float64, start int) {
	if start >= 0 && start+Size <= len(excitation) {
		for i, v := range excitation[start : start+Size] {
			part[i] = v * window[i]
		}
		return
	}
	for i := range part {
		part[i] = excitation[mirror(start+i, len(excitation))] * window[i]
	}
}

func mirror(n, length int) int {
	if length == 1 {
		return 0
	}
	for n < 0 || n >= length {
		if n < 0 {
			n = -n
		} else {
			n = 2*(length-1) - n
		}
	}
	return n
}

// shape replaces the pulse spectrum P by P*harmonic*exp(i*phase) + W*noise, W being the noise spectrum.
func shape(pulse, hiss []complex128, harmonic, phase, noise []float32) {
	for k := range pulse {
		sin, cos := math.Sincos(float64(phase[k]))
		m, n := float64(harmonic[k]), float64(noise[k])
		pulse[k] = pulse[k]*complex(m*cos, m*sin) + complex(real(hiss[k])*n, imag(hiss[k])*n)
	}
	// The first and the last bin of a real signal are real.
	last := len(pulse) - 1
	pulse[0], pulse[last] = complex(real(pulse[0]), 0), complex(real(pulse[last]), 0)
}

// overlap is the sum of the squared windows at a sample of the padded result. Away from both ends four windows meet.
func overlap(n, frames int) float64 {
	if n >= Size && n < frames*Hop {
		return share
	}
	total := 0.0
	for frame := max(0, n/Hop-Size/Hop); frame < frames && frame*Hop <= n; frame++ {
		if i := n - frame*Hop; i < Size {
			total += window[i] * window[i]
		}
	}
	return math.Max(total, 1e-3)
}
