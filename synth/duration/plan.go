package duration

import "math"

// Plan says how many frames every symbol of a sentence gets and which part of the resulting sound is kept.
type Plan struct {
	Frames []int     // frames a symbol, as the acoustic model sees them
	Exact  []float64 // real-valued frames a symbol in the kept sound; their sum is the sound's length
	Skip   float64   // frames of quiet cut from the beginning of the sound
}

// New rounds fitted lengths to whole frames. natural are the lengths before any fit: where they hold more quiet at the
// ends than fitted, the model still sees it and the plan cuts it away again.
//
// Rounding is by cumulative sums: the plan is never more than half a frame away from the exact one at any symbol, and a
// length of at least one frame keeps at least one.
func New(natural, fitted []float64, phone []bool) Plan {
	seen := append([]float64(nil), fitted...)
	first, end := edges(phone)
	widen := func(i int, part, fittedPart []float64) float64 {
		more := math.Min(sum(part), context) - sum(fittedPart)
		if more <= 0 {
			return 0
		}
		seen[i] += more
		return more
	}
	skip := 0.0
	if first > 0 {
		skip = widen(0, natural[:first], fitted[:first])
	}
	if end < len(seen) {
		widen(len(seen)-1, natural[end:], fitted[end:])
	}
	frames := make([]int, len(seen))
	total, before := 0.0, 0
	for i, n := range seen {
		total += n
		// A hair of tolerance: a sum of exact halves must not fall on either side by its rounding errors.
		until := int(math.Floor(total + 0.5 + 1e-9))
		frames[i] = until - before
		before = until
	}
	return Plan{Frames: frames, Exact: fitted, Skip: skip}
}

// Total is the number of frames that the acoustic model makes before padding.
func (p Plan) Total() int {
	total := 0
	for _, n := range p.Frames {
		total += n
	}
	return total
}

// Span returns the kept part of the sound in samples, for a frame of hop samples.
func (p Plan) Span(hop int) (from, to int) {
	from = int(math.Round(p.Skip * float64(hop)))
	return from, from + int(math.Round(sum(p.Exact)*float64(hop)))
}

// Spread lays the symbols out over so many frames, which are at least those of the plan and what the first symbol is longer by, `later`; the last
// frame is repeated up to the end. index says which symbol sounds in a frame; place has four values a frame: how far into the symbol it is, how
// far from its end, ln(length)/4 and whether the symbol is a phone.
func (p Plan) Spread(phone []bool, frames, later int) (index []int64, place []float32) {
	index = make([]int64, 0, frames)
	place = make([]float32, 0, 4*frames)
	for i, n := range p.Frames {
		if i == 0 {
			n += later
		}
		speaks := float32(0)
		if phone[i] {
			speaks = 1
		}
		for j := range n {
			into := (float32(j) + 0.5) / float32(n)
			index = append(index, int64(i))
			place = append(place, into, 1-into, float32(math.Log(float64(n))/4), speaks)
		}
	}
	for len(index) < frames {
		if len(index) == 0 { // a plan without a frame: as if its last symbol had one
			index, place = append(index, int64(len(phone)-1)), append(place, 0.5, 0.5, 0, 0)
			continue
		}
		index, place = append(index, index[len(index)-1]), append(place, place[len(place)-4:]...)
	}
	return index, place
}
