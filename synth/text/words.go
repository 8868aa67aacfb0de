package text

import (
	"regexp"
	"strings"
)

var (
	dottedInitials = regexp.MustCompile(`^(?:[A-Za-z]\.){1,8}[A-Za-z]\b`)
	elided         = set(`'tis 'twas 'twere 'twill 'twould 'em 'til 'cause 'n' 'n 'bout 'round 'cuz 'cos`)
	// fixed are written words that are said otherwise than they look.
	fixed = map[string]string{
		"e-mail": "email", "E-mail": "email", "e-mails": "emails", "E-mails": "emails", "Wi-Fi": "wi fi", "wi-fi": "wi fi", "WiFi": "wi fi", "wifi": "wi fi", "Wifi": "wi fi", "iPhone": "I phone",
		"iPhones": "I phones", "iPad": "I pad", "iPads": "I pads", "iMac": "I mac", "iPod": "I pod", "iCloud": "I cloud", "iTunes": "I tunes", "iOS": "I O S",
		"macOS": "mac O S", "PhD": "P H D", "MSS": "manuscripts", "MS": "M S", "PhDs": "P H D's", "eBay": "E bay", "eBook": "E book", "eBooks": "E books", "ebook": "E book",
		"LaTeX": "lay tech", "JSON": "jason", "GIFs": "gifs", "JPEG": "jay peg", "JPEGs": "jay pegs", "MSc": "M S C", "BSc": "B S C", "LLMs": "L L M's",
		"pH": "P H", "mRNA": "M R N A", "TikTok": "tik tok", "asap": "A S A P", "diy": "D I Y", "kWh": "kilowatt hours",
		"SaaS": "sass", "IoT": "I O T", "OAuth": "O auth", "GUI": "gooey", "SQLite": "S Q L light", "DoD": "D O D", "DoJ": "D O J", "WWI": "World War one", "WWII": "World War two", "WW1": "World War one", "WW2": "World War two", "McDonald's": "McDonald's", "noaa": "noah", "NOAA": "noah", "tbd": "T B D", "tba": "T B A", "faq": "F A Q", "FAQs": "F A Q's", "OKs": "okays", "OK'd": "okayed", "ok": "okay", "OK": "okay", "Ok": "okay", "iOS's": "I O S's", "GitHub": "git hub", "YouTube": "YouTube",
		"et al": "et al", "vs": "versus", "Ms": "Ms", "Mrs": "missus",
	}
)

