package audio

import (
	"math"
	"slices"
)

// The level that recordings are brought to before analysis, and how far the
// gain may go for it.
const (
	TargetLevel = -26.0 // dBFS RMS of active speech
	MaxGain     = 40.0  // dB, either way
)

const (
	activeRange      = 1000 // 30 dB as a ratio of powers
	activePercentile = 0.95
	powerFloor       = 1e-12 // keeps the logarithm of silence finite
)

// ActiveLevel returns the active speech level of x in dBFS RMS: the mean power of
// those 20 ms frames that are within 30 dB of the 95th percentile frame. Silence
// and an empty signal have -120.
func ActiveLevel(x []float32, rate int) float64 {
	n := max(1, rate/50)
	var powers []float64
	for len(x) >= n {
		powers = append(powers, meanPower(x[:n]))
		x = x[n:]
	}
	if powers == nil { // shorter than one frame: take it as one
		powers = append(powers, meanPower(x))
	}
	slices.Sort(powers)
	at := activePercentile * float64(len(powers)-1)
	lo := int(at)
	loud := powers[lo]
	if lo+1 < len(powers) {
		loud += (at - float64(lo)) * (powers[lo+1] - loud)
	}
	first, _ := slices.BinarySearch(powers, loud/activeRange)
	sum := 0.0
	for _, p := range powers[first:] {
		sum += p
	}
	return 10 * math.Log10(sum/float64(len(powers)-first))
}

// ActiveGain returns the factor that brings x to TargetLevel, at most MaxGain
// decibels up or down.
func ActiveGain(x []float32, rate int) float64 { return gainFor(ActiveLevel(x, rate)) }

func gainFor(level float64) float64 {
	return math.Pow(10, min(max(TargetLevel-level, -MaxGain), MaxGain)/20)
}

func meanPower(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum/float64(max(1, len(x))) + powerFloor
}

// A LevelMeter is the streaming form of ActiveLevel. It keeps a histogram of
// frame powers in steps of 0.01 dB, so its memory is constant and its result
// agrees with ActiveLevel to that step. It is not safe for concurrent use.
type LevelMeter struct {
	size  int // samples a frame
	frame []float32
	hist  histogram
}

// NewLevelMeter returns a meter for a signal at rate Hz.
func NewLevelMeter(rate int) *LevelMeter {
	return &LevelMeter{size: max(1, rate/50), hist: newHistogram(-120, 60)}
}

// Push takes the next samples.
func (m *LevelMeter) Push(x []float32) {
	for len(x) > 0 {
		if len(m.frame) == 0 && len(x) >= m.size {
			m.hist.add(meanPower(x[:m.size]))
			x = x[m.size:]
			continue
		}
		k := min(m.size-len(m.frame), len(x))
		m.frame = append(m.frame, x[:k]...)
		x = x[k:]
		if len(m.frame) == m.size {
			m.hist.add(meanPower(m.frame))
			m.frame = m.frame[:0]
		}
	}
}

// Level returns the active speech level so far in dBFS RMS.
func (m *LevelMeter) Level() float64 {
	if m.hist.count == 0 {
		return 10 * math.Log10(meanPower(m.frame))
	}
	loud := m.hist.quantile(activePercentile)
	return 10 * math.Log10(m.hist.meanFrom(loud/activeRange))
}

// Gain returns the factor that brings the signal so far to TargetLevel, at most
// MaxGain decibels up or down.
func (m *LevelMeter) Gain() float64 { return gainFor(m.Level()) }

// histogram counts powers in steps of 0.01 dB and keeps their sum in each step,
// so that means are exact but for the step at the threshold.
type histogram struct {
	low   float64 // dB
	bins  []histogramBin
	count int64
}

type histogramBin struct {
	count int64
	sum   float64
}

const histogramSteps = 100 // a decibel

func newHistogram(low, high int) histogram {
	return histogram{low: float64(low), bins: make([]histogramBin, (high-low)*histogramSteps)}
}

func (h *histogram) add(power float64) {
	at := (10*math.Log10(power) - h.low) * histogramSteps
	i := int(min(max(at, 0), float64(len(h.bins)-1)))
	h.bins[i].count++
	h.bins[i].sum += power
	h.count++
}

// quantile returns the q-quantile of a histogram that is not empty, interpolated
// between neighbours like numpy does it.
func (h *histogram) quantile(q float64) float64 {
	at := q * float64(h.count-1)
	lo := int64(at)
	a := h.ranked(lo)
	if lo+1 >= h.count {
		return a
	}
	return a + (at-float64(lo))*(h.ranked(lo+1)-a)
}

// ranked returns the power with this place in ascending order.
func (h *histogram) ranked(place int64) float64 {
	for _, b := range h.bins {
		if place < b.count {
			return b.sum / float64(b.count)
		}
		place -= b.count
	}
	return 0
}

// meanFrom returns the mean of the powers not below threshold, or 0 when there
// is none.
func (h *histogram) meanFrom(threshold float64) float64 {
	var count int64
	sum := 0.0
	for _, b := range h.bins {
		if b.count > 0 && b.sum/float64(b.count) >= threshold {
			count += b.count
			sum += b.sum
		}
	}
	if count == 0 {
		return 0
	}
	return sum / float64(count)
}
