package describe

import (
	"context"
	"maps"
	"math"
	"math/rand/v2"

	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/wording"
)

// A Candidate is a voice that was made for a wish.
type Candidate struct {
	Timbre synth.Timbre
	Manner voices.Manner
	Seed   uint64
	Heard  Wish // what it measures when it speaks, in strengths
}

// good is the squared distance from an attribute's wish with which a voice is taken at once.
const good = 0.1

// tries is how many timbres are drawn for one candidate; the one that comes nearest to the wish is kept.
const tries = 4

// Draw makes the voice that a seed stands for: the same wish, seed and model give the same voice. Some timbres are drawn, the
// engine speaks with each, what it can set exactly is set to the wish by what is measured, and the nearest voice is kept.
// A wish for the pitch is meant among men or women where the sex is wished for too: a low woman is no man.
func (d *Describer) Draw(ctx context.Context, s Speaker, wish Wish, seed uint64) (Candidate, error) {
	if err := wish.check(); err != nil {
		return Candidate{}, err
	}
	whole := d.whole(wish, seed)
	best, nearest := Candidate{}, math.Inf(1)
	for try := range uint64(tries) {
		c, err := d.try(ctx, s, whole, seed, try)
		if err != nil {
			return Candidate{}, err
		}
		if far := distance(whole, c.Heard); far < nearest {
			best, nearest = c, far
		}
		if nearest <= good*float64(len(whole)) {
			break
		}
	}
	return best, nil
}

// whole is a wish with the pitch among all voices, and with one for the sex that is wished for where none is asked.
func (d *Describer) whole(w Wish, seed uint64) Wish {
	whole := maps.Clone(w)
	among, ok := d.peers(w)
	if !ok {
		return whole
	}
	pitch, asked := w[Pitch]
	if !asked {
		pitch = 0.5 * rand.New(rand.NewPCG(seed, pitchStream)).NormFloat64()
	}
	whole[Pitch] = max(-wording.MostWish, min(wording.MostWish, among[0]+pitch*among[1]))
	return whole
}

// peers are mean and deviation of the pitch, in strengths, among those that a wish for the pitch is measured by. Children
// have the pitch of children, whatever their sex.
func (d *Describer) peers(w Wish) (among [2]float64, ok bool) {
	switch {
	case w[Age] < -1 || w[Sex] == 0:
		return among, false
	case w[Sex] < 0:
		return d.card.Pitches["women"], true
	}
	return d.card.Pitches["men"], true
}

// Among tells how strong attributes are that were heard, seen from a wish: its pitch among men or women where the wish says
// which.
func (d *Describer) Among(wish, heard Wish) Wish {
	seen := maps.Clone(heard)
	if among, ok := d.peers(wish); ok {
		seen[Pitch] = (heard[Pitch] - among[0]) / among[1]
	}
	return seen
}

// pitchStream keeps the draw of a pitch apart from the draws of timbres.
const pitchStream = 1 << 32

// try draws one timbre and sets what can be set.
func (d *Describer) try(ctx context.Context, s Speaker, wish Wish, seed, number uint64) (Candidate, error) {
	c := Candidate{Seed: seed}
	var err error
	if c.Timbre, err = d.draw(ctx, wish, seed, number); err != nil {
		return c, err
	}
	if pitch, ok := wish[Pitch]; ok {
		c.Timbre.Pitch = d.Value(Pitch, pitch)
	}
	// Each round speaks and measures; between two rounds what is off is corrected. The first speaks as the timbre is, and the round
	// that came nearest to the wish is the candidate: a correction may go too far.
	best, nearest := c, math.Inf(1)
	var breaths []breathHeard
	for round := range rounds {
		heard, _, err := Heard(ctx, s, c.Timbre, c.Manner, "")
		if err != nil {
			return c, err
		}
		if c.Heard, err = d.Strengths(ctx, c.Timbre, heard); err != nil {
			return c, err
		}
		if c.Timbre.Pitch == 0 {
			c.Timbre.Pitch = heard.Pitch // what was left open is now part of the voice
		}
		if far := distance(wish, c.Heard); far < nearest {
			best, nearest = c, far
		}
		breaths = append(breaths, breathHeard{c.Manner.Breath, c.Heard[Breathiness]})
		if round == rounds-1 || !d.correct(&c, wish, breaths) {
			break
		}
	}
	return best, nil
}

