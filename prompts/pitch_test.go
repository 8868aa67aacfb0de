package prompts

import (
	"math"
	"testing"
)

func TestPitchesIgnoreOctaveErrors(t *testing.T) {
	var p, all pitches
	for i := range 1000 {
		p.add(float32(200 * math.Exp2(0.15*math.Sin(float64(i)))))
	}
	for range 60 {
		p.add(65)
	}
	all.merge(&p)
	median, spread := all.summary()
	if math.Abs(12*math.Log2(median/200)) > 0.3 || spread < 0.5 || spread > 3 {
		t.Fatalf("median %.1f Hz, spread %.2f semitones", median, spread)
	}
}

func TestPitchesOfTooLittleVoice(t *testing.T) {
	var p pitches
	p.add(100)
	p.add(0)
	p.add(float32(math.Inf(1)))
	if median, spread := p.summary(); median != 0 || spread != 0 {
		t.Fatalf("%g Hz, %g semitones", median, spread)
	}
}

func TestPeriodicityFindsThePitch(t *testing.T) {
	var x [slowWindow]float32
	for i := range x {
		for k := 1; k < 8; k++ {
			x[i] += float32(math.Cos(2*math.Pi*float64(k)*130*float64(i)/6000) / float64(k))
		}
	}
	likeness, pitch := periodicity(&x)
	if likeness < 0.9 || math.Abs(12*math.Log2(float64(pitch)/130)) > 0.3 {
		t.Fatalf("likeness %.2f, %.1f Hz", likeness, pitch)
	}
}
