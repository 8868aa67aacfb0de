package prompts

import "math"

// clipping looks for tops that were cut off, at the file's own rate.
//
// A converter or an editor that runs out of range leaves runs of equal samples at one extreme height. Where the sound was
// resampled or compressed afterwards the runs are gone, but the heights still crowd below the peak, which those of speech
// never do: its peaks are rare.
type clipping struct {
	rate    float64 // Hz
	seen    int64
	run     int           // samples
	height  float32       // of the run
	heights [clipBins]int // samples by magnitude, in steps of 0.25 dB
	flat    [clipBins]int // samples in flat runs, by magnitude
	spots   []spot
}

const (
	clipBins   = 480
	clipSteps  = 4       // a decibel
	flatLeast  = 3       // samples a run
	flatWithin = 0.0015  // of the height
	flatLowest = 0.01    // magnitude from which runs are looked at
	rarest     = 0.00005 // of the samples lie above what is taken as the top: a resampler overshoots
	mostSpots  = 4096
)

// spot is a moment with flat runs, and the height of the highest.
type spot struct {
	at     float64 // seconds
	height float32
}

func (c *clipping) push(samples []float32) {
	for _, v := range samples {
		a := float32(math.Abs(float64(v)))
		c.heights[clipBin(a)]++
		c.seen++
		if c.run > 0 && math.Abs(float64(v-c.height)) <= flatWithin*math.Abs(float64(c.height)) {
			c.run++
			continue
		}
		c.end()
		if a >= flatLowest {
			c.run, c.height = 1, v
		}
	}
}

// end ends a run.
func (c *clipping) end() {
	if c.run >= flatLeast {
		a := float32(math.Abs(float64(c.height)))
		c.flat[clipBin(a)] += c.run
		at := float64(c.seen-int64(c.run)) / c.rate
		n := len(c.spots)
		switch {
		case n > 0 && at < c.spots[n-1].at+shortestSpan:
			c.spots[n-1].height = max(c.spots[n-1].height, a)
		case n < mostSpots:
			c.spots = append(c.spots, spot{at, a})
		}
	}
	c.run = 0
}

// clipBin is the place of a magnitude among the bins, the last of which is for 10 dB over full scale.
func clipBin(magnitude float32) int {
	bits := math.Float32bits(magnitude)
	if bits < math.Float32bits(1e-5) {
		return 0
	}
	return max(0, min(clipBins-1, clipBins-1-10*clipSteps+int(math.Floor(20*clipSteps*math.Log10(float64(magnitude))))))
}

// result returns the samples that were cut off, of a thousand, how many times more samples lie within a decibel of the
// top than in the decibel below, and where flat tops are.
func (c *clipping) result() (perThousand, crowd float64, where []Region) {
	c.end()
	top, above := clipBins-1, 0
	for top > 3*clipSteps && above <= int(rarest*float64(c.seen)) {
		above += c.heights[top]
		top--
	}
	top++
	cut, near, below := 0, 0, 0
	for bin := top - clipSteps/2; bin < clipBins; bin++ {
		cut += c.flat[bin]
	}
	for bin := top - clipSteps; bin < clipBins; bin++ {
		near += c.heights[bin]
	}
	for bin := top - 2*clipSteps; bin < top-clipSteps; bin++ {
		below += c.heights[bin]
	}
	var s spans
	for _, spot := range c.spots {
		if clipBin(spot.height) >= top-clipSteps/2 {
			s.add(spot.at, spot.at)
		}
	}
	return 1000 * float64(cut) / float64(max(1, c.seen)), float64(near) / float64(below+1), s.regions
}
