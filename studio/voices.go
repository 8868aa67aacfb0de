package studio

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"voicewright/store"
	"voicewright/voices"
	"voicewright/voices/card"
)

// builtinID is the stable ID of a built-in voice. It does not follow the timbre, so that a project keeps its cast when a
// new version of the program brings new weights.
func builtinID(name string) string { return "builtin-" + strings.ToLower(name) }

// cardOf describes a voice for the catalogue.
func cardOf(v *voices.Voice) card.Card {
	return card.Card{
		ID: v.ID(), Name: v.Name, Description: v.Description, Licence: v.Licence, Consent: v.Consent, ModelHash: v.ModelHash, Tags: v.Tags,
		Added: time.Now(), Pitch: v.Timbre.Pitch, Spread: v.Timbre.PitchSpread, Seconds: v.Timbre.Seconds,
		Colour: v.Timbre.Colour, Seed: v.Seed(),
	}
}

// keep puts a voice into the catalogue. Where the same timbre is there already, what the person did to its card stays, and it
// comes back from the trash.
func (s *Studio) keep(ctx context.Context, c card.Card, v *voices.Voice, clips []card.Clip) (card.Card, error) {
	file, err := v.Encode()
	if err != nil {
		return c, err
	}
	if old, err := s.Card(ctx, c.ID); err == nil && old.Revision != "" && old.Revision != c.ID {
		c.ID += "-first" // that one was improved since: it keeps its ID and its better timbre, and this is another voice
	} else if err == nil {
		c.Favourite, c.Added, c.Used, c.Uses, c.Rating = old.Favourite, old.Added, old.Used, old.Uses, old.Rating
		if c.Folder == "" {
			c.Folder = old.Folder
		}
		if len(c.Tags) == 0 {
			c.Tags = old.Tags
		}
	}
	return c, s.PutVoice(ctx, store.Entry{Card: c, File: file, Clips: clips, Ear: s.earOf(v)})
}

// voice finds a voice in the catalogue, or else among those that travel with a project, and decodes it once.
func (s *Studio) voice(ctx context.Context, id string, p *Project) (*voices.Voice, error) {
	s.mu.Lock()
	v := s.voices[id]
	s.mu.Unlock()
	if v != nil {
		return v, nil
	}
	engine, err := s.Engine(ctx) // also waits until the built-in voices are there
	if err != nil {
		return nil, err
	}
	c, file, err := s.Voice(ctx, id)
	if err != nil && p != nil {
		c, file, err = p.store.Voice(ctx, id)
	}
	if err != nil {
		return nil, fmt.Errorf("the voice is neither in the catalogue nor in the project; choose another one: %w", err)
	}
	if v, err = voices.Decode(file); err != nil {
		return nil, fmt.Errorf("the voice %q cannot be read: %w", c.Name, err)
	}
	if err := v.Fits(engine.Model()); errors.Is(err, voices.ErrOtherModel) {
		if v, err = s.renewForUse(ctx, id, p); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.voices[id] = v
	s.mu.Unlock()
	return v, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
