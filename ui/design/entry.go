package design

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// An entry is a field of one line that Enter finishes and Escape leaves.
type entry struct {
	widget.Entry
	done, leave func()
	typed       func() // a person writes into it; may be nil
}

func newEntry(hint string, done, leave func()) *entry {
	e := &entry{done: done, leave: leave}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	return e
}

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	call(e.typed)
	e.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		e.leave()
	case fyne.KeyReturn, fyne.KeyEnter:
		e.done()
	default:
		e.Entry.TypedKey(k)
	}
}

// halves lays two columns beside each other, equally wide.
type halves struct{ gap float32 }

// Layout implements fyne.Layout.
func (h *halves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - h.gap) / 2
	for i, o := range objects {
		o.Resize(fyne.NewSize(width, size.Height))
		o.Move(fyne.NewPos(float32(i)*(width+h.gap), 0))
	}
}

// MinSize implements fyne.Layout.
func (h *halves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return fyne.NewSize(2*least.Width+h.gap, least.Height)
}
