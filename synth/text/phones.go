package text

import (
	"regexp"
	"strings"
)

var (
	phoneNumber = regexp.MustCompile(`^(?:(\+?)([0-9]{1,3})[ .-]?)?(?:\(([0-9]{3})\) ?|([0-9]{3})[ .-])([0-9]{3})[ .-]([0-9]{4})`)
	phoneAbroad = regexp.MustCompile(`^\+([0-9]{1,3})((?:[ .-]?\(?[0-9]{1,5}\)?){2,6})`)
	phoneTrunk  = regexp.MustCompile(`^\(?(0[0-9]{2,4})\)? ([0-9]{3,4})[ -]([0-9]{3,4})`)
	phoneLocal  = regexp.MustCompile(`^([0-9]{3})-([0-9]{4})`)
	extension   = regexp.MustCompile(`^(,? )(?:ext\.?|extension|x) ?([0-9]{1,6})`)
	digitRun    = regexp.MustCompile(`[0-9]+`)
)

// phone says telephone numbers digit by digit, with a short pause between the groups, and joined digit groups of other
// kinds (123-45-6789) the same way.
func (n *normaliser) phone(p int) int {
	if !n.afterBreak(p) && n.at(p) != '+' {
		return 0
	}
	ch := n.at(p)
	if ch != '+' && ch != '(' && !isDigit(ch) {
		return 0
	}
	if ch != '+' && ch != '(' && n.at(p+1) == 0 || !isDigit(ch) && !isDigit(n.at(p+1)) {
		return 0
	}
	for _, re := range []*regexp.Regexp{phoneNumber, phoneAbroad, phoneTrunk, phoneLocal} {
		m := n.match(re, p)
		if m == nil || re == phoneLocal && (n.at(p+len(m[0])) == '-' || n.wasYear(m[0])) {
			continue
		}
		written := strings.TrimRight(m[0], " .-")
		if re == phoneAbroad && len(digitRun.FindAllString(written, -1)) < 3 && len(written) < 9 {
			continue
		}
		if n.at(p+len(written)) == '.' && isDigit(n.at(p+len(written)+1)) {
			continue
		}
		return n.extension(n.emit(p, p+len(written), sayGroups(written), Number))
	}
	if m := n.match(digitGroups, p); m != nil {
		return n.emit(p, p+len(m[0]), sayGroups(m[0]), Number)
	}
	return 0
}

// wasYear reports whether digits written as 555-0123 are more likely something else here; local numbers are taken as
// such only when the second part cannot be a year or the text speaks of calling.
func (n *normaliser) wasYear(written string) bool {
	switch n.prevWord() {
	case "call", "phone", "tel", "telephone", "dial", "at", "number", "fax", "text", "mobile", "cell":
		return false
	}
	second := written[len(written)-4:]
	return second >= "1000" && second <= "2100" && written[:3] != "555"
}

// sayGroups says the groups of digits in written: "+1 (800) 010-4477" is "plus one, eight hundred, zero one zero, …".
func sayGroups(written string) string {
	groups := digitRun.FindAllString(written, -1)
	for i, g := range groups {
		if g == "800" && len(groups) > 2 {
			groups[i] = "eight hundred"
		} else {
			groups[i] = eachDigit(g)
		}
	}
	words := strings.Join(groups, ", ")
	if written[0] == '+' {
		words = "plus " + words
	}
	if last := written[len(written)-1]; last == 'X' || last == 'x' {
		words += " X"
	}
	return words
}

// extension says ", ext. 9" after a telephone number.
func (n *normaliser) extension(p int) int {
	m := n.match(extension, p)
	if m == nil {
		return p
	}
	q := p
	if m[1] == ", " {
		q = n.emit(q, q+1, ",", Punctuation)
	}
	q = n.skipSpace(q)
	return n.emit(q, p+len(m[0]), "extension "+eachDigit(m[2]), Number)
}
