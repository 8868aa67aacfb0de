package lines

import (
	"fyne.io/fyne/v2"

	"voicewright/script"
)

// measured is the height that a line had when it was shown last.
type measured struct {
	text   string
	kind   script.Kind
	height float64
}

// lead is the empty height before the first line, in units of the pen.
const lead = 14

// count takes over the number of lines and their heights, measured where they were shown and estimated elsewhere.
func (l *List) count() {
	n := l.source.Len()
	rows := l.heights.rows
	if cap(rows) < n {
		rows = make([]float64, n, n+n/4+16)
	}
	rows = rows[:n]
	for i := range rows {
		rows[i] = l.guess(l.source.Line(i))
	}
	l.heights.fill(rows)
	l.ids = n
}

// guess returns the height of a line that need not have been shown.
func (l *List) guess(line script.Line) float64 {
	if m, ok := l.known[line.ID]; ok && m.kind == line.Kind && m.text == line.Text {
		return m.height
	}
	g := l.pen.columns(l.size.Width)
	perLine := max(g.textW/(l.pen.words(line.Kind).size*0.52), 8)
	strips := 1 + int(float32(len(line.Text))*0.97/perLine)
	top, bottom := l.pen.margins(line.Kind)
	return float64(top + float32(strips)*l.pen.pitch(line.Kind) + bottom)
}

// remember sets the height of row i.
func (l *List) remember(i int, height float64) {
	if l.heights.rows[i] != height {
		l.heights.set(i, height)
	}
}

// drop makes every row draw itself again.
func (l *List) drop() {
	for _, r := range l.rows {
		r.again = true
	}
	for _, r := range l.free {
		r.again = true
	}
	l.marks.again = true
}

// resize takes a new size of the list; wide says that its width changed, and with it every height.
func (l *List) resize(size fyne.Size, wide bool) {
	l.size = size
	l.tip.hide()
	if wide {
		top := l.heights.at(l.offset - float64(l.start()))
		into := l.offset - float64(l.start()) - l.heights.top(max(top, 0))
		clear(l.known)
		l.count()
		if top >= 0 {
			l.offset = float64(l.start()) + l.heights.top(top) + min(into, l.heights.rows[top])
		}
		if l.edit.id != "" {
			l.show(l.source.Index(l.edit.id))
		}
	}
	l.arrange()
}

func (l *List) start() float32 { return lead * l.pen.unit }

// whole returns the height of everything with the room after the last line, which lets it stand in the upper half.
func (l *List) whole() float64 {
	return float64(l.start()) + l.heights.total() + float64(max(l.size.Height*0.35, 80))
}

func (l *List) clamp() {
	l.offset = min(l.offset, l.whole()-float64(l.size.Height))
	l.offset = max(l.offset, 0)
}

// arrange brings the rows that can be seen to their places. Rows that come into view are measured; where that changes
// a height above what the writer looks at, the list is moved by as much, so that nothing jumps.
func (l *List) arrange() {
	if l.size.Height <= 0 || l.size.Width <= 0 {
		return
	}
	for range 6 {
		l.clamp()
		if l.pass() {
			break
		}
	}
	l.layer.Resize(l.size)
	l.over.Resize(l.size)
	l.placeCaret()
	l.drawOver()
	l.beat.Move(fyne.NewPos(-1, float32(1-int(l.beat.Position().Y)))) // tells the window to draw, and frees no texture
}

// pass lays out the rows once and tells whether the heights were as expected.
func (l *List) pass() bool {
	n := l.source.Len()
	l.rows, l.spare = l.spare, l.rows
	l.layer.Objects = l.layer.Objects[:0]
	begin := float64(l.start())
	first := l.heights.at(l.offset - begin)
	good := true
	if first >= 0 {
		y := begin + l.heights.top(first) - l.offset
		for i := first; i < n && y < float64(l.size.Height); i++ {
			r := l.take(i)
			l.build(r, i)
			if old := l.heights.rows[i]; old != float64(r.height) {
				l.heights.set(i, float64(r.height))
				l.known[r.face.line.ID] = measured{r.face.line.Text, r.face.line.Kind, float64(r.height)}
				if i == first && l.upward {
					l.offset += float64(r.height) - old
					y -= float64(r.height) - old
				}
				good = good && i != first
			}
			r.y = float32(y)
			r.box.Move(fyne.NewPos(0, r.y))
			l.layer.Objects = append(l.layer.Objects, r.box)
			y += float64(r.height)
		}
	}
	for id, r := range l.spare {
		l.free = append(l.free, r)
		delete(l.spare, id)
	}
	return good && l.offset <= max(l.whole()-float64(l.size.Height), 0)
}

