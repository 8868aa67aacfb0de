package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"voicewright/audio"
	"voicewright/prompts"
)

// fault puts one fault onto a clean clip. other is a clip of another speaker.
type fault struct {
	name string
	kind prompts.Kind // what the report must find
	make func(x, other []float32, random *rand.Rand) []float32
}

var faults = []fault{
	{"noise, 30 dB", prompts.Noise, addNoise(30)},
	{"noise, 20 dB", prompts.Noise, addNoise(20)},
	{"noise, 10 dB", prompts.Noise, addNoise(10)},
	{"clipping, 1 % of the samples", prompts.Clipping, func(x, _ []float32, _ *rand.Rand) []float32 { return clipped(x, 0.01) }},
	{"clipping, 0.2 % of the samples", prompts.Clipping, func(x, _ []float32, _ *rand.Rand) []float32 { return clipped(x, 0.002) }},
	{"clipping, 1 %, resampled afterwards", prompts.Clipping, func(x, _ []float32, _ *rand.Rand) []float32 {
		return through(clipped(x, 0.01), 16000)
	}},
	{"reverberation, T60 0.4-0.6 s", prompts.Reverberation, reverberate(0.4, 0.6)},
	{"reverberation, T60 0.6-0.9 s", prompts.Reverberation, reverberate(0.6, 0.9)},
	{"hum, 50 or 60 Hz, 20 dB below", prompts.Hum, addHum(20)},
	{"hum, 50 or 60 Hz, 30 dB below", prompts.Hum, addHum(30)},
	{"telephone band", prompts.Band, func(x, _ []float32, _ *rand.Rand) []float32 { return telephone(x) }},
	{"music, 10 dB below", prompts.Music, addMusic(10)},
	{"music, 20 dB below", prompts.Music, addMusic(20)},
	{"second speaker", prompts.Speakers, func(x, other []float32, _ *rand.Rand) []float32 {
		return slices.Concat(x, scaled(other, level(x)/level(other)))
	}},
	{"silence", prompts.Silence, func(x, _ []float32, random *rand.Rand) []float32 { return hiss(len(x), 1e-4, random) }},
	{"two thirds silence", prompts.Pauses, func(x, _ []float32, random *rand.Rand) []float32 {
		return slices.Concat(x[:len(x)/2], hiss(2*len(x), 3e-4, random), x[len(x)/2:])
	}},
	{"too quiet, -55 dBFS", prompts.Quiet, func(x, _ []float32, _ *rand.Rand) []float32 {
		return scaled(x, math.Pow(10, -55.0/20)/level(x))
	}},
}

// alones are recordings without any speech, as long as the clip. A voice must not be made of them.
var alones = []fault{
	{"music alone", "", func(x, _ []float32, random *rand.Rand) []float32 { return without(x, addMusic(-60), random) }},
	{"noise alone", "", func(x, _ []float32, random *rand.Rand) []float32 { return without(x, addNoise(-60), random) }},
	{"hum alone", "", func(x, _ []float32, random *rand.Rand) []float32 { return without(x, addHum(-60), random) }},
	{"a drum alone", "", func(x, _ []float32, random *rand.Rand) []float32 {
		y := hiss(len(x), 0.0005, random)
		for n := 0; n < len(y); n += 9600 {
			for i := range min(len(y)-n, 2400) {
				y[n+i] += float32(0.5 * math.Exp(-float64(i)/500) * math.Sin(2*math.Pi*120*float64(i)/audio.SampleRate))
			}
		}
		return y
	}},
}

// without is what a fault adds, nearly without the speech that it is added to.
func without(x []float32, add func(x, other []float32, random *rand.Rand) []float32, random *rand.Rand) []float32 {
	return scaled(add(scaled(x, 1e-4), nil, random), 1e3)
}

// level is the RMS of the active parts.
func level(x []float32) float64 { return math.Pow(10, audio.ActiveLevel(x, audio.SampleRate)/20) }

func scaled(x []float32, by float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = v * float32(by)
	}
	return y
}

// mixed adds a disturbance so many decibels below the speech.
func mixed(x, disturbance []float32, below float64) []float32 {
	power := 0.0
	for _, v := range disturbance {
		power += float64(v) * float64(v) / float64(len(disturbance))
	}
	by := level(x) * math.Pow(10, -below/20) / math.Sqrt(power)
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = v + float32(by)*disturbance[i]
	}
	return y
}

func hiss(n int, amplitude float64, random *rand.Rand) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(amplitude * random.NormFloat64())
	}
	return x
}

// addNoise adds white noise to one half of the clips and noise that falls by 3 dB an octave, like that of a room, to the
// other.
func addNoise(below float64) func(x, other []float32, random *rand.Rand) []float32 {
	return func(x, _ []float32, random *rand.Rand) []float32 {
		noise := hiss(len(x), 1, random)
		if random.IntN(2) == 0 {
			var b [3]float64 // P. Kellet's filter for pink noise
			for i, v := range noise {
				w := float64(v)
				b[0] = 0.99765*b[0] + w*0.0990460
				b[1] = 0.96300*b[1] + w*0.2965164
				b[2] = 0.57000*b[2] + w*1.0526913
				noise[i] = float32(b[0] + b[1] + b[2] + w*0.1848)
			}
		}
		return mixed(x, noise, below)
	}
}

