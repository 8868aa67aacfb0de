package phoneme

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// When several marks meet, the one that says most about the melody stays: the earlier one in this order.
const punctuationOrder = "?!.…;:—,"

const (
	apostrophes = "'’‘ʼ`"
	brackets    = "()[]{}"
)

var (
	digitWords = strings.Fields("zero one two three four five six seven eight nine")
	signWords  = map[rune]string{'&': "and", '%': "percent", '+': "plus", '@': "at", '=': "equals"}
)

// accents maps letters of European spellings to the plain letters that letter-to-sound knows.
var accents = func() map[rune]string {
	table := map[rune]string{}
	for _, one := range []struct{ plain, accented string }{
		{"a", "áàâäãåāăą"}, {"c", "çćčĉċ"}, {"d", "ďđð"}, {"e", "éèêëēĕėęě"}, {"g", "ğĝġģ"}, {"h", "ĥħ"}, {"i", "íìîïĩīĭįı"},
		{"j", "ĵ"}, {"k", "ķ"}, {"l", "ĺļľłŀ"}, {"n", "ñńņňŋ"}, {"o", "óòôöõøōŏő"}, {"r", "ŕŗř"}, {"s", "śŝşšș"}, {"t", "ţťŧț"},
		{"u", "úùûüũūŭůűų"}, {"w", "ŵ"}, {"y", "ýÿŷ"}, {"z", "źżž"}, {"ss", "ß"}, {"ae", "æ"}, {"oe", "œ"}, {"th", "þ"},
	} {
		for _, r := range one.accented {
			table[r] = one.plain
		}
	}
	return table
}()

// withoutAccents returns a lower-case word in plain letters where it has accented ones.
func withoutAccents(word string) string {
	var out strings.Builder
	for _, r := range word {
		if plain, ok := accents[r]; ok {
			out.WriteString(plain)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// token is a word or a punctuation mark of the text.
type token struct {
	text, lower string // lower is what the tables are asked for
	start, end  int    // bytes in the text
}

func (t token) mark() bool { return isMark(t.lower) }

func isMark(s string) bool { return s != "" && strings.Contains(punctuationOrder, s) }

// tokeniser collects words and marks: no mark at the start, one between words, one at the end.
type tokeniser struct {
	tokens  []token
	isKnown func(word string) bool // words that keep their hyphens and leading apostrophes
	word    []rune
	places  []int // byte offset of each rune of word
}

func tokenise(text string, isKnown func(string) bool) []token {
	t := &tokeniser{isKnown: isKnown}
	runes, places := []rune(text), make([]int, 0, len(text)+1)
	for i := range text {
		places = append(places, i)
	}
	places = append(places, len(text))
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return 0
		}
		return runes[i]
	}
	dots, dashes := 0, 0
	for i := 0; i <= len(runes); i++ {
		r := at(i)
		if r != 0 && strings.ContainsRune(apostrophes, r) {
			r = '\''
		}
		if unicode.IsLetter(r) || r == '\'' || r == '-' && len(t.word) > 0 && unicode.IsLetter(at(i+1)) {
			t.word, t.places = append(t.word, r), append(t.places, places[i])
			continue
		}
		if r >= 0x300 && r <= 0x36f {
			continue // a combining accent after its letter
		}
		end := places[min(i, len(runes))]
		t.flush(end)
		dots, dashes = count(r == '.', dots), count(r == '-', dashes)
		next := places[min(i+1, len(runes))]
		switch {
		case r == 0:
		case strings.ContainsRune(punctuationOrder, r):
			t.mark(string(r), end, next)
			if last := len(t.tokens) - 1; dots == 3 && last >= 0 && t.tokens[last].lower == "." {
				t.tokens[last].lower, t.tokens[last].text = "…", "…"
			}
		case r == '–' || dashes == 2 || r == '-' && at(i-1) == ' ' && at(i+1) == ' ':
			t.mark("—", end, next)
		case strings.ContainsRune(brackets, r):
			t.mark(",", end, next)
		case r >= '0' && r <= '9':
			word := digitWords[r-'0']
			t.tokens = append(t.tokens, token{string(r), word, end, next})
		case signWords[r] != "":
			t.tokens = append(t.tokens, token{string(r), signWords[r], end, next})
		}
	}
	if last := len(t.tokens) - 1; last >= 0 && !t.tokens[last].mark() {
		t.tokens = append(t.tokens, token{"", ".", len(text), len(text)})
	}
	return t.tokens
}

func count(more bool, before int) int {
	if more {
		return before + 1
	}
	return 0
}

// mark adds a punctuation mark; of several in a row the strongest stays.
func (t *tokeniser) mark(mark string, start, end int) {
	last := len(t.tokens) - 1
	if last < 0 {
		return
	}
	if t.tokens[last].mark() {
		if strings.Index(punctuationOrder, mark) < strings.Index(punctuationOrder, t.tokens[last].lower) {
			t.tokens[last].lower = mark
			t.tokens[last].text = mark
		}
		t.tokens[last].end = end
		return
	}
	t.tokens = append(t.tokens, token{mark, mark, start, end})
}

// flush ends a run of letters, apostrophes and hyphens: one word if it is known so, else its parts.
func (t *tokeniser) flush(end int) {
	if len(t.word) == 0 {
		return
	}
	places := append(t.places, end)
	add := func(from, to int) {
		text := string(t.word[from:to])
		t.tokens = append(t.tokens, token{text, strings.ToLower(text), places[from], places[to]})
	}
	whole := strings.ToLower(string(t.word))
	if strings.Contains(whole, "-") && t.isKnown(whole) {
		add(0, len(t.word))
	} else {
		for from := 0; from <= len(t.word); {
			to := from
			for to < len(t.word) && t.word[to] != '-' {
				to++
			}
			low, high := t.trim(from, to)
			if low < high {
				add(low, high)
			}
			from = to + 1
		}
	}
	t.word, t.places = t.word[:0], t.places[:0]
}

// trim leaves out apostrophes that are quotation marks.
func (t *tokeniser) trim(from, to int) (int, int) {
	if from < to && t.word[from] == '\'' && !t.isKnown(strings.ToLower(string(t.word[from:to]))) {
		for from < to && t.word[from] == '\'' {
			from++
		}
	}
	part := strings.ToLower(string(t.word[from:to]))
	if strings.HasSuffix(part, "'") && !strings.HasSuffix(part, "s'") {
		for to > from && t.word[to-1] == '\'' {
			to--
		}
	}
	if strings.Trim(part, "'") == "" {
		return from, from
	}
	return from, to
}

// isLetterWord reports whether a word is a single letter.
func isLetterWord(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsLetter(r)
}
