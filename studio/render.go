package studio

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"voicewright/audio"
	"voicewright/farm"
	"voicewright/script"
	"voicewright/synth"
	"voicewright/synth/phoneme"
	"voicewright/voices"
)

// renderer makes the sound of a line for the queue.
type renderer struct{ project *Project }

// Render implements farm.Renderer. It renders the line as it stands now, which may be newer than the job.
func (r renderer) Render(ctx context.Context, job farm.Job, progress func(float64)) (farm.Made, error) {
	p := r.project
	engine, err := p.studio.Engine(ctx)
	if err != nil {
		return farm.Made{}, err
	}
	p.mu.Lock()
	p.speakWith(engine.Model())
	p.mu.Unlock()
	var (
		line           script.Line
		role           script.Role
		key            string
		words          []script.Word
		voiceID, from  string
		share          float64
		voice, prosody *voices.Voice
	)
	// A voice of another model is made again when it is fetched, and the line may be edited meanwhile: either changes the key.
	for read := false; !read || p.keyNow(job.Line) != key; read = true {
		p.mu.Lock()
		now, ok := p.shot.lines[job.Line]
		line, role, voiceID, key, words = now, p.roleOf(now), p.voiceOf(now), p.key(now), p.words()
		p.mu.Unlock()
		if !ok {
			return farm.Made{}, errors.New("the line is gone")
		}
		if voiceID == "" {
			return farm.Made{}, errors.New("no voice is chosen for this line: give its role one")
		}
		if voice, err = p.studio.voice(ctx, voiceID, p); err != nil {
			return farm.Made{}, err
		}
		prosody = nil
		if from, share = role.ProsodyOf(); from != "" {
			if prosody, err = p.studio.voice(ctx, from, p); err != nil {
				return farm.Made{}, fmt.Errorf("the voice that %s takes its rhythm and melody from: %w", role.Name, err)
			}
		}
	}
	dictionary, err := dictionary(words)
	if err != nil {
		return farm.Made{}, err
	}
	seed := job.Seed
	if seed == 0 {
		seed = voice.Seed()
	}
	made, err := speak(ctx, engine, order{
		text: line.Text, voice: voice, seed: seed, dictionary: dictionary, delivery: line.Delivery.Over(role.Delivery),
		prosody: prosody, share: share,
	}, progress)
	if err != nil {
		return farm.Made{}, err
	}
	made.Take = script.Take{Line: line.ID, Key: key, Voice: voiceID, Seed: seed, Model: engine.Model().Hash, Text: line.Text,
		Seconds: made.Sound.Seconds()}
	return made, nil
}

// dictionary makes words ready for the engine; of two entries for one word the later one holds.
func dictionary(words []script.Word) (*phoneme.Dictionary, error) {
	if len(words) == 0 {
		return nil, nil
	}
	d := new(phoneme.Dictionary)
	for _, w := range words {
		if err := d.Set(w.Written, w.Spoken); err != nil {
			return nil, fmt.Errorf("the dictionary's entry for %q cannot be spoken: %w", w.Written, err)
		}
	}
	return d, nil
}

// order is all that the sound of a line depends on.
type order struct {
	text       string // with markup
	voice      *voices.Voice
	seed       uint64
	delivery   script.Delivery
	prosody    *voices.Voice // that rhythm and melody are taken from, by a share of 0 to 1; nil is the voice's own
	share      float64
	dictionary *phoneme.Dictionary
}

