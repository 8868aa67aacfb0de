package figure

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"voicewright/audio"
	"voicewright/ui/listen/scope"
)

// Errors about what is to be drawn.
var errNothing = errors.New("there is no sound to draw; choose one first")

// Sizes on paper.
const (
	small      vg.Length = 7 // points
	titleSize  vg.Length = 9
	edge                 = 2 * vg.Millimeter
	gap                  = 1.5 * vg.Millimeter
	rowHeight            = 5 * vg.Millimeter
	axisHeight           = 7 * vg.Millimeter
)

var (
	ink    = color.NRGBA{0x22, 0x22, 0x22, 0xff}
	faint  = color.NRGBA{0x88, 0x88, 0x88, 0xff}
	blue   = color.NRGBA{0x3b, 0x7f, 0x95, 0xff}
	amber  = color.NRGBA{0xa8, 0x62, 0x00, 0xff}
	paler  = color.NRGBA{0xb4, 0xd0, 0xd8, 0xff}
	pale   = color.NRGBA{0xe2, 0xc8, 0xa0, 0xff}
	key    = color.NRGBA{0xee, 0xee, 0xec, 0xff}
	strong = color.NRGBA{0x00, 0x4a, 0x8f, 0xff}
)

// tidy fills in what is left open, and refuses what cannot be drawn.
func (f Figure) tidy() (Figure, error) {
	if len(f.Sounds) == 0 {
		return f, errNothing
	}
	if len(f.Sounds) > 2 {
		return f, fmt.Errorf("a figure shows one or two sounds, not %d", len(f.Sounds))
	}
	length := 0.0
	for _, s := range f.Sounds {
		if s.Wave == nil || len(s.Wave.Samples) == 0 {
			return f, errNothing
		}
		length = max(length, s.Wave.Seconds())
	}
	if !(f.To > 0) {
		f.To = length
	}
	if !(f.From >= 0) {
		f.From = 0
	}
	if f.To = min(f.To, length); f.To <= f.From {
		return f, fmt.Errorf("the stretch from %g s to %g s is empty; choose one that lies within the sound", f.From, f.To)
	}
	fill := func(v *float64, usual, least, most float64) {
		if !(*v > 0) {
			*v = usual
		}
		*v = min(max(*v, least), most)
	}
	fill(&f.Width, 170, 60, 1000)
	fill(&f.DPI, 200, 50, 1200)
	fill(&f.Range, 70, 10, 120)
	if !(f.Top > 0) {
		for _, s := range f.Sounds {
			f.Top = max(f.Top, s.Wave.Nyquist())
		}
	}
	return f, nil
}

// A lane is one plot of the figure, from top to bottom.
type lane struct {
	height vg.Length
	plot   *plot.Plot // nil for rows of text
	row    func(c draw.Canvas)
}

// lanes returns what is drawn, which the sizes depend on. A nil error always comes with at least one lane.
func (f Figure) lanes(ctx context.Context) ([]lane, error) {
	var lanes []lane
	titled := len(f.Sounds) > 1
	for i, s := range f.Sounds {
		if titled || s.Title != "" {
			lanes = append(lanes, lane{height: rowHeight, row: f.heading(i)})
		}
		lanes = append(lanes, lane{height: 18 * vg.Millimeter, plot: f.wave(i)})
		if f.Spectrogram {
			p, err := f.spectrogram(ctx, i)
			if err != nil {
				return nil, err
			}
			lanes = append(lanes, lane{height: 40 * vg.Millimeter, plot: p})
		}
		if f.Phones && len(s.Phones) > 0 {
			lanes = append(lanes, lane{height: rowHeight, row: f.labels(s.Phones)})
		}
		if f.Words && len(s.Words) > 0 {
			lanes = append(lanes, lane{height: rowHeight, row: f.labels(s.Words)})
		}
	}
	if f.Pitch {
		lanes = append(lanes, lane{height: 22 * vg.Millimeter, plot: f.pitch()})
	}
	if f.Loudness {
		lanes = append(lanes, lane{height: 16 * vg.Millimeter, plot: f.loudness()})
	}
	return lanes, nil
}

