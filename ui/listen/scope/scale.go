package scope

import "math"

// A Scale is the way in which frequencies are laid out from the bottom of a picture to its top.
type Scale uint8

// The scales.
const (
	Mel    Scale = iota // HTK's mel scale, close to how far apart tones sound
	Linear              // evenly in Hz
	Log                 // octaves are equally high
)

// logBottom is the lowest frequency of Log, in Hz.
const logBottom = 50

// String returns the name of s.
func (s Scale) String() string {
	switch s {
	case Mel:
		return "Mel"
	case Linear:
		return "Linear"
	}
	return "Logarithmic"
}

// warp maps Hz to a number that grows evenly along the scale, unwarp back.
func (s Scale) warp(hz float64) float64 {
	switch s {
	case Mel:
		return math.Log1p(hz / 700)
	case Linear:
		return hz
	}
	return math.Log(max(hz, 1) / logBottom)
}

func (s Scale) unwarp(v float64) float64 {
	switch s {
	case Mel:
		return 700 * math.Expm1(v)
	case Linear:
		return v
	}
	return logBottom * math.Exp(v)
}

// Height returns where hz lies between the bottom of the picture, 0, and its top, 1, which stands for top Hz.
func (s Scale) Height(hz, top float64) float64 { return s.warp(hz) / s.warp(top) }

// Hertz returns the frequency at a height, the inverse of Height.
func (s Scale) Hertz(height, top float64) float64 { return s.unwarp(height * s.warp(top)) }

// Ticks returns the frequencies in Hz to be labelled on an axis up to top, so that no two are nearer to each other than
// the share gap of the axis.
func (s Scale) Ticks(top, gap float64) []float64 {
	var candidates []float64
	switch s {
	case Linear:
		for v := 0.0; v <= top; v += Step(top * gap) {
			candidates = append(candidates, v)
		}
		return candidates
	case Mel:
		candidates = []float64{0, 1000, 4000, 2000, 8000, 500, 12000, 16000, 3000, 6000, 250, 10000, 1500}
	default:
		candidates = []float64{100, 1000, 10000, 500, 200, 5000, 2000, 50, 20000, 300, 3000}
	}
	var ticks []float64
	for _, v := range candidates {
		if v > top {
			continue
		}
		free := true
		for _, t := range ticks {
			free = free && math.Abs(s.Height(t, top)-s.Height(v, top)) >= gap
		}
		if free {
			ticks = append(ticks, v)
		}
	}
	return ticks
}

// Step returns the smallest of 1, 2 and 5 times a power of ten that is not below least: a distance of ticks that people
// can read.
func Step(least float64) float64 {
	if !(least > 0) || math.IsInf(least, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= least*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}
