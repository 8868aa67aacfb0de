package farm

import (
	"math"
	"slices"
	"unicode"

	"voicewright/audio"
	"voicewright/script"
)

// Thresholds of the check, set beside 160 good takes of short and of difficult sentences in the two built-in voices. They
// are wide: a take that is wrongly doubted costs two more rolls, and what only sounds a little odd is the listener's to
// judge.
const (
	// leastRatio and mostRatio bound the length over what the duration model expects. Good takes lie within 0.98 and
	// 1.00; a fifth less is a word missing from a short sentence.
	leastRatio = 0.8
	mostRatio  = 1.25
	// edges is how many seconds of quiet at both ends together belong to a take: good ones have up to 0.28.
	edges = 0.3
	// longestSilence in seconds is allowed inside of a line beside the pauses that its text asks for. Good takes have up
	// to 0.52 in a sentence, and the engine parts paragraphs by 0.78.
	longestSilence = 1.0
	// clippedRun is how many neighbouring samples at full scale are heard as clipping. A single one may be a true peak.
	clippedRun = 3
	fullScale  = 0.9995 // what 16 bits with dither can still tell from full scale
	// levelJump in dB between lines is heard as a change of the recording: it is twice the amplitude. The engine brings
	// every take to the same level unless it lies more than that off.
	levelJump = 6.0
	// driftLimit in semitones from the voice's median F0. Good takes lie within 1.1 below and 2.9 above, the latter in
	// lines of one word; five is the way to another speaker.
	driftLimit = 5.0
)

// What counts as silence.
const (
	frameSeconds = 0.01
	quietBelow   = 35.0  // dB below the take's active level; breath and room are louder than that, closures are not
	quietFloor   = -70.0 // dBFS
	closure      = 0.15  // seconds; the silence before a stop is shorter
	voiced       = 0.5   // voicing from which F0 counts
	voicedLeast  = 0.15  // seconds of voiced speech for a median that means something
)

// Check returns what is doubtful about a take, in a fixed order. It takes far less than a thousandth of the take's length.
func Check(made Made) []script.Flag {
	var flags []script.Flag
	flag := func(kind script.FlagKind, value float64, doubted bool) {
		if doubted {
			flags = append(flags, script.Flag{Kind: kind, Value: value})
		}
	}
	x, expect := finished(made.Sound), made.Expect
	level := audio.ActiveLevel(x.Samples, max(1, x.Rate))
	s := listen(x, level)
	if expect.Seconds > 0 {
		quiet := 0.0
		if s.end > 0 { // a take that is all silent has no ends
			quiet = min(x.Seconds()-(s.end-s.start), edges)
		}
		ratio := (s.speech(made.Trace.Phones, expect.Pause) + quiet) / expect.Seconds
		flag(script.TooShort, ratio, ratio < leastRatio)
		flag(script.TooLong, ratio, ratio > mostRatio)
	}
	longest := s.longest()
	flag(script.Silence, longest, longest > longestSilence+max(0, expect.Pause))
	clipped := clippedSamples(x.Samples)
	flag(script.Clipping, float64(clipped), clipped > 0)
	if expect.Level < 0 && s.end > 0 {
		jump := level - expect.Level
		flag(script.Level, jump, math.Abs(jump) > levelJump)
	}
	if drift, ok := drift(made.Trace, expect.Pitch); ok {
		flag(script.Drift, drift, math.Abs(drift) > driftLimit)
	}
	return flags
}

// finished replaces what is not a number by silence, so that one bad sample does not hide the others.
func finished(b audio.Buffer) audio.Buffer {
	if !slices.ContainsFunc(b.Samples, func(v float32) bool { return v-v != 0 }) {
		return b
	}
	b.Samples = slices.Clone(b.Samples)
	for i, v := range b.Samples {
		if v-v != 0 {
			b.Samples[i] = 0
		}
	}
	return b
}

