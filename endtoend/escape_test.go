package endtoend

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestEscapeLeavesEveryDialog opens every dialog and presses Escape in each of its widgets that takes the focus.
func TestEscapeLeavesEveryDialog(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	canvas := p.window.Fyne().Canvas()
	for _, command := range []string{"New project…", "Recent projects…", "Export audio…", "Pace, pitch and pause…", "Dictionary…", "Settings…",
		"Keyboard shortcuts", "Find a command…", "Blend voices…", "New voice from words…", "New voice from recordings…"} {
		for number := 0; ; number++ {
			p.press(command)
			p.until(command+" opens", p.dialogOpen)
			var inside []fyne.Focusable
			walk(canvas.Overlays().Top(), func(o fyne.CanvasObject) {
				if f, ok := o.(fyne.Focusable); ok && o.Visible() {
					inside = append(inside, f)
				}
			})
			if len(inside) == 0 {
				t.Errorf("nothing in %q takes the focus", command)
			}
			if number >= len(inside) {
				p.window.Fyne().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
				break
			}
			canvas.Focus(inside[number])
			inside[number].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if p.dialogOpen() {
				t.Errorf("%q stays open at Escape in number %d of its widgets, a %T", command, number, inside[number])
				canvas.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			}
		}
	}
}
