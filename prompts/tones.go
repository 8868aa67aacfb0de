package prompts

import "math"

// tones finds music: tones that stay where they are. A voice glides, so its partials leave their place within a tenth of
// a second; notes stay for a quarter of a second and longer.
type tones struct {
	spectrum
	held   []float32
	age    []int       // chunks for which a bin has been a peak
	noted  [toneTo]int // chunks for which a tone was held at a bin
	chunks int
	where  spans
}

const (
	toneSize  = 1024
	toneStep  = float64(slowRate) / toneSize // Hz a bin
	toneFrom  = 25                           // bins, 195 Hz
	toneTo    = 400                          // bins, 3.1 kHz
	toneAbove = 9.0                          // dB above the neighbours
	toneStays = 8                            // chunks
	chord     = 2                            // tones held at a time that are shown as music
)

func newTones() *tones {
	return &tones{spectrum: newSpectrum(toneSize, toneTo+4), age: make([]int, toneSize/2+1)}
}

func (t *tones) push(slow []float32) {
	t.held = append(t.held, slow...)
	from := 0
	for ; from+toneSize <= len(t.held); from += chunk {
		t.measure(t.held[from : from+toneSize])
		t.follow()
	}
	t.held = t.held[:copy(t.held, t.held[from:])]
}

// follow goes on with the peaks of the spectrum just measured. A peak may move to the next bin now and then, as one that
// lies between two bins does, but not from bin to bin.
func (t *tones) follow() {
	now := make([]int, len(t.age))
	count := 0
	for i := toneFrom; i < toneTo; i++ {
		here := t.level[i]
		if here < t.level[i-1] || here <= t.level[i+1] || here < math.Max(t.level[i-4], t.level[i+4])+toneAbove {
			continue
		}
		if now[i] = 1 + max(t.age[i], t.age[i-1]-1, t.age[i+1]-1); now[i] >= toneStays {
			t.noted[i]++
			count++
		}
	}
	t.age = now
	if t.chunks++; count >= chord {
		at := float64(t.chunks) * chunkTime
		t.where.add(math.Max(0, at-toneStays*chunkTime), at+toneSize/slowRate)
	}
}

// result is the mean number of tones that are held at a time, without those of the mains (Hz, 0 for none).
func (t *tones) result(mains float64) float64 {
	sum := 0
	for i, n := range t.noted {
		if mains > 0 && math.Abs(math.Remainder(float64(i)*toneStep, mains)) < 1.1*toneStep && float64(i)*toneStep < 12*mains {
			continue
		}
		sum += n
	}
	return float64(sum) / float64(max(1, t.chunks))
}
