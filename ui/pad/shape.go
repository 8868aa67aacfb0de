package pad

import "math"

// A spot is a place on the pad: 0 to 1 from left to right and from top to bottom.
type spot struct{ x, y float64 }

// The least and the most voices that a pad has at its corners.
const (
	Fewest = 2
	Most   = 4
)

// corners are the places of n voices: the ends of a line, a triangle on its base, or a square read like a page.
func corners(n int) []spot {
	switch n {
	case 2:
		return []spot{{0, 0.5}, {1, 0.5}}
	case 3:
		return []spot{{0.5, 0}, {0, 1}, {1, 1}}
	}
	return []spot{{0, 0}, {1, 0}, {0, 1}, {1, 1}}
}

// outline is the corners in the order in which one walks around them, clockwise.
func outline(n int) []spot {
	c := corners(n)
	if n > 2 {
		c[n-2], c[n-1] = c[n-1], c[n-2]
	}
	return c
}

// middle is where all n voices weigh the same.
func middle(n int) spot {
	var m spot
	for _, c := range corners(n) {
		m.x += c.x / float64(n)
		m.y += c.y / float64(n)
	}
	return m
}

// weights are the shares of n voices at a spot on the pad; they sum to 1. Along a line they are its parts, in a triangle
// the barycentric coordinates, in a square the bilinear ones: each is 1 at its own corner and 0 on the edges that do not
// touch it, and none jumps anywhere.
func weights(n int, s spot) []float64 {
	switch n {
	case 2:
		return []float64{1 - s.x, s.x}
	case 3:
		top := 1 - s.y
		right := s.x - top/2
		return []float64{top, 1 - top - right, right}
	}
	return []float64{(1 - s.x) * (1 - s.y), s.x * (1 - s.y), (1 - s.x) * s.y, s.x * s.y}
}

// inside brings a spot onto the pad: to the line, into the triangle, into the square.
func inside(n int, s spot) spot {
	s.x, s.y = min(max(s.x, 0), 1), min(max(s.y, 0), 1)
	switch n {
	case 2:
		s.y = 0.5
	case 3:
		s.x = min(max(s.x, 0.5-s.y/2), 0.5+s.y/2)
	}
	return s
}

// percent rounds shares to whole numbers that sum to 100: what rounding down leaves goes to those that lost the most.
func percent(shares []float64) []int {
	out := make([]int, len(shares))
	left := 100
	for i, s := range shares {
		out[i] = int(math.Floor(100*s + 1e-9))
		left -= out[i]
	}
	for ; left > 0; left-- {
		most := 0
		for i, s := range shares {
			if 100*s-float64(out[i]) > 100*shares[most]-float64(out[most]) {
				most = i
			}
		}
		out[most]++
	}
	return out
}