// speak renders a line: piece after piece of its markup, joined with exactly the pauses that it asks for.
func speak(ctx context.Context, engine *synth.Engine, o order, progress func(float64)) (farm.Made, error) {
	pieces, _ := script.Parse(o.text) // problems are shown while writing; what can be read is read
	made := farm.Made{Sound: audio.Buffer{Rate: synth.SampleRate},
		Trace: script.Trace{Rate: synth.SampleRate, Step: float64(synth.Hop) / synth.SampleRate}}
	sampling, vary := variety(engine.Model().Defaults, o.seed, o.voice.Seed())
	spoken, pitch := false, 0.0
	for i, piece := range pieces {
		if speakable(piece.Text) {
			request := synth.Request{
				Text: piece.Text, Seed: o.seed, Sampling: &sampling, Dictionary: o.dictionary,
				Speed: clamp(factor(o.delivery.Pace)*factor(piece.Pace), synth.SlowestSpeed, synth.FastestSpeed), Pitch: o.delivery.Pitch,
				Range:  clamp(factor(o.delivery.Range)*vary, synth.LeastRange, synth.MostRange),
				Energy: o.delivery.Energy, Brightness: o.delivery.Brightness, Breath: o.delivery.Breath,
			}
			o.voice.Speak(&request, o.prosody, o.share)
			pitch = request.ExpectedPitch()
			for _, r := range piece.Emphasis {
				request.Emphasis = append(request.Emphasis, synth.Region{Start: r.Start, End: r.End})
			}
			last := 0
			err := engine.Speak(ctx, request, func(take synth.Take) error {
				appendTake(&made, take)
				last = take.Pause
				progress((float64(i) + float64(take.Sentence.End)/float64(len(piece.Text))) / float64(len(pieces)))
				return nil
			})
			switch {
			case errors.Is(err, synth.ErrUnspeakable) || errors.Is(err, synth.ErrEmptyText):
				// another piece may have something to say
			case err != nil:
				return farm.Made{}, err
			default:
				spoken = true
				cut(&made, last) // the pause after a line is the project's
			}
		}
		silence(&made, piece.Pause)
	}
	if !spoken {
		return farm.Made{}, synth.ErrUnspeakable
	}
	made.Expect.Pitch = pitch
	return made, nil
}

func speakable(text string) bool { return strings.TrimSpace(text) != "" }

// variety makes a further take differ from the first in its rhythm and melody, as a speaker's second attempt does. The
// voice's own seed is the first take: the likeliest rendering.
func variety(s synth.Sampling, seed, first uint64) (synth.Sampling, float64) {
	if seed == first {
		return s, 1
	}
	chance := rand.New(rand.NewPCG(seed, 0x7a6b65))
	s.Temperature = max(s.Temperature, 0.5+0.4*chance.Float64())
	return s, math.Exp2(chance.Float64() - 0.4)
}

// appendTake adds one sentence's sound and everything that is known of it over time.
func appendTake(made *farm.Made, take synth.Take) {
	at := made.Sound.Seconds()
	phones, words := take.Spans()
	for _, s := range phones {
		made.Trace.Phones = append(made.Trace.Phones, script.Span{Start: at + s.Start, End: at + s.End, Label: phoneme.IPA(s.Label)})
	}
	for _, s := range words {
		made.Trace.Words = append(made.Trace.Words, script.Span{Start: at + s.Start, End: at + s.End, Label: s.Label})
	}
	made.Sound.Samples = append(made.Sound.Samples, take.Audio.Samples...)
	made.Trace.Pitch = append(made.Trace.Pitch, take.Pitch...)
	made.Trace.Voicing = append(made.Trace.Voicing, take.Voicing...)
	level(made)
}

// cut removes samples of silence from the end.
func cut(made *farm.Made, samples int) {
	made.Sound.Samples = made.Sound.Samples[:len(made.Sound.Samples)-samples]
	level(made)
}

func silence(made *farm.Made, seconds float64) {
	made.Sound.Samples = append(made.Sound.Samples, make([]float32, int(math.Round(seconds*synth.SampleRate)))...)
	level(made)
}

// level brings the lanes of the trace to the length of the sound.
func level(made *farm.Made) {
	frames := (len(made.Sound.Samples) + synth.Hop - 1) / synth.Hop
	fit := func(lane []float32) []float32 {
		if len(lane) > frames {
			return lane[:frames]
		}
		return append(lane, make([]float32, frames-len(lane))...)
	}
	made.Trace.Pitch, made.Trace.Voicing = fit(made.Trace.Pitch), fit(made.Trace.Voicing)
}

func clamp(x, low, high float64) float64 { return max(low, min(high, x)) }

// CheckWord tells why a word of the dictionary cannot be spoken as it is given.
func (s *Studio) CheckWord(w script.Word) error {
	return new(phoneme.Dictionary).Set(w.Written, w.Spoken)
}
