package scope

import "image/color"

// A Map turns values into colours.
type Map uint8

// The colour maps. All of them grow lighter evenly, so that equal steps look equal, also without colour.
const (
	Magma Map = iota
	Viridis
	Inferno
	Cividis // made for people who tell red and green apart badly
	Grey
)

// Maps is all of them, in the order in which they are offered.
var Maps = []Map{Magma, Viridis, Inferno, Cividis, Grey}

// String returns the name of m.
func (m Map) String() string {
	switch m {
	case Viridis:
		return "Viridis"
	case Inferno:
		return "Inferno"
	case Cividis:
		return "Cividis"
	case Grey:
		return "Grey"
	}
	return "Magma"
}

// controls are points at even distances along the maps, each as 0xRRGGBB. Magma, Viridis and Inferno are by Stéfan van
// der Walt and Nathaniel Smith (matplotlib 1.5, released under CC0), Cividis by Nuñez, Anderton and Renslow ("Optimizing
// colormaps with consideration for color vision deficiency", PLOS ONE 2018); the points are the ten colours that
// viridisLite's magma(10) and its sisters give.
var controls = map[Map][]uint32{
	Magma:   {0x000004, 0x180f3e, 0x451077, 0x721f81, 0x9f2f7f, 0xcd4071, 0xf1605d, 0xfd9567, 0xfec98d, 0xfcfdbf},
	Viridis: {0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xfde725},
	Inferno: {0x000004, 0x1b0c42, 0x4b0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9a06, 0xf7d03c, 0xfcffa4},
	Cividis: {0x00204d, 0x00336f, 0x39486b, 0x575c6d, 0x707173, 0x8a8779, 0xa69d75, 0xc4b56c, 0xe4cf5b, 0xffea46},
	Grey:    {0x000000, 0x171717, 0x2a2a2a, 0x414141, 0x5a5a5a, 0x767676, 0x969696, 0xb8b8b8, 0xdbdbdb, 0xffffff},
}

// tableSize is the number of colours in a Table.
const tableSize = 1024

// A Table is a colour map that can be looked up: from silence to the loudest.
type Table [tableSize]color.RGBA

// NewTable returns the colours of m. On a light ground silence is white, which the map's lightest colour fades into, and
// loud is its darkest, as in print; otherwise silence is the darkest.
func NewTable(m Map, light bool) *Table {
	points := controls[m]
	if points == nil {
		points = controls[Magma]
	}
	t := new(Table)
	for i := range t {
		at := float64(i) / (tableSize - 1)
		if light {
			at = 1 - at
		}
		t[i] = spline(points, at*float64(len(points)-1))
		if light {
			t[i] = whiten(t[i], (at-(1-paper))/paper)
		}
	}
	return t
}

// paper is the share of a light table that fades into white.
const paper = 0.4

// whiten moves a colour towards white, by the square of a share of the way.
func whiten(c color.RGBA, share float64) color.RGBA {
	share = max(share, 0)
	mix := func(v uint8) uint8 { return uint8(float64(v) + share*share*(255-float64(v)) + 0.5) }
	return color.RGBA{mix(c.R), mix(c.G), mix(c.B), 255}
}

// At returns the colour of a share from 0 to 1; outside of it the colour at the end.
func (t *Table) At(share float64) color.RGBA {
	if !(share > 0) {
		return t[0]
	}
	return t[min(int(share*(tableSize-1)+0.5), tableSize-1)]
}

// spline returns the colour at a place between the points, 0 for the first and 1 for the second of them, by a cubic
// through its four neighbours (Catmull-Rom).
func spline(points []uint32, at float64) color.RGBA {
	last := len(points) - 1
	i := min(int(at), last-1)
	f := at - float64(i)
	var rgb [3]uint8
	for c := range rgb {
		value := func(k int) float64 {
			switch { // beyond the ends the line goes straight on
			case k < 0:
				return 2*channel(points[0], c) - channel(points[1], c)
			case k > last:
				return 2*channel(points[last], c) - channel(points[last-1], c)
			}
			return channel(points[k], c)
		}
		rgb[c] = uint8(min(max(cubic(value(i-1), value(i), value(i+1), value(i+2), f), 0), 255) + 0.5)
	}
	return color.RGBA{rgb[0], rgb[1], rgb[2], 255}
}

func channel(p uint32, c int) float64 { return float64(p >> (16 - 8*c) & 0xff) }

// cubic interpolates between b and c at f from 0 to 1 by Catmull and Rom's spline; a and d are the values beside them.
func cubic(a, b, c, d, f float64) float64 {
	return b + f/2*(c-a+f*(2*a-5*b+4*c-d+f*(3*(b-c)+d-a)))
}