// height returns how high the figure is.
func (f Figure) height() vg.Length {
	bare := f
	bare.Spectrogram = false
	lanes, _ := bare.lanes(context.Background()) // without a spectrogram there is nothing that could fail
	h := 2*edge + axisHeight
	for _, l := range lanes {
		h += l.height + gap
	}
	if f.Spectrogram {
		h += vg.Length(len(f.Sounds)) * (40*vg.Millimeter + gap)
	}
	if f.Title != "" {
		h += rowHeight + gap
	}
	return h
}

// draw draws everything, from top to bottom, with all time axes in line.
func (f Figure) draw(ctx context.Context, c draw.Canvas) error {
	lanes, err := f.lanes(ctx)
	if err != nil {
		return err
	}
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, edge, -edge, edge, -edge)
	top := c.Max.Y
	if f.Title != "" {
		write(c, bold, titleSize*1.15, f.Title, vg.Point{X: c.Min.X, Y: top - titleSize*1.15}, 0, ink)
		top -= rowHeight + gap
	}
	left := vg.Length(0)
	for _, l := range lanes {
		if l.plot != nil {
			data := l.plot.DataCanvas(c)
			left = max(left, data.Min.X-c.Min.X)
		}
	}
	for _, l := range lanes {
		if err := ctx.Err(); err != nil {
			return err
		}
		area := c
		area.Max.Y, area.Min.Y = top, top-l.height
		top -= l.height + gap
		if l.row != nil {
			area.Min.X += left
			l.row(area)
			continue
		}
		area.Min.X += left - (l.plot.DataCanvas(area).Min.X - area.Min.X)
		l.plot.Draw(area)
	}
	axis := c
	axis.Max.Y, axis.Min.Y = top+gap, c.Min.Y
	axis.Min.X += left
	f.timeAxis(axis)
	return nil
}

// blank returns a plot of the whole stretch of time without anything in it. Its time axis is drawn once, below all.
func (f Figure) blank(label string, low, high float64, ticks []plot.Tick) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.X.Min, p.X.Max = f.From, f.To
	p.HideX()
	p.X.Padding, p.Y.Padding = 0, 0
	p.Y.Min, p.Y.Max = low, high
	p.Y.Label.Text = label
	p.Y.Label.TextStyle.Font.Variant, p.Y.Tick.Label.Font.Variant = "Sans", "Sans"
	p.Y.Label.TextStyle.Font.Size = small
	p.Y.Label.TextStyle.Color = ink
	p.Y.Tick.Label.Font.Size = small * 0.9
	p.Y.Tick.Label.Color = ink
	p.Y.Tick.Length = 1 * vg.Millimeter
	p.Y.LineStyle.Width, p.Y.Tick.LineStyle.Width = 0.4, 0.4
	p.Y.Tick.Marker = plot.ConstantTicks(ticks)
	return p
}

// A drawing is a plotter made of a function.
type drawing func(c draw.Canvas, x, y func(float64) vg.Length)

// Plot implements plot.Plotter.
func (d drawing) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	d(c, x, y)
}

// columns is how many columns the time axis is divided into: more dots would not be seen in print.
func (f Figure) columns() int { return max(int(f.Width/25.4*f.DPI), 1) }

func (f Figure) column(i int) float64 {
	return f.From + (f.To-f.From)*float64(i)/float64(f.columns())
}

func colours(i int) (core, body color.Color) {
	if i == 1 {
		return amber, pale
	}
	return blue, paler
}

