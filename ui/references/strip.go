package references

import (
	"image"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
)

// A strip is the waveform of a recording with what is used of it. A click switches a part off or on, a drag does the same
// to all that it passes; with the keyboard, Left and Right go from part to part, Space switches, Enter plays from there.
type strip struct {
	widget.BaseWidget
	entry    *entry
	changed  func()             // something was switched
	play     func(from float64) // seconds
	cursor   int                // cell
	focused  bool
	dragging bool
	off      bool    // what the drag does
	head     float64 // seconds where it plays; below 0 it does not
}

// stripHeight is that of the waveform, markHeight of the lane of findings above it.
const (
	stripHeight float32 = 64
	markHeight  float32 = 15
	cellWidth   float32 = 12 // the least, so that it can be hit
)

func newStrip(e *entry, changed func(), play func(from float64)) *strip {
	s := &strip{entry: e, changed: changed, play: play, head: -1}
	s.ExtendBaseWidget(s)
	return s
}

// A cell is a stretch of windows that is switched as one.
type cell struct{ first, end int } // windows

// cells groups the windows so that each group is wide enough for the pointer.
func (s *strip) cells() []cell {
	n := len(s.entry.windows)
	if n == 0 {
		return nil
	}
	group := max(1, int(cellWidth*float32(n)/max(s.Size().Width, 1)+0.999))
	all := make([]cell, 0, n/group+1)
	for i := 0; i < n; i += group {
		all = append(all, cell{i, min(i+group, n)})
	}
	return all
}

// at is the cell at a place from left to right, -1 where there is none.
func (s *strip) at(x float32) int {
	seconds := float64(x/max(s.Size().Width, 1)) * s.entry.seconds()
	cells := s.cells()
	for i, c := range cells {
		if seconds < s.entry.windows[c.end-1].End || i == len(cells)-1 {
			return i
		}
	}
	return -1
}

// set switches a cell.
func (s *strip) set(i int, off bool) {
	cells := s.cells()
	if i < 0 || i >= len(cells) {
		return
	}
	for k := cells[i].first; k < cells[i].end; k++ {
		s.entry.windows[k].off = off
	}
	s.entry.version++
	s.Refresh()
	s.changed()
}

// isOff tells whether a cell is switched off.
func (s *strip) isOff(i int) bool {
	cells := s.cells()
	return i >= 0 && i < len(cells) && s.entry.windows[cells[i].first].off
}

// Tapped implements fyne.Tappable.
func (s *strip) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	if i := s.at(e.Position.X); i >= 0 {
		s.cursor = i
		s.set(i, !s.isOff(i))
	}
}

// Dragged implements fyne.Draggable.
func (s *strip) Dragged(e *fyne.DragEvent) {
	i := s.at(e.Position.X)
	if i < 0 {
		return
	}
	if !s.dragging {
		s.dragging, s.off = true, !s.isOff(s.at(e.Position.X-e.Dragged.DX))
		s.set(s.at(e.Position.X-e.Dragged.DX), s.off)
	}
	if before := s.at(e.Position.X - e.Dragged.DX); before >= 0 { // a quick hand passes several
		for k := min(before, i); k <= max(before, i); k++ {
			s.set(k, s.off)
		}
	}
	s.cursor = i
	s.set(i, s.off)
}

// DragEnd implements fyne.Draggable.
func (s *strip) DragEnd() { s.dragging = false }

// TypedKey implements fyne.Focusable.
func (s *strip) TypedKey(e *fyne.KeyEvent) {
	cells := s.cells()
	if len(cells) == 0 || e.Name == fyne.KeyEscape {
		look.HandOn(s, e)
		return
	}
	switch e.Name {
	case fyne.KeyLeft:
		s.cursor--
	case fyne.KeyRight:
		s.cursor++
	case fyne.KeyHome:
		s.cursor = 0
	case fyne.KeyEnd:
		s.cursor = len(cells) - 1
	case fyne.KeySpace:
		s.set(s.cursor, !s.isOff(s.cursor))
	case fyne.KeyReturn, fyne.KeyEnter:
		s.play(s.entry.windows[cells[min(max(s.cursor, 0), len(cells)-1)].first].Start)
	}
	s.cursor = min(max(s.cursor, 0), len(cells)-1)
	s.Refresh()
}

// TypedRune implements fyne.Focusable.
func (s *strip) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (s *strip) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *strip) FocusLost() { s.focused = false; s.Refresh() }

