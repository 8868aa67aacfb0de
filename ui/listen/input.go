package listen

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"voicewright/script"
)

// input is what the mouse and the keyboard are doing to a stage.
type input struct {
	focused bool
	over    bool          // the pointer is on the stage
	mouse   fyne.Position // of the pointer
	down    fyne.Position // where a button was pressed
	drag    drag
	moved   bool    // the drag has gone further than a click may
	anchor  float64 // seconds, the end of the region that does not move
}

// drag says what dragging does.
type drag uint8

const (
	dragNone drag = iota
	dragRegion
	dragPan
	dragOverview
	dragNothing // began where dragging means nothing
)

var (
	_ fyne.Focusable      = (*stage)(nil)
	_ fyne.Draggable      = (*stage)(nil)
	_ fyne.DoubleTappable = (*stage)(nil)
	_ fyne.Scrollable     = (*stage)(nil)
	_ fyne.Accessible     = (*stage)(nil)
	_ desktop.Mouseable   = (*stage)(nil)
	_ desktop.Hoverable   = (*stage)(nil)
	_ desktop.Cursorable  = (*stage)(nil)
)

const (
	clickSlack = 3 // units that the pointer may move in a click
	edgeSlack  = 5 // units around an edge of the region from which it is dragged
)

// held tells whether the mouse is dragging something, so that the view must not move by itself.
func (s *stage) held() bool { return s.drag != dragNone }

// AccessibilityLabel implements fyne.Accessible.
func (s *stage) AccessibilityLabel() string { return lang.L("Listening bench") }

// AccessibilityRole implements fyne.Accessible.
func (s *stage) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// MouseIn implements desktop.Hoverable.
func (s *stage) MouseIn(e *desktop.MouseEvent) { s.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (s *stage) MouseMoved(e *desktop.MouseEvent) {
	s.over, s.mouse = true, e.Position
	s.hover()
}

// MouseOut implements desktop.Hoverable.
func (s *stage) MouseOut() {
	s.over = false
	s.hover()
}

// MouseDown implements desktop.Mouseable.
func (s *stage) MouseDown(e *desktop.MouseEvent) {
	s.down, s.mouse = e.Position, e.Position
	s.bench.Focus()
	if e.Button == desktop.MouseButtonPrimary {
		if p, ok := s.laneAt(e.Position.Y); ok && p.kind == laneOverview {
			s.centreOverview(e.Position.X)
		}
	}
}

// MouseUp implements desktop.Mouseable: without a drag it is a click.
func (s *stage) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary && s.drag == dragNone && s.slack(e.Position) {
		s.click(e.Position)
	}
}

// slack tells whether a place is so near to where the button was pressed that it is still a click.
func (s *stage) slack(at fyne.Position) bool {
	return math.Hypot(float64(at.X-s.down.X), float64(at.Y-s.down.Y)) <= clickSlack
}

// click chooses what lies at a place: a sound, a phoneme or word, or a time.
func (s *stage) click(at fyne.Position) {
	b := s.bench
	p, ok := s.laneAt(at.Y)
	left, _ := s.plot()
	if !ok || b.sides[0] == nil {
		return
	}
	switch {
	case p.kind == laneHeader:
		b.choose(p.side)
	case at.X < left-edgeSlack || p.kind == laneOverview:
	case p.kind == lanePhones || p.kind == laneWords:
		spans := s.spans(p)
		if i := spanAt(spans, s.seconds(at.X)); i >= 0 {
			b.choose(p.side)
			b.SetRegion(spans[i].Start, spans[i].End)
			b.Seek(spans[i].Start)
			return
		}
		b.Seek(s.seconds(at.X))
	default:
		if r := b.region; r.Seconds() > 0 && !b.looping {
			b.ClearRegion()
		}
		b.Seek(s.seconds(at.X))
	}
}

// spans returns what a row of labels shows.
func (s *stage) spans(p place) []script.Span {
	trace := s.bench.sides[p.side].sound.Trace
	if p.kind == laneWords {
		return trace.Words
	}
	return trace.Phones
}

