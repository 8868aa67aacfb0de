package lines

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedRune belongs to Fyne: a character.
func (l *List) TypedRune(r rune) {
	l.want = wish{}
	if l.edit.id == "" {
		if l.OnRune != nil {
			l.flush()
			l.OnRune(r)
		}
		return
	}
	if s := clean(string(r)); s != "" {
		l.insert(s)
	}
}

// KeyDown belongs to Fyne; it keeps the state of the shift key, which comes with no key that is typed.
func (l *List) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		l.shift = true
	}
}

// KeyUp belongs to Fyne.
func (l *List) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		l.shift = false
	}
}

// TypedKey belongs to Fyne: a key without Ctrl and Alt.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	l.want = wish{}
	if l.mouse.cancel(l, e.Name) {
		return
	}
	if l.edit.id != "" {
		l.editKey(e.Name)
		return
	}
	if !l.listKey(e.Name) && l.OnKey != nil {
		l.flush()
		l.OnKey(e)
	}
}

// listKey is a key while no line is edited. It tells whether the list had a use for it.
func (l *List) listKey(key fyne.KeyName) bool {
	at, n := l.source.Index(l.current), l.source.Len()
	if n == 0 {
		if key == fyne.KeyReturn || key == fyne.KeyEnter {
			l.addLine(0)
			return true
		}
		return false
	}
	switch key {
	case fyne.KeyUp:
		l.goTo(max(at-1, 0), l.shift)
	case fyne.KeyDown:
		l.goTo(min(at+1, n-1), l.shift)
	case fyne.KeyHome:
		l.goTo(0, l.shift)
	case fyne.KeyEnd:
		l.goTo(n-1, l.shift)
	case fyne.KeyPageUp:
		l.goTo(l.page(max(at, 0), -1), l.shift)
	case fyne.KeyPageDown:
		l.goTo(l.page(max(at, 0), 1), l.shift)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2:
		if at < 0 {
			return false
		}
		l.enter(at, len(l.source.Line(at).Text))
	case fyne.KeySpace:
		if at < 0 {
			return false
		}
		l.play(l.current)
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.remove()
	case fyne.KeyEscape:
		if len(l.chosen) < 2 {
			return false
		}
		l.goTo(at, false)
	default:
		return false
	}
	return true
}

// page returns the row that is about a window's height away from row i.
func (l *List) page(i int, way float64) int {
	y := l.heights.top(i) + l.heights.rows[i]/2 + way*0.85*float64(l.size.Height)
	to := l.heights.at(y)
	if to == i {
		to += int(way)
	}
	return min(max(to, 0), l.source.Len()-1)
}

// editKey is a key in the editor.
func (l *List) editKey(key fyne.KeyName) {
	e := &l.edit
	switch key {
	case fyne.KeyEscape:
		l.leave()
		l.arrange()
	case fyne.KeyReturn, fyne.KeyEnter:
		l.split()
	case fyne.KeyBackspace:
		l.backspace(e.before)
	case fyne.KeyDelete:
		l.erase(e.behind)
	case fyne.KeyLeft:
		l.sideways(e.before, -1)
	case fyne.KeyRight:
		l.sideways(e.behind, 1)
	case fyne.KeyUp:
		l.vertical(-1)
	case fyne.KeyDown:
		l.vertical(1)
	case fyne.KeyHome, fyne.KeyEnd:
		if r := l.rows[e.id]; r != nil {
			s := r.para.strips[r.para.strip(e.caret)]
			to := s.start
			if key == fyne.KeyEnd {
				if to = s.end; to < len(e.text) && to > s.start {
					to = e.before(to) // before the space at which the line was broken
				}
			}
			e.move(to, l.shift)
		}
		l.moved()
	case fyne.KeyPageUp:
		l.hop(l.page(l.source.Index(e.id), -1), -1)
	case fyne.KeyPageDown:
		l.hop(l.page(l.source.Index(e.id), 1), 1)
	}
}

// backspace removes what is selected, or back to where step leads; at the beginning the line is joined to the one before.
func (l *List) backspace(step func(int) int) {
	e := &l.edit
	if a, b := e.span(); a < b {
		l.insert("")
		return
	}
	if e.caret > 0 {
		e.move(step(e.caret), true)
		l.insert("")
		return
	}
	l.join(l.source.Index(e.id), len(e.text))
}

// erase is backspace the other way.
func (l *List) erase(step func(int) int) {
	e := &l.edit
	if a, b := e.span(); a < b {
		l.insert("")
		return
	}
	if e.caret < len(e.text) {
		e.move(step(e.caret), true)
		l.insert("")
		return
	}
	if i := l.source.Index(e.id) + 1; i < l.source.Len() {
		l.join(i, len(l.source.Line(i).Text))
	}
}

