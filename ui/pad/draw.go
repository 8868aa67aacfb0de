package pad

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
)

// Sizes of the field's parts.
const (
	discSide float32 = 34
	knob     float32 = 30 // the point
)

// margin is how far the ground reaches beyond the corners; a line alone is a broad one.
func (f *field) margin() float32 {
	if len(f.pad.voices) == 2 {
		return 44
	}
	return 26
}

// area is where the spots lie in the field.
func (f *field) area() (at fyne.Position, size fyne.Size) {
	at = fyne.NewPos(f.margin(), labelHeight()+f.margin())
	return at, fyne.NewSize(max(f.Size().Width-2*at.X, 1), max(f.Size().Height-2*at.Y, 1))
}

func labelHeight() float32 {
	return fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{Bold: true}).Height +
		fyne.MeasureText("0", theme.CaptionTextSize(), fyne.TextStyle{}).Height + look.Tight
}

// place is a spot's position in the field, spotAt the spot at a position.
func (f *field) place(s spot) fyne.Position {
	at, size := f.area()
	return at.AddXY(float32(s.x)*size.Width, float32(s.y)*size.Height)
}

func (f *field) spotAt(p fyne.Position) spot {
	at, size := f.area()
	return spot{float64((p.X - at.X) / size.Width), float64((p.Y - at.Y) / size.Height)}
}

// CreateRenderer implements fyne.Widget.
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{field: f, ground: canvas.NewImageFromImage(nil),
		halo: canvas.NewCircle(color.Transparent), ring: canvas.NewCircle(color.Transparent), dot: canvas.NewCircle(color.Transparent)}
	r.ground.FillMode = canvas.ImageFillStretch
	for i := range r.corners {
		r.corners[i] = corner{ray: canvas.NewLine(color.Transparent), rim: canvas.NewCircle(color.Transparent),
			disc: look.NewDisc(string(rune('1'+i)), i, discSide),
			name: canvas.NewText("", color.Transparent), share: canvas.NewText("", color.Transparent)}
		r.corners[i].name.TextStyle.Bold = true
	}
	r.Refresh()
	return r
}

// A corner is what is drawn of one voice.
type corner struct {
	ray         *canvas.Line // to the point, as thick as the voice's share
	rim         *canvas.Circle
	disc        *look.Disc
	name, share *canvas.Text
}

type fieldRenderer struct {
	field           *field
	ground          *canvas.Image
	painted         painted
	corners         [Most]corner
	halo, ring, dot *canvas.Circle
}

// painted is all that the picture of the ground depends on.
type painted struct {
	n    int
	size fyne.Size
	dark bool
}

// sharpness is how many pixels of the ground there are to a unit of the window: soft colours need no more than one, the
// edge is smooth by itself.
const sharpness = 1.5

func (r *fieldRenderer) paintGround() {
	f := r.field
	want := painted{len(f.pad.voices), f.Size(), look.IsDark()}
	if want == r.painted || want.size.Width < 2*f.margin() || want.size.Height < 2*f.margin() {
		return
	}
	r.painted = want
	at, size := f.area()
	g := ground{n: want.n, w: int(want.size.Width * sharpness), h: int(want.size.Height * sharpness),
		left: float64(at.X * sharpness), top: float64(at.Y * sharpness),
		wide: float64(size.Width * sharpness), tall: float64(size.Height * sharpness), margin: float64(f.margin() * sharpness),
		sharp: sharpness,
		dot:   faded(look.Color(theme.ColorNameForeground), 0.22), strength: 0.34}
	if want.dark {
		g.strength = 0.42
	}
	for i := range want.n {
		g.hues = append(g.hues, look.Role(i))
	}
	r.ground.Image = g.paint()
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	f := r.field
	n := len(f.pad.voices)
	r.paintGround()
	r.ground.Resize(size)
	point := f.place(f.at)
	shares := percent(f.shares())
	for i := range r.corners {
		c := &r.corners[i]
		there := i < n
		for _, o := range []fyne.CanvasObject{c.ray, c.rim, c.disc, c.name, c.share} {
			if there {
				o.Show()
			} else {
				o.Hide()
			}
		}
		if !there {
			continue
		}
		s := corners(n)[i]
		at := f.place(s)
		c.ray.Position1, c.ray.Position2 = at, point
		c.ray.StrokeWidth = 1 + float32(shares[i])*0.06
		c.ray.StrokeColor = faded(look.Role(i), 0.35+0.5*float32(shares[i])/100)
		centre(c.rim, at, discSide+6)
		centre(c.disc, at, discSide)
		r.label(c, s, size)
	}
	side := knob
	if f.held {
		side += 6
	}
	centre(r.halo, point, side+14)
	centre(r.ring, point, side)
	centre(r.dot, point, 8)
}

