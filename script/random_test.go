package script

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// replay is what a store keeps: it knows nothing but the deltas.
type replay struct {
	lines    map[string]Line
	order    []string
	roles    []Role
	words    []Word
	settings Settings
}

func newReplay(c Content) *replay {
	r := &replay{lines: map[string]Line{}, roles: c.Roles, words: c.Words, settings: c.Settings}
	for _, l := range c.Lines {
		r.lines[l.ID] = l
		r.order = append(r.order, l.ID)
	}
	return r
}

func (r *replay) apply(t *testing.T, d Delta) {
	t.Helper()
	for _, l := range d.Changed {
		if old, ok := r.lines[l.ID]; ok && old == l {
			t.Fatalf("%s: the delta tells line %s as changed, which it is not", d.Label, l.ID)
		}
		r.lines[l.ID] = l
	}
	for _, id := range d.Removed {
		if _, ok := r.lines[id]; !ok {
			t.Fatalf("%s: the delta removes line %s, which was not there", d.Label, id)
		}
		delete(r.lines, id)
	}
	if d.Order != nil {
		r.order = d.Order
	}
	if d.Roles != nil {
		r.roles = d.Roles
	}
	if d.Words != nil {
		r.words = d.Words
	}
	if d.Settings != nil {
		r.settings = *d.Settings
	}
	if _, ok := r.lines[d.Focus]; d.Focus != "" && (!ok || d.Caret < 0 || d.Caret > len(r.lines[d.Focus].Text)) {
		t.Fatalf("%s: focus %q at %d is nowhere", d.Label, d.Focus, d.Caret)
	}
}

func (r *replay) content() Content {
	c := Content{Roles: r.roles, Words: r.words, Settings: r.settings, Lines: make([]Line, len(r.order))}
	for i, id := range r.order {
		c.Lines[i] = r.lines[id]
	}
	return c
}

func same(a, b Content) bool {
	return slices.Equal(a.Lines, b.Lines) && slices.Equal(a.Roles, b.Roles) && slices.Equal(a.Words, b.Words) && a.Settings == b.Settings
}

// checkPlaces fails unless every line is found at its place by its ID, and nothing else is.
func checkPlaces(t *testing.T, d *Document) {
	t.Helper()
	if len(d.byID) != d.Len() {
		t.Fatalf("%d IDs for %d lines", len(d.byID), d.Len())
	}
	for i := range d.Len() {
		if at := d.Index(d.Line(i).ID); at != i {
			t.Fatalf("line %d is found at %d", i, at)
		}
	}
}

var scraps = []string{"", "one", "two *three* four", "[slow]five [1.5s] six[/slow] seven", "{Siobhan|shiv awn} eats, she said.", "[fast]x", "日本語。次", "*a", "end\nof line", "the one the two"}

