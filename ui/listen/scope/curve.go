package scope

import (
	"image"
	"image/color"
	"math"
)

// A Stroke is how a curve is drawn.
type Stroke struct {
	Colour color.Color
	Halo   color.Color // around the line, so that it is seen on any ground; nil is none
	Width  float64     // pixels
	Dash   float64     // pixels of line, followed by two thirds as much gap; 0 is a whole line
}

// A Height tells how far below the upper edge a curve runs at x, both in pixels, and false where there is none.
type Height func(x float64) (y float64, ok bool)

// curveSteps is in how many parts a column of pixels is divided to find how much of each pixel a line covers.
const curveSteps = 4

// Curve draws a curve into the part r of dst.
func Curve(dst *image.RGBA, r image.Rectangle, height Height, s Stroke) {
	if s.Halo != nil {
		curve(dst, r, height, s.Width+2*math.Max(1, s.Width*0.6), s.Halo, 0)
	}
	curve(dst, r, height, s.Width, s.Colour, s.Dash)
}

func curve(dst *image.RGBA, r image.Rectangle, height Height, width float64, colour color.Color, dash float64) {
	ink := newInk(colour)
	cover := make([]float32, r.Dy())
	visible := r.Intersect(dst.Rect)
	for x := visible.Min.X; x < visible.Max.X; x++ {
		low, high := r.Dy(), 0
		for k := range curveSteps {
			at := float64(x-r.Min.X) + (float64(k)+0.5)/curveSteps
			if dash > 0 && math.Mod(at, dash*5/3) > dash {
				continue
			}
			y, ok := height(at)
			if !ok {
				continue
			}
			// A sloping line is higher in a column than it is wide.
			half := width / 2
			before, ok1 := height(at - 0.5/curveSteps)
			after, ok2 := height(at + 0.5/curveSteps)
			if ok1 && ok2 {
				slope := (after - before) * curveSteps
				half *= math.Sqrt(1 + slope*slope)
			}
			first, last := y-half, y+half
			from, to := max(int(math.Floor(first)), 0), min(int(math.Ceil(last)), r.Dy())
			for row := from; row < to; row++ {
				cover[row] += float32((math.Min(last, float64(row+1)) - math.Max(first, float64(row))) / curveSteps)
			}
			low, high = min(low, from), max(high, to)
		}
		for row := low; row < high; row++ {
			if y := r.Min.Y + row; y >= visible.Min.Y && y < visible.Max.Y {
				ink.put(dst, x, y, cover[row])
			}
			cover[row] = 0
		}
	}
}

// ink is a colour that covers pixels in part.
type ink struct{ r, g, b, a float32 } // not multiplied by alpha; 0 to 255, alpha 0 to 1

func newInk(c color.Color) ink {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return ink{float32(n.R), float32(n.G), float32(n.B), float32(n.A) / 255}
}

// put covers a share of a pixel of an opaque picture, 0 to 1.
func (k ink) put(dst *image.RGBA, x, y int, share float32) {
	a := share * k.a
	if a <= 0 {
		return
	}
	a = min(a, 1)
	pix := dst.Pix[dst.PixOffset(x, y):]
	pix = pix[:4:4]
	pix[0] = uint8(float32(pix[0]) + a*(k.r-float32(pix[0])) + 0.5)
	pix[1] = uint8(float32(pix[1]) + a*(k.g-float32(pix[1])) + 0.5)
	pix[2] = uint8(float32(pix[2]) + a*(k.b-float32(pix[2])) + 0.5)
	pix[3] = uint8(float32(pix[3]) + a*(255-float32(pix[3])) + 0.5)
}

// bar covers the part of a column of pixels between two heights.
func (k ink) bar(dst *image.RGBA, x int, top, bottom float64) {
	b := dst.Rect
	if x < b.Min.X || x >= b.Max.X {
		return
	}
	from, to := max(int(math.Floor(top)), b.Min.Y), min(int(math.Ceil(bottom)), b.Max.Y)
	for y := from; y < to; y++ {
		k.put(dst, x, y, float32(math.Min(bottom, float64(y+1))-math.Max(top, float64(y))))
	}
}

// Fill covers a rectangle with a colour, which may be translucent.
func Fill(dst *image.RGBA, r image.Rectangle, c color.Color) {
	r = r.Intersect(dst.Rect)
	k := newInk(c)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			k.put(dst, x, y, 1)
		}
	}
}