// word says what begins with a letter or an apostrophe at p.
func (n *normaliser) word(p int) int {
	if n.at(p) == '\'' {
		return n.apostrophe(p)
	}
	if e := n.money(p); e > 0 {
		return e
	}
	if e := n.initials(p); e > 0 {
		return e
	}
	e := n.wordEnd(p)
	if (n.at(p) == 'w' || n.at(p) == 'b' || n.at(p) == 'c') && n.at(p+1) == '/' {
		if q := n.slashWord(p); q > 0 {
			return q
		}
	}
	if n.at(e) == '-' {
		q := n.wordEnd(e + 1)
		if said, ok := fixed[n.c.s[p:q]]; ok {
			return n.emit(p, q, said, Plain)
		}
	}
	if isDigit(n.at(e)) {
		return n.codeWord(p)
	}
	if names, ok := unitNames[n.c.s[p:e]]; ok && e > p+1 && n.prevWord() == "per" {
		return n.emit(p, n.dotted(e), names[0], Unit)
	}
	if q := n.monthDay(p, e); q > 0 {
		return q
	}
	if q := n.abbreviation(p, e); q > 0 {
		return q
	}
	if q := n.roman(p, e); q > 0 {
		return q
	}
	if q := n.nameInitial(p, e); q > 0 {
		return q
	}
	if q := n.ownUnit(p, e); q > 0 {
		return q
	}
	written := n.c.s[p:e]
	if n.has(e, "(s)") && len(written) > 2 && !isAlnum(n.at(e+3)) {
		return n.emit(p, e+3, written+"s", Plain)
	}
	if n.at(e) == '&' && len(written) < 3 && strings.ToUpper(written) == written {
		if tail := letters(n.ahead(e + 1)); len(tail) == 1 && strings.ToUpper(tail) == tail {
			return n.emit(p, e+2, spell(written)+" and "+tail, Letters) // AT&T, R&B
		}
	}
	if c, ok := codes[written]; ok && n.at(e) == ' ' && isDigit(n.at(e+1)) {
		v, _ := n.numeralAt(e + 1)
		if !isAlnum(n.at(v.e)) {
			return n.amount(p, v, c) // USD 50
		}
	}
	if said, ok := fixed[written]; ok && !n.shouting {
		kind := Abbreviation
		if strings.ToUpper(said) == said {
			kind = Letters
		}
		return n.emit(p, e, said, kind)
	}
	if spoken, kind := n.capitals(p, e); spoken != "" {
		return n.emit(p, e, spoken, kind)
	}
	if written == "A" && n.isArticle(p, e) {
		return n.emit(p, e, "a", Plain)
	}
	if written == "a" && (n.has(e, "²") || n.has(e, "³") || n.has(e, "^") || n.has(e, " =") || n.has(e, " +") || n.has(e, "=")) {
		return n.emit(p, e, "A", Letters)
	}
	if n.at(p-1) == '(' && n.at(e) == ')' { // an item: (a), (ii)
		if value, ok := romanValue(strings.ToUpper(written)); ok && len(written) > 1 && value < 40 {
			return n.emit(p, e, small(value), Roman)
		}
		if len(written) == 1 {
			return n.emit(p, e, strings.ToUpper(written), Letters)
		}
	}
	if day := dayNames[written]; day != "" {
		joined := strings.IndexByte("-/,", n.at(e)) >= 0 || n.has(e, "–") || p > n.a && (n.at(p-1) == '-' || n.at(p-1) == '/' || strings.HasSuffix(n.c.s[n.a:p], "–"))
		if joined || written != "Sat" && written != "Sun" && written != "Wed" {
			return n.emit(p, e, day, Date)
		}
	}
	if len(written) == 1 && len(n.spans) > 0 && n.at(p-1) == ' ' {
		before := n.spans[len(n.spans)-1]
		if written == "x" && n.at(e) == ' ' && isDigit(n.at(e+1)) && before.Kind == Unit {
			return n.emit(p, e, "by", Symbol)
		}
		if way, ok := compass[written]; ok && strings.HasSuffix(before.Spoken, "degrees") {
			return n.emit(p, e, way, Abbreviation)
		}
	}
	if len(written) == 1 && written != "a" && written != "I" && written != "i" && written != "A" {
		if n.at(p-1) == '\'' || written == "o" || written == "O" {
			return n.emit(p, e, written, Plain)
		}
		return n.emit(p, e, strings.ToUpper(written), Letters)
	}
	if parts := camelParts(written); parts != "" {
		return n.emit(p, e, parts, Plain)
	}
	return n.emit(p, e, written, Plain)
}

