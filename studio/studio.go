// Package studio puts the rooms together: the engine, the catalogue of voices, the open project with its document,
// takes and render queue. Windows and commands stand on it and need nothing below it.
package studio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/card"
)

// Options say what a studio is made of.
type Options struct {
	Places  Places
	Library string // the ONNX Runtime library; empty looks in the usual places
	Threads int    // of the engine; 0 is all cores
	Log     *slog.Logger
}

// Studio is the running program without its window. It is safe for concurrent use. Close it after use.
type Studio struct {
	*store.Library // the catalogue, the settings, the words of all projects, recent projects

	options Options
	ctx     context.Context
	cancel  context.CancelFunc
	work    sync.WaitGroup

	ready  chan struct{} // closed when engine and broken are set
	engine *synth.Engine
	broken error

	mu       sync.Mutex
	voices   map[string]*voices.Voice // decoded, by card ID
	previews map[string]audio.Buffer
	projects map[*Project]bool // that are open
}

// Open opens the catalogue and begins to open the engine, which is ready some moments later.
func Open(ctx context.Context, options Options) (*Studio, error) {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(options.Places.Data, 0o755); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	library, err := store.OpenLibrary(ctx, filepath.Join(options.Places.Data, "library.db"))
	if err != nil {
		return nil, err
	}
	s := &Studio{Library: library, options: options, ready: make(chan struct{}), voices: map[string]*voices.Voice{}, previews: map[string]audio.Buffer{}, projects: map[*Project]bool{}}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.work.Go(s.start)
	return s, nil
}

// start opens the engine and brings the built-in voices into the catalogue.
func (s *Studio) start() {
	defer close(s.ready)
	s.engine, s.broken = synth.Open(synth.Options{Library: s.options.Library, Threads: s.options.Threads})
	if s.broken != nil {
		s.options.Log.Error("engine", "error", s.broken)
	}
	if err := s.installBuiltin(s.ctx); err != nil && s.ctx.Err() == nil {
		s.options.Log.Error("built-in voices", "error", err)
	}
	if s.broken != nil || s.ctx.Err() != nil {
		return
	}
	s.work.Go(func() {
		if err := s.engine.Warm(); err != nil {
			s.options.Log.Error("engine", "error", err)
		}
	})
}

// Engine waits for the engine. It fails with the reason when there is none, for instance because a library is missing.
func (s *Studio) Engine(ctx context.Context) (*synth.Engine, error) {
	select {
	case <-s.ready:
		return s.engine, s.broken
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.ctx.Done():
		return nil, errors.New("the program is closing")
	}
}

// Close ends all work and closes the catalogue.
func (s *Studio) Close() error {
	s.cancel()
	s.work.Wait()
	var first error
	if s.engine != nil {
		first = s.engine.Close()
	}
	return errors.Join(first, s.Library.Close())
}

// installBuiltin brings the built-in voices of this version into the catalogue. What the person changed on their cards
// (tags, folder, favourite) stays.
func (s *Studio) installBuiltin(ctx context.Context) error {
	all, err := voices.Builtin()
	if err != nil {
		return err
	}
	for _, v := range all {
		file, err := v.Encode()
		if err != nil {
			return err
		}
		c := cardOf(v)
		c.ID, c.Builtin = builtinID(v.Name), true
		if old, bytes, err := s.Voice(ctx, c.ID); err == nil {
			if string(bytes) == string(file) {
				continue
			}
			c.Folder, c.Tags, c.Favourite, c.Added, c.Used, c.Uses, c.Trashed = old.Folder, old.Tags, old.Favourite, old.Added, old.Used, old.Uses, old.Trashed
		}
		if err := s.PutVoice(ctx, c, file); err != nil {
			return err
		}
	}
	return nil
}

