package describe

import (
	"context"

	"voicewright/audio"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/measure"
)

// Speaker is the part of the engine that voices are tried with; *synth.Engine is one.
type Speaker interface {
	Model() *synth.Model
	Speak(ctx context.Context, request synth.Request, emit func(synth.Take) error) error
}

// trialText is what a voice says to be measured: six seconds, a statement and a question, most vowels and consonants.
const trialText = "The old boat lay quietly in the harbour, and a thin grey smoke rose over the roofs. Would you like to see where it goes?"

// Heard speaks a text with a voice and measures what is heard. An empty text stands for the one that all voices are measured by;
// training.describe has the same.
func Heard(ctx context.Context, s Speaker, t synth.Timbre, m voices.Manner, text string) (measure.Attributes, audio.Buffer, error) {
	if text == "" {
		text = trialText
	}
	sound, phones := audio.Buffer{Rate: synth.SampleRate}, 0
	request := synth.Request{Text: text, Timbre: t, Steps: synth.MeanOnly}
	m.Apply(&request)
	err := s.Speak(ctx, request, func(take synth.Take) error {
		sound.Samples = append(sound.Samples, take.Audio.Samples...)
		spans, _ := take.Spans()
		phones += len(spans)
		return nil
	})
	if err != nil {
		return measure.Attributes{}, sound, err
	}
	heard, err := measure.Sound(ctx, sound, phones)
	return heard, sound, err
}
