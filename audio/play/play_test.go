package play

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// unheard finds no device.
func unheard(m *mixer) (output, error) { return newSilent(m), errors.New("no sound device") }

// near reports whether a time in seconds is another one, up to two ticks.
func near(a, b float64) bool { return a-b < 0.021 && b-a < 0.021 }

func TestWithoutADeviceTheClockRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(unheard)
		defer p.Close()
		<-p.Opened()
		if p.Err() == nil {
			t.Error("the missing device is not told")
		}
		var ends atomic.Int32
		p.OnEnd(func() { ends.Add(1) })
		p.Load(Track{Sound: tone(200, 1, 24000)})
		p.Play()
		last := -1.0
		for i := range 40 {
			s := p.State()
			if want := float64(i) * 0.02; !near(s.Position, want) || !s.Playing || s.Position < last {
				t.Fatalf("after %g s: %+v", want, s)
			}
			last = s.Position
			time.Sleep(20 * time.Millisecond)
		}
		p.Pause()
		paused := p.State()
		time.Sleep(time.Hour)
		if s := p.State(); !near(s.Position, paused.Position) || s.Playing || ends.Load() != 0 {
			t.Errorf("an hour after the pause: %+v, paused at %+v, %d ends", s, paused, ends.Load())
		}
		p.Play()
		time.Sleep(100 * time.Millisecond)
		if s := p.State(); !near(s.Position, paused.Position+0.1) {
			t.Errorf("played on: %+v, paused at %+v", s, paused)
		}
		time.Sleep(time.Second)
		if s := p.State(); s.Position != 1 || s.Playing || ends.Load() != 1 {
			t.Errorf("after the end: %+v, %d ends", s, ends.Load())
		}
		p.Play() // from the beginning
		time.Sleep(300 * time.Millisecond)
		if s := p.State(); !near(s.Position, 0.3) || !s.Playing {
			t.Errorf("played again: %+v", s)
		}
		p.Seek(0.9)
		if s := p.State(); !near(s.Position, 0.9) {
			t.Errorf("after a seek: %+v", s)
		}
		time.Sleep(time.Second)
		if ends.Load() != 2 {
			t.Errorf("%d ends", ends.Load())
		}
	})
}

// recorder is a device that the test drives: it takes frames ahead of what is heard.
type recorder struct {
	mix *mixer

	mu      sync.Mutex
	running bool
	given   int64
	broken  error
	starts  int
	closed  bool
}

const ahead = 4000 // frames that the recorder holds back

func (r *recorder) start() { r.mu.Lock(); defer r.mu.Unlock(); r.running = true; r.starts++ }
func (r *recorder) stop()  { r.mu.Lock(); defer r.mu.Unlock(); r.running = false }
func (r *recorder) close() { r.mu.Lock(); defer r.mu.Unlock(); r.running, r.closed = false, true }

func (r *recorder) err() error { r.mu.Lock(); defer r.mu.Unlock(); return r.broken }

func (r *recorder) heard() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, r.given-ahead)
}

func (r *recorder) pull(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running {
		r.mix.mix(make([]float32, n), n)
		r.given += int64(n)
	}
}

func TestTheEndIsTheOneThatIsHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var device *recorder
		p := open(func(m *mixer) (output, error) { device = &recorder{mix: m}; return device, nil })
		defer p.Close()
		ended := make(chan State, 1)
		p.OnEnd(func() { ended <- p.State() })
		p.Load(Track{Sound: tone(200, 0.5, 24000)})
		<-p.Opened()
		p.Play()
		device.pull(rate/2 + ahead - 100)
		synctest.Wait()
		time.Sleep(10 * time.Millisecond)
		if s := p.State(); !s.Playing || !near(s.Position, 0.5-100.0/rate) || len(ended) > 0 {
			t.Errorf("a moment before the end: %+v", s)
		}
		device.pull(200)
		if s := <-ended; s.Playing || s.Position != 0.5 {
			t.Errorf("at the end: %+v", s)
		}
		synctest.Wait()
		if device.running {
			t.Error("the device runs on")
		}
		p.Play()
		if s := p.State(); !s.Playing || s.Position != 0 || device.starts != 2 {
			t.Errorf("played again: %+v, %d starts", s, device.starts)
		}
		device.pull(ahead + 960)
		p.Pause()
		device.pull(480)
		synctest.Wait()
		if !device.running {
			t.Error("the device stopped before the fade was heard")
		}
		device.pull(ahead)
		time.Sleep(time.Second)
		synctest.Wait()
		if device.running || len(ended) > 0 {
			t.Error("the device runs on after the pause, or the pause counts as an end")
		}
	})
}

func TestABrokenDeviceLeavesTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var device *recorder
		p := open(func(m *mixer) (output, error) { device = &recorder{mix: m}; return device, nil })
		defer p.Close()
		p.Load(Track{Sound: tone(200, 60, 24000)})
		p.Play() // before the device is found
		<-p.Opened()
		for range 30 {
			device.pull(960)
			time.Sleep(20 * time.Millisecond)
		}
		if p.Err() != nil {
			t.Fatal(p.Err())
		}
		device.mu.Lock()
		device.broken = errors.New("unplugged")
		device.mu.Unlock()
		time.Sleep(checkEvery + tick)
		before := p.State()
		time.Sleep(2 * time.Second)
		after := p.State()
		if p.Err() == nil || !device.closed || !near(after.Position-before.Position, 2) || before.Position < 0.5 {
			t.Errorf("%v, closed %v, %+v, 2 s later %+v", p.Err(), device.closed, before, after)
		}
	})
}

func TestAClosedPlayerStaysSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := open(unheard)
		p.Load(Track{Sound: tone(200, 1, 24000)})
		p.Play()
		p.Close()
		p.Close()
		p.Load(Track{Sound: tone(200, 1, 24000)})
		p.Play()
		p.Seek(0.5)
		p.Pause()
		_ = p.State()
	}) // fails when a goroutine is left
}

func TestManyHandsAtOnce(t *testing.T) {
	p := open(unheard)
	sound := tone(200, 0.2, 24000)
	p.OnEnd(func() { p.Play() })
	var group sync.WaitGroup
	for hand := range 4 {
		group.Go(func() {
			for i := range 300 {
				switch (i + hand) % 9 {
				case 0:
					p.Load(Track{Sound: sound, Growing: i%2 == 0}, Track{Sound: sound})
				case 1, 2:
					p.Play()
				case 3:
					p.Seek(float64(i%20) / 100)
				case 4:
					p.Choose(i % 2)
				case 5:
					p.Loop(0.05, 0.1)
				case 6:
					p.Unloop()
				case 7:
					p.Append(sound)
					p.Finish()
				case 8:
					p.Pause()
				}
				if s := p.State(); s.Position < 0 || s.Position > s.Length {
					t.Errorf("%+v", s)
				}
				runtime.Gosched()
			}
		})
	}
	group.Wait()
	p.Close()
}

// TestTheRealDevice plays where there is one, and elsewhere sees that the missing one is told in one sentence.
func TestTheRealDevice(t *testing.T) {
	p := Open()
	defer p.Close()
	<-p.Opened()
	if err := p.Err(); err != nil {
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %v", err)
		}
		t.Skipf("skipped: %v", err)
	}
	ended := make(chan struct{})
	p.OnEnd(func() { close(ended) })
	p.Load(Track{Sound: tone(440, 0.4, 24000), Gain: 0.1})
	began := time.Now()
	p.Play()
	first, last := time.Duration(0), 0.0
	for done := false; !done; {
		select {
		case <-ended:
			done = true
		case <-time.After(2 * time.Millisecond):
		}
		s := p.State()
		if s.Position > 0 && first == 0 {
			first = time.Since(began)
		}
		if s.Position < last {
			t.Errorf("the position went from %g back to %g", last, s.Position)
		}
		last = s.Position
	}
	took := time.Since(began)
	t.Logf("the first sound after %v, the end after %v", first, took)
	if last != 0.4 || took < 400*time.Millisecond || took > 2*time.Second {
		t.Errorf("it took %v to %g s", took, last)
	}
}
