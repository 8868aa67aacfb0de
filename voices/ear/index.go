package ear

import "slices"

// An Index holds many ears for the search. It is not safe for concurrent use.
type Index struct {
	dim    int
	keys   []int64 // ascending
	scales []float32
	values []int8
}

// Len is the number of ears.
func (x *Index) Len() int { return len(x.keys) }

// Last is the largest key; 0 when there is none.
func (x *Index) Last() int64 {
	if len(x.keys) == 0 {
		return 0
	}
	return x.keys[len(x.keys)-1]
}

// Add adds an ear under a key that is larger than all before. An ear of another size than the first, or without a
// direction, is left out and false returned.
func (x *Index) Add(key int64, e Ear) bool {
	length := scale(e)
	if length == 0 || len(x.keys) > 0 && (len(e) != x.dim || key <= x.Last()) {
		return false
	}
	x.dim = len(e)
	x.keys = append(x.keys, key)
	x.scales = append(x.scales, float32(length))
	x.values = append(x.values, e...)
	return true
}

// ear returns the ear at a place.
func (x *Index) ear(place int) Ear { return x.values[place*x.dim : (place+1)*x.dim] }

// Hit is an ear that was found.
type Hit struct {
	Key      int64
	Likeness float64
}

// Nearest returns the most ears that are most alike, the nearest first; of equal ones the older first.
func (x *Index) Nearest(to Ear, most int) []Hit {
	if len(to) != x.dim || most <= 0 {
		return nil
	}
	length := float32(scale(to))
	// All are measured, then the best picked: a list that is kept in order while measuring would cost more than it saves.
	found := make([]Hit, 0, min(2*most, x.Len()))
	bar := float32(-2)
	for i := range x.keys {
		like := float32(dot(to, x.values[i*x.dim:(i+1)*x.dim])) * length * x.scales[i]
		if like <= bar {
			continue
		}
		if found = append(found, Hit{x.keys[i], float64(like)}); len(found) == 2*most {
			found = best(found, most)
			bar = float32(found[most-1].Likeness)
		}
	}
	return best(found, most)
}

// best keeps the first hits in their order.
func best(hits []Hit, most int) []Hit {
	slices.SortFunc(hits, func(a, b Hit) int {
		switch {
		case a.Likeness > b.Likeness, a.Likeness == b.Likeness && a.Key < b.Key:
			return -1
		}
		return 1
	})
	return hits[:min(most, len(hits))]
}
