package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// window is how far, in bytes, a rule looks ahead. It bounds the work at each place, so that the whole stays linear.
const window = 160

// normaliser walks over one sentence of the canonical text and collects spans. Each rule is a method that is given
// the place of the next character and returns where its match ends, or 0 when it does not apply; it has then emitted
// nothing.
type normaliser struct {
	c        *canon
	a, b     int // the sentence
	spans    []Span
	ends     []place
	shouting bool // the sentence is written in capitals
	inMarkup bool
}

// place is the canonical range of a span.
type place struct{ a, b int }

// Normalise returns the spoken form of s, which may be one sentence or a whole text.
func Normalise(s string) Spoken {
	return Spoken{Spans: normalise(s, false)}
}

func normalise(s string, inMarkup bool) []Span {
	c := canonical(s)
	n := &normaliser{c: c, inMarkup: inMarkup}
	sentences := segments(c)
	for i, seg := range sentences {
		n.a, n.b = seg.a, seg.b
		n.shouting = shouts(c.s[n.a:n.b])
		n.sentence()
		if i+1 < len(sentences) {
			n.closeSentence()
		}
	}
	settleStops(n.spans)
	return n.spans
}

// closeSentence adds the stop that a heading or list item lacks, so that it does not run into what follows.
func (n *normaliser) closeSentence() {
	for i := len(n.spans) - 1; i >= 0; i-- {
		s := n.spans[i]
		if s.Spoken == "" {
			continue
		}
		if s.Kind != Punctuation || strength(s.Spoken) < strength("…") {
			n.emit(n.b, n.b, ".", Punctuation)
		}
		return
	}
}

// sentence walks over the sentence a..b.
func (n *normaliser) sentence() {
	for p := n.a; p < n.b; {
		if isSpace(n.c.s[p]) {
			p++
			continue
		}
		next := n.step(p)
		if next <= p { // no rule may stall the walk
			_, size := utf8.DecodeRuneInString(n.c.s[p:])
			next = p + size
			n.emit(p, next, "", Unspeakable)
		}
		p = next
	}
}

// step finds the rule for what stands at p.
func (n *normaliser) step(p int) int {
	ch := n.c.s[p]
	switch {
	case ch == '{':
		if e := n.markup(p); e > 0 {
			return e
		}
	case isAlnum(ch):
		if e := n.address(p); e > 0 {
			return e
		}
	}
	switch {
	case isDigit(ch):
		return n.number(p)
	case isLetter(ch), ch == '\'':
		return n.word(p)
	}
	if e := n.phone(p); e > 0 {
		return e
	}
	if e := n.signed(p); e > 0 {
		return e
	}
	if e := n.money(p); e > 0 {
		return e
	}
	if e := n.symbol(p); e > 0 {
		return e
	}
	if e := n.stop(p); e > 0 {
		return e
	}
	return n.foreign(p)
}

// emit adds a span for the canonical range a..b.
func (n *normaliser) emit(a, b int, spoken string, kind Kind) int {
	n.spans = append(n.spans, n.c.span(a, b, spoken, kind))
	n.ends = append(n.ends, place{a, b})
	return b
}

// at returns the byte at p, 0 outside the sentence.
func (n *normaliser) at(p int) byte {
	if p < n.a || p >= n.b {
		return 0
	}
	return n.c.s[p]
}

// ahead returns the text at p, as far as a rule may look.
func (n *normaliser) ahead(p int) string {
	if p >= n.b {
		return ""
	}
	return n.c.s[p:min(p+window, n.b)]
}

// has reports whether the text at p begins with s.
func (n *normaliser) has(p int, s string) bool { return strings.HasPrefix(n.ahead(p), s) }

// match applies re, which must be anchored, at p. A match may not end inside a word or number.
func (n *normaliser) match(re *regexp.Regexp, p int) []string {
	m := re.FindStringSubmatch(n.ahead(p))
	if m == nil || len(m[0]) == 0 {
		return nil
	}
	if e := p + len(m[0]); isAlnum(n.c.s[e-1]) && isAlnum(n.at(e)) {
		return nil
	}
	return m
}

// wordEnd returns the end of the letters and inner apostrophes from p on.
func (n *normaliser) wordEnd(p int) int {
	for p < n.b {
		switch ch := n.c.s[p]; {
		case isLetter(ch):
		case ch == '\'' && isLetter(n.at(p+1)) && p > n.a && isLetter(n.c.s[p-1]):
		default:
			return p
		}
		p++
	}
	return p
}

// nextWord returns the word after p in lower case, "" when no word follows after spaces alone.
func (n *normaliser) nextWord(p int) string {
	w := n.ahead(n.skipSpace(p))
	return strings.ToLower(letters(w))
}

// letters returns the run of letters that s begins with.
func letters(s string) string {
	i := 0
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return s[:i]
}

func (n *normaliser) skipSpace(p int) int {
	for p < n.b && isSpace(n.c.s[p]) {
		p++
	}
	return p
}

// prev returns the canonical text of the span k places before the next one, in its own case; "" at the sentence's start.
func (n *normaliser) prev(k int) string {
	i := len(n.ends) - k
	if i < 0 || n.ends[i].a < n.a {
		return ""
	}
	e := n.ends[i]
	return n.c.s[e.a:min(e.b, e.a+window)]
}

// prevWord is prev(1) in lower case, without the full stop of an abbreviation.
func (n *normaliser) prevWord() string { return strings.ToLower(strings.TrimSuffix(n.prev(1), ".")) }

// afterBreak reports whether p stands where a new expression can begin: after a space, an opening bracket or a sign.
func (n *normaliser) afterBreak(p int) bool {
	if p <= n.a {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(n.c.s[n.a:p])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(").,%°", r)
}

// finalDot reports whether the full stop at p also ends the sentence: nothing but closing marks follow it.
func (n *normaliser) finalDot(p int) bool {
	for q := p + 1; q < n.b; q++ {
		if !isSpace(n.c.s[q]) && !strings.ContainsRune(`"')]}*_`, rune(n.c.s[q])) {
			return false
		}
		if q > p+16 {
			return false
		}
	}
	return true
}

// dotted extends a match that ends at e over a full stop that belongs to the abbreviation before it.
func (n *normaliser) dotted(e int) int {
	if n.at(e) == '.' && !n.finalDot(e) {
		return e + 1
	}
	return e
}
