// Blend speaks with the blends of every pair of some voices, or with every voice in the prosody of every other one, for
// bench/blend.py, which scores them.
//
//	go run ./bench/blend [--prosody] --out FOLDER --text "A sentence." ... NAME=RECORDING NAME=RECORDING ...
//
// It writes FOLDER/NAME-NAME-PERCENT-NUMBER.wav for every pair, share of the second voice and text.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"voicewright/audio"
	"voicewright/synth"
	"voicewright/voices"
)

// texts are given by --text, one sentence each time.
type texts []string

func (t *texts) String() string         { return strings.Join(*t, " ") }
func (t *texts) Set(value string) error { *t = append(*t, value); return nil }

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "blend:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	out := flag.String("out", "", "`folder` for the sound")
	steps := flag.Int("steps", 0, "steps of the flow; 0 is the model's default, -1 none")
	prosody := flag.Bool("prosody", false, "the share is of the second voice's prosody, and the timbre stays the first one's")
	var say texts
	flag.Var(&say, "text", "a `sentence` to speak; may be given several times")
	flag.Parse()
	if *out == "" || len(say) == 0 || flag.NArg() < 2 {
		return fmt.Errorf("--out, --text and at least two voices are needed")
	}
	engine, err := synth.Open(synth.Options{})
	if err != nil {
		return err
	}
	defer engine.Close()
	all := make([]*voices.Voice, flag.NArg())
	for i, arg := range flag.Args() {
		name, path, _ := strings.Cut(arg, "=")
		if all[i], _, err = voices.FromReferences(ctx, engine, voices.Voice{Name: name}, []string{path}, nil); err != nil {
			return fmt.Errorf("voice %q: %w", name, err)
		}
	}
	for i, a := range all {
		for k, b := range all {
			if k == i || k > i && !*prosody {
				continue
			}
			for percent := 0; percent <= 100; percent += 25 {
				request := synth.Request{Steps: *steps}
				if *prosody {
					a.Speak(&request, b, float64(percent)/100)
				} else {
					v, err := voices.Blend(voices.Part{Voice: a, Weight: float64(100 - percent)}, voices.Part{Voice: b, Weight: float64(percent)})
					if err != nil {
						return err
					}
					v.Speak(&request, nil, 0)
				}
				for n, text := range say {
					request.Text = text
					if err := speak(ctx, engine, request, filepath.Join(*out, fmt.Sprintf("%s-%s-%d-%d.wav", a.Name, b.Name, percent, n))); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func speak(ctx context.Context, engine *synth.Engine, request synth.Request, path string) error {
	sound := audio.Buffer{Rate: synth.SampleRate}
	err := engine.Speak(ctx, request, func(take synth.Take) error {
		sound.Samples = append(sound.Samples, take.Audio.Samples...)
		return nil
	})
	if err != nil {
		return err
	}
	return audio.WriteWAV(path, sound, audio.PCM16)
}
