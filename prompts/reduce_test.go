package prompts

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// window is a random stretch of 32 states with their logits.
type window struct{ logits, states []float32 }

func randomWindows(random *rand.Rand, n, tokens, dim int) []window {
	windows := make([]window, n)
	for w := range windows {
		windows[w] = window{make([]float32, 32*tokens), make([]float32, 32*dim)}
		for i := range windows[w].logits {
			windows[w].logits[i] = float32(30 * random.NormFloat64()) // far beyond what exp of a float32 can hold
		}
		for i := range windows[w].states {
			windows[w].states[i] = float32(random.NormFloat64())
		}
	}
	return windows
}

// plainPool is the definition: a softmax over all states at once.
func plainPool(windows []window, tokens, dim int) []float64 {
	pooled := make([]float64, tokens*dim)
	for s := range tokens {
		largest, below := math.Inf(-1), 0.0
		for _, w := range windows {
			for f := range 32 {
				largest = math.Max(largest, float64(w.logits[f*tokens+s]))
			}
		}
		for _, w := range windows {
			for f := range 32 {
				weight := math.Exp(float64(w.logits[f*tokens+s]) - largest)
				below += weight
				for i := range dim {
					pooled[s*dim+i] += weight * float64(w.states[f*dim+i])
				}
			}
		}
		for i := range dim {
			pooled[s*dim+i] /= below
		}
	}
	return pooled
}

func TestPoolIsExactInAnyOrderAndGrouping(t *testing.T) {
	const tokens, dim = 5, 7
	random := rand.New(rand.NewPCG(1, 2))
	windows := randomWindows(random, 40, tokens, dim)
	want := plainPool(windows, tokens, dim)
	for trial := range 5 {
		pools := []*Pool{NewPool(tokens, dim), NewPool(tokens, dim), NewPool(tokens, dim)} // the last stays empty at first
		for i, w := range windows {
			if err := pools[min(i%3, trial%3)].Add(w.logits, w.states); err != nil {
				t.Fatal(err)
			}
		}
		merged := NewPool(tokens, dim)
		for _, p := range pools {
			merged.Merge(p)
		}
		for i, v := range merged.Result() {
			if math.Abs(float64(v)-want[i]) > 1e-5 {
				t.Fatalf("trial %d: value %d is %g, want %g", trial, i, v, want[i])
			}
		}
		random.Shuffle(len(windows), func(i, j int) { windows[i], windows[j] = windows[j], windows[i] })
	}
}

func TestPoolRefusesWrongSizes(t *testing.T) {
	if err := NewPool(2, 3).Add(make([]float32, 4), make([]float32, 5)); err == nil {
		t.Error("wrong sizes were taken")
	}
}

func TestBankFindsClustersWithTheirWeights(t *testing.T) {
	const size, dim = 4, 6
	random := rand.New(rand.NewPCG(3, 4))
	centres := [][]float32{{9, 0, 0, 0, 0, 0}, {0, 9, 0, 0, 0, 0}, {0, 0, 9, 0, 0, 0}, {0, 0, 0, 9, 0, 0}}
	for _, n := range []int{40, size * keepFor, 5000} { // before, at and long after the first clustering
		bank := NewBank(size, dim)
		for f := range n {
			state := make([]float32, dim)
			for i := range state {
				state[i] = centres[min(f%8, 3)][i] + float32(0.1*random.NormFloat64())
			}
			bank.Add(state)
		}
		centroids, weights := bank.result().result()
		if len(weights) != size {
			t.Fatalf("%d states gave %d centroids", n, len(weights))
		}
		total := 0.0
		for k, w := range weights {
			total += float64(w)
			want := 1.0 / 8
			if centroids[k*dim+3] > 4 {
				want = 5.0 / 8
			}
			if math.Abs(float64(w)-want) > 0.01 {
				t.Errorf("%d states: centroid %v has weight %g, want %g", n, centroids[k*dim:(k+1)*dim], w, want)
			}
			if _, d := nearest(centroids[k*dim:(k+1)*dim], flatten(centres), dim); d > 0.05 {
				t.Errorf("%d states: centroid %d is %g away from every centre", n, k, d)
			}
		}
		if math.Abs(total-1) > 1e-6 {
			t.Errorf("weights sum to %g", total)
		}
	}
}

func TestBankOfFewStates(t *testing.T) {
	bank := NewBank(8, 2)
	if centroids, weights := bank.result().result(); len(centroids)+len(weights) != 0 {
		t.Error("an empty bank has centroids")
	}
	bank = NewBank(8, 2)
	bank.Add([]float32{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}) // eight equal states
	centroids, weights := bank.result().result()
	if len(weights) != 1 || weights[0] != 1 || centroids[0] != 1 || centroids[1] != 2 {
		t.Errorf("got %v with %v", centroids, weights)
	}
}

