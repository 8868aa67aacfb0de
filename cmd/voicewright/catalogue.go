package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"voicewright/store"
	"voicewright/studio"
	"voicewright/studio/desk"
	"voicewright/voices"
	"voicewright/voices/card"
)

// data says whose catalogue is worked on; it is a part of several commands.
type data struct {
	Data string `help:"Folder of the catalogue; that of the studio if not given." placeholder:"DIR" group:"Voice"`
}

func (d data) places() studio.Places {
	if d.Data == "" {
		return studio.UserPlaces()
	}
	return studio.PlacesIn(d.Data)
}

// studio opens the catalogue with an engine; end closes both.
func (d data) studio(ctx context.Context, c *command) (s *studio.Studio, end func(), err error) {
	options := studio.Options{Places: d.places(), Library: c.Library, Threads: c.Threads}
	if c.Models != "" {
		options.Models = os.DirFS(c.Models)
	}
	if s, err = studio.Open(ctx, options); err != nil {
		return nil, nil, err
	}
	end = func() { _ = s.Close() } // what was written is safe already
	if _, err := s.Engine(ctx); err != nil {
		end()
		return nil, nil, err
	}
	return s, end, nil
}

// catalogued returns a voice of the catalogue by its ID or name, whatever the capitals, or store.ErrNotFound.
func (d data) catalogued(ctx context.Context, name string) (*voices.Voice, error) {
	path := filepath.Join(d.places().Data, "library.db")
	if _, err := os.Stat(path); err != nil {
		return nil, store.ErrNotFound // nothing was ever added; none is made by looking
	}
	library, err := store.OpenLibrary(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = library.Close() }()
	c, err := pick(ctx, library, name, false)
	if err != nil {
		return nil, err
	}
	_, file, err := library.Voice(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	return voices.Decode(file)
}

// pick finds the one voice that an ID or a name stands for.
func pick(ctx context.Context, library *store.Library, name string, trash bool) (card.Card, error) {
	if c, _, err := library.Voice(ctx, name); err == nil {
		return c, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return card.Card{}, err
	}
	all, err := library.Voices(ctx, card.Query{Text: name, Trash: trash})
	if err != nil {
		return card.Card{}, err
	}
	var found []card.Card
	for _, c := range all {
		if strings.EqualFold(c.Name, name) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return card.Card{}, fmt.Errorf("there is no voice %q in the catalogue; see voices list: %w", name, store.ErrNotFound)
	case 1:
		return found[0], nil
	}
	ids := make([]string, len(found))
	for i, c := range found {
		ids[i] = c.ID
	}
	return card.Card{}, fmt.Errorf("%d voices are called %q; name one of them by its ID: %s", len(found), name, strings.Join(ids, ", "))
}

// pickAll is pick for several names, as IDs.
func pickAll(ctx context.Context, library *store.Library, names []string, trash bool) ([]string, error) {
	ids := make([]string, len(names))
	for i, name := range names {
		c, err := pick(ctx, library, name, trash)
		if err != nil {
			return nil, err
		}
		ids[i] = c.ID
	}
	return ids, nil
}

func printCards(w io.Writer, cards []card.Card) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range cards {
		fmt.Fprintf(table, "%s\t%s\t%s\n", c.ID, c.Name, c.Description)
	}
	return table.Flush()
}

type voicesAdd struct {
	Files       []string `arg:"" help:"Recordings of one voice: WAV, FLAC, MP3 or Opus, of any length."`
	Name        string   `required:"" help:"Name of the voice."`
	Consent     string   `help:"Who agreed to the voice being used, and how; needed, and kept with the voice."`
	Description string   `help:"How it sounds, in plain words."`
	Licence     string   `help:"Licence of the recordings."`
	Tag         []string `help:"Tag of the voice; may be given several times."`
	Folder      string   `help:"Folder of the catalogue to put it in."`
	data
}

func (k *voicesAdd) Run(ctx context.Context, c *command, std streams) error {
	if strings.TrimSpace(k.Consent) == "" {
		return usagef(`a voice may be used only if its speaker agrees; say who agreed and how, such as --consent "Anna agreed in writing on 3 May"`)
	}
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	p := newProgress(std.err, c.Quiet)
	defer p.clear()
	about := card.Card{Name: k.Name, Description: k.Description, Licence: k.Licence, Consent: k.Consent, Tags: k.Tag, Folder: k.Folder}
	made, report, err := s.AddRecordings(ctx, about, desk.Whole(k.Files...), p.hearing)
	return p.added(std.out, made, report, err)
}

// hearing shows how far the studio is with listening.
func (p *progress) hearing(l desk.Listening) {
	p.step("listening to "+filepath.Base(l.Path), l.Fraction)
}

