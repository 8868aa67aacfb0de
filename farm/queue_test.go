package farm

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"voicewright/script"
)

func TestOrder(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Paused: true}, func(t *testing.T, q *Queue, _ *watcher) {
		q.Add(job("a", Batch), job("b", Batch), job("c", Batch), job("d", Batch))
		q.Add(job("x", ByHand), job("y", ByHand))
		q.Raise("c")
		q.Raise("y")
		q.Raise("nobody")
		q.Resume()
		if err := q.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := []string{"y", "c", "x", "a", "b", "d"}; !slices.Equal(s.rendered, want) {
			t.Errorf("rendered %v, want %v", s.rendered, want)
		}
	})
}

// What someone asks for by hand comes next, but does not cut off what is running.
func TestByHandComesBeforeABatch(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, _ *watcher) {
		q.Add(job("a", Batch), job("b", Batch), job("c", Batch))
		time.Sleep(time.Second + time.Millisecond)
		q.Add(job("x", ByHand))
		_ = q.Wait(t.Context())
		if want := []string{"a", "b", "x", "c"}; !slices.Equal(s.rendered, want) {
			t.Errorf("rendered %v, want %v", s.rendered, want)
		}
	})
}

func TestWorkersAndEstimate(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Workers: 3}, func(t *testing.T, q *Queue, _ *watcher) {
		if p := q.Progress(); p != (Progress{}) {
			t.Errorf("an empty queue has %+v", p)
		}
		for i := range 30 {
			q.Add(job(fmt.Sprint(i), Batch))
		}
		time.Sleep(5*time.Second + time.Millisecond)
		synctest.Wait()
		p := q.Progress()
		if p.Done != 15 || p.Running != 3 || p.Waiting != 12 || p.Fraction < 0.49 || p.Fraction > 0.51 || p.Speed < 0.99 || p.Speed > 1.01 ||
			p.Remaining < 4900*time.Millisecond || p.Remaining > 5*time.Second {
			t.Errorf("at the half: %+v", p)
		}
		_ = q.Wait(t.Context())
		if s.top != 3 {
			t.Errorf("%d lines were rendered at once", s.top)
		}
		if p := q.Progress(); p.Done != 30 || p.Fraction != 1 || p.Remaining != 0 {
			t.Errorf("at the end: %+v", p)
		}
		q.Add(job("new", Batch))
		if p := q.Progress(); p.Done != 0 || p.Running != 1 {
			t.Errorf("after a new beginning: %+v", p)
		}
	})
}

// The speed follows when the machine gets slower, but not one odd line.
func TestSpeedIsWeighted(t *testing.T) {
	m := newMeter(0)
	synctest.Test(t, func(*testing.T) {
		for i := range 40 {
			tk := &task{started: time.Now()}
			wall := time.Second
			if i >= 20 {
				wall = 3 * time.Second
			}
			time.Sleep(wall)
			m.succeeded(tk, Made{Expect: Expect{Seconds: 2}})
			if i == 20 && (m.speed < 0.65 || m.speed > 0.75) {
				t.Errorf("one slow line brings the speed to %.2f", m.speed)
			}
		}
	})
	if m.speed < 1.48 || m.speed > 1.5 {
		t.Errorf("the speed is %.3f, want nearly 1.5", m.speed)
	}
}

func TestProgressIsCoalesced(t *testing.T) {
	s := newStudio()
	s.render = func(ctx context.Context, job Job, progress func(float64)) (Made, error) {
		for i := range 2000 {
			time.Sleep(time.Millisecond)
			progress(float64(i) / 2000)
		}
		return good(job), nil
	}
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch))
		_ = q.Wait(t.Context())
		time.Sleep(time.Second)
		changes := w.of("a")
		if n := len(changes); n < 15 || n > 25 {
			t.Errorf("%d changes in two seconds", n)
		}
		last := 0.0
		for _, c := range changes[:len(changes)-1] {
			if c.State != script.Rendering || c.Progress < last {
				t.Errorf("after %.2f came %+v", last, c)
			}
			last = c.Progress
		}
		if c := changes[len(changes)-1]; c.State != script.Ready || c.Progress != 1 {
			t.Errorf("in the end it is %+v", c)
		}
		for i := 1; i < len(w.times); i++ {
			if d := w.times[i].Sub(w.times[i-1]); d < interval {
				t.Errorf("two events came within %v", d)
			}
		}
	})
}

