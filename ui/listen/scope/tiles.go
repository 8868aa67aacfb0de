package scope

import (
	"container/list"
	"context"
	"math"
	"sync"
)

// Detail says what a spectrogram is sharp in: in time or in frequency.
type Detail uint8

// The details.
const (
	Balanced  Detail = iota // windows of about 43 ms
	Harmonics               // 85 ms: single harmonics of any voice
	Pulses                  // 11 ms: single pulses of the voice, formants, edges of stops
)

// String returns the name of d.
func (d Detail) String() string {
	switch d {
	case Harmonics:
		return "Harmonics"
	case Pulses:
		return "Pulses"
	}
	return "Balanced"
}

// size returns the window in samples, a power of two.
func (d Detail) size(rate int) int {
	seconds := 0.0427
	switch d {
	case Harmonics:
		seconds = 0.0854
	case Pulses:
		seconds = 0.0107
	}
	exponent := math.Round(math.Log2(seconds * float64(rate)))
	return 1 << int(min(max(exponent, 5), 15))
}

// A tile covers tileColumns columns of 2^level samples each.
const tileColumns = 128

// The finest columns have 2^minLevel samples, the coarsest 2^maxLevel.
const (
	minLevel = 3
	maxLevel = 24
)

// Values of a tile are bytes: half decibels above byteFloor dB, where a sine at full scale has 0 dB.
const byteFloor = -120

// tileKey names a tile.
type tileKey struct {
	wave   *Wave
	detail Detail
	level  int
	index  int
}

// A tile is a part of a spectrogram: columns of bins, from low to high.
type tile struct {
	key    tileKey
	bins   int
	data   []uint8 // tileColumns * bins
	coarse bool    // every column has looked at one of several windows only
}

func (t *tile) column(c int) []uint8 { return t.data[c*t.bins:][:t.bins] }

// A Sight is a part of a spectrogram that is to be seen.
type Sight struct {
	Wave    *Wave
	Detail  Detail
	Span    Span
	Columns int // pixels that the span is wide
}

// level returns the level whose columns are at most as wide as the pixels of v.
func (v Sight) level() int {
	perPixel := v.Span.Seconds() * float64(v.Wave.Rate) / float64(max(v.Columns, 1))
	return min(max(int(math.Floor(math.Log2(max(perPixel, 1)))), minLevel), maxLevel)
}

// tiles returns the indices of the tiles that v needs, [first, end).
func (v Sight) tiles(level int) (first, end int) {
	width := float64(int(tileColumns)<<level) / float64(v.Wave.Rate) // seconds
	last := (len(v.Wave.Samples) - 1) >> level / tileColumns
	if len(v.Wave.Samples) == 0 {
		return 0, 0
	}
	first = min(max(int(v.Span.From/width), 0), last+1)
	end = min(max(int(math.Ceil(v.Span.To/width)), first), last+1)
	return first, end
}

// Tiles computes spectrograms in a goroutine of its own, first all that is to be seen coarsely, then again with every
// sample, and keeps a bounded number of tiles. It is safe for concurrent use.
type Tiles struct {
	limit   int // bytes
	changed func()

	mu    sync.Mutex
	tiles map[tileKey]*list.Element
	old   *list.List // of *tile, the last used in front
	bytes int
	want  []Sight
	turn  int // counts Want, so that the worker knows when to look again
	wake  chan struct{}
	idle  bool
}

// NewTiles returns tiles of at most limit bytes that call changed, in the worker's goroutine, whenever there is more to
// be seen, and once more when all is there. Nothing is computed before Run.
func NewTiles(limit int, changed func()) *Tiles {
	return &Tiles{limit: limit, changed: changed, tiles: map[tileKey]*list.Element{}, old: list.New(), wake: make(chan struct{}, 1), idle: true}
}

// Want says what is to be seen from now on; what was wanted before is given up.
func (t *Tiles) Want(sights ...Sight) {
	t.mu.Lock()
	t.want = append(t.want[:0:0], sights...)
	t.turn++
	t.idle = false
	t.mu.Unlock()
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// Idle tells whether all that is wanted has been computed.
func (t *Tiles) Idle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.idle
}

