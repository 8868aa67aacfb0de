package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clause is a letter or number in brackets that clings to what stands before it.
var clause = regexp.MustCompile(`^\(([A-Za-z]|[0-9]{1,2})\)`)

func (n *normaliser) clause(p int) []string {
	if p == n.a || !isAlnum(n.c.s[p-1]) && n.c.s[p-1] != ')' || n.at(p+2) != ')' && n.at(p+3) != ')' {
		return nil
	}
	return n.match(clause, p)
}

// stop says marks of punctuation: as one of the stops that the voice knows, or as nothing.
func (n *normaliser) stop(p int) int {
	s := n.c.s
	switch ch := s[p]; ch {
	case '.':
		e := p
		for e < n.b && s[e] == '.' {
			e++
		}
		if e-p == 1 && (p == n.a || isSpace(s[p-1])) && isLetter(n.at(e)) && !strings.HasSuffix(n.prev(1), ".") {
			return n.emit(p, e, "dot", Symbol) // .NET
		}
		for n.at(e) == ' ' && n.at(e+1) == '.' && !isAlnum(n.at(e+2)) { // . . .
			e += 2
		}
		if e-p > 1 {
			return n.emit(p, e, "…", Punctuation)
		}
		return n.emit(p, e, ".", Punctuation)
	case ',', ';', ':', '?', '!':
		return n.emit(p, p+1, string(ch), Punctuation)
	case '"', '\'', '{', '}':
		return n.emit(p, p+1, "", Punctuation)
	case '(', '[':
		if m := n.clause(p); m != nil {
			n.emit(p, p+1, "", Punctuation) // 401(k), Section 8(b)(1)
			spoken, kind := strings.ToUpper(m[1]), Letters
			if isDigit(m[1][0]) {
				spoken, kind = cardinal(m[1]), Number
			}
			e := n.emit(p+1, p+1+len(m[1]), spoken, kind)
			return n.emit(e, e+1, "", Punctuation)
		}
		return n.emit(p, p+1, n.pause(p+1), Punctuation)
	case ')', ']', '|':
		return n.emit(p, p+1, n.pause(p+1), Punctuation)
	case '-':
		return n.dash(p)
	}
	switch {
	case n.has(p, "…"):
		e := p + len("…")
		for n.at(e) == '.' {
			e++
		}
		return n.emit(p, e, "…", Punctuation)
	case n.has(p, "—"):
		return n.emit(p, p+len("—"), n.breakAt(p+len("—")), Punctuation)
	case n.has(p, "–"):
		return n.dash(p)
	}
	for _, bullet := range []string{"•", "·", "‣", "▪", "●", "◦", "■", "►", "▶", "➤", "➔", "★", "☆", "⁂", "※"} {
		if n.has(p, bullet) {
			return n.emit(p, p+len(bullet), n.pause(p+len(bullet)), Punctuation)
		}
	}
	r, size := utf8.DecodeRuneInString(n.ahead(p))
	switch r {
	case '¿', '¡', '†', '‡', '¦', '‖':
		return n.emit(p, p+size, "", Punctuation)
	case '‼':
		return n.emit(p, p+size, "!", Punctuation)
	case '⁇', '⁈', '⁉', '‽', '？':
		return n.emit(p, p+size, "?", Punctuation)
	}
	return 0
}

// pause is the stop for a bracket or bullet: a comma where more of the sentence follows.
func (n *normaliser) pause(e int) string {
	if n.finalDot(e-1) || n.b-e < 2 && n.at(e) == '.' {
		return ""
	}
	return ","
}

// breakAt is the stop for a long dash: one where more follows, or where speech is cut off.
func (n *normaliser) breakAt(e int) string {
	if e >= n.b && len(n.spans) == 0 {
		return ""
	}
	return "—"
}

// dash: the hyphen of a compound, a break in the sentence, a bullet, or "to" in Monday–Friday.
func (n *normaliser) dash(p int) int {
	e := p
	for e < n.b && n.c.s[e] == '-' {
		e++
	}
	long := e-p > 1
	if e == p { // an en dash
		e, long = p+len("–"), true
	}
	if c := n.at(p - 1); c >= 'A' && c <= 'F' && !isAlnum(n.at(p-2)) && !isAlnum(n.at(e)) && e == p+1 && n.at(e) != '-' && n.at(p-2) != '-' {
		return n.emit(p, e, "minus", Symbol) // a grade of B-
	}
	left, right := p > n.a && !isSpace(n.at(p-1)), e < n.b && !isSpace(n.at(e))
	switch {
	case e-p > 3 && n.c.s[p] == '-', p == n.a: // a ruled line or a bullet
		return n.emit(p, e, "", Punctuation)
	case left && right && (!long || n.c.s[p] != '-') && isAlnum(n.at(p-1)) && (isAlnum(n.at(e)) || n.at(e) == '\'' || n.at(e) == '$'):
		if from, to := n.prevWord(), n.nextWord(e); isCalendar(from) && isCalendar(to) {
			return n.emit(p, e, "to", Symbol)
		}
		return n.emit(p, e, "", Punctuation)
	case !long && left != right: // pre- and post-war
		return n.emit(p, e, "", Punctuation)
	}
	return n.emit(p, e, n.breakAt(e), Punctuation)
}

var weekdays = set("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun")

func isCalendar(w string) bool { return weekdays[w] || months[w] != "" && w != "may" && w != "march" }

// foreign says single Greek letters by their names and takes everything else that no rule knows for unspeakable: a run
// of letters of another script is one span.
func (n *normaliser) foreign(p int) int {
	r, size := utf8.DecodeRuneInString(n.c.s[p:n.b])
	e := p + size
	if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) || r == utf8.RuneError {
		for r == utf8.RuneError && strings.HasPrefix(n.c.s[e:n.b], "\uFFFD") {
			e += len("\uFFFD")
		}
		return n.emit(p, e, "", Unspeakable)
	}
	for e < n.b {
		next, size := utf8.DecodeRuneInString(n.c.s[e:])
		if next < utf8.RuneSelf || next == utf8.RuneError || !unicode.IsLetter(next) && !unicode.IsMark(next) && !unicode.IsNumber(next) {
			break
		}
		e += size
	}
	if name, ok := greek[unicode.ToLower(r)]; ok && e == p+size {
		return n.emit(p, e, name, Symbol)
	}
	return n.emit(p, e, "", Unspeakable)
}

var greek = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ζ': "zeta", 'η': "eta", 'θ': "theta",
	'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'ν': "nu", 'ξ': "xi", 'ο': "omicron", 'π': "pi", 'ρ': "rho", 'σ': "sigma",
	'ς': "sigma", 'τ': "tau", 'υ': "upsilon", 'φ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega", 'µ': "mu",
}
