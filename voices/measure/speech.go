package measure

import (
	"context"
	"math"
	"slices"

	"voicewright/audio"
)

const (
	size      = audio.FFTSize // 43 ms: three periods of a low voice
	step      = size / 2
	stepTime  = float64(step) / audio.SampleRate
	speechDip = 30.0 // dB below the loud frames down to which a frame is speech, as in audio.ActiveLevel
	closure   = 0.15 // seconds of silence that still belong to speech, as before a stop
)

// speech is what the frames of a sound add up to.
type speech struct {
	seconds float64   // of speech, closures in it included
	power   []float64 // mean power spectrum of speech, a value a bin
	peaks   []float64 // cepstral peak prominence of voiced frames, dB
}

// listen looks at a sound frame by frame. samples are at audio.SampleRate.
func listen(ctx context.Context, samples []float32, track audio.PitchTrack) (speech, error) {
	s := speech{power: make([]float64, audio.Bins)}
	frames := len(samples) / step
	analyser := audio.NewAnalyser()
	spectra := make([]complex64, frames*audio.Bins)
	levels := make([]float64, frames)
	for i := range frames {
		if i%100 == 99 && ctx.Err() != nil {
			return s, ctx.Err()
		}
		bins := spectra[i*audio.Bins:][:audio.Bins]
		analyser.Frame(bins, samples, i*step/audio.Hop)
		for _, v := range bins {
			levels[i] += power(v)
		}
		levels[i] = 10 * math.Log10(levels[i]+1e-12)
	}
	sorted := slices.Sorted(slices.Values(levels))
	if frames == 0 {
		return s, nil
	}
	least := at(sorted, 0.95) - speechDip
	c := newCepstrum()
	count, last := 0, -1
	for i, level := range levels {
		if level < least {
			continue
		}
		count++
		bins := spectra[i*audio.Bins:][:audio.Bins]
		for k, v := range bins {
			s.power[k] += power(v)
		}
		if gap := i - last; last >= 0 && float64(gap-1)*stepTime <= closure {
			s.seconds += float64(gap) * stepTime
		} else {
			s.seconds += stepTime
		}
		last = i
		if now := int(float64(i) * stepTime / track.Step); now < len(track.Hertz) && track.Hertz[now] > 0 {
			s.peaks = append(s.peaks, c.prominence(bins))
		}
	}
	for k := range s.power {
		s.power[k] /= float64(count)
	}
	return s, nil
}

func power(v complex64) float64 {
	re, im := float64(real(v)), float64(imag(v))
	return re*re + im*im
}
