package scope

import "math"

// peakBase samples make one entry of the lowest level of Peaks, peakStep entries one of the level above.
const (
	peakBase = 64
	peakStep = 4
)

// A Peak is the extent of some samples.
type Peak struct {
	Min, Max float32
	Square   float32 // mean of the squares
}

// RMS returns the root of the mean square.
func (p Peak) RMS() float64 { return math.Sqrt(float64(p.Square)) }

// Peaks answers for any stretch of a sound, in time that does not depend on its length, how far the samples reach: a
// pyramid of blocks, each level four times as coarse as the one below.
type Peaks struct {
	samples []float32
	levels  [][]Peak
}

// NewPeaks reads samples once and keeps them.
func NewPeaks(samples []float32) *Peaks {
	p := &Peaks{samples: samples}
	level := make([]Peak, (len(samples)+peakBase-1)/peakBase)
	for i := range level {
		level[i] = extent(samples[i*peakBase : min((i+1)*peakBase, len(samples))])
	}
	for len(level) > 0 {
		p.levels = append(p.levels, level)
		if len(level) == 1 {
			break
		}
		next := make([]Peak, (len(level)+peakStep-1)/peakStep)
		for i := range next {
			// The last block may stand for fewer samples than the others: its square counts a little too much, far below
			// what can be seen.
			next[i] = merge(level[i*peakStep : min((i+1)*peakStep, len(level))])
		}
		level = next
	}
	return p
}

func extent(x []float32) Peak {
	low, high, sum := x[0], x[0], float32(0)
	for _, v := range x {
		// Not min and max, which are several times as slow for the sake of what is not a number.
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
		sum += v * v
	}
	return Peak{Min: low, Max: high, Square: sum / float32(len(x))}
}

func merge(blocks []Peak) Peak {
	p := blocks[0]
	sum := float32(0)
	for _, b := range blocks {
		p.Min, p.Max = min(p.Min, b.Min), max(p.Max, b.Max)
		sum += b.Square
	}
	p.Square = sum / float32(len(blocks))
	return p
}

// Range returns the extent of the samples from index from to index to. Indices outside of the sound are cut off; of
// nothing the extent is zero. Ranges of more than a block are exact in Min and Max to their ends; the square is
// weighted by length.
func (p *Peaks) Range(from, to int) Peak {
	from, to = max(from, 0), min(to, len(p.samples))
	if from >= to {
		return Peak{}
	}
	sum := gathered{min: math.MaxFloat32, max: -math.MaxFloat32}
	p.gather(&sum, from, to)
	return Peak{Min: sum.min, Max: sum.max, Square: float32(sum.square / float64(to-from))}
}

// gathered is the extent of several pieces with the sum of their squares.
type gathered struct {
	min, max float32
	square   float64
}

func (g *gathered) add(p Peak, samples int) {
	g.min, g.max = min(g.min, p.Min), max(g.max, p.Max)
	g.square += float64(p.Square) * float64(samples)
}

// gather adds what lies between two samples: single samples up to the next block, blocks up to the next larger block
// and so on, and down again at the other end.
func (p *Peaks) gather(sum *gathered, from, to int) {
	for from < to {
		level, size := -1, 1
		for level+1 < len(p.levels) {
			next := peakBase
			if level >= 0 {
				next = size * peakStep
			}
			if from%next != 0 || from+next > to {
				break
			}
			level, size = level+1, next
		}
		if level < 0 {
			end := min(to, (from/peakBase+1)*peakBase)
			sum.add(extent(p.samples[from:end]), end-from)
			from = end
			continue
		}
		sum.add(p.levels[level][from/size], size)
		from += size
	}
}
