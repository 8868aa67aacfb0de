package studio

import (
	"context"
	"errors"
	"fmt"

	"voicewright/store"
	"voicewright/voices"
	"voicewright/voices/card"
)

// installBuiltin brings the built-in voices of this version into the catalogue. What the person changed on their cards
// (tags, folder, favourite) stays.
func (s *Studio) installBuiltin(ctx context.Context) error {
	all, err := voices.Builtin()
	if err != nil {
		return err
	}
	for _, v := range all {
		file, err := v.Encode()
		if err != nil {
			return err
		}
		c := cardOf(v)
		c.ID, c.Builtin = builtinID(v.Name), true
		if old, bytes, err := s.Voice(ctx, c.ID); err == nil {
			if string(bytes) == string(file) {
				continue
			}
			c.Folder, c.Tags, c.Favourite, c.Rating = old.Folder, old.Tags, old.Favourite, old.Rating
			c.Added, c.Used, c.Uses, c.Trashed = old.Added, old.Used, old.Uses, old.Trashed
		}
		if err := s.PutVoice(ctx, store.Entry{Card: c, File: file, Clips: clipsOf(v, nil), Ear: s.earOf(v)}); err != nil {
			return err
		}
	}
	return nil
}

// ImportVoice puts a voice file into the catalogue.
func (s *Studio) ImportVoice(ctx context.Context, path string) (card.Card, error) {
	v, err := voices.ReadFile(path)
	if err != nil {
		return card.Card{}, err
	}
	engine, err := s.Engine(ctx)
	if err != nil {
		return card.Card{}, err
	}
	clips := clipsOf(v, nil)
	if err := v.Fits(engine.Model()); errors.Is(err, voices.ErrOtherModel) {
		// Its recordings may be known to this machine from another voice.
		found, missing := s.find(ctx, clips)
		if len(clips) == 0 || missing != "" {
			return card.Card{}, fmt.Errorf("%w, which are not known here", err)
		}
		if v, clips, err = s.remake(ctx, v, found, nil); err != nil {
			return card.Card{}, err
		}
	} else if err != nil {
		return card.Card{}, err
	}
	return s.keep(ctx, cardOf(v), v, clips)
}

// ExportVoice writes a voice of the catalogue as a voice file.
func (s *Studio) ExportVoice(ctx context.Context, id, path string) error {
	c, file, err := s.Voice(ctx, id)
	if err != nil {
		return err
	}
	v, err := voices.Decode(file)
	if err != nil {
		return err
	}
	// What the person changed on the card goes along.
	v.Name, v.Description, v.Tags, v.Consent = c.Name, c.Description, c.Tags, c.Consent
	return voices.WriteFile(path, v)
}

// Blend mixes voices of the catalogue and puts the result into it. Sketch lets it be heard before.
func (s *Studio) Blend(ctx context.Context, name string, weights map[string]float64) (card.Card, error) {
	v, err := s.blend(ctx, weights)
	if err != nil {
		return card.Card{}, err
	}
	v.Name = name
	c := cardOf(v)
	return s.keep(ctx, c, v, clipsOf(v, nil))
}

// Card is a voice's entry in the catalogue.
func (s *Studio) Card(ctx context.Context, id string) (card.Card, error) {
	c, _, err := s.Voice(ctx, id)
	return c, err
}
