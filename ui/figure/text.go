package figure

import (
	"image/color"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Titles, words and phonemes are drawn as outlines: PDF text from gonum knows Windows-1252 only, which has no phonetic
// letters, and an SVG would look different wherever the font is missing.

var (
	regular = mustParse(liberationsansregular.TTF)
	bold    = mustParse(liberationsansbold.TTF)
)

// mustParse reads a font that is part of the program.
func mustParse(ttf []byte) *sfnt.Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic("figure: a font of the program is damaged: " + err.Error())
	}
	return f
}

// outline returns text as a path at the origin, and its width.
func outline(font *sfnt.Font, size vg.Length, text string) (vg.Path, vg.Length) {
	var path vg.Path
	var buf sfnt.Buffer
	units := font.UnitsPerEm()
	scale := size / vg.Length(units)
	ppem := fixed.I(int(units)) // so that coordinates are the font's own
	at := vg.Length(0)
	point := func(p fixed.Point26_6) vg.Point {
		return vg.Point{X: at + vg.Length(p.X)/64*scale, Y: -vg.Length(p.Y) / 64 * scale}
	}
	for _, r := range text {
		glyph, err := font.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		segments, err := font.LoadGlyph(&buf, glyph, ppem, nil)
		if err != nil {
			continue
		}
		open := false
		for _, s := range segments {
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if open {
					path.Close()
				}
				path.Move(point(s.Args[0]))
				open = true
			case sfnt.SegmentOpLineTo:
				path.Line(point(s.Args[0]))
			case sfnt.SegmentOpQuadTo:
				path.QuadTo(point(s.Args[0]), point(s.Args[1]))
			case sfnt.SegmentOpCubeTo:
				path.CubeTo(point(s.Args[0]), point(s.Args[1]), point(s.Args[2]))
			}
		}
		if open {
			path.Close()
		}
		if advance, err := font.GlyphAdvance(&buf, glyph, ppem, 0); err == nil {
			at += vg.Length(advance) / 64 * scale
		}
	}
	return path, at
}

// write draws text with its base line at a point; align is 0 for beginning there, 0.5 for being centred, 1 for ending.
func write(c draw.Canvas, font *sfnt.Font, size vg.Length, text string, at vg.Point, align vg.Length, ink color.Color) {
	path, width := outline(font, size, text)
	if len(path) == 0 {
		return
	}
	for i := range path {
		shift(&path[i], vg.Point{X: at.X - align*width, Y: at.Y})
	}
	c.SetColor(ink)
	c.Fill(path)
}

// shift moves a part of a path. Slices of control points are the path's own.
func shift(p *vg.PathComp, by vg.Point) {
	p.Pos = p.Pos.Add(by)
	for i := range p.Control {
		p.Control[i] = p.Control[i].Add(by)
	}
}
