package voices

import (
	"fmt"
	"math"

	"voicewright/synth"
)

// Manner is how a voice speaks by itself, before a line asks for anything: what the engine does to a timbre, rather than
// what the timbre is. The zero Manner leaves the timbre as it is.
type Manner struct {
	Pace       float64 `json:"pace,omitempty"`       // factor on the model's own pace; 0 is 1
	Range      float64 `json:"range,omitempty"`      // factor on how far the pitch moves; 0 is 1
	Energy     float64 `json:"energy,omitempty"`     // dB
	Brightness float64 `json:"brightness,omitempty"` // dB an octave
	Breath     float64 `json:"breath,omitempty"`     // -1 clear to 1 breathy
}

// Apply adds the manner to what a request asks for, within what a request may ask for.
func (m Manner) Apply(r *synth.Request) {
	times := func(to *float64, factor, least, most float64) {
		if factor == 0 {
			return
		}
		if *to == 0 {
			*to = 1
		}
		*to = max(least, min(most, *to*factor))
	}
	plus := func(to *float64, more, most float64) {
		if more != 0 { // what is asked for alone is the engine's to judge
			*to = max(-most, min(most, *to+more))
		}
	}
	times(&r.Speed, m.Pace, synth.SlowestSpeed, synth.FastestSpeed)
	times(&r.Range, m.Range, synth.LeastRange, synth.MostRange)
	plus(&r.Energy, m.Energy, synth.MostEnergy)
	plus(&r.Brightness, m.Brightness, synth.MostBrightness)
	plus(&r.Breath, m.Breath, synth.MostBreath)
}

// Bounded is the manner within what a request may ask for.
func (m Manner) Bounded() Manner {
	clamp := func(v, least, most float64) float64 { return max(least, min(most, v)) }
	if m.Pace != 0 {
		m.Pace = clamp(m.Pace, synth.SlowestSpeed, synth.FastestSpeed)
	}
	if m.Range != 0 {
		m.Range = clamp(m.Range, synth.LeastRange, synth.MostRange)
	}
	m.Energy = clamp(m.Energy, -synth.MostEnergy, synth.MostEnergy)
	m.Brightness = clamp(m.Brightness, -synth.MostBrightness, synth.MostBrightness)
	m.Breath = clamp(m.Breath, -synth.MostBreath, synth.MostBreath)
	return m
}

// mixture averages manners by their shares: factors by ratio, decibels by difference.
type mixture struct {
	sum         Manner
	pace, moves float64 // logarithms of the factors
}

func (x *mixture) add(m Manner, share float64) {
	ratio := func(factor float64) float64 {
		if factor == 0 {
			return 0
		}
		return share * math.Log(factor)
	}
	x.pace += ratio(m.Pace)
	x.moves += ratio(m.Range)
	x.sum.Energy += share * m.Energy
	x.sum.Brightness += share * m.Brightness
	x.sum.Breath += share * m.Breath
}

func (x *mixture) manner() Manner {
	m := x.sum
	if x.pace != 0 {
		m.Pace = math.Exp(x.pace)
	}
	if x.moves != 0 {
		m.Range = math.Exp(x.moves)
	}
	return m.Bounded()
}

// check tells whether the manner is one that a request may ask for.
func (m Manner) check() error {
	if m != m.Bounded() { // also where a number is none
		return fmt.Errorf("its manner %+v lies outside of what can be spoken", m)
	}
	return nil
}
