package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// escapeEntry is a field that Escape leaves: Fyne's own keeps the key to itself.
type escapeEntry struct {
	widget.Entry
	escape func()
}

func newEscapeEntry(escape func()) *escapeEntry {
	e := &escapeEntry{escape: escape}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements fyne.Focusable.
func (e *escapeEntry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		e.escape()
		return
	}
	e.Entry.TypedKey(k)
}
