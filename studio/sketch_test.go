package studio

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/voices/card"
)

// parents are the first voices of the catalogue, and the studio's engine warm.
func parents(t testing.TB, s *Studio, n int) []string {
	t.Helper()
	engine, err := s.Engine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Warm(); err != nil {
		t.Fatal(err)
	}
	cards, err := s.Voices(t.Context(), card.Query{Limit: n})
	if err != nil {
		t.Fatal(err)
	}
	if len(cards) < n {
		t.Skipf("skipped: this checkout has %d built-in voices, %d are needed", len(cards), n)
	}
	ids := make([]string, n)
	for i, c := range cards {
		ids[i] = c.ID
	}
	return ids
}

func TestASketchIsSpeechThatFollowsTheWeights(t *testing.T) {
	s := open(t)
	of := parents(t, s, 2)
	sketch := func(a, b float64) audio.Buffer {
		sound, err := s.Sketch(t.Context(), map[string]float64{of[0]: a, of[1]: b})
		if err != nil {
			t.Fatal(err)
		}
		return sound
	}
	half := sketch(1, 1)
	if seconds := half.Seconds(); seconds < 0.5 || seconds > 4 {
		t.Errorf("a sketch of %.2f s", seconds)
	}
	if same := sketch(2, 2); !equal(half, same) {
		t.Error("equal shares give another sketch")
	}
	if other := sketch(1, 2); equal(half, other) {
		t.Error("other shares give the same sketch")
	}
	if _, err := s.Sketch(t.Context(), map[string]float64{of[0]: 0, of[1]: 0}); err == nil {
		t.Error("a blend of nothing speaks")
	}
}

func equal(a, b audio.Buffer) bool {
	if len(a.Samples) != len(b.Samples) {
		return false
	}
	for i, v := range a.Samples {
		if v != b.Samples[i] {
			return false
		}
	}
	return true
}

// The bound is generous: a cancelled sketch ends between two runs of the model, which take some milliseconds.
func TestACancelledSketchEndsAtOnce(t *testing.T) {
	s := open(t)
	of := parents(t, s, 2)
	for i := range 8 {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := s.Sketch(ctx, map[string]float64{of[0]: 1, of[1]: 0.1 + float64(i)}) // no two are alike, or the tuning is kept
			done <- err
		}()
		time.Sleep(time.Duration(i) * 10 * time.Millisecond)
		cancel()
		asked := time.Now()
		err := <-done
		if took := time.Since(asked); took > 200*time.Millisecond {
			t.Errorf("cancelled after %d ms: it ended %v later", 10*i, took)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d ms: %v", 10*i, err)
		}
	}
}

// BenchmarkSketch is the time from a new blend to its sound: what somebody waits for who moves the point of the pad.
func BenchmarkSketch(b *testing.B) {
	for _, n := range []int{2, 4} {
		b.Run(fmt.Sprintf("%d voices", n), func(b *testing.B) {
			s := open(b)
			of := parents(b, s, n)
			weights := map[string]float64{}
			for _, id := range of {
				weights[id] = 1
			}
			if _, err := s.Sketch(b.Context(), weights); err != nil {
				b.Fatal(err)
			}
			var slowest time.Duration
			for b.Loop() {
				weights[of[0]] += 0.01
				began := time.Now()
				if _, err := s.Sketch(b.Context(), weights); err != nil {
					b.Fatal(err)
				}
				slowest = max(slowest, time.Since(began))
			}
			b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
		})
	}
}
