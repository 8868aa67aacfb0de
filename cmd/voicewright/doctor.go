package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"voicewright/synth"
	"voicewright/synth/ort"
	"voicewright/voices"
)

type doctorCommand struct {
	JSON     bool `name:"json" help:"Print one JSON object."`
	NoSpeech bool `help:"Leave out the spoken self-test."`
}

// health is what doctor finds. A part that could not be found out is empty, and why stands in Problems.
type health struct {
	Release  string        `json:"release"`
	Go       string        `json:"go"`
	Platform string        `json:"platform"`
	Cores    int           `json:"cores"`
	Memory   int64         `json:"memory_bytes,omitempty"`
	Library  healthLibrary `json:"library"`
	Model    healthModel   `json:"model"`
	Voices   []string      `json:"voices"`
	SelfTest *selfTest     `json:"self_test,omitempty"`
	Problems []string      `json:"problems"`
}

type healthLibrary struct {
	Path    string `json:"path"`
	Version string `json:"version"`
}

type healthModel struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
	Voices  string `json:"voice_hash"` // of the graphs that a voice belongs to
	Bytes   int64  `json:"bytes"`
}

type selfTest struct {
	Voice        string  `json:"voice"`
	AudioSeconds float64 `json:"audio_seconds"`
	WallSeconds  float64 `json:"wall_seconds"`
	Level        float64 `json:"peak"` // of full scale
}

const selfTestText = "This sentence was spoken to see whether all is well."

func (d *doctorCommand) Run(ctx context.Context, c *command, std streams) error {
	h := health{Release: release(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(),
		Memory: memory(), Voices: []string{}, Problems: []string{}}
	engine, err := c.open()
	if err == nil {
		defer engine.Close()
	}
	h.note(err)
	h.Library.Path, h.Library.Version = ort.Library()
	if h.Library.Path == "" { // not loaded, but perhaps there
		if path, err := ort.Find(c.Library); err == nil {
			h.Library = healthLibrary{path, "not loaded"}
		}
	}
	if engine != nil {
		m := engine.Model()
		h.Model = healthModel{Name: m.Name, Version: m.Version, Hash: m.Hash, Voices: m.VoiceHash()}
		for _, f := range m.Files {
			h.Model.Bytes += f.Bytes
		}
		h.note(engine.Warm())
	}
	h.listVoices(engine)
	if engine != nil && !d.NoSpeech && len(h.Problems) == 0 {
		h.SelfTest, err = testSpeech(ctx, engine)
		h.note(err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := h.print(std.out, d.JSON); err != nil {
		return err
	}
	if len(h.Problems) > 0 {
		return fmt.Errorf("%d of the checks failed; the first says: %s", len(h.Problems), h.Problems[0])
	}
	return nil
}

func (h *health) note(err error) {
	if err != nil {
		h.Problems = append(h.Problems, sentence(err.Error()))
	}
}

func (h *health) listVoices(engine *synth.Engine) {
	all, err := voices.Builtin()
	h.note(err)
	if err == nil && len(all) == 0 {
		h.note(errors.New("this program was built without voices"))
	}
	for _, v := range all {
		h.Voices = append(h.Voices, v.Name)
		if engine != nil {
			h.note(v.Fits(engine.Model()))
		}
	}
}

// loudest keeps the largest sample of what is written to it.
type loudest float64

func (l *loudest) Write(samples []float32) error {
	for _, s := range samples {
		*l = max(*l, loudest(s), loudest(-s))
	}
	return nil
}

func testSpeech(ctx context.Context, engine *synth.Engine) (*selfTest, error) {
	voice, err := (data{}).find(ctx, engine, "")
	if err != nil {
		return nil, err
	}
	var peak loudest
	m, err := speak(ctx, engine, synth.Request{Text: selfTestText, Timbre: voice.Timbre, Seed: voice.Seed()}, &peak, newProgress(io.Discard, true))
	if err != nil {
		return nil, err
	}
	if peak < 0.01 {
		return nil, fmt.Errorf("the self-test gave %.1f s without sound", m.audio.Seconds())
	}
	return &selfTest{Voice: voice.Name, AudioSeconds: m.audio.Seconds(), WallSeconds: m.wall.Seconds(), Level: float64(peak)}, nil
}

func (h *health) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, h)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) { fmt.Fprintf(table, name+"\t"+format+"\n", args...) }
	line("voicewright", "%s, %s", h.Release, h.Go)
	line("machine", "%s, %d cores%s", h.Platform, h.Cores, ofMemory(h.Memory))
	if h.Library.Path != "" {
		line("ONNX Runtime", "%s, %s", h.Library.Version, h.Library.Path)
	} else {
		line("ONNX Runtime", "not found; looked into %s", strings.Join(ort.Places(), ", "))
	}
	if h.Model.Hash != "" {
		line("model", "%s %s, hash %.12s, voices %.12s, %.1f MB", h.Model.Name, h.Model.Version, h.Model.Hash, h.Model.Voices, float64(h.Model.Bytes)/1e6)
	}
	line("voices", "%s", strings.Join(h.Voices, ", "))
	if t := h.SelfTest; t != nil {
		line("self-test", "%.2f s of speech in %.2f s with the voice %s", t.AudioSeconds, t.WallSeconds, t.Voice)
	}
	for _, problem := range h.Problems {
		line("PROBLEM", "%s", problem)
	}
	return table.Flush()
}

func ofMemory(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf(", %.1f GB of memory", float64(bytes)/1e9)
}

func printJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// release is the version that was built: the module's, or the commit it was built from.
func release() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return fmt.Sprintf("%.12s", s.Value)
		}
	}
	if info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// memory is the machine's memory in bytes; 0 where the system does not tell.
func memory() int64 { return statusBytes("/proc/meminfo", "MemTotal:") }

// peakMemory is the most memory that this process held at once, in bytes; 0 where the system does not tell.
func peakMemory() int64 { return statusBytes("/proc/self/status", "VmHWM:") }

// statusBytes reads a line such as "VmHWM:  1234 kB".
func statusBytes(file, name string) int64 {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0 // not Linux
	}
	for line := range strings.Lines(string(raw)) {
		var kilobytes int64
		if rest, ok := strings.CutPrefix(line, name); ok {
			if _, err := fmt.Sscan(rest, &kilobytes); err == nil {
				return kilobytes * 1024
			}
		}
	}
	return 0
}

// sinceStart is the time since the process began to run this program.
func sinceStart() time.Duration { return time.Since(started) }
