package prompts

import "math"

// noise measures how far speech stands above what is heard between it: histograms of the power of chunks that are surely
// speech and of those that surely are not. A pause counts only some time after speech, when the room has died away.
type noise struct {
	all, talk, rest powers
	recent          [guardAfter + 1 + guardBefore]struct{ power, speech float32 }
	low             float64 // what the high pass has taken away
}

const (
	guardAfter  = 6 // chunks after speech that do not count as a pause
	guardBefore = 2 // chunks before it
	surelyTalk  = 0.7
	surelyRest  = 0.25
)

func (n *noise) push(s stretch) {
	for i, p := range s.speech {
		piece := s.samples[min(i*chunkFast, len(s.samples)):min((i+1)*chunkFast, len(s.samples))]
		if len(piece) < chunkFast/2 {
			return
		}
		sum := 0.0
		for _, v := range piece {
			// Rumble below about 60 Hz is no noise that anybody hears.
			n.low += 0.0155 * (float64(v) - n.low)
			d := float64(v) - n.low
			sum += d * d
		}
		copy(n.recent[:], n.recent[1:])
		n.recent[len(n.recent)-1] = struct{ power, speech float32 }{float32(sum / float64(len(piece))), p}
		n.all.add(n.recent[len(n.recent)-1].power)
		at := n.recent[guardAfter]
		if at.power == 0 {
			continue // digital silence, or nothing yet
		}
		loudest := float32(0)
		for _, r := range n.recent {
			loudest = max(loudest, r.speech)
		}
		switch {
		case at.speech > surelyTalk:
			n.talk.add(at.power)
		case loudest < surelyRest:
			n.rest.add(at.power)
		}
	}
}

// ratio is the signal-to-noise ratio in dB; 0 where there is no speech.
func (n *noise) ratio() float64 {
	if n.talk.total < 10 {
		return 0
	}
	floor := n.all.quantile(0.03) + 1
	if n.rest.total >= 8 {
		floor = n.rest.quantile(0.4)
	}
	speech := n.talk.mean()
	return 10 * math.Log10(math.Max(math.Pow(10, (speech-floor)/10)-1, 0.1))
}

// powers counts chunks by their power in half decibels, from -120 to 0 dBFS.
type powers struct {
	counts [240]int
	total  int
}

func (p *powers) add(power float32) {
	dB := 10 * math.Log10(float64(power)+1e-12)
	p.counts[min(len(p.counts)-1, max(0, int(2*(dB+120))))]++
	p.total++
}

// quantile is the level in dBFS below which a part of the chunks lies.
func (p *powers) quantile(part float64) float64 {
	left := part * float64(p.total)
	for i, n := range p.counts {
		if left -= float64(n); left <= 0 && n > 0 {
			return float64(i)/2 - 120
		}
	}
	return 0
}

// mean is the level in dBFS of the mean power.
func (p *powers) mean() float64 {
	sum := 0.0
	for i, n := range p.counts {
		sum += float64(n) * math.Pow(10, (float64(i)/2-119.75)/10)
	}
	return 10 * math.Log10(sum/float64(max(1, p.total))+1e-12)
}
