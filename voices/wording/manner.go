package wording

import "math"

// A Manner is a delivery in the units of the engine's controls.
type Manner struct {
	Speed      float64 // factor, 1 is as now
	Pitch      float64 // semitones
	Range      float64 // factor, 1 is as now
	Energy     float64 // dB
	Brightness float64 // dB an octave
	Breath     float64 // -1 to 1
}

// What a strength of 1 is for one voice that speaks in another manner. One person varies less than people differ: by about
// the deviation within a speaker that package measure found, or what is plainly heard where that is less.
const (
	speedStep      = 0.12 // of ln speed
	pitchStep      = 1.5  // semitones
	rangeStep      = 0.3  // of ln range
	energyStep     = 3.0  // dB
	brightnessStep = 1.2  // dB an octave
	breathStep     = 0.4
)

// Manner turns a wish of Deliver into controls.
func (w Wish) Manner() Manner {
	s := w.Strengths()
	return Manner{
		Speed: math.Exp(speedStep * s[Pace]), Pitch: pitchStep * s[Pitch], Range: math.Exp(rangeStep * s[Range]),
		Energy: energyStep * s[Loudness], Brightness: brightnessStep * s[Brightness],
		Breath: max(-1, min(1, breathStep*s[Breathiness])),
	}
}
