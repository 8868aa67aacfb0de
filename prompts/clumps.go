package prompts

import "slices"

// clumps are centroids with the number of states that each stands for.
type clumps struct {
	centroids []float32
	counts    []float64
}

// result returns the centroids and their shares, which sum to 1.
func (c clumps) result() (centroids, weights []float32) {
	total := 0.0
	for _, count := range c.counts {
		total += count
	}
	weights = make([]float32, len(c.counts))
	for k, count := range c.counts {
		weights[k] = float32(count / total)
	}
	return slices.Clone(c.centroids), weights
}

// merge returns at most size clumps that stand for the states of both, changing neither. Where the two together are too
// many, the pair whose union costs least is joined until they fit: that which adds least to the squared distance of the
// states from their centroids (Ward 1963), so that a clump of few states joins its neighbour and two large ones that
// differ stay apart. Equal input gives equal output.
func (c clumps) merge(other clumps, dim, size int) clumps {
	all := clumps{slices.Concat(c.centroids, other.centroids), slices.Concat(c.counts, other.counts)}
	n := len(all.counts)
	if n <= size {
		return all
	}
	costs := make([][]float64, n) // of joining i and an earlier j
	for i := range costs {
		costs[i] = make([]float64, i)
		for j := range costs[i] {
			costs[i][j] = all.cost(i, j, dim)
		}
	}
	gone := make([]bool, n)
	for range n - size {
		one, two := cheapest(costs, gone)
		a, b := all.counts[one], all.counts[two]
		into, from := all.centroids[one*dim:(one+1)*dim], all.centroids[two*dim:(two+1)*dim]
		for i, v := range from {
			into[i] = float32((a*float64(into[i]) + b*float64(v)) / (a + b))
		}
		all.counts[one] += b
		gone[two] = true
		for k := range n {
			if k != one && !gone[k] {
				costs[max(k, one)][min(k, one)] = all.cost(k, one, dim)
			}
		}
	}
	var left clumps
	for k, count := range all.counts {
		if !gone[k] {
			left.counts = append(left.counts, count)
			left.centroids = append(left.centroids, all.centroids[k*dim:(k+1)*dim]...)
		}
	}
	return left
}

// cost is what joining two clumps adds to the squared distance of the states from their centroids.
func (c clumps) cost(i, j, dim int) float64 {
	a, b := c.counts[i], c.counts[j]
	return a * b / (a + b) * distance(c.centroids[i*dim:(i+1)*dim], c.centroids[j*dim:(j+1)*dim])
}

// cheapest returns the pair of clumps that are still there, the earlier one first, that it costs least to join.
func cheapest(costs [][]float64, gone []bool) (one, two int) {
	least := -1.0
	for i, row := range costs {
		if gone[i] {
			continue
		}
		for j, cost := range row {
			if !gone[j] && (least < 0 || cost < least) {
				least, one, two = cost, j, i
			}
		}
	}
	return one, two
}
