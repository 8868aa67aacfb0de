package synth

import (
	"context"
	"errors"
	"fmt"
	"math"

	"voicewright/synth/ort"
)

// Prosody is how a request speaks in another one's way: another timbre gives rhythm, pace, level and range of the pitch, while
// the sound stays that of the request's own. (Mega-TTS 2, Jiang et al. 2024, keeps the two apart likewise.)
type Prosody struct {
	Timbre Timbre
	Share  float64 // 0 leaves everything to the voice's own prosody, 1 to this one; between them it is a mixture
}

// used tells whether the prosody changes anything. A nil one does not.
func (p *Prosody) used() bool { return p != nil && p.Share != 0 }

func (p *Prosody) check(m *Model) error {
	if p == nil {
		return nil
	}
	if !(p.Share >= 0 && p.Share <= 1) {
		return fmt.Errorf("the share of the prosody must be 0 to 1, not %g", p.Share)
	}
	if p.Share == 0 {
		return nil
	}
	if err := p.Timbre.Check(m); err != nil {
		return fmt.Errorf("the voice that the prosody is taken from: %w", err)
	}
	return nil
}

// melody turns the tuning of a timbre towards the pitch and the range of the prosody's voice, each on a scale of ratios. What
// is not known of one of the two stays as it is.
func (p *Prosody) melody(t tuning, own Timbre) tuning {
	if !p.used() {
		return t
	}
	if own.Pitch > 0 && p.Timbre.Pitch > 0 {
		t.shift += p.Share * math.Log(p.Timbre.Pitch/own.Pitch)
	}
	if own.PitchSpread > 0 && p.Timbre.PitchSpread > 0 {
		t.stretch *= math.Pow(p.Timbre.PitchSpread/own.PitchSpread, p.Share)
	}
	return t
}

// pitchOver is how much higher in semitones the prosody makes a timbre speak.
func (p *Prosody) pitchOver(own Timbre) float64 {
	return p.melody(tuning{}, own).shift / math.Ln2 * 12
}

// ExpectedPitch is the median F0 in Hz that the request's speech has, or 0 where the pitch of the timbre is not known.
func (r Request) ExpectedPitch() float64 {
	return r.Timbre.Pitch * math.Exp2((r.Pitch+r.Prosody.pitchOver(r.Timbre))/12)
}

// rhythm is a prosody as the text graph takes it: its style, and how far the lengths are mixed towards it.
type rhythm struct {
	style ort.Tensor
	share float32
}

func (e *Engine) rhythm(p *Prosody) *rhythm {
	if !p.used() {
		return nil
	}
	return &rhythm{ort.Floats(p.Timbre.Style, 1, e.model.StyleTokens, e.model.StyleDim), float32(p.Share)}
}

// mix turns the predicted lengths and spreads, both logarithms, towards those that the rhythm's style has for the same text.
func (r *rhythm) mix(ctx context.Context, e *Engine, ids, stress ort.Tensor, own []ort.Tensor) error {
	if r == nil {
		return nil
	}
	other, err := e.sessions.run(ctx, textGraph, ids, stress, r.style)
	if err != nil {
		return err
	}
	for i, o := range own {
		theirs := other[1+i].Floats
		if len(theirs) != len(o.Floats) {
			return errors.New("the text graph gives two voices different numbers of lengths")
		}
		for k := range o.Floats {
			o.Floats[k] += r.share * (theirs[k] - o.Floats[k])
		}
	}
	return nil
}
