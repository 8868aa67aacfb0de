package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"voicewright/voices/card"
)

type voicesCommand struct {
	List     voicesList     `cmd:"" help:"List the voices of the catalogue, with those that come with the program."`
	Search   voicesSearch   `cmd:"" help:"Find voices by words."`
	Show     voicesShow     `cmd:"" help:"Tell all that is known about a voice."`
	Like     voicesLike     `cmd:"" help:"Find voices that sound like one."`
	Add      voicesAdd      `cmd:"" help:"Make a voice of recordings and put it into the catalogue."`
	Improve  voicesImprove  `cmd:"" help:"Add recordings to a voice."`
	Describe voicesDescribe `cmd:"" help:"Make voices that fit a description."`
	Blend    voicesBlend    `cmd:"" help:"Mix voices into a new one."`
	Export   voicesExport   `cmd:"" help:"Write a voice into a .voice file."`
	Import   voicesImport   `cmd:"" help:"Put .voice files into the catalogue."`
	Trash    voicesTrash    `cmd:"" help:"Move voices to the trash."`
	Restore  voicesRestore  `cmd:"" help:"Bring voices back from the trash."`
	Make     promptsEncode  `cmd:"" help:"Make a .voice file of recordings, as prompts encode does."`
}

type voicesList struct {
	Trash bool `help:"Those in the trash instead."`
	data
}

func (k *voicesList) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	all, err := s.Voices(ctx, card.Query{Trash: k.Trash})
	if err != nil {
		return err
	}
	return printCards(std.out, all)
}

type voicesShow struct {
	Voice string `arg:"" help:"Built-in voice, voice of the catalogue or a .voice file."`
	data
}

func (k *voicesShow) Run(ctx context.Context, std streams) error {
	v, err := k.named(ctx, k.Voice)
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
	line("consent", strings.TrimSpace(v.Consent+" "+v.Agreed))
	line("tags", strings.Join(v.Tags, ", "))
	line("made for", fmt.Sprintf("%s, voices %.12s", v.Model, v.ModelHash))
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
