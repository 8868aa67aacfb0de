package audio

import (
	"fmt"
	"math"
)

// A Loudness is what a LoudnessMeter has measured.
type Loudness struct {
	Integrated float64 // LUFS; negative infinity where all is below the gate
	TruePeak   float64 // dBTP; negative infinity for digital silence
}

// Gates of ITU-R BS.1770-4.
const (
	loudnessOffset   = -0.691
	loudnessGate     = -70.0 // LUFS
	loudnessRelative = -10.0 // LU below the mean of what passes the first gate
)

// LoudnessRate is the lowest rate in Hz that a LoudnessMeter takes: below it
// the weighting curve does not fit into the band.
const LoudnessRate = 8000

// A LoudnessMeter measures integrated loudness and true peak of a mono stream by
// ITU-R BS.1770-4 in constant memory: 400 ms blocks that overlap by three
// quarters, in a histogram in steps of 0.01 LU. A mono stream counts as one
// channel. It is not safe for concurrent use.
type LoudnessMeter struct {
	shelf, highpass biquad
	step            int // samples in a quarter of a block
	quarter         [4]float64
	quarters        int
	fill            int
	sum             float64
	hist            histogram
	peak            peakMeter
}

// NewLoudnessMeter returns a meter for a signal at rate Hz. It panics when rate
// is below LoudnessRate or above MaxRate.
func NewLoudnessMeter(rate int) *LoudnessMeter {
	if rate < LoudnessRate || rate > MaxRate {
		panic(fmt.Sprintf("audio: loudness cannot be measured at %d Hz", rate))
	}
	m := &LoudnessMeter{step: (rate + 5) / 10, hist: newHistogram(-70, 30)}
	m.shelf, m.highpass = kWeighting(rate)
	m.peak = newPeakMeter(rate)
	return m
}

// kWeighting returns the two filters of the standard for any rate: the analogue
// prototypes behind its 48 kHz coefficients, by the bilinear transform.
func kWeighting(rate int) (shelf, highpass biquad) {
	k := math.Tan(math.Pi * 1681.974450955533 / float64(rate))
	const q = 0.7071752369554196
	vh := math.Pow(10, 3.999843853973347/20)
	vb := math.Pow(vh, 0.4996667741545416)
	a0 := 1 + k/q + k*k
	shelf = biquad{
		b0: (vh + vb*k/q + k*k) / a0, b1: 2 * (k*k - vh) / a0, b2: (vh - vb*k/q + k*k) / a0,
		a1: 2 * (k*k - 1) / a0, a2: (1 - k/q + k*k) / a0,
	}
	k = math.Tan(math.Pi * 38.13547087602444 / float64(rate))
	const q2 = 0.5003270373238773
	a0 = 1 + k/q2 + k*k
	highpass = biquad{b0: 1, b1: -2, b2: 1, a1: 2 * (k*k - 1) / a0, a2: (1 - k/q2 + k*k) / a0}
	return shelf, highpass
}

// Push takes the next samples.
func (m *LoudnessMeter) Push(x []float32) {
	m.peak.push(x)
	for _, v := range x {
		y := m.highpass.step(m.shelf.step(float64(v)))
		m.sum += y * y
		if m.fill++; m.fill == m.step {
			m.endQuarter()
		}
	}
}

func (m *LoudnessMeter) endQuarter() {
	m.quarter[m.quarters%4] = m.sum
	m.quarters++
	m.sum, m.fill = 0, 0
	if m.quarters < 4 {
		return
	}
	power := (m.quarter[0] + m.quarter[1] + m.quarter[2] + m.quarter[3]) / float64(4*m.step)
	if power > math.Pow(10, (loudnessGate-loudnessOffset)/10) {
		m.hist.add(power)
	}
}