// added tells what became of recordings and of their voice.
func (p *progress) added(w io.Writer, made card.Card, report desk.Report, err error) error {
	if err != nil {
		return err
	}
	p.clear()
	for _, f := range report.Files {
		if f.Note != "" {
			p.note("%s: %s", f.Path, f.Note)
		}
	}
	p.note("%s used of these recordings, %s in all", seconds1(report.Used), seconds1(made.Seconds))
	if g := report.Growth; g.After > 0 {
		p.note("Two voices made of as much speech would be %.2f alike, before %.2f (1 is the same, strangers have 0.1).", g.After, g.Before)
	}
	return printCards(w, []card.Card{made})
}

func seconds1(s float64) string { return strconv.FormatFloat(s, 'f', 1, 64) + " s" }

type voicesSearch struct {
	Words []string `arg:"" optional:"" help:"Words, or beginnings of words, in name, description or tags."`
	Tag   string   `help:"Only those with this tag."`
	Limit int      `help:"At most so many." default:"50"`
	data
}

func (k *voicesSearch) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	found, err := s.Voices(ctx, card.Query{Text: strings.Join(k.Words, " "), Tag: k.Tag, Limit: k.Limit})
	if err != nil {
		return err
	}
	return printCards(std.out, found)
}

type voicesLike struct {
	Voice string `arg:"" help:"Name or ID of a voice of the catalogue."`
	Limit int    `help:"At most so many." default:"10"`
	data
}

func (k *voicesLike) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	to, err := pick(ctx, s.Library, k.Voice, false)
	if err != nil {
		return err
	}
	found, err := s.Like(ctx, to.ID, k.Limit)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for _, f := range found {
		fmt.Fprintf(table, "%.2f\t%s\t%s\t%s\n", f.Likeness, f.Card.ID, f.Card.Name, f.Card.Description)
	}
	return table.Flush()
}

type voicesBlend struct {
	Parts map[string]float64 `arg:"" help:"Voices with their shares, such as Anna=2 Ben=1."`
	Name  string             `required:"" help:"Name of the new voice."`
	data
}

func (k *voicesBlend) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	weights := map[string]float64{}
	for name, weight := range k.Parts {
		part, err := pick(ctx, s.Library, name, false)
		if err != nil {
			return err
		}
		weights[part.ID] += weight
	}
	made, err := s.Blend(ctx, k.Name, weights)
	if err != nil {
		return err
	}
	return printCards(std.out, []card.Card{made})
}

type voicesExport struct {
	Voice string `arg:"" help:"Name or ID of a voice of the catalogue."`
	Out   string `short:"o" required:"" help:"Voice file to write." placeholder:"VOICE"`
	data
}

func (k *voicesExport) Run(ctx context.Context, c *command, std streams) error {
	if filepath.Ext(k.Out) != voices.Extension {
		return usagef("the output %q must end in %s", k.Out, voices.Extension)
	}
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	v, err := pick(ctx, s.Library, k.Voice, false)
	if err != nil {
		return err
	}
	if err := s.ExportVoice(ctx, v.ID, k.Out); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, k.Out)
	return err
}

type voicesImport struct {
	Files []string `arg:"" help:"Voice files."`
	data
}

func (k *voicesImport) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	for _, path := range k.Files {
		made, err := s.ImportVoice(ctx, path)
		if err != nil {
			return err
		}
		if err := printCards(std.out, []card.Card{made}); err != nil {
			return err
		}
	}
	return nil
}

type voicesImprove struct {
	Voice string   `arg:"" help:"Name or ID of a voice of the catalogue."`
	Files []string `arg:"" help:"More recordings of it."`
	data
}

func (k *voicesImprove) Run(ctx context.Context, c *command, std streams) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	v, err := pick(ctx, s.Library, k.Voice, false)
	if err != nil {
		return err
	}
	p := newProgress(std.err, c.Quiet)
	defer p.clear()
	made, report, err := s.Improve(ctx, v.ID, desk.Whole(k.Files...), p.hearing)
	return p.added(std.out, made, report, err)
}

type voicesTrash struct {
	Voices []string `arg:"" help:"Names or IDs of voices of the catalogue."`
	data
}

func (k *voicesTrash) Run(ctx context.Context, c *command) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	ids, err := pickAll(ctx, s.Library, k.Voices, false)
	if err != nil {
		return err
	}
	return s.Trash(ctx, ids...)
}

type voicesRestore struct {
	Voices []string `arg:"" help:"Names or IDs of voices in the trash."`
	data
}

func (k *voicesRestore) Run(ctx context.Context, c *command) error {
	s, end, err := k.studio(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	ids, err := pickAll(ctx, s.Library, k.Voices, true)
	if err != nil {
		return err
	}
	return s.Restore(ctx, ids...)
}
