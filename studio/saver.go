package studio

import (
	"context"
	"sync"
	"time"
)

// retryAfter is how long a saver waits before it tries again what could not be written, for instance on a full disk.
const retryAfter = 2 * time.Second

// saver writes changes to disk in the order in which they were made, beside the window. What fails stays first in the
// queue and is tried again, so nothing is lost while the program runs.
type saver struct {
	report func(error) // nil when writing works again
	ctx    context.Context
	done   chan struct{}
	wake   chan struct{}

	mu     sync.Mutex
	tasks  []func(context.Context) error
	closed bool
	err    error
}

func newSaver(ctx context.Context, report func(error)) *saver {
	s := &saver{report: report, ctx: context.WithoutCancel(ctx), done: make(chan struct{}), wake: make(chan struct{}, 1)}
	go s.run()
	return s
}

func (s *saver) add(task func(context.Context) error) {
	s.mu.Lock()
	s.tasks = append(s.tasks, task)
	s.mu.Unlock()
	s.nudge()
}

func (s *saver) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// close writes what waits and returns the error that kept some of it from being written.
func (s *saver) close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.nudge()
	<-s.done
	return s.err
}

func (s *saver) run() {
	defer close(s.done)
	for {
		s.mu.Lock()
		var task func(context.Context) error
		if len(s.tasks) > 0 {
			task = s.tasks[0]
		}
		closed, failing := s.closed, s.err != nil
		s.mu.Unlock()
		if task == nil {
			if closed {
				return
			}
			<-s.wake
			continue
		}
		err := task(s.ctx)
		if err != nil && closed {
			s.err = err
			return
		}
		if err != nil {
			s.setErr(err)
			select {
			case <-time.After(retryAfter):
			case <-s.wake:
			}
			continue
		}
		s.mu.Lock()
		s.tasks = s.tasks[1:]
		s.mu.Unlock()
		if failing {
			s.setErr(nil)
		}
	}
}

func (s *saver) setErr(err error) {
	s.mu.Lock()
	news := err == nil || s.err == nil || s.err.Error() != err.Error()
	s.err = err
	s.mu.Unlock()
	if news {
		s.report(err)
	}
}
