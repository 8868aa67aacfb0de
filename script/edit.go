package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An Edit is one change of a document; see Document.Do. All of them can be undone.
type Edit interface {
	edit(*builder) error
}

// ErrLocked says that a line is locked, ErrNoLine that there is none with an ID.
var (
	ErrLocked = errors.New("the line is locked; unlock it to change its text, its sound or its take")
	ErrNoLine = errors.New("there is no such line in the script any more")
)

// The labels of steps, for "Undo ..." in a menu.
const (
	LabelInsert     = "Insert"
	LabelDelete     = "Delete"
	LabelTyping     = "Typing"
	LabelSplit      = "Split Line"
	LabelJoin       = "Join Lines"
	LabelMove       = "Move"
	LabelChange     = "Change Lines"
	LabelReplace    = "Replace"
	LabelRole       = "Change Role"
	LabelDeleteRole = "Delete Role"
	LabelWord       = "Change Word"
	LabelDeleteWord = "Delete Word"
	LabelTake       = "Choose Take"
	LabelSettings   = "Change Settings"
	LabelSeveral    = "Change Script"
)

// Insert puts lines in, the first one at place At (held within the document). Lines whose ID is empty or taken get a
// new one. Roles are such as the lines need and the document lacks, as Import returns them; those with an ID that is
// there already are left out.
type Insert struct {
	At    int
	Lines []Line
	Roles []Role
}

// Delete removes lines. Locked ones stay and are told in Delta.Skipped.
type Delete struct{ IDs []string }

// SetText gives a line a new text. Changes to one line in quick succession are one step.
type SetText struct{ ID, Text string }

// Split cuts a line in two at byte At of its text; what follows becomes a line with a new ID. At its beginning or end an
// empty line comes before or after it, and the line stays what it is. A stretch of markup that the cut goes
// through is ended before it and begun again behind it; a cut inside a tag is made after the tag.
type Split struct {
	ID string
	At int
}

// Join appends a line to the one before it, which keeps its role and voice. One that is empty goes and leaves the other
// as it is.
type Join struct{ ID string }

// Move brings lines, in the order that they have, to before the line that stands at place To before the move; the
// number of lines is the end.
type Move struct {
	IDs []string
	To  int
}

// Together is several edits as one step: all of them are done, or none.
type Together struct {
	Label string
	Edits []Edit
}

func (e Insert) edit(b *builder) error {
	b.label = LabelInsert
	b.addRoles(e.Roles)
	lines := b.d.fresh(e.Lines)
	if len(lines) == 0 {
		return nil
	}
	b.putIn(min(max(e.At, 0), b.d.Len()), lines...)
	b.focus, b.caret = lines[0].ID, len(lines[0].Text)
	return nil
}

func (e Delete) edit(b *builder) error {
	b.label = LabelDelete
	nodes, err := b.open(e.IDs)
	if err != nil {
		return err
	}
	b.takeOut(nodes)
	return nil
}

func (e SetText) edit(b *builder) error {
	b.label, b.typing = LabelTyping, e.ID
	n, err := b.one(e.ID)
	if err != nil {
		return err
	}
	l := n.Line
	l.Text = tidyText(e.Text)
	b.change(n, l)
	b.focus = e.ID
	return nil
}

func (e Split) edit(b *builder) error {
	b.label = LabelSplit
	n := b.d.byID[e.ID]
	if n == nil {
		return ErrNoLine
	}
	if e.At < 0 || e.At > len(n.Text) {
		return fmt.Errorf("the line has %d bytes and cannot be split at byte %d", len(n.Text), e.At)
	}
	parts := cutMarkup(n.Text, e.At)
	before, after := parts[0], parts[1]
	empty := Line{ID: NewID(), Kind: n.Kind, Role: n.Role, Voice: n.Voice, Delivery: n.Delivery}
	switch {
	case before == "" && after != "":
		b.putIn(n.at, empty)
		b.focus, b.caret = n.ID, 0
		return nil
	case after == "":
		if empty.Kind == Heading {
			empty.Kind = Speech // what follows a heading is its text
		}
		b.putIn(n.at+1, empty)
		b.focus, b.caret = empty.ID, 0
		return nil
	}
	if n.Locked {
		return b.locked(n)
	}
	first, second := n.Line, empty
	first.Text, second.Text = before, after
	first.Gap, second.Gap = 0, n.Gap
	b.change(n, first)
	b.putIn(n.at+1, second)
	b.focus, b.caret = second.ID, 0
	return nil
}

