package main

import (
	"fmt"
	"io"

	"voicewright/synth/phoneme"
	"voicewright/synth/text"
)

type phonemesCommand struct {
	Text       string `arg:"" optional:"" help:"Text to read; - reads it from standard input."`
	File       string `short:"f" help:"Read the text from a file (UTF-8)." placeholder:"TEXT"`
	Dictionary string `short:"d" help:"File of pronunciations, one a line: the word, a tab, and /sounds/ or plain words." placeholder:"FILE"`
	JSON       bool   `name:"json" help:"Print one JSON object."`
}

// readSentence is how one sentence is read.
type readSentence struct {
	Written  string `json:"written"`
	Spoken   string `json:"spoken"`
	Phonemes string `json:"phonemes"`
}

func (k *phonemesCommand) Run(std streams) error {
	if k.Text == "" && k.File == "" {
		return usagef("there is nothing to read; give a text, - for standard input, or --file")
	}
	written, err := readText(k.Text, k.File, std.in)
	if err != nil {
		return err
	}
	dictionary, err := readDictionary(k.Dictionary)
	if err != nil {
		return err
	}
	phonemizer, err := phoneme.New(dictionary)
	if err != nil {
		return err
	}
	said := []readSentence{}
	for _, s := range text.Sentences(written) {
		spoken := text.Normalise(s.Text)
		if !spoken.Speakable() {
			continue
		}
		sequence, err := phonemizer.Sequence(spoken.String())
		if err != nil {
			return fmt.Errorf("the sentence %q cannot be read: %w", clip(s.Text, 40), err)
		}
		said = append(said, readSentence{s.Text, spoken.String(), sequence.Phonemes})
	}
	if len(said) == 0 {
		return fmt.Errorf("the text holds nothing that can be spoken: it needs letters or numbers in Latin script")
	}
	if k.JSON {
		return printJSON(std.out, map[string]any{"sentences": said})
	}
	return printReading(std.out, said)
}

func printReading(w io.Writer, said []readSentence) error {
	for i, s := range said {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if _, err := fmt.Fprintf(w, "written   %s\nspoken    %s\nphonemes  %s\n", s.Written, s.Spoken, s.Phonemes); err != nil {
			return err
		}
	}
	return nil
}