// DoubleTapped implements fyne.DoubleTappable: it zooms to the phoneme or word at a place, and on the ruler to all.
func (s *stage) DoubleTapped(e *fyne.PointEvent) {
	b := s.bench
	p, ok := s.laneAt(e.Position.Y)
	left, _ := s.plot()
	if !ok || b.sides[0] == nil || p.kind == laneHeader || e.Position.X < left {
		return
	}
	switch p.kind {
	case laneRuler, laneOverview:
		b.Fit()
	case laneWords:
		spans := s.spans(p)
		if i := spanAt(spans, s.seconds(e.Position.X)); i >= 0 {
			b.zoomToSpan(spans[i])
		}
	default:
		b.ZoomToPhone(s.seconds(e.Position.X))
	}
}

// Dragged implements fyne.Draggable.
func (s *stage) Dragged(e *fyne.DragEvent) {
	b := s.bench
	if b.sides[0] == nil {
		return
	}
	if s.drag == dragNone {
		s.begin(fyne.NewPos(e.Position.X-e.Dragged.DX, e.Position.Y-e.Dragged.DY))
	}
	s.mouse = e.Position
	if !s.moved && s.slack(e.Position) {
		return
	}
	s.moved = true
	switch s.drag {
	case dragRegion:
		b.setRegion(s.anchor, s.seconds(e.Position.X))
		s.hover()
	case dragPan:
		_, width := s.plot()
		seconds := float64(e.Dragged.DX/width) * b.time.span.Seconds()
		b.view(func(t *timeline) { t.pan(-seconds) })
	case dragOverview:
		s.centreOverview(e.Position.X)
	}
}

// begin finds out what dragging from a place means.
func (s *stage) begin(at fyne.Position) {
	b := s.bench
	if math.Hypot(float64(at.X-s.down.X), float64(at.Y-s.down.Y)) < 20 {
		at = s.down // the driver reports a drag only after some way
	}
	s.down, s.moved = at, false
	p, ok := s.laneAt(at.Y)
	left, _ := s.plot()
	switch {
	case !ok || p.kind == laneHeader || at.X < left-edgeSlack:
		s.drag = dragNothing
	case p.kind == laneOverview:
		s.drag = dragOverview
	case p.kind == laneRuler:
		s.drag = dragPan
	default:
		s.drag = dragRegion
		s.anchor = s.seconds(at.X)
		switch s.edgeAt(at.X) {
		case 0:
			s.anchor = b.region.To
		case 1:
			s.anchor = b.region.From
		}
	}
}

// edgeAt returns which end of the region is near a place, -1 for none.
func (s *stage) edgeAt(x float32) int {
	r := s.bench.region
	if r.Seconds() <= 0 {
		return -1
	}
	for i, t := range []float64{r.From, r.To} {
		if math.Abs(float64(x-s.x(t))) <= edgeSlack {
			return i
		}
	}
	return -1
}

// DragEnd implements fyne.Draggable. A hand that trembled in a click has not dragged.
func (s *stage) DragEnd() {
	was := s.drag
	s.drag = dragNone
	if !s.moved {
		s.click(s.down)
		return
	}
	if was != dragRegion {
		return
	}
	b := s.bench
	if b.region.Seconds() > 0 && !b.playing {
		b.Seek(b.region.From)
	}
	b.regionDone()
}

// centreOverview shows what lies around a place in the overview.
func (s *stage) centreOverview(x float32) {
	b := s.bench
	left, width := s.plot()
	middle := float64((x-left)/width) * b.time.length
	b.view(func(t *timeline) {
		half := t.span.Seconds() / 2
		t.show(middle-half, middle+half)
	})
}

