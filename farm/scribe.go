package farm

import (
	"context"
	"fmt"
	"sync"
)

// A scribe writes to the Keeper which jobs are queued and dropped, in order and in its own goroutine, so that adding
// ten thousand lines does not hold up the window.
type scribe struct {
	keeper Keeper
	wake   chan struct{}

	mu      sync.Mutex
	entries []entry
	ended   bool
}

// An entry is either jobs to queue or IDs to drop.
type entry struct {
	queue []Job
	drop  []string
}

func newScribe(keeper Keeper) *scribe { return &scribe{keeper: keeper, wake: make(chan struct{}, 1)} }

func (s *scribe) queue(jobs []Job) {
	if len(jobs) > 0 {
		s.add(entry{queue: jobs})
	}
}

func (s *scribe) drop(id string) { s.add(entry{drop: []string{id}}) }

// add appends e, joined with the last entry when that is of the same kind.
func (s *scribe) add(e entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.entries); n > 0 && (s.entries[n-1].queue == nil) == (e.queue == nil) {
		last := &s.entries[n-1]
		last.queue = append(last.queue, e.queue...)
		last.drop = append(last.drop, e.drop...)
	} else {
		s.entries = append(s.entries, e)
	}
	s.stir()
}

// end lets run return when everything is written.
func (s *scribe) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.stir()
}

func (s *scribe) stir() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *scribe) run(ctx context.Context, trouble func(error)) {
	for range s.wake {
		s.mu.Lock()
		entries, ended := s.entries, s.ended
		s.entries = nil
		s.mu.Unlock()
		for _, e := range entries {
			if err := s.write(ctx, e); err != nil {
				trouble(err)
			}
		}
		if ended {
			return
		}
	}
}

func (s *scribe) write(ctx context.Context, e entry) error {
	if len(e.queue) > 0 {
		if err := s.keeper.Queue(ctx, e.queue); err != nil {
			return fmt.Errorf("remember %d queued lines, which a crash would now lose: %w", len(e.queue), err)
		}
		return nil
	}
	if err := s.keeper.Drop(ctx, e.drop); err != nil {
		return fmt.Errorf("forget %d finished jobs, which will be rendered again after a restart: %w", len(e.drop), err)
	}
	return nil
}
