package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// signNames are signs that are said the same wherever they stand.
var signNames = map[rune]string{
	'&': "and", '=': "equals", '÷': "divided by", '±': "plus or minus", '≈': "approximately", '≠': "does not equal",
	'≤': "less than or equal to", '≥': "greater than or equal to", '%': "percent", '‰': "per mille", '°': "degrees", 'º': "",
	'ª': "", '§': "section", '¶': "paragraph", '©': "copyright", '®': "registered", '™': "trademark", '\\': "backslash", '€': "euros",
	'£': "pounds", '¥': "yen", '$': "dollars", '¢': "cents", '₹': "rupees", '√': "the square root of", '∞': "infinity",
	'∑': "the sum of", '∆': "delta", '∂': "partial", '∫': "the integral of", '∈': "in", '∩': "intersection", '∪': "union",
	'⊂': "subset of", '∅': "the empty set", '∀': "for all", '∃': "there exists", '→': "to", '⇒': "implies", '←': "from",
	'↔': "to and from", '↑': "up", '↓': "down", '×': "times", '−': "minus", '·': "times", '²': "squared", '³': "cubed", '¹': "",
	'✓': "check", '✔': "check", '✗': "cross", '✘': "cross", 'Ω': "ohms", '♯': "sharp", '♭': "flat", '∴': "therefore",
}

// emoticon is a face made of punctuation; it is shown as a symbol and not said.
var emoticon = regexp.MustCompile(`^[:;]['-]?(?:[)(|*]+|[DPpOo/]\b)`)

var (
	entity   = regexp.MustCompile(`^&(amp|nbsp|lt|gt|quot|apos|#39|hellip|mdash|ndash);`)
	entities = map[string]string{"amp": "and", "lt": "less than", "gt": "greater than"}
	// tag is one of HTML; it is shown as a symbol and not said.
	tag = regexp.MustCompile(`^</?[A-Za-z][A-Za-z0-9]{0,9}(?: [^<>]{0,120})?/?>`)
)

// signed: the sign before a number or an amount, and a number that begins with its point.
func (n *normaliser) signed(p int) int {
	r, size := utf8.DecodeRuneInString(n.ahead(p))
	name := ""
	switch r {
	case '-', '−':
		name = "minus"
	case '+':
		name = "plus"
	case '±':
		name = "plus or minus"
	case '.':
		if !isDigit(n.at(p+1)) || p > n.a && isAlnum(n.at(p-1)) {
			return 0
		}
		v, _ := n.numeralAt(p)
		return n.quantity(v)
	default:
		return 0
	}
	if !n.afterBreak(p) && !n.wasRange() {
		return 0
	}
	rest := strings.TrimPrefix(n.ahead(p+size), ".")
	if rest == "" {
		return 0
	}
	next, nextSize := utf8.DecodeRuneInString(rest)
	_, money := signs[next]
	_, part := vulgar[next]
	if !isDigit(rest[0]) && !part && !(money && len(rest) > nextSize && isDigit(rest[nextSize])) {
		return 0
	}
	return n.emit(p, p+size, name, Symbol)
}

// wasRange reports whether the last thing said was the "to" of a range.
func (n *normaliser) wasRange() bool {
	return len(n.spans) > 0 && n.spans[len(n.spans)-1].Kind == Symbol
}

