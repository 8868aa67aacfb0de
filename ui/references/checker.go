package references

import (
	"context"
	"sync"
	"time"

	"voicewright/studio/desk"
	"voicewright/ui/thread"
)

// A Source listens to recordings. It is asked on other threads than the window's.
type Source interface {
	// Outline reads how far a recording reaches.
	Outline(ctx context.Context, path string) (desk.Outline, error)
	// CheckReferences listens to recordings of one voice and tells how well they serve.
	CheckReferences(ctx context.Context, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error)
}

// settle is how long the desk waits after a change before it listens again: longer than between two clicks.
const settle = 400 * time.Millisecond

// A checker listens to what lies on the desk: the newest state wins, what is in work for an older one is cancelled.
type checker struct {
	source  Source
	to      thread.Dispatcher
	latest  thread.Latest // for progress
	ctx     context.Context
	end     context.CancelFunc
	running sync.WaitGroup
	cancel  context.CancelFunc // of the newest check

	outlined func(path string, o desk.Outline, err error)
	heard    func(desk.Listening)
	checked  func(asked []desk.Source, r desk.Report, err error)
}

func newChecker(source Source, to thread.Dispatcher) *checker {
	c := &checker{source: source, to: to, latest: thread.Latest{To: to}, cancel: func() {}}
	c.ctx, c.end = context.WithCancel(context.Background())
	return c
}

// ask reads the outlines of new recordings, then listens to all. Those that cannot be read are left out.
func (c *checker) ask(fresh []string, sources []desk.Source, wait time.Duration) {
	c.cancel()
	ctx, cancel := context.WithCancel(c.ctx)
	c.cancel = cancel
	back := func(f func()) {
		c.to.Do(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	c.running.Go(func() {
		defer cancelLater(ctx, cancel, c.to)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		broken := map[string]bool{}
		for _, path := range fresh {
			o, err := c.source.Outline(ctx, path)
			if ctx.Err() != nil {
				return
			}
			broken[path] = err != nil
			back(func() { c.outlined(path, o, err) })
		}
		var whole []desk.Source
		for _, s := range sources {
			if !broken[s.Path] {
				whole = append(whole, s)
			}
		}
		if len(whole) == 0 {
			back(func() { c.checked(nil, desk.Report{}, nil) })
			return
		}
		report, err := c.source.CheckReferences(ctx, whole, func(l desk.Listening) {
			c.latest.Do(func() {
				if ctx.Err() == nil {
					c.heard(l)
				}
			})
		})
		back(func() { c.checked(whole, report, err) })
	})
}

// cancelLater frees the context once all that was dispatched with it has run.
func cancelLater(ctx context.Context, cancel context.CancelFunc, to thread.Dispatcher) {
	if ctx.Err() != nil {
		cancel()
		return
	}
	to.Do(cancel)
}

// close ends the work and waits for it.
func (c *checker) close() {
	c.end()
	c.running.Wait()
}