// A hearing is where a take is silent, in seconds.
type hearing struct {
	start, end float64  // of all that sounds; both 0 for silence
	silences   []silent // between them, of some length
}

type silent struct{ from, to float64 }

func listen(b audio.Buffer, level float64) hearing {
	var h hearing
	n := int(float64(b.Rate) * frameSeconds)
	if n < 1 {
		return h
	}
	limit := math.Pow(10, max(level-quietBelow, quietFloor)/10)
	sounding := false
	for i := 0; i < len(b.Samples); i += n {
		frame := b.Samples[i:min(i+n, len(b.Samples))]
		power := 0.0
		for _, v := range frame {
			power += float64(v) * float64(v)
		}
		if power/float64(len(frame)) < limit {
			continue
		}
		from, to := float64(i)/float64(b.Rate), float64(i+len(frame))/float64(b.Rate)
		if !sounding {
			h.start, sounding = from, true
		} else if from-h.end > closure {
			h.silences = append(h.silences, silent{h.end, from})
		}
		h.end = to
	}
	return h
}

func (h hearing) longest() float64 {
	longest := 0.0
	for _, s := range h.silences {
		longest = max(longest, s.to-s.from)
	}
	return longest
}

// speech returns the seconds from the first to the last sound without what must be missing in between: silence under
// phones that should sound, and silence beyond any pause.
func (h hearing) speech(phones []script.Span, pause float64) float64 {
	total := h.end - h.start
	for _, s := range h.silences {
		missing := s.to - s.from - longestSilence - max(0, pause)
		under := 0.0
		for _, p := range phones {
			if sounds(p.Label) {
				under += max(0, min(s.to, p.End)-max(s.from, p.Start))
			}
		}
		if under > closure {
			missing = max(missing, under)
		}
		total -= max(0, missing)
	}
	return total
}

// sounds says whether a label is that of a phone and not of a pause, a space or a stop.
func sounds(label string) bool {
	for _, r := range label {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// clippedSamples counts the samples at full scale that have enough such neighbours.
func clippedSamples(x []float32) int {
	count, run := 0, 0
	for _, v := range x {
		if v < fullScale && v > -fullScale {
			run = 0
			continue
		}
		if run++; run == clippedRun {
			count += clippedRun
		} else if run > clippedRun {
			count++
		}
	}
	return count
}

// drift returns by how many semitones the median F0 of a take lies above the voice's, and false when either is not known.
func drift(trace script.Trace, pitch float64) (float64, bool) {
	if !(pitch > 0) || !(trace.Step > 0) {
		return 0, false
	}
	var hz []float64
	for i, f := range trace.Pitch {
		if f > 0 && !math.IsInf(float64(f), 0) && (i >= len(trace.Voicing) || trace.Voicing[i] > voiced) {
			hz = append(hz, float64(f))
		}
	}
	if float64(len(hz))*trace.Step < voicedLeast {
		return 0, false
	}
	slices.Sort(hz)
	return 12 * math.Log2(hz[len(hz)/2]/pitch), true
}

// badness says how bad flags are together, to choose among doubted takes: how far each value lies beyond its threshold,
// times what the doubt costs a listener. Missing words cannot be repaired, a level can.
func badness(flags []script.Flag) float64 {
	sum := 0.0
	for _, f := range flags {
		excess, weight := 0.0, 1.0
		switch f.Kind {
		case script.TooShort:
			excess, weight = math.Log2(leastRatio/max(f.Value, 0.01)), 8
		case script.TooLong:
			excess, weight = math.Log2(f.Value/mostRatio), 6
		case script.Silence:
			excess, weight = f.Value/longestSilence-1, 3
		case script.Clipping:
			excess, weight = math.Log2(f.Value/clippedRun)/4, 3
		case script.Drift:
			excess, weight = math.Abs(f.Value)/driftLimit-1, 2
		case script.Level:
			excess = math.Abs(f.Value)/levelJump - 1
		}
		sum += weight * (1 + max(0, excess))
	}
	return sum
}
