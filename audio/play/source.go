package play

import (
	"math"
	"slices"

	"voicewright/audio"
)

// rate in Hz is what all sound is brought to for the device.
const rate = 48000

const (
	blockInput  = 4096 // samples of input that are converted at once, about
	blocksKept  = 3    // the one that is played, the next, and one for what fades out elsewhere
	filterReach = 100  // samples of the lower rate on either side that a converted sample depends on, and a few more
	endFade     = rate * 3 / 1000
)

// A source gives the samples of a track at the device's rate, from any place, converted in blocks when they are needed:
// so a track of an hour can be played at once from its middle.
type source struct {
	sound   audio.Buffer
	gain    float32
	growing bool

	resampler *audio.Resampler // nil where the rates are the same
	input     int              // samples of input a block
	output    int              // frames a block makes of them
	context   int              // samples of input on either side of a block that are converted with it and dropped
	blocks    []block          // the last one used first
}

type block struct {
	number int64
	frames []float32
}

// newSource prepares a track; resamplers keeps one resampler a rate.
func newSource(t Track, resamplers map[int]*audio.Resampler) *source {
	s := &source{sound: t.Sound, gain: float32(t.Gain), growing: t.Growing}
	s.sound.Samples = slices.Clip(s.sound.Samples) // what is appended goes to memory of our own
	if t.Gain == 0 {
		s.gain = 1
	}
	if s.sound.Rate < audio.MinRate || s.sound.Rate > audio.MaxRate {
		s.sound = audio.Buffer{Rate: rate}
	}
	from := s.sound.Rate
	if from == rate {
		return s
	}
	if s.resampler = resamplers[from]; s.resampler == nil {
		s.resampler = audio.NewResampler(from, rate)
		resamplers[from] = s.resampler
	}
	up, down := rate/gcd(from, rate), from/gcd(from, rate)
	// A block begins at a sample of the input that stands at a frame of the output.
	s.input = (blockInput + down - 1) / down * down
	s.output = s.input / down * up
	s.context = (filterReach*max(1, (from+rate-1)/rate) + down - 1) / down * down
	return s
}

// frames is the length at the device's rate.
func (s *source) frames() int64 { return toFrames(s.seconds()) }

func (s *source) seconds() float64 { return s.sound.Seconds() }

// grow appends sound.
func (s *source) grow(more audio.Buffer) {
	if more.Rate != s.sound.Rate {
		if more.Rate < audio.MinRate || more.Rate > audio.MaxRate {
			return
		}
		more = audio.Resample(more, s.sound.Rate)
	}
	s.sound.Samples = append(s.sound.Samples, more.Samples...)
	s.blocks = nil // the last one ended with the silence after the old end
}

// read fills out with the frames from a place on; what lies outside of the track is silence. The very end fades out, since
// a recording may stop in the middle of a sound.
func (s *source) read(out []float32, at int64) {
	end := s.frames()
	for i := range out {
		place := at + int64(i)
		if place < 0 || place >= end {
			out[i] = 0
			continue
		}
		out[i] = s.sample(place) * s.gain
		if !s.growing && end-place < endFade {
			out[i] *= curve(float64(end-place) / endFade)
		}
	}
}

// sample is one frame within the track.
func (s *source) sample(place int64) float32 {
	if s.resampler == nil {
		return s.sound.Samples[min(place, int64(len(s.sound.Samples)-1))]
	}
	number := place / int64(s.output)
	if len(s.blocks) == 0 || s.blocks[0].number != number {
		s.fetch(number)
	}
	return s.blocks[0].frames[place-number*int64(s.output)]
}

// fetch brings a block to the front of s.blocks, converting it if need be.
func (s *source) fetch(number int64) {
	i := slices.IndexFunc(s.blocks, func(b block) bool { return b.number == number })
	if i < 0 {
		if i = len(s.blocks); i == blocksKept {
			i--
			s.blocks = s.blocks[:i]
		}
		s.blocks = append(s.blocks, block{number, s.convert(number)})
	}
	b := s.blocks[i]
	copy(s.blocks[1:i+1], s.blocks[:i])
	s.blocks[0] = b
}

// convert makes a block the same as a conversion of the whole track would: the filter sees what lies around it.
func (s *source) convert(number int64) []float32 {
	first := int(number)*s.input - s.context
	window := make([]float32, s.input+2*s.context)
	from, to := max(0, first), min(len(s.sound.Samples), first+len(window))
	if from < to {
		copy(window[from-first:], s.sound.Samples[from:to])
	}
	s.resampler.Reset()
	skip := s.context * s.output / s.input
	frames := s.resampler.Process(make([]float32, 0, s.output+2*skip), window)
	return frames[skip : skip+s.output]
}

// toFrames is a time as a number of frames.
func toFrames(seconds float64) int64 {
	if !(seconds > 0) { // also NaN
		return 0
	}
	// Sums of times are off by a hair: it must not cost a frame.
	return int64(min(seconds, 1e9)*rate + 1e-6)
}

// curve is the gain at a part of a fade, 0 to 1; curve(x) and curve(1-x) add up to 1.
func curve(x float64) float32 {
	s := math.Sin(math.Pi / 2 * x)
	return float32(s * s)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
