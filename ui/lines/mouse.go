package lines

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// twice is the longest time between the clicks of a double click.
const twice = 450 * time.Millisecond

// A pointer is what the mouse does.
type pointer struct {
	row    int // under the pointer, -1 is none
	zone   zoneKind
	pos    fyne.Position // in the list
	inside bool
	cursor desktop.Cursor

	press   press
	clicks  int // one after the other at one place
	clicked time.Time

	dragged bool
	doing   dragging
	drop    int // reordering puts the lines before this row; -1 is nowhere
	ids     []string
	grip    float64 // how far below the thumb's top the pointer took it
	turn    int     // counts drags, to end the scrolling at the edges
	bar     bool    // the pointer is at the scroll bar
	where   fyne.Position
}

// A press is where and how a button went down.
type press struct {
	on     bool
	row    int
	id     string
	zone   zoneKind
	pos    fyne.Position
	mod    fyne.KeyModifier
	alone  bool // the row was the only selected one
	chosen bool
	caret  int // the byte of the text under the pointer
	inText bool
}

// dragging is what a drag does.
type dragging uint8

const (
	noDrag  dragging = iota
	ofThumb          // of the scroll bar
	ofText           // selects in the editor
	ofLines          // carries lines to another place
	ofRange          // selects lines
)

// barWidth is the width of the scroll bar's ground, in units of the pen.
const barWidth = 14

// MouseIn belongs to Fyne.
func (l *List) MouseIn(e *desktop.MouseEvent) {
	l.mouse.inside = true
	l.hover(e.Position)
}

// MouseMoved belongs to Fyne.
func (l *List) MouseMoved(e *desktop.MouseEvent) { l.hover(e.Position) }

// MouseOut belongs to Fyne.
func (l *List) MouseOut() {
	l.mouse.inside, l.mouse.row, l.mouse.zone, l.mouse.bar = false, -1, none, false
	l.tip.hide()
	l.arrange()
}

// follow finds out what is under a pointer that rests while the list moves.
func (m *pointer) follow(l *List) {
	if m.inside && !m.dragged {
		l.hover(m.pos)
	}
}

func (l *List) hover(pos fyne.Position) {
	m := &l.mouse
	m.pos = pos
	row, kind, cursor := -1, none, desktop.Cursor(desktop.DefaultCursor)
	var z *zone
	bar := pos.X > l.size.Width-barWidth*l.pen.unit
	if r := l.rowAt(pos.Y); r != nil && !bar {
		row = r.index
		if z = r.zoneAt(pos); z != nil {
			kind = z.kind
		}
		switch {
		case kind == chipZone || kind == playZone || kind == moreZone:
			cursor = desktop.PointerCursor
		case r.face.editing && (kind == textZone || kind == noteZone):
			cursor = desktop.TextCursor
		}
	}
	m.cursor = cursor
	if z != nil && z.tip != "" {
		r := l.rows[l.source.Line(row).ID]
		l.tip.show(l, z.tip, fyne.NewPos(z.x+z.w/2, r.y+z.y+z.h))
	} else {
		l.tip.hide()
	}
	if row != m.row || kind != m.zone || bar != m.bar {
		m.row, m.zone, m.bar = row, kind, bar
		l.arrange()
	}
}

// zoneAt returns what is at a place of the list: the topmost that is small, so that a note in the text comes before the
// text.
func (r *row) zoneAt(pos fyne.Position) *zone {
	var found *zone
	for i := range r.zones {
		z := &r.zones[i]
		if pos.X >= z.x && pos.X < z.x+z.w && pos.Y-r.y >= z.y && pos.Y-r.y < z.y+z.h {
			if found == nil || z.w*z.h < found.w*found.h {
				found = z
			}
		}
	}
	return found
}

// MouseDown belongs to Fyne.
func (l *List) MouseDown(e *desktop.MouseEvent) {
	l.want = wish{}
	m := &l.mouse
	m.inside = true
	l.tip.hide()
	l.hover(e.Position)
	p := press{on: true, row: -1, pos: e.Position, mod: e.Modifier}
	if e.Position.X > l.size.Width-barWidth*l.pen.unit && l.whole() > float64(l.size.Height) {
		m.press = p
		l.takeThumb(float64(e.Position.Y))
		return
	}
	l.focus()
	now := l.now()
	near := abs(e.Position.X-m.where.X) < 6 && abs(e.Position.Y-m.where.Y) < 6
	if m.clicks > 0 && near && now.Sub(m.clicked) < twice && e.Button == desktop.MouseButtonPrimary {
		m.clicks++
	} else {
		m.clicks = 1
	}
	m.clicked, m.where = now, e.Position
	r := l.rowAt(e.Position.Y)
	if r == nil {
		m.press = p
		return
	}
	p.row, p.id = r.index, r.face.line.ID
	if z := r.zoneAt(e.Position); z != nil {
		p.zone = z.kind
	}
	p.inText = p.zone == textZone || p.zone == noteZone && e.Position.X >= r.body.X-8 && e.Position.X <= r.body.X+r.para.width+8
	p.chosen = l.chosen[p.id]
	p.alone = p.chosen && len(l.chosen) == 1
	p.caret = r.para.at(&l.pen, fyne.NewPos(e.Position.X-r.body.X, e.Position.Y-r.y-r.body.Y))
	m.press = p
	if e.Button == desktop.MouseButtonSecondary {
		if !p.chosen {
			l.goTo(p.row, false)
		}
		return
	}
	l.pressed(p)
}

