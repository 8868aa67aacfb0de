package listen

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/listen/scope"
	"voicewright/ui/look"
)

// A stage draws the lanes of a bench and takes what the mouse and the keyboard do to them. Lanes are pictures that are
// painted only when what they show has changed; play-head, region and pointer are thin objects over them.
type stage struct {
	widget.BaseWidget

	bench *Bench
	lanes map[laneID]*lane
	order []*lane // all of them, as they were made
	shown []place
	wants []scope.Sight // what the tiles were asked for
	width int           // pixels of the time axis when a spectrogram was painted last

	ground    *canvas.Rectangle
	labels    labels
	badges    [2]*canvas.Rectangle // grounds of the letters A and B in the headers
	phone     *canvas.Rectangle    // the phoneme under the play-head
	region    *canvas.Rectangle
	edges     [2]*canvas.Rectangle
	grip      *canvas.Rectangle // the region in the ruler
	window    *canvas.Rectangle // what is seen, in the overview
	head      *canvas.Rectangle
	knob      *canvas.Circle
	headBelow *canvas.Rectangle // the play-head in the overview
	pointer   *canvas.Rectangle
	focus     *canvas.Rectangle
	empty     *widget.Label

	input
}

// A lane is one of the pictures.
type lane struct {
	laneID
	raster  *canvas.Raster
	picture *image.RGBA
	stale   bool
}

func newStage(b *Bench) *stage {
	s := &stage{bench: b, lanes: map[laneID]*lane{}}
	rectangle := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	s.ground, s.phone, s.region, s.grip, s.window = rectangle(), rectangle(), rectangle(), rectangle(), rectangle()
	s.head, s.headBelow, s.pointer, s.focus = rectangle(), rectangle(), rectangle(), rectangle()
	for i := range s.edges {
		s.edges[i], s.badges[i] = rectangle(), rectangle()
	}
	s.knob = canvas.NewCircle(color.Transparent)
	s.empty = widget.NewLabelWithStyle("", fyne.TextAlignCenter, fyne.TextStyle{})
	s.empty.Wrapping, s.empty.Importance = fyne.TextWrapWord, widget.LowImportance
	s.pointer.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{s} }

type stageRenderer struct{ stage *stage }

func (r *stageRenderer) Destroy()         {}
func (r *stageRenderer) Layout(fyne.Size) { r.stage.arrange() }
func (r *stageRenderer) MinSize() fyne.Size {
	text := theme.CaptionTextSize()
	return fyne.NewSize(text*24, text*16)
}

// Refresh is called when the theme changes.
func (r *stageRenderer) Refresh() { r.stage.arrange() }

func (r *stageRenderer) Objects() []fyne.CanvasObject {
	s := r.stage
	objects := []fyne.CanvasObject{s.ground}
	for _, l := range s.order {
		objects = append(objects, l.raster)
	}
	objects = append(objects, s.badges[0], s.badges[1], s.phone)
	for _, t := range s.labels.texts {
		objects = append(objects, t)
	}
	return append(objects, s.region, s.edges[0], s.edges[1], s.grip, s.window, s.headBelow, s.pointer, s.head, s.knob, s.empty, s.focus)
}

// lane returns the lane of an ID, which is made when it is asked for first.
func (s *stage) lane(id laneID) *lane {
	l := s.lanes[id]
	if l == nil {
		l = &lane{laneID: id}
		l.raster = canvas.NewRaster(func(w, h int) image.Image { return s.picture(l, w, h) })
		l.raster.ScaleMode = canvas.ImageScalePixels
		s.lanes[id] = l
		s.order = append(s.order, l)
	}
	return l
}

// gutter is how wide the axes on the left are, margin what is left free on the right.
func (s *stage) gutter() float32 { return theme.CaptionTextSize()*4.2 + indent }

const margin = look.Space

// plot returns where the time axis begins and how wide it is.
func (s *stage) plot() (left, width float32) {
	left = s.gutter()
	return left, max(s.Size().Width-left-margin, 1)
}

// x returns where a time lies, which may be outside of what is seen.
func (s *stage) x(seconds float64) float32 {
	left, width := s.plot()
	return left + width*float32(s.bench.time.span.Share(seconds))
}

// seconds returns the time at a place.
func (s *stage) seconds(x float32) float64 {
	left, width := s.plot()
	return s.bench.time.span.At(float64((x - left) / width))
}

