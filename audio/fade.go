package audio

import (
	"math"
	"time"
)

// Fade fades b in and out over the given times by half a cosine wave, in place.
// Times that together exceed the length of b are shortened in proportion.
func Fade(b Buffer, in, out time.Duration) {
	n := len(b.Samples)
	i := int(max(0, in.Seconds()) * float64(b.Rate))
	o := int(max(0, out.Seconds()) * float64(b.Rate))
	if i+o > n {
		i, o = int(float64(n)*float64(i)/float64(i+o)), int(float64(n)*float64(o)/float64(i+o))
	}
	FadeIn(b.Samples[:i])
	FadeOut(b.Samples[n-o:])
}

// FadeIn lets x rise from silence over its whole length, in place.
func FadeIn(x []float32) {
	for i := range x {
		x[i] *= fadeGain(i, len(x))
	}
}

// FadeOut lets x fall to silence over its whole length, in place. It mirrors
// FadeIn, so that the two add up to one where they overlap.
func FadeOut(x []float32) {
	for i := range x {
		x[i] *= fadeGain(len(x)-1-i, len(x))
	}
}

func fadeGain(i, n int) float32 {
	s := math.Sin(math.Pi / 2 * (float64(i) + 0.5) / float64(n))
	return float32(s * s)
}
