package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"voicewright/prompts"
	"voicewright/voices"
)

type promptsCommand struct {
	Check  promptsCheck  `cmd:"" help:"Tell how well recordings serve as a reference."`
	Encode promptsEncode `cmd:"" help:"Make a .voice file of recordings."`
}

type promptsCheck struct {
	Files   []string `arg:"" help:"Recordings: WAV, FLAC, MP3 or Opus, of any length."`
	Regions bool     `help:"Also list the score of every part, and whether it is used."`
	JSON    bool     `name:"json" help:"Print the report as one JSON object."`
}

func (k *promptsCheck) Run(ctx context.Context, c *command, std streams) error {
	engine, p, end, err := c.begin(std)
	if err != nil {
		return err
	}
	defer end()
	_, report, err := listen(ctx, engine, k.Files, p)
	var short *prompts.SilentError
	if err != nil && !errors.As(err, &short) {
		return err
	}
	p.clear()
	if k.JSON {
		return errors.Join(writeJSON(std.out, report), err)
	}
	return errors.Join(showCard(std.out, report, k.Regions), err) // that no voice can be made of them is told last, and fails
}

type promptsEncode struct {
	Files       []string `arg:"" help:"Recordings of one voice: WAV, FLAC, MP3 or Opus, of any length."`
	Out         string   `short:"o" required:"" help:"Voice file to write." placeholder:"VOICE"`
	Name        string   `help:"Name of the voice; the file's name if not given."`
	Description string   `help:"How it sounds, in plain words."`
	Licence     string   `help:"Licence of the recordings."`
	Consent     string   `help:"Who agreed to the voice being used, and how."`
}

func (k *promptsEncode) Run(ctx context.Context, c *command, std streams) error {
	if filepath.Ext(k.Out) != voices.Extension {
		return usagef("the output %q must end in %s", k.Out, voices.Extension)
	}
	if info, err := os.Stat(k.Out); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("the output %q is not a plain file, so it is left alone; choose another name", k.Out)
	}
	engine, p, end, err := c.begin(std)
	if err != nil {
		return err
	}
	defer end()
	about := voices.Voice{Name: k.Name, Description: k.Description, Licence: k.Licence, Consent: k.Consent}
	if about.Name == "" {
		about.Name = nameOf(k.Out)
	}
	v, report, err := voices.FromReferences(ctx, engine, about, k.Files, p.listening)
	if err != nil {
		return err
	}
	p.clear()
	if err := voices.WriteFile(k.Out, v); err != nil {
		return err
	}
	return showCard(std.out, report, false)
}