func TestPauseLetsRunningOnesFinish(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", Batch))
		time.Sleep(300 * time.Millisecond)
		q.Pause()
		time.Sleep(time.Minute)
		if p := q.Progress(); !p.Paused || p.Done != 1 || p.Waiting != 1 || p.Running != 0 {
			t.Errorf("paused: %+v", p)
		}
		if c, _ := q.Status("b"); c.State != script.Waiting {
			t.Errorf("b is %+v", c)
		}
		q.Resume()
		_ = q.Wait(t.Context())
		if len(s.kept) != 2 {
			t.Errorf("%d takes were kept", len(s.kept))
		}
	})
}

func TestCancel(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Workers: 2}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", Batch), job("c", Batch), job("d", Batch))
		time.Sleep(450 * time.Millisecond)
		began := time.Now()
		q.CancelLines("a", "c", "nobody")
		if _, ok := q.Status("a"); ok {
			t.Error("a is still in the queue")
		}
		synctest.Wait()
		if c, _ := q.Status("d"); c.State != script.Rendering || time.Since(began) > 200*time.Millisecond {
			t.Errorf("after the cancel d is %+v", c)
		}
		_ = q.Wait(t.Context())
		time.Sleep(time.Second)
		slices.Sort(s.rendered) // a and b begin at once
		if want := []string{"a", "b", "d"}; !slices.Equal(s.rendered, want) {
			t.Errorf("rendered %v, want %v", s.rendered, want)
		}
		if len(s.kept) != 2 || len(s.failed) != 0 || len(s.pendingLines()) != 0 {
			t.Errorf("kept %d, failed %v, pending %v", len(s.kept), s.failed, s.pendingLines())
		}
		for _, line := range []string{"a", "c"} {
			changes := w.of(line)
			if c := changes[len(changes)-1]; c.State != script.Todo {
				t.Errorf("%s ends as %+v", line, c)
			}
		}
		if p := q.Progress(); p.Done != 2 || p.Fraction != 1 {
			t.Errorf("cancelled jobs count: %+v", p)
		}
		q.Add(job("e", Batch), job("f", Batch), job("g", Batch))
		q.CancelAll()
		if err := q.Wait(t.Context()); err != nil || q.Progress().Waiting != 0 {
			t.Errorf("after CancelAll: %v, %+v", err, q.Progress())
		}
	})
}

// A renderer that does not listen to its context keeps its worker, but not the person, waiting; what it makes is dropped.
func TestCancelOfADeafRenderer(t *testing.T) {
	s := newStudio()
	s.render = func(_ context.Context, job Job, _ func(float64)) (Made, error) {
		time.Sleep(time.Minute)
		return good(job), nil
	}
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch))
		time.Sleep(time.Second)
		q.CancelLines("a")
		synctest.Wait()
		if _, ok := q.Status("a"); ok || q.Progress().Running != 0 {
			t.Error("a is still there")
		}
		if err := q.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
		if len(s.kept) != 0 {
			t.Error("the take of a cancelled job was kept")
		}
	})
}

func TestAFailureDoesNotStopTheQueue(t *testing.T) {
	s := newStudio()
	s.render = func(ctx context.Context, job Job, progress func(float64)) (Made, error) {
		if job.Line == "bad" {
			return Made{}, errors.New("the text holds nothing\nthat can be spoken")
		}
		return second(ctx, job, progress)
	}
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("bad", Batch), job("good", Batch))
		_ = q.Wait(t.Context())
		time.Sleep(time.Second)
		c := w.of("bad")
		if last := c[len(c)-1]; last.State != script.Failed || last.Why != "the text holds nothing that can be spoken" {
			t.Errorf("bad ends as %+v", last)
		}
		if len(s.kept) != 1 || len(s.failed) != 1 || len(s.pendingLines()) != 0 {
			t.Errorf("kept %d, failed %v, pending %v", len(s.kept), s.failed, s.pendingLines())
		}
		if p := q.Progress(); p.Failed != 1 || p.Done != 1 || p.Fraction != 1 {
			t.Errorf("progress %+v", p)
		}
	})
}

func TestCandidates(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Workers: 2}, func(t *testing.T, q *Queue, w *watcher) {
		j := job("a", Batch)
		j.Candidates = 3
		q.Add(j)
		time.Sleep(1500 * time.Millisecond)
		if c, _ := q.Status("a"); c.State != script.Rendering || c.Progress < 0.75 || c.Progress > 0.85 {
			t.Errorf("half way the line is %+v", c)
		}
		_ = q.Wait(t.Context())
		seeds := map[uint64]bool{}
		for _, m := range s.kept {
			seeds[m.Take.Seed] = true
		}
		if len(s.kept) != 3 || len(seeds) != 3 || !seeds[7] {
			t.Errorf("the seeds are %v", seeds)
		}
	})
}

