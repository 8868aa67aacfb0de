package prompts

import (
	"math"

	"voicewright/audio"
)

// decay estimates reverberation from how fast bands fall silent. A room lets no band fall faster than its own decay; a
// dry recording falls as fast as a mouth closes. Lines are fitted to the level of each band over some frames, and where
// they fit a fall they are counted by their steepness (after Wen, Habets & Naylor 2008).
type decay struct {
	recent [decayFrames][audio.MelBands]float32
	seen   int
	lowest [audio.MelBands]float32 // a floor that rises slowly
	high   [audio.MelBands]float32 // a ceiling that falls slowly
	slopes [150]int                // fits by steepness, 5 dB/s each
	total  int
}

const (
	decayFrames = 10
	decayFrom   = 8  // bands
	decayTo     = 70 // to about 5 kHz
)

func (d *decay) frame(mel []float32) {
	copy(d.recent[:], d.recent[1:])
	copy(d.recent[decayFrames-1][:], mel)
	for band := decayFrom; band < decayTo; band++ {
		v := mel[band]
		if d.seen == 0 {
			d.lowest[band], d.high[band] = v, v
		}
		d.lowest[band] = min(v, d.lowest[band]+0.003)
		d.high[band] = max(v, d.high[band]-0.01)
	}
	if d.seen++; d.seen < decayFrames {
		return
	}
	const nepers = 8.685889638 // dB
	for band := decayFrom; band < decayTo; band++ {
		first, last := d.recent[0][band], d.recent[decayFrames-1][band]
		if last >= first || last < d.lowest[band]+1.2 || first < d.high[band]-2.5 {
			continue
		}
		var sum, cross, squares float64
		for i := range decayFrames {
			v := float64(d.recent[i][band])
			sum += v
			cross += (float64(i) - (decayFrames-1)/2.0) * v
			squares += v * v
		}
		const spread = decayFrames * (decayFrames*decayFrames - 1) / 12.0
		slope := cross / spread
		variance := squares - sum*sum/decayFrames
		if slope*slope*spread < 0.9*variance {
			continue // no straight fall
		}
		d.slopes[min(len(d.slopes)-1, int(-slope*nepers*framesPerSecond/5))]++
		d.total++
	}
}

// steepness in dB/s that a part of the falls do not exceed; 0 where there are too few.
func (d *decay) steepness(part float64) float64 {
	if d.total < 50 {
		return 0
	}
	left := part * float64(d.total)
	for i, n := range d.slopes {
		if left -= float64(n); left <= 0 {
			return 5*float64(i) + math.Max(0, 5+5*left/float64(max(1, n)))
		}
	}
	return 5 * float64(len(d.slopes))
}
