package prompts

import (
	"math"
	"math/rand/v2"
)

// Bank gathers states into a few centroids in fixed memory, by k-means with counts.
//
// The first states are kept as they are, and when they are some forty seconds of speech (or the reference ends) they
// are clustered properly: first centroids by k-means++ with a fixed seed, then rounds of assigning and averaging. Every
// later state moves the nearest centroid towards itself by one part in its count (MacQueen), so that a centroid is always
// near the mean of what it stands for. The result depends on the order of the states and on nothing else.
type Bank struct {
	size, dim int
	kept      []float32 // states until the first clustering
	clustered bool
	centroids []float32
	counts    []float64
}

const (
	keepFor     = 16 // states kept a centroid before the first clustering
	statesLeast = 4  // states a centroid at least
	rounds      = 8
)

// NewBank makes a bank of at most size centroids.
func NewBank(size, dim int) *Bank { return &Bank{size: size, dim: dim} }

// Add takes states, dim values each, in the order of the recording.
func (b *Bank) Add(states []float32) {
	for ; len(states) >= b.dim; states = states[b.dim:] {
		state := states[:b.dim]
		if !b.clustered {
			b.kept = append(b.kept, state...)
			if len(b.kept) == b.size*keepFor*b.dim {
				b.cluster()
			}
			continue
		}
		k, _ := nearest(state, b.centroids, b.dim)
		b.counts[k]++
		centroid := b.centroids[k*b.dim : (k+1)*b.dim]
		share := float32(1 / b.counts[k])
		for i, v := range state {
			centroid[i] += (v - centroid[i]) * share
		}
	}
}

// result returns the centroids and how many states each stands for. There are at most as many centroids as the bank's
// size and as a quarter of the states; none when no state was added. No state may be added after it.
func (b *Bank) result() (c clumps) {
	if !b.clustered && len(b.kept) > 0 {
		b.cluster()
	}
	for k, count := range b.counts {
		if count > 0 {
			c.centroids = append(c.centroids, b.centroids[k*b.dim:(k+1)*b.dim]...)
			c.counts = append(c.counts, count)
		}
	}
	return c
}

// cluster is the first clustering, of the kept states.
func (b *Bank) cluster() {
	n := len(b.kept) / b.dim
	k := max(1, min(b.size, n/statesLeast))
	b.centroids = spreadOut(b.kept, b.dim, k)
	b.counts = make([]float64, k)
	sums := make([]float64, k*b.dim)
	for range rounds {
		clear(sums)
		clear(b.counts)
		for f := range n {
			state := b.kept[f*b.dim : (f+1)*b.dim]
			c, _ := nearest(state, b.centroids, b.dim)
			b.counts[c]++
			for i, v := range state {
				sums[c*b.dim+i] += float64(v)
			}
		}
		for c, count := range b.counts {
			for i := c * b.dim; count > 0 && i < (c+1)*b.dim; i++ {
				b.centroids[i] = float32(sums[i] / count)
			}
		}
	}
	b.kept, b.clustered = nil, true
}

// spreadOut picks k states as first centroids by k-means++: each with a chance that grows with its squared distance from
// those picked before. The seed is fixed.
func spreadOut(states []float32, dim, k int) []float32 {
	n := len(states) / dim
	random := rand.New(rand.NewPCG(0x766f696365, 0x62616e6b))
	far := make([]float64, n)
	for i := range far {
		far[i] = math.Inf(1)
	}
	picked := append([]float32(nil), states[:dim]...)
	for len(picked) < k*dim {
		last := picked[len(picked)-dim:]
		total := 0.0
		for f := range n {
			far[f] = math.Min(far[f], distance(states[f*dim:(f+1)*dim], last))
			total += far[f]
		}
		aim, next := random.Float64()*total, n-1
		for f, d := range far {
			if aim -= d; aim < 0 {
				next = f
				break
			}
		}
		picked = append(picked, states[next*dim:(next+1)*dim]...)
	}
	return picked
}

// nearest returns the centroid with the smallest squared distance, the first of equal ones.
func nearest(state, centroids []float32, dim int) (index int, squared float64) {
	squared = math.Inf(1)
	for k := 0; k*dim < len(centroids); k++ {
		if d := distance(state, centroids[k*dim:(k+1)*dim]); d < squared {
			index, squared = k, d
		}
	}
	return index, squared
}

// distance is the squared Euclidean distance. Four running sums let the processor work on them at once.
func distance(a, b []float32) float64 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		d0, d1, d2, d3 := a[i]-b[i], a[i+1]-b[i+1], a[i+2]-b[i+2], a[i+3]-b[i+3]
		s0 += d0 * d0
		s1 += d1 * d1
		s2 += d2 * d2
		s3 += d3 * d3
	}
	for ; i < len(a); i++ {
		d := a[i] - b[i]
		s0 += d * d
	}
	return float64(s0 + s1 + s2 + s3)
}
