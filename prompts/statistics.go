package prompts

import (
	"context"
	"errors"
	"fmt"

	"voicewright/synth"
)

// Statistics is all that is kept of reference recordings: what the attention pool has summed, the bank's centroids with
// their counts, and what was measured of pitch and colour. It stays as small however long the recordings are, and it
// merges: what clips added later bring is added to it without reading the old ones again.
//
// The sums are exact in any order and grouping of the clips; the centroids are near the best ones for any order. The zero
// value holds nothing. A Statistics is a value of its own: Merge never changes the other one.
type Statistics struct {
	Model   string  // hash of the model whose states these are
	Seconds float64 // of the recordings, in the windows used

	pool    *Pool // nil when nothing was added
	size    int   // most centroids
	clumps  clumps
	pitches pitches
	colour  synth.Colour
}

// Empty tells whether there is no speech in it.
func (s *Statistics) Empty() bool { return s.pool == nil }

// Merge adds what another one holds. It fails, and changes nothing, where the two are of different models.
func (s *Statistics) Merge(other Statistics) error {
	if other.Empty() {
		return nil
	}
	if s.Empty() {
		*s = other.clone()
		return nil
	}
	if s.Model != other.Model || s.pool.tokens != other.pool.tokens || s.pool.dim != other.pool.dim {
		return fmt.Errorf("the recordings were measured by different models (%.12s and %.12s): read all of them again", s.Model, other.Model)
	}
	s.pool.Merge(other.pool)
	s.size = max(s.size, other.size) // a program from before this one kept fewer
	s.clumps = s.clumps.merge(other.clumps, s.pool.dim, s.size)
	s.pitches.merge(&other.pitches)
	s.colour.Merge(&other.colour)
	s.Seconds += other.Seconds
	return nil
}

// clone copies what Merge would change in place.
func (s Statistics) clone() Statistics {
	pool := NewPool(s.pool.tokens, s.pool.dim)
	pool.Merge(s.pool)
	s.pool = pool
	return s
}

// Timbre turns the sums into what the model speaks with. encoder must be of the model that they were made with.
func (s Statistics) Timbre(ctx context.Context, encoder Encoder) (synth.Timbre, error) {
	if s.Empty() {
		return synth.Timbre{}, errors.New("no speech was read yet, so there is no voice")
	}
	m := encoder.Model()
	if s.Model != m.VoiceHash() || s.pool.tokens != m.StyleTokens || s.pool.dim != m.StyleDim {
		return synth.Timbre{}, fmt.Errorf("the recordings were measured by the model %.12s, but this program has %s %.12s: read them again",
			s.Model, m.Name, m.VoiceHash())
	}
	style, err := encoder.Style(ctx, s.pool.Result())
	if err != nil {
		return synth.Timbre{}, err
	}
	timbre := synth.Timbre{Style: style, Seconds: s.Seconds, Colour: s.colour.Mean(), Covariance: s.colour.Cepstra.Covariance()}
	timbre.Bank, timbre.Weights = s.clumps.result()
	timbre.Pitch, timbre.PitchSpread = s.pitches.summary()
	return timbre, nil
}
