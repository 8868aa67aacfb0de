package phoneme

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Longer runs of letters are no words that the rules would help with.
const longestByRule = 60

// Sounds after which American speech taps a t before a following vowel.
const tapAfter = "AIOWYiuæɑəɛɪɹʊʌ"

// lookup finds a word in the lexicon.
type lookup func(word string) (entry, bool)

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func lastIn(sound, set string) bool { return sound != "" && strings.ContainsRune(set, lastRune(sound)) }

// addS is the sound of the plural, the third person and the possessive.
func addS(stem string) string {
	switch {
	case lastIn(stem, "ptkfθ"):
		return stem + "s"
	case lastIn(stem, "szʃʒʧʤ"):
		return stem + "ᵻz"
	}
	return stem + "z"
}

// tapped turns a final t after a vowel or r into a tap.
func tapped(stem string) string {
	if rest, ok := strings.CutSuffix(stem, "t"); ok && lastIn(rest, tapAfter) {
		return rest + "ɾ"
	}
	return stem
}

func addED(stem string) string {
	switch {
	case lastIn(stem, "pkfθʃsʧ"):
		return stem + "t"
	case lastIn(stem, "td"):
		return tapped(stem) + "ᵻd"
	}
	return stem + "d"
}

// suffixRule reads a word that ends in ending as a stem spelled with instead in its place.
type suffixRule struct {
	ending, instead string
	least           int // letters before the ending
	join            func(stem entry) string
}

func plus(added string) func(entry) string {
	return func(stem entry) string { return stem.sound + added }
}

func tapPlus(added string) func(entry) string {
	return func(stem entry) string { return tapped(stem.sound) + added }
}

func verbPlus(added string) func(entry) string {
	return func(stem entry) string { return tapped(stem.verb()) + added }
}

// swapEnd replaces the first of the endings that the sound has; the stem does not fit when it has none.
func swapEnd(pairs ...string) func(entry) string {
	return func(stem entry) string {
		for i := 0; i < len(pairs); i += 2 {
			if rest, ok := strings.CutSuffix(stem.sound, pairs[i]); ok {
				return rest + pairs[i+1]
			}
		}
		return ""
	}
}

func addLy(stem entry) string {
	if strings.HasSuffix(stem.sound, "l") {
		return stem.sound + "i"
	}
	return stem.sound + "li"
}

// The rules in the order they are tried. Their sounds are the commonest ones in the lexicon itself.
var suffixRules = []suffixRule{
	{"ically", "ic", 3, swapEnd("ɪk", "əkᵊli")},
	{"ably", "able", 2, swapEnd("ᵊl", "li", "əl", "li")},
	{"ibly", "ible", 2, swapEnd("ᵊl", "li", "əl", "li")},
	{"ily", "y", 3, swapEnd("i", "əli")},
	{"ly", "", 3, addLy},
	{"iness", "y", 3, plus("nəs")},
	{"ness", "", 3, plus("nəs")},
	{"less", "", 3, plus("ləs")},
	{"ful", "", 3, plus("fᵊl")},
	{"ment", "", 4, plus("mənt")},
	{"like", "", 3, plus("lˌIk")},
	{"ship", "", 3, plus("ʃˌɪp")},
	{"hood", "", 3, plus("hˌʊd")},
	{"wise", "", 3, plus("wˌIz")},
	{"ish", "", 3, tapPlus("ɪʃ")},
	{"able", "", 3, verbPlus("əbᵊl")},
	{"able", "e", 3, verbPlus("əbᵊl")},
	{"ier", "y", 3, plus("əɹ")},
	{"er", "e", 3, verbPlus("əɹ")},
	{"er", "", 3, verbPlus("əɹ")},
	{"iest", "y", 3, plus("ᵻst")},
	{"man", "", 3, plus("mən")},
	{"men", "", 3, plus("mɛn")},
}

var prefixRules = []struct{ start, sound string }{
	{"counter", "kˌWntəɹ"}, {"pseudo", "sˌudO"}, {"under", "ˌʌndəɹ"}, {"super", "sˌupəɹ"}, {"inter", "ˌɪntəɹ"},
	{"hyper", "hˌIpəɹ"}, {"micro", "mˌIkɹO"}, {"multi", "mˌʌlti"}, {"ultra", "ˌʌltɹə"}, {"over", "ˌOvəɹ"}, {"anti", "ˌænti"},
	{"semi", "sˌɛmi"}, {"mega", "mˌɛɡə"}, {"auto", "ˌɔɾO"}, {"self", "sˌɛlf"}, {"non", "nˌɑn"}, {"out", "ˌWt"}, {"mis", "mˌɪs"},
	{"pre", "pɹˌi"}, {"un", "ˌʌn"}, {"re", "ɹˌi"},
}

// byRule derives the entry of an unknown lower-case word from words the lexicon has.
func byRule(word string, find lookup, depth int) (entry, bool) {
	known := func(stem string) (entry, bool) {
		if len(stem) == 1 {
			sound, ok := letterNames[stem]
			return entry{sound: sound}, ok && strings.Contains(word, "'")
		}
		if found, ok := find(stem); ok {
			return found, true
		}
		if depth < 2 && len(stem) > 1 {
			return byRule(stem, find, depth+1)
		}
		return entry{}, false
	}
	if found, ok := inflected(word, known); ok {
		return found, true
	}
	if found, ok := formed(word, known); ok {
		return found, true
	}
	if depth == 0 {
		return compound(word, find)
	}
	return entry{}, false
}

