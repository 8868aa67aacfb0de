package text

import (
	"regexp"
	"strings"
)

const (
	domains = `com|org|net|edu|gov|mil|io|co\.uk|ac\.uk|gov\.uk|uk|de|fr|nl|eu|ca|au|jp|cn|ru|ch|info|biz|dev|app|ai|tv|fm|xyz|tech|blog|wiki|gg|ly|co|us|be|me`
	files   = `pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|gif|svg|mp3|mp4|wav|flac|zip|html?|css|csv|json|xml|exe|py|js|ts|go|md|ini|yaml|toml`
)

var (
	mail   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	link   = regexp.MustCompile(`^(?i:(https?|ftp)://|www\.)[^\s<>"{}|]+`)
	domain = regexp.MustCompile(`^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:` + domains + `)\b(?::[0-9]{2,5}\b)?(?:[/?#][^\s<>"{}|]*)?`)
	file   = regexp.MustCompile(`^[A-Za-z0-9_-]+\.(?:` + files + `)\b`)
	// asDomain are ends of names that are said as words; other short ones are spelled.
	asWord = set("com org net gov mil info biz dev app tech blog wiki co help about me zip doc go be news shop home page blog faq-s")
)

// maxAddress is how many bytes of an address are looked at.
const maxAddress = 2000

// address says web and e-mail addresses and file names. It is tried only where a run without spaces begins.
func (n *normaliser) address(p int) int {
	if p > n.a && strings.IndexByte(" \n\"'([<,;:", n.c.s[p-1]) < 0 {
		return 0
	}
	rest := n.c.s[p:min(p+maxAddress, n.b)]
	if i := strings.IndexAny(rest, " \n"); i >= 0 {
		rest = rest[:i]
	}
	if !strings.ContainsAny(rest, ".@:") || len(rest) < 4 {
		return 0
	}
	for _, re := range []*regexp.Regexp{mail, link, domain, file} {
		found := strings.TrimRight(re.FindString(rest), `.,;:!?)]'"*_`)
		if found == "" || !hasLetter(found) {
			continue
		}
		if (re == domain || re == file) && len(rest) > len(found) && (isAlnum(rest[len(found)]) || rest[len(found)] == '@' || rest[len(found)] == '-') {
			continue
		}
		if re == domain && initialsOnly(found) || re == domain && len(rest) > len(found)+1 && rest[len(found)] == '.' && isAlnum(rest[len(found)+1]) {
			continue
		}
		return n.emit(p, p+len(found), sayAddress(found), URL)
	}
	return 0
}

// initialsOnly reports whether s is letters parted by full stops, as in "a.k.a.".
func initialsOnly(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if len(part) > 1 && part != "us" && part != "me" && part != "be" {
			return false
		}
	}
	return true
}

var addressSigns = map[byte]string{
	'.': "dot", '/': "slash", '-': "dash", '_': "underscore", '@': "at", ':': "colon", '?': "question mark", '=': "equals",
	'&': "and", '#': "hash", '%': "percent", '~': "tilde", '+': "plus",
}

// sayAddress says an address; the protocol is left out, as people do.
func sayAddress(s string) string {
	if i := strings.Index(s, "://"); i > 0 {
		s = s[i+3:]
	}
	s = strings.TrimRight(s, "/")
	var words []string
	for i := 0; i < len(s); {
		switch ch := s[i]; {
		case isLetter(ch):
			run := letters(s[i:])
			words = append(words, addressWord(run))
			i += len(run)
		case isDigit(ch):
			run := digitPrefix(s[i:])
			words = append(words, codeDigits(run))
			i += len(run)
		default:
			if sign := addressSigns[ch]; sign != "" {
				words = append(words, sign)
			}
			i++
		}
	}
	return strings.Join(words, " ")
}

// addressWord says a run of letters of an address: as a word where it can be one.
func addressWord(run string) string {
	lower, upper := strings.ToLower(run), strings.ToUpper(run)
	switch {
	case asWord[lower], isCommon(lower) && !spelled[upper]:
		return lower
	case spelled[upper] && len(run) < 5, len(run) < 3, len(run) < 7 && !strings.ContainsAny(upper, "AEIOUY"), len(run) == 3 && !pronounceable(upper), lower == "edu":
		return spell(run)
	}
	if parts := camelParts(run); parts != "" {
		return parts
	}
	return lower
}
