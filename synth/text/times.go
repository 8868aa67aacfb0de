package text

import "regexp"

var (
	clockTime = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?( ?[aApP]\.?[mM]\b)?`)
	hourOnly  = regexp.MustCompile(`^([0-9]{1,2})( ?[aApP]\.?[mM]\b)`)
	dottedHM  = regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{2})( ?[aApP]\.?[mM]\b)`)
)

// clock: 6:45 a.m., 18:30, 9:05:30, 6.45 pm.
func (n *normaliser) clock(p int) int {
	m := clockTime.FindStringSubmatch(n.ahead(p))
	if m == nil {
		if m = dottedHM.FindStringSubmatch(n.ahead(p)); m == nil {
			return 0
		}
		m = []string{m[0], m[1], m[2], "", m[3]}
	}
	e := p + len(m[0])
	hour, minute := atoi(m[1]), atoi(m[2])
	if hour > 24 || minute > 59 || isAlnum(n.at(e)) || n.at(e) == ':' || n.isRatio() && m[4] == "" {
		return 0
	}
	var words string
	switch {
	case m[3] != "":
		words = clockWords(m[1], m[2]) + " " + minuteWords(m[3])
	case minute == 0 && m[4] != "":
		words = cardinal(m[1])
	case minute == 0 && hour >= 1 && hour <= 12 && m[1][0] != '0':
		if w := n.nextWord(e); w == "o" || w == "in" || w == "hours" {
			words = cardinal(m[1])
		} else {
			words = cardinal(m[1]) + " o'clock"
		}
	default:
		words = clockWords(m[1], m[2])
	}
	return n.meridiem(p, e, words, m[4])
}

// clockHour: 7pm, 11 a.m.
func (n *normaliser) clockHour(p int) int {
	m := hourOnly.FindStringSubmatch(n.ahead(p))
	if m == nil || atoi(m[1]) > 12 || isAlnum(n.at(p+len(m[0]))) {
		return 0
	}
	return n.meridiem(p, p+len(m[0]), cardinal(m[1]), m[2])
}

// meridiem says a time with its a.m. or p.m., whose last full stop may also end the sentence.
func (n *normaliser) meridiem(p, e int, words, half string) int {
	if half != "" {
		letter := half[0]
		if letter == ' ' {
			letter = half[1]
		}
		words += " " + string(letter&^0x20) + " M"
		if half[len(half)-2] == '.' {
			e = n.dotted(e)
		}
	}
	return n.emit(p, e, words, Time)
}

func clockWords(hour, minute string) string {
	h := cardinal(hour)
	if minute == "00" {
		if atoi(hour) == 0 {
			return "zero hundred"
		}
		return h + " hundred"
	}
	return h + " " + minuteWords(minute)
}

func minuteWords(digits string) string {
	switch {
	case digits == "00":
		return "zero zero"
	case digits[0] == '0':
		return "oh " + cardinal(digits)
	}
	return cardinal(digits)
}
