package figure

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"voicewright/script"
	"voicewright/ui/listen/scope"
)

// heading writes the letter and the title of a sound.
func (f Figure) heading(i int) func(draw.Canvas) {
	return func(c draw.Canvas) {
		text := f.Sounds[i].Title
		if len(f.Sounds) > 1 {
			text = strings.TrimSpace([]string{"A", "B"}[i] + "   " + text)
		}
		core, _ := colours(i)
		write(c, bold, titleSize, text, vg.Point{X: c.Min.X, Y: c.Min.Y + 1*vg.Millimeter}, 0, core)
	}
}

// labels draws phonemes or words in a row: a box each, and its label where there is room.
func (f Figure) labels(spans []script.Span) func(draw.Canvas) {
	return func(c draw.Canvas) {
		x := func(t float64) vg.Length {
			return c.Min.X + vg.Length((t-f.From)/(f.To-f.From))*(c.Max.X-c.Min.X)
		}
		for _, s := range spans {
			if s.End <= f.From || s.Start >= f.To || !spoken(s.Label) {
				continue
			}
			from, to := max(x(s.Start), c.Min.X), min(x(s.End), c.Max.X)
			space := min(0.4, (to-from)/4)
			c.FillPolygon(key, []vg.Point{{X: from + space, Y: c.Min.Y}, {X: to - space, Y: c.Min.Y}, {X: to - space, Y: c.Max.Y}, {X: from + space, Y: c.Max.Y}})
			path, width := outline(regular, small*1.1, s.Label)
			if width > to-from-1 {
				continue
			}
			for i := range path {
				shift(&path[i], vg.Point{X: (from + to - width) / 2, Y: c.Min.Y + (c.Max.Y-c.Min.Y-small*0.75)/2})
			}
			c.SetColor(ink)
			c.Fill(path)
		}
	}
}

// spoken tells whether a label stands for a sound, and not for a pause or punctuation.
func spoken(label string) bool {
	return label != "sil" && label != "pau" && strings.IndexFunc(label, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// curve draws a track with at most one point a column and gaps where it has no value.
func (f Figure) curve(t scope.Track, style draw.LineStyle) drawing {
	return func(c draw.Canvas, x, y func(float64) vg.Length) {
		var lines [][]vg.Point
		var line []vg.Point
		// No more points than the track has values: between them it is straight anyway.
		n := f.columns()
		if t.Step > 0 {
			n = min(n, int((f.To-f.From)/t.Step)+1)
		}
		width := (f.To - f.From) / float64(n)
		for i := range n + 1 {
			at := f.From + float64(i)*width
			v, ok := t.Mean(at-width/2, at+width/2)
			if !ok {
				if len(line) > 1 {
					lines = append(lines, line)
				}
				line = nil
				continue
			}
			line = append(line, vg.Point{X: x(at), Y: y(v)})
		}
		if len(line) > 1 {
			lines = append(lines, line)
		}
		c.StrokeLines(style, c.ClipLinesXY(lines...)...)
	}
}

// style returns how the curve of a sound is drawn: the second in dashes.
func style(i int) draw.LineStyle {
	core, _ := colours(i)
	s := draw.LineStyle{Color: core, Width: 1}
	if i == 1 {
		s.Dashes = []vg.Length{3, 2}
	}
	return s
}

// ticks returns about count readable values between two.
func ticks(low, high float64, count int) []plot.Tick {
	step := scope.Step((high - low) / float64(count))
	var list []plot.Tick
	for i := math.Ceil(low / step); i*step <= high; i++ {
		list = append(list, tick(i*step, step))
	}
	return list
}

// tick labels a multiple of step with the places that the step needs.
func tick(v, step float64) plot.Tick {
	places := max(int(math.Ceil(-math.Log10(step)-1e-9)), 0)
	return plot.Tick{Value: v, Label: fmt.Sprintf("%.*f", places, v)}
}

func (f Figure) pitch() *plot.Plot {
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range f.Sounds {
		if l, h, ok := s.Pitch.Reach(); ok {
			low, high = min(low, l), max(high, h)
		}
	}
	if low > high {
		low, high = 100, 300
	}
	low, high = low/1.1, high*1.1
	p := f.blank("F0 / Hz", low, high, ticks(low, high, 4))
	for i, s := range f.Sounds {
		p.Add(f.curve(s.Pitch, style(i)))
	}
	return p
}

func (f Figure) loudness() *plot.Plot {
	high := math.Inf(-1)
	for _, s := range f.Sounds {
		if _, h, ok := s.Loudness.Reach(); ok {
			high = max(high, h)
		}
	}
	if math.IsInf(high, -1) {
		high = -12
	}
	high = math.Ceil((high+1)/5) * 5
	p := f.blank("LUFS", high-30, high, ticks(high-30, high, 3))
	for i, s := range f.Sounds {
		p.Add(f.curve(s.Loudness, style(i)))
	}
	return p
}

// timeAxis draws the axis of all lanes along the upper end of c.
func (f Figure) timeAxis(c draw.Canvas) {
	line := draw.LineStyle{Color: ink, Width: 0.4}
	c.StrokeLine2(line, c.Min.X, c.Max.Y, c.Max.X, c.Max.Y)
	for _, t := range ticks(f.From, f.To, int((c.Max.X-c.Min.X)/(15*vg.Millimeter))+1) {
		x := c.Min.X + vg.Length((t.Value-f.From)/(f.To-f.From))*(c.Max.X-c.Min.X)
		c.StrokeLine2(line, x, c.Max.Y, x, c.Max.Y-1*vg.Millimeter)
		align := vg.Length(0.5)
		if x+4*vg.Millimeter > c.Max.X {
			align = 1
		}
		write(c, regular, small*0.9, t.Label, vg.Point{X: x, Y: c.Max.Y - 1.5*vg.Millimeter - small*0.7}, align, ink)
	}
	write(c, regular, small, "time / s", vg.Point{X: (c.Min.X + c.Max.X) / 2, Y: c.Min.Y}, 0.5, ink)
}