func TestAnEditMakesOlderJobsVoid(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", Batch))
		time.Sleep(500 * time.Millisecond)
		for _, line := range []string{"a", "b"} {
			j := job(line, ByHand)
			j.ID, j.Key = "new "+line, "new key"
			q.Add(j)
		}
		_ = q.Wait(t.Context())
		if want := []string{"a", "a", "b"}; !slices.Equal(s.rendered, want) {
			t.Errorf("rendered %v, want %v", s.rendered, want)
		}
		for _, m := range s.kept {
			if m.Take.Key != "new key" {
				t.Errorf("a take of %q was kept", m.Take.Key)
			}
		}
	})
}

func TestTheSameJobTwiceIsOne(t *testing.T) {
	s := newStudio()
	inBubble(t, s, Options{Paused: true}, func(t *testing.T, q *Queue, w *watcher) {
		q.Add(job("a", Batch), job("b", Batch))
		q.Add(job("b", ByHand), job("a", Batch))
		q.Resume()
		_ = q.Wait(t.Context())
		if want := []string{"b", "a"}; !slices.Equal(s.rendered, want) {
			t.Errorf("rendered %v, want %v", s.rendered, want)
		}
	})
}

func TestCloseEndsEverything(t *testing.T) {
	before := runtime.NumGoroutine()
	s := newStudio()
	for range 20 {
		q := New(context.Background(), s, s, Options{Workers: 4, OnChange: func(Event) {}})
		for i := range 20 {
			q.Add(job(fmt.Sprint(i), Batch))
		}
		q.Close()
		q.Close()
		q.Add(job("late", Batch))
		if err := q.Wait(context.Background()); err != nil {
			t.Error(err)
		}
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines became %d", before, runtime.NumGoroutine())
		}
		runtime.Gosched()
	}
}

// The queue ends with the context that it was given, too.
func TestEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStudio()
		ctx, cancel := context.WithCancel(t.Context())
		q := New(ctx, s, s, Options{})
		q.Add(job("a", Batch))
		time.Sleep(100 * time.Millisecond)
		cancel()
		q.Close()
		if got := s.pendingLines(); len(got) != 1 {
			t.Errorf("pending are %v", got)
		}
		New(ctx, s, s, Options{}).Close() // has ended already
	})
}

// Many hands at once, for the race detector.
func TestManyHands(t *testing.T) {
	s := newStudio()
	s.render = func(_ context.Context, job Job, progress func(float64)) (Made, error) {
		progress(0.5)
		return good(job), nil
	}
	w := &watcher{}
	q := New(t.Context(), s, s, Options{Workers: 4, OnChange: w.on})
	var hands sync.WaitGroup
	for h := range 4 {
		hands.Go(func() {
			for i := range 50 {
				line := fmt.Sprint(i % 10)
				j := job(line, h%2)
				j.ID = fmt.Sprint(h, " ", i)
				q.Add(j)
				switch i % 5 {
				case 1:
					q.Raise(line)
				case 2:
					q.CancelLines(line)
				case 3:
					q.Status(line)
					q.Progress()
				case 4:
					q.Pause()
					q.Resume()
				}
			}
		})
	}
	hands.Wait()
	if err := q.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	if p := q.Progress(); p.Waiting+p.Running != 0 {
		t.Errorf("left are %+v", p)
	}
	q.Close()
	if got := s.pendingLines(); len(got) != 0 {
		t.Errorf("pending are %v", got)
	}
	if len(q.lines)+len(q.tasks)+len(q.waiting)+len(q.meter.running)+q.meter.waiting.unknown != 0 {
		t.Error("something is left in the queue")
	}
}

func BenchmarkAddTenThousand(b *testing.B) {
	jobs := make([]Job, 10000)
	for i := range jobs {
		jobs[i] = job(fmt.Sprint(i), Batch)
	}
	for b.Loop() {
		s := newStudio()
		q := New(context.Background(), quiet{s}, quiet{s}, Options{Paused: true})
		q.Add(jobs...)
		q.Close()
	}
}

// quiet keeps nothing, so that a benchmark measures the queue alone.
type quiet struct{ *studio }

func (quiet) Queue(context.Context, []Job) error     { return nil }
func (quiet) Drop(context.Context, []string) error   { return nil }
func (quiet) Pending(context.Context) ([]Job, error) { return nil, nil }