// symbol says the other signs and emoji.
func (n *normaliser) symbol(p int) int {
	r, size := utf8.DecodeRuneInString(n.ahead(p))
	e := p + size
	if r == utf8.RuneError {
		return 0
	}
	left, right := n.at(p-1), n.at(e)
	if (r == ':' || r == ';') && (p == n.a || isSpace(left)) {
		if m := n.match(emoticon, p); m != nil && !isAlnum(n.at(p+len(m[0]))) {
			return n.emit(p, p+len(m[0]), "", Symbol)
		}
	}
	switch r {
	case '+':
		return n.emit(p, e, "plus", Symbol)
	case '=':
		for n.at(e) == '=' {
			e++
		}
		if e-p > 2 { // a ruled line
			return n.emit(p, e, "", Symbol)
		}
	case '&':
		if m := n.match(entity, p); m != nil {
			return n.emit(p, p+len(m[0]), entities[m[1]], Symbol)
		}
	case '#':
		return n.hash(p)
	case '@':
		if isAlnum(right) || right == '_' {
			return n.handle(p, "at")
		}
		return n.emit(p, e, "at", Symbol)
	case '/':
		return n.slash(p)
	case '~':
		if isDigit(right) || right == '$' {
			return n.emit(p, e, "about", Symbol)
		}
		if isSpace(left) && isSpace(right) {
			return n.emit(p, e, "tilde", Symbol)
		}
		return n.emit(p, e, "", Symbol)
	case '*':
		near := isDigit(left) && isDigit(right) || left == ' ' && right == ' ' && isDigit(n.at(p-2)) && isDigit(n.at(p+2))
		if near {
			return n.emit(p, e, "times", Symbol)
		}
		for n.at(e) == '*' {
			e++
		}
		return n.emit(p, e, "", Symbol) // emphasis or a footnote
	case '_':
		for n.at(e) == '_' {
			e++
		}
		return n.emit(p, e, "", Symbol)
	case '^':
		if isDigit(right) || isLetter(right) && isAlnum(left) {
			return n.emit(p, e, "to the power of", Symbol)
		}
		return n.emit(p, e, "", Symbol)
	case '<', '>':
		return n.angle(p)
	case '²', '³', '¹':
		if wordBefore := n.prev(1); len(wordBefore) > 2 && isLetter(last(wordBefore)) && isLetter(left) {
			return n.emit(p, e, "", Symbol) // a footnote
		}
	case '•', '·':
		if !isDigit(left) && !isDigit(n.at(p-2)) {
			return 0
		}
	}
	if f, ok := vulgar[r]; ok {
		words := fraction(f[0], f[1])
		if n.at(p-1) == '-' || n.prevWord() == "and" && f[0] == "1" {
			words = mixedPart(f)
		}
		return n.fractionOf(p, e, words, true)
	}
	if name, ok := signNames[r]; ok {
		return n.emit(p, e, name, Symbol)
	}
	if name, ok := emojiNames[r]; ok {
		for strings.HasPrefix(n.ahead(e), string(r)) { // a row of the same is said once
			e += size
		}
		return n.emit(p, e, name, Symbol)
	}
	if size, name := flag(n.ahead(p)); size > 0 {
		return n.emit(p, p+size, name, Symbol)
	}
	if r == '⁻' || r == '⁺' {
		return n.emit(p, e, map[rune]string{'⁻': "to the power of minus", '⁺': "plus"}[r], Symbol)
	}
	if r >= '⁰' && r <= '⁹' || r >= '₀' && r <= '₉' {
		return n.raised(p)
	}
	return 0
}

// raised says small raised or lowered digits: 10⁶ as "to the power of six", H₂O as its digit.
func (n *normaliser) raised(p int) int {
	e, digits, low := p, "", false
	for e < n.b {
		r, size := utf8.DecodeRuneInString(n.c.s[e:])
		switch {
		case r >= '⁰' && r <= '⁹':
			digits += string('0' + byte(r-'⁰'))
		case r >= '₀' && r <= '₉':
			digits, low = digits+string('0'+byte(r-'₀')), true
		default:
			size = 0
		}
		if size == 0 || len(digits) > 9 {
			break
		}
		e += size
	}
	words := cardinal(digits)
	if !low && !strings.HasSuffix(n.prev(1), "⁻") {
		words = "to the power of " + words
	}
	return n.emit(p, e, words, Symbol)
}

// hash: #5 is number five, #NoFilter a hashtag, and # at the start of a line a heading.
func (n *normaliser) hash(p int) int {
	e := p + 1
	for n.at(e) == '#' {
		e++
	}
	switch next := n.at(e); {
	case isDigit(next):
		return n.emit(p, e, "number", Symbol)
	case isLetter(next):
		return n.handle(p, "hashtag")
	case p > n.a && isUpper(n.at(p-1)): // C#
		return n.emit(p, e, "sharp", Symbol)
	case p == n.a || isSpace(next) || next == 0:
		return n.emit(p, e, "", Symbol)
	}
	return n.emit(p, e, "hash", Symbol)
}

