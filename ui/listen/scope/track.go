package scope

import "math"

// A Track is a value over time at even steps, as pitch or loudness. Where it is NaN there is none.
type Track struct {
	Step   float64 // seconds; value i stands at i*Step
	Values []float32
}

// NaN is the value of a Track where there is none.
var NaN = float32(math.NaN())

// At returns the value at a time, in a straight line between its neighbours, and false where one of them is missing.
func (t Track) At(seconds float64) (float64, bool) {
	if t.Step <= 0 || seconds < 0 {
		return 0, false
	}
	at := seconds / t.Step
	i := int(at)
	if i >= len(t.Values) {
		return 0, false
	}
	a := float64(t.Values[i])
	if i+1 >= len(t.Values) || at == float64(i) {
		return a, !math.IsNaN(a)
	}
	b := float64(t.Values[i+1])
	switch frac := at - float64(i); {
	case !math.IsNaN(a) && !math.IsNaN(b):
		return a + frac*(b-a), true
	case !math.IsNaN(a) && frac < 0.5: // half a step further than the last value, so that single ones are seen
		return a, true
	case !math.IsNaN(b) && frac >= 0.5:
		return b, true
	}
	return 0, false
}

// Mean returns the mean of the values from a time to another, for views that are coarser than the steps, and false
// where there is none.
func (t Track) Mean(from, to float64) (float64, bool) {
	if to-from <= t.Step {
		return t.At((from + to) / 2)
	}
	if t.Step <= 0 {
		return 0, false
	}
	sum, n := 0.0, 0
	for i := max(int(math.Ceil(from/t.Step)), 0); i < len(t.Values) && float64(i)*t.Step < to; i++ {
		if v := float64(t.Values[i]); !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	if n == 0 {
		return 0, false
	}
	return sum / float64(n), true
}

// Reach returns the lowest and the highest value, and false when there is none at all.
func (t Track) Reach() (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range t.Values {
		if v := float64(v); !math.IsNaN(v) {
			low, high, ok = math.Min(low, v), math.Max(high, v), true
		}
	}
	return low, high, ok
}
