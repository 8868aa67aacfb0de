package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"voicewright/prompts"
	"voicewright/store"
	"voicewright/synth"
	"voicewright/synth/ort"
	"voicewright/synth/phoneme"
	"voicewright/voices"
)

// open makes the engine that the global options ask for.
func (c *command) open() (*synth.Engine, error) {
	if c.Threads < 0 {
		return nil, usagef("--threads must be 0 or more, not %d", c.Threads)
	}
	options := synth.Options{Library: c.Library, Threads: c.Threads}
	if c.Models != "" {
		options.Models = os.DirFS(c.Models)
	}
	return synth.Open(options)
}

// begin makes the engine and the progress that tells of its work; end clears both away.
func (c *command) begin(std streams) (engine *synth.Engine, p *progress, end func(), err error) {
	if engine, err = c.open(); err != nil {
		return nil, nil, nil, err
	}
	p = newProgress(std.err, c.Quiet)
	return engine, p, func() {
		p.clear()
		engine.Close()
	}, nil
}

// casting says whose voice speaks; it is a part of several commands.
type casting struct {
	Ref   []string `short:"r" sep:"none" help:"Recording of the voice to speak with (WAV, FLAC, MP3 or Opus); may be given several times." placeholder:"AUDIO" group:"Voice"`
	Voice string   `short:"v" help:"Built-in voice, voice of the catalogue or a .voice file; the first built-in voice if neither this nor --ref is given." placeholder:"NAME" group:"Voice"`
	data
}

// check finds what is wrong with the options alone.
func (k casting) check() error {
	if len(k.Ref) > 0 && k.Voice != "" {
		return usagef("there are a --ref and a --voice; give one of them")
	}
	return nil
}

// voice finds or makes the voice.
func (k casting) voice(ctx context.Context, engine *synth.Engine, p *progress) (*voices.Voice, error) {
	if len(k.Ref) > 0 {
		return encode(ctx, engine, k.Ref, p)
	}
	return k.find(ctx, engine, k.Voice)
}

// prosody says whose rhythm and melody the voice takes on; it is a part of several commands.
type prosody struct {
	ProsodyRef   []string `sep:"none" help:"Recording whose rhythm, melody and stress the voice takes on; may be given several times." placeholder:"AUDIO" group:"Voice"`
	ProsodyVoice string   `help:"Voice whose rhythm, melody and stress the voice takes on." placeholder:"NAME" group:"Voice"`
	ProsodyShare float64  `help:"How far it does, 0 to 1." default:"1" placeholder:"X" group:"Voice"`
}

// check finds what is wrong with the options alone.
func (k prosody) check() error {
	switch {
	case len(k.ProsodyRef) > 0 && k.ProsodyVoice != "":
		return usagef("there are a --prosody-ref and a --prosody-voice; give one of them")
	case !(k.ProsodyShare >= 0 && k.ProsodyShare <= 1):
		return usagef("--prosody-share must be 0 to 1, not %g", k.ProsodyShare)
	case k.ProsodyShare != 1 && len(k.ProsodyRef) == 0 && k.ProsodyVoice == "":
		return usagef("--prosody-share is of no use without a --prosody-ref or a --prosody-voice")
	}
	return nil
}

// voice finds or makes the voice that the prosody is taken from: nil where none was given.
func (k prosody) voice(ctx context.Context, engine *synth.Engine, d data, p *progress) (*voices.Voice, error) {
	if len(k.ProsodyRef) == 0 && k.ProsodyVoice == "" {
		return nil, nil
	}
	return casting{Ref: k.ProsodyRef, Voice: k.ProsodyVoice, data: d}.voice(ctx, engine, p)
}

// find returns a voice by its name or file that fits the engine's model; the first built-in one for an empty name.
func (d data) find(ctx context.Context, engine *synth.Engine, name string) (*voices.Voice, error) {
	v, err := d.named(ctx, name)
	if err != nil {
		return nil, err
	}
	return v, v.Fits(engine.Model())
}

// named returns a voice by its file, or by its name or ID among the built-in ones and in the catalogue.
func (d data) named(ctx context.Context, name string) (*voices.Voice, error) {
	if strings.HasSuffix(name, voices.Extension) || strings.ContainsRune(name, filepath.Separator) {
		return voices.ReadFile(name)
	}
	if name != "" {
		v, err := voices.FindBuiltin(name)
		if err == nil {
			return v, nil
		}
		// The built-in voices of this program come first: the catalogue may hold those of another version.
		v, missing := d.catalogued(ctx, name)
		if errors.Is(missing, store.ErrNotFound) {
			return nil, fmt.Errorf("%w, and the catalogue has none of this name", err)
		}
		return v, missing
	}
	all, err := voices.Builtin()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("this program was built without voices; give a recording of one with --ref")
	}
	return all[0], nil
}

