// Package prompts turns reference recordings into a timbre: files of any format, number and length, in constant memory; and
// it says how good they are.
//
// Every file is read twice: first to measure its level and what was cut off, then to be brought to the common level, searched
// for speech, cut into windows and encoded. What is silence or not speech is left out. The encoder's states are reduced as they
// come: to style tokens by attention pooling (Pool, exact in any order) and to a bank of centroids (Bank). The sums are
// Statistics, which are kept and merge. On the way everything is measured that the report card tells (Report, Finding).
package prompts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"voicewright/synth"
)

// Encoder is the model's part of the work; *synth.Engine is one.
type Encoder interface {
	Model() *synth.Model
	Reference(ctx context.Context, mel []float32) (logits, states []float32, err error)
	Style(ctx context.Context, pooled []float32) (style []float32, err error)
}

// Source is one recording to read.
type Source struct {
	Path string
	Skip []Region // parts that a person switched off; windows that reach into one are not used
}

// Encode makes a timbre of whole recordings: Listen, then Statistics.Timbre.
func Encode(ctx context.Context, encoder Encoder, paths []string, progress func(Progress)) (synth.Timbre, Report, error) {
	sources := make([]Source, len(paths))
	for i, path := range paths {
		sources[i].Path = path
	}
	statistics, report, err := Listen(ctx, encoder, sources, progress)
	if err != nil {
		return synth.Timbre{}, report, err
	}
	timbre, err := statistics.Timbre(ctx, encoder)
	return timbre, report, err
}

// Listen reads recordings into Statistics, which may be merged with those of other recordings of the voice. It fails when
// a file cannot be read at all, or when all together hold too little speech (*SilentError); a file that is cut off, or
// that alone holds no speech, gets a note in the report. The report is whole also with a *SilentError. progress, when not nil, is called from the calling goroutine or
// one that ends before Listen does, a few times a second. Equal recordings in equal order give equal statistics, bit for
// bit.
func Listen(ctx context.Context, encoder Encoder, sources []Source, progress func(Progress)) (statistics Statistics, report Report, err error) {
	if len(sources) == 0 {
		return Statistics{}, Report{}, errors.New("there is no reference recording: name at least one file")
	}
	weights, err := sizes(sources)
	if err != nil {
		return Statistics{}, Report{}, err
	}
	detector, err := newDetector()
	if err != nil {
		return Statistics{}, Report{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reader := &reading{
		size: encoder.Model().ReferenceWindow, batches: make(chan windows, ahead), ctx: ctx, detector: detector,
		meter: meter{report: progress, begun: time.Now(), weights: weights, state: Progress{Files: len(sources)}},
	}
	failed := make(chan error, 1)
	go func() {
		defer close(reader.batches)
		failed <- reader.files(sources)
	}()
	reduced := newReducing(encoder, len(sources))
	encodeErr := reduced.all(ctx, reader.batches)
	if encodeErr != nil {
		cancel() // stops the reader
	}
	readErr := <-failed
	switch {
	case encodeErr != nil:
		return Statistics{}, reader.report, encodeErr
	case readErr != nil:
		return Statistics{}, reader.report, readErr
	}
	short := reader.enough()
	statistics, likeness := reduced.result()
	likeness.settle(reader.report.Used)
	reader.report.judge(reduced.turns, likeness, short != nil)
	if short != nil {
		return Statistics{}, reader.report, short
	}
	statistics.Seconds, statistics.pitches, statistics.colour = reader.report.Used, reader.pitches, reader.colour
	reader.meter.state.File = len(sources) - 1
	reader.meter.at(1, true)
	return statistics, reader.report, nil
}

// sizes returns the share of each file in all bytes, which stands for its share in the work.
func sizes(sources []Source) ([]float64, error) {
	weights := make([]float64, len(sources))
	total := 0.0
	for i, source := range sources {
		info, err := os.Stat(source.Path)
		if err != nil {
			return nil, fmt.Errorf("the reference recording cannot be opened: %w", err)
		}
		weights[i] = float64(info.Size()) + 1
		total += weights[i]
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights, nil
}
