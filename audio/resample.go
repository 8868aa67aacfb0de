package audio

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/gonum"
)

// Design of the low pass behind the resampler, in units of the lower of the two
// rates: a Kaiser window with 100 dB attenuation over 96 zero crossings a side
// passes 93 % of the band and is down by more than 90 dB at its edge.
const (
	resampleZeros     = 96
	resampleBeta      = 10.06
	resampleCutoff    = 0.9667
	resampleMaxPhases = 1024
)

// blas is only there for its vectorised dot product, which is what nearly all
// of the resampler's time goes into.
var blas gonum.Implementation

// A Resampler changes the sample rate of a stream by a polyphase windowed-sinc
// filter without delay: the first sample out stands at the time of the first
// sample in. It is not safe for concurrent use.
type Resampler struct {
	from, to int // Hz
	up, down int // the ratio in lowest terms
	half     int // taps on either side
	phases   int
	lerp     bool // up is so large that phases are interpolated
	taps     []float32

	hist []float32 // input not yet used up, starting at input index base
	base int64
	seen int64 // input samples so far
	made int64 // output samples so far
	// pos and frac are the time of the next output: pos + frac/up input samples.
	pos  int64
	frac int
}

// NewResampler returns a resampler between two rates in Hz. It panics when one
// of them is outside of MinRate to MaxRate; rates from a Reader never are.
func NewResampler(from, to int) *Resampler {
	if checkRate(from) != nil || checkRate(to) != nil {
		panic(fmt.Sprintf("audio: cannot resample from %d Hz to %d Hz", from, to))
	}
	g := gcd(from, to)
	r := &Resampler{from: from, to: to, up: to / g, down: from / g}
	if from != to {
		r.design()
	}
	r.Reset()
	return r
}

// Rates returns the rate of the input and of the output in Hz.
func (r *Resampler) Rates() (from, to int) { return r.from, r.to }

// Reset forgets all input, so that r can be used for another stream.
func (r *Resampler) Reset() {
	r.hist = append(r.hist[:0], make([]float32, r.half)...)
	r.base = -int64(r.half)
	r.seen, r.made, r.pos, r.frac = 0, 0, 0, 0
}

// design fills the table of taps: one row of 2*half taps a phase, scaled so
// that every phase has a gain of exactly one at 0 Hz.
func (r *Resampler) design() {
	scale := math.Min(1, float64(r.up)/float64(r.down))     // lower rate / input rate
	r.half = (int(math.Ceil(resampleZeros/scale)) + 3) &^ 3 // so that rows of taps are aligned
	r.phases = r.up
	if r.up > resampleMaxPhases {
		r.phases, r.lerp = resampleMaxPhases, true
	}
	rows := r.phases
	if r.lerp {
		rows++ // the row after the last phase is the end point of its interpolation
	}
	n := 2 * r.half
	r.taps = make([]float32, rows*n)
	row := make([]float64, n)
	width := float64(r.half)
	for p := range rows {
		at := float64(p) / float64(r.phases)
		sum := 0.0
		for j := range row {
			// Distance from the output's time to input sample j-half+1.
			x := float64(j-r.half+1) - at
			row[j] = sinc(x*scale*resampleCutoff) * kaiser(x/width, resampleBeta)
			sum += row[j]
		}
		for j, v := range row {
			r.taps[p*n+j] = float32(v / sum)
		}
	}
}

// Process takes the next samples of the stream and appends to dst those that
// can be computed by now. src is not kept.
func (r *Resampler) Process(dst, src []float32) []float32 {
	r.seen += int64(len(src))
	if r.from == r.to {
		r.made += int64(len(src))
		return append(dst, src...)
	}
	const piece = 1 << 14 // bounds the history whatever the caller passes
	for len(src) > 0 {
		k := min(piece, len(src))
		r.hist = append(r.hist, src[:k]...)
		src = src[k:]
		dst = r.produce(dst, math.MaxInt64)
		r.compact()
	}
	return dst
}

// Flush appends the rest of the stream to dst. Altogether n input samples give
// the smallest whole number not below n*to/from. After it only Reset is allowed.
func (r *Resampler) Flush(dst []float32) []float32 {
	if r.from == r.to {
		return dst
	}
	total := r.seen / int64(r.down) * int64(r.up)
	total += (r.seen%int64(r.down)*int64(r.up) + int64(r.down) - 1) / int64(r.down)
	r.hist = append(r.hist, make([]float32, r.half+1)...)
	return r.produce(dst, total)
}

// produce appends outputs while their window lies inside of the history.
func (r *Resampler) produce(dst []float32, total int64) []float32 {
	n := 2 * r.half
	last := r.base + int64(len(r.hist)) // first input index not there yet
	for r.made < total && r.pos+int64(r.half) < last {
		in := r.hist[r.pos-int64(r.half)+1-r.base:][:n]
		var y float32
		if !r.lerp {
			y = dot(in, r.taps[r.frac*n:][:n])
		} else {
			at := float64(r.frac) * float64(r.phases) / float64(r.up)
			p := int(at)
			w := float32(at - float64(p))
			a := dot(in, r.taps[p*n:][:n])
			b := dot(in, r.taps[(p+1)*n:][:n])
			y = a + w*(b-a)
		}
		dst = append(dst, y)
		r.made++
		r.frac += r.down
		r.pos += int64(r.frac / r.up)
		r.frac %= r.up
	}
	return dst
}

// compact drops input that no later output needs.
func (r *Resampler) compact() {
	drop := min(r.pos-int64(r.half)+1-r.base, int64(len(r.hist)))
	if drop <= 0 {
		return
	}
	r.hist = r.hist[:copy(r.hist, r.hist[drop:])]
	r.base += drop
}

// Resample returns b at another rate in Hz. It panics under the conditions of
// NewResampler.
func Resample(b Buffer, rate int) Buffer {
	r := NewResampler(b.Rate, rate)
	out := make([]float32, 0, int(int64(len(b.Samples))*int64(r.up)/int64(r.down))+2)
	out = r.Process(out, b.Samples)
	return Buffer{Rate: rate, Samples: r.Flush(out)}
}

// dot multiplies input with taps, in this order: how the vectorised sum is split
// depends on where its second argument lies in memory, and the tables of taps
// always lie alike, so that equal input gives equal bits.
func dot(a, b []float32) float32 { return blas.Sdot(len(a), a, 1, b, 1) }

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the Kaiser window for x in [-1, 1] and 0 outside. It is one at 0 only
// after a division by besselI0(beta), which is left to the caller.
func kaiser(x, beta float64) float64 {
	if x < -1 || x > 1 {
		return 0
	}
	return besselI0(beta * math.Sqrt(1-x*x))
}

// besselI0 is the modified Bessel function of order zero by its power series,
// which converges quickly for the arguments that windows have.
func besselI0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > 1e-17*sum; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}
