package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// numeral is a number as written with digits, commas between thousands and a decimal point.
type numeral struct {
	a, e    int
	whole   string // digits only
	frac    string
	grouped bool // had commas
}

// numeralAt reads the number that begins at p with a digit, or with a point before a digit.
func (n *normaliser) numeralAt(p int) (numeral, bool) {
	s, q := n.c.s, p
	for q < n.b && isDigit(s[q]) {
		q++
	}
	num := numeral{a: p, whole: s[p:q]}
	if d := q - p; d >= 1 && d <= 3 {
		var digits strings.Builder
		digits.WriteString(s[p:q])
		for q+3 < n.b && s[q] == ',' && isDigit(s[q+1]) && isDigit(s[q+2]) && isDigit(s[q+3]) && !isDigit(n.at(q+4)) {
			digits.WriteString(s[q+1 : q+4])
			q += 4
			num.grouped = true
		}
		num.whole = digits.String()
	}
	if n.at(q) == '.' && isDigit(n.at(q+1)) {
		f := q + 1
		for f < n.b && isDigit(s[f]) {
			f++
		}
		num.frac, q = s[q+1:f], f
	}
	num.e = q
	return num, num.whole != "" || num.frac != ""
}

// words says the number as a quantity.
func (v numeral) words() string {
	if len(v.whole) > 1 && v.whole[0] == '0' && !v.grouped && v.frac == "" {
		return eachDigit(v.whole)
	}
	return decimal(v.whole, v.frac)
}

// one reports whether the number is exactly one, so that its noun is singular.
func (v numeral) one() bool { return v.whole == "1" && v.frac == "" }

// number says what begins with a digit at p: the special forms first, then a plain number with what clings to it.
func (n *normaliser) number(p int) int {
	q := p
	for isDigit(n.at(q)) && q < p+window {
		q++
	}
	if q-p < window/2 {
		if e := n.special(p, n.at(q)); e > 0 {
			return n.rangeTo(e)
		}
	}
	v, _ := n.numeralAt(p)
	return n.rangeTo(n.quantity(v))
}

// special says the forms that are more than one number: dates, times, fractions. after is the character behind the
// first digits; it tells which forms are possible at all.
func (n *normaliser) special(p int, after byte) int {
	joined := after == '-' || after == '/' || after == '.'
	if joined {
		if e := n.date(p); e > 0 {
			return e
		}
	}
	if joined && after != '/' || after == ' ' {
		if e := n.phone(p); e > 0 {
			return e
		}
	}
	if after == ':' || after == '.' {
		if e := n.clock(p); e > 0 {
			return e
		}
	}
	if isLetter(after) || after == ' ' {
		if e := n.dayMonth(p); e > 0 {
			return e
		}
		if e := n.clockHour(p); e > 0 {
			return e
		}
	}
	if after == '.' {
		if e := n.version(p); e > 0 {
			return e
		}
	}
	if after == '/' || after == ' ' || after == '-' || after >= utf8.RuneSelf {
		if e := n.mixedFraction(p); e > 0 {
			return e
		}
	}
	if after == ':' || after == '.' {
		return n.ratio(p)
	}
	return 0
}

// quantity says the number v with its suffix or unit and returns the end.
func (n *normaliser) quantity(v numeral) int {
	if e := n.ordinalSuffix(v); e > 0 {
		return e
	}
	if e := n.decade(v); e > 0 {
		return e
	}
	if e := n.magnitude(v); e > 0 {
		return e
	}
	if e := n.feet(v); e > 0 {
		return e
	}
	if e := n.unit(v); e > 0 {
		return e
	}
	if e := n.moneyAfter(v); e > 0 {
		return e
	}
	if e := n.times(v); e > 0 {
		return e
	}
	if e := n.code(v); e > 0 {
		return e
	}
	if e := n.dimension(v); e > 0 {
		return e
	}
	if len(v.whole) == 4 && n.at(v.e) == ' ' && n.match(streetAfter, v.e) != nil {
		return n.emit(v.a, v.e, codeDigits(v.whole), Number)
	}
	if n.isYear(v) {
		return n.emit(v.a, v.e, year(v.whole), Date)
	}
	if n.codeNumber(v) {
		if len(v.whole) == 3 && v.whole[1:] == "11" || v.whole == "999" || v.whole == "112" {
			return n.emit(v.a, v.e, eachDigit(v.whole), Number) // emergency lines
		}
		return n.emit(v.a, v.e, codeDigits(v.whole), Number)
	}
	return n.emit(v.a, v.e, v.words(), Number)
}

