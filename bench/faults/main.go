// Command faults measures the report card of package prompts: it puts known faults onto clean recordings and counts which are
// found, and what is found in the clean ones.
//
//	go run ./bench/faults [--speech ../shared/speech] [--clips 30] [--half report|tune] [--measures]
//
// The clips are of as many speakers, readers of the collections in the folder, in an order that a fixed seed shuffles. All
// that was looked at when the measures were chosen and their bounds set is of the first 121 speakers (--half tune); --half report takes
// those after them, on whom nothing was set. The output is the tables of bench/FAULTS.md, or with --measures one JSON object a
// recording. A second run with the same model prints the same.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/synth"
)

func main() {
	speech := flag.String("speech", "../shared/speech", "folder of clean recordings with manifest.tsv")
	count := flag.Int("clips", 30, "clips, each of another speaker")
	half := flag.String("half", "report", "which half of the speakers: report, or tune")
	measures := flag.Bool("measures", false, "print every report as JSON instead of the table")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *speech, *count, *half, *measures); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const (
	seed  = 1   // decides the order of the speakers and which of their clips are taken
	tuned = 121 // speakers, in that order, that the bounds were set on
)

func run(ctx context.Context, out io.Writer, speech string, count int, half string, measures bool) (err error) {
	engine, err := synth.Open(synth.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	mine, err := clips(speech, tuned+count+1, seed)
	if err != nil {
		return err
	}
	if half == "tune" {
		mine = mine[:min(tuned, count+1, len(mine))]
	} else {
		mine = mine[min(tuned, len(mine)):]
	}
	if len(mine) < 2 {
		return fmt.Errorf("the folder %s holds clips of too few speakers", speech)
	}
	folder, err := os.MkdirTemp("", "faults")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	b := bench{engine: engine, path: filepath.Join(folder, "clip.wav")}
	if measures {
		b.each = json.NewEncoder(out)
	}
	for i, c := range mine[:len(mine)-1] {
		if err := b.clip(ctx, i, c, mine[i+1]); err != nil {
			return err
		}
	}
	if measures {
		return nil
	}
	return b.print(out)
}

// bench counts.
type bench struct {
	engine *synth.Engine
	path   string
	each   *json.Encoder
	clips  int
	clean  map[prompts.Kind][2]int // findings in the clean clips: all, and those that are more than minor
	marked int                     // clean clips with a finding that is more than minor
	found  map[string][2]int       // by fault: found, and found as more than minor
	used   map[string][2]float64   // by what is alone in a recording: seconds read and used
}

// clip puts every fault onto one clip.
func (b *bench) clip(ctx context.Context, i int, c, other clip) error {
	if b.clean == nil {
		b.clean, b.found, b.used = map[prompts.Kind][2]int{}, map[string][2]int{}, map[string][2]float64{}
	}
	b.clips++
	report, err := b.hear(ctx, c.speaker, "clean", c.samples)
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		b.clean[f.Kind] = counted(b.clean[f.Kind], f.Severity)
	}
	if slices.ContainsFunc(report.Findings, func(f prompts.Finding) bool { return f.Severity > prompts.Minor }) {
		b.marked++
	}
	b.use("speech, clean", report)
	for k, fault := range faults {
		report, err := b.hear(ctx, c.speaker, fault.name, fault.make(c.samples, other.samples, rand.New(rand.NewPCG(uint64(i), uint64(k)))))
		if err != nil {
			return err
		}
		n := b.found[fault.name]
		for _, f := range report.Findings {
			if f.Kind == fault.kind || fault.kind == prompts.Silence && f.Kind == prompts.NoSpeech {
				n = counted(n, f.Severity)
				break
			}
		}
		b.found[fault.name] = n
		b.use("speech, "+fault.name, report)
	}
	for k, alone := range alones {
		report, err := b.hear(ctx, "", alone.name, alone.make(c.samples, nil, rand.New(rand.NewPCG(uint64(i), uint64(1000+k)))))
		if err != nil {
			return err
		}
		b.use(alone.name, report)
	}
	return nil
}

func counted(n [2]int, s prompts.Severity) [2]int {
	n[0]++
	if s > prompts.Minor {
		n[1]++
	}
	return n
}

func (b *bench) use(name string, f prompts.FileReport) {
	b.used[name] = [2]float64{b.used[name][0] + f.Seconds, b.used[name][1] + f.Used}
}

// hear writes a recording, as loud as fits, and returns its report.
func (b *bench) hear(ctx context.Context, speaker, name string, x []float32) (prompts.FileReport, error) {
	peak := float32(0)
	for _, v := range x {
		peak = max(peak, v, -v)
	}
	if peak > 1 {
		x = scaled(x, 0.99/float64(peak))
	}
	if err := audio.WriteWAV(b.path, audio.Buffer{Rate: audio.SampleRate, Samples: x}, audio.PCM16); err != nil {
		return prompts.FileReport{}, err
	}
	_, report, err := prompts.Listen(ctx, b.engine, []prompts.Source{{Path: b.path}}, nil)
	var silent *prompts.SilentError
	if err != nil && !errors.As(err, &silent) {
		return prompts.FileReport{}, err
	}
	f := report.Files[0]
	if b.each != nil {
		f.Windows = nil
		return f, b.each.Encode(struct {
			Speaker, Fault string
			Report         prompts.FileReport
		}{speaker, name, f})
	}
	return f, nil
}

// print writes the tables.
func (b *bench) print(w io.Writer) error {
	part := func(n int) float64 { return 100 * float64(n) / float64(b.clips) }
	fmt.Fprintf(w, "| fault, on %d clips of as many speakers | finding | found | found and called more than minor |\n|---|---|---|---|\n", b.clips)
	for _, f := range faults {
		n := b.found[f.name]
		fmt.Fprintf(w, "| %s | %s | %.0f %% | %.0f %% |\n", f.name, f.kind, part(n[0]), part(n[1]))
	}
	fmt.Fprintf(w, "\n| finding | false alarms on the clean clips | of them called more than minor |\n|---|---|---|\n")
	for _, kind := range []prompts.Kind{prompts.Noise, prompts.Clipping, prompts.Reverberation, prompts.Hum, prompts.Band, prompts.Music,
		prompts.Speakers, prompts.Silence, prompts.NoSpeech, prompts.Pauses, prompts.Quiet, prompts.Short} {
		n := b.clean[kind]
		fmt.Fprintf(w, "| %s | %.0f %% | %.0f %% |\n", kind, part(n[0]), part(n[1]))
	}
	fmt.Fprintf(w, "| any | | %.0f %% |\n", part(b.marked))
	fmt.Fprintf(w, "\n| recording | used for the voice |\n|---|---|\n")
	names := []string{"speech, clean", "speech, noise, 20 dB", "speech, noise, 10 dB", "speech, music, 10 dB below", "speech, two thirds silence"}
	for _, a := range alones {
		names = append(names, a.name)
	}
	for _, name := range names {
		fmt.Fprintf(w, "| %s | %.0f %% |\n", name, 100*b.used[name][1]/b.used[name][0])
	}
	return nil
}
