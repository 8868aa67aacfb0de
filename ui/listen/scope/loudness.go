package scope

import (
	"context"
	"math"
)

// Momentary loudness by ITU-R BS.1770-4 and EBU Tech 3341: the weighted power of 400 ms. It is given every 10 ms here
// instead of every 100 ms, for the middle of its window, so that the curve lies over the sound that it tells of.
const (
	momentaryStep   = 0.01 // seconds
	momentaryWindow = 40   // steps
	loudnessOffset  = -0.691
	loudnessFloor   = -70.0 // LUFS; below there is no value
)

// Loudness returns the momentary loudness of w in LUFS, as a mono sound that counts as one channel. It returns early,
// with nothing, when ctx ends.
func Loudness(ctx context.Context, w *Wave) Track {
	t := Track{Step: momentaryStep}
	step := max(int(math.Round(momentaryStep*float64(w.Rate))), 1)
	t.Step = float64(step) / float64(w.Rate)
	sums := make([]float64, 0, len(w.Samples)/step+1)
	filter := newWeighting(float64(w.Rate))
	for from := 0; from < len(w.Samples); from += step {
		if len(sums)%1000 == 999 && ctx.Err() != nil {
			return Track{}
		}
		sums = append(sums, filter.power(w.Samples[from:min(from+step, len(w.Samples))]))
	}
	t.Values = make([]float32, len(sums))
	total := 0.0
	for end := range len(sums) + momentaryWindow/2 {
		if end < len(sums) {
			total += sums[end]
		}
		if gone := end - momentaryWindow; gone >= 0 {
			total -= sums[gone]
		}
		i := end - momentaryWindow/2
		if i < 0 || i >= len(sums) {
			continue
		}
		// At the ends the window holds less than 400 ms of sound: the mean is over what there is.
		n := min(end+1, len(sums)) - max(end-momentaryWindow+1, 0)
		lufs := loudnessOffset + 10*math.Log10(math.Max(total, 0)/float64(n*step)+1e-20)
		t.Values[i] = NaN
		if lufs >= loudnessFloor {
			t.Values[i] = float32(lufs)
		}
	}
	return t
}

// weighting is the curve that the standard hears by: a shelf above 1.7 kHz and a high-pass below 38 Hz, from their
// analogue prototypes by the bilinear transform, so that it fits any rate.
type weighting struct {
	b, a   [2][3]float64
	z1, z2 [2]float64
}

func newWeighting(rate float64) *weighting {
	w := new(weighting)
	gain := math.Pow(10, 3.999843853973347/20)
	middle := math.Pow(gain, 0.4996667741545416)
	w.section(0, 1681.974450955533/rate, 0.7071752369554196, [3]float64{gain, middle, 1})
	w.section(1, 38.13547087602444/rate, 0.5003270373238773, [3]float64{1, 0, 0})
	// The standard leaves the high-pass at a gain of its denominator.
	k := math.Tan(math.Pi * 38.13547087602444 / rate)
	for i := range w.b[1] {
		w.b[1][i] *= 1 + k/0.5003270373238773 + k*k
	}
	return w
}

// section sets a filter of second order at a share of the rate, with quality q; num are the weights of s², s and 1.
func (w *weighting) section(i int, share, q float64, num [3]float64) {
	k := math.Tan(math.Pi * min(share, 0.49))
	a0 := 1 + k/q + k*k
	w.b[i] = [3]float64{
		(num[0] + num[1]*k/q + num[2]*k*k) / a0, 2 * (num[2]*k*k - num[0]) / a0, (num[0] - num[1]*k/q + num[2]*k*k) / a0,
	}
	w.a[i] = [3]float64{1, 2 * (k*k - 1) / a0, (1 - k/q + k*k) / a0}
}

// power returns the sum of the squares of x behind both filters.
func (w *weighting) power(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		y := float64(v)
		for i := range 2 {
			b, a := &w.b[i], &w.a[i]
			out := b[0]*y + w.z1[i]
			w.z1[i] = b[1]*y - a[1]*out + w.z2[i]
			w.z2[i] = b[2]*y - a[2]*out
			y = out
		}
		sum += y * y
	}
	return sum
}
