package phoneme

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// ErrSilent is returned for a text without a letter or digit.
var ErrSilent = errors.New("nothing to speak: the text has no letters or digits; write at least one word")

// UnknownScriptError names a word that is not written in Latin letters and has no dictionary entry.
type UnknownScriptError struct {
	Word   string
	Offset int // bytes before the word in the spoken text
}

func (e *UnknownScriptError) Error() string {
	return fmt.Sprintf("cannot pronounce %q: it is not written in Latin letters; write it in Latin letters or add it to the dictionary", e.Word)
}

// LongWordError names a run of letters that is too long for a word.
type LongWordError struct {
	Word   string // its beginning
	Offset int    // bytes before the word in the spoken text
}

func (e *LongWordError) Error() string {
	return fmt.Sprintf("cannot pronounce %q…: it is longer than %d letters; break it into words", e.Word, maxWord)
}

// maxWord is the longest word that is pronounced, in letters; what is longer is data, not language.
const maxWord = 200

// Source tells where a pronunciation came from.
type Source int

// The sources, from the most to the least certain. FromContext are function words such as "the", whose
// form follows from the next sound.
const (
	FromDictionary Source = iota
	FromLexicon
	FromContext
	FromRule
	FromLetters
)

func (s Source) String() string {
	return [...]string{"dictionary", "lexicon", "context", "rule", "letters"}[s]
}

// Symbol is one input of the acoustic model.
type Symbol struct {
	ID     int
	Stress int // Unstressed, Secondary or Primary
	Word   int // number of the word in Sequence.Words, -1 for a boundary
}

// Word is a word of the spoken text with its pronunciation.
type Word struct {
	Text       string // as written in the spoken text
	Start, End int    // bytes in the spoken text
	Phonemes   string
	Source     Source
	First, Len int // its symbols are Sequence.Symbols[First : First+Len]
}

// Sequence is a sentence as the acoustic model reads it, with its words for views.
type Sequence struct {
	Symbols  []Symbol // from "^" to "$"
	Words    []Word
	Phonemes string // without "^" and "$"
}

// IDs returns the symbol numbers.
func (s Sequence) IDs() []int64 {
	ids := make([]int64, len(s.Symbols))
	for i, symbol := range s.Symbols {
		ids[i] = int64(symbol.ID)
	}
	return ids
}

// Stresses returns the stress of each symbol.
func (s Sequence) Stresses() []int64 {
	stresses := make([]int64, len(s.Symbols))
	for i, symbol := range s.Symbols {
		stresses[i] = int64(symbol.Stress)
	}
	return stresses
}

// Phonemizer pronounces text. It is safe for concurrent use.
type Phonemizer struct {
	user  *Dictionary
	words *wordList

	mu     sync.Mutex
	spoken map[string]pronunciation // what rules and letters gave, which costs more than a look-up
}

// cacheSize bounds the remembered words; it is emptied when full.
const cacheSize = 20_000

type pronunciation struct {
	entry  entry
	source Source
}

// New returns a Phonemizer with the user's dictionary, which may be nil. The embedded tables are shared
// and loaded once. The dictionary must not be changed while the Phonemizer is in use.
func New(user *Dictionary) (*Phonemizer, error) {
	words, err := loadWords()
	if err != nil {
		return nil, err
	}
	return &Phonemizer{user: user, words: words, spoken: map[string]pronunciation{}}, nil
}

// inContext holds function words with their form before a consonant, a vowel and a pause.
var inContext = map[string][3]string{
	"the": {"ðə", "ði", "ði"},
	"to":  {"tə", "tʊ", "tˈu"},
	"a":   {"ɐ", "ɐ", "ˈA"},
	"an":  {"ɐn", "ɐn", "ɐn"},
	"of":  {"əv", "əv", "ˈʌv"},
	"in":  {"ɪn", "ɪn", "ˈɪn"},
	"i":   {"ˌI", "ˌI", "ˌI"},
}

