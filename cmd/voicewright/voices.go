package main

import (
	"fmt"
	"text/tabwriter"

	"voicewright/voices"
)

type voicesCommand struct {
	List voicesList    `cmd:"" help:"List the built-in voices."`
	Show voicesShow    `cmd:"" help:"Tell all that is known about a voice."`
	Make promptsEncode `cmd:"" help:"Make a .voice file of recordings, as prompts encode does."`
}

type voicesList struct{}

func (voicesList) Run(std streams) error {
	all, err := voices.Builtin()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(std.err, "This program was built without voices; speak with a recording by --ref.")
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for _, v := range all {
		fmt.Fprintf(table, "%s\t%s\n", v.Name, v.Description)
	}
	return table.Flush()
}

type voicesShow struct {
	Voice string `arg:"" help:"Built-in voice or a .voice file."`
}

func (k *voicesShow) Run(std streams) error {
	v, err := named(k.Voice)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(table, "%s\t%s\n", name, value)
		}
	}
	line("name", v.Name)
	line("description", v.Description)
	line("licence", v.Licence)
	line("consent", v.Consent)
	line("model", fmt.Sprintf("%s %.12s", v.Model, v.ModelHash))
	line("made of", fmt.Sprintf("%.1f s of speech", v.Timbre.Seconds))
	for _, clip := range v.Clips {
		line("recording", fmt.Sprintf("%s, %.1f s, SHA-256 %.12s", clip.Name, clip.Used, clip.SHA256))
	}
	for _, seed := range v.Seeds {
		line("seed", fmt.Sprint(seed))
	}
	line("centroids", fmt.Sprint(v.Timbre.Centroids()))
	return table.Flush()
}