// handle says #ThisTag and @this_name; a tag's parts are said apart.
func (n *normaliser) handle(p int, sign string) int {
	e := p + 1
	for e < n.b && e < p+window && (isAlnum(n.c.s[e]) || n.c.s[e] == '_') {
		e++
	}
	words := []string{sign}
	for _, part := range strings.Split(n.c.s[p+1:e], "_") {
		for len(part) > 0 {
			run := digitPrefix(part)
			if run != "" {
				if len(run) == 4 && run > "1100" && run < "2100" {
					words = append(words, year(run))
				} else {
					words = append(words, codeDigits(run))
				}
			} else {
				run = letters(part)
				switch parts := camel(run, 1); {
				case parts != "":
					words = append(words, parts)
				case spelled[run] || len(run) > 1 && strings.ToUpper(run) == run && !pronounceable(run):
					words = append(words, spell(run))
				case len(run) == 1:
					words = append(words, strings.ToUpper(run))
				default:
					words = append(words, strings.ToLower(run))
				}
			}
			part = part[len(run):]
		}
	}
	if len(words) == 1 {
		return n.emit(p, e, sign, Symbol)
	}
	return n.emit(p, e, strings.Join(words, " "), URL)
}

var (
	alternatives = set("he she him her his hers their they s/he yes no true false his/her on off pass fail win lose either or")
	silentSlash  = set("or and tcp ac client")
)

// slash: and/or, he/she, TCP/IP, and otherwise "slash".
func (n *normaliser) slash(p int) int {
	prev, next := n.prevWord(), n.nextWord(p+1)
	said := "slash"
	switch {
	case isSpace(n.at(p-1)) && isSpace(n.at(p+1)):
		return n.emit(p, p+1, ",", Punctuation)
	case silentSlash[next] || silentSlash[prev]:
		said = ""
	case alternatives[prev] && alternatives[next]:
		said = "or"
	case isUpper(n.at(p-1)) && isUpper(n.at(p-2)) && isUpper(n.at(p+1)) && isUpper(n.at(p+2)):
		said = ""
	case isDigit(n.at(p-1)) && isDigit(n.at(p+1)):
		if v, _ := n.numeralAt(p + 1); v.whole == "5" || v.whole == "10" || v.whole == "100" {
			said = "out of"
		}
	case len(letters(n.ahead(p+1))) == 1 && isUpper(n.at(p-1)) && isUpper(n.at(p+1)) && !isAlnum(n.at(p-2)):
		said = "" // N/A
	case n.at(p+1) != '/' && len(n.spans) > 0:
		kind := n.spans[len(n.spans)-1].Kind
		if per, ok := perUnits[next]; ok && len(next) > 1 && !isAlnum(n.at(p+1+len(next))) && (kind == Number || kind == Unit || kind == Plain && strings.HasSuffix(prev, "s") && len(prev) > 3) {
			return n.emit(p, p+1+len(next), "per "+per, Unit)
		}
		if per, ok := perUnits[next]; ok && len(n.spans) > 0 && (n.spans[len(n.spans)-1].Kind == Money || len(next) > 2 && n.spans[len(n.spans)-1].Kind == Unit) {
			return n.emit(p, p+1+len(next), "per "+per, Unit)
		}
	}
	return n.emit(p, p+1, said, Symbol)
}

var comparisons = map[byte]string{'<': "less than", '>': "greater than"}

// angle: < and > between quantities compare; elsewhere they are brackets, quotation marks or arrows.
func (n *normaliser) angle(p int) int {
	if n.at(p) == '<' && n.at(p+1) == '3' && !isAlnum(n.at(p+2)) && n.at(p+2) != '.' {
		return n.emit(p, p+2, "heart", Symbol)
	}
	if m := n.match(tag, p); n.at(p) == '<' && m != nil {
		return n.emit(p, p+len(m[0]), "", Symbol)
	}
	next := n.at(n.skipSpace(p + 1))
	if n.at(p+1) == '=' {
		return n.emit(p, p+2, comparisons[n.at(p)]+" or equal to", Symbol)
	}
	if p > n.a && (isDigit(next) || next == '-' || next == '$' || next == '.' || n.at(p-1) == ' ' && n.at(p+1) == ' ') {
		return n.emit(p, p+1, comparisons[n.at(p)], Symbol)
	}
	return n.emit(p, p+1, "", Symbol)
}