// Scrolled implements fyne.Scrollable: the wheel zooms around the pointer; with Shift, or to the side, it moves along.
func (s *stage) Scrolled(e *fyne.ScrollEvent) {
	b := s.bench
	if b.sides[0] == nil {
		return
	}
	dx, dy := float64(e.Scrolled.DX), float64(e.Scrolled.DY)
	if modifiers()&fyne.KeyModifierShift != 0 && dx == 0 {
		dx, dy = dy, 0
	}
	if math.Abs(dx) > math.Abs(dy) {
		_, width := s.plot()
		b.view(func(t *timeline) { t.pan(-3 * dx / float64(width) * t.span.Seconds()) })
		return
	}
	around := s.seconds(e.Position.X)
	if left, _ := s.plot(); e.Position.X < left {
		around = b.time.span.From
	}
	// One notch of a wheel is 10 units.
	b.view(func(t *timeline) { t.zoom(math.Pow(1.02, -min(max(dy, -60), 60)), around) })
}

// modifiers returns the keys that are held beside; drivers without a keyboard have none.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// Cursor implements desktop.Cursorable.
func (s *stage) Cursor() desktop.Cursor {
	left, _ := s.plot()
	p, ok := s.laneAt(s.mouse.Y)
	switch {
	case !ok || s.mouse.X < left || s.bench.sides[0] == nil:
		return desktop.DefaultCursor
	case p.kind == laneHeader, p.kind == lanePhones, p.kind == laneWords:
		return desktop.PointerCursor
	case p.kind == laneRuler, p.kind == laneOverview, s.edgeAt(s.mouse.X) >= 0:
		return desktop.HResizeCursor
	}
	return desktop.CrosshairCursor
}

// FocusGained implements fyne.Focusable.
func (s *stage) FocusGained() { s.setFocus(true) }

// FocusLost implements fyne.Focusable.
func (s *stage) FocusLost() { s.setFocus(false) }

func (s *stage) setFocus(on bool) {
	s.focused = on
	s.focus.Hidden = !on
	s.focus.Refresh()
}

// TypedRune implements fyne.Focusable.
func (s *stage) TypedRune(r rune) {
	b := s.bench
	switch r {
	case '+', '=':
		b.ZoomIn()
	case '-', '_':
		b.ZoomOut()
	case '0', 'f', 'F':
		b.Fit()
	case 'z', 'Z':
		b.ZoomToRegion()
	case 'l', 'L':
		b.ToggleLoop()
	case 'a', 'A':
		b.ChooseA()
	case 'b', 'B':
		b.ChooseB()
	case 'x', 'X':
		b.Swap()
	case 'm', 'M':
		b.ToggleMatch()
	case 'v', 'V':
		b.ToggleBoth()
	case 's', 'S':
		b.NextScale()
	case 'c', 'C':
		b.NextMap()
	case 'd', 'D':
		b.NextDetail()
	case 'p', 'P':
		b.ToggleOverlay()
	case ',', '<':
		b.PreviousPhone()
	case '.', '>':
		b.NextPhone()
	case '[':
		b.SetRegion(b.position, max(b.region.To, b.position))
	case ']':
		b.SetRegion(min(b.region.From, b.position), b.position)
	}
}

// TypedKey implements fyne.Focusable.
func (s *stage) TypedKey(e *fyne.KeyEvent) {
	b := s.bench
	switch e.Name {
	case fyne.KeyLeft:
		b.Nudge(-1)
	case fyne.KeyRight:
		b.Nudge(1)
	case fyne.KeyHome:
		b.Seek(0)
	case fyne.KeyEnd:
		b.Seek(b.time.length)
	case fyne.KeyPageUp:
		b.PanLeft()
	case fyne.KeyPageDown:
		b.PanRight()
	case fyne.KeyUp:
		b.MoreRange()
	case fyne.KeyDown:
		b.LessRange()
	case fyne.KeyEscape:
		if b.region.Seconds() > 0 || b.looping {
			b.ClearRegion()
			return
		}
		s.pass(e)
	default:
		s.pass(e)
	}
}

// pass hands a key on that the bench has no use for.
func (s *stage) pass(e *fyne.KeyEvent) {
	switch {
	case s.bench.OnKey != nil:
		s.bench.OnKey(e)
	case e.Name == fyne.KeySpace:
		s.bench.TogglePlay()
	}
}
