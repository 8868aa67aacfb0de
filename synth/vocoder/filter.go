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

// Filter shapes the excitation and returns len(pulses) samples, frames*Hop of them; frame k is centred at sample k*Hop, with the pulses
// mirrored beyond both their ends. The noise is the hiss from its frame number from on. ctx is looked at every few milliseconds of work.
func Filter(ctx context.Context, pulses []float64, hiss Hiss, from int, filters Filters) ([]float32, error) {
	frames := len(pulses) / Hop
	if len(pulses) != frames*Hop {
		return nil, fmt.Errorf("vocoder: %d pulse samples do not fill frames of %d", len(pulses), Hop)
	}
	if len(hiss) == 0 || from < 0 {
		return nil, fmt.Errorf("vocoder: no noise from frame %d of %d on", from, len(hiss))
	}
	for _, filter := range [][]float32{filters.Harmonic, filters.Phase, filters.Noise} {
		if len(filter) != frames*Bins {
			return nil, fmt.Errorf("vocoder: a filter has %d values, %d frames need %d", len(filter), frames, frames*Bins)
		}
	}
	sum := make([]float64, (frames-1)*Hop+Size) // sample n of the result is sum[n+Size/2]
	fft := audio.NewFFT(Size)
	part := make([]float64, Size)
	spectrum, pulsed := make([]complex128, Bins), make([]complex128, Bins)
	for frame := range frames {
		if frame%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		start, at := frame*Hop-Size/2, frame*Bins
		breathe(spectrum, hiss[(from+frame)%len(hiss)][:], filters.Noise[at:at+Bins])
		if sounds(pulses, start) {
			load(part, pulses, start)
			fft.Forward(pulsed, part)
			voice(spectrum, pulsed, filters.Harmonic[at:at+Bins], filters.Phase[at:at+Bins])
		}
		fft.Inverse(part, spectrum)
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

// sounds tells whether there is a pulse in the window from sample start on; beyond the ends lies what is mirrored from inside of it.
func sounds(pulses []float64, start int) bool {
	for _, v := range pulses[max(0, start):min(len(pulses), start+Size)] {
		if v != 0 {
			return true
		}
	}
	return false
}

// breathe sets a spectrum to the noise's, W*noise.
func breathe(spectrum []complex128, hiss []complex64, noise []float32) {
	hiss, noise = hiss[:len(spectrum)], noise[:len(spectrum)]
	for k := range spectrum {
		spectrum[k] = complex(float64(real(hiss[k])*noise[k]), float64(imag(hiss[k])*noise[k]))
	}
}

// voice adds to a spectrum that of the filtered pulses, P*harmonic*exp(i*phase).
func voice(spectrum, pulses []complex128, harmonic, phase []float32) {
	pulses, harmonic, phase = pulses[:len(spectrum)], harmonic[:len(spectrum)], phase[:len(spectrum)]
	for k := range spectrum {
		sin, cos := rotation(float64(phase[k]) * (1 / (2 * math.Pi)))
		m := float64(harmonic[k])
		spectrum[k] += pulses[k] * complex(m*cos, m*sin) // the imaginary part of the first and the last bin is ignored by the inverse
	}
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
