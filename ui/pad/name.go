package pad

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// A nameEntry is the field for the blend's name: what is written into it stays, Enter keeps the blend, Escape leaves.
type nameEntry struct {
	widget.Entry
	pad *Pad
}

func newNameEntry(p *Pad) *nameEntry {
	e := &nameEntry{pad: p}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(lang.L("How you call this voice"))
	return e
}

// TypedRune implements fyne.Focusable.
func (e *nameEntry) TypedRune(r rune) {
	e.pad.named = true
	e.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (e *nameEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		call(e.pad.OnClose)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.pad.keep()
	default:
		e.pad.named = e.pad.named || k.Name == fyne.KeyBackspace || k.Name == fyne.KeyDelete
		e.Entry.TypedKey(k)
	}
}
