package wording

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed vocabulary.txt
var vocabularyText string

// kind says what a phrase does in a description.
type kind int

const (
	silent kind = iota // known, and says nothing
	term               // says something by itself
	noun               // says something with a degree or a scale before it
	scale              // turns a noun up or down
	degree             // strengthens, weakens or turns what follows
)

// entry is what the vocabulary knows of a phrase. A phrase may be several: "low" is a term, and a scale before a noun.
type entry struct {
	says   map[kind]map[Attribute]float64 // of terms and nouns
	factor map[kind]float64               // of scales and degrees
	silent bool
}

// vocabulary is the table of phrases, words parted by one space.
type vocabulary struct {
	entries map[string]*entry
	words   []string // single words that say something, in the order of the table, for suggestions
	longest int      // words in the longest phrase
}

var known = sync.OnceValue(func() *vocabulary {
	v, err := parse(vocabularyText)
	if err != nil {
		panic("wording: the vocabulary is damaged: " + err.Error()) // embedded, and a test reads it
	}
	return v
})

// sections of the table with another kind than term.
var sections = map[string]kind{"nouns": noun, "scales": scale, "degrees": degree, "silent": silent}

// parse reads the table.
func parse(text string) (*vocabulary, error) {
	v := &vocabulary{entries: map[string]*entry{}}
	now := term
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			section, special := sections[strings.Trim(line, "[]")]
			if now = term; special {
				now = section
			}
			continue
		}
		phrases, meaning, _ := strings.Cut(line, " = ")
		for phrase := range strings.SplitSeq(phrases, ",") {
			if err := v.add(strings.TrimSpace(phrase), now, meaning); err != nil {
				return nil, fmt.Errorf("line %d: %w", number+1, err)
			}
		}
	}
	return v, nil
}

func (v *vocabulary) add(phrase string, k kind, meaning string) error {
	e := v.entries[phrase]
	if e == nil {
		e = &entry{says: map[kind]map[Attribute]float64{}, factor: map[kind]float64{}}
		v.entries[phrase] = e
	}
	words := strings.Count(phrase, " ") + 1
	v.longest = max(v.longest, words)
	switch k {
	case silent:
		e.silent = true
		return nil
	case scale, degree:
		factor, err := strconv.ParseFloat(meaning, 64)
		if _, twice := e.factor[k]; err != nil || twice {
			return fmt.Errorf("%q has no factor or stands there twice", phrase)
		}
		e.factor[k] = factor
	default:
		if e.says[k] != nil {
			return fmt.Errorf("%q stands there twice", phrase)
		}
		e.says[k] = map[Attribute]float64{}
		for part := range strings.SplitSeq(meaning, ",") {
			name, number, _ := strings.Cut(strings.TrimSpace(part), " ")
			attribute, ok := attributeOf(name)
			strength, err := strconv.ParseFloat(number, 64)
			if err != nil || !ok {
				return fmt.Errorf("%q says %q", phrase, part)
			}
			e.says[k][attribute] = strength
		}
	}
	if words == 1 {
		v.words = append(v.words, phrase)
	}
	return nil
}

// Degrees that the forms of a word bring with them.
const (
	comparative = 0.75 // slower
	superlative = 1.5  // slowest
	somewhat    = 0.6  // slowish
)

// find returns the entry of a phrase. A single word may be a form of one that is known; factor is the form's degree.
func (v *vocabulary) find(phrase string) (e *entry, factor float64) {
	if e := v.entries[phrase]; e != nil {
		return e, 1
	}
	for _, form := range []struct {
		ending string
		factor float64
	}{{"er", comparative}, {"est", superlative}, {"ly", 1}, {"ish", somewhat}} {
		stem, ok := strings.CutSuffix(phrase, form.ending)
		if !ok || len(stem) < 2 || strings.Contains(stem, " ") {
			continue
		}
		bases := []string{stem, stem + "e"}
		if rest, ok := strings.CutSuffix(stem, "i"); ok { // steadier, breathily
			bases = append(bases, rest+"y")
		}
		if n := len(stem); stem[n-1] == stem[n-2] { // flatter, fully
			bases = append(bases, stem[:n-1])
		}
		if form.ending == "ly" { // gently, dully, energetically
			bases = append(bases, stem+"le", stem+"l", strings.TrimSuffix(stem, "al"))
		}
		for _, base := range bases {
			if e := v.entries[base]; e != nil && (e.says[term] != nil || e.factor[scale] != 0) {
				return e, form.factor
			}
		}
	}
	return nil, 0
}

// suggest returns the known word that a misspelt one most likely means, or nothing.
func (v *vocabulary) suggest(word string) string {
	most := 1
	switch n := len(word); {
	case n < 4 || n > 24:
		return ""
	case n > 6:
		most = 2
	}
	best := ""
	for _, candidate := range v.words {
		if d := distance(word, candidate, most); d <= most && len(candidate) > 3 {
			best, most = candidate, d-1
		}
	}
	return best
}

// distance is the number of letters that were left out, added, changed or swapped with their neighbour (the optimal string
// alignment of Damerau's distance); anything over most may be given for what is over it.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	var rows [3][32]int
	if len(b) >= len(rows[0]) {
		return most + 1
	}
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
