package listen

import "voicewright/ui/listen/scope"

// minSpan is the shortest time that can be seen, in seconds: some dozen samples.
const minSpan = 0.002

// A timeline is the part of the sound that is seen. It always lies within the sound.
type timeline struct {
	length float64 // seconds
	span   scope.Span
}

// fit shows everything.
func (t *timeline) fit() { t.span = scope.Span{To: t.length} }

// show shows a part, or more where that is too short or reaches over an end.
func (t *timeline) show(from, to float64) {
	if !(to >= from) {
		from, to = to, from
	}
	if short := minSpan - (to - from); short > 0 {
		from, to = from-short/2, to+short/2
	}
	if to-from >= t.length {
		t.fit()
		return
	}
	if to > t.length {
		from, to = from-(to-t.length), t.length
	}
	if from < 0 {
		from, to = 0, to-from
	}
	t.span = scope.Span{From: from, To: to}
}

// zoom shows factor times as much, so that the time around stays where it is on the screen.
func (t *timeline) zoom(factor, around float64) {
	around = min(max(around, t.span.From), t.span.To)
	width := min(max(t.span.Seconds()*factor, minSpan), max(t.length, minSpan))
	from := around - t.span.Share(around)*width
	t.show(from, from+width)
}

// pan moves what is seen, by seconds to later.
func (t *timeline) pan(seconds float64) { t.show(t.span.From+seconds, t.span.To+seconds) }

// whole tells whether everything is seen.
func (t *timeline) whole() bool { return t.span.From <= 0 && t.span.To >= t.length }
