// Package studio puts the rooms together: the engine, the catalogue of voices, the open project with its document,
// takes and render queue. Windows and commands stand on it and need nothing below it.
package studio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/describe"
)

// Options say what a studio is made of.
type Options struct {
	Places  Places
	Library string // the ONNX Runtime library; empty looks in the usual places
	Models  fs.FS  // a model bundle in place of the built-in one; usually nil
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

	describing sync.Mutex // guards describer
	describer  *describe.Describer
	drawn      drawn // by it, last

	mu       sync.Mutex
	voices   map[string]*voices.Voice // decoded, by card ID
	previews map[string]audio.Buffer
	projects map[*Project]bool // that are open
	revised  map[string]string // revisions of the voices that were improved or renewed, by card ID

	renewing chan struct{} // holds one value while a voice is made again: one at a time
	heard    chan struct{} // closed when every voice has its ear
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
	s := &Studio{Library: library, options: options, ready: make(chan struct{}), voices: map[string]*voices.Voice{}, previews: map[string]audio.Buffer{}, projects: map[*Project]bool{}, heard: make(chan struct{}), renewing: make(chan struct{}, 1)}
	if s.revised, err = library.Revisions(ctx); err != nil {
		return nil, errors.Join(err, library.Close())
	}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.work.Go(s.start)
	return s, nil
}

// start opens the engine and brings the built-in voices into the catalogue.
func (s *Studio) start() {
	defer close(s.ready)
	s.engine, s.broken = synth.Open(synth.Options{Library: s.options.Library, Models: s.options.Models, Threads: s.options.Threads})
	if s.broken != nil {
		s.options.Log.Error("engine", "error", s.broken)
	}
	if err := s.installBuiltin(s.ctx); err != nil && s.ctx.Err() == nil {
		s.options.Log.Error("built-in voices", "error", err)
	}
	s.work.Go(s.listenToAll)
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
	if s.describer != nil {
		first = s.describer.Close()
	}
	if s.engine != nil {
		first = errors.Join(first, s.engine.Close())
	}
	return errors.Join(first, s.Library.Close())
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
