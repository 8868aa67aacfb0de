package pad

import (
	"image"
	"image/color"
	"math"
)

// A ground is how the pad's ground is painted, in pixels.
type ground struct {
	n          int // voices
	w, h       int
	left, top  float64 // of the spots
	wide, tall float64 // that the spots span
	margin     float64 // of ground around the outermost spots
	sharp      float64 // pixels to a unit of the window
	hues       []color.Color
	dot        color.Color
	strength   float64 // of the hues, 0 to 1
}

// paint draws the ground: at every place the colours of the voices mixed by their weights there, and a lattice of dots
// that tells eighths.
func (g ground) paint() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, g.w, g.h))
	shape := outline(g.n)
	for i, s := range shape {
		shape[i] = spot{g.left + s.x*g.wide, g.top + s.y*g.tall}
	}
	hues := make([][3]float64, g.n)
	for i := range hues {
		hues[i] = linear(g.hues[i])
	}
	for y := range g.h {
		for x := range g.w {
			at := spot{float64(x) + 0.5, float64(y) + 0.5}
			cover := min(max(g.margin-distance(shape, at)+0.5, 0), 1)
			if cover == 0 {
				continue
			}
			var mix [3]float64
			for i, share := range weights(g.n, inside(g.n, spot{(at.x - g.left) / g.wide, (at.y - g.top) / g.tall})) {
				for c := range mix {
					mix[c] += share * hues[i][c]
				}
			}
			img.SetNRGBA(x, y, color.NRGBA{R: encode(mix[0]), G: encode(mix[1]), B: encode(mix[2]), A: uint8(255*g.strength*cover + 0.5)})
		}
	}
	g.dots(img)
	return img
}

const eighths = 8

// dots marks the places where the weights are whole eighths.
func (g ground) dots(img *image.NRGBA) {
	radius := 1.6 * g.sharp
	for j := range eighths + 1 {
		for i := range eighths + 1 {
			s := spot{float64(i) / eighths, float64(j) / eighths}
			if g.n == 3 { // rows of the triangle, each with one dot more than the one above
				if i > j {
					continue
				}
				s.x = 0.5 + (float64(i)-float64(j)/2)/eighths
			}
			if g.n == 2 && j != eighths/2 {
				continue
			}
			cx, cy := g.left+s.x*g.wide, g.top+s.y*g.tall
			r, gr, b, a := g.dot.RGBA()
			for y := int(cy - radius - 1); y <= int(cy+radius+1); y++ {
				for x := int(cx - radius - 1); x <= int(cx+radius+1); x++ {
					part := min(max(radius-math.Hypot(float64(x)+0.5-cx, float64(y)+0.5-cy)+0.5, 0), 1) * float64(a) / 0xffff
					if part == 0 || !(image.Point{X: x, Y: y}).In(img.Rect) {
						continue
					}
					under := img.NRGBAAt(x, y)
					over := func(c uint8, ink uint32) uint8 {
						return uint8(float64(c)*(1-part) + part*float64(ink)*0xffff/float64(max(a, 1))/257 + 0.5)
					}
					img.SetNRGBA(x, y, color.NRGBA{R: over(under.R, r), G: over(under.G, gr), B: over(under.B, b),
						A: uint8(float64(under.A) + (255-float64(under.A))*part + 0.5)})
				}
			}
		}
	}
}

// distance is how far a place is from a convex shape that is walked around clockwise, 0 inside of it.
func distance(shape []spot, at spot) float64 {
	nearest, within := math.Inf(1), len(shape) > 2
	for i, a := range shape {
		b := shape[(i+1)%len(shape)]
		dx, dy := b.x-a.x, b.y-a.y
		px, py := at.x-a.x, at.y-a.y
		along := min(max((px*dx+py*dy)/(dx*dx+dy*dy), 0), 1)
		nearest = min(nearest, math.Hypot(px-along*dx, py-along*dy))
		within = within && dx*py >= dy*px
	}
	if within {
		return 0
	}
	return nearest
}

// linear and encode go from sRGB to light and back, so that colours between two corners are neither dark nor dirty.
func linear(c color.Color) (light [3]float64) {
	r, g, b, _ := c.RGBA()
	for i, v := range []uint32{r, g, b} {
		light[i] = math.Pow(float64(v)/0xffff, 2.2)
	}
	return light
}

func encode(light float64) uint8 {
	return encoded[min(int(max(light, 0)*float64(len(encoded)-1)+0.5), len(encoded)-1)]
}

// encoded is a table, since a picture has a million of them.
var encoded = func() (table [4096]uint8) {
	for i := range table {
		table[i] = uint8(255*math.Pow(float64(i)/float64(len(table)-1), 1/2.2) + 0.5)
	}
	return table
}()
