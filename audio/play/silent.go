package play

import (
	"sync"
	"time"
)

// tick is how often the silent output moves on.
const tick = 10 * time.Millisecond

// silent is the output without a device: it lets the mixer run by the clock and hears nothing.
type silent struct {
	mix *mixer

	mu    sync.Mutex
	base  int64     // heard when the clock began
	since time.Time // when it began
	halt  chan struct{}
	done  chan struct{}
}

func newSilent(m *mixer) *silent { return &silent{mix: m, base: m.total()} }

func (s *silent) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.halt != nil {
		return
	}
	s.since = time.Now()
	s.halt, s.done = make(chan struct{}), make(chan struct{})
	go s.run(s.halt, s.done)
}

// run makes frames a tick before they are due.
func (s *silent) run(halt, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		s.mu.Lock()
		until := s.clock() + int64(tick)*rate/int64(time.Second)
		s.mu.Unlock()
		if n := until - s.mix.total(); n > 0 {
			s.mix.mix(nil, int(n))
		}
		select {
		case <-ticker.C:
		case <-halt:
			return
		}
	}
}

// clock is the number of frames that would have been heard; s.mu is held.
func (s *silent) clock() int64 {
	if s.halt == nil {
		return s.base
	}
	return s.base + int64(time.Since(s.since).Seconds()*rate)
}

func (s *silent) stop() {
	s.mu.Lock()
	if s.halt == nil {
		s.mu.Unlock()
		return
	}
	close(s.halt)
	done := s.done
	s.mu.Unlock()
	<-done
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = min(s.clock(), s.mix.total())
	s.halt = nil
}

func (s *silent) heard() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return min(s.clock(), s.mix.total())
}

func (s *silent) err() error { return nil }

func (s *silent) close() { s.stop() }