// randomEdit makes an edit of any kind, sensible or not.
func randomEdit(r *rand.Rand, d *Document) Edit {
	id := func() string {
		if d.Len() == 0 || r.IntN(40) == 0 {
			return "nobody"
		}
		return d.Line(r.IntN(d.Len())).ID
	}
	ids := func() (out []string) {
		for range r.IntN(5) {
			out = append(out, id())
		}
		if r.IntN(8) == 0 && d.Len() > 0 { // a run
			for i := r.IntN(d.Len()); i < d.Len() && r.IntN(6) > 0; i++ {
				out = append(out, d.Line(i).ID)
			}
		}
		return out
	}
	scrap := func() string { return scraps[r.IntN(len(scraps))] }
	role := func() string { return d.Roles()[r.IntN(len(d.Roles()))].ID }
	switch r.IntN(18) {
	case 0, 1:
		e := Insert{At: r.IntN(d.Len()+3) - 1}
		for range r.IntN(4) {
			e.Lines = append(e.Lines, Line{Text: scrap(), Role: role(), Take: "t"})
		}
		if r.IntN(3) == 0 && d.Len() > 0 {
			e.Lines = append(e.Lines, d.Line(0))
			e.Roles = []Role{{ID: NewID(), Name: "New"}}
		}
		return e
	case 2:
		return Delete{ids()}
	case 3, 4, 5:
		return SetText{id(), scrap() + " " + scrap()}
	case 6, 7:
		one := id()
		l, _ := d.Find(one)
		return Split{one, r.IntN(len(l.Text) + 2)}
	case 8, 9:
		return Join{id()}
	case 10, 11:
		return Move{ids(), r.IntN(d.Len() + 2)}
	case 12:
		pace, lock := r.Float64()*3, r.IntN(4) == 0
		return Set{ids(), "Set", func(l *Line) { l.Pace, l.Locked, l.Kind, l.Role = pace, lock, Kind(r.IntN(4)), role() }}
	case 13:
		return ReplaceText{Find: Finder{Text: []string{"one", "t(w|h)", "e", "Siobhan"}[r.IntN(4)], Regexp: r.IntN(2) == 0}, With: scrap()}
	case 14:
		if r.IntN(2) == 0 {
			return DeleteRole{role(), []string{"", role()}[r.IntN(2)]}
		}
		return PutRole{Role{ID: []string{"", role()}[r.IntN(2)], Name: fmt.Sprint("Role ", r.IntN(9))}}
	case 15:
		if r.IntN(2) == 0 {
			return DeleteWord{"w1"}
		}
		return PutWord{Word{fmt.Sprint("w", r.IntN(3)), fmt.Sprint("said ", r.IntN(9))}}
	case 16:
		return Choose{Line: id(), Take: fmt.Sprint("take", r.IntN(4))}
	}
	if r.IntN(2) == 0 {
		return Change{Settings{Gap: r.Float64()}}
	}
	return Together{"Several", []Edit{Move{ids(), 0}, Delete{ids()}, SetText{id(), scrap()}, Split{id(), 1}, Insert{At: 1, Lines: []Line{{Text: "x"}}}}}
}

// TestRandomEdits checks, over random edits: a failed edit changes nothing; the deltas alone give the document; after
// undoing all it is what it was at the start, after redoing all what it was at the end.
func TestRandomEdits(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		d := sample(r.IntN(12))
		clock := time.Unix(0, 0)
		d.Now = func() time.Time { return clock }
		start := d.Content()
		store := newReplay(start)
		done, failed := 0, 0
		for range 250 {
			clock = clock.Add(time.Duration(r.IntN(2500)) * time.Millisecond)
			before := d.Content()
			var delta Delta
			switch r.IntN(8) {
			case 0:
				delta, _ = d.Undo()
			case 1:
				delta, _ = d.Redo()
			default:
				var err error
				if delta, err = d.Do(randomEdit(r, d)); err != nil {
					if failed++; !same(before, d.Content()) || !delta.Empty() {
						t.Fatalf("seed %d: an edit failed (%v) and changed the document", seed, err)
					}
				} else {
					done++
				}
			}
			if delta.Empty() != same(before, d.Content()) && delta.Order == nil {
				t.Fatalf("seed %d: %s: the delta is empty: %v", seed, delta.Label, delta.Empty())
			}
			store.apply(t, delta)
			if !same(store.content(), d.Content()) {
				t.Fatalf("seed %d: %s: the deltas give another document", seed, delta.Label)
			}
			checkPlaces(t, d)
		}
		if done < 50 || failed == 0 {
			t.Fatalf("seed %d: %d edits done and %d failed: the test does not test", seed, done, failed)
		}
		for redo := true; redo; { // to the very end
			delta, ok := d.Redo()
			store.apply(t, delta)
			redo = ok
		}
		end := d.Content()
		for undo := true; undo; {
			delta, ok := d.Undo()
			store.apply(t, delta)
			undo = ok
		}
		if got := d.Content(); !same(got, start) || !same(store.content(), start) {
			t.Fatalf("seed %d: undoing all gives\n%v\nnot\n%v", seed, got, start)
		}
		checkPlaces(t, d)
		for {
			delta, ok := d.Redo()
			if !ok {
				break
			}
			store.apply(t, delta)
		}
		if !same(d.Content(), end) || !same(store.content(), end) {
			t.Fatalf("seed %d: redoing all does not give the end", seed)
		}
	}
}