// label puts a voice's name and share beside its corner: above it in the upper half, below it in the lower one.
func (r *fieldRenderer) label(c *corner, s spot, size fyne.Size) {
	room := size.Width/2 - 2*look.Space
	x, align := float32(0), fyne.TextAlignLeading
	switch s.x {
	case 0.5:
		x, align, room = size.Width/4, fyne.TextAlignCenter, size.Width/2
	case 1:
		x, align = size.Width-room, fyne.TextAlignTrailing
	}
	c.name.Text = look.Cut(c.name.Text, c.name.TextSize, c.name.TextStyle, room)
	name, share := c.name.MinSize().Height, c.share.MinSize().Height
	y := r.field.place(s).Y - r.field.margin() - look.Tight - name - share
	if s.y == 1 {
		y = r.field.place(s).Y + r.field.margin() + look.Tight
	}
	c.name.Alignment, c.share.Alignment = align, align
	c.name.Resize(fyne.NewSize(room, name))
	c.name.Move(fyne.NewPos(x, y))
	c.share.Resize(fyne.NewSize(room, share))
	c.share.Move(fyne.NewPos(x, y+name))
}

func centre(o fyne.CanvasObject, at fyne.Position, side float32) {
	o.Resize(fyne.NewSquareSize(side))
	o.Move(at.SubtractXY(side/2, side/2))
}

func (r *fieldRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(340) }

func (r *fieldRenderer) Refresh() {
	f := r.field
	shares := percent(f.shares())
	for i, v := range f.pad.voices {
		c := &r.corners[i]
		c.rim.FillColor = look.Color(look.ColorSurface)
		c.name.Text, c.name.TextSize, c.name.Color = v.Name, theme.TextSize(), look.Color(theme.ColorNameForeground)
		c.share.Text, c.share.TextSize, c.share.Color = percentage(shares[i]), theme.CaptionTextSize(), look.Color(look.ColorSubtle)
	}
	r.halo.FillColor = color.Transparent
	if f.focused {
		r.halo.FillColor = faded(look.Color(theme.ColorNamePrimary), 0.3)
	}
	r.ring.FillColor = look.Color(look.ColorSurface)
	r.ring.StrokeWidth, r.ring.StrokeColor = 3, look.Color(theme.ColorNamePrimary)
	r.dot.FillColor = look.Color(theme.ColorNamePrimary)
	r.Layout(f.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// Objects implements fyne.WidgetRenderer, from the ground upwards.
func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground}
	for i := range r.corners {
		objects = append(objects, r.corners[i].ray)
	}
	for i := range r.corners {
		c := &r.corners[i]
		objects = append(objects, c.rim, c.disc, c.name, c.share)
	}
	return append(objects, r.halo, r.ring, r.dot)
}

func (r *fieldRenderer) Destroy() {}

// faded is a colour that covers only a part.
func faded(c color.Color, part float32) color.Color {
	r, g, b, _ := c.RGBA()
	return color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(255*part + 0.5)}
}
