package synth

import (
	"errors"
	"fmt"
	"math"
	"time"

	"voicewright/synth/phoneme"
	"voicewright/synth/vocoder"
)

// Errors that a caller may want to tell apart.
var (
	ErrEmptyText   = errors.New("there is no text to speak: give at least one word")
	ErrUnspeakable = errors.New("the text holds nothing that can be spoken: it needs letters or numbers in Latin script")
	ErrDuration    = errors.New("the duration cannot be reached")
)

// Limits of Request.
const (
	SlowestSpeed = 0.5
	FastestSpeed = 2.0

	MostPitch             = 12.0 // semitones, up or down
	LeastRange, MostRange = 0.1, 3.0
	MostEnergy            = 12.0 // dB, up or down
	MostBrightness        = 6.0  // dB an octave, brighter or duller
	MostBreath            = 1.0  // breathier or clearer
)

// MeanOnly is the value of Request.Steps that takes the regressed mean without the flow: the fastest and flattest speech.
const MeanOnly = -1

// Request says what to speak and how. Text and Timbre are needed, the rest may be zero.
type Request struct {
	Text     string
	Timbre   Timbre
	Seed     uint64        // another seed is another take of the same text
	Speed    float64       // 0.5 to 2; 0 is 1. A speed of 2 halves the length of everything
	Duration time.Duration // the exact length of the whole speech, met to the sample; 0 leaves it to Speed. It replaces Speed
	Steps    int           // steps of the flow; 0 is the model's default, MeanOnly none
	Sampling *Sampling     // all settings of the acoustic model; nil is the model's defaults. Steps, when not 0, wins over it

	Pitch      float64             // semitones that the voice is raised by, -12 to 12
	Range      float64             // factor on how far its pitch moves, 0.1 to 3; 0 is 1
	Energy     float64             // dB that the voice is louder by, -12 to 12; peaks stay below full scale
	Brightness float64             // dB an octave that the spectrum rises by, -6 to 6, around 1 kHz
	Breath     float64             // noise where the voice sounds, -1 (clear) to 1 (breathy)
	Prosody    *Prosody            // another voice's rhythm and melody; may be nil. It must not be changed meanwhile
	Emphasis   []Region            // words in these parts of Text are emphasised
	Dictionary *phoneme.Dictionary // pronunciations that come before the engine's; may be nil. It must not be changed meanwhile
}

// sampling resolves the settings against the model's defaults.
func (r Request) sampling(m *Model) (Sampling, error) {
	s := m.Defaults
	if r.Sampling != nil {
		s = *r.Sampling
	}
	switch {
	case r.Steps > 0:
		s.Steps = r.Steps
	case r.Steps == MeanOnly:
		s.Steps = 0
	case r.Steps < 0:
		return s, fmt.Errorf("steps must be positive or %d for the mean alone, not %d", MeanOnly, r.Steps)
	}
	return s, m.checkSampling(s)
}

// check looks at all that can be judged before the work begins.
func (r Request) check(m *Model) error {
	if r.Speed != 0 && !(r.Speed >= SlowestSpeed && r.Speed <= FastestSpeed) {
		return fmt.Errorf("the speed must be %g to %g, not %g", SlowestSpeed, FastestSpeed, r.Speed)
	}
	if r.Duration < 0 {
		return fmt.Errorf("the duration must not be negative, but is %v", r.Duration)
	}
	if !(r.Pitch >= -MostPitch && r.Pitch <= MostPitch) {
		return fmt.Errorf("the pitch must be %g to %g semitones, not %g", -MostPitch, MostPitch, r.Pitch)
	}
	if r.Range != 0 && !(r.Range >= LeastRange && r.Range <= MostRange) {
		return fmt.Errorf("the range of the pitch must be %g to %g, not %g", LeastRange, MostRange, r.Range)
	}
	for _, limit := range []struct {
		what        string
		value, most float64
	}{{"energy", r.Energy, MostEnergy}, {"brightness", r.Brightness, MostBrightness}, {"breath", r.Breath, MostBreath}} {
		if !(math.Abs(limit.value) <= limit.most) {
			return fmt.Errorf("the %s must be %g to %g, not %g", limit.what, -limit.most, limit.most, limit.value)
		}
	}
	if err := r.Prosody.check(m); err != nil {
		return err
	}
	for _, region := range r.Emphasis {
		if region.Start < 0 || region.End < region.Start || region.End > len(r.Text) {
			return fmt.Errorf("the emphasis on bytes %d to %d lies outside of the text, which has %d", region.Start, region.End, len(r.Text))
		}
	}
	return r.Timbre.Check(m)
}

// delivery is a voice's tuning with what the request asks for itself.
func (r Request) delivery(t tuning) tuning {
	t.shift += r.Pitch * math.Ln2 / 12
	if r.Range != 0 {
		t.stretch *= r.Range
	}
	t.energy, t.shade = r.Energy, vocoder.Shade{Brightness: r.Brightness, Breath: r.Breath}
	return t
}

// speed is the factor by which natural lengths are divided.
func (r Request) speed() float64 {
	if r.Speed == 0 {
		return 1
	}
	return r.Speed
}
