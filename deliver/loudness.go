package deliver

import (
	"context"
	"math"

	"voicewright/audio"
)

// commonGain says whether all files get one gain. Lines and roles keep how loud they are beside each other, as a cry and a
// whisper should; chapters and the whole are programmes of their own, which EBU R 128 measures one by one.
func (s Spec) commonGain() bool { return s.Group == Lines || s.Group == Roles }

// A level is how a file comes to its loudness.
type level struct {
	gain    float64 // dB
	reached float64 // LUFS with the gain
	peak    float64 // dBTP with the gain
	limited bool    // the gain is less than the target asks for
}

// measure adds the sound of a file to a meter, at the rate of the engine: the meter finds the peaks between samples, so
// that another rate changes nothing.
func (w *writer) measure(ctx context.Context, f File, m *audio.LoudnessMeter) error {
	return w.stream(ctx, f, audio.SampleRate, func(x []float32) error {
		m.Push(x)
		return nil
	}, nil)
}

// levelFor returns the gain that brings what was measured to a target, as far as its peaks allow. Nothing but gain is
// used: a limiter or compressor would change the voice.
func levelFor(l audio.Loudness, target float64) *level {
	if math.IsInf(l.Integrated, -1) {
		return &level{reached: l.Integrated, peak: l.TruePeak}
	}
	gain := target - l.Integrated
	limited := false
	if most := PeakLimit - l.TruePeak; gain > most {
		// A shortfall below the meter's own tolerance of 0.1 LU is none.
		limited = gain-most > 0.1
		gain = most
	}
	return &level{gain, l.Integrated + gain, l.TruePeak + gain, limited}
}
