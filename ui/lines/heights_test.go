package lines

import (
	"math/rand/v2"
	"testing"
)

// A plain sum is the reference for the tree.
func TestHeightsAgreeWithPlainSums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 3, 7, 8, 9, 100, 1000} {
		plain := make([]float64, n)
		for i := range plain {
			plain[i] = float64(10 + r.IntN(90))
		}
		var h heights
		h.fill(append([]float64(nil), plain...))
		for range 200 {
			if n > 0 {
				i := r.IntN(n)
				plain[i] = float64(10 + r.IntN(90))
				h.set(i, plain[i])
			}
			sum := 0.0
			tops := make([]float64, n+1)
			for i, v := range plain {
				tops[i] = sum
				sum += v
			}
			tops[n] = sum
			if h.total() != sum {
				t.Fatalf("%d rows: total %g, want %g", n, h.total(), sum)
			}
			y := r.Float64() * (sum + 20)
			want := -1
			for i := range plain {
				if tops[i] <= y {
					want = i
				}
			}
			if n > 0 && h.at(y) != want {
				t.Fatalf("%d rows: at %g is row %d, want %d", n, y, h.at(y), want)
			}
			if i := r.IntN(n + 1); h.top(i) != tops[i] {
				t.Fatalf("%d rows: row %d begins at %g, want %g", n, i, h.top(i), tops[i])
			}
		}
		if n == 0 && h.at(5) != -1 {
			t.Fatal("a row in an empty list")
		}
		if n > 0 && h.at(-3) != 0 {
			t.Fatal("above the list is not the first row")
		}
	}
}
