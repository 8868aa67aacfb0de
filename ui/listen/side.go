package listen

import (
	"context"
	"math"
	"sort"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/ui/listen/scope"
)

// A side is one of the two sounds with what has been computed of it. All but its fields loud, lufs, peak and pitch is
// fixed; these come later, on the thread of the window.
type side struct {
	sound *Sound
	wave  *scope.Wave
	pitch scope.Track // Hz
	loud  scope.Track // LUFS
	level float64     // dBFS RMS of active speech
	gain  float64     // factor by which it is played

	ended      context.CancelFunc // ends measuring; nil when none is under way
	measured   bool
	lufs, peak float64 // integrated loudness in LUFS, true peak in dBTP
}

func newSide(s *Sound) *side {
	return &side{
		sound: s, gain: 1,
		wave:  scope.NewWave(s.Buffer.Samples, s.Buffer.Rate),
		level: audio.ActiveLevel(s.Buffer.Samples, max(s.Buffer.Rate, 1)),
		pitch: tracePitch(s.Trace),
	}
}

// shows tells whether the side stands for s, so that nothing needs to be computed again.
func (d *side) shows(s *Sound) bool {
	if d == nil || s == nil || d.sound.ID != s.ID || d.sound.Buffer.Rate != s.Buffer.Rate {
		return false
	}
	a, b := d.sound.Buffer.Samples, s.Buffer.Samples
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// voiced is the least voicing of a frame that is drawn with a pitch.
const voiced = 0.5

// tracePitch returns the pitch that the engine gave a take, in Hz.
func tracePitch(t script.Trace) scope.Track {
	track := scope.Track{Step: t.Step, Values: make([]float32, len(t.Pitch))}
	for i, hz := range t.Pitch {
		if !(hz > 0) || i < len(t.Voicing) && t.Voicing[i] < voiced {
			hz = scope.NaN
		}
		track.Values[i] = hz
	}
	return track
}

// measured is what takes too long for the thread of the window.
type measured struct {
	loud       scope.Track
	pitch      scope.Track
	lufs, peak float64
}

// measure listens to a whole sound; pitch only where the trace has none.
func measure(ctx context.Context, w *scope.Wave, pitch bool) measured {
	m := measured{loud: scope.Loudness(ctx, w), lufs: math.Inf(-1), peak: math.Inf(-1)}
	if w.Rate >= audio.LoudnessRate && w.Rate <= audio.MaxRate {
		meter := audio.NewLoudnessMeter(w.Rate)
		const piece = 1 << 16
		for x := w.Samples; len(x) > 0 && ctx.Err() == nil; x = x[min(piece, len(x)):] {
			meter.Push(x[:min(piece, len(x))])
		}
		l := meter.Loudness()
		m.lufs, m.peak = l.Integrated, l.TruePeak
	}
	if pitch {
		m.pitch = scope.Pitch(ctx, w)
	}
	return m
}

func (d *side) take(m measured) {
	d.loud, d.lufs, d.peak, d.measured = m.loud, m.lufs, m.peak, true
	if len(m.pitch.Values) > 0 {
		d.pitch = m.pitch
	}
}

// matched returns the factors that make two sounds equally loud: the louder one comes down, so that neither is cut.
func matched(a, b float64) (gainA, gainB float64) {
	const silent = -100 // dBFS
	if a <= silent || b <= silent {
		return 1, 1
	}
	least := min(a, b)
	return math.Pow(10, (least-a)/20), math.Pow(10, (least-b)/20)
}

// spanAt returns the index of the span at a time, -1 where there is none. Spans are in order and do not overlap.
func spanAt(spans []script.Span, seconds float64) int {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > seconds })
	if i == len(spans) || spans[i].Start > seconds {
		return -1
	}
	return i
}
