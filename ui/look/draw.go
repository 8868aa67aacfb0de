package look

import (
	"fmt"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Signs are drawn with a pen of one width in a box of 24 by 24, origin at the top left. Fyne colours only the fills of
// an SVG, so every stroke is written as the outline of what the pen covers; all outlines run the same way round, so
// that where two cross, the area is filled once.

const pen = 1.9 // width of a stroke

// A shape is the data of an SVG path.
type shape string

func sign(name string, shapes ...shape) *theme.ThemedResource {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path d="`)
	for _, s := range shapes {
		b.WriteString(string(s))
	}
	b.WriteString(`"/></svg>`)
	return theme.NewThemedResource(fyne.NewStaticResource("vw-"+name+".svg", []byte(b.String())))
}

// Tinted returns the sign in a colour of the theme instead of that of text.
func Tinted(icon fyne.Resource, name fyne.ThemeColorName) fyne.Resource {
	return theme.NewColoredResource(icon, name)
}

// line draws from point to point, with round ends and corners. xy holds x and y in turn.
func line(xy ...float64) shape {
	var b strings.Builder
	const r = pen / 2
	for i := 0; i+3 < len(xy); i += 2 {
		x0, y0, x1, y1 := xy[i], xy[i+1], xy[i+2], xy[i+3]
		length := math.Hypot(x1-x0, y1-y0)
		if length == 0 {
			b.WriteString(string(disc(x0, y0, r)))
			continue
		}
		nx, ny := -(y1-y0)/length*r, (x1-x0)/length*r // to the left of the way
		fmt.Fprintf(&b, "M%.2f %.2f", x0-nx, y0-ny)
		fmt.Fprintf(&b, "L%.2f %.2f", x1-nx, y1-ny)
		fmt.Fprintf(&b, "A%.2f %.2f 0 0 1 %.2f %.2f", r, r, x1+nx, y1+ny)
		fmt.Fprintf(&b, "L%.2f %.2f", x0+nx, y0+ny)
		fmt.Fprintf(&b, "A%.2f %.2f 0 0 1 %.2f %.2fZ", r, r, x0-nx, y0-ny)
	}
	return shape(b.String())
}

// closed is a line that ends where it began.
func closed(xy ...float64) shape { return line(append(xy, xy[0], xy[1])...) }

// area fills a polygon.
func area(xy ...float64) shape {
	turn := 0.0
	for i := 0; i < len(xy); i += 2 {
		j := (i + 2) % len(xy)
		turn += xy[i]*xy[j+1] - xy[j]*xy[i+1]
	}
	var b strings.Builder
	for i := 0; i < len(xy); i += 2 {
		k := i
		if turn < 0 {
			k = len(xy) - 2 - i
		}
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		fmt.Fprintf(&b, "%.2f %.2f", xy[k], xy[k+1])
	}
	b.WriteByte('Z')
	return shape(b.String())
}

// solid fills a polygon with corners rounded by the pen.
func solid(xy ...float64) shape { return area(xy...) + closed(xy...) }

// disc fills a circle.
func disc(x, y, r float64) shape {
	return shape(fmt.Sprintf("M%.2f %.2fA%.2f %.2f 0 0 1 %.2f %.2fA%.2f %.2f 0 0 1 %.2f %.2fZ", x-r, y, r, r, x+r, y, r, r, x-r, y))
}

// hole cuts a circle out of what is around it.
func hole(x, y, r float64) shape {
	return shape(fmt.Sprintf("M%.2f %.2fA%.2f %.2f 0 0 0 %.2f %.2fA%.2f %.2f 0 0 0 %.2f %.2fZ", x-r, y, r, r, x+r, y, r, r, x-r, y))
}

// ring draws a circle.
func ring(x, y, r float64) shape { return disc(x, y, r+pen/2) + hole(x, y, r-pen/2) }

// arc draws a part of a circle between two angles in degrees, clockwise, 0 to the right; to is more than from.
func arc(x, y, r, from, to float64) shape { return ellipse(x, y, r, r, from, to) }

// ellipse is arc with two radii.
func ellipse(x, y, rx, ry, from, to float64) shape {
	steps := int(math.Ceil((to - from) / 12))
	xy := make([]float64, 0, 2*steps+2)
	for i := 0; i <= steps; i++ {
		s, c := math.Sincos((from + (to-from)*float64(i)/float64(steps)) * math.Pi / 180)
		xy = append(xy, x+rx*c, y+ry*s)
	}
	return line(xy...)
}

// box draws a rectangle with its corners at the given points.
func box(x0, y0, x1, y1 float64) shape { return closed(x0, y0, x1, y0, x1, y1, x0, y1) }

// heart returns the points of a heart, 32 by 29 units times the scale.
func heart(x, y, scale float64) []float64 {
	const steps = 40
	xy := make([]float64, 0, 2*steps)
	for i := range steps {
		at := 2 * math.Pi * float64(i) / steps
		sin := math.Sin(at)
		xy = append(xy, x+scale*16*sin*sin*sin, y-scale*(13*math.Cos(at)-5*math.Cos(2*at)-2*math.Cos(3*at)-math.Cos(4*at)))
	}
	return xy
}

// star returns the points of a star with five rays.
func star(x, y, outer, inner float64) []float64 {
	xy := make([]float64, 0, 20)
	for i := range 10 {
		r := outer
		if i%2 == 1 {
			r = inner
		}
		s, c := math.Sincos((float64(i)*36 - 90) * math.Pi / 180)
		xy = append(xy, x+r*c, y+r*s)
	}
	return xy
}
