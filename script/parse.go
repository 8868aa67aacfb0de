package script

import (
	"bytes"
	"sort"
	"strings"
	"unicode"

	"voicewright/synth/text"
)

// A Range is a stretch of bytes.
type Range struct{ Start, End int }

// A Piece is what the engine speaks in one go: no pause and no change of pace lies inside it.
type Piece struct {
	Text       string  // for the engine, without markup but {written|spoken}; empty where the line begins with a pause
	Start, End int     // bytes in the line
	Pause      float64 // seconds of silence after it, on top of what follows the line anyway
	Pace       float64 // factor on the line's pace, 0.5 to 2
	Emphasis   []Range // bytes in Text
	cuts       []cut
}

// Place returns where in the line byte i of the piece's Text comes from.
func (p Piece) Place(i int) int {
	if len(p.cuts) == 0 {
		return p.Start + i
	}
	return source(p.cuts, i)
}

// cut says that from byte at of a text without markup on, up to the next cut, the bytes are those of the line from
// byte from on.
type cut struct{ at, from int }

func source(cuts []cut, i int) int {
	k := sort.Search(len(cuts), func(k int) bool { return cuts[k].at > i }) - 1
	if k < 0 {
		return i
	}
	return cuts[k].from + i - cuts[k].at
}

// gatherer collects text without markup, with the way back.
type gatherer struct {
	b    []byte
	cuts []cut
}

// add appends s, which stands at byte from of the line. White space that meets white space, or comes first, is left out.
func (g *gatherer) add(s string, from int) {
	if n := len(g.b); n == 0 || isSpace(g.b[n-1]) {
		trimmed := strings.TrimLeft(s, " \t\n")
		from += len(s) - len(trimmed)
		s = trimmed
	}
	if s == "" {
		return
	}
	if n := len(g.cuts); n == 0 || g.cuts[n-1].from+len(g.b)-g.cuts[n-1].at != from {
		g.cuts = append(g.cuts, cut{len(g.b), from})
	}
	g.b = append(g.b, s...)
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' }

// Parse reads the markup of a line:
//
//	[pause] [1.5s] [500ms]       silence: half a second, one and a half, a half
//	[slow]...[/slow] [fast]...   a pace of 0.8 and of 1.25; they may lie inside of each other
//	[pace 0.9]...[/pace]         any pace from 0.5 to 2
//	*emphasis*
//	{written|spoken}             shown as the one, said as the other
//	\[ \* \{ \\                  the signs themselves
//
// It takes every text. What is no markup is text to be spoken; problems tell where that is hardly meant. Pieces without
// anything to say are left out, so a line that is silent gives none, or only one with a pause.
func Parse(line string) (pieces []Piece, problems []Problem) {
	tokens, problems := scan(line)
	p := parser{line: line, pace: 1, star: -1}
	at := 0
	for _, t := range tokens {
		p.text(at, t.start)
		switch t.kind {
		case tokenSpoken:
			p.add(line[t.start:t.end], t.start)
		case tokenPause:
			if t.value > 0 {
				p.flush(t.value)
			}
		case tokenPace:
			if t.value != p.pace {
				p.flush(0)
				p.pace = t.value
			}
		case tokenStar:
			p.emphasis(!t.closing)
		}
		at = t.end
		if t.kind == tokenEscape {
			p.text(at, at+1)
			at++
		}
	}
	p.text(at, len(line))
	p.flush(0)
	return p.pieces, problems
}

type parser struct {
	gatherer
	line   string
	pieces []Piece
	pace   float64
	star   int // where emphasis began in the text gathered so far, or -1
	ranges []Range
}

// text appends the part from..to of the line, which is no markup. The engine would take braces for markup, and nobody
// says them: they become round ones.
func (p *parser) text(from, to int) {
	s := p.line[from:to]
	if strings.ContainsAny(s, "{}") {
		s = strings.NewReplacer("{", "(", "}", ")").Replace(s)
	}
	p.add(s, from)
}

func (p *parser) emphasis(begins bool) {
	if begins {
		p.star = len(p.b)
		return
	}
	p.mark()
	p.star = -1
}

// mark notes the emphasis from where it began to here.
func (p *parser) mark() {
	end := len(bytes.TrimRightFunc(p.b, unicode.IsSpace))
	if p.star >= 0 && p.star < end {
		p.ranges = append(p.ranges, Range{p.star, end})
	}
}

// flush ends a piece, with a pause after it.
func (p *parser) flush(pause float64) {
	if p.star >= 0 {
		p.mark()
		p.star = 0
	}
	said := strings.TrimRightFunc(string(p.b), unicode.IsSpace)
	switch {
	case sayable(said):
		piece := Piece{Text: said, Pause: pause, Pace: p.pace, Emphasis: p.ranges, cuts: p.cuts}
		piece.Start = p.cuts[0].from
		piece.End = source(p.cuts, len(said)-1) + 1
		p.pieces = append(p.pieces, piece)
	case pause == 0:
	case len(p.pieces) == 0:
		p.pieces = append(p.pieces, Piece{Pause: pause, Pace: 1})
	default:
		last := &p.pieces[len(p.pieces)-1]
		last.Pause = min(last.Pause+pause, maxGap)
	}
	p.gatherer, p.ranges = gatherer{}, nil
}

// sayable reports whether there is anything in s that is said or that a voice should at least refuse with a reason.
func sayable(s string) bool {
	braces := false
	for _, r := range s {
		if r == '{' {
			braces = true
			break
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	if s == "" {
		return false
	}
	spoken := text.Normalise(s)
	return spoken.Speakable() || braces && len(spoken.Unspeakable()) > 0
}

// Plain returns a line as it is read by people: without markup, {written|spoken} as it is written.
func Plain(line string) string {
	if !strings.ContainsAny(line, `[{*\`) {
		return strings.TrimSpace(line)
	}
	g, _ := plain(line)
	return strings.TrimSpace(string(g.b))
}

// plain is the text of Plain before white space is trimmed, with the way back to the line and the markup that was left out.
func plain(line string) (gatherer, []token) {
	tokens, _ := scan(line)
	g := gatherer{b: make([]byte, 0, len(line)), cuts: make([]cut, 0, len(tokens)+1)}
	at := 0
	for _, t := range tokens {
		g.add(line[at:t.start], at)
		at = t.end
		switch t.kind {
		case tokenSpoken:
			g.add(line[t.start+1:t.bar], t.start+1)
		case tokenEscape:
			g.add(line[at:at+1], at)
			at++
		case tokenPause, tokenIgnored:
			g.stop(line[at:])
		}
	}
	g.add(line[at:], at)
	return g, tokens
}

// stop takes the space back that stands before a tag when a stop follows it: "well [pause], yes" reads "well, yes".
func (g *gatherer) stop(rest string) {
	if n := len(g.b); n > 0 && isSpace(g.b[n-1]) && rest != "" && strings.IndexByte(",.;:!?", rest[0]) >= 0 {
		g.b = g.b[:n-1]
	}
}
