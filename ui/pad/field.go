package pad

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// How far an arrow key moves the point, and how far with Shift.
const (
	stride     = 0.05
	fineStride = 0.01
)

// A field is where the point is moved. It belongs to a Pad, which knows the voices.
type field struct {
	widget.BaseWidget
	pad     *Pad
	at      spot
	shift   bool
	focused bool
	held    bool // the pointer holds the point
}

func newField(p *Pad) *field {
	f := &field{pad: p, at: middle(len(p.voices))}
	f.ExtendBaseWidget(f)
	return f
}

// shares are the weights of the voices at the point, in their order.
func (f *field) shares() []float64 { return weights(len(f.pad.voices), f.at) }

// move brings the point to a spot, or as near as the pad reaches.
func (f *field) move(to spot) {
	to = inside(len(f.pad.voices), to)
	if to == f.at {
		return
	}
	f.at = to
	f.Refresh()
	f.pad.moved()
}

func (f *field) by(dx, dy float64) {
	step := stride
	if f.shift {
		step = fineStride
	}
	f.move(spot{f.at.x + dx*step, f.at.y + dy*step})
}

// corner goes to voice i alone, if there is one.
func (f *field) corner(i int) {
	if i < len(f.pad.voices) {
		f.move(corners(len(f.pad.voices))[i])
	}
}

// TypedKey implements fyne.Focusable.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		f.by(-1, 0)
	case fyne.KeyRight:
		f.by(1, 0)
	case fyne.KeyUp:
		f.by(0, -1)
	case fyne.KeyDown:
		f.by(0, 1)
	case fyne.KeyHome:
		f.move(middle(len(f.pad.voices)))
	case fyne.KeySpace:
		f.pad.hear()
	case fyne.KeyReturn, fyne.KeyEnter:
		f.pad.keep()
	case fyne.KeyEscape:
		call(f.pad.OnClose)
	}
}

// TypedRune implements fyne.Focusable: the digits go to the voices.
func (f *field) TypedRune(r rune) {
	if r >= '1' && r <= '0'+Most {
		f.corner(int(r - '1'))
	}
}

// KeyDown implements desktop.Keyable.
func (f *field) KeyDown(e *fyne.KeyEvent) { f.hold(e.Name, true) }

// KeyUp implements desktop.Keyable.
func (f *field) KeyUp(e *fyne.KeyEvent) { f.hold(e.Name, false) }

func (f *field) hold(key fyne.KeyName, down bool) {
	if key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight {
		f.shift = down
	}
}

// FocusGained implements fyne.Focusable.
func (f *field) FocusGained() { f.focused = true; f.Refresh() }

// FocusLost implements fyne.Focusable.
func (f *field) FocusLost() { f.focused, f.shift = false, false; f.Refresh() }

// MouseDown implements desktop.Mouseable: the point comes to the pointer.
func (f *field) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
	f.held = true
	f.Refresh()
	f.move(f.spotAt(e.Position))
}

// MouseUp implements desktop.Mouseable.
func (f *field) MouseUp(*desktop.MouseEvent) { f.let() }

// Dragged implements fyne.Draggable.
func (f *field) Dragged(e *fyne.DragEvent) {
	f.held = true
	f.move(f.spotAt(e.Position))
}

// DragEnd implements fyne.Draggable.
func (f *field) DragEnd() { f.let() }

// let ends the holding of the point: from now on the phrase is heard from its beginning.
func (f *field) let() {
	if f.held {
		f.held = false
		f.Refresh()
		f.pad.hear()
	}
}

// Cursor implements desktop.Cursorable.
func (f *field) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements fyne.Accessible.
func (f *field) AccessibilityLabel() string {
	return lang.L("Blend of {{.Voices}}", map[string]any{"Voices": strings.Join(f.pad.told(), ", ")})
}

// AccessibilityRole implements fyne.Accessible.
func (f *field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
