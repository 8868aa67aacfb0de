package text

import "strings"

// maxMarkup is the longest {written|spoken} in bytes; a longer one is taken for ordinary braces.
const maxMarkup = 1000

// markupEnd returns where the {written|spoken} that begins at p ends and where its bar is, or 0.
func markupEnd(s string, p int) (bar, end int) {
	for q := p + 1; q < len(s) && q < p+maxMarkup; q++ {
		switch s[q] {
		case '{', '\n':
			return 0, 0
		case '|':
			if bar == 0 {
				bar = q
			}
		case '}':
			if bar == 0 {
				return 0, 0
			}
			return bar, q + 1
		}
	}
	return 0, 0
}

// markup says what the script's author asks for in {written|spoken}. What is asked for goes through the normaliser too,
// so that it holds only what can be said; an empty one is silent.
func (n *normaliser) markup(p int) int {
	if n.inMarkup {
		return 0
	}
	bar, end := markupEnd(n.c.s, p)
	if end == 0 || end > n.b {
		return 0
	}
	inner := normalise(n.c.s[bar+1:end-1], true)
	spoken := strings.TrimRight(Spoken{Spans: inner}.String(), " ,.?!;:—…")
	kind := Markup
	for _, s := range inner {
		if s.Kind == Unspeakable && spoken == "" {
			kind = Unspeakable
		}
	}
	return n.emit(p, end, spoken, kind)
}
