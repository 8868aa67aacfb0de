package synth

import (
	"time"

	"voicewright/audio"
	"voicewright/synth/duration"
	"voicewright/synth/phoneme"
	"voicewright/synth/text"
)

// Take is one spoken sentence, or one part of a sentence that is too long for the model. The sounds of all takes of a
// Speak, laid end to end, are the whole speech.
type Take struct {
	Index    int              // from 0, in the order of the text
	Sentence text.Sentence    // the sentence, or its part, as written
	Part     int              // from 0, the number of this part of its sentence
	Spoken   text.Spoken      // the same as it is read
	Sequence phoneme.Sequence // what this take says
	Plan     duration.Plan    // how long each symbol sounds
	Pitch    []float32        // Hz, one value every Hop samples of Audio without its pause
	Voicing  []float32        // 0 to 1, beside Pitch
	Audio    audio.Buffer     // the sound, with Pause samples of silence at its end
	Pause    int              // samples of silence that part this take from the next
	Gain     float64          // factor by which the model's sound was brought to the common level
	Stages   Stages           // where the time went
}

// Stages holds the computing time of each stage of one take, waiting excluded. Stages that run beside each other on
// several cores count with the time that passed, so the sum is the time to make the take.
type Stages struct {
	Text     time.Duration // spoken form and phonemes
	Duration time.Duration // phonemes to durations
	Prior    time.Duration // regression of the latents
	Flow     time.Duration // sampling of the latents
	Decoder  time.Duration // latents to mel and pitch
	Vocoder  time.Duration // mel and pitch to filters, and beside it the excitation
	Filter   time.Duration // excitation through the filters
	Join     time.Duration // level, edges, pause
}

// Total is the sum of all stages.
func (s Stages) Total() time.Duration {
	return s.Text + s.Duration + s.Prior + s.Flow + s.Decoder + s.Vocoder + s.Filter + s.Join
}

// Add returns the stage-wise sum, for figures over many takes.
func (s Stages) Add(other Stages) Stages {
	return Stages{
		Text: s.Text + other.Text, Duration: s.Duration + other.Duration, Prior: s.Prior + other.Prior,
		Flow: s.Flow + other.Flow, Decoder: s.Decoder + other.Decoder, Vocoder: s.Vocoder + other.Vocoder,
		Filter: s.Filter + other.Filter, Join: s.Join + other.Join,
	}
}
