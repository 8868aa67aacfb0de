package main

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// likeness draws bench/lengths.tsv: SIM by the length of the reference, with the intervals of the means.
func likeness(table, picture string) error {
	rows, err := read(table)
	if err != nil {
		return err
	}
	g := plot.New()
	g.X.Label.Text, g.Y.Label.Text = "length of the reference", "SIM to another recording"
	g.X.Scale, g.X.Tick.Marker = plot.LogScale{}, plot.ConstantTicks(lengths)
	g.Legend.Top, g.Legend.Left, g.Legend.Padding = true, true, vg.Points(2)
	g.Y.Padding = vg.Points(4)
	groups := []struct {
		name, title string
		colour      color.Color
		shape       draw.GlyphDrawer
		dashes      []vg.Length
	}{
		{"unheard", "four voices never heard in training", blue, draw.CircleGlyph{}, nil},
		{"heard", "four voices of the training", grey, draw.BoxGlyph{}, []vg.Length{vg.Points(4), vg.Points(3)}},
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, group := range groups {
		var points means
		for _, r := range rows {
			if r.name["group"] == group.name {
				points.XYs = append(points.XYs, plotter.XY{X: r.number["seconds"], Y: r.number["sim"]})
				points.YErrors = append(points.YErrors, struct{ Low, High float64 }{r.number["sim"] - r.number["low"], r.number["high"] - r.number["sim"]})
				low, high = min(low, r.number["low"]), max(high, r.number["high"])
			}
		}
		if len(points.XYs) < 2 {
			return fmt.Errorf("%s has no two rows of the group %q to draw a line through", table, group.name)
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return err
		}
		bars, err := plotter.NewYErrorBars(points)
		if err != nil {
			return err
		}
		line.Color, line.Dashes, dots.Color, dots.Shape, bars.Color = group.colour, group.dashes, group.colour, group.shape, group.colour
		g.Add(bars, line, dots)
		g.Legend.Add(group.title, line, dots)
	}
	g.X.Max = 3600
	g.Y.Min, g.Y.Max = low-0.01, high+0.04 // room for the legend
	image := vgimg.NewWith(vgimg.UseWH(14*vg.Centimeter, 8*vg.Centimeter), vgimg.UseDPI(130))
	g.Draw(draw.New(image))
	return save(image, picture)
}

// means are points with intervals.
type means struct {
	plotter.XYs
	plotter.YErrors
}

// lengths are the marks of the axis, in seconds.
var lengths = []plot.Tick{
	{Value: 3, Label: "3 s"}, {Value: 10, Label: "10 s"}, {Value: 30, Label: "30 s"}, {Value: 60, Label: "1 min"}, {Value: 120, Label: "2 min"},
	{Value: 300, Label: "5 min"}, {Value: 600, Label: "10 min"}, {Value: 1800, Label: "30 min"}, {Value: 3600, Label: "1 h"},
}
