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
)

// Pulses returns the voiced excitation, frames*Hop samples: at every instant all harmonics of the fundamental up to
// 11.5 kHz, as cosines of equal strength whose sum has unit power, times the voicing. logF0 is in ln Hz and voicing in
// 0..1, both a value a frame; a frame's value stands at its first sample and values between are interpolated.
//
// With N = floor(11500/f0) harmonics at the phase phi, sum_{k=1..N} cos(k phi) has the closed form
// sin((N+1/2) phi) / (2 sin(phi/2)) - 1/2, so a sample costs two sines however many harmonics it has. Where phi is a
// multiple of 2 pi the quotient is 0/0 and its limit, N, is used. The phase is kept within one turn: subtracting the
// turns keeps it exact for hours, and no multiple of 2 pi but zero and its neighbour needs care.
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
			phase += 2 * math.Pi * f / Rate
			if phase >= 2*math.Pi {
				phase = math.Mod(phase, 2*math.Pi)
			}
			v := v0 + (v1-v0)*place
			if v == 0 {
				continue
			}
			out[frame*Hop+i] = v * pulse(phase, f)
		}
	}
	return out
}

// Hertz keeps a fundamental within 10..6000 Hz, beyond every voice: a network's stray value in an unvoiced frame, even
// NaN, must not spoil the phase of all later frames.
func Hertz(logF0 float32) float64 {
	if f := math.Exp(float64(logF0)); f >= 10 {
		return math.Min(f, 6000)
	}
	return 10
}

// pulse is sqrt(2/N) * sum_{k=1..N} cos(k phase), N = max(1, floor(11500/f0)); phase in [0, 2 pi].
func pulse(phase, f0 float64) float64 {
	n := math.Max(1, math.Floor(ceiling/f0))
	sum := n
	// Below 1e-7 the sum differs from N by less than N^3 * 1e-14, and sin(pi) is off by 1e-16, far below the bound.
	if half := math.Sin(phase / 2); math.Abs(half) > 1e-7 {
		sum = math.Sin((n+0.5)*phase)/(2*half) - 0.5
	}
	return math.Sqrt(2/n) * sum
}
