package lines

import "fyne.io/fyne/v2"

// LineAt returns the ID of the line at a place of the canvas, or nothing.
func (l *List) LineAt(at fyne.Position) string {
	in := at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	if in.X < 0 || in.X >= l.size.Width || in.Y < 0 || in.Y >= l.size.Height {
		return ""
	}
	if r := l.rowAt(in.Y); r != nil {
		return r.face.line.ID
	}
	return ""
}

// PlaceOf returns the place on the canvas below the beginning of a line's text, and false when the line is out of view.
func (l *List) PlaceOf(id string) (fyne.Position, bool) {
	r := l.rows[id]
	if r == nil || r.y >= l.size.Height || r.y+r.height <= 0 {
		return fyne.Position{}, false
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(l).Add(r.body).AddXY(0, r.y+r.para.pitch), true
}

// Surround puts text before and after what is selected in the open editor, or both at its caret, which then stands
// between them. Without an open editor it does nothing.
func (l *List) Surround(before, after string) {
	if l.edit.id == "" {
		return
	}
	a, b := l.edit.span()
	middle := l.edit.text[a:b]
	l.edit.put(before + middle + after)
	l.edit.move(a+len(before), false)
	l.edit.move(a+len(before)+len(middle), true)
	l.typed()
}
