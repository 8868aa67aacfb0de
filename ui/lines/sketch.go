package lines

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// A sketch draws into a container with objects that it keeps: begin, draw everything in order from back to front, end.
// What did not change is not touched, so that its texture stays on the graphics card.
type sketch struct {
	box   *fyne.Container
	drawn []fyne.CanvasObject

	texts   []*canvas.Text
	rects   []*canvas.Rectangle
	circles []*canvas.Circle
	images  map[picture]*album
	arcs    []*canvas.Arc

	nText, nRect, nCircle, nArc int

	again bool // the theme is another one
}

func (s *sketch) begin() {
	s.drawn = s.drawn[:0]
	if s.again {
		s.images, s.again = nil, false // icons take their colours when they are loaded
	}
	s.nText, s.nRect, s.nCircle, s.nArc = 0, 0, 0, 0
	for _, a := range s.images {
		a.used = 0
	}
}

func (s *sketch) end() { s.box.Objects = append(s.box.Objects[:0], s.drawn...) }

// text draws a text with its top left at x, y.
func (s *sketch) text(x, y float32, text string, k ink) {
	if s.nText == len(s.texts) {
		s.texts = append(s.texts, &canvas.Text{})
	}
	t := s.texts[s.nText]
	s.nText++
	if t.Text != text || t.TextSize != k.size || t.TextStyle != k.style || t.Color != k.colour {
		t.Text, t.TextSize, t.TextStyle, t.Color = text, k.size, k.style, k.colour
		t.Resize(t.MinSize())
		t.Refresh()
	}
	t.Move(fyne.NewPos(x, y))
	s.drawn = append(s.drawn, t)
}

// rect draws a rectangle with rounded corners; either colour may be nil.
func (s *sketch) rect(x, y, w, h, radius float32, fill, stroke color.Color) {
	if s.nRect == len(s.rects) {
		s.rects = append(s.rects, &canvas.Rectangle{})
	}
	r := s.rects[s.nRect]
	s.nRect++
	width := float32(0)
	if stroke != nil {
		width = 1
	}
	if fill == nil {
		fill = color.Transparent
	}
	if r.FillColor != fill || r.StrokeColor != stroke || r.StrokeWidth != width || r.CornerRadius != radius {
		r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = fill, stroke, width, radius
		r.Refresh()
	}
	r.Move(fyne.NewPos(x, y))
	r.Resize(fyne.NewSize(w, h))
	s.drawn = append(s.drawn, r)
}

// circle draws a disc into the square with its top left at x, y.
func (s *sketch) circle(x, y, size float32, fill, stroke color.Color) {
	if s.nCircle == len(s.circles) {
		s.circles = append(s.circles, &canvas.Circle{})
	}
	c := s.circles[s.nCircle]
	s.nCircle++
	width := float32(0)
	if stroke != nil {
		width = 1.4
	}
	if fill == nil {
		fill = color.Transparent
	}
	if c.FillColor != fill || c.StrokeColor != stroke || c.StrokeWidth != width {
		c.FillColor, c.StrokeColor, c.StrokeWidth = fill, stroke, width
		c.Refresh()
	}
	c.Move(fyne.NewPos(x, y))
	c.Resize(fyne.NewSquareSize(size))
	s.drawn = append(s.drawn, c)
}

// A picture is an icon as it is drawn. Loading one means reading an SVG, which is slow, so a sketch keeps what it loaded.
type picture struct {
	icon         fyne.Resource
	translucency float64
	size         float32
}

// An album holds the objects of one picture, of which some are used.
type album struct {
	images []*canvas.Image
	used   int
}

// image draws an icon into the square with its top left at x, y; translucency 0 is none and 1 lets nothing be seen.
func (s *sketch) image(x, y, size float32, icon fyne.Resource, translucency float64) {
	key := picture{icon, translucency, size}
	a := s.images[key]
	if a == nil {
		if s.images == nil {
			s.images = map[picture]*album{}
		}
		a = &album{}
		s.images[key] = a
	}
	if a.used == len(a.images) {
		i := canvas.NewImageFromResource(icon)
		i.FillMode = canvas.ImageFillContain
		i.Translucency = translucency
		i.Resize(fyne.NewSquareSize(size))
		a.images = append(a.images, i)
	}
	i := a.images[a.used]
	a.used++
	i.Move(fyne.NewPos(x, y))
	s.drawn = append(s.drawn, i)
}

// arc draws a part of a ring into the square with its top left at x, y: part 1 is all of it, from the top clockwise.
func (s *sketch) arc(x, y, size float32, part float64, fill color.Color) {
	if s.nArc == len(s.arcs) {
		s.arcs = append(s.arcs, canvas.NewArc(0, 0, 0.7, fill))
	}
	a := s.arcs[s.nArc]
	s.nArc++
	end := float32(360 * min(max(part, 0.02), 1))
	if a.EndAngle != end || a.FillColor != fill {
		a.EndAngle, a.FillColor = end, fill
		a.Refresh()
	}
	a.Move(fyne.NewPos(x, y))
	a.Resize(fyne.NewSquareSize(size))
	s.drawn = append(s.drawn, a)
}