// arrange lays the lanes out and draws them.
func (s *stage) arrange() {
	size := s.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	b := s.bench
	s.shown = s.shown[:0]
	if b.sides[0] != nil {
		sides := []int{b.active}
		if b.sides[1] != nil && b.settings.Both {
			sides = append(sides, 1-b.active)
		}
		titled := b.sides[0].sound.Title != "" || b.sides[1] != nil
		s.shown = plan(size.Height, theme.CaptionTextSize(), sides, titled, b.settings)
	}
	left, width := s.plot()
	for _, l := range s.lanes {
		l.raster.Hide()
	}
	for _, p := range s.shown {
		if p.kind == laneHeader {
			continue
		}
		r := s.lane(p.laneID).raster
		r.Resize(fyne.NewSize(width, p.height))
		r.Move(fyne.NewPos(left, p.top))
		r.Show()
	}
	s.colour()
	b.foot.colour()
	b.bar.tell()
	s.redraw()
}

// colour takes the colours of the theme.
func (s *stage) colour() {
	s.ground.FillColor = color.Transparent
	primary := theme.Color(theme.ColorNamePrimary)
	s.region.FillColor = fade(primary, 0.12)
	s.grip.CornerRadius = 2
	for _, e := range s.edges {
		e.FillColor = fade(primary, 0.9)
	}
	s.window.FillColor = fade(theme.Color(theme.ColorNameForeground), 0.08)
	s.window.StrokeColor = fade(theme.Color(theme.ColorNameForeground), 0.5)
	s.window.StrokeWidth = 1
	s.window.CornerRadius = 3
	s.head.FillColor = look.Color(look.ColorPlayhead)
	s.headBelow.FillColor = s.head.FillColor
	s.knob.FillColor = s.head.FillColor
	s.pointer.FillColor = fade(theme.Color(theme.ColorNameForeground), 0.35)
	s.phone.FillColor = fade(look.Color(look.ColorPlayhead), 0.18)
	s.phone.StrokeColor = look.Color(look.ColorPlayhead)
	s.phone.StrokeWidth = 1.5
	s.phone.CornerRadius = 3
	s.focus.StrokeColor = primary
	s.focus.StrokeWidth = 1.5
	s.focus.CornerRadius = 4
	s.focus.Move(fyne.NewPos(0, 0))
	s.focus.Resize(s.Size())
	s.focus.Hidden = !s.focused
	if s.empty.Text != s.bench.message {
		s.empty.SetText(s.bench.message)
	}
	s.empty.Resize(fyne.NewSize(s.Size().Width, theme.TextSize()*2)) // the width tells its height
	s.empty.Resize(fyne.NewSize(s.Size().Width, s.empty.MinSize().Height))
	s.empty.Move(fyne.NewPos(0, (s.Size().Height-s.empty.Size().Height)/2))
	s.empty.Hidden = s.bench.sides[0] != nil || s.bench.message == ""
}

// redraw draws all lanes anew, and what lies over them.
func (s *stage) redraw() {
	s.want()
	for _, l := range s.lanes {
		l.stale = true
		if l.raster.Visible() {
			l.raster.Refresh()
		}
	}
	s.label()
	s.placeRegion()
	s.placeHead()
	s.hover()
	canvas.Refresh(s)
}

// want asks for the spectrograms that are to be seen.
func (s *stage) want() {
	var wants []scope.Sight
	for _, p := range s.shown {
		if p.kind == laneSpectrogram {
			wants = append(wants, s.bench.sight(p.side, s.columns()))
		}
	}
	if !slices.Equal(wants, s.wants) {
		s.wants = wants
		s.bench.tiles.Want(wants...)
	}
}

// columns returns how many pixels wide the time axis is; before it was painted first, one for a unit.
func (s *stage) columns() int {
	if s.width > 0 {
		return s.width
	}
	_, width := s.plot()
	return int(width)
}

// wanted asks again when the time axis turns out to have another number of pixels.
func (s *stage) wanted(width int) {
	if width != s.width {
		s.width = width
		s.want()
	}
}

// redrawKind draws the lanes of one kind anew.
func (s *stage) redrawKind(kind laneKind) {
	for id, l := range s.lanes {
		if id.kind == kind {
			l.stale = true
			if l.raster.Visible() {
				l.raster.Refresh()
			}
		}
	}
}

// find returns where a lane lies.
func (s *stage) find(kind laneKind, side int) (place, bool) {
	for _, p := range s.shown {
		if p.kind == kind && p.side == side {
			return p, true
		}
	}
	return place{}, false
}

// body returns the upper and the lower end of the lanes with time, without the overview.
func (s *stage) body() (top, bottom float32) {
	for _, p := range s.shown {
		if p.kind == laneOverview {
			return 0, p.top - laneGap
		}
	}
	return 0, s.Size().Height
}

// fade returns a colour that covers its ground only in part.
func fade(c color.Color, share float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(float64(n.A)*share + 0.5)
	return n
}

// blend returns a colour on the way from one to another.
func blend(a, b color.Color, share float64) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	mix := func(p, q uint8) uint8 { return uint8(float64(p) + share*(float64(q)-float64(p)) + 0.5) }
	return color.NRGBA{mix(x.R, y.R), mix(x.G, y.G), mix(x.B, y.B), mix(x.A, y.A)}
}
