package prompts

import (
	"math"
	"slices"

	"voicewright/audio"
	"voicewright/synth"
)

// What counts as speech. A window of reference is used when enough of it is loud enough, when some of that is voiced, and
// when the detector takes it for speech. The first two bounds were set on 1,557 windows of read, lent and learners' speech, of which
// 95 % are used; the rest are mostly pauses. The detector stands in the place of a measure of how much the spectrum moves, which
// used all of a piece of music, a fifth of a hum, half of the speech 20 dB above noise and none of that 10 dB above it; with
// the detector that is none, none, 85 % and 72 %, and clean speech is used as before (bench/FAULTS.md).
const (
	activeLevel   = -46.0 // dBFS after levelling (active speech is at -26): a quieter frame is a pause
	activeShare   = 0.35  // of a window's frames
	voicedShare   = 0.12  // of a window's active frames
	voicedBound   = 0.55  // correlation from which a frame counts as voiced
	spokenLeast   = 0.3   // mean probability of speech that the detector gives the active frames
	clearRange    = 24.0  // dB between the loud and the quiet frames of a window of clear speech
	shortestUse   = 0.5   // seconds of active frames that all references together must have
	leftoverLeast = 32    // frames at the end of a file that are worth one more, overlapping window
)

// frame is one mel frame with what the choice of windows needs to know about it.
type frame struct {
	mel    [audio.MelBands]float32
	active bool
	voiced bool
	pitch  float32 // Hz, where voiced
	speech float32 // probability that it is speech
}

// isSpeech judges a window.
func isSpeech(frames []frame) bool {
	active, voiced, speech := 0, 0, 0.0
	for i := range frames {
		if frames[i].active {
			active++
			speech += float64(frames[i].speech)
			if frames[i].voiced {
				voiced++
			}
		}
	}
	return float64(active) >= activeShare*float64(len(frames)) &&
		float64(voiced) >= voicedShare*float64(active) &&
		speech >= spokenLeast*float64(active)
}

// score tells how useful a window is, from 0 to 1: the probability of speech, averaged over all frames, and less where loud and
// quiet moments are near to each other, because noise or a room fills the gaps. It is shown, and decides nothing.
func score(frames []frame) float64 {
	levels, speech := make([]float64, len(frames)), 0.0
	for i := range frames {
		for _, v := range frames[i].mel[:synth.ColourBands] {
			levels[i] += float64(v) / synth.ColourBands
		}
		if frames[i].active {
			speech += float64(frames[i].speech)
		}
	}
	slices.Sort(levels)
	const decibels = 8.685889638 // a neper
	n := len(levels)
	return speech / float64(n) * min(1, decibels*(levels[n*9/10]-levels[n/10])/clearRange)
}

// listener measures loudness and voicing of one hop of samples after the other.
type listener struct {
	hop     [audio.Hop]float32
	filled  int
	slow    [slowWindow]float32 // the last samples at a quarter of the rate, without their slow parts
	before  float64             // last slow sample before the differencing
	results []hearing
	odd     bool
	voiced  bool
	pitch   float32
}

type hearing struct {
	active, voiced bool
	pitch          float32 // Hz
}

const (
	slowdown   = 4 // 24 kHz to 6 kHz
	slowWindow = 256
	lagLeast   = 15  // 400 Hz
	lagMost    = 100 // 60 Hz
	overlapped = slowWindow - lagMost
)

// push takes samples at 24 kHz; for every whole hop it appends to results.
func (l *listener) push(samples []float32) {
	for len(samples) > 0 {
		n := copy(l.hop[l.filled:], samples)
		samples = samples[n:]
		if l.filled += n; l.filled == len(l.hop) {
			l.filled = 0
			l.listen()
		}
	}
}

func (l *listener) listen() {
	power := 1e-12
	for _, v := range l.hop {
		power += float64(v) * float64(v) / audio.Hop
	}
	active := 10*math.Log10(power) > activeLevel
	const fresh = audio.Hop / slowdown
	copy(l.slow[:], l.slow[fresh:])
	for i := range fresh {
		mean := 0.0
		for _, v := range l.hop[i*slowdown : (i+1)*slowdown] {
			mean += float64(v) / slowdown
		}
		// The difference takes rumble away, which would look periodic at every lag.
		l.slow[slowWindow-fresh+i] = float32(mean - 0.95*l.before)
		l.before = mean
	}
	// A voice lasts longer than two hops, so every other one is looked at.
	if l.odd = !l.odd; l.odd {
		var likeness float64
		likeness, l.pitch = periodicity(&l.slow)
		l.voiced = active && likeness > voicedBound
	}
	l.results = append(l.results, hearing{active, active && l.voiced, l.pitch})
}

// periodicity is the largest normalised autocorrelation over the lags of a voice, and the F0 in Hz that it speaks for:
// that of the shortest lag with a peak nearly as high, since every multiple of a period correlates too.
func periodicity(x *[slowWindow]float32) (best float64, pitch float32) {
	base := x[:overlapped]
	var e0 float64
	for _, v := range base {
		e0 += float64(v) * float64(v)
	}
	var likeness [lagMost + 1]float64
	for lag := lagLeast; lag <= lagMost; lag++ {
		other := x[lag : lag+overlapped]
		other = other[:len(base)]
		var cross, energy float32
		for i, v := range base {
			cross += v * other[i]
			energy += other[i] * other[i]
		}
		if scale := math.Sqrt(e0 * float64(energy)); scale > 1e-9 {
			likeness[lag] = float64(cross) / scale
			best = math.Max(best, likeness[lag])
		}
	}
	const rate = float64(audio.SampleRate) / slowdown
	for lag := lagLeast + 1; lag < lagMost; lag++ {
		left, here, right := likeness[lag-1], likeness[lag], likeness[lag+1]
		if here >= 0.88*best && here >= left && here > right {
			bend := left - 2*here + right
			return best, float32(rate / (float64(lag) + 0.5*(left-right)/math.Min(bend, -1e-9)))
		}
	}
	return best, 0
}
