package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"voicewright/voices/card"
	"voicewright/voices/ear"
)

func TestLike(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	other, err := OpenLibrary(ctx, l.db.path) // a second window
	must(t, err)
	defer func() { must(t, other.Close()) }()
	add := func(name string, e ear.Ear) {
		t.Helper()
		must(t, other.PutVoice(ctx, Entry{Card: card.Card{ID: name, Name: name, ModelHash: "m", Pitch: 100, Added: time.Unix(int64(name[0]), 0)}, File: []byte("x"), Ear: e}))
	}
	like := func(want string) {
		t.Helper()
		found, err := l.Like(ctx, "a", 3)
		must(t, err)
		var names []string
		for _, f := range found {
			names = append(names, f.Card.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("like a: %s, want %s", got, want)
		}
	}
	same := func(want string) {
		t.Helper()
		groups, err := l.Duplicates(ctx)
		must(t, err)
		var all []string
		for _, g := range groups {
			for _, c := range g {
				all = append(all, c.Name)
			}
			all = append(all, "|")
		}
		if got := strings.Join(all, " "); got != want {
			t.Errorf("duplicates: %s, want %s", got, want)
		}
	}
	add("a", ear.Ear{100, 0})
	add("b", ear.Ear{100, 90})
	add("c", ear.Ear{50, 1})
	add("d", ear.Ear{-100, 0})
	add("e", nil)
	like("c b d")
	same("a c |")
	must(t, l.Trash(ctx, "c"))
	like("b d")
	same("")
	must(t, l.Restore(ctx, "c"))
	add("b", ear.Ear{90, 1}) // improved: the old ear is found no more
	like("b c d")
	same("a b c |")
	must(t, other.UpdateVoice(ctx, "b", func(c *card.Card) { c.Pitch = 130 }))
	same("a c |")
	must(t, l.Trash(ctx, "c"))
	must(t, l.EmptyTrash(ctx))
	add("f", ear.Ear{100, 5}) // may take the number of the deleted one
	like("b f d")
	if ids, err := l.Unheard(ctx, "m"); err != nil || len(ids) != 1 || ids[0] != "e" {
		t.Errorf("without an ear: %v, %v", ids, err)
	}
	must(t, l.SetEar(ctx, "e", ear.Ear{100, 0}))
	must(t, l.SetEar(ctx, "nobody", ear.Ear{1, 1}))
	like("e b f")
	must(t, l.ForgetEars(ctx))
	if _, err := l.Like(ctx, "a", 3); !errors.Is(err, ErrNoEar) {
		t.Errorf("without ears: %v", err)
	}
	if _, err := l.Like(ctx, "nobody", 3); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}
