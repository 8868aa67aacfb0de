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
	if len(all.counts) <= size {
		return all
	}
	costs := make([][]float64, len(all.counts)) // of joining i and an earlier j
	for i := range costs {
		costs[i] = make([]float64, i)
		for j := range costs[i] {
			costs[i][j] = all.cost(i, j, dim)
		}
	}
	for len(all.counts) > size {
		one, two := cheapest(costs)
		a, b := all.counts[one], all.counts[two]
		into, from := all.centroids[one*dim:(one+1)*dim], all.centroids[two*dim:(two+1)*dim]
		for i, v := range from {
			into[i] = float32((a*float64(into[i]) + b*float64(v)) / (a + b))
		}
		all.counts[one] += b
		all.counts = slices.Delete(all.counts, two, two+1)
		all.centroids = slices.Delete(all.centroids, two*dim, (two+1)*dim)
		costs = slices.Delete(costs, two, two+1)
		for i := two; i < len(costs); i++ {
			costs[i] = slices.Delete(costs[i], two, two+1)
		}
		for k := range costs {
			if k != one {
				costs[max(k, one)][min(k, one)] = all.cost(k, one, dim)
			}
		}
	}
	return all
}

// cost is what joining two clumps adds to the squared distance of the states from their centroids.
func (c clumps) cost(i, j, dim int) float64 {
	a, b := c.counts[i], c.counts[j]
	return a * b / (a + b) * distance(c.centroids[i*dim:(i+1)*dim], c.centroids[j*dim:(j+1)*dim])
}

// cheapest returns the pair of clumps, the earlier one first, that it costs least to join.
func cheapest(costs [][]float64) (one, two int) {
	least := -1.0
	for i, row := range costs {
		for j, cost := range row {
			if least < 0 || cost < least {
				least, one, two = cost, j, i
			}
		}
	}
	return one, two
}
