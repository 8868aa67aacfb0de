// Package synth turns text into speech: sentences, spoken form, phonemes, durations, latents, mel and pitch, waveform.
//
// Data flows one way through those stages, and each is a plain function of its input, the voice and the seed. The same
// text, voice, seed and model give the same samples whatever the number of threads.
package synth

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"voicewright/assets"
	"voicewright/synth/ort"
	"voicewright/synth/phoneme"
)

// Revision counts the changes of the engine's own arithmetic that are heard: takes of another one are made again, as after a
// change of the model.
const Revision = "8"

// Options say what an engine is made of. The zero value is the embedded model on all cores.
type Options struct {
	Library    string              // the ONNX Runtime library or its folder; empty looks in the usual places (package ort)
	Threads    int                 // how many cores to use; 0 is all that the process may use
	Models     fs.FS               // the model bundle; nil is the embedded one
	Dictionary *phoneme.Dictionary // pronunciations that come before the built-in ones; may be nil
}

// Engine speaks and hears. It is safe for concurrent use; all work together keeps to its threads.
type Engine struct {
	model    *Model
	sessions *sessions
	threads  int
	slots    chan struct{}       // holds one token for every core in use
	own      *phoneme.Dictionary // Options.Dictionary
	readers  *cache[*phoneme.Phonemizer]
	tunings  *cache[tuning]
	using    sync.RWMutex // read while a call is under way, written by Close
	closed   bool
}

// Open makes an engine. It reads the model's manifest and finds the ONNX Runtime library, so that what is missing is
// told at once; the graphs are opened when they are first used. Close it after use.
func Open(options Options) (*Engine, error) {
	bundle := options.Models
	if bundle == nil {
		bundle = assets.Models()
	}
	model, err := ReadModel(bundle)
	if err != nil {
		return nil, err
	}
	if err := checkSymbols(model.Symbols); err != nil {
		return nil, err
	}
	if err := ort.Start(options.Library); err != nil {
		return nil, err
	}
	threads := options.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return &Engine{
		model:    model,
		sessions: newSessions(bundle, model, options.Library),
		threads:  threads,
		slots:    make(chan struct{}, threads),
		own:      options.Dictionary,
		readers:  newCache[*phoneme.Phonemizer](keptReaders),
		tunings:  newCache[tuning](keptTunings),
	}, nil
}

// How many phonemizers, one a dictionary, and tunings, one a voice and its settings, are kept.
const (
	keptReaders = 8
	keptTunings = 64
)

// phonemes returns the phonemizer with a request's dictionary, which may be nil, over the engine's own.
func (e *Engine) phonemes(ctx context.Context, over *phoneme.Dictionary) (*phoneme.Phonemizer, error) {
	hash := sha256.New()
	if _, err := over.WriteTo(hash); err != nil {
		return nil, err
	}
	return e.readers.get(ctx, [32]byte(hash.Sum(nil)), func() (*phoneme.Phonemizer, error) {
		if len(over.Words()) == 0 {
			return phoneme.New(e.own)
		}
		return phoneme.New(phoneme.Layer(e.own, over))
	})
}

// Model describes the engine's model. It must not be changed.
func (e *Engine) Model() *Model { return e.model }

// Threads is the number of cores that the engine uses.
func (e *Engine) Threads() int { return e.threads }

// Close waits for the calls under way and frees the model. Later calls fail. It must not be called from within a
// callback of the engine.
func (e *Engine) Close() error {
	e.using.Lock()
	defer e.using.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	return e.sessions.close()
}

// enter marks a call as under way; the caller must leave with e.using.RUnlock when there was no error.
func (e *Engine) enter() error {
	e.using.RLock()
	if e.closed {
		e.using.RUnlock()
		return errClosed
	}
	return nil
}

// Warm opens and verifies everything that speaking needs, over all cores. Speak does it by itself; call Warm where there
// is time before the first sentence. It fails for the first thing that is missing or damaged.
func (e *Engine) Warm() error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.using.RUnlock()
	return e.warm(context.Background(), e.model.Defaults.Steps > 0)
}

// warm opens what speech needs, the flow's graph only where it flows.
func (e *Engine) warm(ctx context.Context, flows bool) error {
	tasks := []func() error{
		func() error { _, err := e.phonemes(ctx, nil); return err },
		func() error { hiss(); return nil },
	}
	graphs := []graph{priorGraph, textGraph, vocoderGraph, decoderGraph}
	if flows {
		graphs = append(graphs, flowGraph)
	}
	for _, g := range graphs {
		tasks = append(tasks, func() error { _, err := e.sessions.open(g); return err })
	}
	errs := make([]error, len(tasks))
	var group sync.WaitGroup
	for i, task := range tasks {
		group.Go(func() {
			if errs[i] = e.acquire(ctx); errs[i] == nil {
				defer e.release()
				errs[i] = task()
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// acquire takes a core, waiting for one; release gives it back.
func (e *Engine) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case e.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) release() { <-e.slots }

// tryAcquire takes a core only if one is idle.
func (e *Engine) tryAcquire() bool {
	select {
	case e.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

// together runs tasks on the caller's core and on cores that are idle, and returns the first error by order. The caller
// holds a core. Which task runs where changes nothing about its result.
func (e *Engine) together(tasks ...func() error) error {
	errs := make([]error, len(tasks))
	var group sync.WaitGroup
	for i, task := range tasks {
		if i < len(tasks)-1 && e.tryAcquire() {
			group.Go(func() {
				defer e.release()
				errs[i] = task()
			})
			continue
		}
		errs[i] = task()
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSymbols compares the model's symbols with those of the phonemizer: a model trained on another set would speak
// nonsense without any error.
func checkSymbols(symbols []string) error {
	want := phoneme.Symbols()
	if len(symbols) != len(want) {
		return fmt.Errorf("the model knows %d phoneme symbols, this program %d: they do not fit together", len(symbols), len(want))
	}
	for i := range want {
		if symbols[i] != want[i] {
			return fmt.Errorf("the model's phoneme symbol %d is %q, this program's is %q: they do not fit together", i, symbols[i], want[i])
		}
	}
	return nil
}