// codeNumber reports whether a bare number is part of a code or a name, read in pairs: B-747, Room 221, Route 101.
func (n *normaliser) codeNumber(v numeral) bool {
	if v.frac != "" || v.grouped || len(v.whole) < 3 {
		return false
	}
	switch n.prevWord() {
	case "call", "dial", "dialed", "called", "calling", "dialing", "text":
		return len(v.whole) == 3
	}
	if n.at(v.a-1) == '-' && isLetter(n.at(v.a-2)) {
		return true
	}
	noun := codeNouns[n.prevWord()]
	switch n.prevWord() {
	case "is", "number", ":", "was", "#":
		noun = codeNouns[strings.ToLower(n.prev(2))]
		if noun == 1 {
			noun = 0
		}
	}
	if n.at(v.e) == '(' && n.match(clause, v.e) != nil {
		return len(v.whole) == 3
	}
	if line := n.prev(1); len(line) < 4 && strings.ToUpper(line) == line && codeNouns[strings.ToLower(n.prev(2))] > 0 {
		return true // Flight UA 1549
	}
	if state := n.prev(1); len(v.whole) == 5 && len(state) == 2 && strings.ToUpper(state) == state {
		return true // a postal code
	}
	if len(v.whole) > 4 {
		return noun == 2
	}
	if n.match(streetAfter, v.e) != nil {
		return true
	}
	return noun > 0 && v.whole[1:] != "00" && v.whole[1:] != "000"
}

// streetAfter is the name of a street, which makes the number before it a house number.
var streetAfter = regexp.MustCompile(`^ (?:[NSEW]\.? )?(?:[A-Z][a-z]+|[0-9]{1,3}(?:st|nd|rd|th)) (?:[A-Z][a-z]+ )?(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Court|Ct|Place|Pl|Parkway|Pkwy)\b`)

// codeNouns are words after which a number is a name; 2: a long one is said digit by digit.
var codeNouns = map[string]int{
	"room": 1, "suite": 1, "apartment": 1, "apt": 1, "flight": 1, "route": 1, "highway": 1, "hwy": 1, "interstate": 1,
	"boeing": 1, "airbus": 1, "bus": 1, "area": 1, "unit": 1, "extension": 2, "ext": 2, "code": 2, "pin": 2, "zip": 2,
	"account": 2, "order": 2, "ticket": 2, "invoice": 2, "dial": 2, "gate": 1, "train": 1, "porsche": 1, "postcode": 2,
	"case": 2, "reference": 2, "ref": 2, "serial": 2, "id": 2,
}

// ordinalSuffix: 1st, 22nd, 1,000th.
func (n *normaliser) ordinalSuffix(v numeral) int {
	if v.frac != "" || v.e+2 > n.b || isAlnum(n.at(v.e+2)) {
		return 0
	}
	switch strings.ToLower(n.c.s[v.e : v.e+2]) {
	case "st", "nd", "rd", "th":
		return n.emit(v.a, v.e+2, ordinal(v.whole), Ordinal)
	}
	return 0
}

// decade: 1990s, 80s, 1800's, and plurals such as 747s.
func (n *normaliser) decade(v numeral) int {
	e := v.e
	if n.at(e) == '\'' {
		e++
	}
	if v.frac != "" || v.whole == "" || n.at(e) != 's' || isAlnum(n.at(e+1)) {
		return 0
	}
	words, kind := v.words(), Number
	switch {
	case e > v.e && v.whole[len(v.whole)-1] != '0': // 2019's
		if n.isYear(v) {
			words, kind = year(v.whole), Date
		}
		return n.emit(v.a, e+1, words+"'s", kind)
	case len(v.whole) == 4 && !v.grouped && v.whole[3] == '0':
		words, kind = year(v.whole), Date
	case len(v.whole) == 2 && v.whole[1] == '0' && v.whole[0] >= '2':
		kind = Date
	case len(v.whole) == 3:
		words = codeDigits(v.whole)
	}
	return n.emit(v.a, e+1, plural(words), kind)
}

