package design

import (
	"context"
	"sync"

	"voicewright/ui/thread"
)

// A worker does one piece of work at a time in the background; a new one takes the place of the one before.
type worker struct {
	to      thread.Dispatcher
	ctx     context.Context
	end     context.CancelFunc
	stop    context.CancelFunc // of the piece in work
	running sync.WaitGroup
}

func newWorker(to thread.Dispatcher) *worker {
	w := &worker{to: to, stop: func() {}}
	w.ctx, w.end = context.WithCancel(context.Background())
	return w
}

// ask begins a piece of work and gives up the one before. What work tells reaches the window's thread unless it was given
// up by then. It belongs to the window's thread.
func (w *worker) ask(work func(ctx context.Context, tell func(func()))) {
	w.stop()
	if w.ctx.Err() != nil {
		return
	}
	ctx, stop := context.WithCancel(w.ctx)
	w.stop = stop
	w.running.Go(func() {
		work(ctx, func(f func()) {
			w.to.Do(func() {
				if ctx.Err() == nil {
					f()
				}
			})
		})
	})
}

// close ends the work and waits for it.
func (w *worker) close() {
	w.end()
	w.stop()
	w.running.Wait()
}
