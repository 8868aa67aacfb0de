package vocoder

import "math"

// sineSteps is how many angles of a turn are tabulated.
const sineSteps = 2048

var angles = func() (a [sineSteps]struct{ sin, cos float64 }) {
	for i := range a {
		a[i].sin, a[i].cos = math.Sincos(2 * math.Pi * float64(i) / sineSteps)
	}
	a[sineSteps/2].sin = 0 // not 1.2e-16, for what is near it is told by its ratio
	return a
}()

// rotation is sine and cosine of a number of turns, less than 2^40 of them: those of the nearest tabulated angle, turned by the little d that is
// left, with d for its sine and 1 - d^2/2 for its cosine. Off by less than 1e-9, and the sine where it crosses zero by less than 4e-7 of itself.
func rotation(turns float64) (sin, cos float64) {
	const toWhole = 3 << 51 // a float64 of this size has no place for fractions
	whole := turns*sineSteps + toWhole
	a := &angles[math.Float64bits(whole)%sineSteps]
	d := turns*(2*math.Pi) - (whole-toWhole)*(2*math.Pi/sineSteps)
	flat := 1 - d*d/2
	return a.sin*flat + a.cos*d, a.cos*flat - a.sin*d
}

// sine of a number of turns.
func sine(turns float64) float64 {
	sin, _ := rotation(turns)
	return sin
}
