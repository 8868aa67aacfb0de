package text

import (
	"regexp"
	"strings"
)

var (
	isoDate   = regexp.MustCompile(`^([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})`)
	slashDate = regexp.MustCompile(`^([0-9]{1,2})([/.-])([0-9]{1,2})([/.-])([0-9]{4}|[0-9]{2})`)
	shortDate = regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})`)
	yearTail  = regexp.MustCompile(`^(,? )('?)([0-9]{4}|[0-9]{2})`)
	dayTail   = regexp.MustCompile(`^(\.?) ([0-9]{1,2})(st|nd|rd|th)?`)
	dayFirst  = regexp.MustCompile(`^([0-9]{1,2})(st|nd|rd|th)?( of)? ([A-Z][a-z]{2,8})`)
)

// dayAndMonth says a day of a month, "March fourteenth"; "" when there is no such day.
func dayAndMonth(day, month int) string {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ""
	}
	return monthNames[month] + " " + dayWords(day)
}

func dayWords(day int) string { return ordinal(string([]byte{'0' + byte(day/10), '0' + byte(day%10)})) }

// fullYear gives a year of two digits its century: up to 49 this one, else the last.
func fullYear(digits string) string {
	if len(digits) == 2 {
		if digits < "50" {
			return "20" + digits
		}
		return "19" + digits
	}
	return digits
}

// date: 2026-03-14, 3/14/2026, 14.03.2026, 9/11, "on 3/14".
func (n *normaliser) date(p int) int {
	if m := n.match(isoDate, p); m != nil {
		if words := dayAndMonth(atoi(m[3]), atoi(m[2])); words != "" {
			return n.emit(p, p+len(m[0]), words+", "+year(m[1]), Date)
		}
	}
	if m := n.match(isoDateTime, p); m != nil {
		if words := dayAndMonth(atoi(m[3]), atoi(m[2])); words != "" {
			words += ", " + year(m[1])
			if atoi(m[4]) < 25 && atoi(m[5]) < 60 {
				words += ", " + clockWords(m[4], m[5])
			}
			return n.emit(p, p+len(m[0]), words, Date)
		}
	}
	if m := n.match(slashDate, p); m != nil && m[2] == m[4] && n.at(p+len(m[0])) != m[2][0] {
		first, second := atoi(m[1]), atoi(m[3])
		if m[2] == "." && len(m[5]) < 4 {
			return 0 // a version number
		}
		if m[2] == "." || first > 12 { // the day comes first
			first, second = second, first
		}
		if words := dayAndMonth(second, first); words != "" {
			return n.emit(p, p+len(m[0]), words+", "+year(fullYear(m[5])), Date)
		}
	}
	if m := n.match(shortDate, p); m != nil && n.at(p+len(m[0])) != '/' {
		e := p + len(m[0])
		if m[0] == "9/11" {
			return n.emit(p, e, "nine eleven", Date)
		}
		if dateBefore[n.prevWord()] && n.nextWord(e) != "of" {
			if words := dayAndMonth(atoi(m[2]), atoi(m[1])); words != "" {
				return n.emit(p, e, words, Date)
			}
		}
	}
	return 0
}

var (
	isoDateTime = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?`)
	dateBefore  = set(`on by until before after since from through dated due till monday tuesday wednesday thursday
		friday saturday sunday mon tue tues wed thu thur thurs fri sat sun`)
)

// dayMonth: 14 March 2026, 1 Jan., with or without the year.
func (n *normaliser) dayMonth(p int) int {
	m := dayFirst.FindStringSubmatch(n.ahead(p))
	if m == nil {
		return 0
	}
	month := months[strings.ToLower(m[4])]
	if month == "" || atoi(m[1]) < 1 || atoi(m[1]) > 31 || isAlnum(n.at(p+len(m[0]))) {
		return 0
	}
	words := dayWords(atoi(m[1])) + " of " + month
	if n.prevWord() != "the" {
		words = "the " + words
	}
	e := p + len(m[0])
	if len(m[4]) < 5 && month != m[4] {
		e = n.dotted(e)
	}
	return n.dateYear(p, e, words)
}

// monthDay: March 14, Mar. 14th, March 14, 2026, March 2026; p is the start and e the end of the month's name.
func (n *normaliser) monthDay(p, e int) int {
	written := n.c.s[p:e]
	month := months[strings.ToLower(written)]
	if month == "" || !isUpper(written[0]) {
		return 0
	}
	short := month != written
	if m := n.match(dayTail, e); m != nil && (m[1] == "" || short) {
		day := atoi(m[2])
		end := e + len(m[0])
		following := n.at(end)
		if day >= 1 && day <= 31 && following != '%' && following != ':' && following != '/' &&
			!(following == '.' && isDigit(n.at(end+1))) && !(following == ',' && isDigit(n.at(end+1))) {
			return n.rangeTo(n.dateYear(p, end, month+" "+dayWords(day)))
		}
	}
	if short && written != "Mar" && written != "Dec" && written != "Jan" && written != "Jun" || short && n.at(e) == '.' {
		return n.emit(p, n.dotted(e), month, Date)
	}
	return 0
}

// dateYear says the words of a date p..e, with the year that may follow it.
func (n *normaliser) dateYear(p, e int, words string) int {
	if m := n.match(yearTail, e); m != nil {
		end := e + len(m[0])
		long := len(m[3]) == 4 && m[3] >= "1000" && m[3] < "2200"
		if (long || m[2] != "") && n.at(end) != ':' && !(n.at(end) == '.' && isDigit(n.at(end+1))) {
			return n.emit(p, end, words+", "+year(fullYear(m[3])), Date)
		}
	}
	return n.emit(p, e, words, Date)
}