// inflected reads contractions, plurals, possessives, -ed and -ing.
func inflected(word string, known lookup) (entry, bool) {
	size := len(word)
	if size > 2 && strings.HasSuffix(word, "'s") {
		stem, ok := known(word[:size-2])
		return entry{sound: addS(stem.noun())}, ok
	}
	if size > 3 {
		if added, ok := contractions[word[size-3:]]; ok {
			stem, ok := known(word[:size-3])
			return entry{sound: stem.sound + added}, ok
		}
	}
	if size > 2 && strings.HasSuffix(word, "'d") {
		stem, ok := known(word[:size-2])
		if lastIn(stem.sound, "td") {
			return entry{sound: stem.sound + "əd"}, ok
		}
		return entry{sound: stem.sound + "d"}, ok
	}
	if size > 1 && word[size-1] == '\'' {
		stem, ok := known(word[:size-1])
		return entry{sound: stem.noun()}, ok
	}
	if strings.Contains(word, "'") {
		return entry{}, false
	}
	if strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && size > 3 {
		stems := []string{word[:size-1]}
		if strings.HasSuffix(word, "es") && size > 4 {
			stems = append(stems, word[:size-2])
		}
		if strings.HasSuffix(word, "ies") && size > 4 {
			stems = append(stems, word[:size-3]+"y")
		}
		if stem, ok := firstKnown(stems, known); ok {
			plural := entry{sound: addS(stem.sound)}
			for _, one := range stem.other {
				if one.tag == tagNoun || one.tag == tagVerb {
					plural.other = append(plural.other, reading{one.tag, addS(one.sound)})
				}
			}
			return plural, true
		}
	}
	if strings.HasSuffix(word, "ed") && size > 4 {
		stems := []string{word[:size-1], word[:size-2]}
		if word[size-3] == word[size-4] {
			stems = append(stems, word[:size-3])
		}
		if word[size-3] == 'i' {
			stems = append(stems, word[:size-3]+"y")
		}
		if stem, ok := firstKnown(stems, known); ok {
			return entry{sound: addED(stem.verb())}, true
		}
	}
	if strings.HasSuffix(word, "ing") && size > 5 {
		stems := []string{word[:size-3], word[:size-3] + "e"}
		if word[size-4] == word[size-5] {
			stems = append(stems, word[:size-4])
		}
		if stem, ok := firstKnown(stems, known); ok {
			return entry{sound: tapped(stem.verb()) + "ɪŋ"}, true
		}
	}
	return entry{}, false
}

var contractions = map[string]string{"'ll": "ᵊl", "'ve": "əv", "'re": "əɹ", "n't": "ᵊnt"}

func firstKnown(stems []string, known lookup) (entry, bool) {
	for _, stem := range stems {
		if found, ok := known(stem); ok {
			return found, true
		}
	}
	return entry{}, false
}

// formed reads words made by a suffix or a prefix.
func formed(word string, known lookup) (entry, bool) {
	if !onlyLetters(word) {
		return entry{}, false
	}
	for _, rule := range suffixRules {
		stem, ok := strings.CutSuffix(word, rule.ending)
		if !ok || len(stem) < rule.least {
			continue
		}
		if found, ok := known(stem + rule.instead); ok {
			if sound := rule.join(found); sound != "" {
				return entry{sound: sound}, true
			}
		}
	}
	for _, rule := range prefixRules {
		stem, ok := strings.CutPrefix(word, rule.start)
		if !ok || len(stem) < 4 {
			continue
		}
		if found, ok := known(stem); ok {
			return entry{sound: rule.sound + found.sound}, true
		}
	}
	return entry{}, false
}

// compound reads two lexicon words of four letters or more, the second with secondary stress. The most
// even cut wins.
func compound(word string, find lookup) (entry, bool) {
	if len(word) < 8 || !onlyLetters(word) {
		return entry{}, false
	}
	var cuts []int
	for cut := 4; cut < len(word)-3; cut++ {
		cuts = append(cuts, cut)
	}
	slices.SortStableFunc(cuts, func(a, b int) int { return cmp.Compare(abs(2*a-len(word)), abs(2*b-len(word))) })
	primary := string(primaryMark)
	for _, cut := range cuts {
		first, ok := find(word[:cut])
		if !ok || !strings.Contains(first.sound, primary) {
			continue
		}
		second, ok := find(word[cut:])
		if !ok || !strings.Contains(second.sound, primary) {
			continue
		}
		weak := strings.ReplaceAll(second.sound, string(secondaryMark), "")
		return entry{sound: first.sound + strings.ReplaceAll(weak, primary, string(secondaryMark))}, true
	}
	return entry{}, false
}

func abs(n int) int { return max(n, -n) }

func onlyLetters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

var letterSounds = strings.Fields("A bi si di i ɛf ʤi Aʧ I ʤA kA ɛl ɛm ɛn O pi kju ɑɹ ɛs ti ju vi dʌbᵊlju ɛks wI zi")

// letterNames are the names of the letters with primary stress.
var letterNames = func() map[string]string {
	names := map[string]string{}
	for i := range letterSounds {
		names[string(rune('a'+i))] = letterName(byte('a'+i), primaryMark)
	}
	return names
}()

// letterName marks the first vowel of a letter's name.
func letterName(letter byte, mark rune) string {
	sound := letterSounds[letter-'a']
	place := strings.IndexAny(sound, vowels)
	return sound[:place] + string(mark) + sound[place:]
}

// spelledOut reads the letters a-z one by one, the last one with primary stress.
func spelledOut(word string) string {
	var out strings.Builder
	for i := range len(word) - 1 {
		out.WriteString(letterName(word[i], secondaryMark))
	}
	return out.String() + letterName(word[len(word)-1], primaryMark)
}
