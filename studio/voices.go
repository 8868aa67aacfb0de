package studio

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/card"
)

// builtinID is the stable ID of a built-in voice. It does not follow the timbre, so that a project keeps its cast when a
// new version of the program brings new weights.
func builtinID(name string) string { return "builtin-" + strings.ToLower(name) }

// cardOf describes a voice for the catalogue.
func cardOf(v *voices.Voice) card.Card {
	return card.Card{
		ID: timbreID(v.Timbre), Name: v.Name, Description: v.Description, Licence: v.Licence, Consent: v.Consent, ModelHash: v.ModelHash,
		Added: time.Now(), Pitch: v.Timbre.Pitch, Spread: v.Timbre.PitchSpread, Seconds: v.Timbre.Seconds,
		Colour: v.Timbre.Colour, Seed: v.Seed(),
	}
}

// timbreID names a timbre by its content.
func timbreID(t synth.Timbre) string {
	h := sha256.New()
	for _, part := range [][]float32{t.Style, t.Bank, t.Weights, t.Colour} {
		for _, v := range part {
			_ = binary.Write(h, binary.LittleEndian, math.Float32bits(v)) // a hash never fails
		}
	}
	_ = binary.Write(h, binary.LittleEndian, math.Float64bits(t.Pitch))
	return hex.EncodeToString(h.Sum(nil))[:20]
}

func (s *Studio) putVoice(ctx context.Context, c card.Card, v *voices.Voice) error {
	file, err := v.Encode()
	if err != nil {
		return err
	}
	return s.PutVoice(ctx, c, file)
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
	if err := v.Fits(engine.Model()); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.voices[id] = v
	s.mu.Unlock()
	return v, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