var dayNames = map[string]string{
	"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday",
	"Thurs": "Thursday", "Weds": "Wednesday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}

var compass = map[string]string{"N": "north", "S": "south", "E": "east", "W": "west"}

// apostrophe: the words that begin with one, years of two digits, or a single quotation mark.
func (n *normaliser) apostrophe(p int) int {
	if isDigit(n.at(p+1)) && isDigit(n.at(p+2)) && !isDigit(n.at(p+3)) {
		digits := n.c.s[p+1 : p+3]
		if n.at(p+3) == 's' && !isAlnum(n.at(p+4)) {
			return n.emit(p, p+4, plural(cardinal(digits)), Date)
		}
		if !isAlnum(n.at(p + 3)) {
			return n.emit(p, p+3, minuteWords(digits), Date)
		}
	}
	e := n.wordEnd(p + 1)
	if p == n.a || !isAlnum(n.at(p-1)) {
		if e > p+1 && elided[strings.ToLower(n.c.s[p:e])] {
			if n.at(e) == '\'' && e-p == 2 {
				e++
			}
			return n.emit(p, e, n.c.s[p:min(e, p+6)], Plain)
		}
	}
	return n.emit(p, p+1, "", Punctuation)
}

// slashWord: w/, w/o, b/c, c/o.
func (n *normaliser) slashWord(p int) int {
	if isAlnum(n.at(p - 1)) {
		return 0
	}
	said := map[string]string{"w/o": "without", "w/out": "without", "w/": "with", "b/c": "because", "c/o": "care of"}
	for _, written := range []string{"w/out", "w/o", "b/c", "c/o", "w/"} {
		if n.has(p, written) && !isAlnum(n.at(p+len(written))) {
			return n.emit(p, p+len(written), said[written], Abbreviation)
		}
	}
	return 0
}

// initials: U.S., a.m., J.R.R., Ph.D., e.g.
func (n *normaliser) initials(p int) int {
	if n.has(p, "Ph.D") && !isAlnum(n.at(p+4)) {
		return n.emit(p, n.dotted(p+4), "P H D", Letters)
	}
	if n.at(p+1) != '.' {
		return 0
	}
	m := n.match(dottedInitials, p)
	if m == nil {
		return 0
	}
	e := p + len(m[0])
	lower := strings.ToLower(m[0])
	if a, ok := abbreviations[lower]; ok {
		return n.emit(p, n.dotted(e), a.spoken, Abbreviation)
	}
	if n.at(e) == '\'' && n.at(e+1) == 's' && !isAlnum(n.at(e+2)) {
		return n.emit(p, e+2, spell(strings.ReplaceAll(m[0], ".", ""))+"'s", Letters)
	}
	if n.at(e) != '.' && len(m[0]) < 5 && !isUpper(m[0][len(m[0])-1]) && lower != "a.m" && lower != "p.m" {
		return 0 // "word.a" written without a space
	}
	e = n.dotted(e)
	if n.at(e) == '\'' && n.at(e+1) == 's' && !isAlnum(n.at(e+2)) {
		return n.emit(p, e+2, spell(strings.ReplaceAll(m[0], ".", ""))+"'s", Letters)
	}
	return n.emit(p, e, spell(strings.ReplaceAll(m[0], ".", "")), Letters)
}

// nameInitial: the J. of J. Smith.
func (n *normaliser) nameInitial(p, e int) int {
	if e != p+1 || n.at(e) != '.' || !isUpper(n.at(p)) || n.finalDot(e) || n.at(e+1) == '.' {
		return 0
	}
	return n.emit(p, e+1, n.c.s[p:e], Letters)
}

// ownUnit says a unit without a number: "in km".
func (n *normaliser) ownUnit(p, e int) int {
	written := n.c.s[p:e]
	if !ownUnits[written] || n.shouting {
		return 0
	}
	name, end := n.unitAt(p, false)
	if end < e {
		return 0
	}
	return n.emit(p, end, name, Unit)
}

// letterNouns are words after which a lone A is the letter.
var letterNouns = set(`plan vitamin type grade group hepatitis point section class appendix exhibit team side block option part
	schedule form gate room building terminal model letter straight an level category bus line wing answer figure table the
	serie company platform drive formula variant influenza flu`)

// letterVerbs are words before which a lone A is the letter, since no article can stand there.
var letterVerbs = set(`is was are were isn't wasn't equals stands means or`)

// isArticle decides whether the lone capital A at p is the article.
func (n *normaliser) isArticle(p, e int) bool {
	if n.at(e) == '-' || n.at(p-1) == '-' || n.at(e) == '\'' || n.at(e) == '+' {
		return false
	}
	prev := strings.ToLower(n.prev(1))
	if letterNouns[prev] || letterVerbs[n.nextWord(e)] && !n.shouting {
		return false
	}
	next := n.skipSpace(e)
	return next > e && (isAlnum(n.at(next)) || n.at(next) == '"' || n.at(next) == '\'' || n.at(next) == '{' || n.at(next) == '$') && !(len(n.spans) > 0 && isLower(last(n.prev(1))) && n.nextWord(e) == "and")
}

func last(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

// camelParts parts a word written with capitals inside, "PowerPoint" as "Power Point"; "" when it is not such a word.
// Names such as McDonald, DeVito and LeBron stay whole.
func camelParts(w string) string { return camel(w, 3) }

// camel is camelParts with the least length of a part.
func camel(w string, least int) string {
	var parts []string
	start := 0
	for i := 1; i < len(w); i++ {
		if isUpper(w[i]) && isLower(w[i-1]) {
			parts = append(parts, w[start:i])
			start = i
		}
	}
	parts = append(parts, w[start:])
	if len(parts) < 2 {
		return ""
	}
	for i, part := range parts {
		if len(part) < least || (i == 0 && (part == "Mac" || part == "Fitz" || part == "Van")) {
			return ""
		}
		if len(part) > 1 && strings.ToUpper(part) == part {
			parts[i] = spell(part)
		}
	}
	return strings.Join(parts, " ")
}
