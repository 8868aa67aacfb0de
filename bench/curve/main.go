// Curve draws what is measured: the learning curve of the acoustic model (training/curve.tsv as training/pictures/curve.png) and
// what longer references bring (bench/lengths.tsv as bench/lengths.png).
//
//	go run ./bench/curve
package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// A panel is one figure of the curve, with the values that are aimed at.
type panel struct {
	column, title string
	targets       []float64
}

var panels = []panel{
	{"wer", "WER, %", []float64{8, 5}},
	{"sim", "SIM", []float64{0.75, 0.80}},
	{"ovrl", "DNSMOS OVRL", []float64{3.2}},
}

var (
	blue = color.NRGBA{0x3b, 0x7f, 0x95, 0xff}
	grey = color.NRGBA{0x88, 0x88, 0x88, 0xff}
)

func main() {
	if err := errors.Join(
		learning(filepath.Join("training", "curve.tsv"), filepath.Join("training", "pictures", "curve.png")),
		likeness(filepath.Join("bench", "lengths.tsv"), filepath.Join("bench", "lengths.png"))); err != nil {
		fmt.Fprintln(os.Stderr, "curve:", err)
		os.Exit(1)
	}
}

func learning(table, picture string) error {
	rows, err := read(table)
	if err != nil {
		return err
	}
	image := vgimg.NewWith(vgimg.UseWH(18*vg.Centimeter, 6*vg.Centimeter), vgimg.UseDPI(130))
	tiles := draw.Tiles{Rows: 1, Cols: len(panels), PadX: 4 * vg.Millimeter, PadTop: vg.Millimeter, PadBottom: vg.Millimeter, PadLeft: vg.Millimeter, PadRight: 2 * vg.Millimeter}
	canvas := draw.New(image)
	for i, p := range panels {
		plotted, err := p.plot(rows)
		if err != nil {
			return err
		}
		plotted.Draw(tiles.At(canvas, i, 0))
	}
	return save(image, picture)
}

// save writes a picture as PNG.
func save(image *vgimg.Canvas, path string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = vgimg.PngCanvas{Canvas: image}.WriteTo(f)
	return err
}

func (p panel) plot(rows []row) (*plot.Plot, error) {
	points := make(plotter.XYs, len(rows))
	for i, r := range rows {
		points[i] = plotter.XY{X: r.number["hours"], Y: r.number[p.column]}
	}
	line, dots, err := plotter.NewLinePoints(points)
	if err != nil {
		return nil, err
	}
	line.Color, dots.Color, dots.Shape = blue, blue, draw.CircleGlyph{}
	g := plot.New()
	g.Title.Text, g.X.Label.Text = p.title, "hours of audio drawn"
	g.Add(line, dots)
	for _, t := range p.targets {
		target, err := plotter.NewLine(plotter.XYs{{X: 0, Y: t}, {X: points[len(points)-1].X, Y: t}})
		if err != nil {
			return nil, err
		}
		target.Color, target.Dashes = grey, []vg.Length{vg.Points(3), vg.Points(2)}
		g.Add(target)
	}
	return g, nil
}

// A row of a table, its cells by their columns' names; those that are numbers in number.
type row struct {
	name   map[string]string
	number map[string]float64
}

// read returns the rows of a table of tab-separated values.
func read(path string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	cells, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(cells) < 3 {
		return nil, fmt.Errorf("%s has no two rows to draw a line through", path)
	}
	var rows []row
	for _, line := range cells[1:] {
		r := row{map[string]string{}, map[string]float64{}}
		for i, name := range cells[0] {
			r.name[name] = line[i]
			if v, err := strconv.ParseFloat(line[i], 64); err == nil {
				r.number[name] = v
			}
		}
		rows = append(rows, r)
	}
	return rows, nil
}