// AddRecordings makes a voice of recordings and puts it into the catalogue. What is known of it beforehand (name,
// description, licence, consent, tags) is taken from about. What became of every recording is told also when there is an
// error.
func (s *Studio) AddRecordings(ctx context.Context, about card.Card, paths []string, progress func(desk.Listening)) (card.Card, []desk.Recording, error) {
	engine, err := s.Engine(ctx)
	if err != nil {
		return card.Card{}, nil, err
	}
	v, report, err := voices.FromReferences(ctx, engine,
		voices.Voice{Name: about.Name, Description: about.Description, Licence: about.Licence, Consent: about.Consent}, paths,
		func(p prompts.Progress) {
			progress(desk.Listening{Path: p.Path, Fraction: p.Fraction, Remaining: p.Remaining})
		})
	recordings := make([]desk.Recording, len(report.Files))
	for i, f := range report.Files {
		recordings[i] = desk.Recording{Path: f.Path, Format: f.Format, Seconds: f.Seconds, Used: f.Used, Note: f.Note}
	}
	if err != nil {
		return card.Card{}, recordings, err
	}
	c := cardOf(v)
	c.Tags, c.Folder = about.Tags, about.Folder
	return c, recordings, s.putVoice(ctx, c, v)
}

// ImportVoice puts a voice file into the catalogue.
func (s *Studio) ImportVoice(ctx context.Context, path string) (card.Card, error) {
	v, err := voices.ReadFile(path)
	if err != nil {
		return card.Card{}, err
	}
	engine, err := s.Engine(ctx)
	if err != nil {
		return card.Card{}, err
	}
	if err := v.Fits(engine.Model()); err != nil {
		return card.Card{}, err
	}
	c := cardOf(v)
	return c, s.putVoice(ctx, c, v)
}

// ExportVoice writes a voice of the catalogue as a voice file.
func (s *Studio) ExportVoice(ctx context.Context, id, path string) error {
	_, file, err := s.Voice(ctx, id)
	if err != nil {
		return err
	}
	v, err := voices.Decode(file)
	if err != nil {
		return err
	}
	return voices.WriteFile(path, v)
}

// Blend mixes voices of the catalogue and puts the result into it.
func (s *Studio) Blend(ctx context.Context, name string, weights map[string]float64) (card.Card, error) {
	var parts []voices.Part
	for _, id := range sortedKeys(weights) {
		_, file, err := s.Voice(ctx, id)
		if err != nil {
			return card.Card{}, err
		}
		v, err := voices.Decode(file)
		if err != nil {
			return card.Card{}, err
		}
		parts = append(parts, voices.Part{Voice: v, Weight: weights[id]})
	}
	v, err := voices.Blend(parts...)
	if err != nil {
		return card.Card{}, err
	}
	v.Name = name
	c := cardOf(v)
	return c, s.putVoice(ctx, c, v)
}

// RecentProjects lists the projects that were opened before, the last one first.
func (s *Studio) RecentProjects(ctx context.Context) ([]desk.Recent, error) {
	rows, err := s.Recent(ctx)
	recent := make([]desk.Recent, len(rows))
	for i, r := range rows {
		recent[i] = desk.Recent{Path: r.Path, Name: r.Name, Opened: r.Opened}
	}
	return recent, err
}

// Places are the studio's folders.
func (s *Studio) Places() Places { return s.options.Places }

// Card is a voice's entry in the catalogue.
func (s *Studio) Card(ctx context.Context, id string) (card.Card, error) {
	c, _, err := s.Voice(ctx, id)
	return c, err
}

// SetWord gives a word a pronunciation in all projects.
func (s *Studio) SetWord(ctx context.Context, w script.Word) error {
	return s.rewrite(ctx, s.Library.SetWord(ctx, w))
}

// DeleteWord takes a word out of the dictionary of all projects.
func (s *Studio) DeleteWord(ctx context.Context, written string) error {
	return s.rewrite(ctx, s.Library.DeleteWord(ctx, written))
}

// rewrite tells the open projects that the dictionary changed.
func (s *Studio) rewrite(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	words, err := s.Words(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	projects := slices.Collect(maps.Keys(s.projects))
	s.mu.Unlock()
	for _, p := range projects {
		p.reword(words)
	}
	return nil
}

// Version is the program's version as it was built; "development" in a checkout without one.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}
