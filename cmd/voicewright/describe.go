package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"voicewright/audio"
	"voicewright/studio"
	"voicewright/studio/desk"
	"voicewright/voices/card"
	"voicewright/voices/describe"
	"voicewright/voices/wording"
)

type voicesDescribe struct {
	Words string `arg:"" help:"How the voice sounds, such as \"a low, calm, slightly hoarse older man\"."`
	Seed  uint64 `help:"The first of the voices: the same words and number are the same voice." default:"1" placeholder:"N"`
	Count int    `help:"How many voices to make, 1 to 16." default:"4" placeholder:"N"`
	Out   string `short:"o" help:"Folder for a WAV file of each." placeholder:"DIR"`
	Name  string `help:"Put the first of the voices into the catalogue under this name."`
	data
}

func (k *voicesDescribe) Run(ctx context.Context, c *command, std streams) error {
	if k.Count < 1 || k.Count > 16 {
		return usagef("--count must be 1 to 16, not %d", k.Count)
	}
	wish, unknown, err := read(k.Words)
	if err != nil {
		return err
	}
	if k.Out != "" {
		if err := makeFolder(k.Out); err != nil {
			return err
		}
	}
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	p := newProgress(std.err, c.Quiet)
	defer p.clear()
	for _, text := range unknown {
		p.note("%s", text)
	}
	var made []desk.Candidate
	for i := range k.Count {
		p.step(fmt.Sprintf("voice %d of %d", i+1, k.Count), float64(i)/float64(k.Count))
		candidate, err := s.Describe(ctx, wish, k.Seed+uint64(i))
		if err != nil {
			return err
		}
		if k.Out != "" {
			if err := audio.WriteWAV(filepath.Join(k.Out, fmt.Sprintf("voice-%d.wav", candidate.Seed)), candidate.Sound, audio.PCM16); err != nil {
				return err
			}
		}
		made = append(made, candidate)
	}
	p.clear()
	if err := printCandidates(std.out, made); err != nil {
		return err
	}
	return k.keep(ctx, s, wish, std.out)
}

// keep puts the first voice into the catalogue when it has a name.
func (k *voicesDescribe) keep(ctx context.Context, s *studio.Studio, wish describe.Wish, w io.Writer) error {
	if k.Name == "" {
		return nil
	}
	kept, err := s.KeepDescribed(ctx, card.Card{Name: k.Name}, k.Words, wish, k.Seed)
	if err != nil {
		return err
	}
	return printCards(w, []card.Card{kept})
}

// read turns a description into a wish, and into sentences about the words that say nothing.
func read(words string) (wish describe.Wish, unknown []string, err error) {
	said := wording.Describe(words)
	for _, u := range said.Unknown {
		text := fmt.Sprintf("Left out, because it says nothing of a voice here: %q.", u.Text)
		if u.Suggestion != "" {
			text += fmt.Sprintf(" Did you mean %q?", u.Suggestion)
		}
		unknown = append(unknown, text)
	}
	wish = said.Strengths()
	if len(wish) == 0 {
		return nil, nil, usagef("none of the words %q says how a voice sounds; try \"a low, calm man\"", clip(strings.TrimSpace(words), 60))
	}
	return wish, unknown, nil
}

// printCandidates shows what was measured of each voice, beside what was asked for.
func printCandidates(w io.Writer, all []desk.Candidate) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "seed")
	for _, name := range wording.Names {
		fmt.Fprintf(table, "\t%s", name)
	}
	fmt.Fprint(table, "\nasked for")
	for _, t := range all[0].Traits {
		if t.Asked {
			fmt.Fprintf(table, "\t%+.1f", t.Want)
		} else {
			fmt.Fprint(table, "\t")
		}
	}
	fmt.Fprintln(table)
	for _, c := range all {
		fmt.Fprint(table, c.Seed)
		for _, t := range c.Traits {
			fmt.Fprintf(table, "\t%+.1f", t.Has)
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "In standard deviations over voices: 0 is as most are, 1 as one in six; sex is 1 for men, -1 for women.")
	return err
}
