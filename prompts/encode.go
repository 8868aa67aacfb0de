// Package prompts turns reference recordings into a timbre: files of any format, number and length, in constant memory.
//
// Every file is read twice: first to measure its level, then to be brought to the common level, cut into windows and
// encoded. What is silence or not speech is left out. The encoder's states are reduced as they come: to style tokens by
// attention pooling (Pool, exact in any order) and to a bank of centroids (Bank).
package prompts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"voicewright/audio"
	"voicewright/synth"
)

// Encoder is the model's part of the work; *synth.Engine is one.
type Encoder interface {
	Model() *synth.Model
	Reference(ctx context.Context, mel []float32) (logits, states []float32, err error)
	Style(ctx context.Context, pooled []float32) (style []float32, err error)
}

const (
	batch     = 8       // windows a call of the encoder
	ahead     = 4       // batches that wait for the encoder at most
	block     = 1 << 12 // samples a read
	levelPart = 0.25    // of a file's work is measuring its level
)

// Encode makes a timbre of recordings. It fails when a file cannot be read at all, or when all together hold too little
// speech (*SilentError); a file that is cut off, or that alone holds no speech, gets a note in the report. progress, when
// not nil, is called from the calling goroutine or one that ends before Encode does, a few times a second.
func Encode(ctx context.Context, encoder Encoder, paths []string, progress func(Progress)) (synth.Timbre, Report, error) {
	if len(paths) == 0 {
		return synth.Timbre{}, Report{}, errors.New("there is no reference recording: name at least one file")
	}
	weights, err := sizes(paths)
	if err != nil {
		return synth.Timbre{}, Report{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reader := &reading{
		size: encoder.Model().ReferenceWindow, batches: make(chan []float32, ahead), ctx: ctx,
		meter: meter{report: progress, begun: time.Now(), weights: weights, state: Progress{Files: len(paths)}},
	}
	failed := make(chan error, 1)
	go func() {
		defer close(reader.batches)
		failed <- reader.files(paths)
	}()
	timbre, encodeErr := reduce(ctx, encoder, reader.batches)
	cancel() // stops the reader if the encoder failed; both are done below
	readErr := <-failed
	switch {
	case encodeErr != nil && !errors.Is(encodeErr, errNothing):
		return synth.Timbre{}, reader.report, encodeErr
	case readErr != nil:
		return synth.Timbre{}, reader.report, readErr
	}
	if err := reader.enough(); err != nil {
		return synth.Timbre{}, reader.report, err
	}
	timbre.Seconds = reader.report.Used
	timbre.Pitch, timbre.PitchSpread = reader.pitches.summary()
	timbre.Colour = reader.colour.Mean()
	reader.meter.state.File = len(paths) - 1
	reader.meter.at(1, true)
	return timbre, reader.report, nil
}

// sizes returns the share of each file in all bytes, which stands for its share in the work.
func sizes(paths []string) ([]float64, error) {
	weights := make([]float64, len(paths))
	total := 0.0
	for i, path := range paths {
		info, err := os.Stat(path)
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

var errNothing = errors.New("no window of speech")

// reduce encodes windows and reduces their states as they come.
func reduce(ctx context.Context, encoder Encoder, batches <-chan []float32) (timbre synth.Timbre, err error) {
	m := encoder.Model()
	pool, bank := NewPool(m.StyleTokens, m.StyleDim), NewBank(m.BankSize, m.StyleDim)
	some := false
	for mel := range batches {
		logits, states, err := encoder.Reference(ctx, mel)
		if err != nil {
			return timbre, err
		}
		if err := pool.Add(logits, states); err != nil {
			return timbre, err
		}
		bank.Add(states)
		some = true
	}
	if err := ctx.Err(); err != nil {
		return timbre, err
	}
	if !some {
		return timbre, errNothing
	}
	timbre.Bank, timbre.Weights = bank.Result()
	timbre.Style, err = encoder.Style(ctx, pool.Result())
	return timbre, err
}

// reading is the reader's side of Encode. Its fields belong to the reading goroutine until that has ended.
type reading struct {
	ctx     context.Context
	size    int // mel frames a window
	batches chan []float32
	pending []float32 // windows that do not fill a batch yet
	report  Report
	meter   meter
	active  float64 // seconds of active frames in the windows used
	loud    bool    // some file was not silent
	pitches pitches // of all files
	colour  synth.Colour
}

// files reads all recordings and sends their windows in batches.
func (r *reading) files(paths []string) error {
	for i, path := range paths {
		r.meter.state.File, r.meter.state.Path = i, path
		if err := r.file(path); err != nil {
			return err
		}
	}
	return r.flush()
}

func (r *reading) file(path string) error {
	level, gain, err := r.level(path)
	if err != nil {
		return err
	}
	cut := newCutter(r.size, gain, r.window)
	report := FileReport{Path: path, Level: level}
	before := r.meter.state.Seconds
	info, cutOff, err := r.read(path, func(samples []float32, part float64) error {
		report.Seconds += float64(len(samples)) / audio.SampleRate
		r.meter.state.Seconds = before + report.Seconds
		r.meter.at(levelPart+(1-levelPart)*part, false)
		return cut.push(samples)
	})
	if err == nil {
		err = cut.finish()
	}
	if err != nil {
		return err
	}
	report.Format = fmt.Sprintf("%s, %s, %d Hz, %d channels", info.Format, info.Coding, info.Rate, info.Channels)
	report.Regions = cut.regions
	for _, region := range cut.regions {
		report.Used += region.End - region.Start
	}
	report.Note = note(report, cutOff)
	r.active += float64(cut.active) / framesPerSecond
	r.pitches.merge(&cut.pitches)
	r.colour.Merge(&cut.colour)
	r.loud = r.loud || level > silence
	r.report.Seconds += report.Seconds
	r.report.Used += report.Used
	r.report.Files = append(r.report.Files, report)
	return nil
}

// silence in dBFS is the level up to which a recording counts as silent: no gain that may be used makes it speech.
const silence = activeLevel - audio.MaxGain

// note says what is worth telling about a file.
func note(f FileReport, cutOff error) string {
	var notes []string
	if cutOff != nil {
		notes = append(notes, fmt.Sprintf("only its first %.1f s could be read: %v", f.Seconds, cutOff))
	}
	switch {
	case f.Level <= silence:
		notes = append(notes, "it is silent")
	case len(f.Regions) == 0:
		notes = append(notes, "no clear speech was found in it")
	case f.Used < 0.5*f.Seconds:
		notes = append(notes, fmt.Sprintf("%.0f %% of it is silence or not clear speech and was left out", 100*(1-f.Used/f.Seconds)))
	}
	return strings.Join(notes, "; ")
}

// read hands a file's samples to take, block by block, with the part of the file that is read by then. A file that is cut
// off or damaged is read up to there, and cutOff says so.
func (r *reading) read(path string, take func(samples []float32, part float64) error) (info audio.Info, cutOff, err error) {
	file, err := audio.OpenAt(path, audio.SampleRate)
	if err != nil {
		return info, nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	samples := make([]float32, block)
	for {
		if err := r.ctx.Err(); err != nil {
			return info, nil, err
		}
		n, err := file.Read(samples)
		if n > 0 {
			if err := take(samples[:n], file.Progress()); err != nil {
				return info, nil, err
			}
		}
		switch {
		case err == io.EOF:
			return file.Info(), nil, nil
		case errors.Is(err, audio.ErrTruncated) || errors.Is(err, audio.ErrCorrupt):
			return file.Info(), err, nil
		case err != nil:
			return info, nil, err
		}
	}
}

// level measures a file. A file that is cut off is measured up to there; reading it again finds that out.
func (r *reading) level(path string) (level, gain float64, err error) {
	meter := audio.NewLevelMeter(audio.SampleRate)
	_, _, err = r.read(path, func(samples []float32, part float64) error {
		meter.Push(samples)
		r.meter.at(levelPart*part, false)
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	return meter.Level(), meter.Gain(), nil
}

// window collects windows into batches.
func (r *reading) window(mel []float32) error {
	r.pending = append(r.pending, mel...)
	if len(r.pending) < batch*len(mel) {
		return nil
	}
	return r.flush()
}

func (r *reading) flush() error {
	if len(r.pending) == 0 {
		return nil
	}
	select {
	case r.batches <- r.pending:
		r.pending = nil
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

// enough tells whether the windows hold enough speech for a voice.
func (r *reading) enough() error {
	if r.active >= shortestUse {
		return nil
	}
	short := &SilentError{Seconds: r.report.Seconds, Speech: math.Max(0, r.active)}
	switch {
	case !r.loud:
		short.Why = "are silent"
	case r.report.Seconds < shortestUse:
		short.Why = "are too short"
	case r.active == 0:
		short.Why = "hold no clear speech, only noise, music or silence"
	default:
		short.Why = fmt.Sprintf("hold only %.1f s of clear speech", r.active)
	}
	return short
}
