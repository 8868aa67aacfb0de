package thread

import (
	"context"
	"sync"
)

// A Newest works in the background on the newest of the things that it is asked for, one at a time: what is asked for
// while it works waits, and takes the place of what waited before. It is for views whose state changes faster than it can
// be heard or drawn. It is safe for concurrent use; Close it after use.
type Newest[T any] struct {
	to    Dispatcher
	work  func(ctx context.Context, what T, tell func(f func()))
	spare func(begun, asked T) bool
	own   *Background

	mu      sync.Mutex
	next    *T // waits; nil is nothing to do
	begun   T  // what was begun last; it may have ended
	cancel  context.CancelFunc
	working bool
}

// NewNewest makes a Newest that does work, which returns soon after ctx ends. What work tells reaches the window's thread,
// in order, unless it was given up by then. A piece of work is given up as soon as something else is asked for; where spare
// is not nil and returns true of the two, it is let finish and is told.
func NewNewest[T any](to Dispatcher, work func(ctx context.Context, what T, tell func(f func())), spare func(begun, asked T) bool) *Newest[T] {
	return &Newest[T]{to: to, work: work, spare: spare, own: NewBackground(to), cancel: func() {}}
}

// Ask wants this instead of all that was asked for before. Once the Newest is closed it does nothing.
func (n *Newest[T]) Ask(what T) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.spare == nil || !n.spare(n.begun, what) {
		n.cancel()
	}
	n.next = &what
	if n.working {
		return
	}
	n.working = true
	n.own.Go(n.run)
}

// run works until nothing waits.
func (n *Newest[T]) run(all context.Context) {
	for {
		n.mu.Lock()
		if n.next == nil || all.Err() != nil {
			n.working = false
			n.mu.Unlock()
			return
		}
		ctx, cancel := context.WithCancel(all)
		what := *n.next
		n.next, n.begun, n.cancel = nil, what, cancel
		n.mu.Unlock()

		n.work(ctx, what, func(f func()) { tell(ctx, n.to, f) })
		// The context is freed once all that was told with it has run, since what is given up until then is not wanted.
		if ctx.Err() != nil {
			cancel()
		} else {
			n.to.Do(cancel)
		}
	}
}

// Close gives up all work and waits for it. Nothing is told any more.
func (n *Newest[T]) Close() { n.own.Close() }
