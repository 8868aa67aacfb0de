package phoneme

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Words drawn out in writing: sooo, Whaaat, sweeet, hmmm.
const (
	oftenTwice = "eofls" // letters that words have rather twice than once, where both are words: good, not god
	numerals   = "ivxlcdm"
	stops      = "bdɡkptʤʧɾʔ"
	mostRuns   = 4
)

var butOnce = strings.Fields("as do go got hot is long no not on so stop this us very yes")

// glides are what a diphthong ends in.
var glides = map[rune]rune{'A': 'i', 'I': 'i', 'Y': 'i', 'O': 'u', 'W': 'u'}

// runsOf returns the lengths of the runs of equal letters in a word of ASCII letters.
func runsOf(word string) (lengths []int) {
	for i := range len(word) {
		if i > 0 && word[i] == word[i-1] {
			lengths[len(lengths)-1]++
		} else {
			lengths = append(lengths, 1)
		}
	}
	return lengths
}

// stretched returns the entry of a word that is written with three or more of a letter: that of the word that is meant, with the sound drawn
// out. It is not found where no such word is.
func stretched(word string, find lookup) (entry, bool) {
	if !onlyLetters(word) || strings.Trim(word, numerals) == "" {
		return entry{}, false
	}
	runs, long := runsOf(word), 0
	for _, n := range runs {
		if n >= 3 {
			long++
		}
	}
	if long == 0 || long > mostRuns {
		return entry{}, false
	}
	// meant is the word with each long run once or twice; the choices are counted in binary, the last run's fastest.
	meant := func(choice int, once bool) string {
		var out strings.Builder
		at, left := 0, long
		for _, n := range runs {
			letter, times := word[at], n
			if at += n; n >= 3 {
				left--
				second := choice>>left&1 == 1
				if times = 1; !once && second != (strings.IndexByte(oftenTwice, letter) >= 0) {
					times = 2
				}
			}
			for range times {
				out.WriteByte(letter)
			}
		}
		return out.String()
	}
	once := meant(0, true)
	usual := slices.Contains(butOnce, once)
	for choice := range 1 << long {
		candidate := meant(choice, false)
		if usual {
			candidate = once
		}
		found, ok := entry{}, false
		if forms, known := inContext[candidate]; known {
			found, ok = entry{sound: forms[2]}, true
		} else if len(candidate) > 1 {
			if found, ok = find(candidate); !ok {
				found, ok = byRule(candidate, find, 0)
			}
		}
		if ok {
			return entry{sound: drawnOut(found.sound, runs[len(runs)-1] >= 3)}, true
		}
	}
	return entry{}, false
}

// drawnOut lets the last sound go on, if it can, or the vowel of the stressed syllable where it is not the end that is drawn out. Such a word is
// stressed.
func drawnOut(sound string, atEnd bool) string {
	if !strings.ContainsRune(sound, primaryMark) {
		if strings.ContainsRune(sound, secondaryMark) {
			sound = strings.Replace(sound, string(secondaryMark), string(primaryMark), 1)
		} else if vowel := strings.IndexFunc(sound, isVowel); vowel >= 0 {
			sound = sound[:vowel] + string(primaryMark) + sound[vowel:]
		}
	}
	last, size := utf8.DecodeLastRuneInString(sound)
	place := len(sound) - size
	if !atEnd || strings.ContainsRune(stops, last) {
		stressed := max(0, strings.IndexRune(sound, primaryMark))
		if vowel := strings.IndexFunc(sound[stressed:], isVowel); vowel >= 0 {
			place = stressed + vowel
			last, size = utf8.DecodeRuneInString(sound[place:])
		}
	}
	if glide, ok := glides[last]; ok {
		last = glide
	}
	return sound[:place+size] + string(last) + sound[place+size:]
}
