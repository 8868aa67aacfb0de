package studio

import (
	"context"

	"voicewright/audio"
)

// previewText is what a voice says in the catalogue: short, with most of the sounds that tell voices apart.
const previewText = "Every voice has a colour of its own. This one is mine."

// Preview speaks a short sentence with a voice of the catalogue. The last ones are kept.
func (s *Studio) Preview(ctx context.Context, id string) (audio.Buffer, error) {
	s.mu.Lock()
	sound, ok := s.previews[id]
	s.mu.Unlock()
	if ok {
		return sound, nil
	}
	v, err := s.voice(ctx, id, nil)
	if err != nil {
		return audio.Buffer{}, err
	}
	engine, err := s.Engine(ctx)
	if err != nil {
		return audio.Buffer{}, err
	}
	made, err := speak(ctx, engine, order{text: previewText, voice: v, seed: v.Seed()}, func(float64) {})
	if err != nil {
		return audio.Buffer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.previews) >= mostPreviews {
		clear(s.previews)
	}
	s.previews[id] = made.Sound
	return made.Sound, nil
}

const mostPreviews = 64 // about 20 MB
