package duration

import (
	"fmt"
	"math"
)

// Limits of how far a target may bend the natural lengths.
const (
	phoneLeast = 1.0 / 3 // of a phone's natural length, but never under one frame
	phoneMost  = 3.0
	pauseMost  = 6.0
	pauseRoom  = 20.0 // frames added to a pause's upper limit, so that a short pause can grow too
)

// RangeError tells that a target length cannot be reached by bending the natural lengths. All lengths are in frames.
type RangeError struct{ Target, Least, Most float64 }

func (e *RangeError) Error() string {
	return fmt.Sprintf("a target of %.0f frames lies outside the reachable %.0f to %.0f", e.Target, e.Least, e.Most)
}

// Fit stretches or shortens lengths until they sum to target. With a factor f, a phone becomes f times and a pause f*f
// times as long, each within its limits: listeners accept longer or shorter pauses sooner than odd phones. The factor is
// found by bisection on the sum, which rises with it. When no factor reaches the target, Fit returns the nearest lengths
// and a *RangeError.
func Fit(lengths []float64, phone []bool, target float64) ([]float64, error) {
	at := func(factor float64) []float64 {
		fitted := make([]float64, len(lengths))
		for i, n := range lengths {
			if phone[i] {
				fitted[i] = clamp(n*factor, math.Max(1, n*phoneLeast), n*phoneMost)
			} else {
				fitted[i] = math.Min(n*factor*factor, n*pauseMost+pauseRoom)
			}
		}
		return fitted
	}
	low, high := 1e-3, 1e3
	least, most := sum(at(low)), sum(at(high))
	if target < least-0.5 || target > most+0.5 {
		nearest := at(low)
		if target > most {
			nearest = at(high)
		}
		return nearest, &RangeError{Target: target, Least: least, Most: most}
	}
	for range 100 {
		middle := math.Sqrt(low * high)
		if sum(at(middle)) < target {
			low = middle
		} else {
			high = middle
		}
	}
	return at(high), nil
}

func clamp(v, low, high float64) float64 { return math.Max(low, math.Min(v, high)) }
