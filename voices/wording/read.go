package wording

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of the text, in small letters, or a mark that ends a phrase.
type token struct {
	text       string // empty for a mark
	start, end int
}

// tokens cuts a text into words: letters, digits and apostrophes. Spaces and hyphens part words, anything else also ends
// the reach of a degree.
func tokens(text string) []token {
	var all []token
	start := -1
	end := func(at int) {
		if start >= 0 {
			word := strings.ToLower(strings.ReplaceAll(text[start:at], "’", "'"))
			all = append(all, token{strings.Trim(word, "'"), start, at})
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == utf8.RuneError:
			if start < 0 {
				start = i
			}
		case unicode.IsSpace(r) || r == '-' || r == '‐' || r == '‑':
			end(i)
		default:
			end(i)
			all = append(all, token{"", i, i + utf8.RuneLen(r)})
		}
	}
	end(len(text))
	return all
}

// reader walks over the words of one text.
type reader struct {
	words    []token
	deliver  bool
	wish     Wish
	factor   float64 // of the degrees that wait for a word
	from     int     // byte where they begin, -1 without any
	spent    float64 // the last factor that was used, for "not harsh or loud"
	question int     // words that suggestions were looked for
}

// mostSuggestions bounds the search for near misses in a text that is none.
const mostSuggestions = 40

func read(text string, deliver bool) Wish {
	cut := len(text)
	if cut > MostText {
		for cut = MostText; cut > 0 && !utf8.RuneStart(text[cut]); cut-- {
		}
	}
	r := &reader{words: tokens(text[:cut]), deliver: deliver}
	r.rest()
	for i := 0; i < len(r.words); {
		i += r.step(i)
	}
	if cut < len(text) {
		r.wish.Unknown = append(r.wish.Unknown, Word{Text: "…", Start: cut, End: len(text)})
	}
	return r.wish
}

// rest forgets the degrees that wait.
func (r *reader) rest() { r.factor, r.from = 1, -1 }

// step reads the words from i on and returns how many it has taken.
func (r *reader) step(i int) int {
	word := r.words[i]
	switch word.text {
	case "":
		r.rest()
		return 1
	case "and", "but":
		r.rest()
		return 1
	case "or":
		if r.factor = 1; r.spent < 0 {
			r.factor, r.from = r.spent, word.end
		}
		return 1
	}
	if n := r.age(i); n > 0 {
		return n
	}
	if n := r.scaled(i); n > 0 {
		return n
	}
	e, form, n := r.longest(i)
	switch {
	case e == nil:
		r.unknown(word)
		return 1
	case e.says[term] != nil:
		r.say(e.says[term], form, word.start, r.words[i+n-1].end)
	case e.factor[degree] != 0 && form == 1:
		r.wait(e.factor[degree], word)
	case e.says[noun] != nil && r.from >= 0:
		r.say(e.says[noun], form, word.start, r.words[i+n-1].end)
	case e.factor[scale] != 0 || e.says[noun] != nil || e.silent: // said about nothing
	default:
		r.unknown(word)
	}
	return n
}

// longest finds the longest phrase at i.
func (r *reader) longest(i int) (e *entry, form float64, words int) {
	most := 0
	for most < known().longest && i+most < len(r.words) && r.words[i+most].text != "" {
		most++
	}
	for n := most; n > 0; n-- {
		if e, form := known().find(r.phrase(i, n)); e != nil {
			return e, form, n
		}
	}
	return nil, 0, 0
}

func (r *reader) phrase(i, n int) string {
	var b strings.Builder
	for k := range n {
		if k > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(r.words[i+k].text)
	}
	return b.String()
}

// scaled reads a scale with its noun, "a wider range", "low in volume", and returns how many words they are.
func (r *reader) scaled(i int) int {
	e, form, n := r.longest(i)
	if e == nil {
		return 0
	}
	factor, ok := e.factor[scale]
	if !ok {
		return 0
	}
	next := i + n
	for next < len(r.words) && (r.words[next].text == "in" || r.words[next].text == "of" || r.words[next].text == "the") {
		next++
	}
	if next >= len(r.words) || r.words[next].text == "" {
		return 0
	}
	what, _, m := r.longest(next)
	if what == nil || what.says[noun] == nil {
		return 0
	}
	r.say(what.says[noun], factor*form, r.words[i].start, r.words[next+m-1].end)
	return next + m - i
}

// wait keeps a degree for the word that it is about.
func (r *reader) wait(factor float64, word token) {
	if r.deliver && factor > 1 && word.text == "too" {
		factor = -comparative // a complaint
	}
	r.factor *= factor
	if r.from < 0 {
		r.from = word.start
	}
}

// usualAge is the age that degrees of age are counted from: a grown person.
const usualAge = 1.2

// say notes what words say, with the degrees that waited for them.
func (r *reader) say(what map[Attribute]float64, form float64, start, end int) {
	factor := r.factor * form
	if r.from >= 0 {
		r.spent, start = r.factor, min(start, r.from)
	} else {
		r.spent = 1
	}
	r.rest()
	said := false
	for a := range Attribute(len(Names)) {
		strength, ok := what[a]
		if !ok || r.deliver && (a == Sex || a == Age) {
			continue
		}
		said = true
		switch {
		case a == Sex && strength != 0:
			strength = math.Copysign(strength, strength*factor)
		case a == Age:
			strength = usualAge + (strength-usualAge)*factor
		default:
			strength *= factor
		}
		strength = max(-MostStrength, min(MostStrength, strength))
		r.wish.Said = append(r.wish.Said, Said{Attribute: a, Strength: strength, Start: start, End: end})
	}
	if !said {
		r.wish.Unknown = append(r.wish.Unknown, Word{Text: r.between(start, end), Start: start, End: end})
	}
}

// between returns the words between two places of the text.
func (r *reader) between(start, end int) string {
	var words []string
	for _, w := range r.words {
		if w.start >= start && w.end <= end && w.text != "" {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, " ")
}

func (r *reader) unknown(word token) {
	r.rest()
	w := Word{Text: word.text, Start: word.start, End: word.end}
	if r.question < mostSuggestions {
		r.question++
		w.Suggestion = known().suggest(word.text)
	}
	r.wish.Unknown = append(r.wish.Unknown, w)
}

// age reads an age in figures at i, "45 years old", "aged 45", "in her 60s", and returns how many words it takes.
func (r *reader) age(i int) int {
	if r.deliver {
		return 0
	}
	start, at := r.words[i].start, i
	if text := r.words[i].text; (text == "aged" || text == "age") && i+1 < len(r.words) {
		at++
	}
	digits, decade := strings.CutSuffix(r.words[at].text, "s")
	years, err := strconv.Atoi(digits)
	if err != nil || years < 2 || years > 120 {
		return 0
	}
	if decade {
		years += 5
	}
	end := at + 1
	for end < len(r.words) && (strings.HasPrefix(r.words[end].text, "year") || r.words[end].text == "old") {
		end++
	}
	if at == i && end == at+1 && !decade {
		return 0
	}
	r.rest()
	r.say(map[Attribute]float64{Age: (math.Log(float64(years)) - 2.68) / 0.546}, 1, start, r.words[end-1].end)
	return end - i
}
