package measure

import (
	"math"

	"voicewright/audio"
)

const (
	tiltFrom = 300.0 // Hz
	tiltTo   = 7000.0
	thirds   = 3 // bands an octave
)

// tilt is the slope of the average spectrum in dB an octave: the straight line through its third-octave bands, each with
// the mean power of its bins.
func (s *speech) tilt() float64 {
	const hertz = float64(audio.SampleRate) / size
	var octaves, decibels []float64
	for low := tiltFrom; low*math.Exp2(1.0/thirds) <= tiltTo*1.01; low *= math.Exp2(1.0 / thirds) {
		high := low * math.Exp2(1.0/thirds)
		from, to := int(math.Ceil(low/hertz)), int(math.Ceil(high/hertz))
		sum := 0.0
		for _, p := range s.power[from:to] {
			sum += p
		}
		octaves = append(octaves, math.Log2(low))
		decibels = append(decibels, 10*math.Log10(sum/float64(to-from)+1e-12))
	}
	slope, _ := line(octaves, decibels)
	return slope
}

// line fits y = slope*x + start by least squares.
func line(x, y []float64) (slope, start float64) {
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx += x[i]
		sy += y[i]
		sxx += x[i] * x[i]
		sxy += x[i] * y[i]
	}
	n := float64(len(x))
	slope = (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return slope, (sy - slope*sx) / n
}
