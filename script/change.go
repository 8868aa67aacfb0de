package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Set changes lines in anything but their ID and place: role, voice, pace, kind, lock. A locked line can be unlocked
// and get another gap; anything else passes it over, and it is told in Delta.Skipped.
type Set struct {
	IDs    []string
	Label  string // "Change Role"; empty is LabelChange
	Change func(*Line)
}

// PutRole changes the role with the same ID, or adds one; without an ID it gets a new one.
type PutRole struct{ Role Role }

// DeleteRole removes a role and gives its lines to the role To, the narrator when that is empty.
type DeleteRole struct{ ID, To string }

// PutWord gives a word of the dictionary a pronunciation, or adds it.
type PutWord struct{ Word Word }

// DeleteWord removes a word from the dictionary.
type DeleteWord struct{ Written string }

// Choose makes a take the one that a line is heard by; an empty Take is none.
type Choose struct {
	Line, Take string
	// Auto is for a take that the program chose, not the writer, as when the first one of a line is ready: it is no step of
	// its own, and what was undone can still be redone.
	Auto bool
}

// Change exchanges the settings.
type Change struct{ Settings Settings }

func (e Set) edit(b *builder) error {
	b.label = e.Label
	if b.label == "" {
		b.label = LabelChange
	}
	nodes, err := b.some(e.IDs)
	if err != nil {
		return err
	}
	if e.Change == nil {
		return errors.New("there is no change to be made to the lines")
	}
	for _, n := range nodes {
		l := n.Line
		e.Change(&l)
		l.ID = n.ID
		l = l.tidy()
		if n.Locked && l.Locked && sounding(l) != sounding(n.Line) {
			b.skipped = append(b.skipped, n.ID)
			continue
		}
		b.change(n, l)
	}
	if len(b.skipped) == len(nodes) {
		return b.locked(nodes[0])
	}
	b.focus, b.caret = nodes[0].ID, 0
	return nil
}

// sounding is a line without what may change while it is locked.
func sounding(l Line) Line {
	l.Gap, l.Locked = 0, false
	return l
}

func (e PutRole) edit(b *builder) error {
	b.label = LabelRole
	r := e.Role.tidy()
	if r.Name == "" {
		return errors.New("the role has no name; give it one")
	}
	if r.ID == "" {
		r.ID = NewID()
	}
	for _, other := range b.d.roles {
		if other.ID != r.ID && sameName(other.Name, r.Name) {
			return fmt.Errorf("there is a role with the name %q already; choose another name", other.Name)
		}
	}
	roles := b.d.Roles()
	if i := b.d.roleAt(r.ID); i < 0 {
		roles = append(roles, r)
	} else if roles[i] == r {
		return nil
	} else {
		roles[i] = r
	}
	b.run(&putRoles{b.d.roles, roles})
	return nil
}

// addRoles adds the roles whose ID is not there yet.
func (b *builder) addRoles(roles []Role) {
	all := b.d.Roles()
	for _, r := range roles {
		if r.ID != "" && !slices.ContainsFunc(all, func(o Role) bool { return o.ID == r.ID }) {
			all = append(all, r.tidy())
		}
	}
	if len(all) > len(b.d.roles) {
		b.run(&putRoles{b.d.roles, all})
	}
}

func (e DeleteRole) edit(b *builder) error {
	b.label = LabelDeleteRole
	i := b.d.roleAt(e.ID)
	switch {
	case i < 0:
		return errors.New("there is no such role in the script any more")
	case len(b.d.roles) == 1:
		return errors.New("the last role cannot be deleted; every line needs someone to speak it")
	case e.To == e.ID:
		return errors.New("the lines of a deleted role cannot stay with it; choose another role for them")
	case e.To != "" && b.d.roleAt(e.To) < 0:
		return errors.New("the role that the lines should go to is not in the script any more")
	}
	for _, n := range b.d.lines {
		if n.Role == e.ID || n.Role == "" && i == 0 { // lines without a role are the first one's
			l := n.Line
			l.Role = e.To
			b.change(n, l)
		}
	}
	b.run(&putRoles{b.d.roles, slices.Delete(b.d.Roles(), i, i+1)})
	return nil
}

func (e PutWord) edit(b *builder) error {
	b.label = LabelWord
	w := Word{strings.TrimSpace(tidyText(e.Word.Written)), strings.TrimSpace(tidyText(e.Word.Spoken))}
	if w.Written == "" || w.Spoken == "" {
		return errors.New("an entry of the dictionary needs a word and how it is said")
	}
	words := b.d.Words()
	if i := b.d.wordAt(w.Written); i < 0 {
		words = append(words, w)
	} else if words[i] == w {
		return nil
	} else {
		words[i] = w
	}
	b.run(&putWords{b.d.words, words})
	return nil
}

func (e DeleteWord) edit(b *builder) error {
	b.label = LabelDeleteWord
	i := b.d.wordAt(strings.TrimSpace(e.Written))
	if i < 0 {
		return fmt.Errorf("%q is not in the dictionary", e.Written)
	}
	b.run(&putWords{b.d.words, slices.Delete(b.d.Words(), i, i+1)})
	return nil
}

func (d *Document) wordAt(written string) int {
	return slices.IndexFunc(d.words, func(w Word) bool { return w.Written == written })
}

func (e Choose) edit(b *builder) error {
	b.label, b.auto = LabelTake, e.Auto
	n, err := b.one(e.Line)
	if err != nil {
		return err
	}
	l := n.Line
	l.Take = e.Take
	b.change(n, l)
	b.focus, b.caret = n.ID, len(n.Text)
	return nil
}

func (e Change) edit(b *builder) error {
	b.label = LabelSettings
	if s := e.Settings.tidy(); s != b.d.settings {
		b.run(&putSettings{b.d.settings, s})
	}
	return nil
}
