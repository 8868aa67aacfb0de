package prompts

import "math"

const (
	lowestPitch  = 60.0 // Hz
	pitchBins    = 136  // quarter semitones: 60 to 428 Hz
	binsOctave   = 48
	fewestVoiced = 20 // frames that a median needs
)

// pitches counts the F0 of voiced frames: constant memory for any length, and the counts of several files add up.
type pitches [pitchBins]int

func (p *pitches) add(hertz float32) {
	bin := int(math.Floor(binsOctave * math.Log2(float64(hertz)/lowestPitch)))
	if hertz > 0 && bin >= 0 && bin < pitchBins {
		p[bin]++
	}
}

func (p *pitches) merge(other *pitches) {
	for i, n := range other {
		p[i] += n
	}
}

// summary returns the median in Hz and a robust standard deviation in semitones, or zeros for too few frames. Only
// frames within the range that fits the bulk of them count (De Looze & Hirst 2008), which drops octave errors.
func (p *pitches) summary() (median, spread float64) {
	low, high := hertzOf(p.quantile(0.35, 0, pitchBins)), hertzOf(p.quantile(0.65, 0, pitchBins))
	from, to := pitchBins, 0
	for bin := range p {
		if f := hertzOf(float64(bin) + 0.5); f >= 0.72*low-10 && f <= 1.9*high+10 {
			from, to = min(from, bin), bin+1
		}
	}
	total := 0
	for _, n := range p[min(from, to):to] {
		total += n
	}
	if total < fewestVoiced {
		return 0, 0
	}
	quartiles := p.quantile(0.75, from, to) - p.quantile(0.25, from, to)
	return hertzOf(p.quantile(0.5, from, to)), quartiles / 1.349 * 12 / binsOctave
}

// hertzOf is the F0 at a place among the bins.
func hertzOf(bin float64) float64 { return lowestPitch * math.Exp2(bin/binsOctave) }

// quantile is the place among the bins from..to below which a part of their frames lies.
func (p *pitches) quantile(part float64, from, to int) float64 {
	total := 0
	for _, n := range p[from:to] {
		total += n
	}
	left := part * float64(total)
	for bin, n := range p[from:to] {
		if float64(n) >= left && n > 0 {
			return float64(from+bin) + left/float64(n)
		}
		left -= float64(n)
	}
	return float64(to)
}
