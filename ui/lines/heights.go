package lines

import "math/bits"

// heights holds the height of every row and answers in logarithmic time where a row begins and which row is at a
// place: a Fenwick tree. The heights of rows that were never shown are estimates.
type heights struct {
	rows []float64
	tree []float64 // tree[i] is the sum of the i & -i rows that end with row i-1
}

// fill takes the heights of all rows; it keeps the slice.
func (h *heights) fill(rows []float64) {
	h.rows = rows
	if cap(h.tree) <= len(rows) {
		h.tree = make([]float64, len(rows)+1, len(rows)+len(rows)/4+2)
	}
	h.tree = h.tree[:len(rows)+1]
	clear(h.tree)
	for i, v := range rows {
		h.tree[i+1] += v
		if up := i + 1 + (i+1)&-(i+1); up < len(h.tree) {
			h.tree[up] += h.tree[i+1]
		}
	}
}

// set changes the height of row i.
func (h *heights) set(i int, v float64) {
	d := v - h.rows[i]
	h.rows[i] = v
	for i++; i < len(h.tree); i += i & -i {
		h.tree[i] += d
	}
}

// top returns where row i begins: the sum of the heights before it.
func (h *heights) top(i int) float64 {
	sum := 0.0
	for ; i > 0; i &= i - 1 {
		sum += h.tree[i]
	}
	return sum
}

// total returns the height of all rows.
func (h *heights) total() float64 { return h.top(len(h.rows)) }

// at returns the row that covers y, the first or the last one where y is outside, and -1 when there are no rows.
func (h *heights) at(y float64) int {
	i := 0
	for step := 1 << bits.Len(uint(len(h.rows))); step > 0; step >>= 1 {
		if next := i + step; next < len(h.tree) && h.tree[next] <= y {
			i = next
			y -= h.tree[next]
		}
	}
	return min(i, len(h.rows)-1)
}