// shortMagnitudes are the suffixes of a number; the bool says whether they need a word after them to be one.
var shortMagnitudes = map[string]string{
	"K": "thousand", "k": "thousand", "M": "million", "mn": "million", "mln": "million", "B": "billion",
	"bn": "billion", "T": "trillion", "tn": "trillion", "trn": "trillion",
}

// magnitude: 5M users, 2.5bn, 10k followers.
func (n *normaliser) magnitude(v numeral) int {
	suffix := letters(n.ahead(v.e))
	name, ok := shortMagnitudes[suffix]
	e := v.e + len(suffix)
	if !ok || isDigit(n.at(e)) {
		return 0
	}
	next := n.nextWord(e)
	people := next == "people" || strings.HasSuffix(next, "s") && !commonVerbs[next]
	if len(suffix) == 1 && suffix != "M" && !people && !(v.frac != "" && suffix != "K" && suffix != "k" && suffix != "T") {
		return 0
	}
	return n.emit(v.a, e, v.words()+" "+name, Number)
}

// commonVerbs are words in -s that do not show that a plural noun follows.
var commonVerbs = map[string]bool{"is": true, "was": true, "has": true, "as": true, "this": true, "its": true, "does": true, "us": true}

// times: 10x faster, 2x4.
func (n *normaliser) times(v numeral) int {
	if n.at(v.e) == 'x' && isDigit(n.at(v.e+1)) {
		n.emit(v.a, v.e, v.words(), Number)
		return n.emit(v.e, v.e+1, "by", Symbol)
	}
	return 0
}

// dimension: 3 x 4.
func (n *normaliser) dimension(v numeral) int {
	if n.has(v.e, " x ") && isDigit(n.at(v.e+3)) {
		n.emit(v.a, v.e, v.words(), Number)
		if n.has(v.e+3, "10^") || n.has(v.e+3, "10⁻") || n.has(v.e+3, "10") && strings.ContainsAny(n.ahead(v.e + 5)[:min(3, len(n.ahead(v.e+5)))], "⁰⁴⁵⁶⁷⁸⁹") {
			return n.emit(v.e+1, v.e+2, "times", Symbol)
		}
		return n.emit(v.e+1, v.e+2, "by", Symbol)
	}
	return 0
}

var digitGroups = regexp.MustCompile(`^[0-9]+(?:-[0-9Xx]+){2,}`)

// rangeTo says the dash between two numbers as "to", and passes over everything else.
func (n *normaliser) rangeTo(e int) int {
	p := e
	spaced := n.at(p) == ' '
	if spaced {
		p++
	}
	size := 0
	switch {
	case n.has(p, "–"), n.has(p, "—") && !spaced, n.has(p, "−") && !spaced:
		size = len("–")
	case n.at(p) == '-' && n.at(p+1) != '-':
		size = 1
	}
	q := p + size
	if size == 0 || spaced != (n.at(q) == ' ') {
		return e
	}
	if spaced {
		q++
	}
	rest := n.ahead(q)
	for _, sign := range []string{"$", "£", "€", "-", "."} {
		rest = strings.TrimPrefix(rest, sign)
	}
	if rest == "" || !isDigit(rest[0]) {
		return e
	}
	left, right := n.prev(1), digitPrefix(rest)
	if !spaced && left == right && (left == "50" || left == "20") {
		n.emit(p, p+size, "", Symbol) // 50-50
	} else if spaced && size == 1 && strings.Contains(n.ahead(q), "=") {
		n.emit(p, p+size, "minus", Symbol)
	} else {
		n.emit(p, p+size, "to", Symbol)
	}
	return p + size
}
