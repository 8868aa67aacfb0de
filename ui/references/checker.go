package references

import (
	"context"
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
	source Source
	work   *thread.Newest[state]
	latest thread.Latest // for progress

	outlined func(path string, o desk.Outline, err error)
	heard    func(desk.Listening)
	checked  func(asked []desk.Source, r desk.Report, err error)
}

// A state is what lies on the desk.
type state struct {
	fresh   []string      // recordings that nothing is known of yet
	sources []desk.Source // all
	wait    time.Duration // before anything is done
}

func newChecker(source Source, to thread.Dispatcher) *checker {
	c := &checker{source: source, latest: thread.Latest{To: to}}
	c.work = thread.NewNewest(to, c.check, nil)
	return c
}

// check reads the outlines of new recordings, then listens to all. Those that cannot be read are left out.
func (c *checker) check(ctx context.Context, s state, tell func(func())) {
	select {
	case <-time.After(s.wait):
	case <-ctx.Done():
		return
	}
	broken := map[string]bool{}
	for _, path := range s.fresh {
		o, err := c.source.Outline(ctx, path)
		if ctx.Err() != nil {
			return
		}
		broken[path] = err != nil
		tell(func() { c.outlined(path, o, err) })
	}
	var whole []desk.Source
	for _, source := range s.sources {
		if !broken[source.Path] {
			whole = append(whole, source)
		}
	}
	if len(whole) == 0 {
		tell(func() { c.checked(nil, desk.Report{}, nil) })
		return
	}
	report, err := c.source.CheckReferences(ctx, whole, func(l desk.Listening) {
		c.latest.Do(func() {
			if ctx.Err() == nil {
				c.heard(l)
			}
		})
	})
	tell(func() { c.checked(whole, report, err) })
}
