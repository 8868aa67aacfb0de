package phoneme

import "strings"

// Numbers of the boundary symbols. Phones follow from PhoneBase on.
const (
	Pad = iota
	Start
	End
	Space
	Comma
	Period
	Question
	Exclamation
	Semicolon
	Colon
	Dash
	Ellipsis
	PhoneBase
)

// Stress of a symbol, as the acoustic model takes it.
const (
	Unstressed = iota
	Secondary
	Primary
)

const (
	secondaryMark = 'ˌ'
	primaryMark   = 'ˈ'
	phones        = "AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʔʤʧθᵊᵻɐ"
	vowels        = "AIOWYiuæɑɔəɛɜɪʊʌᵊᵻɐ"
)

// symbols lists every symbol at its number.
var symbols = append([]string{"<pad>", "^", "$", " ", ",", ".", "?", "!", ";", ":", "—", "…"}, strings.Split(phones, "")...)

// symbolIndex is the inverse of symbols for all single runes.
var symbolIndex = func() map[rune]int {
	index := make(map[rune]int, len(symbols))
	for number, symbol := range symbols[1:] {
		for _, r := range symbol {
			index[r] = number + 1
		}
	}
	return index
}()

// Symbols returns a copy of the symbol table; the position of a symbol is its number.
func Symbols() []string { return append([]string(nil), symbols...) }

// IPA writes phones of the model in the signs of the International Phonetic Alphabet: "A" stands for the diphthong "eɪ".
func IPA(phones string) string { return toIPA.Replace(phones) }

var toIPA = strings.NewReplacer("A", "eɪ", "I", "aɪ", "O", "oʊ", "W", "aʊ", "Y", "ɔɪ", "ʤ", "dʒ", "ʧ", "tʃ", "ᵊ", "ə", "ᵻ", "ɨ")

// Vowel reports whether a symbol is a vowel.
func Vowel(id int) bool {
	return id >= PhoneBase && id < len(symbols) && strings.Contains(vowels, symbols[id])
}

func isVowel(r rune) bool { return strings.ContainsRune(vowels, r) }

// startsWithVowel reports whether the first sound after any stress mark is a vowel.
func startsWithVowel(sound string) bool {
	for _, r := range sound {
		if r != secondaryMark && r != primaryMark {
			return isVowel(r)
		}
	}
	return false
}

// appendSymbols adds the symbols of a phoneme string that belong to the word numbered word.
func appendSymbols(to []Symbol, sound string, word int) []Symbol {
	stress := Unstressed
	for _, r := range sound {
		switch r {
		case secondaryMark:
			stress = Secondary
		case primaryMark:
			stress = Primary
		default:
			to = append(to, Symbol{ID: symbolIndex[r], Stress: stress, Word: word})
			stress = Unstressed
		}
	}
	return to
}

// symbolText returns the character of a symbol.
func symbolText(id int) string { return symbols[id] }
