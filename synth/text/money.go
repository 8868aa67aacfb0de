package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// currency is how one money is said.
type currency struct {
	one, many   string // dollar, dollars
	cent, cents string // its hundredth, empty when it has none in use
}

var (
	dollar = currency{one: "dollar", many: "dollars", cent: "cent", cents: "cents"}
	pound  = currency{one: "pound", many: "pounds", cent: "penny", cents: "pence"}
	euro   = currency{one: "euro", many: "euros", cent: "cent", cents: "cents"}

	signs = map[rune]currency{
		'$': dollar, '£': pound, '€': euro, '¥': {one: "yen", many: "yen"},
		'₹': {one: "rupee", many: "rupees", cent: "paisa", cents: "paise"},
		'₽': {one: "ruble", many: "rubles", cent: "kopek", cents: "kopeks"},
		'₩': {one: "won", many: "won"}, '₪': {one: "shekel", many: "shekels"}, '₿': {one: "bitcoin", many: "bitcoin"},
		'₺': {one: "lira", many: "lira"}, '₴': {one: "hryvnia", many: "hryvnias"}, '฿': {one: "baht", many: "baht"},
		'₫': {one: "dong", many: "dong"}, '₦': {one: "naira", many: "naira"}, '₱': {one: "peso", many: "pesos"},
	}
	codes = map[string]currency{
		"USD": {one: "U S dollar", many: "U S dollars"}, "EUR": euro, "GBP": {one: "British pound", many: "British pounds"},
		"JPY": {one: "yen", many: "yen"}, "CAD": {one: "Canadian dollar", many: "Canadian dollars"},
		"AUD": {one: "Australian dollar", many: "Australian dollars"}, "CHF": {one: "Swiss franc", many: "Swiss francs"},
		"INR": {one: "rupee", many: "rupees"}, "CNY": {one: "yuan", many: "yuan"}, "SEK": {one: "Swedish krona", many: "Swedish kronor"},
		"NOK": {one: "Norwegian krone", many: "Norwegian kroner"}, "DKK": {one: "Danish krone", many: "Danish kroner"},
		"NZD": {one: "New Zealand dollar", many: "New Zealand dollars"}, "MXN": {one: "Mexican peso", many: "Mexican pesos"},
	}
	countries = map[string]string{
		"US": "U S ", "USD": "U S ", "C": "Canadian ", "CA": "Canadian ", "A": "Australian ", "AU": "Australian ",
		"NZ": "New Zealand ", "HK": "Hong Kong ", "S": "Singapore ", "R": "",
	}
	scale = regexp.MustCompile(`^(?:[ -]?(thousand|million|billion|trillion|bn|tn|mn|mil)|(K|k|M|m|B|b|T|t))`)
	// the other end of a range, in which the sign stands once: $5-10 million
	moneyRange = regexp.MustCompile(`^(?: ?– ?|-|—)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?`)
	scaleNames = map[string]string{
		"k": "thousand", "m": "million", "mn": "million", "mil": "million", "b": "billion", "bn": "billion",
		"t": "trillion", "tn": "trillion",
	}
)

// money: $1,249.50, £5m, €3.2 billion, US$20, $5-10 million. It stands at the sign or at the country before it.
func (n *normaliser) money(p int) int {
	country := letters(n.ahead(p))
	before, known := countries[country]
	if country != "" && !known || len(country) > 3 {
		return 0
	}
	q := p + len(country)
	if country == "US" && n.has(q, " $") {
		q++
	}
	r, size := utf8.DecodeRuneInString(n.ahead(q))
	c, ok := signs[r]
	if !ok || country != "" && r != '$' {
		return 0
	}
	q += size
	if n.at(q) == ' ' {
		q++
	}
	v, ok := n.numeralAt(q)
	if !ok {
		return 0
	}
	c.one, c.many = before+c.one, before+c.many
	return n.amount(p, v, c)
}

// amount says the number v in the currency c for the range from p on.
func (n *normaliser) amount(p int, v numeral, c currency) int {
	e, first := v.e, ""
	if m := n.match(moneyRange, e); m != nil {
		end := e + len(m[0])
		if s := n.match(scale, end); s != nil || !isAlnum(n.at(end)) && n.at(end) != '/' {
			first = v.words() + " to "
			v = numeral{whole: strings.ReplaceAll(m[1], ",", ""), frac: strings.TrimPrefix(m[2], "."), e: end}
			e = end
		}
	}
	name := c.many
	if v.one() && first == "" {
		name = c.one
	}
	if m := n.match(scale, e); m != nil {
		suffix := m[1] + m[2]
		if full, ok := scaleNames[strings.ToLower(suffix)]; ok {
			suffix = full
		}
		e += len(m[0])
		name = c.many
		if n.adjective(p, e) {
			name, e = c.one, n.skipHyphen(e)
		}
		return n.rangeTo(n.emit(p, e, first+v.words()+" "+suffix+" "+name, Money))
	}
	if n.adjective(p, e) && (v.frac == "" || c.cents == "") {
		return n.emit(p, n.skipHyphen(e), first+v.words()+" "+c.one, Money)
	}
	if len(v.frac) != 2 || c.cents == "" {
		return n.rangeTo(n.emit(p, e, first+v.words()+" "+name, Money))
	}
	words := first + cardinal(v.whole) + " " + name
	if v.whole == "1" && first == "" {
		words = "one " + c.one
	}
	cents := cardinal(v.frac) + " " + c.cents
	if v.frac == "01" {
		cents = "one " + c.cent
	}
	switch {
	case v.frac == "00":
	case strings.Trim(v.whole, "0") == "" && first == "":
		words = cents
	default:
		words += " and " + cents
	}
	return n.rangeTo(n.emit(p, e, words, Money))
}

// adjective reports whether the amount p..e stands before its noun, "a $20 bill", where the unit is singular.
func (n *normaliser) adjective(p, e int) bool {
	if n.at(e) == '-' && isLetter(n.at(e+1)) {
		return true
	}
	next := n.nextWord(e)
	switch next {
	case "bill", "bills", "note", "notes", "coin", "coins", "banknote":
		return n.at(e) == ' '
	}
	before := n.prevWord()
	return (before == "a" || before == "an") && n.at(e) == ' ' && len(next) > 2 && next != "and" && next != "per" &&
		next != "each" && next != "for" && next != "from" && scaleNames[next] == ""
}

// skipHyphen passes the hyphen that ties a quantity to its noun.
func (n *normaliser) skipHyphen(e int) int {
	if n.at(e) == '-' && isLetter(n.at(e+1)) {
		return e + 1
	}
	return e
}

// moneyAfter: 20 USD, 50¢, 5€, 3.50 £.
func (n *normaliser) moneyAfter(v numeral) int {
	q := v.e
	if n.at(q) == ' ' {
		q++
	}
	rest := n.ahead(q)
	if c, ok := codes[letters(rest)]; ok && !isDigit(n.at(q+3)) {
		name := c.many
		if v.one() {
			name = c.one
		}
		return n.emit(v.a, q+3, v.words()+" "+name, Money)
	}
	r, size := utf8.DecodeRuneInString(rest)
	name := ""
	switch {
	case r == '¢' && v.one():
		name = "cent"
	case r == '¢':
		name = "cents"
	default:
		c, ok := signs[r]
		if !ok || isDigit(n.at(q+size)) {
			return 0
		}
		w := v
		w.e = q + size
		return n.amount(v.a, w, c)
	}
	return n.emit(v.a, q+size, v.words()+" "+name, Money)
}
