package synth

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"voicewright/synth/vocoder"
)

// tuning brings what the model predicts nearer to the reference and to speech. The model hears the pitch and the colour of a voice only
// roughly and speaks flatter than people do; level and range of the pitch and the average spectrum are measured instead,
// on the reference and once on standard sentences in the model's own rendering of the voice, and what differs is made
// up for in every take.
type tuning struct {
	shift    float64           // of ln F0: natural logarithm of the ratio of the medians
	stretch  float64           // factor of ln F0's distance from the take's median
	average  [MelBands]float32 // log mel of the model's own rendering, that contrast leaves as it is
	colour   [MelBands]float32 // added to every log mel frame
	contrast float32           // share by which a log mel's distance from the average grows

	articulation articulation

	// What a request asks for on top; the reference has no say in it.
	energy float64 // dB
	shade  vocoder.Shade
}

const (
	standardText = "The morning was calm, and nobody minded the long way home. Fresh bread, cheese and a bowl of fruit stood on the table; " +
		"she took a chair, thought of the joke, and laughed."
	lowestF0    = 50.0  // Hz, the pitch is kept between the two
	highestF0   = 700.0 // Hz
	mostStretch = 1.8
	sharper     = 0.2  // what is predicted varies 0.9 times as much as speech in nearly every band, and less when grids are averaged; with four grids 0.15, 0.2 and 0.3 have SIM 0.803, 0.804 and 0.805, OVRL 3.294, 3.290 and 3.276
	firmer      = 0.2  // likewise voicing, which is either 0 or 1 in most frames of speech
	lastColour  = 82   // the last band that is compared: the next ones lie in the low-pass of a recording of 16 kHz
	mostColour  = 2.0  // ln of a magnitude: 17 dB
	mostShift   = 0.75 // ln of a ratio: 13 semitones, from a low man to a bright woman
)

// tuned returns the tuning of a voice, which is measured once for a timbre and sampling.
func (e *Engine) tuned(ctx context.Context, t Timbre, v voice, s Sampling) (tuning, error) {
	if t.Pitch <= 0 && len(t.Colour) == 0 {
		return tuning{stretch: 1}, nil
	}
	s.Steps, s.Temperature, s.Start, s.Method = 0, 0, 0, "" // what the standard sentences do not depend on
	return e.tunings.get(ctx, t.hash(s), func() (tuning, error) { return e.tune(ctx, t, v, s) })
}

// tune measures how far the model's rendering of a voice is from its reference.
func (e *Engine) tune(ctx context.Context, t Timbre, v voice, s Sampling) (tuning, error) {
	none := tuning{stretch: 1}
	phonemes, err := e.phonemes(ctx, nil)
	if err != nil {
		return none, err
	}
	sequence, err := phonemes.Sequence(standardText)
	if err != nil {
		return none, fmt.Errorf("the standard sentences cannot be read: %w", err)
	}
	j := &job{piece: pieces(sequence)[0], voice: v, sampling: s, lengths: atSpeed(piece{}, 1)}
	var stages Stages
	watch := stopwatch(time.Now())
	f, err := e.feature(ctx, j, &stages, &watch)
	if err != nil {
		return none, err
	}
	tuned := none
	heard := colourOf(f.mel.Floats)
	if own := heard.Mean(); own != nil {
		for band := range tuned.average {
			tuned.average[band] = own[min(band, ColourBands-1)]
		}
		tuned.contrast, tuned.colour = sharper, recolour(t.Colour, own)
		spread := heard.Cepstra.Covariance()
		for i := range spread {
			spread[i] *= (1 + sharper) * (1 + sharper)
		}
		if tuned.articulation, err = articulate(spread, t.Covariance, t.Seconds); err != nil {
			return none, err
		}
	}
	if median, spread, ok := pitchOf(f.logF0.Floats, f.voicing.Floats); ok && t.Pitch > 0 {
		tuned.shift = max(-mostShift, min(mostShift, math.Log(t.Pitch)-median))
		if t.PitchSpread > 0 {
			tuned.stretch = max(1, min(mostStretch, t.PitchSpread*math.Ln2/12/max(spread, 1e-3)))
		}
	}
	return tuned, nil
}

// pitchOf returns the median of ln F0 over voiced frames and its spread: the quartiles' distance over that of a normal
// distribution of deviation 1, so that single wrong frames do not count. ok is false where hardly anything is voiced.
func pitchOf(logF0, voicing []float32) (median, spread float64, ok bool) {
	var voiced []float64
	for i, v := range voicing {
		if v > 0.5 {
			voiced = append(voiced, float64(logF0[i]))
		}
	}
	if len(voiced) < 5 {
		return 0, 0, false
	}
	slices.Sort(voiced)
	at := func(part float64) float64 { return voiced[int(part*float64(len(voiced)-1))] }
	return at(0.5), (at(0.75) - at(0.25)) / 1.349, true
}

// colourOf measures log mel frames.
func colourOf(mel []float32) (own Colour) {
	for at := 0; at+MelBands <= len(mel); at += MelBands {
		own.Add(mel[at : at+MelBands])
	}
	return own
}

// recolour is the difference between a reference's average spectrum and the model's own, smoothed over three bands, so
// that the sounds of the standard sentences leave no trace, and bounded. Above the bands that every recording has whole, the
// last difference goes on.
func recolour(reference, mean []float32) (difference [MelBands]float32) {
	if len(reference) != ColourBands {
		return difference
	}
	const reach = 1
	for band := range difference {
		sum := float32(0)
		for near := band - reach; near <= band+reach; near++ {
			b := max(0, min(lastColour, near))
			sum += reference[b] - mean[b]
		}
		difference[band] = max(-mostColour, min(mostColour, sum/(2*reach+1)))
	}
	return difference
}

// apply tunes log mel frames and ln F0 in place. A brief utterance, of a brevity from 0 to 1, keeps the model's own articulation: a word alone is
// said with more force than the reference's sentences, and moved like them "Why?" is heard as "Bye".
func (m *tuning) apply(mel, logF0, voicing []float32, brevity float64) {
	for at := 0; at+MelBands <= len(mel); at += MelBands {
		frame := mel[at : at+MelBands]
		for band := range frame {
			frame[band] += m.contrast * (frame[band] - m.average[band])
		}
		m.articulation.apply(frame, &m.average, float32(1-brevity))
		for band := range frame {
			frame[band] += m.colour[band]
		}
	}
	m.intone(logF0, voicing)
	for i, v := range voicing {
		voicing[i] = max(0, min(1, v+firmer*(v-0.5)))
	}
}

// hush quietens what lies far below the average of a voice that has been measured. mel is what the filters were made of.
func (m *tuning) hush(f vocoder.Filters, mel []float32) {
	if m.contrast == 0 {
		return
	}
	level := m.average
	for band := range level {
		level[band] += m.colour[band]
	}
	f.Hush(mel, level)
}

// intone tunes ln F0 in place.
func (m *tuning) intone(logF0, voicing []float32) {
	if m.shift == 0 && m.stretch == 1 {
		return
	}
	median, _, ok := pitchOf(logF0, voicing)
	for i, v := range logF0 {
		moved := m.shift + median + (float64(v)-median)*m.stretch
		if !ok {
			moved = m.shift + float64(v)
		}
		logF0[i] = inRange(moved)
	}
}

// inRange keeps a ln F0 between what voices have.
func inRange(logF0 float64) float32 {
	return float32(max(math.Log(lowestF0), min(math.Log(highestF0), logF0)))
}
