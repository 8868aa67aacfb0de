package farm

import (
	"context"
	"sync"
	"time"

	"voicewright/script"
)

// An Event tells what has changed in a queue since the last one.
type Event struct {
	Lines    []Change // the newest status of every line whose status changed, in the order in which they began to
	Progress Progress // of the whole queue
	Trouble  error    // what went wrong with the queue itself, or nil: jobs or takes that could not be kept
}

// A Change is the status of all jobs of a line together.
type Change struct {
	Line string
	// State is Waiting or Rendering while there are jobs. Then it is Ready when a take was made, Failed when none was, or
	// Todo when all jobs were cancelled.
	State    script.State
	Progress float64 // 0 to 1 over the jobs that the line got since it last had none
	Roll     int     // 0, or which roll is under way after takes that were doubted
	Why      string  // one sentence when a job failed
}

// interval is the shortest time between two events. Ten a second look fluid, and a window has better things to do than
// to follow every chunk.
const interval = 100 * time.Millisecond

// news gathers changes and passes them on at a bearable rate.
type news struct {
	tell func(Event)
	wake chan struct{}

	mu      sync.Mutex
	changes []Change
	place   map[string]int // of a line in changes
	problem error
}

func newNews(tell func(Event)) *news {
	return &news{tell: tell, wake: make(chan struct{}, 1), place: map[string]int{}}
}

// run passes events on until ctx ends: the first one at once, later ones not before the interval has passed.
func (n *news) run(ctx context.Context, progress func() Progress) {
	if n.tell == nil {
		return
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-n.wake:
		case <-ctx.Done():
			return
		}
		n.tell(n.event(progress()))
		timer.Reset(interval)
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
	}
}

func (n *news) event(progress Progress) Event {
	n.mu.Lock()
	defer n.mu.Unlock()
	e := Event{Lines: n.changes, Progress: progress, Trouble: n.problem}
	n.changes, n.problem = nil, nil
	clear(n.place)
	return e
}

// change replaces what is to be told about a line.
func (n *news) change(c Change) {
	if n.tell == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if i, ok := n.place[c.Line]; ok {
		n.changes[i] = c
	} else {
		n.place[c.Line] = len(n.changes)
		n.changes = append(n.changes, c)
	}
	n.stir()
}

// trouble keeps the first problem until it is told.
func (n *news) trouble(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.problem == nil {
		n.problem = err
	}
	n.stir()
}

// stir asks for an event soon.
func (n *news) stir() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}