// Sequence returns the symbols of a spoken-form sentence. It fails with ErrSilent where nothing can be
// spoken, with an UnknownScriptError for words of other scripts and with a LongWordError. The length is not limited: see Split.
func (p *Phonemizer) Sequence(spoken string) (Sequence, error) {
	tokens := tokenise(spoken, p.keepsWhole)
	if len(tokens) == 0 {
		return Sequence{}, ErrSilent
	}
	sounds := make([]string, len(tokens))
	sources := make([]Source, len(tokens))
	shouting := !strings.ContainsFunc(spoken, unicode.IsLower)
	following := "" // the next word's sound, "" before a pause
	// From the end, because "the" and "to" depend on the sound that follows.
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].mark() {
			following = ""
			continue
		}
		var err error
		if sounds[i], sources[i], err = p.pronounce(tokens, i, following, shouting); err != nil {
			return Sequence{}, err
		}
		following = sounds[i]
	}
	return assemble(tokens, sounds, sources), nil
}

// pronounce gives the sound of the word at place i; following is the sound of the next word.
func (p *Phonemizer) pronounce(tokens []token, i int, following string, shouting bool) (string, Source, error) {
	t := tokens[i]
	if sound, ok := p.fromDictionary(t.text); ok {
		return sound, FromDictionary, nil
	}
	if forms, ok := inContext[t.lower]; ok {
		switch {
		case isSpelledLetter(tokens, i), t.text == "A" && !shouting && !mayBeArticle(tokens, i):
			return letterNames[t.lower], FromRule, nil
		case following == "":
			return forms[2], FromContext, nil
		case startsWithVowel(following):
			return forms[1], FromContext, nil
		}
		return forms[0], FromContext, nil
	}
	if letters := []rune(t.text); len(letters) > maxWord {
		return "", 0, &LongWordError{Word: string(letters[:20]), Offset: t.start}
	}
	if t.text == "US" && !shouting {
		return spelledOut("us"), FromRule, nil
	}
	found, err := p.entryOf(t.lower)
	if err != nil {
		return "", 0, err
	}
	if found.entry.sound == "" {
		return "", 0, &UnknownScriptError{Word: t.text, Offset: t.start}
	}
	if len(found.entry.other) > 0 {
		return choose(tokens, i, found.entry), found.source, nil
	}
	return found.entry.sound, found.source, nil
}

// isSpelledLetter tells whether "a" or "i" is one of several spelled letters; "i a" as in "was i a fool"
// is not.
func isSpelledLetter(tokens []token, i int) bool {
	word := tokens[i].lower
	if word != "a" && word != "i" {
		return false
	}
	before, after := "", ""
	if i > 0 && isLetterWord(tokens[i-1].lower) {
		before = tokens[i-1].lower
	}
	if i+1 < len(tokens) && isLetterWord(tokens[i+1].lower) {
		after = tokens[i+1].lower
	}
	return before != "" && !is(before, "a", "i") || after != "" && (!is(after, "a", "i") || word == "a" && after == "i") ||
		word == "i" && before == "a"
}

// notAfterArticle are words before which a capital A is the letter even where a sentence begins.
var notAfterArticle = strings.Fields("is was are were isn't wasn't equals stands means or")

// mayBeArticle tells whether the capital A at place i may be that of a sentence's first word; elsewhere it is the letter, as
// package text has it.
func mayBeArticle(tokens []token, i int) bool {
	if i > 0 && !is(tokens[i-1].lower, ".", "?", "!", "…", ":", "—") {
		return false
	}
	return i+1 == len(tokens) || !slices.Contains(notAfterArticle, tokens[i+1].lower)
}

// keepsWhole reports words that stay in one piece with their hyphens and leading apostrophes.
func (p *Phonemizer) keepsWhole(word string) bool {
	if _, ok := p.user.find(word); ok {
		return true
	}
	_, ok := p.words.find(word)
	return ok
}

// fromDictionary looks a word up in the user's dictionary, also as the possessive of an entry.
func (p *Phonemizer) fromDictionary(word string) (string, bool) {
	if p.user == nil {
		return "", false
	}
	word = strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return '\''
		}
		return r
	}, word)
	if respelled, ok := p.user.find(word); ok {
		return p.respell(respelled)
	}
	if stem, ok := strings.CutSuffix(word, "'s"); ok {
		if respelled, ok := p.user.find(stem); ok {
			sound, ok := p.respell(respelled)
			return addS(sound), ok
		}
	}
	if stem, ok := strings.CutSuffix(word, "'"); ok {
		if respelled, ok := p.user.find(stem); ok {
			return p.respell(respelled)
		}
	}
	return "", false
}

