package synth

import (
	"math"
	"time"

	"voicewright/audio"
)

// How takes are joined. A take keeps up to 53 ms of quiet before its first and 128 ms after its last sound (package
// duration), so the silence that a listener hears between two sentences is the pause below and some 0.18 s.
const (
	fadeIn  = 8 * time.Millisecond
	fadeOut = 25 * time.Millisecond

	pauseSentence  = 0.24 // seconds, between two sentences
	pauseParagraph = 0.60 // between two paragraphs
	pausePart      = 0.04 // between two parts of one sentence, which end where there was a stop or a space
)

// The common level: active speech of every take is brought to it, but never by more than a little, so that a take which
// is meant to be softer stays softer.
const (
	takeLevel = -23.0 // dBFS RMS of active speech
	takeBend  = 6.0   // dB
	takePeak  = 0.89  // about -1 dBFS: the gain is lowered where a sample would pass it
)

// finish cuts the kept part out of a rendered sound and makes it ready to be laid beside others: common level, silent
// edges without clicks, energy in dB above it as far as the peaks allow, pause samples of silence at the end. The result has
// to-from+pause samples; what lies outside of the rendered sound is silence. It returns the gain that was applied.
func finish(rendered []float32, from, to, pause int, energy float64) (sound []float32, gain float64) {
	sound = make([]float32, to-from+pause)
	speech := sound[:copy(sound[:to-from], rendered[min(from, len(rendered)):])]
	for i, v := range speech {
		if v-v != 0 { // a network's NaN or infinity must not reach anybody's ears
			speech[i] = 0
		}
	}
	gain = takeGain(speech, energy)
	for i := range speech {
		speech[i] *= float32(gain)
	}
	audio.Fade(audio.Buffer{Rate: SampleRate, Samples: speech}, fadeIn, fadeOut)
	return sound, gain
}

func takeGain(speech []float32, energy float64) float64 {
	if len(speech) == 0 {
		return 1
	}
	bend := takeLevel - audio.ActiveLevel(speech, SampleRate)
	gain := math.Pow(10, (math.Max(-takeBend, math.Min(takeBend, bend))+energy)/20)
	peak := 0.0
	for _, v := range speech {
		peak = math.Max(peak, math.Abs(float64(v)))
	}
	if peak*gain > takePeak {
		gain = takePeak / peak
	}
	return gain
}
