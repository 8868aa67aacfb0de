package lines

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"voicewright/script"
)

// A token is a stretch of a line's text as markup sees it.
type token struct {
	kind       tokenKind
	start, end int
	label      string // of a tag: what its chip says; empty where one ends
	bar        int    // of a {written|spoken}: the place of the bar
	strong     bool   // is spoken with emphasis
	paced      bool   // is spoken at another pace
	closing    bool   // of a star
}

type tokenKind uint8

const (
	words tokenKind = iota
	tag             // [pause], [1.5s], [slow]
	star            // the sign around emphasis
	brace           // {written|spoken}
	slash           // the sign before one that is no markup
)

// A scanner divides a line into tokens by the rules of script.Parse; the test holds it to script.Plain.
type scanner struct {
	text string
	out  []token
	from int      // where the words begin that are not in out yet
	open []string // the names of paces
	star int      // the token of the emphasis that is open, or -1
}

// scan divides a text into tokens that follow each other without a gap. It takes everything for words that is not
// complete markup.
func scan(text string) []token {
	s := &scanner{text: text, star: -1}
	for i := 0; i < len(text); {
		switch text[i] {
		case '\\':
			if i+1 < len(text) && strings.IndexByte(`[]{}*|\`, text[i+1]) >= 0 {
				s.add(token{kind: slash, start: i, end: i + 1})
				i++
			}
			i++
		case '[':
			i = s.tag(i)
		case '{':
			i = s.brace(i)
		case '*':
			i = s.stars(i)
		default:
			i++
		}
	}
	s.unmatch()
	s.add(token{kind: words, start: len(text), end: len(text)})
	s.out = s.out[:len(s.out)-1]
	strong := false
	for i := range s.out {
		t := &s.out[i]
		if t.kind == star {
			strong = !t.closing
		}
		t.strong = strong || t.kind == star
	}
	return s.out
}

// add appends a token and before it the words that lie between it and the last one.
func (s *scanner) add(t token) {
	if t.start > s.from {
		s.out = append(s.out, token{kind: words, start: s.from, end: t.start, paced: len(s.open) > 0})
	}
	t.paced = len(s.open) > 0
	s.out = append(s.out, t)
	s.from = t.end
}

// longest are the bytes of the longest tag and of the longest {written|spoken}, as in package script.
const longestTag, longestSpoken = 40, 1000

func (s *scanner) tag(i int) int {
	size := strings.IndexAny(s.text[i+1:min(len(s.text), i+1+longestTag)], "[]")
	if size < 0 || s.text[i+1+size] == '[' {
		return i + 1
	}
	end := i + size + 2
	name, argument, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s.text[i+1:end-1])), " ")
	argument = strings.TrimSpace(argument)
	t := token{kind: tag, start: i, end: end}
	switch {
	case (name == "slow" || name == "fast") && argument == "" || name == "pace":
		switch {
		case name == "slow":
			t.label = lang.L("slow")
		case name == "fast":
			t.label = lang.L("fast")
		default:
			t.label = strings.TrimSpace(lang.L("pace") + " " + argument)
		}
		s.add(t)
		s.open = append(s.open, name)
	case (name == "/slow" || name == "/fast" || name == "/pace") && argument == "":
		s.add(t)
		for k := len(s.open) - 1; k >= 0; k-- {
			if s.open[k] == name[1:] {
				s.open = append(s.open[:k], s.open[k+1:]...)
				break
			}
		}
	default:
		label, ok := pauseLabel(name, argument)
		if !ok {
			return i + 1
		}
		t.label = label
		s.add(t)
	}
	return end
}

// pauseLabel says what the chip of a pause shows: "pause", "1.5 s".
func pauseLabel(name, argument string) (string, bool) {
	timed := name == "pause" || name == "break"
	if timed && argument == "" {
		return lang.L("pause"), true
	}
	if !timed {
		argument = name + argument
	}
	digits := strings.TrimRight(argument, "abcdefghijklmnopqrstuvwxyz. ")
	if digits == "" || strings.Trim(digits, "0123456789.,") != "" {
		return "", false
	}
	v, err := strconv.ParseFloat(strings.Replace(digits, ",", ".", 1), 64)
	if err != nil {
		return "", false
	}
	switch strings.Trim(argument[len(digits):], " .") {
	case "":
		if !timed {
			return "", false
		}
	case "s", "sec", "secs", "second", "seconds":
	case "ms":
		v /= 1000
	default:
		return "", false
	}
	return lang.L("{{.Seconds}} s", map[string]any{"Seconds": strconv.FormatFloat(v, 'g', 3, 64)}), true
}

func (s *scanner) brace(i int) int {
	bar := 0
	for q := i + 1; q < len(s.text) && q < i+longestSpoken && s.text[q] != '{'; q++ {
		switch {
		case s.text[q] == '|' && bar == 0:
			bar = q
		case s.text[q] == '}':
			if bar > 0 {
				s.add(token{kind: brace, start: i, end: q + 1, bar: bar})
			}
			return q + 1
		}
	}
	return i + 1
}

func (s *scanner) stars(i int) int {
	end := i
	for end < len(s.text) && s.text[end] == '*' {
		end++
	}
	last, _ := utf8.DecodeLastRuneInString(s.text[:i])
	next, _ := utf8.DecodeRuneInString(s.text[end:])
	opens := end < len(s.text) && !unicode.IsSpace(next) && !inWord(last)
	closes := i > 0 && !unicode.IsSpace(last) && !inWord(next)
	switch {
	case end-i > 3:
	case closes && s.star >= 0:
		s.star = -1
		s.add(token{kind: star, closing: true, start: i, end: end})
	case opens:
		s.unmatch()
		s.add(token{kind: star, start: i, end: end})
		s.star = len(s.out) - 1
	}
	return end
}

// unmatch makes words of the sign of an emphasis that is not ended.
func (s *scanner) unmatch() {
	if s.star >= 0 {
		s.out[s.star].kind = words
		s.star = -1
	}
}

// inWord tells whether r is part of a word that is written with spaces around it.
func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) &&
		!(r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0xFF00 && r <= 0xFFEF))
}

// words returns the ink of a line's words.
func (p *pen) words(kind script.Kind) ink {
	switch kind {
	case script.Heading:
		return ink{size: 20 * p.unit, style: fyne.TextStyle{Bold: true}, colour: p.fore}
	case script.Note:
		return ink{size: 13.5 * p.unit, style: fyne.TextStyle{Italic: true}, colour: p.quiet}
	}
	return ink{size: p.body(), colour: p.fore}
}

// pitch returns the height of a visual line of a line's words.
func (p *pen) pitch(kind script.Kind) float32 {
	switch kind {
	case script.Heading:
		return 29 * p.unit
	case script.Note:
		return 20 * p.unit
	}
	return 24 * p.unit
}

// strong returns an ink with emphasis.
func strong(k ink) ink {
	k.style.Italic = true
	k.style.Bold = true
	return k
}

// read returns a line as it is read: markup is quiet or hidden.
func read(p *pen, line script.Line) []piece {
	base := p.words(line.Kind)
	if line.Kind == script.Note {
		return []piece{{0, len(line.Text), line.Text, base, plain}}
	}
	var out []piece
	for _, t := range scan(line.Text) {
		k, kind := base, plain
		if t.strong {
			k = strong(base)
		}
		if t.paced {
			kind = tinted
		}
		switch t.kind {
		case words:
			out = append(out, piece{t.start, t.end, line.Text[t.start:t.end], k, kind})
		case tag:
			if t.label != "" {
				out = append(out, piece{t.start, t.end, t.label, ink{size: p.small(), colour: p.quiet}, chip})
			} else {
				out = append(out, piece{t.start, t.end, "", k, kind})
			}
		case star, slash:
			out = append(out, piece{t.start, t.end, "", k, kind})
		case brace:
			out = append(out, piece{t.start, t.start + 1, "", k, kind},
				piece{t.start + 1, t.bar, line.Text[t.start+1 : t.bar], k, written},
				piece{t.bar, t.end, "", k, kind})
		}
	}
	return out
}

// write returns a text as it is written, with every sign of the markup, for the editor.
func write(p *pen, kind script.Kind, text string) []piece {
	base := p.words(kind)
	if kind == script.Note || text == "" {
		return []piece{{0, len(text), text, base, plain}}
	}
	quiet := base
	quiet.colour = p.faint
	quiet.style.Bold = false
	var out []piece
	for _, t := range scan(text) {
		k := base
		if t.strong {
			k = strong(base)
		}
		kind := plain
		if t.paced {
			kind = tinted
		}
		switch t.kind {
		case words:
			out = append(out, piece{t.start, t.end, text[t.start:t.end], k, kind})
		case tag:
			q := quiet
			q.colour = p.primary
			out = append(out, piece{t.start, t.end, text[t.start:t.end], q, plain})
		case star, slash:
			out = append(out, piece{t.start, t.end, text[t.start:t.end], quiet, kind})
		case brace:
			said := quiet
			said.colour = p.primary
			out = append(out, piece{t.start, t.start + 1, "{", quiet, kind},
				piece{t.start + 1, t.bar, text[t.start+1 : t.bar], k, written},
				piece{t.bar, t.bar + 1, "|", quiet, kind},
				piece{t.bar + 1, t.end - 1, text[t.bar+1 : t.end-1], said, kind},
				piece{t.end - 1, t.end, "}", quiet, kind})
		}
	}
	return out
}