// respell turns a dictionary value into sounds; plain words are pronounced like any others, without the
// dictionary, so that no entry can refer to itself.
func (p *Phonemizer) respell(value respelling) (string, bool) {
	if value.phonemes != "" {
		return value.phonemes, true
	}
	plain := Phonemizer{words: p.words, spoken: map[string]pronunciation{}}
	var sounds []string
	for _, t := range tokenise(value.words, plain.keepsWhole) {
		if t.mark() {
			continue
		}
		found, err := plain.entryOf(t.lower)
		if err != nil || found.entry.sound == "" {
			return "", false
		}
		sounds = append(sounds, found.entry.sound)
	}
	return strings.Join(sounds, " "), len(sounds) > 0
}

// entryOf returns the readings of a lower-case word from the lexicon, the rules, the names of its letters
// or letter-to-sound. The sound is empty for words of other scripts.
func (p *Phonemizer) entryOf(word string) (pronunciation, error) {
	if found, ok := p.words.find(word); ok {
		return pronunciation{found, FromLexicon}, nil
	}
	p.mu.Lock()
	found, ok := p.spoken[word]
	p.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := p.derive(word)
	if err != nil {
		return pronunciation{}, err
	}
	p.mu.Lock()
	if len(p.spoken) >= cacheSize {
		clear(p.spoken)
	}
	p.spoken[word] = found
	p.mu.Unlock()
	return found, nil
}

func (p *Phonemizer) derive(word string) (pronunciation, error) {
	if name, ok := letterNames[word]; ok {
		return pronunciation{entry{sound: name}, FromRule}, nil
	}
	if isLetterWord(word) && accents[[]rune(word)[0]] == "" {
		return pronunciation{}, nil
	}
	plain := withoutAccents(word)
	if plain != word {
		if found, ok := p.words.find(plain); ok {
			return pronunciation{found, FromLexicon}, nil
		}
	}
	if name, ok := letterNames[plain]; ok {
		return pronunciation{entry{sound: name}, FromRule}, nil
	}
	if len(plain) <= longestByRule {
		if found, ok := stretched(plain, p.words.find); ok {
			return pronunciation{found, FromRule}, nil
		}
		if found, ok := byRule(plain, p.words.find, 0); ok {
			return pronunciation{found, FromRule}, nil
		}
	}
	if strings.Contains(plain, "'") {
		return p.deriveApostrophe(plain)
	}
	if !onlyLetters(plain) {
		return pronunciation{}, nil
	}
	return p.byLetters(plain)
}

// deriveApostrophe reads the possessive of an unknown name: its letters, then the ending by rule.
func (p *Phonemizer) deriveApostrophe(word string) (pronunciation, error) {
	for _, ending := range []string{"'s", "'"} {
		stem, ok := strings.CutSuffix(word, ending)
		if !ok || stem == "" || strings.Contains(stem, "'") {
			continue
		}
		found, err := p.entryOf(stem)
		if err != nil || found.entry.sound == "" {
			return pronunciation{}, err
		}
		if ending == "'s" {
			found.entry.sound = addS(found.entry.sound)
		}
		found.entry.other = nil
		return found, nil
	}
	if word = strings.ReplaceAll(word, "'", ""); word == "" {
		return pronunciation{}, nil
	}
	return p.entryOf(word)
}

// byLetters reads letter names where no vowel letter is, else by letter-to-sound; long words in pieces.
func (p *Phonemizer) byLetters(word string) (pronunciation, error) {
	if !strings.ContainsAny(word, "aeiouy") {
		return pronunciation{entry{sound: spelledOut(word)}, FromRule}, nil
	}
	model, err := loadLetters()
	if err != nil {
		return pronunciation{}, err
	}
	// The -es of Spanish names such as Reyes is a syllable; Keyes and Hayes have been found as forms of words.
	if stem, ok := strings.CutSuffix(word, "es"); ok && strings.HasSuffix(stem, "ey") && len(stem) <= longestPiece {
		if said := model.pronounce(stem); lastIn(said, "A") {
			return pronunciation{entry{sound: said + "ɛs"}, FromLetters}, nil
		}
	}
	var sound strings.Builder
	for start := 0; start < len(word); start += longestPiece {
		piece := word[start:min(start+longestPiece, len(word))]
		said := model.pronounce(piece)
		if said == "" {
			said = spelledOut(piece)
		}
		sound.WriteString(said)
	}
	return pronunciation{entry{sound: sound.String()}, FromLetters}, nil
}
