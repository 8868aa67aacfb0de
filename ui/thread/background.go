package thread

import (
	"context"
	"sync"
	"time"
)

// A Background is the goroutines of one owner, a view mostly: they end with it, and what they tell reaches the window's
// thread only while it lasts. It is safe for concurrent use; Close it after use.
type Background struct {
	to      Dispatcher
	ctx     context.Context
	end     context.CancelFunc
	mu      sync.Mutex // keeps Go from adding to running while Close waits
	running sync.WaitGroup
}

// NewBackground makes a Background without goroutines.
func NewBackground(to Dispatcher) *Background {
	b := &Background{to: to}
	b.ctx, b.end = context.WithCancel(context.Background())
	return b
}

// Go runs f on a goroutine of its own, or not at all once the Background is closed. f returns soon after ctx ends.
func (b *Background) Go(f func(ctx context.Context)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx.Err() == nil {
		b.running.Go(func() { f(b.ctx) })
	}
}

// Tell runs f on the window's thread, unless the Background is closed by then.
func (b *Background) Tell(f func()) { tell(b.ctx, b.to, f) }

// Watch runs f on the window's thread at every tick until the Background is closed or end, which may be nil, is. Where the
// window is slower than the ticks, some are left out.
func (b *Background) Watch(ticks <-chan time.Time, end <-chan struct{}, f func()) {
	frames := Latest{To: b.to}
	b.Go(func(ctx context.Context) {
		for {
			select {
			case <-ctx.Done():
				return
			case <-end:
				return
			case <-ticks:
				frames.Do(func() {
					if ctx.Err() == nil {
						f()
					}
				})
			}
		}
	})
}

// Close ends all goroutines and waits for them. Nothing is told any more.
func (b *Background) Close() {
	b.mu.Lock()
	b.end()
	b.mu.Unlock()
	b.running.Wait()
}

// tell runs f on the window's thread unless ctx has ended by then.
func tell(ctx context.Context, to Dispatcher, f func()) {
	to.Do(func() {
		if ctx.Err() == nil {
			f()
		}
	})
}
