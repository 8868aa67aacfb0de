package pad

import (
	"context"
	"math"

	"voicewright/audio"
	"voicewright/ui/thread"
)

// A Source speaks with blends. It is asked on another thread than the window's.
type Source interface {
	// Sketch speaks a short phrase with voices of the catalogue, blended by weight. It returns soon after ctx ends.
	Sketch(ctx context.Context, weights map[string]float64) (audio.Buffer, error)
}

// near is how far the shares may have moved since a sketch was begun that is let finish: a slow hand hears the voice change
// under it, a quick one is not kept waiting by what it has left behind.
const near = 0.08

// newSketcher makes one sketch at a time, always of the newest weights: those in between are never made.
func newSketcher(source Source, to thread.Dispatcher, heard func(audio.Buffer), failed func(error)) *thread.Newest[map[string]float64] {
	sketch := func(ctx context.Context, weights map[string]float64, tell func(func())) {
		sound, err := source.Sketch(ctx, weights)
		tell(func() {
			if err != nil {
				failed(err)
				return
			}
			heard(sound)
		})
	}
	return thread.NewNewest(to, sketch, func(begun, asked map[string]float64) bool { return !far(begun, asked) })
}

// far tells whether shares differ by more than what is near. Both sum to the same.
func far(a, b map[string]float64) bool {
	if len(a) != len(b) {
		return true
	}
	for id, v := range b {
		if before, there := a[id]; !there || math.Abs(before-v) > near {
			return true
		}
	}
	return false
}
