package listen

import (
	"fmt"
	"math"
	"slices"

	"voicewright/ui/listen/scope"
)

// ticks returns the times in seconds that the ruler labels, in even steps, from before what is seen to after it.
func (s *stage) ticks() []float64 {
	_, width := s.plot()
	return timeTicks(s.bench.time.span, float64(width), float64(s.gutter())*1.5)
}

// timeTicks returns times at even steps that are at least some units apart on an axis of a width in units.
func timeTicks(span scope.Span, width, apart float64) []float64 {
	if span.Seconds() <= 0 || width <= 0 {
		return nil
	}
	step := timeStep(span.Seconds() * apart / width)
	var ticks []float64
	for i := math.Floor(span.From / step); i*step <= span.To; i++ {
		if t := i * step; t >= span.From-step {
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// timeStep returns a distance of ticks not below least: as people count seconds, and minutes by sixties.
func timeStep(least float64) float64 {
	for _, step := range []float64{10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600} {
		if least > 5 && least <= step {
			return step
		}
	}
	return scope.Step(least)
}

// clock writes a time with as many places as a step of ticks needs: 1.25 or 2:03.5. A step of 0 gives milliseconds.
func clock(seconds, step float64) string {
	places := 3
	if step > 0 {
		places = min(max(int(math.Ceil(-math.Log10(step)-1e-9)), 0), 4)
	}
	unit := math.Pow(10, float64(places))
	total := math.Round(math.Abs(seconds)*unit) / unit
	minutes := math.Floor(total / 60)
	rest := total - minutes*60
	sign := ""
	if seconds < 0 && total > 0 {
		sign = "-"
	}
	if minutes == 0 {
		return fmt.Sprintf("%s%.*f", sign, places, rest)
	}
	width := 2
	if places > 0 {
		width = 3 + places
	}
	return fmt.Sprintf("%s%d:%0*.*f", sign, int(minutes), width, places, rest)
}

// An axis maps values to a share of a lane's height, from the bottom.
type axis struct {
	low, high float64
	warp      func(float64) float64
	ticks     []tick
}

type tick struct {
	share float64
	text  string
}

func (a axis) share(v float64) float64 {
	return (a.warp(v) - a.warp(a.low)) / (a.warp(a.high) - a.warp(a.low))
}

func plain(v float64) float64 { return v }

// ticksBetween labels multiples of step, as text says.
func (a *axis) ticksBetween(step float64, text func(float64) (value float64, label string)) {
	from, to := math.Inf(1), math.Inf(-1)
	for _, v := range []float64{a.low, a.high} {
		from, to = min(from, v), max(to, v)
	}
	for i := math.Ceil(from / step); i*step <= to; i++ {
		v, label := text(i * step)
		share := a.share(v)
		if share > 0.06 && share < 0.94 {
			a.ticks = append(a.ticks, tick{share, label})
		}
	}
}

// pitchAxis returns the axis of the pitch lane: Hz, or semitones around the median of the first sound.
func (b *Bench) pitchAxis() axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, d := range b.sides {
		if d == nil {
			continue
		}
		if l, h, ok := reach(d.pitch); ok {
			low, high = min(low, l), max(high, h)
		}
	}
	if low > high {
		low, high = 80, 320
	}
	// Room for a line at both ends, and at least half an octave, so that a level voice does not look like a song.
	low, high = low/1.08, high*1.08
	if short := math.Sqrt(1.5 * low / high); short > 1 {
		low, high = low/short, high*short
	}
	a := axis{low: low, high: high, warp: plain}
	if !b.settings.Semitones {
		a.ticksBetween(max(scope.Step((high-low)/4), 1), func(v float64) (float64, string) { return v, fmt.Sprintf("%.0f", v) })
		return a
	}
	a.warp = math.Log2
	middle := median(b.sides[0].pitch)
	if middle == 0 {
		middle = math.Sqrt(low * high)
	}
	step := scope.Step(12 * math.Log2(high/low) / 4)
	for i := math.Ceil(12 * math.Log2(low/middle) / step); ; i++ {
		hz := middle * math.Pow(2, i*step/12)
		if hz > high {
			return a
		}
		if share := a.share(hz); share > 0.06 && share < 0.94 {
			a.ticks = append(a.ticks, tick{share, signed(i * step)})
		}
	}
}

// signed writes a whole number with its sign, and nought without.
func signed(v float64) string {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("%+.0f", v)
}

// reach returns the lowest and the highest value of a track without the outermost hundredths, which are slips.
func reach(t scope.Track) (low, high float64, ok bool) {
	values := present(t)
	if len(values) == 0 {
		return 0, 0, false
	}
	cut := len(values) / 100
	return float64(values[cut]), float64(values[len(values)-1-cut]), true
}

// median returns the median of a track, 0 without values.
func median(t scope.Track) float64 {
	values := present(t)
	if len(values) == 0 {
		return 0
	}
	return float64(values[len(values)/2])
}

// present returns the values of a track in order.
func present(t scope.Track) []float32 {
	values := make([]float32, 0, len(t.Values))
	for _, v := range t.Values {
		if v == v {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}

// loudnessAxis returns the axis of the loudness lane: 30 LU below the loudest moment of both sounds as they are heard.
func (b *Bench) loudnessAxis() axis {
	high := math.Inf(-1)
	for _, d := range b.sides {
		if d == nil {
			continue
		}
		if _, h, ok := d.loud.Reach(); ok {
			high = max(high, h+scope.Decibels(d.gain, -120))
		}
	}
	if math.IsInf(high, -1) {
		high = -12
	}
	high = math.Ceil((high+1)/6) * 6
	a := axis{low: high - 30, high: high, warp: plain}
	a.ticksBetween(10, func(v float64) (float64, string) { return v, fmt.Sprintf("%.0f", v) })
	return a
}

// waveTicks returns magnitudes that a waveform is labelled with, below full, on a lane that is some units high.
func waveTicks(full, height float64) []float64 {
	top := math.Floor(scope.Decibels(full*0.9, -60)/6) * 6
	ticks := []float64{math.Pow(10, top/20)}
	if height > 110 {
		ticks = append(ticks, math.Pow(10, (top-6)/20))
	}
	return ticks
}
