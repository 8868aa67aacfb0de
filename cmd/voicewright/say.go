package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"voicewright/synth"
	"voicewright/synth/text"
)

type sayCommand struct {
	Text string `arg:"" optional:"" help:"What to say; - reads it from standard input."`
	File string `short:"f" help:"Read the text from a file (UTF-8)." placeholder:"TEXT"`
	Out  string `short:"o" required:"" help:"WAV file to write; it appears when it is complete." placeholder:"WAV"`
	casting
	Prosody  prosody       `embed:""`
	Seed     *uint64       `help:"Another number is another take of the same words; the same number gives the same bytes." placeholder:"N" group:"Sound"`
	Duration time.Duration `help:"Exact length of the whole speech, such as 12.5s." placeholder:"TIME" group:"Sound"`
	manner
	tuning
	Format string `enum:"pcm16,pcm24,float" default:"pcm16" help:"Samples in the file: pcm16, pcm24 or float." group:"Sound"`
}

func (s *sayCommand) Run(ctx context.Context, c *command, std streams) error {
	if s.Duration != 0 && s.Speed != 1 {
		return usagef("there are a --duration and a --speed; give one of them")
	}
	if s.Text == "" && s.File == "" {
		return usagef("there is nothing to say; give a text, - for standard input, or --file")
	}
	if err := errors.Join(s.check(), s.Prosody.check()); err != nil {
		return err
	}
	request := synth.Request{Duration: s.Duration}
	if err := s.manner.apply(&request); err != nil {
		return err
	}
	written, err := readText(s.Text, s.File, std.in)
	if err != nil {
		return err
	}
	if err := probe(s.Out, sampleFormats[s.Format]); err != nil {
		return err
	}
	engine, p, end, err := c.begin(std)
	if err != nil {
		return err
	}
	defer end()
	voice, err := s.voice(ctx, engine, p)
	if err != nil {
		return err
	}
	prosody, err := s.Prosody.voice(ctx, engine, s.data, p)
	if err != nil {
		return err
	}
	request.Text, request.Seed = written, voice.Seed()
	voice.Speak(&request, prosody, s.Prosody.ProsodyShare)
	set(&request.Seed, s.Seed)
	s.tuning.apply(&request, engine.Model())
	if err := engine.Warm(); err != nil {
		return err
	}
	out, err := create(s.Out, sampleFormats[s.Format])
	if err != nil {
		return err
	}
	defer out.Abort()
	made, err := speak(ctx, engine, request, out, p)
	if err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	if made.skipped != "" {
		p.note("Left out, because it cannot be read aloud: %s", made.skipped)
	}
	p.note("%s of speech in %s, voice %s, seed %d, model %s", seconds(made.audio), seconds(made.wall), voice.Name, request.Seed,
		engine.Model().ShortHash())
	path, err := filepath.Abs(s.Out)
	if err != nil {
		path = s.Out
	}
	fmt.Fprintln(std.out, path)
	return nil
}

// made tells what came out of a speech.
type made struct {
	audio, wall time.Duration
	first       time.Duration // until the first sentence was ready
	stages      synth.Stages
	sentences   int
	skipped     string // the pieces of the text that were not spoken, clipped
}

// sink takes samples in order.
type sink interface{ Write([]float32) error }

// speak renders a request into a sink and shows how far it is.
func speak(ctx context.Context, engine *synth.Engine, request synth.Request, to sink, p *progress) (made, error) {
	var m made
	var skipped []string
	began := time.Now()
	p.step("reading the text", 0)
	last := -1
	err := engine.Speak(ctx, request, func(take synth.Take) error {
		if m.first == 0 {
			m.first = time.Since(began)
		}
		m.audio += take.Audio.Duration()
		m.stages = m.stages.Add(take.Stages)
		if take.Part == 0 && take.Sentence.Start > last {
			last = take.Sentence.Start
			m.sentences++
			skipped = append(skipped, unspoken(take.Spoken)...)
		}
		p.step(fmt.Sprintf("%s spoken", clock(m.audio)), float64(take.Sentence.End)/float64(len(request.Text)))
		return to.Write(take.Audio.Samples)
	})
	m.wall = time.Since(began)
	m.skipped = clip(strings.Join(skipped, " "), 60)
	if err == nil && m.audio == 0 {
		err = errors.New("the text gave no sound; please report it with the text")
	}
	return m, err
}

// unspoken lists the pieces of a sentence that are more than punctuation and that nothing is said for.
func unspoken(s text.Spoken) []string {
	var pieces []string
	for _, span := range s.Unspeakable() {
		pieces = append(pieces, span.Written)
	}
	return pieces
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
