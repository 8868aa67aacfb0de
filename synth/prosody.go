package synth

import (
	"context"
	"errors"
	"fmt"
	"math"

	"voicewright/synth/ort"
)

// Prosody is how a request speaks in another one's way: another timbre gives rhythm and pace, the melody with its level and
// range, and the stress that loudness gives, while the sound stays that of the request's own. (Mega-TTS 2, Jiang et al. 2024, keeps the two apart likewise.)
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

// mostLead is how far in semitones the level of the pitch follows another voice's: as far as people change theirs and stay
// themselves, and as two men or two women mostly differ. Beyond, it is the pitch more than anything that makes a voice sound
// like another one. Of 12 pairs of 4 speakers at a share of 1 (bench/blend.py --prosody), the speaker embedding found
// the timbre's speaker at 0.69 in the mean, and 3 sounded as much like the other one, where the level followed all the way;
// at 0.72 and none with 7 semitones, 0.75 with 4, and 0.77 where only rhythm and melody were taken.
const mostLead = 7.0

// pitchOver is how much higher in semitones the prosody makes a timbre speak.
func (p *Prosody) pitchOver(own Timbre) float64 {
	between, ok := p.between(own)
	if !ok {
		return 0
	}
	return p.Share * max(-mostLead, min(mostLead, between))
}

// between is how much higher in semitones the prosody's voice is than another one. ok is false where there is none or the
// pitch of one of the two is not known; then the level stays.
func (p *Prosody) between(own Timbre) (semitones float64, ok bool) {
	if !p.used() || own.Pitch <= 0 || p.Timbre.Pitch <= 0 {
		return 0, false
	}
	return 12 * math.Log2(p.Timbre.Pitch/own.Pitch), true
}

// ExpectedPitch is the median F0 in Hz that the request's speech has, or 0 where the pitch of the timbre is not known.
func (r Request) ExpectedPitch() float64 {
	return r.Timbre.Pitch * math.Exp2((r.Pitch+r.Prosody.pitchOver(r.Timbre))/12)
}

// A lead is a prosody as the graphs take it: the voice that leads, and how far the other one follows.
type lead struct {
	timbre Timbre
	voice  voice
	share  float64
	known  bool    // whether the pitch of both voices is
	over   float64 // how much higher the one that leads is, in ln of F0
	rise   float64 // how much of that the other one follows
	tuning tuning  // of the voice that leads, with what the request asks for; it stands before a take is rendered
}

// lead returns nil where the voice has its own prosody.
func (e *Engine) lead(r Request) *lead {
	p := r.Prosody
	if !p.used() {
		return nil
	}
	l := &lead{timbre: p.Timbre, voice: e.voice(p.Timbre), share: p.Share, rise: p.pitchOver(r.Timbre) * math.Ln2 / 12}
	l.over, l.known = p.between(r.Timbre)
	l.over *= math.Ln2 / 12
	return l
}

// pace turns the predicted lengths and spreads, both logarithms, towards those that the voice that leads has for the same
// text. It returns what the text graph makes of the text in that voice.
func (l *lead) pace(ctx context.Context, e *Engine, ids, stress ort.Tensor, own []ort.Tensor) (hidden ort.Tensor, err error) {
	if l == nil {
		return hidden, nil
	}
	out, err := e.sessions.run(ctx, textGraph, ids, stress, l.voice.style)
	if err != nil {
		return hidden, err
	}
	for i, o := range own {
		theirs := out[1+i].Floats
		if len(theirs) != len(o.Floats) {
			return hidden, errors.New("the text graph gives two voices different numbers of lengths")
		}
		for k := range o.Floats {
			o.Floats[k] += float32(l.share) * (theirs[k] - o.Floats[k])
		}
	}
	return out[0], nil
}