func (e Join) edit(b *builder) error {
	b.label = LabelJoin
	n := b.d.byID[e.ID]
	switch {
	case n == nil:
		return ErrNoLine
	case n.at == 0:
		return errors.New("there is no line before the first one to join it to")
	}
	before := b.d.lines[n.at-1]
	for _, one := range []*node{before, n} {
		if one.Locked {
			return b.locked(one)
		}
	}
	head, tail := strings.TrimSpace(before.Text), strings.TrimSpace(n.Text)
	if head == "" {
		b.takeOut([]*node{before})
		b.focus, b.caret = n.ID, 0
		return nil
	}
	joined := before.Line
	if tail != "" {
		joined.Text = before.Text + seam(before.Text, tail) + tail
	}
	joined.Gap = n.Gap
	b.change(before, joined)
	b.takeOut([]*node{n})
	b.focus, b.caret = before.ID, len(joined.Text)-len(tail)
	return nil
}

func (e Move) edit(b *builder) error {
	b.label = LabelMove
	nodes, err := b.some(e.IDs)
	if err != nil {
		return err
	}
	to := min(max(e.To, 0), b.d.Len())
	first, last := nodes[0].at, nodes[len(nodes)-1].at
	if last-first == len(nodes)-1 && to >= first && to <= last+1 {
		return nil // they are there
	}
	lines := make([]Line, len(nodes))
	for i, n := range nodes {
		lines[i] = n.Line
	}
	for _, n := range nodes {
		if n.at < e.To {
			to--
		}
	}
	b.takeOut(nodes)
	b.putIn(max(to, 0), lines...)
	b.focus, b.caret = lines[0].ID, 0
	return nil
}

func (e Together) edit(b *builder) error {
	for _, one := range e.Edits {
		if one == nil {
			continue
		}
		if err := one.edit(b); err != nil {
			return err
		}
	}
	b.typing, b.auto = "", false
	b.label = e.Label
	if b.label == "" {
		b.label = LabelSeveral
	}
	return nil
}

// change writes a line anew.
func (b *builder) change(n *node, to Line) {
	if n.Line != to {
		b.run(&put{before: n.Line, after: to})
	}
}

// putIn puts lines in at a place.
func (b *builder) putIn(at int, lines ...Line) {
	p := &place{at: make([]int, len(lines)), lines: lines}
	for i := range p.at {
		p.at[i] = at + i
	}
	b.run(p)
}

// takeOut removes lines, which are in the order of the document.
func (b *builder) takeOut(nodes []*node) {
	if len(nodes) == 0 {
		return
	}
	p := &place{at: make([]int, len(nodes)), lines: make([]Line, len(nodes)), out: true}
	for i, n := range nodes {
		p.at[i] = n.at
	}
	b.run(p)
}

// one returns a line that may be changed.
func (b *builder) one(id string) (*node, error) {
	n := b.d.byID[id]
	switch {
	case n == nil:
		return nil, ErrNoLine
	case n.Locked:
		return nil, b.locked(n)
	}
	return n, nil
}

func (b *builder) locked(n *node) error { return fmt.Errorf("line %d: %w", n.at+1, ErrLocked) }

// some returns lines in the order of the document. IDs of lines that are gone are passed over; if all are, it fails.
func (b *builder) some(ids []string) ([]*node, error) {
	nodes := make([]*node, 0, len(ids))
	for _, id := range ids {
		if n := b.d.byID[id]; n != nil {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return nil, ErrNoLine
	}
	slices.SortFunc(nodes, func(a, b *node) int { return a.at - b.at })
	return slices.Compact(nodes), nil
}

// open returns those of the lines that are not locked and notes the others; it fails when all are.
func (b *builder) open(ids []string) ([]*node, error) {
	nodes, err := b.some(ids)
	if err != nil {
		return nil, err
	}
	first := nodes[0]
	nodes = slices.DeleteFunc(nodes, func(n *node) bool {
		if n.Locked {
			b.skipped = append(b.skipped, n.ID)
		}
		return n.Locked
	})
	if len(nodes) == 0 {
		return nil, b.locked(first)
	}
	return nodes, nil
}
