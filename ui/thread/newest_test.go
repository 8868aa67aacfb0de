package thread

import (
	"context"
	"slices"
	"testing"
	"time"
)

// slow works on numbers: it says which it has begun and goes on with each when it is let.
type slow struct {
	begun chan int
	let   chan struct{}
}

func newSlow() *slow { return &slow{make(chan int), make(chan struct{})} }

func (s *slow) work(told *[]int) func(context.Context, int, func(func())) {
	return func(ctx context.Context, n int, tell func(func())) {
		s.begun <- n
		select {
		case <-s.let:
		case <-ctx.Done():
		}
		tell(func() { *told = append(*told, n) }) // also of what was given up: it must not arrive
	}
}

func TestOnlyTheNewestIsWorkedOn(t *testing.T) {
	var told []int
	queue, s := &Queue{}, newSlow()
	n := NewNewest(queue, s.work(&told), nil)
	n.Ask(1)
	<-s.begun
	for i := 2; i <= 9; i++ {
		n.Ask(i)
	}
	if got := <-s.begun; got != 9 {
		t.Errorf("after 1 it works on %d", got)
	}
	s.let <- struct{}{}
	n.Ask(10) // 9 may have been told by now, or not
	if got := <-s.begun; got != 10 {
		t.Errorf("after 9 it works on %d", got)
	}
	s.let <- struct{}{}
	for len(told) == 0 || told[len(told)-1] != 10 {
		queue.Run()
	}
	n.Close()
	if slices.Contains(told, 1) {
		t.Errorf("it told %v; 1 was given up", told)
	}
}

func TestWhatIsToldButNotYetHeardIsGivenUp(t *testing.T) {
	var told []int
	queue := &Queue{}
	ended := make(chan struct{})
	n := NewNewest(queue, func(_ context.Context, what int, tell func(func())) {
		tell(func() { told = append(told, what) })
		ended <- struct{}{}
	}, nil)
	n.Ask(1)
	<-ended
	n.Ask(2)
	<-ended
	n.Close()
	n2 := len(told)
	queue.Run()
	if n2 != 0 || len(told) != 0 {
		t.Errorf("a closed one told %v", told)
	}
	n.Ask(3)
	queue.Run()
	if len(told) != 0 {
		t.Errorf("asked after it was closed it told %v", told)
	}
}

func TestWhatIsSparedIsToldBeforeTheNewest(t *testing.T) {
	var told []int
	queue, s := &Queue{}, newSlow()
	n := NewNewest(queue, s.work(&told), func(begun, asked int) bool { return asked-begun <= 2 })
	defer n.Close()
	n.Ask(1)
	<-s.begun
	n.Ask(2)
	n.Ask(3)
	s.let <- struct{}{}
	if got := <-s.begun; got != 3 {
		t.Errorf("after 1 it works on %d", got)
	}
	n.Ask(6) // too far from 3
	if got := <-s.begun; got != 6 {
		t.Errorf("after 3 it works on %d", got)
	}
	s.let <- struct{}{}
	for len(told) < 2 {
		queue.Run()
	}
	if !slices.Equal(told, []int{1, 6}) {
		t.Errorf("it told %v", told)
	}
}

func TestABackgroundEndsWhatItRuns(t *testing.T) {
	queue := &Queue{}
	b := NewBackground(queue)
	ended := false
	b.Go(func(ctx context.Context) {
		<-ctx.Done()
		ended = true
	})
	told := 0
	b.Tell(func() { told++ })
	queue.Run()
	b.Tell(func() { told++ })
	b.Close()
	if !ended {
		t.Error("closing did not wait")
	}
	b.Go(func(context.Context) { t.Error("a closed one runs something") })
	b.Close()
	if queue.Run(); told != 1 {
		t.Errorf("%d were told", told)
	}
}

func TestTicksAreWatchedUntilTheirEnd(t *testing.T) {
	queue := &Queue{}
	b := NewBackground(queue)
	ticks, end, seen := make(chan time.Time), make(chan struct{}), 0
	b.Watch(ticks, end, func() { seen++ })
	for range 3 { // the window sleeps meanwhile
		ticks <- time.Time{}
	}
	for seen == 0 {
		queue.Run()
	}
	close(end)
	b.Close()
	if queue.Run(); seen != 1 {
		t.Errorf("%d of three ticks were drawn by a window that woke once", seen)
	}
}
