package prompts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"voicewright/audio"
	"voicewright/synth"
)

const (
	batch     = 8       // windows a call of the encoder
	ahead     = 4       // batches that wait for the encoder at most
	block     = 1 << 12 // samples a read
	levelPart = 0.25    // of a file's work is measuring its level
)

// reading is the reader's side of Listen. Its fields belong to the reading goroutine until that has ended.
type reading struct {
	ctx      context.Context
	size     int // mel frames a window
	batches  chan windows
	pending  windows // those that do not fill a batch yet
	detector *detector
	report   Report
	meter    meter
	active   float64 // seconds of active frames in the windows used
	loud     bool    // some file was not silent
	pitches  pitches // of all files
	colour   synth.Colour
}

// files reads all recordings and sends their windows in batches.
func (r *reading) files(sources []Source) error {
	for i, source := range sources {
		r.meter.state.File, r.meter.state.Path = i, source.Path
		if err := r.file(source.Path, source.Skip); err != nil {
			return err
		}
	}
	return r.flush()
}

func (r *reading) file(path string, skip []Region) error {
	level, gain, clip, err := r.level(path)
	if err != nil {
		return err
	}
	report := FileReport{Path: path}
	m := newMeasuring(clip)
	cut := newCutter(r.size, skip, r.window)
	cut.watch = m.frame
	take := func(s stretch) error {
		m.push(s)
		return cut.push(s)
	}
	r.detector.begin()
	before := r.meter.state.Seconds
	info, cutOff, err := r.read(path, audio.SampleRate, func(samples []float32, _ int, part float64) error {
		report.Seconds += float64(len(samples)) / audio.SampleRate
		r.meter.state.Seconds = before + report.Seconds
		r.meter.at(levelPart+(1-levelPart)*part, false)
		for i := range samples {
			samples[i] *= float32(gain)
		}
		return r.detector.push(r.ctx, samples, take)
	})
	if err == nil {
		err = r.detector.finish(r.ctx, take)
	}
	if err == nil {
		err = cut.finish()
	}
	if err != nil {
		return err
	}
	report.Format = formatOf(info)
	report.Regions, report.Windows = cut.regions, cut.judged
	report.Measures, report.places = m.result(level)
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

// formatOf tells a file's format as people write it: "WAV, 16-bit PCM, 44.1 kHz, stereo".
func formatOf(info audio.Info) string {
	parts := []string{info.Format}
	if !strings.Contains(info.Format, info.Coding) { // Ogg Opus says it all
		parts = append(parts, info.Coding)
	}
	parts = append(parts, strconv.FormatFloat(float64(info.Rate)/1000, 'f', -1, 64)+" kHz")
	switch info.Channels {
	case 1:
		parts = append(parts, "mono")
	case 2:
		parts = append(parts, "stereo")
	default:
		parts = append(parts, fmt.Sprintf("%d channels", info.Channels))
	}
	return strings.Join(parts, ", ")
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
	case f.Measures.Level <= silence:
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
func (r *reading) read(path string, rate int, take func(samples []float32, rate int, part float64) error) (info audio.Info, cutOff, err error) {
	file, err := audio.OpenAt(path, rate)
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
			if err := take(samples[:n], file.Rate(), file.Progress()); err != nil {
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

// level measures a file: its level, the gain that levels it, and what was cut off. A file that is cut short is measured up
// to there; reading it again finds that out.
func (r *reading) level(path string) (level, gain float64, clip *clipping, err error) {
	meter := audio.NewLevelMeter(audio.SampleRate)
	clip = &clipping{}
	var resampler *audio.Resampler
	var out []float32
	_, _, err = r.read(path, 0, func(samples []float32, rate int, part float64) error {
		if resampler == nil {
			resampler = audio.NewResampler(rate, audio.SampleRate)
			clip.rate = float64(rate)
		}
		clip.push(samples)
		out = resampler.Process(out[:0], samples)
		meter.Push(out)
		r.meter.at(levelPart*part, false)
		return nil
	})
	if err != nil {
		return 0, 0, nil, err
	}
	meter.Push(resampler.Flush(out[:0]))
	return meter.Level(), meter.Gain(), clip, nil
}

// window collects windows into batches.
func (r *reading) window(mel []float32, start, end float64, between bool) error {
	r.pending.mel = append(r.pending.mel, mel...)
	r.pending.places = append(r.pending.places, place{r.meter.state.File, start, end, between})
	if len(r.pending.places) < batch {
		return nil
	}
	return r.flush()
}

func (r *reading) flush() error {
	if len(r.pending.places) == 0 {
		return nil
	}
	select {
	case r.batches <- r.pending:
		r.pending = windows{}
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
