package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"voicewright/prompts"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/describe"
	"voicewright/voices/measure"
)

// profileCommand makes the data that the net of voices/describe learns from: for every row of a list a timbre of its
// recording, and what is measured when the engine speaks with it.
type profileCommand struct {
	List string `arg:"" help:"TSV with the columns id, text and prompt_wav."`
	Out  string `short:"o" required:"" help:"Folder for profile.tsv and timbres.f32." placeholder:"DIR"`
}

func (k *profileCommand) Run(ctx context.Context, c *command, std streams) (err error) {
	rows, err := readList(k.List, "")
	if err != nil {
		return err
	}
	engine, p, end, err := c.begin(std)
	if err != nil {
		return err
	}
	defer end()
	if err := makeFolder(k.Out); err != nil {
		return err
	}
	table, err := os.Create(filepath.Join(k.Out, "profile.tsv"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	numbers, err := os.Create(filepath.Join(k.Out, "timbres.f32"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, numbers.Close()) }()
	w, timbres := csv.NewWriter(table), bufio.NewWriter(numbers)
	w.Comma = '\t'
	if err := w.Write([]string{"id", "style", "bank", "weights", "colour", "pitch", "range", "pace", "loudness", "brightness", "breathiness"}); err != nil {
		return err
	}
	for i, row := range rows {
		p.step(row.ID, float64(i)/float64(len(rows)))
		timbre, heard, err := profile(ctx, engine, row)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.note("%s: %v", row.ID, err)
			continue
		}
		parts := [][]float32{timbre.Style, timbre.Bank, timbre.Weights, timbre.Colour}
		line := []string{row.ID}
		for _, part := range parts {
			line = append(line, strconv.Itoa(len(part)))
			if err := binary.Write(timbres, binary.LittleEndian, part); err != nil {
				return err
			}
		}
		for _, v := range []float64{heard.Pitch, heard.Range, heard.Pace, heard.Loudness, heard.Brightness, heard.Breathiness} {
			line = append(line, strconv.FormatFloat(v, 'g', 6, 64))
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return errors.Join(w.Error(), timbres.Flush())
}

// profile makes a timbre of a row's recording, speaks the row's text with it and measures that.
func profile(ctx context.Context, engine *synth.Engine, row item) (synth.Timbre, measure.Attributes, error) {
	timbre, _, err := prompts.Encode(ctx, engine, []string{row.Prompt}, nil)
	if err != nil {
		return timbre, measure.Attributes{}, err
	}
	if len(timbre.Colour) != synth.ColourBands {
		return timbre, measure.Attributes{}, fmt.Errorf("too little speech for an average spectrum")
	}
	heard, _, err := describe.Heard(ctx, engine, timbre, voices.Manner{}, row.Text)
	return timbre, heard, err
}