// encode makes a voice of recordings.
func encode(ctx context.Context, engine *synth.Engine, paths []string, p *progress) (*voices.Voice, error) {
	timbre, report, err := listen(ctx, engine, paths, p)
	if err != nil {
		return nil, err
	}
	for _, f := range report.Files {
		if f.Note != "" {
			p.note("%s: %s", f.Path, f.Note)
		}
	}
	m := engine.Model()
	return &voices.Voice{Name: nameOf(paths[0]), Model: m.Name, ModelHash: m.VoiceHash(), Timbre: timbre}, nil
}

// listen encodes recordings and shows how far it is.
func listen(ctx context.Context, engine *synth.Engine, paths []string, p *progress) (synth.Timbre, prompts.Report, error) {
	p.restart()
	timbre, report, err := prompts.Encode(ctx, engine, paths, p.listening)
	p.restart()
	return timbre, report, err
}

// listening shows how far the encoding of recordings is.
func (p *progress) listening(s prompts.Progress) {
	p.step("listening to "+filepath.Base(s.Path), s.Fraction)
}

// nameOf is a file's name without folder and ending.
func nameOf(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// tuning holds the settings of the engine that most people leave alone; it is a part of several commands.
type tuning struct {
	Steps         *int     `help:"Steps of the flow, which varies the sound; 0, the default, is the regression alone, clearest today; 3 is a good try." placeholder:"N" group:"Sound"`
	Temperature   *float64 `help:"Variety of the rhythm, 0 to 2; 0 takes the likeliest." placeholder:"X" group:"Sound"`
	GuidanceVoice *float64 `help:"How far to push towards the voice, 0 to 20." placeholder:"X" group:"Sound"`
	GuidanceText  *float64 `help:"How far to push towards the text, 0 to 20." placeholder:"X" group:"Sound"`
	Start         *float64 `hidden:"" help:"Where the flow starts: 0 from noise, towards 1 from the regressed mean." placeholder:"X"`
	Method        *string  `hidden:"" enum:"euler,midpoint" help:"How the flow is followed." placeholder:"NAME"`
}

// apply puts the settings into a request; those that were not given stay the model's.
func (t tuning) apply(r *synth.Request, m *synth.Model) {
	s := m.Defaults
	set(&s.Steps, t.Steps)
	set(&s.Temperature, t.Temperature)
	set(&s.GuidanceVoice, t.GuidanceVoice)
	set(&s.GuidanceText, t.GuidanceText)
	set(&s.Start, t.Start)
	set(&s.Method, t.Method)
	r.Sampling = &s
}

// manner says how the voice reads; it is a part of several commands.
type manner struct {
	Speed      float64 `help:"0.5 is half as fast, 2 is twice." default:"1" group:"Sound"`
	Pitch      float64 `help:"Raise the voice by so many semitones, -12 to 12: --pitch=-2 lowers it." default:"0" placeholder:"X" group:"Sound"`
	Range      float64 `help:"How far the pitch moves: 0.5 is half as far, 2 twice." default:"1" placeholder:"X" group:"Sound"`
	Energy     float64 `help:"Louder by so many dB, -12 to 12; peaks stay below full scale." default:"0" placeholder:"X" group:"Sound"`
	Brightness float64 `help:"Tilt of the spectrum in dB an octave, -6 (dull) to 6 (bright)." default:"0" placeholder:"X" group:"Sound"`
	Breath     float64 `help:"-1 (clear) to 1 (breathy)." default:"0" placeholder:"X" group:"Sound"`
	Dictionary string  `short:"d" help:"File of pronunciations, one a line: the word, a tab, and /sounds/ or plain words." placeholder:"FILE" group:"Sound"`
}

// apply puts the manner into a request.
func (m manner) apply(r *synth.Request) error {
	r.Speed, r.Pitch, r.Range = m.Speed, m.Pitch, m.Range
	r.Energy, r.Brightness, r.Breath = m.Energy, m.Brightness, m.Breath
	if m.Range == 0 { // which a request takes for nothing given
		return usagef("--range must be %g to %g, not 0", synth.LeastRange, synth.MostRange)
	}
	var err error
	r.Dictionary, err = readDictionary(m.Dictionary)
	return err
}

// readDictionary reads a file of pronunciations; none is read for an empty name.
func readDictionary(path string) (*phoneme.Dictionary, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("the dictionary %q cannot be read: %w", path, reason(err))
	}
	lines, err := decode(raw, fmt.Sprintf("the dictionary %q", path))
	if err != nil {
		return nil, err
	}
	return phoneme.ReadDictionary(strings.NewReader(lines))
}

func set[T any](to, given *T) {
	if given != nil {
		*to = *given
	}
}

// versions is one line that tells what runs where.
func versions() string {
	library, version := ort.Library()
	if library == "" {
		version = "not loaded"
	}
	return fmt.Sprintf("voicewright %s, %s, %s/%s, %d cores, ONNX Runtime %s", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), version)
}
