package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"voicewright/synth"
)

type benchCommand struct {
	casting
	tuning
	JSON  bool `name:"json" help:"Print one JSON object."`
	Child bool `hidden:"" help:"Measure in this process."`
}

// benchTexts are read once each: short and long ones, about a minute of speech together. The first is the one that the time to the
// first sound is measured with.
var benchTexts = []string{
	"Good morning, and welcome back.",
	"The ferry leaves at seven, so we should be at the harbour by half past six.",
	"Nobody had told the gardener that the old wall behind the greenhouse would come down in the spring.",
	"Wait.",
	"She counted the steps twice, wrote the number on the back of an envelope, and never looked at it again.",
	"Is there any reason why we could not simply ask them?",
	"In the first week the engine ran for nine hours a day, in the second for eleven, and by the end of the month it hardly stopped at all.",
	"A quiet voice carries further than you would think.",
	"When the rain finally came it washed the dust from the windows, filled the barrels beside the barn, and turned the lane to the village " +
		"into a small brown river that the children sailed their boats on until supper.",
	"Turn left after the bridge, then take the second road on the right.",
}

// benchResult is what one process measured. RTF is the time that passed over the length of the speech: below 1 is
// faster than speaking.
type benchResult struct {
	Engine       string             `json:"engine"`
	Model        string             `json:"model"`
	Threads      int                `json:"threads"`
	AudioSeconds float64            `json:"audio_seconds"`
	WallSeconds  float64            `json:"wall_seconds"`
	RTF          float64            `json:"rtf"`
	CoreRTF      float64            `json:"core_rtf"` // seconds of all cores together a second of speech; less swayed by other programs
	StageRTF     map[string]float64 `json:"stage_rtf"`
	LoadSeconds  float64            `json:"load_seconds"`        // from the start of the process until the model is ready
	FirstSound   float64            `json:"first_sound_seconds"` // from the start of the process until the first sentence can be heard
	FirstCore    float64            `json:"first_sound_core_seconds"`
	WarmFirst    float64            `json:"warm_first_seconds"` // the same sentence again in the running process
	PeakBytes    int64              `json:"peak_bytes"`
	Texts        []string           `json:"texts,omitempty"`
}

func (b *benchCommand) Run(ctx context.Context, c *command, std streams) error {
	if err := b.check(); err != nil {
		return err
	}
	if b.Child {
		result, err := b.measure(ctx, c)
		if err != nil {
			return err
		}
		return printJSON(std.out, result)
	}
	counts := []int{c.Threads}
	if c.Threads == 0 {
		counts = []int{1}
		if n := runtime.NumCPU(); n > 1 {
			counts = append(counts, n)
		}
	}
	p := newProgress(std.err, c.Quiet)
	defer p.clear()
	var results []benchResult
	for i, n := range counts {
		p.step(fmt.Sprintf("measuring with %d threads", n), float64(i)/float64(len(counts)))
		r, err := b.inChild(ctx, c, n)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	p.clear()
	if b.JSON {
		return printJSON(std.out, results)
	}
	return printBench(std.out, results)
}

// inChild measures in a process of its own, for the time to the first sound and the most memory are properties of a process.
func (b *benchCommand) inChild(ctx context.Context, c *command, threads int) (benchResult, error) {
	var r benchResult
	program, err := os.Executable()
	if err != nil {
		return r, fmt.Errorf("this program's own file was not found: %w", err)
	}
	args := []string{"bench", "--child", "--threads", strconv.Itoa(threads)}
	given := func(name, value string) {
		if value != "" {
			args = append(args, name+"="+value)
		}
	}
	given("--library", c.Library)
	given("--models", c.Models)
	given("--voice", b.Voice)
	for _, ref := range b.Ref {
		given("--ref", ref)
	}
	given("--steps", optional(b.Steps))
	given("--temperature", optional(b.Temperature))
	given("--guidance-voice", optional(b.GuidanceVoice))
	given("--guidance-text", optional(b.GuidanceText))
	given("--start", optional(b.Start))
	given("--method", optional(b.Method))
	var told strings.Builder
	child := exec.CommandContext(ctx, program, args...)
	child.Cancel = func() error { return child.Process.Signal(os.Interrupt) }
	child.WaitDelay = time.Second
	child.Stderr = &told
	out, err := child.Output()
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	if err != nil {
		said := strings.TrimPrefix(strings.TrimSpace(told.String()), "voicewright: ")
		if said == "" {
			return r, err
		}
		return r, errors.New(said)
	}
	return r, json.Unmarshal(out, &r)
}

func optional[T any](v *T) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(*v)
}

