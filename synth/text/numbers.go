package text

import "strings"

var (
	ones = [...]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tens       = [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	magnitudes = [...]string{
		"", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion", " sextillion",
		" septillion", " octillion", " nonillion", " decillion",
	}
	// lastOrdinal holds the ordinals that are not the cardinal and "th".
	lastOrdinal = map[string]string{
		"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
		"twelve": "twelfth",
	}
)

// small says 0..999.
func small(n int) string {
	var words []string
	if n >= 100 {
		words = append(words, ones[n/100], "hundred")
		n %= 100
		if n == 0 {
			return strings.Join(words, " ")
		}
	}
	if n < 20 {
		words = append(words, ones[n])
	} else {
		words = append(words, tens[n/10])
		if n%10 > 0 {
			words = append(words, ones[n%10])
		}
	}
	return strings.Join(words, " ")
}

// cardinal says a whole number given by its digits, the American way ("one hundred five"). A number past the names of
// magnitudes is said digit by digit.
func cardinal(digits string) string {
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return "zero"
	}
	if len(digits) > 3*len(magnitudes) {
		return eachDigit(digits)
	}
	var words []string
	for group := (len(digits) - 1) / 3; group >= 0; group-- {
		end := len(digits) - 3*group
		if n := atoi(digits[max(0, end-3):end]); n > 0 {
			words = append(words, small(n)+magnitudes[group])
		}
	}
	return strings.Join(words, " ")
}

// ordinal says a whole number as a place: "twenty first".
func ordinal(digits string) string {
	words := cardinal(digits)
	at := strings.LastIndexByte(words, ' ') + 1
	head, last := words[:at], words[at:]
	if o, ok := lastOrdinal[last]; ok {
		return head + o
	}
	if strings.HasSuffix(last, "y") {
		return head + strings.TrimSuffix(last, "y") + "ieth"
	}
	return head + last + "th"
}

// plural makes the last word of a spoken number plural: "nineteen nineties", "hundreds".
func plural(words string) string {
	switch {
	case strings.HasSuffix(words, "y"):
		return strings.TrimSuffix(words, "y") + "ies"
	case strings.HasSuffix(words, "x"):
		return words + "es"
	}
	return words + "s"
}

// eachDigit says digits one by one.
func eachDigit(digits string) string {
	var b strings.Builder
	for i := 0; i < len(digits); i++ {
		if !isDigit(digits[i]) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ones[digits[i]-'0'])
	}
	return b.String()
}

// year says the digits of a year: "nineteen oh five", "two thousand six", "twenty twenty six".
func year(digits string) string {
	if len(digits) != 4 || digits[0] == '0' {
		return cardinal(digits)
	}
	n := atoi(digits)
	if n%1000 < 10 {
		return cardinal(digits)
	}
	return pairs(digits)
}

// pairs says three or four digits two by two, as in street and flight numbers: "two twenty one", "fifteen hundred".
func pairs(digits string) string {
	n := atoi(digits)
	high, low := n/100, n%100
	switch {
	case digits[0] == '0' || len(digits) < 3 || len(digits) > 4:
		return eachDigit(digits)
	case n%1000 == 0:
		return cardinal(digits)
	case low == 0:
		return small(high) + " hundred"
	case low < 10:
		return small(high) + " oh " + ones[low]
	}
	return small(high) + " " + small(low)
}

// codeDigits says the digits of a code such as 221B, A4 or Q3.
func codeDigits(digits string) string {
	switch {
	case len(digits) > 1 && digits[0] == '0', len(digits) > 4:
		return eachDigit(digits)
	case len(digits) < 3:
		return cardinal(digits)
	}
	return pairs(digits)
}

// decimal says whole and fraction digits: "twelve point five".
func decimal(whole, frac string) string {
	if frac == "" {
		return cardinal(whole)
	}
	if whole == "" {
		return "point " + eachDigit(frac)
	}
	return cardinal(whole) + " point " + eachDigit(frac)
}

// fraction says a numerator and a denominator: "three quarters", "one half".
func fraction(num, den string) string {
	n, d := cardinal(num), ordinal(den)
	one := strings.TrimLeft(num, "0") == "1"
	switch strings.TrimLeft(den, "0") {
	case "2":
		d = "half"
		if !one {
			return n + " halves"
		}
	case "4":
		d = "quarter"
	case "100":
		d = "hundredth"
	case "1000":
		d = "thousandth"
	}
	if !one {
		d += "s"
	}
	return n + " " + d
}

// atoi reads up to nine digits; its callers have already checked that they are digits.
func atoi(digits string) int {
	n := 0
	for i := 0; i < len(digits) && i < 9; i++ {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