// Loudness returns the measurement so far. A signal shorter than one block of
// 400 ms is taken as one block without a relative gate.
func (m *LoudnessMeter) Loudness() Loudness {
	l := Loudness{Integrated: math.Inf(-1), TruePeak: 20 * math.Log10(m.peak.value())}
	if m.quarters < 4 {
		sum, n := m.sum, m.fill+m.quarters*m.step
		for _, q := range m.quarter[:m.quarters] {
			sum += q
		}
		if lufs := loudnessOffset + 10*math.Log10(sum/float64(n)); n > 0 && lufs > loudnessGate {
			l.Integrated = lufs
		}
		return l
	}
	mean := m.hist.meanFrom(0)
	if gated := m.hist.meanFrom(mean * math.Pow(10, loudnessRelative/10)); gated > 0 {
		l.Integrated = loudnessOffset + 10*math.Log10(gated)
	}
	return l
}

// MeasureLoudness returns the loudness of a whole buffer. It panics under the
// conditions of NewLoudnessMeter.
func MeasureLoudness(b Buffer) Loudness {
	m := NewLoudnessMeter(b.Rate)
	m.Push(b.Samples)
	return m.Loudness()
}

// biquad is a second-order filter in transposed direct form II.
type biquad struct{ b0, b1, b2, a1, a2, z1, z2 float64 }

func (f *biquad) step(x float64) float64 {
	y := f.b0*x + f.z1
	f.z1 = f.b1*x - f.a1*y + f.z2
	f.z2 = f.b2*x - f.a2*y
	return y
}

// peakMeter finds the largest magnitude of the signal between its samples, by
// band-limited interpolation to at least 192 kHz.
type peakMeter struct {
	phases int
	taps   []float32 // one row of peakTaps a phase
	reach  float32   // how far a value between samples can exceed the largest of them
	hist   []float32
	max    float32
}

const (
	peakTaps = 32
	peakBeta = 6
)

func newPeakMeter(rate int) peakMeter {
	p := peakMeter{phases: 1, hist: make([]float32, peakTaps-1)}
	for p.phases*rate < 192000 {
		p.phases *= 2
	}
	p.reach = 1
	for i := 1; i < p.phases; i++ { // phase 0 is the sample itself
		at := float64(i) / float64(p.phases)
		sum := float32(0)
		for j := range peakTaps {
			x := float64(j-peakTaps/2+1) - at
			tap := float32(sinc(x) * kaiser(x/(peakTaps/2), peakBeta) / besselI0(peakBeta))
			p.taps = append(p.taps, tap)
			sum += abs32(tap)
		}
		p.reach = max(p.reach, sum)
	}
	return p
}

func (p *peakMeter) push(x []float32) {
	const piece = 1 << 12
	for len(x) > 0 {
		k := min(piece, len(x))
		p.hist = append(p.hist, x[:k]...)
		p.scan(p.hist)
		p.hist = p.hist[:copy(p.hist, p.hist[len(p.hist)-peakTaps+1:])]
		x = x[k:]
	}
}

// scan looks at all places in x that have their neighbours on both sides. Parts
// too quiet to hold the peak, which are most of a recording, are passed over.
func (p *peakMeter) scan(x []float32) {
	const part = 128
	for len(x) >= peakTaps {
		n := min(part, len(x)-peakTaps+1)
		loudest := float32(0)
		for _, v := range x[:n+peakTaps-1] {
			loudest = max(loudest, abs32(v))
		}
		if loudest*p.reach > p.max {
			p.search(x[:n+peakTaps-1])
		}
		x = x[n:]
	}
}

func (p *peakMeter) search(x []float32) {
	for len(x) >= peakTaps {
		in := x[:peakTaps]
		p.max = max(p.max, abs32(in[peakTaps/2-1]))
		for t := p.taps; len(t) > 0; t = t[peakTaps:] {
			p.max = max(p.max, abs32(dot(in, t[:peakTaps])))
		}
		x = x[1:]
	}
}

// value includes the samples that still wait for their right-hand neighbours,
// as if silence followed.
func (p *peakMeter) value() float64 {
	rest := *p
	rest.scan(append(append([]float32(nil), p.hist...), make([]float32, peakTaps-1)...))
	return float64(rest.max)
}

func abs32(v float32) float32 { return math.Float32frombits(math.Float32bits(v) &^ (1 << 31)) }