// pressed is what happens before the button comes up.
func (l *List) pressed(p press) {
	switch {
	case p.zone == playZone || p.zone == handleZone:
	case p.mod&fyne.KeyModifierShift != 0 && l.edit.id == p.id && p.inText:
		l.edit.move(p.caret, true)
		l.moved()
	case p.mod&fyne.KeyModifierShift != 0:
		l.stretch(p.row)
		l.arrange()
	case p.mod&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0:
		l.toggle(p.row)
		l.arrange()
	case p.zone == chipZone || p.zone == moreZone:
		if !p.chosen {
			l.goTo(p.row, false)
		}
	case l.edit.id == p.id && p.inText:
		l.point(p.caret)
	case l.edit.id != "" && l.edit.id != p.id && p.inText:
		l.enter(p.row, p.caret) // the writer goes on in another paragraph
	case !p.chosen:
		l.goTo(p.row, false)
	}
}

// point sets the caret; a second click selects the word, a third one everything.
func (l *List) point(at int) {
	e := &l.edit
	switch l.mouse.clicks {
	case 1:
		e.move(at, false)
	case 2:
		from, to := e.wordAt(at)
		e.move(from, false)
		e.move(to, true)
	default:
		e.move(0, false)
		e.move(len(e.text), true)
	}
	l.moved()
}

// MouseUp belongs to Fyne. A click is finished by Tapped, a drag by DragEnd.
func (l *List) MouseUp(*desktop.MouseEvent) {}

// Tapped belongs to Fyne: the button came up where it went down.
func (l *List) Tapped(e *fyne.PointEvent) {
	m := &l.mouse
	if !m.press.on { // a tap without a mouse
		l.MouseDown(&desktop.MouseEvent{PointEvent: *e, Button: desktop.MouseButtonPrimary})
	}
	p, thumb := m.press, m.doing == ofThumb
	m.end()
	if thumb {
		return
	}
	i := l.source.Index(p.id)
	if p.row < 0 {
		l.tappedNothing(p)
	}
	if p.row < 0 || i < 0 {
		return
	}
	switch {
	case p.mod != 0:
	case p.zone == playZone:
		l.play(p.id)
	case p.zone == moreZone:
		l.openMenu(e.AbsolutePosition)
	case p.zone == chipZone:
		l.openSpeaker(p.id)
	case p.zone == handleZone:
		l.goTo(i, false)
	case l.edit.id == p.id:
	case p.alone || m.clicks > 1:
		m.clicks = 0 // the next double click selects a word
		l.enter(i, p.caret)
	case p.chosen:
		l.goTo(i, false)
	}
}

// tappedNothing is a click beside the lines: it leaves the editor; a double click below the last line adds one.
func (l *List) tappedNothing(p press) {
	below := float64(p.pos.Y)+l.offset > float64(l.start())+l.heights.total()
	if below && (l.mouse.clicks > 1 || l.source.Len() == 0) {
		l.mouse.clicks = 0
		l.addLine(l.source.Len())
		return
	}
	l.leave()
	l.arrange()
}

// TappedSecondary belongs to Fyne: the right button.
func (l *List) TappedSecondary(e *fyne.PointEvent) {
	if !l.mouse.press.on {
		l.MouseDown(&desktop.MouseEvent{PointEvent: *e, Button: desktop.MouseButtonSecondary})
	}
	l.mouse.press = press{}
	l.openMenu(e.AbsolutePosition)
}

func (l *List) openMenu(at fyne.Position) {
	if l.OnMenu != nil {
		l.flush()
		l.OnMenu(l.Selected(), at)
	}
}

// openSpeaker asks for the menu of roles under the chip of a line, for all selected lines if it is one of them.
func (l *List) openSpeaker(id string) {
	r := l.rows[id]
	if l.OnSpeaker == nil || r == nil {
		return
	}
	l.flush()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	for _, z := range r.zones {
		if z.kind == chipZone {
			at = at.AddXY(z.x, r.y+z.y+z.h)
		}
	}
	l.OnSpeaker(l.Selected(), at)
}

func abs(v float32) float32 { return max(v, -v) }
