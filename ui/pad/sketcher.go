package pad

import (
	"context"
	"maps"
	"math"
	"sync"

	"voicewright/audio"
	"voicewright/ui/thread"
)

// A Source speaks with blends. It is asked on another thread than the window's.
type Source interface {
	// Sketch speaks a short phrase with voices of the catalogue, blended by weight. It returns soon after ctx ends.
	Sketch(ctx context.Context, weights map[string]float64) (audio.Buffer, error)
}

// near is how far the shares may have moved since a sketch was begun that is let finish: a slow hand hears the voice change
// under it, a quick one is not kept waiting by what it has left behind.
const near = 0.08

// A sketcher makes one sketch at a time, always of the newest weights: those in between are never made.
type sketcher struct {
	source Source
	to     thread.Dispatcher
	heard  func(sound audio.Buffer)
	failed func(error)

	ctx     context.Context
	end     context.CancelFunc
	running sync.WaitGroup

	mu      sync.Mutex
	next    map[string]float64 // nil is nothing to do
	current map[string]float64 // in work
	cancel  context.CancelFunc // of what is in work
	working bool
}

func newSketcher(source Source, to thread.Dispatcher, heard func(audio.Buffer), failed func(error)) *sketcher {
	s := &sketcher{source: source, to: to, heard: heard, failed: failed, cancel: func() {}}
	s.ctx, s.end = context.WithCancel(context.Background())
	return s
}

// ask wants a sketch of these weights instead of all others.
func (s *sketcher) ask(weights map[string]float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return
	}
	s.next = maps.Clone(weights)
	if s.working {
		if far(s.current, weights) {
			s.cancel()
		}
		return
	}
	s.working = true
	s.running.Go(s.work)
}

// far tells whether shares differ by more than what is near. Both sum to the same.
func far(a, b map[string]float64) bool {
	if len(a) != len(b) {
		return true
	}
	for id, v := range b {
		if before, there := a[id]; !there || math.Abs(before-v) > near {
			return true
		}
	}
	return false
}

func (s *sketcher) work() {
	for {
		s.mu.Lock()
		weights := s.next
		s.next, s.current = nil, weights
		if weights == nil || s.ctx.Err() != nil {
			s.working = false
			s.mu.Unlock()
			return
		}
		ctx, cancel := context.WithCancel(s.ctx)
		s.cancel = cancel
		s.mu.Unlock()

		sound, err := s.source.Sketch(ctx, weights)
		given := ctx.Err() != nil
		cancel()
		if given {
			continue
		}
		s.to.Do(func() {
			switch {
			case s.ctx.Err() != nil:
			case err != nil:
				s.failed(err)
			default:
				s.heard(sound)
			}
		})
	}
}

// close ends the work and waits for it.
func (s *sketcher) close() {
	s.mu.Lock()
	s.end()
	s.mu.Unlock()
	s.running.Wait()
}
