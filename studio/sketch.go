package studio

import (
	"context"

	"voicewright/audio"
	"voicewright/synth"
	"voicewright/voices"
)

// sketchText is what a blend says while somebody looks for it: as short as a voice can be told by, with open vowels, a
// nasal and a hiss.
const sketchText = "So this is how I sound."

// Sketch speaks a short phrase with a blend of voices of the catalogue, named by their IDs, that is not kept: for hearing
// a blend while its weights change. It takes the model's mean without the flow, which sounds like the voice and comes
// several times as fast. It returns within moments after ctx ends.
func (s *Studio) Sketch(ctx context.Context, weights map[string]float64) (audio.Buffer, error) {
	v, err := s.blend(ctx, weights)
	if err != nil {
		return audio.Buffer{}, err
	}
	engine, err := s.Engine(ctx)
	if err != nil {
		return audio.Buffer{}, err
	}
	return sketch(ctx, engine, v)
}

// sketch speaks the short phrase.
func sketch(ctx context.Context, engine *synth.Engine, v *voices.Voice) (audio.Buffer, error) {
	sound := audio.Buffer{Rate: synth.SampleRate}
	request := synth.Request{Text: sketchText, Timbre: v.Timbre, Steps: synth.MeanOnly}
	v.Manner.Apply(&request)
	err := engine.Speak(ctx, request, func(take synth.Take) error {
		sound.Samples = append(sound.Samples, take.Audio.Samples...)
		return nil
	})
	return sound, err
}

// blend mixes voices of the catalogue. Equal weights give an equal voice, whatever their order.
func (s *Studio) blend(ctx context.Context, weights map[string]float64) (*voices.Voice, error) {
	var parts []voices.Part
	for _, id := range sortedKeys(weights) {
		v, err := s.voice(ctx, id, nil)
		if err != nil {
			return nil, err
		}
		parts = append(parts, voices.Part{Voice: v, Weight: weights[id]})
	}
	return voices.Blend(parts...)
}