// Run computes what is wanted until ctx ends.
func (t *Tiles) Run(ctx context.Context) {
	w := worker{tiles: t}
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.wake:
		}
		for {
			key, coarse, turn, ok := t.next()
			if !ok {
				break
			}
			made, ok := w.compute(ctx, key, coarse, turn)
			if ctx.Err() != nil {
				return
			}
			if ok && t.put(made) {
				t.changed()
			}
		}
		t.changed()
	}
}

// next returns the tile to be computed next: one that is missing, otherwise one that is coarse, from left to right.
func (t *Tiles) next() (key tileKey, coarse bool, turn int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, coarse := range []bool{true, false} {
		for _, v := range t.want {
			level := v.level()
			first, end := v.tiles(level)
			for i := first; i < end; i++ {
				key := tileKey{v.Wave, v.Detail, level, i}
				e := t.tiles[key]
				if e == nil && coarse || e != nil && !coarse && e.Value.(*tile).coarse {
					return key, coarse, t.turn, true
				}
			}
		}
	}
	t.idle = true
	return tileKey{}, false, 0, false
}

// put keeps a tile and drops the ones longest unused, but none that is wanted. It tells whether the tile is worth
// showing by itself: coarse ones are when they are all there.
func (t *Tiles) put(made *tile) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.tiles[made.key]; e != nil {
		e.Value = made
		t.old.MoveToFront(e)
	} else {
		t.tiles[made.key] = t.old.PushFront(made)
		t.bytes += len(made.data)
	}
	for e := t.old.Back(); e != nil && t.bytes > t.limit; {
		before := e.Prev()
		if k := e.Value.(*tile); !t.wanted(k.key) {
			t.old.Remove(e)
			delete(t.tiles, k.key)
			t.bytes -= len(k.data)
		}
		e = before
	}
	return !made.coarse || !t.missing()
}

func (t *Tiles) wanted(key tileKey) bool {
	for _, v := range t.want {
		if v.Wave != key.wave || v.Detail != key.detail || v.level() != key.level {
			continue
		}
		if first, end := v.tiles(key.level); key.index >= first && key.index < end {
			return true
		}
	}
	return false
}

// missing tells whether a wanted tile is not even there coarsely.
func (t *Tiles) missing() bool {
	for _, v := range t.want {
		level := v.level()
		first, end := v.tiles(level)
		for i := first; i < end; i++ {
			if t.tiles[tileKey{v.Wave, v.Detail, level, i}] == nil {
				return true
			}
		}
	}
	return false
}

// Forget drops all tiles but those of the waves given.
func (t *Tiles) Forget(but ...*Wave) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for e := t.old.Front(); e != nil; {
		after := e.Next()
		k := e.Value.(*tile)
		keep := false
		for _, w := range but {
			keep = keep || w == k.key.wave
		}
		if !keep {
			t.old.Remove(e)
			delete(t.tiles, k.key)
			t.bytes -= len(k.data)
		}
		e = after
	}
}

// get returns a tile that is there, nil otherwise.
func (t *Tiles) get(key tileKey) *tile {
	e := t.tiles[key]
	if e == nil {
		return nil
	}
	t.old.MoveToFront(e)
	return e.Value.(*tile)
}

// outdated tells whether a tile is no longer wanted. The turn is that of the last look, and is brought up to date.
func (t *Tiles) outdated(key tileKey, turn *int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.turn == *turn {
		return false
	}
	*turn = t.turn
	return !t.wanted(key)
}

// Complete computes all of what is to be seen at once, in the caller's goroutine, instead of Run.
func (t *Tiles) Complete(ctx context.Context, sights ...Sight) error {
	t.Want(sights...)
	w := worker{tiles: t}
	for {
		key, coarse, turn, ok := t.next()
		if !ok {
			return nil
		}
		made, ok := w.compute(ctx, key, coarse, turn)
		if err := ctx.Err(); err != nil {
			return err
		}
		if ok {
			t.put(made)
		}
	}
}