// rounds is how often a timbre speaks at most before it is left as it is.
const rounds = 4

// near is how far a measured attribute may be from the wish, in deviations, before it is corrected.
const near = 0.25

// correct moves the manner towards the wish by what was heard, and tells whether there was something to move.
func (d *Describer) correct(c *Candidate, wish Wish, breaths []breathHeard) bool {
	moved := false
	for _, a := range []Attribute{Range, Pace, Loudness, Brightness, Breathiness} {
		want, ok := wish[a]
		if off := want - c.Heard[a]; ok && math.Abs(off) > near {
			moved = true
			d.move(c, a, want, off, breaths)
		}
	}
	if moved {
		c.Manner = c.Manner.Bounded()
	}
	return moved
}

// breathHeard is what a timbre measured with a breath.
type breathHeard struct{ breath, heard float64 }

// breathFor is the breath with which a timbre is expected to measure want, in deviations. How much a breath does differs from
// timbre to timbre (what a clear voice lacks cannot be taken away), so a wish that lies between two measured breaths is
// interpolated; the first step is that of most voices.
func breathFor(want float64, breaths []breathHeard) float64 {
	last := breaths[len(breaths)-1]
	below, above := breathHeard{heard: math.Inf(-1)}, breathHeard{heard: math.Inf(1)}
	for _, b := range breaths {
		if b.heard <= want && b.heard > below.heard {
			below = b
		}
		if b.heard >= want && b.heard < above.heard {
			above = b
		}
	}
	if math.IsInf(below.heard, 0) || math.IsInf(above.heard, 0) || above.heard == below.heard {
		return breathed(last.breath, want-last.heard)
	}
	return below.breath + (above.breath-below.breath)*(want-below.heard)/(above.heard-below.heard)
}

// What a whole step of breath does to the measured breathiness, in deviations: noise is added easily, but there is little
// to be taken away (measured on the built-in voices: 7.7 to 9.0 dB and 0.9 to 1.6 dB, where a deviation is 1.2 dB).
const breathier, clearer = 7.0, 1.1

// breathed is a breath after which a voice measures so many deviations breathier.
func breathed(breath, by float64) float64 {
	if breath > 0 {
		by += breathier * breath
	} else {
		by += clearer * breath
	}
	if by > 0 {
		return by / breathier
	}
	return by / clearer
}

// move sets what a manner has for an attribute so that it is expected to measure want; it is off by so much. breaths: what was measured so far.
func (d *Describer) move(c *Candidate, a Attribute, want, off float64, breaths []breathHeard) {
	factor := func(old float64) float64 {
		if old == 0 {
			old = 1
		}
		return old * d.Value(a, want) / max(d.Value(a, want-off), 1e-3)
	}
	switch a {
	case Range:
		c.Manner.Range = factor(c.Manner.Range)
	case Pace:
		c.Manner.Pace = factor(c.Manner.Pace)
	case Loudness:
		c.Manner.Energy += d.Value(a, want) - d.Value(a, want-off)
	case Brightness:
		c.Manner.Brightness += d.Value(a, want) - d.Value(a, want-off)
	case Breathiness:
		c.Manner.Breath = breathFor(want, breaths)
	}
}

// distance is how far what was heard is from a wish.
func distance(wish, heard Wish) float64 {
	sum := 0.0
	for a, v := range wish {
		off := v - heard[a]
		if a == Sex {
			off *= 2 // nothing is more wrong than a woman where a man was wished for
		}
		sum += off * off
	}
	return sum
}