// take returns a row for line i: the one that shows it already, one that is free, or a new one.
func (l *List) take(i int) *row {
	id := l.source.Line(i).ID
	r := l.spare[id]
	switch {
	case r != nil:
		delete(l.spare, id)
	case len(l.free) > 0:
		r = l.free[len(l.free)-1]
		l.free = l.free[:len(l.free)-1]
	default:
		r = newRow()
	}
	l.rows[id] = r
	return r
}

// show scrolls as little as brings row i into view.
func (l *List) show(i int) {
	if i < 0 || i >= len(l.heights.rows) || l.size.Height <= 0 {
		return
	}
	for range 5 {
		top := float64(l.start()) + l.heights.top(i)
		bottom := top + l.heights.rows[i]
		if r := l.rows[l.source.Line(i).ID]; r != nil && r.index == i {
			bottom = top + float64(r.height)
		}
		room := float64(24 * l.pen.unit)
		was := l.offset
		switch {
		case top-room < l.offset:
			l.offset = top - room
		case bottom+room > l.offset+float64(l.size.Height):
			l.offset = min(bottom+room-float64(l.size.Height), top-room)
		}
		l.clamp()
		if was == l.offset {
			return
		}
		l.upward = l.offset < was
		l.pass()
	}
}

// Scrolled moves the list by the wheel.
func (l *List) Scrolled(e *fyne.ScrollEvent) { l.scroll(-float64(e.Scrolled.DY)) }

func (l *List) scroll(by float64) {
	if by == 0 {
		return
	}
	l.upward = by < 0
	l.offset += by
	l.clamp()
	l.tip.hide()
	l.arrange()
	l.mouse.follow(l)
}

// row returns the visible row at y of the list, or nil.
func (l *List) rowAt(y float32) *row {
	i := l.heights.at(l.offset + float64(y-l.start()))
	if i < 0 {
		return nil
	}
	r := l.rows[l.source.Line(i).ID]
	if r == nil || y < r.y || y >= r.y+r.height {
		return nil
	}
	return r
}

// fixed returns a line that should stay where it is while others come and go, and its place: the one at the keyboard,
// or else the uppermost.
func (l *List) fixed() (id string, y float32) {
	if r := l.rows[l.current]; r != nil && r.y < l.size.Height && r.y+r.height > 0 {
		return l.current, r.y
	}
	for k, r := range l.rows {
		if id == "" || r.y < y {
			id, y = k, r.y
		}
	}
	return id, y
}

// prune forgets lines that are gone: in the selection, in the editor and where the keyboard is.
func (l *List) prune() {
	gone := false
	for id := range l.chosen {
		if l.source.Index(id) < 0 {
			delete(l.chosen, id)
			gone = true
		}
	}
	if l.edit.id != "" && l.source.Index(l.edit.id) < 0 {
		l.text.forget()
		l.said.end()
		l.edit = editor{}
		l.blink.stop()
	}
	if l.anchor != "" && l.source.Index(l.anchor) < 0 {
		l.anchor = ""
	}
	if l.current != "" {
		if i := l.source.Index(l.current); i >= 0 {
			l.place = i
		} else if n := l.source.Len(); n > 0 {
			l.place = min(l.place, n-1)
			l.current = l.source.Line(l.place).ID
			if len(l.chosen) == 0 {
				l.chosen[l.current] = true
			}
		} else {
			l.current = ""
		}
	}
	if l.anchor == "" {
		l.anchor = l.current
	}
	if len(l.known) > 4*l.ids+1000 {
		clear(l.known)
	}
	if l.untold = l.untold || gone; l.untold && l.want.then == nil {
		l.tell()
	}
}
