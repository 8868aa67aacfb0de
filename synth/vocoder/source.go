package vocoder

import (
	"math"

	"voicewright/audio"
)

const (
	// Rate is the sample rate in Hz of all sound in the engine.
	Rate = audio.SampleRate
	// Hop is the number of samples a mel frame advances.
	Hop = audio.Hop
	// Size is the length in samples of an analysis window.
	Size = audio.FFTSize
	// Bins is the number of frequencies in a spectrum, from 0 to Rate/2.
	Bins = audio.Bins
	// ceiling in Hz bounds the harmonics: a little under Rate/2, so that the highest one never folds back.
	ceiling = 11500
	// lowest in Hz bounds a fundamental, below every voice.
	lowest = 10
)

// Pulses returns the voiced excitation, frames*Hop samples: at every instant all harmonics of the fundamental up to
// 11.5 kHz, as cosines of equal strength whose sum has unit power, times the voicing. logF0 is in ln Hz and voicing in
// 0..1, both a value a frame; a frame's value stands at its first sample and values between are interpolated.
//
// With N = floor(11500/f0) harmonics at the phase phi, sum_{k=1..N} cos(k phi) has the closed form
// sin((N+1/2) phi) / (2 sin(phi/2)) - 1/2, so a sample costs two sines however many harmonics it has. Where phi is a
// multiple of 2 pi the quotient is 0/0 and its limit, N, is used. The phase is counted in turns and kept within one: dropping
// whole turns keeps it exact for hours, and no multiple of 2 pi but zero and its neighbour needs care.
func Pulses(logF0, voicing []float32) []float64 {
	frames := min(len(logF0), len(voicing))
	out := make([]float64, frames*Hop)
	phase := 0.0
	for frame := range frames {
		next := min(frame+1, frames-1) // the last frame's values hold to the end
		f0, f1 := Hertz(logF0[frame]), Hertz(logF0[next])
		v0, v1 := float64(voicing[frame]), float64(voicing[next])
		for i := range Hop {
			place := float64(i) / Hop
			f := f0 + (f1-f0)*place
			if phase += f / Rate; phase >= 1 {
				phase--
			}
			if v := v0 + (v1-v0)*place; v != 0 {
				out[frame*Hop+i] = v * pulse(phase, f)
			}
		}
	}
	return out
}

// Hertz keeps a fundamental within 10..6000 Hz, beyond every voice: a network's stray value in an unvoiced frame, even
// NaN, must not spoil the phase of all later frames.
func Hertz(logF0 float32) float64 {
	if f := math.Exp(float64(logF0)); f >= lowest {
		return math.Min(f, 6000)
	}
	return lowest
}

// unit is sqrt(2/N) for each number N of harmonics: the sum of N cosines times it has unit power.
var unit = func() (u [ceiling/lowest + 1]float64) {
	for n := range u {
		u[n] = math.Sqrt(2 / float64(max(1, n)))
	}
	return u
}()

// pulse is sqrt(2/N) * sum_{k=1..N} cos(2 pi k phase), N = max(1, floor(11500/f0)); phase in turns, [0, 1].
func pulse(phase, f0 float64) float64 {
	n := max(1, int(ceiling/f0))
	count := float64(n)
	sum := count
	// Below 1e-7 the sum differs from N by less than N^3 * 1e-14, and sin(pi) is off by 1e-16, far below the bound.
	if half := sine(phase / 2); math.Abs(half) > 1e-7 {
		sum = sine((count+0.5)*phase)/(2*half) - 0.5
	}
	return unit[n] * sum
}

// Hiss is the unvoiced excitation: the spectra of white noise under the analysis window, frame after frame. The noise runs in a ring: after the
// last frame comes the first.
type Hiss [][Bins]complex64

// NewHiss analyses noise of unit power, a frame for every Hop samples, of which there is at least one; a rest is dropped.
func NewHiss(noise []float64) Hiss {
	frames := make(Hiss, len(noise)/Hop)
	noise = noise[:len(frames)*Hop]
	fft, part, spectrum := audio.NewFFT(Size), make([]float64, Size), make([]complex128, Bins)
	for k := range frames {
		for i := range part {
			n := (k*Hop + i - Size/2) % len(noise)
			if n < 0 {
				n += len(noise)
			}
			part[i] = window[i] * noise[n]
		}
		fft.Forward(spectrum, part)
		for bin, v := range spectrum {
			frames[k][bin] = complex64(v)
		}
	}
	return frames
}
