package text

import (
	"strings"
)

// Words that make a bare four-digit number before or after them a year, or that make it a quantity.
var (
	yearBefore = set(`in since by until till from to before after during circa around year years late early mid
		between and the of fall autumn spring summer winter january february march april may june july august september
		october november december jan feb mar apr jun jul aug sept sep oct nov dec copyright born died ca c est anno
		through fiscal fy model vintage edition or class ad`)
	quantityBefore = set(`about over under nearly almost than least most exactly only some approximately roughly every
		another additional total these those up costs cost weighs worth contains holds seats numbered at per all
		times plus minus equals approx first last next top`)
	quantityAfter = set(`people men women children percent degrees thousand million billion dollars pounds euros or
		copies words feet inches square cubic per more less fewer pieces sheep fish calories hundred`)
	yearAfter = set(`ad bc bce ce was is were when and to through until when elections olympics games`)
	months    = map[string]string{
		"jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
		"jul": "July", "aug": "August", "sep": "September", "sept": "September", "oct": "October", "nov": "November",
		"dec": "December", "january": "January", "february": "February", "march": "March", "april": "April",
		"june": "June", "july": "July", "august": "August", "september": "September", "october": "October",
		"november": "November", "december": "December",
	}
	monthNames = [...]string{
		"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December",
	}
)

// set makes a set of the words of s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// isYear judges from the words around it whether a bare number is a year. Without a sign either way, a number from
// 1100 to 2099 that is not round is one, unless a plural follows it ("1984 soldiers").
func (n *normaliser) isYear(v numeral) bool {
	if v.grouped || v.frac != "" || len(v.whole) != 4 {
		return false
	}
	y := atoi(v.whole)
	if y < 1010 || y > 2999 {
		return false
	}
	before, after := n.prevWord(), n.nextWord(v.e)
	era := after == "ad" || after == "bc" || after == "bce" || after == "ce"
	if era || before == "ad" {
		return true
	}
	if quantityAfter[after] || quantityBefore[before] || y > 2099 || y < 1100 && !yearBefore[before] {
		return false
	}
	if before == "to" || before == "–" || before == "-" || before == "—" { // the right end of a range
		if i := len(n.spans) - 2; i >= 0 && n.spans[i].Kind == Date {
			return true
		}
	}
	if strings.HasSuffix(after, "s") && len(after) > 3 && !yearAfter[after] && !commonVerbs[after] && before != "the" && before != "in" {
		return false
	}
	if strings.HasSuffix(after, "s") && y%100 == 0 && !commonVerbs[after] && len(after) > 3 {
		return false
	}
	if yearBefore[before] {
		return y%100 != 0 || y >= 1100 && (before == "in" || before == "since" || before == "year" || before == "by" || before == "ca" || before == "c" || before == "born" || before == "died" ||
			before == "until" || before == "around" || before == "circa" || months[before] != "")
	}
	return y%100 != 0
}
