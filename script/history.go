package script

import (
	"errors"
	"time"
)

// Changes to the text of one line become one undo step when no more than typingPause lies between two of them, and no
// more than typingRun between the first and the last: undo takes back a breath of typing, not the whole paragraph.
const typingPause, typingRun = time.Second, 10 * time.Second

// maxWeight is how many bytes the history keeps, roughly; the oldest steps go first.
const maxWeight = 256 << 20

// A step is what one Undo takes back.
type step struct {
	label       string
	ops         []op
	focus       string
	caret       int
	weight      int
	typing      string // ID of the line whose text it changes, when it does nothing else
	first, last time.Time
}

// history holds the steps: undone ones lie in redo, the last undone on top.
type history struct {
	undo, redo []*step
	weight     int // of undo
}

func (h *history) push(s *step) {
	h.undo = append(h.undo, s)
	h.weight += s.weight
	old := 0
	for h.weight > maxWeight && old < len(h.undo)-1 {
		h.weight -= h.undo[old].weight
		old++
	}
	if old > 0 {
		h.undo = append([]*step(nil), h.undo[old:]...)
	}
}

func (h *history) pop() *step {
	s := h.undo[len(h.undo)-1]
	h.undo[len(h.undo)-1] = nil
	h.undo = h.undo[:len(h.undo)-1]
	h.weight -= s.weight
	return s
}

// Do carries out an edit. An edit that cannot be done changes nothing and returns one sentence that says why; one that
// changes nothing returns an empty delta and is not a step. Everything that was undone can then no longer be redone.
func (d *Document) Do(e Edit) (Delta, error) {
	if e == nil {
		return Delta{}, errors.New("there is no edit to be done")
	}
	b := d.build()
	if err := e.edit(b); err != nil {
		b.revert()
		return Delta{}, err
	}
	delta := b.delta()
	if delta.Empty() || b.auto {
		return delta, nil
	}
	d.history.redo = nil
	now := d.now()
	if d.typed(b, now) {
		return delta, nil
	}
	s := &step{label: b.label, ops: b.ops, focus: delta.Focus, caret: delta.Caret, typing: b.typing, first: now, last: now}
	for _, o := range s.ops {
		s.weight += o.weight()
	}
	d.history.push(s)
	return delta, nil
}

// typed adds a change of text to the step before it when both are one breath of typing.
func (d *Document) typed(b *builder, now time.Time) bool {
	if b.typing == "" || len(d.history.undo) == 0 {
		return false
	}
	s := d.history.undo[len(d.history.undo)-1]
	if s.typing != b.typing || now.Sub(s.last) > typingPause || now.Sub(s.first) > typingRun {
		return false
	}
	change := s.ops[0].(*put)
	change.after.Text = d.byID[s.typing].Text
	s.last, s.caret = now, changeEnd(change.before.Text, change.after.Text)
	d.history.weight -= s.weight
	s.weight = change.weight()
	d.history.weight += s.weight
	if change.before.Text == change.after.Text {
		d.history.pop() // typed and deleted again
	}
	return true
}

func (d *Document) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// Undo takes the last step back; false when there is none.
func (d *Document) Undo() (Delta, bool) {
	if len(d.history.undo) == 0 {
		return Delta{}, false
	}
	s := d.history.pop()
	s.typing = "" // what is typed after a redo is a step of its own
	b := d.build()
	b.label = s.label
	for i := len(s.ops) - 1; i >= 0; i-- {
		s.ops[i].undo(b)
	}
	d.history.redo = append(d.history.redo, s)
	return b.delta(), true
}

// Redo does the step again that was undone last; false when there is none.
func (d *Document) Redo() (Delta, bool) {
	h := &d.history
	if len(h.redo) == 0 {
		return Delta{}, false
	}
	s := h.redo[len(h.redo)-1]
	h.redo = h.redo[:len(h.redo)-1]
	b := d.build()
	b.label, b.focus, b.caret = s.label, s.focus, s.caret
	for _, o := range s.ops {
		o.do(b)
	}
	h.push(s)
	return b.delta(), true
}

// CanUndo returns the label of the step that Undo would take back.
func (d *Document) CanUndo() (label string, ok bool) { return top(d.history.undo) }

// CanRedo returns the label of the step that Redo would do again.
func (d *Document) CanRedo() (label string, ok bool) { return top(d.history.redo) }

func top(steps []*step) (string, bool) {
	if len(steps) == 0 {
		return "", false
	}
	return steps[len(steps)-1].label, true
}