// count is a sink that only listens.
type count struct{}

func (count) Write([]float32) error { return nil }

func (b *benchCommand) measure(ctx context.Context, c *command) (*benchResult, error) {
	quiet := newProgress(io.Discard, true)
	engine, err := c.open()
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	voice, err := b.voice(ctx, engine, quiet)
	if err != nil {
		return nil, err
	}
	if err := engine.Warm(); err != nil {
		return nil, err
	}
	r := &benchResult{Engine: "voicewright", Model: engine.Model().ShortHash(), Threads: engine.Threads(),
		LoadSeconds: sinceStart().Seconds(), Texts: benchTexts}
	say := func(text string) (made, error) {
		request := synth.Request{Text: text, Timbre: voice.Timbre, Seed: voice.Seed()}
		b.apply(&request, engine.Model())
		return speak(ctx, engine, request, count{}, quiet)
	}
	m, err := say(benchTexts[0])
	if err != nil {
		return nil, err
	}
	r.FirstSound, r.FirstCore = sinceStart().Seconds(), coreTime().Seconds()
	if m, err = say(benchTexts[0]); err != nil {
		return nil, err
	}
	r.WarmFirst = m.first.Seconds()
	before := coreTime()
	if m, err = say(strings.Join(benchTexts, "\n\n")); err != nil {
		return nil, err
	}
	r.AudioSeconds, r.WallSeconds = m.audio.Seconds(), m.wall.Seconds()
	r.RTF = r.WallSeconds / r.AudioSeconds
	r.CoreRTF = (coreTime() - before).Seconds() / r.AudioSeconds
	r.StageRTF = map[string]float64{}
	for _, s := range stagesOf(m.stages) {
		r.StageRTF[s.name] = s.time.Seconds() / r.AudioSeconds
	}
	r.PeakBytes = peakMemory()
	return r, nil
}

type stage struct {
	name string
	time time.Duration
}

// stagesOf lists the stages in the order of the data's way.
func stagesOf(s synth.Stages) []stage {
	return []stage{{"text", s.Text}, {"duration", s.Duration}, {"prior", s.Prior}, {"flow", s.Flow}, {"decoder", s.Decoder},
		{"vocoder", s.Vocoder}, {"filter", s.Filter}, {"join", s.Join}}
}

func printBench(w io.Writer, results []benchResult) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, value func(benchResult) string) {
		fmt.Fprint(table, name, "\t")
		for _, r := range results {
			fmt.Fprint(table, value(r), "\t")
		}
		fmt.Fprintln(table)
	}
	row("threads", func(r benchResult) string { return strconv.Itoa(r.Threads) })
	row("speech, s", func(r benchResult) string { return fmt.Sprintf("%.1f", r.AudioSeconds) })
	row("RTF", func(r benchResult) string { return fmt.Sprintf("%.3f", r.RTF) })
	row("RTF in core seconds", func(r benchResult) string { return fmt.Sprintf("%.3f", r.CoreRTF) })
	for _, s := range stagesOf(synth.Stages{}) {
		row("RTF of "+s.name, func(r benchResult) string { return fmt.Sprintf("%.4f", r.StageRTF[s.name]) })
	}
	row("model ready, s", func(r benchResult) string { return fmt.Sprintf("%.2f", r.LoadSeconds) })
	row("first sound, s", func(r benchResult) string { return fmt.Sprintf("%.2f", r.FirstSound) })
	row("first sound, core seconds", func(r benchResult) string { return fmt.Sprintf("%.2f", r.FirstCore) })
	row("first sound when running, s", func(r benchResult) string { return fmt.Sprintf("%.2f", r.WarmFirst) })
	row("peak memory, MB", func(r benchResult) string { return fmt.Sprintf("%.0f", float64(r.PeakBytes)/1e6) })
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "model %s, %d cores; RTF is time over the length of the speech, core seconds count only the time that a core worked for this program\n", results[0].Model, runtime.NumCPU())
	return err
}
