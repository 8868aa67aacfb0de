package synth

import (
	"context"
	"sync"
)

// A cache keeps what is costly to make under the hash of what it was made of: the last few that were used. What several
// ask for at the same time is made once. It is safe for concurrent use.
type cache[V any] struct {
	room int

	mu      sync.Mutex
	entries map[[32]byte]*cached[V]
	uses    uint64
}

type cached[V any] struct {
	made  chan struct{} // closed when value and err stand
	value V
	err   error
	used  uint64
}

func newCache[V any](room int) *cache[V] {
	return &cache[V]{room: room, entries: map[[32]byte]*cached[V]{}}
}

// get returns what make gives, or gave before. Failures are not kept: somebody else's cancel must not be mine.
func (c *cache[V]) get(ctx context.Context, key [32]byte, make func() (V, error)) (V, error) {
	for {
		entry, mine := c.entry(key)
		if mine {
			entry.value, entry.err = make()
			if entry.err != nil {
				c.forget(key, entry)
			}
			close(entry.made)
			return entry.value, entry.err
		}
		select {
		case <-entry.made:
			if entry.err == nil {
				return entry.value, nil
			}
		case <-ctx.Done():
			return entry.value, ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			return entry.value, err
		}
	}
}

// entry returns the entry of a key; mine tells that it is new and the caller has to make it.
func (c *cache[V]) entry(key [32]byte) (entry *cached[V], mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.uses++
	if entry = c.entries[key]; entry != nil {
		entry.used = c.uses
		return entry, false
	}
	if len(c.entries) >= c.room {
		var oldest [32]byte
		least := c.uses
		for k, e := range c.entries {
			if e.used < least {
				oldest, least = k, e.used
			}
		}
		delete(c.entries, oldest)
	}
	entry = &cached[V]{made: make(chan struct{}), used: c.uses}
	c.entries[key] = entry
	return entry, true
}

func (c *cache[V]) forget(key [32]byte, entry *cached[V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[key] == entry {
		delete(c.entries, key)
	}
}
