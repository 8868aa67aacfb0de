package lines

import (
	"time"

	"fyne.io/fyne/v2"
)

// Dragged belongs to Fyne.
func (l *List) Dragged(e *fyne.DragEvent) {
	m := &l.mouse
	if !m.press.on {
		return
	}
	if m.doing == noDrag {
		l.beginDrag()
	}
	m.pos = e.Position
	l.drag()
}

func (l *List) beginDrag() {
	m := &l.mouse
	p := m.press
	m.dragged = true
	m.turn++
	switch {
	case p.row < 0:
		m.doing = ofRange
		return
	case l.edit.id == p.id && p.inText:
		m.doing = ofText
		return
	case p.zone == handleZone || p.chosen && p.mod == 0:
		m.doing = ofLines
		if m.ids = l.Selected(); !l.chosen[p.id] {
			m.ids = []string{p.id}
		}
	default:
		m.doing = ofRange
	}
	l.flush()
}

func (l *List) drag() {
	m := &l.mouse
	switch m.doing {
	case ofThumb:
		l.pullThumb(float64(m.pos.Y))
		return
	case ofText:
		if r := l.rows[l.edit.id]; r != nil {
			l.edit.move(r.para.at(&l.pen, fyne.NewPos(m.pos.X-r.body.X, m.pos.Y-r.y-r.body.Y)), true)
			l.arrange()
		}
		return
	case ofLines:
		m.drop = l.gapAt(m.pos.Y)
		l.arrange()
	case ofRange:
		if r := l.rowAt(m.pos.Y); r != nil && m.press.row >= 0 && l.current != r.face.line.ID {
			l.anchor = m.press.id
			l.stretch(r.index)
			l.arrange()
		}
	}
	l.edge(m.turn)
}

// gapAt returns the row before which something dropped at y goes.
func (l *List) gapAt(y float32) int {
	if r := l.rowAt(y); r != nil {
		if y > r.y+r.height/2 {
			return r.index + 1
		}
		return r.index
	}
	if float64(y)+l.offset < float64(l.start()) {
		return 0
	}
	return l.source.Len()
}

// edge scrolls while something is dragged at the upper or lower edge.
func (l *List) edge(turn int) {
	m := &l.mouse
	room := 28 * l.pen.unit
	by := float64(0)
	switch {
	case m.pos.Y < room:
		by = float64(m.pos.Y-room) / 2
	case m.pos.Y > l.size.Height-room:
		by = float64(m.pos.Y-l.size.Height+room) / 2
	}
	was := l.offset
	l.scroll(min(max(by, -30), 30))
	if was == l.offset {
		return
	}
	l.after(25*time.Millisecond, func() {
		l.do.Do(func() {
			if m.turn == turn && m.doing != noDrag {
				l.drag()
			}
		})
	})
	m.turn++ // an event that comes first makes the timer late
	turn = m.turn
}

// DragEnd belongs to Fyne.
func (l *List) DragEnd() {
	m := &l.mouse
	ids, to, what := m.ids, m.drop, m.doing
	m.end()
	if what == ofLines && to >= 0 && len(ids) > 0 && l.OnMove != nil {
		first, last := l.source.Index(ids[0]), l.source.Index(ids[len(ids)-1])
		if last-first != len(ids)-1 || to < first || to > last+1 {
			l.move(ids, to)
		}
	}
	l.arrange()
}

func (m *pointer) end() {
	m.press, m.doing, m.dragged, m.drop, m.ids = press{}, noDrag, false, -1, nil
	m.turn++
}

// cancel ends a drag by the escape key.
func (m *pointer) cancel(l *List, key fyne.KeyName) bool {
	if key != fyne.KeyEscape || m.doing == noDrag {
		return false
	}
	m.end()
	l.arrange()
	return true
}
