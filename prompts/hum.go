package prompts

import (
	"math"
	"slices"
)

// hum finds mains hum: lines at 50 or 60 Hz and their multiples that stand above their neighbours. Of every bin the lower
// quartile over the recording is taken: what is there all the time, also in the pauses, and not the partials of a voice.
type hum struct {
	spectrum
	held   []float32
	counts [humBins][humLevels]int32 // spectra by level in dB, from humFloor
	frames int
}

const (
	humSize   = 4096
	humBins   = 340
	humLevels = 140
	humFloor  = -80.0                       // dB
	humStep   = float64(slowRate) / humSize // Hz a bin
	multiples = 10
)

func newHum() *hum { return &hum{spectrum: newSpectrum(humSize, humBins)} }

func (h *hum) push(slow []float32) {
	h.held = append(h.held, slow...)
	from := 0
	for ; from+humSize <= len(h.held); from += humSize / 4 {
		h.measure(h.held[from : from+humSize])
		for i := range h.counts {
			h.counts[i][min(humLevels-1, max(0, int(h.level[i]-humFloor)))]++
		}
		h.frames++
	}
	h.held = h.held[:copy(h.held, h.held[from:])]
}

// result returns how many decibels the lines of the mains stand above their neighbours, the mean of the three clearest,
// and the mains' frequency in Hz.
func (h *hum) result() (excess, mains float64) {
	if h.frames < 4 {
		return 0, 0
	}
	var low [humBins]float64
	for i := range low {
		left := 0.25 * float64(h.frames)
		for level, n := range h.counts[i] {
			if float64(n) >= left && n > 0 {
				low[i] = float64(level) + left/float64(n)
				break
			}
			left -= float64(n)
		}
	}
	for _, base := range []float64{50, 60} {
		var lines []float64
		for k := 1; k <= multiples; k++ {
			at := int(math.Round(float64(k) * base / humStep))
			peak := slices.Max(low[at-1 : at+2])
			around := slices.Concat(low[at-11:at-3], low[at+4:at+12])
			slices.Sort(around)
			lines = append(lines, peak-around[len(around)*3/4])
		}
		slices.Sort(lines)
		if mean := (lines[multiples-1] + lines[multiples-2] + lines[multiples-3]) / 3; mean > excess {
			excess, mains = mean, base
		}
	}
	return excess, mains
}
