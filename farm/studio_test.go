package farm

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"voicewright/audio"
	"voicewright/script"
)

// A studio is Renderer and Keeper in one: it renders good sound in a second of fake time unless told otherwise, and
// remembers everything.
type studio struct {
	render func(ctx context.Context, job Job, progress func(float64)) (Made, error)
	failAt func(call string) error // may be nil

	mu       sync.Mutex
	rendered []string // lines, in the order in which rendering began
	kept     []Made
	failed   map[string]string // job ID to reason
	jobs     []Job             // pending
	now, top int               // renders under way, and the most of them
}

func newStudio() *studio { return &studio{failed: map[string]string{}} }

// good returns a take of a second that the check has nothing against.
func good(job Job) Made {
	return Made{
		Sound:  audio.Buffer{Rate: 24000, Samples: hum(1)},
		Expect: Expect{Seconds: 1, Level: -23},
		Take:   script.Take{ID: fmt.Sprint(job.ID, "-", job.Seed)},
	}
}

// hum is a noisy tone at -23 dBFS.
func hum(seconds float64) []float32 {
	x := make([]float32, int(seconds*24000))
	for i := range x {
		x[i] = 0.1 * float32(i%100-50) / 50 * 1.225
	}
	return x
}

func second(ctx context.Context, job Job, progress func(float64)) (Made, error) {
	for i := range 10 {
		select {
		case <-time.After(100 * time.Millisecond):
			progress(float64(i+1) / 10)
		case <-ctx.Done():
			return Made{}, ctx.Err()
		}
	}
	return good(job), nil
}

func (s *studio) Render(ctx context.Context, job Job, progress func(float64)) (Made, error) {
	s.mu.Lock()
	s.rendered = append(s.rendered, job.Line)
	s.now++
	s.top = max(s.top, s.now)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	}()
	if s.render != nil {
		return s.render(ctx, job, progress)
	}
	return second(ctx, job, progress)
}

func (s *studio) fails(call string) error {
	if s.failAt == nil {
		return nil
	}
	return s.failAt(call)
}

func (s *studio) Keep(_ context.Context, _ Job, made Made) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fails("keep"); err != nil {
		return err
	}
	s.kept = append(s.kept, made)
	return nil
}

func (s *studio) Failed(_ context.Context, job Job, reason error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed[job.ID] = reason.Error()
	return s.fails("failed")
}

func (s *studio) Pending(context.Context) ([]Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.jobs), s.fails("pending")
}

func (s *studio) Queue(_ context.Context, jobs []Job) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range jobs {
		if i := slices.IndexFunc(s.jobs, func(k Job) bool { return k.ID == j.ID }); i >= 0 {
			s.jobs[i] = j
		} else {
			s.jobs = append(s.jobs, j)
		}
	}
	return s.fails("queue")
}

func (s *studio) Drop(_ context.Context, ids []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(j Job) bool { return slices.Contains(ids, j.ID) })
	return s.fails("drop")
}

func (s *studio) pendingLines() (lines []string) {
	jobs, _ := s.Pending(context.Background())
	for _, j := range jobs {
		lines = append(lines, j.Line)
	}
	return lines
}

// watcher gathers events.
type watcher struct {
	mu     sync.Mutex
	events []Event
	times  []time.Time
}

func (w *watcher) on(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	w.times = append(w.times, time.Now())
}

// of returns the changes of a line in order.
func (w *watcher) of(line string) (c []Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.events {
		for _, l := range e.Lines {
			if l.Line == line {
				c = append(c, l)
			}
		}
	}
	return c
}

func (w *watcher) trouble() (all []error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.events {
		if e.Trouble != nil {
			all = append(all, e.Trouble)
		}
	}
	return all
}

func job(line string, priority int) Job {
	return Job{ID: "job " + line, Line: line, Key: "key " + line, Seed: 7, Priority: priority}
}

// inBubble runs a test in fake time; it fails by itself when a goroutine is left.
func inBubble(t *testing.T, s *studio, o Options, test func(t *testing.T, q *Queue, w *watcher)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &watcher{}
		o.OnChange = w.on
		q := New(t.Context(), s, s, o)
		defer q.Close()
		test(t, q, w)
	})
}
