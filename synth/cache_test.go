package synth

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestCacheMakesOnceAndKeepsTheLastUsed(t *testing.T) {
	c := newCache[int](2)
	made := 0
	get := func(k byte) {
		t.Helper()
		if v, err := c.get(t.Context(), [32]byte{k}, func() (int, error) { made++; return int(k), nil }); err != nil || v != int(k) {
			t.Fatal(v, err)
		}
	}
	for _, step := range []struct {
		key  byte
		made int
	}{{1, 1}, {2, 2}, {1, 2}, {3, 3}, {1, 3}, {2, 4}, {3, 5}} {
		if get(step.key); made != step.made {
			t.Fatalf("after key %d, %d were made, not %d", step.key, made, step.made)
		}
	}
}

func TestCacheDoesNotKeepFailures(t *testing.T) {
	c := newCache[int](2)
	cancelled, cancel := context.WithCancel(t.Context())
	begun := make(chan struct{})
	var group sync.WaitGroup
	var made atomic.Int32
	group.Go(func() { // the first to ask is cancelled while it makes the value
		_, err := c.get(cancelled, [32]byte{}, func() (int, error) {
			close(begun)
			<-cancelled.Done()
			return 0, cancelled.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-begun
	for range 5 { // the others get it all the same, from one of them
		group.Go(func() {
			v, err := c.get(t.Context(), [32]byte{}, func() (int, error) { made.Add(1); return 7, nil })
			if v != 7 || err != nil {
				t.Error(v, err)
			}
		})
	}
	cancel()
	group.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	under, hang := make(chan struct{}), make(chan struct{})
	group.Go(func() {
		_, err := c.get(t.Context(), [32]byte{1}, func() (int, error) { close(under); <-hang; return 1, nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-under
	if _, err := c.get(over, [32]byte{1}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting after a cancel gives %v", err)
	}
	close(hang)
	group.Wait()
}
