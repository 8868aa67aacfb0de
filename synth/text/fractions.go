package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	versionNumber = regexp.MustCompile(`^[0-9]+(?:\.[0-9]+){2,}`)
	mixed         = regexp.MustCompile(`^(?:([0-9]{1,4})[ -])?([0-9]{1,4})/([0-9]{1,4})`)
	ratioParts    = regexp.MustCompile(`^[0-9]+(?:\.[0-9]+)?(?::[0-9]+(?:\.[0-9]+)?){1,3}`)
)

// version: 2.0.1, 192.168.0.1.
func (n *normaliser) version(p int) int {
	m := n.match(versionNumber, p)
	if m == nil {
		return 0
	}
	parts := strings.Split(m[0], ".")
	point := " point "
	for i, part := range parts {
		if len(parts) == 4 { // an internet address
			point = " dot "
			parts[i] = eachDigit(part)
			if len(part) < 3 {
				parts[i] = cardinal(part)
			}
			continue
		}
		parts[i] = codeWhole(part)
	}
	return n.emit(p, p+len(m[0]), strings.Join(parts, point), Number)
}

func codeWhole(digits string) string {
	if len(digits) > 1 && digits[0] == '0' || len(digits) > 4 {
		return eachDigit(digits)
	}
	return cardinal(digits)
}

// vulgar are the fraction characters.
var vulgar = map[rune][2]string{
	'½': {"1", "2"}, '⅓': {"1", "3"}, '⅔': {"2", "3"}, '¼': {"1", "4"}, '¾': {"3", "4"}, '⅕': {"1", "5"},
	'⅖': {"2", "5"}, '⅗': {"3", "5"}, '⅘': {"4", "5"}, '⅙': {"1", "6"}, '⅚': {"5", "6"}, '⅛': {"1", "8"},
	'⅜': {"3", "8"}, '⅝': {"5", "8"}, '⅞': {"7", "8"}, '⅐': {"1", "7"}, '⅑': {"1", "9"}, '⅒': {"1", "10"},
}

// mixedFraction: 3/4, 1 1/2, 1½, and the look-alikes 24/7, 8/10.
func (n *normaliser) mixedFraction(p int) int {
	if whole, den, e := n.wholeAndVulgar(p); e > 0 {
		return n.fractionOf(p, e, whole+" and "+mixedPart(den), false)
	}
	m := n.match(mixed, p)
	if m == nil {
		return 0
	}
	e := p + len(m[0])
	if next := n.at(e); next == '/' || next == '-' && isDigit(n.at(e+1)) && m[1] == "" && n.at(e-1) == '/' {
		return 0
	}
	whole, num, den := m[1], m[2], m[3]
	if whole != "" && atoi(num) >= atoi(den) { // two numbers, not one
		return 0
	}
	if atoi(den) == 0 || len(den) > 1 && den[0] == '0' || len(num) > 1 && num[0] == '0' {
		return n.emit(p, e, eachOrCardinal(num)+" slash "+eachOrCardinal(den), Number)
	}
	next := n.nextWord(e)
	switch {
	case whole != "":
		return n.fractionOf(p, e, cardinal(whole)+" and "+mixedPart([2]string{num, den}), false)
	case m[0] == "24/7", num == den && (num == "50" || num == "20"):
		return n.emit(p, e, cardinal(num)+" "+cardinal(den), Number)
	case (den == "10" || den == "100" || next == "stars") && next != "of":
		return n.emit(p, e, cardinal(num)+" out of "+cardinal(den), Number)
	case len(num) == 4 && len(den) == 2: // 1999/00
		return n.emit(p, e, year(num)+" slash "+cardinal(den), Date)
	case n.isRatio():
		return n.emit(p, e, cardinal(num)+" to "+cardinal(den), Number)
	case den == "1", atoi(den) > 100 && den != "1000", atoi(num) > 9 && atoi(num) > atoi(den):
		return n.emit(p, e, cardinal(num)+" over "+cardinal(den), Number)
	}
	return n.fractionOf(p, e, fraction(num, den), atoi(num) <= atoi(den))
}

// mixedPart says the fraction after a whole number: "a half", "three quarters".
func mixedPart(f [2]string) string {
	if f == [2]string{"1", "2"} {
		return "a half"
	}
	if f == [2]string{"1", "4"} {
		return "a quarter"
	}
	return fraction(f[0], f[1])
}

func eachOrCardinal(digits string) string {
	if len(digits) > 1 && digits[0] == '0' {
		return eachDigit(digits)
	}
	return cardinal(digits)
}

// wholeAndVulgar reads 1½ and 1 ½.
func (n *normaliser) wholeAndVulgar(p int) (whole string, part [2]string, end int) {
	v, ok := n.numeralAt(p)
	if !ok || v.frac != "" {
		return "", part, 0
	}
	q := v.e
	if n.at(q) == ' ' {
		q++
	}
	r, size := utf8.DecodeRuneInString(n.ahead(q))
	if part, ok = vulgar[r]; !ok {
		return "", part, 0
	}
	return cardinal(v.whole), part, q + size
}

// fractionOf says a fraction with the unit after it: "one and a half miles", "half a mile" being "one half mile".
func (n *normaliser) fractionOf(p, e int, words string, single bool) int {
	if name, end := n.unitAt(e, single); end > 0 {
		return n.emit(p, end, words+" "+name, Unit)
	}
	return n.emit(p, e, words, Number)
}

// ratio: 3:2, 16:9, 1:2:3.
func (n *normaliser) ratio(p int) int {
	m := n.match(ratioParts, p)
	if m == nil || n.at(p+len(m[0])) == ':' {
		return 0
	}
	parts := strings.Split(m[0], ":")
	for i, part := range parts {
		whole, frac, _ := strings.Cut(part, ".")
		parts[i] = decimal(whole, frac)
	}
	join := " to "
	if biblical[n.prevWord()] {
		join = " "
	}
	return n.emit(p, p+len(m[0]), strings.Join(parts, join), Number)
}

// isRatio reports whether the last words speak of ratios, so that 1:10 is not a time.
func (n *normaliser) isRatio() bool {
	for k := 1; k <= 3; k++ {
		switch strings.ToLower(n.prev(k)) {
		case "ratio", "ratios", "odds", "scale", "score", "aspect", "proportion", "dilution", "mix", "diluted":
			return true
		}
	}
	return false
}

// biblical are the books after which 3:2 is chapter and verse.
var biblical = set(`genesis exodus leviticus numbers deuteronomy joshua judges ruth samuel kings chronicles ezra job
	psalm psalms proverbs ecclesiastes isaiah jeremiah ezekiel daniel hosea joel amos micah matthew mark luke john acts
	romans corinthians galatians ephesians philippians colossians thessalonians timothy titus hebrews james peter jude
	revelation quran surah`)
