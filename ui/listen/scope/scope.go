// Package scope makes pictures of sound without knowing windows or files: peaks of the waveform, spectrogram tiles,
// loudness and pitch over time, frequency axes, colour maps, and painters that write them to pixels.
//
// What is computed from samples is in seconds, hertz and decibels; what is painted is in pixels of the picture, so
// that the same code serves a window at any scale and an exported figure.
package scope

import "math"

// A Wave is a sound that is looked at. It is not changed after NewWave and safe for concurrent use.
type Wave struct {
	Rate    int // Hz
	Samples []float32
	Peaks   *Peaks
}

// NewWave prepares samples, which must not change afterwards, for being looked at. A rate below 1 is taken for 1.
func NewWave(samples []float32, rate int) *Wave {
	return &Wave{Rate: max(rate, 1), Samples: samples, Peaks: NewPeaks(samples)}
}

// Seconds returns the length of w.
func (w *Wave) Seconds() float64 { return float64(len(w.Samples)) / float64(w.Rate) }

// Nyquist returns the highest frequency in w, in Hz.
func (w *Wave) Nyquist() float64 { return float64(w.Rate) / 2 }

// A Span is a stretch of time in seconds.
type Span struct{ From, To float64 }

// Seconds returns the length of s.
func (s Span) Seconds() float64 { return s.To - s.From }

// At returns the time at a share of s, 0 for its beginning and 1 for its end.
func (s Span) At(share float64) float64 { return s.From + share*(s.To-s.From) }

// Share returns where t lies in s, 0 at its beginning and 1 at its end. An empty span gives 0.
func (s Span) Share(t float64) float64 {
	if s.To == s.From {
		return 0
	}
	return (t - s.From) / (s.To - s.From)
}

// Decibels returns 20 log10 of a magnitude, but at least floor.
func Decibels(magnitude, floor float64) float64 {
	if magnitude <= 0 {
		return floor
	}
	return max(20*math.Log10(magnitude), floor)
}