// Cursor implements desktop.Cursorable.
func (s *strip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel implements fyne.Accessible.
func (s *strip) AccessibilityLabel() string {
	return lang.L("{{.Name}}: {{.Used}} of {{.Seconds}} s used", map[string]any{"Name": s.entry.name(),
		"Used": strconv.Itoa(int(s.entry.used() + 0.5)), "Seconds": strconv.Itoa(int(s.entry.seconds() + 0.5))})
}

// AccessibilityRole implements fyne.Accessible.
func (s *strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// showHead draws where the recording plays; below 0 it does not.
func (s *strip) showHead(seconds float64) {
	if s.head != seconds {
		s.head = seconds
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *strip) CreateRenderer() fyne.WidgetRenderer {
	r := &stripRenderer{strip: s, picture: canvas.NewImageFromImage(nil), head: canvas.NewRectangle(color.Transparent),
		cursor: canvas.NewRectangle(color.Transparent)}
	r.picture.FillMode = canvas.ImageFillStretch
	r.Refresh()
	return r
}

type stripRenderer struct {
	strip        *strip
	picture      *canvas.Image
	painted      painted
	head, cursor *canvas.Rectangle
	marks        []fyne.CanvasObject
}

// painted is all that the picture depends on: playing moves the head and leaves it alone.
type painted struct {
	w, h, version int
	dark          bool
}

// sharpness is how many pixels there are to a unit of the window.
const sharpness = 2

func (r *stripRenderer) Layout(size fyne.Size) {
	s := r.strip
	wave := fyne.NewSize(size.Width, size.Height-markHeight)
	r.picture.Resize(wave)
	r.picture.Move(fyne.NewPos(0, markHeight))
	want := painted{int(wave.Width * sharpness), int(wave.Height * sharpness), s.entry.version, look.IsDark()}
	if want != r.painted && want.w > 0 && want.h > 0 && want.w < 1<<14 {
		img := image.NewRGBA(image.Rect(0, 0, want.w, want.h))
		paint(img, s.entry)
		r.picture.Image, r.painted = img, want
		r.picture.Refresh()
	}
	x := func(seconds float64) float32 { return float32(seconds/max(s.entry.seconds(), 1e-6)) * size.Width }
	r.head.Hidden = s.head < 0
	r.head.Move(fyne.NewPos(x(max(s.head, 0))-1, markHeight))
	r.head.Resize(fyne.NewSize(2, wave.Height))
	cells := s.cells()
	r.cursor.Hidden = !s.focused || len(cells) == 0
	if !r.cursor.Hidden {
		c := cells[min(max(s.cursor, 0), len(cells)-1)]
		from, to := x(s.entry.windows[c.first].Start), x(s.entry.windows[c.end-1].End)
		r.cursor.Move(fyne.NewPos(from, markHeight))
		r.cursor.Resize(fyne.NewSize(max(to-from, 3), wave.Height))
	}
	r.marks = nil
	for n, f := range s.entry.findings() {
		_, colour := severity(f.Severity)
		for _, region := range f.Regions {
			from, to := x(region.Start), x(region.End)
			bar := canvas.NewRectangle(look.Color(colour))
			bar.CornerRadius = 2
			bar.Move(fyne.NewPos(from, markHeight-4))
			bar.Resize(fyne.NewSize(max(to-from, 4), 3))
			number := canvas.NewText(strconv.Itoa(n+1), look.Color(colour))
			number.TextSize, number.TextStyle.Bold = theme.CaptionTextSize()-2, true
			number.Move(fyne.NewPos(min(from, size.Width-8), -3))
			number.Resize(number.MinSize())
			r.marks = append(r.marks, bar, number)
		}
	}
}

func (r *stripRenderer) MinSize() fyne.Size { return fyne.NewSize(200, stripHeight+markHeight) }

func (r *stripRenderer) Refresh() {
	r.head.FillColor = look.Color(look.ColorPlayhead)
	r.cursor.StrokeWidth, r.cursor.StrokeColor, r.cursor.CornerRadius = 2, look.Color(theme.ColorNamePrimary), 3
	r.Layout(r.strip.Size())
	for _, o := range r.Objects()[1:] { // the picture is refreshed where it is painted
		o.Refresh()
	}
}

func (r *stripRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.picture, r.head, r.cursor}, r.marks...)
}

func (r *stripRenderer) Destroy() {}