func flatten(rows [][]float32) (flat []float32) {
	for _, r := range rows {
		flat = append(flat, r...)
	}
	return flat
}

// TestMergedClumpsStandForBoth joins two sets of four clumps, two of which are the same in both: nothing that was counted is
// lost, and those that stay apart are the six different ones.
func TestMergedClumpsStandForBoth(t *testing.T) {
	one := clumps{[]float32{0, 0, 10, 0, 20, 0, 30, 0}, []float64{5, 5, 10, 20}}
	two := clumps{[]float32{0, 1, 10, 1, 20, 50, 30, 50}, []float64{15, 5, 10, 30}}
	merged := one.merge(two, 2, 6)
	want := clumps{[]float32{0, 0.75, 10, 0.5, 20, 0, 30, 0, 20, 50, 30, 50}, []float64{20, 10, 10, 20, 10, 30}}
	if !slices.Equal(merged.counts, want.counts) || !slices.Equal(merged.centroids, want.centroids) {
		t.Errorf("got %v, want %v", merged, want)
	}
	if one.centroids[1] != 0 || two.counts[0] != 15 {
		t.Error("merging changed what was merged")
	}
	if all := one.merge(two, 2, 8); len(all.counts) != 8 {
		t.Errorf("eight fit, but %d are left", len(all.counts))
	}
	_, weights := merged.result()
	total := float32(0)
	for _, w := range weights {
		total += w
	}
	if math.Abs(float64(total)-1) > 1e-6 {
		t.Errorf("the weights sum to %g", total)
	}
}

// plainMerge joins the cheapest pair again and again, looking at all of them each time.
func plainMerge(all clumps, dim, size int) clumps {
	for len(all.counts) > size {
		least, one, two := math.Inf(1), 0, 0
		for i := range all.counts {
			for j := range i {
				if cost := all.cost(i, j, dim); cost < least {
					least, one, two = cost, j, i
				}
			}
		}
		a, b := all.counts[one], all.counts[two]
		for i := range dim {
			into, from := &all.centroids[one*dim+i], all.centroids[two*dim+i]
			*into = float32((a*float64(*into) + b*float64(from)) / (a + b))
		}
		all.counts[one] += b
		all.counts = slices.Delete(all.counts, two, two+1)
		all.centroids = slices.Delete(all.centroids, two*dim, (two+1)*dim)
	}
	return all
}

func randomClumps(random *rand.Rand, n, dim int) clumps {
	var c clumps
	for range n {
		c.counts = append(c.counts, float64(1+random.IntN(9)))
		for range dim {
			c.centroids = append(c.centroids, float32(random.IntN(40))/8) // ties on purpose
		}
	}
	return c
}

func TestMergedClumpsAreThoseOfThePlainMerge(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 7, 24} {
		one, two := randomClumps(random, n, 3), randomClumps(random, 24, 3)
		both := clumps{slices.Concat(one.centroids, two.centroids), slices.Concat(one.counts, two.counts)}
		got, want := one.merge(two, 3, 20), plainMerge(both, 3, 20)
		if !slices.Equal(got.counts, want.counts) || !slices.Equal(got.centroids, want.centroids) {
			t.Errorf("%d and 24 clumps: %v, want %v", n, got.counts, want.counts)
		}
	}
}

func TestStatisticsOfASmallerBankMerge(t *testing.T) {
	of := func(size int) Statistics {
		bank, pool := NewBank(size, 2), NewPool(1, 2)
		states := make([]float32, 2*8*size)
		for i := range states {
			states[i] = float32(i * i % 31)
		}
		bank.Add(states)
		if err := pool.Add(make([]float32, 8*size), states); err != nil {
			t.Fatal(err)
		}
		return Statistics{Model: "m", pool: pool, size: size, clumps: bank.result()}
	}
	small, large := of(2), of(6)
	if err := small.Merge(large); err != nil {
		t.Fatal(err)
	}
	if small.size != 6 || len(small.clumps.counts) != 6 {
		t.Errorf("%d clumps of at most %d, want 6 of 6", len(small.clumps.counts), small.size)
	}
}

// BenchmarkMerge joins two full banks of the built-in model's size.
func BenchmarkMerge(b *testing.B) {
	random := rand.New(rand.NewPCG(5, 6))
	one, two := randomClumps(random, 128, 256), randomClumps(random, 128, 256)
	for b.Loop() {
		one.merge(two, 256, 128)
	}
}
