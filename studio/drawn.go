package studio

import (
	"context"
	"fmt"
	"sync"

	"voicewright/voices/describe"
)

// mostDrawn is how many candidates are remembered: those of the last few times that a person asked for some.
const mostDrawn = 16

// drawn remembers the candidates that were drawn last. Drawing one speaks with it several times, which takes a second; the
// one that a person has heard and wants to keep need not be drawn again. It is safe for concurrent use, and what it
// returns must not be changed.
type drawn struct {
	mu   sync.Mutex
	last []remembered // the oldest first
}

type remembered struct {
	key string
	describe.Candidate
}

// get returns the candidate of a wish and a seed: the remembered one, or else what draw gives.
func (d *drawn) get(ctx context.Context, wish describe.Wish, seed uint64, draw func(context.Context) (describe.Candidate, error)) (describe.Candidate, error) {
	key := fmt.Sprint(seed, map[describe.Attribute]float64(wish)) // maps are printed in the order of their keys, numbers exactly
	if c, ok := d.find(key); ok {
		return c, nil
	}
	c, err := draw(ctx)
	if err != nil {
		return c, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.last) == mostDrawn {
		d.last = append(d.last[:0:0], d.last[1:]...)
	}
	d.last = append(d.last, remembered{key, c})
	return c, nil
}

func (d *drawn) find(key string) (describe.Candidate, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range d.last {
		if r.key == key {
			return r.Candidate, true
		}
	}
	return describe.Candidate{}, false
}
