package farm

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"voicewright/script"
)

// A queue that ends amid its work leaves the unfinished jobs pending, and the next one does them in their order.
func TestResumeAfterACrash(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Workers: 2}, func(t *testing.T, q *Queue, _ *watcher) {
		q.Add(job("a", Batch), job("b", Batch), job("c", Batch), job("d", Batch), job("e", ByHand))
		q.Raise("d")
		time.Sleep(1500 * time.Millisecond)
		q.Close()
	})
	if want := []string{"b", "c", "d"}; !slices.Equal(s.pendingLines(), want) {
		t.Fatalf("pending are %v, want %v", s.pendingLines(), want)
	}
	s.rendered = nil
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, _ *watcher) {
		_ = q.Wait(t.Context())
	})
	if want := []string{"d", "b", "c"}; !slices.Equal(s.rendered, want) || len(s.kept) != 5 || len(s.pendingLines()) != 0 {
		t.Errorf("then rendered %v, kept %d, pending %v", s.rendered, len(s.kept), s.pendingLines())
	}
}

// A disk that is full pauses the queue and costs no job.
func TestAKeeperThatFailsPausesTheQueue(t *testing.T) {
	s := newStudio()
	full := true
	s.failAt = func(call string) error {
		if full && call == "keep" {
			return errors.New("no space left on device")
		}
		return nil
	}
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", Batch), job("c", Batch))
		time.Sleep(time.Minute)
		if p := q.Progress(); !p.Paused || p.Waiting != 3 {
			t.Errorf("progress %+v", p)
		}
		if all := w.trouble(); len(all) != 1 || !strings.Contains(all[0].Error(), "no space left") {
			t.Errorf("troubles %v", all)
		}
		s.mu.Lock()
		full = false
		s.mu.Unlock()
		q.Resume()
		_ = q.Wait(t.Context())
		if len(s.kept) != 3 || len(s.failed) != 0 {
			t.Errorf("kept %d, failed %v", len(s.kept), s.failed)
		}
	})
}

// A single take that cannot be kept fails alone.
func TestATakeThatCannotBeKept(t *testing.T) {
	s := newStudio()
	s.render = func(ctx context.Context, job Job, progress func(float64)) (Made, error) {
		made, err := second(ctx, job, progress)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.failAt = nil
		if job.Line == "b" {
			s.failAt = func(call string) error {
				if call == "keep" {
					return errors.New("this line is gone")
				}
				return nil
			}
		}
		return made, err
	}
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", ByHand), job("c", Batch))
		_ = q.Wait(t.Context())
		time.Sleep(time.Second)
		if c := w.of("b"); c[len(c)-1].State != script.Failed || q.Progress().Paused {
			t.Errorf("b ends as %+v, the queue as %+v", c[len(c)-1], q.Progress())
		}
	})
}

func TestTroubleIsTold(t *testing.T) {
	s := newStudio()
	s.failAt = func(call string) error { return errors.New(call) }
	inBubble(t, s, Options{Paused: true}, func(t *testing.T, q *Queue, w *watcher) {
		time.Sleep(time.Second)
		q.Add(job("a", Batch))
		time.Sleep(time.Second)
		q.CancelAll()
		time.Sleep(time.Second)
		all := w.trouble()
		if len(all) != 3 || !strings.Contains(all[1].Error(), "crash") || !strings.Contains(all[2].Error(), "rendered again") {
			t.Errorf("troubles %v", all)
		}
	})
}
