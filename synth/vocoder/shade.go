package vocoder

import (
	"math"

	"voicewright/audio"
)

// calm is the part of the noise filter's magnitude that a wholly voiced frame loses. A regression's mel is smoother than
// any recording's and reads as hiss between the harmonics. Of 0.25, 0.45, 0.6, 0.75 and 0.88 tried on 20 zero-shot items DNSMOS OVRL
// was highest at 0.6; a flow that samples real detail will want less.
const calm = 0.6

// A whole step of Breath: the factor on the noise of voiced frames, and the part of the harmonics that gives way to it.
const (
	breathNoise    = 6.0
	breathHarmonic = 0.4
)

// Tilt turns around 1 kHz and ends at these frequencies in Hz: below there is little of a voice, above little is heard.
const tiltPivot, tiltLow, tiltHigh = 1000.0, 100.0, 8000.0

// Shade is how the filters of a voice are coloured. The zero Shade only calms the hiss.
type Shade struct {
	Brightness float64 // dB an octave of tilt
	Breath     float64 // -1 clear to 1 breathy: more or less noise where the voice sounds
}

// Apply colours the filters in place; voicing (0..1) has a value for each frame of them.
func (s Shade) Apply(f Filters, voicing []float32) {
	tilt := s.tilt()
	for frame, v := range voicing {
		v := float64(max(0, min(1, v)))
		noise := (1 - calm*v) * math.Pow(breathNoise, s.Breath*v)
		harmonic := 1 - breathHarmonic*max(0, s.Breath)*v
		for k, t := range tilt {
			f.Harmonic[frame*Bins+k] *= float32(harmonic) * t
			f.Noise[frame*Bins+k] *= float32(noise) * t
		}
	}
}

// tilt is the factor on each bin of the spectrum.
func (s Shade) tilt() (tilt [Bins]float32) {
	for k := range tilt {
		hz := max(tiltLow, min(tiltHigh, float64(k)*audio.SampleRate/Size))
		tilt[k] = float32(math.Pow(10, s.Brightness*math.Log2(hz/tiltPivot)/20))
	}
	return tilt
}
