package phoneme

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// respelling is a dictionary value: sounds, or plain words that are pronounced in the entry's place.
type respelling struct {
	phonemes string // notation of the acoustic model, "" for plain words
	words    string
	written  string // as the user gave it
}

// Dictionary holds the user's own pronunciations. A key with capitals also serves the word in lower case.
// A nil Dictionary is empty. It is safe for concurrent reading, not for changing while it is read.
type Dictionary struct {
	entries map[string]respelling
}

// maxEntry bounds a word or respelling, in bytes.
const maxEntry = 200

// Set gives a word a pronunciation: sounds between slashes ("/ʃəvˈɔn/"), in the model's notation or plain
// IPA, or words to be said instead ("shiv awn"). An error leaves the dictionary as it was.
func (d *Dictionary) Set(word, respelled string) error {
	word, respelled = strings.TrimSpace(word), strings.TrimSpace(respelled)
	if err := checkKey(word); err != nil {
		return err
	}
	value := respelling{written: respelled}
	if len(respelled) > maxEntry {
		return fmt.Errorf("dictionary entry %q: the pronunciation is longer than %d bytes; shorten it", word, maxEntry)
	}
	if inner, ok := strings.CutPrefix(respelled, "/"); ok {
		inner, ok = strings.CutSuffix(inner, "/")
		sound, err := parseSounds(inner)
		if !ok {
			err = fmt.Errorf("the closing slash is missing")
		}
		if err != nil {
			return fmt.Errorf("dictionary entry %q: cannot read %q: %w; write sounds between slashes, as in /həlˈO/", word, respelled, err)
		}
		value.phonemes = sound
	} else {
		for _, t := range tokenise(respelled, func(string) bool { return false }) {
			if !t.mark() && strings.IndexFunc(withoutAccents(t.lower), notPlain) >= 0 {
				return fmt.Errorf("dictionary entry %q: cannot pronounce %q; respell it in Latin letters or in sounds between slashes", word, t.text)
			}
		}
		if !strings.ContainsFunc(respelled, unicode.IsLetter) {
			return fmt.Errorf("dictionary entry %q: the pronunciation %q has no letters; respell the word, or write sounds between slashes", word, respelled)
		}
		value.words = respelled
	}
	if d.entries == nil {
		d.entries = map[string]respelling{}
	}
	d.entries[word] = value
	return nil
}

func notPlain(r rune) bool { return (r < 'a' || r > 'z') && r != '\'' }

// checkKey accepts single words: letters, apostrophes and hyphens between letters.
func checkKey(word string) error {
	if word == "" {
		return fmt.Errorf("a dictionary entry without a word: write the word, a tab and its pronunciation")
	}
	if len(word) > maxEntry {
		return fmt.Errorf("dictionary entry %.20q…: the word is longer than %d bytes; shorten it", word, maxEntry)
	}
	tokens := tokenise(word, func(string) bool { return true })
	if len(tokens) != 2 || tokens[0].mark() || tokens[0].start != 0 || tokens[0].end != len(word) {
		return fmt.Errorf("dictionary entry %q: only a single word of letters, apostrophes and hyphens can be an entry; add the words one by one", word)
	}
	return nil
}

// Delete removes a word as it was set.
func (d *Dictionary) Delete(word string) { delete(d.entries, word) }

// Words returns the words as they were set, sorted.
func (d *Dictionary) Words() []string {
	if d == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(d.entries))
}

// Get returns the pronunciation of a word as it was set.
func (d *Dictionary) Get(word string) (respelled string, ok bool) {
	if d == nil {
		return "", false
	}
	value, ok := d.entries[word]
	return value.written, ok
}

// find looks for the written word, then for its lower-case form, then for any capitalised form of it.
func (d *Dictionary) find(word string) (respelling, bool) {
	if d == nil || len(d.entries) == 0 {
		return respelling{}, false
	}
	if value, ok := d.entries[word]; ok {
		return value, true
	}
	lower := strings.ToLower(word)
	if value, ok := d.entries[lower]; ok {
		return value, true
	}
	first, size := utf8.DecodeRuneInString(lower)
	for _, form := range []string{string(unicode.ToUpper(first)) + lower[size:], strings.ToUpper(lower)} {
		if value, ok := d.entries[form]; ok {
			return value, true
		}
	}
	return respelling{}, false
}

// Layer returns one dictionary of several; of two entries for a word the later dictionary's stays, so
// that a project's entries can stand over the global ones.
func Layer(dictionaries ...*Dictionary) *Dictionary {
	out := &Dictionary{entries: map[string]respelling{}}
	for _, one := range dictionaries {
		if one != nil {
			maps.Copy(out.entries, one.entries)
		}
	}
	return out
}

// ReadDictionary reads lines of a word, a tab and its pronunciation; empty lines and lines that start
// with # are skipped. The first bad line ends the reading with an error that names it.
func ReadDictionary(r io.Reader) (*Dictionary, error) {
	d := &Dictionary{}
	lines := bufio.NewScanner(r)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, respelled, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("dictionary line %d: no tab between the word and its pronunciation; write word, tab, pronunciation", number)
		}
		if err := d.Set(word, respelled); err != nil {
			return nil, fmt.Errorf("dictionary line %d: %w", number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the dictionary: %w", err)
	}
	return d, nil
}

// WriteTo writes the dictionary as ReadDictionary reads it, sorted by word.
func (d *Dictionary) WriteTo(w io.Writer) (int64, error) {
	var out strings.Builder
	for _, word := range d.Words() {
		out.WriteString(word + "\t" + d.entries[word].written + "\n")
	}
	n, err := io.WriteString(w, out.String())
	return int64(n), err
}

// ipa maps common IPA spellings to the notation of the model, longer ones first.
var ipa = strings.NewReplacer(
	"eɪ", "A", "aɪ", "I", "oʊ", "O", "əʊ", "O", "aʊ", "W", "ɔɪ", "Y", "tʃ", "ʧ", "dʒ", "ʤ", "t͡ʃ", "ʧ", "d͡ʒ", "ʤ",
	"ɝ", "ɜɹ", "ɚ", "əɹ", "ɫ", "l", "ɒ", "ɑ", "ː", "", "g", "ɡ", "r", "ɹ", "a", "ɑ", "e", "ɛ", "o", "O", "'", "ˈ", ".", "",
)

// parseSounds checks sounds and returns them in the notation of the model, stress before its vowel.
func parseSounds(text string) (string, error) {
	text = ipa.Replace(strings.TrimSpace(text))
	var out strings.Builder
	mark, any := rune(0), false
	for _, r := range text {
		switch {
		case r == primaryMark || r == secondaryMark:
			mark = r
			continue
		case r == ' ':
		case symbolIndex[r] < PhoneBase:
			return "", fmt.Errorf("%q is not a sound of the notation", r)
		case isVowel(r):
			// A mark written before the syllable, as dictionaries do, moves to its vowel.
			if mark != 0 {
				out.WriteRune(mark)
				mark = 0
			}
			any = true
		default:
			any = true
		}
		out.WriteRune(r)
	}
	if !any {
		return "", fmt.Errorf("there is no sound in it")
	}
	return strings.Join(strings.Fields(out.String()), " "), nil
}
