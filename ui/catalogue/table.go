package catalogue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/voices/card"
)

// A table is the list of voices. It takes rows and scrolling from Fyne's list; what is chosen and what keys do is its
// own, since Fyne's chooses one row only.
type table struct {
	widget.List
	pane    *Pane
	focused bool
	shift   bool         // is held
	rows    map[*row]int // those in use and the voice they show
}

var (
	_ fyne.Focusable         = (*table)(nil)
	_ fyne.Shortcutable      = (*table)(nil)
	_ desktop.Keyable        = (*table)(nil)
	_ fyne.SecondaryTappable = (*row)(nil)
	_ fyne.Draggable         = (*row)(nil)
	_ desktop.Mouseable      = (*row)(nil)
)

func newTable(p *Pane) *table {
	t := &table{pane: p, rows: map[*row]int{}}
	t.Length = func() int { return p.shelf.count }
	t.CreateItem = func() fyne.CanvasObject { return newRow(p) }
	t.UpdateItem = func(i int, o fyne.CanvasObject) {
		r := o.(*row)
		t.rows[r] = i
		if len(t.rows) > mostRows {
			t.prune()
		}
		c, ok := p.shelf.card(i)
		r.show(i, c, ok)
	}
	t.HideSeparators = true
	t.ExtendBaseWidget(t)
	return t
}

// repaint draws pictures and states of previews again, of the rows in view. Rows that the list keeps for later use are
// left alone: the voices that they showed may be out of memory.
func (t *table) repaint() {
	first, last := t.inView()
	for r, i := range t.rows {
		if i >= first && i <= last {
			c, ok := t.pane.shelf.card(i)
			r.show(i, c, ok)
		}
	}
}

// mostRows is more than a window shows; what is beyond are rows that the list has thrown away.
const mostRows = 100

func (t *table) prune() {
	first, last := t.inView()
	for r, i := range t.rows {
		if i < first || i > last {
			delete(t.rows, r)
		}
	}
}

// inView returns the places of the first and the last row that can be seen.
func (t *table) inView() (first, last int) {
	step := rowHeight() + theme.Padding()
	return int(t.GetScrollOffset() / step), int((t.GetScrollOffset() + t.Size().Height) / step)
}

// FocusGained implements fyne.Focusable.
func (t *table) FocusGained() {
	t.focused = true
	if t.pane.cursor < 0 {
		t.pane.choose(0, false, false)
	}
	t.repaint()
}

// FocusLost implements fyne.Focusable.
func (t *table) FocusLost() {
	t.focused, t.shift = false, false
	t.repaint()
}

// KeyDown implements desktop.Keyable.
func (t *table) KeyDown(e *fyne.KeyEvent) { t.hold(e.Name, true) }

// KeyUp implements desktop.Keyable.
func (t *table) KeyUp(e *fyne.KeyEvent) { t.hold(e.Name, false) }

func (t *table) hold(key fyne.KeyName, down bool) {
	if key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight {
		t.shift = down
	}
}

// TypedKey implements fyne.Focusable.
func (t *table) TypedKey(e *fyne.KeyEvent) {
	p := t.pane
	page := max(1, int(t.Size().Height/(rowHeight()+theme.Padding()))-1)
	switch e.Name {
	case fyne.KeyUp:
		if p.cursor == 0 && !t.shift {
			p.focus(p.search)
			return
		}
		t.step(-1)
	case fyne.KeyDown:
		t.step(1)
	case fyne.KeyPageUp:
		t.step(-page)
	case fyne.KeyPageDown:
		t.step(page)
	case fyne.KeyHome:
		t.step(-p.shelf.count)
	case fyne.KeyEnd:
		t.step(p.shelf.count)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.with(p.OnUse)
	case fyne.KeySpace:
		p.with(p.OnPreview)
	case fyne.KeyDelete, fyne.KeyBackspace:
		if p.inTrash() {
			return
		}
		p.trashChosen()
	case fyne.KeyF2:
		p.with(p.askName)
	case desktop.KeyMenu:
		t.menuByKey()
	case fyne.KeyEscape:
		switch {
		case len(p.chosen) > 1:
			p.choose(p.cursor, false, false)
		case p.like != nil:
			p.leaveLike()
		default:
			p.focus(p.search)
		}
	}
}

// TypedRune implements fyne.Focusable: letters are commands on the current voice.
func (t *table) TypedRune(r rune) {
	p := t.pane
	switch r {
	case 'p', 'P':
		p.with(p.OnPreview)
	case 'f', 'F':
		p.with(p.toggleFavourite)
	case 'l', 'L':
		p.with(p.MoreLike)
	case '0', '1', '2', '3', '4', '5':
		p.rateChosen(int(r - '0'))
	case 't', 'T':
		p.with(p.askTags)
	case 'm', 'M':
		p.with(p.askFolder)
	case '/':
		if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
			p.FocusSearch(c)
		}
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *table) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		t.pane.chooseAll()
	case *desktop.CustomShortcut:
		if s.KeyName == fyne.KeyF10 && s.Modifier == fyne.KeyModifierShift {
			t.menuByKey()
		}
	}
}

// step moves the current voice by n places, and stretches the choice while Shift is held.
func (t *table) step(n int) {
	p := t.pane
	if p.shelf.count == 0 {
		return
	}
	i := min(max(p.cursor+n, 0), p.shelf.count-1)
	if i == p.cursor && len(p.chosen) == 1 {
		return
	}
	t.ScrollTo(i)
	p.choose(i, false, t.shift)
}

// menuByKey opens the menu of the current voice beside its row.
func (t *table) menuByKey() {
	first, last := t.inView()
	for r, i := range t.rows {
		if i == t.pane.cursor && i >= first && i <= last && r.known {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
			t.pane.showMenu(r.card, at.AddXY(pictureWidth, r.Size().Height/2))
			return
		}
	}
}

// with calls f with the current voice, if there is one.
func (p *Pane) with(f func(card.Card)) {
	if c, ok := p.Current(); ok && f != nil {
		f(c)
	}
}
