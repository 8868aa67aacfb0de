package audio

import (
	"context"
	"math"
)

// The pitch of a sound is found by the method of Paul Boersma, "Accurate short-term analysis of the
// fundamental frequency and the harmonics-to-noise ratio of a sampled sound" (1993): the autocorrelation of a window
// divided by that of the window itself, and among the candidates of all frames the cheapest path.
const (
	pitchStep     = 0.01 // seconds
	pitchLow      = 65.0 // Hz; three periods make the window
	pitchHigh     = 600.0
	pitchRate     = 12000 // Hz, roughly; more does not make it better
	pitchWays     = 6     // candidates of a frame, the unvoiced one included
	pitchSilence  = 0.03  // of the loudest sample
	pitchVoicing  = 0.45  // least correlation
	pitchOctave   = 0.01  // preference for the higher of two octaves
	pitchJump     = 0.35  // for an octave from frame to frame
	pitchUnvoiced = 0.14  // for beginning or ending to be voiced
)

// candidate is a possible pitch of a frame; 0 Hz is unvoiced.
type candidate struct {
	hz, cost float64
	strength float64
	from     int // the best candidate of the frame before
}

// A PitchTrack is the fundamental frequency of a voice over time. Value i of both slices stands at i*Step seconds.
type PitchTrack struct {
	Step     float64   // seconds
	Hertz    []float32 // 0 where there is no voice
	Strength []float32 // how periodic the sound is there, 0 to 1: the share of its power that lies in the harmonics
}

// TrackPitch finds the fundamental frequency of one voice. It returns early, with nothing but the error, when ctx ends. A
// rate below 1 is taken for 1.
func TrackPitch(ctx context.Context, b Buffer) (PitchTrack, error) {
	rate := max(b.Rate, 1)
	every := max(rate/pitchRate, 1)
	p := newPitchFinder(b.Samples, rate, every)
	step := pitchStep * float64(rate) / float64(every)
	frames := make([][pitchWays]candidate, int(float64(len(p.x))/step))
	for i := range frames {
		if i%100 == 99 && ctx.Err() != nil {
			return PitchTrack{}, ctx.Err()
		}
		frames[i] = p.frame(int(float64(i) * step))
		if i > 0 {
			link(&frames[i-1], &frames[i])
		}
	}
	return cheapest(frames), nil
}

// link adds to every candidate the cost of the cheapest way that leads to it.
func link(before, now *[pitchWays]candidate) {
	for k := range now {
		best := math.Inf(1)
		for j, b := range before {
			cost := b.cost
			switch {
			case math.IsInf(cost, 1):
				continue
			case (b.hz == 0) != (now[k].hz == 0):
				cost += pitchUnvoiced
			case b.hz != 0:
				cost += pitchJump * math.Abs(math.Log2(now[k].hz/b.hz))
			}
			if cost < best {
				best, now[k].from = cost, j
			}
		}
		now[k].cost += best
	}
}

func cheapest(frames [][pitchWays]candidate) PitchTrack {
	track := PitchTrack{Step: pitchStep, Hertz: make([]float32, len(frames)), Strength: make([]float32, len(frames))}
	if len(frames) == 0 {
		return track
	}
	at := 0
	for k, c := range frames[len(frames)-1] {
		if c.cost < frames[len(frames)-1][at].cost {
			at = k
		}
	}
	for i := len(frames) - 1; i >= 0; i-- {
		c := frames[i][at]
		track.Hertz[i], track.Strength[i] = float32(c.hz), float32(c.strength)
		at = c.from
	}
	return track
}

type pitchFinder struct {
	x       []float64
	rate    float64
	loudest float64
	window  []float64
	own     []float64 // autocorrelation of the window, by lag
	fft     *FFT
	in      []float64
	spec    []complex128
	corr    []float64
}

// newPitchFinder takes the mean of every few samples, which is enough of a filter for finding periods.
func newPitchFinder(samples []float32, rate, every int) *pitchFinder {
	p := &pitchFinder{rate: float64(rate) / float64(every), x: make([]float64, len(samples)/every)}
	for i := range p.x {
		for _, v := range samples[i*every : (i+1)*every] {
			p.x[i] += float64(v) / float64(every)
		}
		p.loudest = math.Max(p.loudest, math.Abs(p.x[i]))
	}
	size := max(int(3*p.rate/pitchLow), 8)
	n := 8
	for n < 2*size {
		n *= 2
	}
	p.fft = NewFFT(n)
	p.in, p.spec, p.corr = make([]float64, n), make([]complex128, n/2+1), make([]float64, n)
	p.window = make([]float64, size)
	for i := range p.window {
		s := math.Sin(math.Pi * (float64(i) + 0.5) / float64(size))
		p.window[i] = s * s
	}
	copy(p.in, p.window)
	p.correlate()
	p.own = append([]float64(nil), p.corr[:size]...)
	for i := range p.own {
		p.own[i] /= p.corr[0]
	}
	return p
}

// correlate writes the autocorrelation of p.in to p.corr.
func (p *pitchFinder) correlate() {
	p.fft.Forward(p.spec, p.in)
	for i, v := range p.spec {
		p.spec[i] = complex(real(v)*real(v)+imag(v)*imag(v), 0)
	}
	p.fft.Inverse(p.corr, p.spec)
}

// frame returns the candidates around a sample.
func (p *pitchFinder) frame(centre int) [pitchWays]candidate {
	var ways [pitchWays]candidate
	for i := range ways {
		ways[i].cost = math.Inf(1)
	}
	start := centre - len(p.window)/2
	at := func(i int) float64 {
		if i < 0 || i >= len(p.x) {
			return 0
		}
		return p.x[i]
	}
	mean, peak := 0.0, 0.0
	for i := range p.window {
		mean += at(start + i)
	}
	mean /= float64(len(p.window))
	clear(p.in)
	for i, w := range p.window {
		v := at(start+i) - mean
		peak = math.Max(peak, math.Abs(v))
		p.in[i] = v * w
	}
	loud := 0.0
	if p.loudest > 0 {
		loud = peak / p.loudest
	}
	ways[0] = candidate{cost: -(pitchVoicing + math.Max(0, 2-loud/pitchSilence*(1+pitchVoicing)))}
	p.correlate()
	if p.corr[0] <= 0 {
		return ways
	}
	zero := p.corr[0]
	value := func(lag int) float64 { return p.corr[lag] / zero / p.own[lag] }
	last := min(int(p.rate/pitchLow), len(p.own)*3/4)
	for lag := max(int(p.rate/pitchHigh), 2); lag < last; lag++ {
		a, b, c := value(lag-1), value(lag), value(lag+1)
		if b < 0.5*pitchVoicing || b <= a || b < c {
			continue
		}
		// The top of a parabola through three points.
		bend := a - 2*b + c
		shift := 0.0
		if bend < 0 {
			shift = 0.5 * (a - c) / bend
		}
		strength := b - 0.25*(a-c)*shift
		hz := p.rate / (float64(lag) + shift)
		strength = math.Min(strength, 1)
		keep(ways[1:], candidate{hz: hz, strength: strength, cost: -(strength - pitchOctave*math.Log2(pitchLow*float64(lag)/p.rate))})
	}
	return ways
}

// keep puts c in place of the dearest of the ways if it is cheaper.
func keep(ways []candidate, c candidate) {
	dearest := 0
	for i := range ways {
		if ways[i].cost > ways[dearest].cost {
			dearest = i
		}
	}
	if c.cost < ways[dearest].cost {
		ways[dearest] = c
	}
}