// wave returns the waveform of a sound: two outlines with two points a column, for the extent of the samples and for
// their root mean square.
func (f Figure) wave(i int) *plot.Plot {
	w := f.Sounds[i].Wave
	peak := w.Peaks.Range(0, len(w.Samples))
	full := max(float64(peak.Max), -float64(peak.Min), 0.001) * 1.05
	step := scope.Step(full * 0.6)
	p := f.blank("amplitude", -full, full, []plot.Tick{tick(-step, step), {Label: "0"}, tick(step, step)})
	core, body := colours(i)
	p.Add(drawing(func(c draw.Canvas, x, y func(float64) vg.Length) {
		// Columns behind the end of the sound are left out.
		n := min(f.columns(), int(math.Ceil((w.Seconds()-f.From)/(f.To-f.From)*float64(f.columns()))))
		if n <= 0 {
			return
		}
		outer, inner := make([]vg.Point, 2*n), make([]vg.Point, 2*n)
		for k := range n {
			from, to := f.column(k), f.column(k+1)
			a, b := int(from*float64(w.Rate)), int(to*float64(w.Rate))
			e := w.Peaks.Range(a, max(b, a+1)+1)
			middle, reach := (a+b)/2, max((b-a)/2, w.Rate/100)
			rms := min(w.Peaks.Range(middle-reach, middle+reach).RMS(), max(float64(e.Max), -float64(e.Min)))
			at := x((from + to) / 2)
			outer[k], outer[2*n-1-k] = vg.Point{X: at, Y: y(float64(e.Max))}, vg.Point{X: at, Y: y(float64(e.Min))}
			inner[k], inner[2*n-1-k] = vg.Point{X: at, Y: y(rms)}, vg.Point{X: at, Y: y(-rms)}
		}
		c.FillPolygon(body, outer)
		c.FillPolygon(core, inner)
		c.StrokeLine2(draw.LineStyle{Color: faint, Width: 0.25}, c.Min.X, y(0), c.Max.X, y(0))
	}))
	return p
}

// warped lays a frequency axis out as scope does.
type warped struct{ scale scope.Scale }

// Normalize implements plot.Normalizer.
func (w warped) Normalize(_, top, hz float64) float64 { return w.scale.Height(hz, top) }

// spectrogram returns the spectrogram of a sound as one picture. The second is a pixel narrower: a PDF holds pictures of
// equal width in any order.
func (f Figure) spectrogram(ctx context.Context, i int) (*plot.Plot, error) {
	s := f.Sounds[i]
	var ticks []plot.Tick
	for _, hz := range f.Scale.Ticks(f.Top, 0.09) {
		label := fmt.Sprintf("%g", hz)
		if hz >= 1000 {
			label = fmt.Sprintf("%gk", hz/1000)
		}
		ticks = append(ticks, plot.Tick{Value: hz, Label: label})
	}
	p := f.blank("Hz", 0, f.Top, ticks)
	p.Y.Scale = warped{f.Scale}
	columns, rows := f.columns()-i, int(40/25.4*f.DPI)
	picture := image.NewRGBA(image.Rect(0, 0, columns, rows))
	scope.Fill(picture, picture.Rect, color.White)
	sight := scope.Sight{Wave: s.Wave, Detail: f.Detail, Span: scope.Span{From: f.From, To: f.To}, Columns: columns}
	tiles := scope.NewTiles(math.MaxInt, func() {})
	if err := tiles.Complete(ctx, sight); err != nil {
		return nil, err
	}
	tiles.Paint(picture, picture.Rect, sight, scope.Look{
		Scale: f.Scale, Top: f.Top, Table: scope.NewTable(f.Map, !f.Dark), Range: f.Range,
		Loudest: scope.Loudest(audio.ActiveLevel(s.Wave.Samples, s.Wave.Rate)),
	})
	if f.flip {
		picture = turned(picture)
	}
	p.Add(drawing(func(c draw.Canvas, x, y func(float64) vg.Length) { c.DrawImage(c.Rectangle, picture) }))
	if f.Overlay {
		halo, line := color.Color(color.White), color.Color(strong)
		if f.Dark {
			halo, line = color.Black, color.NRGBA{0x8d, 0xf3, 0xff, 0xff}
		}
		p.Add(f.curve(s.Pitch, draw.LineStyle{Color: halo, Width: 2}), f.curve(s.Pitch, draw.LineStyle{Color: line, Width: 1}))
	}
	return p, nil
}

// turned returns a picture upside down.
func turned(picture *image.RGBA) *image.RGBA {
	t := image.NewRGBA(picture.Rect)
	rows := picture.Rect.Dy()
	for y := range rows {
		copy(t.Pix[y*t.Stride:][:t.Stride], picture.Pix[(rows-1-y)*picture.Stride:])
	}
	return t
}
