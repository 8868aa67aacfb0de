package text

import "strings"

// reach is how far, in bytes, the decision about one boundary looks to both sides.
const reach = 80

// starters are words that, with a capital after an abbreviation, begin a sentence rather than continue a name.
var starters = set(`the this that these those there here he she it they we you i his her its their our my your a an and but or so
	yet if when while where why how what who which then in on at for from with by as after before since because although though
	however meanwhile moreover nevertheless no not yes once later today tomorrow yesterday now perhaps maybe soon suddenly finally
	all both each every many most some few several another one two three i'm i've i'd i'll it's he's she's they're we're
	you're that's there's let's don't do did does is are was were can could will would should please thank just even only still
	also first second next last let everyone nobody nothing something someone ask call bring turn stay go come`)

// sayVerbs follow a quotation: "Stop!" John said.
var sayVerbs = set(`said asked cried shouted replied answered whispered exclaimed says asks called muttered yelled murmured
	added began continued demanded inquired observed remarked returned thought wondered screamed sighed laughed snapped growled`)

// endsSentence judges a boundary that the Unicode rules see at b, for a sentence that began at a: false when what
// stands before it is an abbreviation, an initial, a list number, or a quotation inside a sentence.
func endsSentence(s string, a, b int) bool {
	end := b
	if !isSpace(s[b-1]) && b < len(s) && isAlnum(s[b]) && s[b-1] < 0x80 {
		return false // inside an address, or a space was forgotten
	}
	for end > a && isSpace(s[end-1]) {
		end--
	}
	before := s[max(a, end-reach):end]
	after := s[b:min(len(s), b+reach)]
	closers := len(before)
	for closers > 0 && strings.IndexByte(`"')]}*_`, before[closers-1]) >= 0 {
		closers--
	}
	quoted := closers < len(before)
	before = before[:closers]
	if before == "" {
		return quoted && hasLetter(s[a:min(b, a+reach)])
	}
	next := nextToken(after)
	switch before[len(before)-1] {
	case '?', '!':
		return !(quoted && goesOn(after))
	case '.':
	default:
		return true
	}
	if strings.HasSuffix(before, "..") || strings.HasSuffix(before, ". .") {
		if strings.Trim(before, ". ") == "" {
			return false // an ellipsis that begins the sentence
		}
		return next != "I" && !strings.HasPrefix(next, "I'") && !(quoted && goesOn(after))
	}
	if quoted {
		return !goesOn(after)
	}
	return endsAtDot(before[:len(before)-1], next, after)
}

// goesOn reports whether the sentence goes on after a quotation: with a small letter, or with who said it.
func goesOn(after string) bool {
	after = strings.TrimLeft(after, `"'( `)
	if after == "" {
		return false
	}
	if isLower(after[0]) {
		return true
	}
	words := strings.Fields(after)
	for i := 1; i < len(words) && i < 4; i++ {
		if sayVerbs[strings.Trim(words[i], ",.:")] {
			return true
		}
		if !isUpper(words[i][0]) {
			break
		}
	}
	return false
}

// nextToken returns the word or number with which s begins, past opening marks.
func nextToken(s string) string {
	s = strings.TrimLeft(s, "\"'([{*_ ")
	i := 0
	for i < len(s) && (isAlnum(s[i]) || s[i] == '\'' && i+1 < len(s) && isLetter(s[i+1])) {
		i++
	}
	return s[:i]
}

// endsAtDot judges the full stop after the text before.
func endsAtDot(before, next, after string) bool {
	cut := strings.LastIndexAny(before, " \n\"'([{/-–—") + 1
	word := before[cut:]
	lower := strings.ToLower(word)
	previous := lastWord(before[:cut])
	starter := starters[strings.ToLower(next)]
	listed := strings.Trim(before[:cut], " \n*_#>-") == ""
	switch {
	case word == "":
		return strings.Trim(before, ". ") != ""
	case strings.Trim(word, "0123456789") == "":
		return !listed || len(word) > 3 // "1. Eggs", not "It was in 1990. Then"
	case listed && isRomanItem(word):
		return false
	case len(word) == 1 && isLetter(word[0]):
		return endsAtInitial(word, previous, starter)
	case lower == "a.m" || lower == "p.m":
		l := strings.ToLower(next)
		return !weekdays[l] && !zones[next] && months[l] == "" && next != "" && !isLower(next[0])
	case lower == "e.g" || lower == "i.e":
		return false
	case len(word) >= 3 && initialsOnly(word) && strings.Contains(word, "."), lower == "ph.d":
		return starter
	}
	if lower == "al" && previous == "et" {
		return starter
	}
	entry, ok := abbreviations[lower]
	switch {
	case !ok:
		if m := months[lower]; m != "" && lower != strings.ToLower(m) {
			return !(next != "" && isDigit(next[0]))
		}
		return true
	case lower == "no":
		return !(next != "" && isDigit(next[0])) && !strings.HasPrefix(after, "#")
	}
	switch entry.class {
	case 'i':
		return wordlikeEnd(lower) && isLower(word[0]) && starter
	case 'n':
		if next != "" && (isDigit(next[0]) || romanAhead(next) && next != "I") {
			return false
		}
		return !bare[lower] || starter
	case 't':
		if lower == "st" || lower == "dr" { // perhaps a street
			return starter && previous != "" && (isUpper(previous[0]) || isDigit(previous[0]))
		}
		return isLower(word[0]) && commonWords[lower] || starter && isLower(word[0])
	case 'q':
		if isLower(word[0]) && (commonWords[lower] || wordLike[lower]) || wordLike[lower] && !weekdays[lower] {
			return true
		}
		return starter
	}
	if lower == "etc" {
		return true
	}
	return starter
}

func wordlikeEnd(lower string) bool { return lower == "max" || lower == "est" || lower == "avg" }

// endsAtInitial judges the full stop after a single letter: that of a name does not end a sentence.
func endsAtInitial(letter, previous string, starter bool) bool {
	cue := letterNouns[strings.ToLower(previous)] && strings.ToLower(previous) != "the"
	switch {
	case letter == "I":
		return starter || previous != "" && isLower(previous[0])
	case isLower(letter[0]):
		return starter || letter != "p" && letter != "c" && letter != "v"
	case cue:
		return true
	}
	return starter && previous != "" && isLower(previous[0])
}

// isRomanItem reports whether a word numbers the item of a list: "a", "B", "iv".
func isRomanItem(word string) bool {
	if len(word) == 1 {
		return isLetter(word[0]) && word != "I"
	}
	_, ok := romanValue(strings.ToUpper(word))
	return ok && len(word) < 6 && strings.Trim(strings.ToUpper(word), "IVX") == ""
}

// lastWord returns the word at the end of s.
func lastWord(s string) string {
	s = strings.TrimRight(s, " \n")
	i := len(s)
	for i > 0 && (isAlnum(s[i-1]) || s[i-1] == '\'') {
		i--
	}
	return s[i:]
}

var zones = set("EST EDT CST CDT MST MDT PST PDT ET CT MT PT GMT UTC BST CET CEST IST JST Eastern Pacific Central Mountain")
