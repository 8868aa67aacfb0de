package prompts

import (
	"math"

	"voicewright/audio"
)

// width finds the bandwidth: the highest mel band that loud moments of speech reach, those of its hisses.
type width struct {
	counts [audio.MelBands][widthLevels]int // frames of speech by level in dB, from widthFloor
	frames int
}

const (
	widthLevels = 130
	widthFloor  = -100.0 // dB
	widthPart   = 0.95   // of the frames lie below what counts as loud
	widthBelow  = 45.0   // dB below the loudest band that still count as reached; a filter leaves 60 and more
)

func (w *width) frame(mel []float32) {
	const decibels = 8.685889638 // a neper
	for band, v := range mel {
		w.counts[band][min(widthLevels-1, max(0, int(float64(v)*decibels-widthFloor)))]++
	}
	w.frames++
}

// result is the bandwidth in Hz; 0 where no speech was heard.
func (w *width) result() float64 {
	if w.frames == 0 {
		return 0
	}
	var loud [audio.MelBands]float64
	loudest := math.Inf(-1)
	for band := range loud {
		left := widthPart * float64(w.frames)
		for level, n := range w.counts[band] {
			if left -= float64(n); left <= 0 {
				loud[band] = float64(level)
				break
			}
		}
		loudest = math.Max(loudest, loud[band])
	}
	top := audio.MelBands - 1
	for top > 0 && loud[top] < loudest-widthBelow {
		top--
	}
	// The band's middle, on the HTK scale.
	mel := func(hertz float64) float64 { return 2595 * math.Log10(1+hertz/700) }
	return 700 * (math.Pow(10, mel(audio.SampleRate/2)*float64(top+1)/(audio.MelBands+1)/2595) - 1)
}