// join joins row i to the one before; the caret goes to where the tail begins.
func (l *List) join(i, tail int) {
	if i <= 0 || l.OnJoin == nil {
		return
	}
	id, before := l.source.Line(i).ID, l.source.Line(i-1).ID
	l.ask(func() { l.OnJoin(id) }, -1, func(int) {
		for _, id := range []string{before, id} {
			if at := l.source.Index(id); at >= 0 {
				l.enter(at, len(l.source.Line(at).Text)-tail)
				return
			}
		}
	})
}

// split divides the line at the caret. What is selected goes.
func (l *List) split() {
	e := &l.edit
	if a, b := e.span(); a < b {
		e.put("")
		l.text.hold(l)
	}
	if l.OnSplit == nil {
		return
	}
	id, at := e.id, e.caret
	l.ask(func() { l.OnSplit(id, at) }, 1, func(int) {
		if i := l.source.Index(id); i+1 < l.source.Len() && i >= 0 {
			l.enter(i+1, 0)
		}
	})
}

// addLine puts an empty line before row at and edits it.
func (l *List) addLine(at int) {
	if l.OnInsert == nil {
		return
	}
	l.ask(func() { l.OnInsert(at, "") }, 1, func(int) {
		if at < l.source.Len() {
			l.enter(at, len(l.source.Line(at).Text))
		}
	})
}

// sideways moves the caret to where step leads, or into the next line at the end of this one.
func (l *List) sideways(step func(int) int, way int) {
	e := &l.edit
	a, b := e.span()
	switch {
	case a < b && !l.shift:
		if e.move(b, false); way < 0 {
			e.move(a, false)
		}
	case way < 0 && e.caret == 0 || way > 0 && e.caret == len(e.text):
		if l.shift {
			return
		}
		i := l.source.Index(e.id) + way
		if i < 0 || i >= l.source.Len() {
			return
		}
		at := 0
		if way < 0 {
			at = len(l.source.Line(i).Text)
		}
		l.enter(i, at)
		return
	default:
		e.move(step(e.caret), l.shift)
	}
	l.moved()
}

// vertical moves the caret to the visual line above or below, and from the first and the last one into the next line.
func (l *List) vertical(way int) {
	e := &l.edit
	r := l.rows[e.id]
	if r == nil {
		l.reveal()
		return
	}
	k := r.para.strip(e.caret)
	if !e.aiming {
		e.goal = r.para.x(&l.pen, k, e.caret)
	}
	to := k + way
	if to < 0 || to >= len(r.para.strips) {
		if l.shift {
			e.move([]int{0, 0, len(e.text)}[way+1], true)
			l.moved()
			return
		}
		l.hop(l.source.Index(e.id)+way, way)
		return
	}
	goal := e.goal
	e.move(r.para.at(&l.pen, fyne.NewPos(goal, (float32(to)+0.5)*r.para.pitch)), l.shift)
	e.goal, e.aiming = goal, true
	l.moved()
}

// hop goes on editing in row i, with the caret in the same column of its first or last visual line.
func (l *List) hop(i, way int) {
	if i < 0 || i >= l.source.Len() {
		return
	}
	goal := l.edit.goal
	if r := l.rows[l.edit.id]; r != nil && !l.edit.aiming {
		goal = r.para.spot(&l.pen, l.edit.caret).X
	}
	l.enter(i, 0)
	r := l.rows[l.edit.id]
	if r == nil || r.index != i {
		return
	}
	y := r.para.pitch / 2
	if way < 0 {
		y = r.para.height() - y
	}
	l.edit.move(r.para.at(&l.pen, fyne.NewPos(goal, y)), false)
	l.edit.goal, l.edit.aiming = goal, true
	l.moved()
}

func (l *List) play(id string) {
	if l.OnPlay != nil {
		l.flush()
		l.OnPlay(id)
	}
}

// remove deletes the selected lines.
func (l *List) remove() {
	ids := l.Selected()
	if len(ids) == 0 || l.OnDelete == nil {
		return
	}
	l.place = l.source.Index(ids[0])
	l.ask(func() { l.OnDelete(ids) }, -len(ids), func(int) {
		if n := l.source.Len(); n > 0 {
			l.goTo(min(l.source.Index(l.current), n-1), false)
		}
	})
}

// carryLines moves the selected lines, or the one that is edited, by one place.
func (l *List) carryLines(way int) {
	ids := l.Selected()
	if l.edit.id != "" {
		ids = []string{l.edit.id}
	}
	if len(ids) == 0 || l.OnMove == nil {
		return
	}
	to := l.source.Index(ids[0]) - 1
	if way > 0 {
		to = l.source.Index(ids[len(ids)-1]) + 2
	}
	if to < 0 || to > l.source.Len() {
		return
	}
	l.move(ids, to)
}

func (l *List) move(ids []string, to int) {
	l.flush()
	l.OnMove(ids, to)
	l.Refresh()
	l.show(l.source.Index(l.current))
	l.arrange()
}