// clipped cuts off the tops so that a share of the samples is at the limit.
func clipped(x []float32, share float64) []float32 {
	heights := make([]float64, len(x))
	for i, v := range x {
		heights[i] = math.Abs(float64(v))
	}
	slices.Sort(heights)
	limit := float32(heights[int(float64(len(x))*(1-share))])
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = min(limit, max(-limit, v))
	}
	return y
}

// through resamples there and back.
func through(x []float32, rate int) []float32 {
	there := audio.Resample(audio.Buffer{Rate: audio.SampleRate, Samples: x}, rate)
	return audio.Resample(there, audio.SampleRate).Samples
}

// reverberate adds a room: noise that dies away exponentially, as strong as the direct sound.
func reverberate(low, high float64) func(x, other []float32, random *rand.Rand) []float32 {
	return func(x, _ []float32, random *rand.Rand) []float32 {
		t60 := low + (high-low)*random.Float64()
		room := hiss(int(t60*audio.SampleRate), 1, random)
		power := 0.0
		for i := range room {
			room[i] *= float32(math.Pow(10, -3*float64(i)/audio.SampleRate/t60))
			power += float64(room[i]) * float64(room[i])
		}
		room = scaled(room, 1/math.Sqrt(power))
		room[0] = 1
		return convolved(x, room)
	}
}

// convolved is x with a room, by one transform.
func convolved(x, room []float32) []float32 {
	n := 8
	for n < len(x)+len(room) {
		n *= 2
	}
	fft := audio.NewFFT(n)
	bins := func(s []float32) []complex128 {
		in, out := make([]float64, n), make([]complex128, n/2+1)
		for i, v := range s {
			in[i] = float64(v)
		}
		fft.Forward(out, in)
		return out
	}
	a, b := bins(x), bins(room)
	for i := range a {
		a[i] *= b[i]
	}
	out := make([]float64, n)
	fft.Inverse(out, a)
	y := make([]float32, len(x))
	for i := range y {
		y[i] = float32(out[i] / 2)
	}
	return y
}

// addHum adds the mains with odd and even multiples of random strength.
func addHum(below float64) func(x, other []float32, random *rand.Rand) []float32 {
	return func(x, _ []float32, random *rand.Rand) []float32 {
		base := 50 + 10*float64(random.IntN(2)) + 0.1*random.NormFloat64()
		y := make([]float32, len(x))
		for k := 1; k <= 8; k++ {
			strength, phase := random.Float64()/math.Sqrt(float64(k)), 2*math.Pi*random.Float64()
			for i := range y {
				y[i] += float32(strength * math.Sin(2*math.Pi*float64(k)*base*float64(i)/audio.SampleRate+phase))
			}
		}
		return mixed(x, y, below)
	}
}

// telephone keeps 300 to 3,400 Hz.
func telephone(x []float32) []float32 {
	y := through(x, 7200)
	for range 2 { // two first-order high passes
		low := float32(0)
		for i, v := range y {
			low += 0.0756 * (v - low)
			y[i] = v - low
		}
	}
	return y
}

// addMusic adds chords of four plucked notes with a drum on the beat.
func addMusic(below float64) func(x, other []float32, random *rand.Rand) []float32 {
	return func(x, _ []float32, random *rand.Rand) []float32 {
		y := make([]float32, len(x))
		beat := int(audio.SampleRate * (0.4 + 0.3*random.Float64()))
		root := 48 + random.IntN(12)
		progression := [][]int{{0, 4, 7, 12}, {9, 12, 16, 21}, {5, 9, 12, 17}, {7, 11, 14, 19}}
		for n := 0; n < len(x); n += beat {
			for _, step := range progression[n/beat/2%4] {
				note(y[n:], 440*math.Exp2(float64(root+step-69)/12), 0.3+0.5*random.Float64(), random)
			}
			for i := range min(len(y)-n, 1800) { // the drum
				y[n+i] += float32(2 * math.Exp(-float64(i)/400) * random.NormFloat64())
			}
		}
		return mixed(x, y, below)
	}
}

// note adds a tone of six partials that dies away within a second or so.
func note(y []float32, hertz, seconds float64, random *rand.Rand) {
	for k := 1; k <= 6; k++ {
		phase := 2 * math.Pi * random.Float64()
		for i := range min(len(y), 2*audio.SampleRate) {
			t := float64(i) / audio.SampleRate
			y[i] += float32(math.Exp(-t/seconds) / float64(k) * math.Sin(2*math.Pi*hertz*float64(k)*t+phase))
		}
	}
}
