package phoneme

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	embedded "voicewright/assets/lexicon"
)

// Homographs are told apart without a tagger: word classes come from an embedded list, and a fixed row of
// questions about the neighbours gives a coarse part of speech. training/homographs.py asks the same
// questions in the same order.

const (
	tagNone = "" // no evidence
	reach   = 24 // words looked at on either side
)

// wordClasses maps a class name to its words.
var wordClasses = sync.OnceValue(func() map[string]map[string]bool {
	classes := map[string]map[string]bool{}
	for line := range strings.Lines(embedded.Context) {
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		group := map[string]bool{}
		for _, word := range strings.Fields(words) {
			group[word] = true
		}
		classes[name] = group
	}
	return classes
})

// in reports whether the word belongs to one of the classes.
func in(word string, names ...string) bool {
	if word == "" {
		return false
	}
	classes := wordClasses()
	return slices.ContainsFunc(names, func(name string) bool { return classes[name][word] })
}

func is(word string, words ...string) bool { return slices.Contains(words, word) }

func endsIn(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(word, ending) })
}

// place is a word with its neighbours up to the next punctuation mark; "" stands beyond it. p1 to p3 are
// the words before it, adverbs between a subject or auxiliary and its verb stepped over.
type place struct {
	tokens         []token
	at             int
	word           string
	p1, p2, p3     string
	before, n1, n2 string
	skipped        int // adverbs stepped over
	back           int // where p1 stands
	capital, first bool
}

func newPlace(tokens []token, at int) *place {
	c := &place{tokens: tokens, at: at, word: tokens[at].lower, capital: isCapital(tokens[at].text)}
	c.first = at == 0 || is(tokens[at-1].lower, ".", "?", "!", "…")
	c.back = at - 1
	for c.back >= 0 && isAdverb(tokens[c.back].lower) {
		c.back--
	}
	c.skipped = at - 1 - c.back
	if c.p1 = c.wordAt(c.back); c.p1 != "" {
		if c.p2 = c.wordAt(c.back - 1); c.p2 != "" {
			c.p3 = c.wordAt(c.back - 2)
		}
	}
	c.before = c.wordAt(at - 1)
	if c.n1 = c.wordAt(at + 1); c.n1 != "" {
		c.n2 = c.wordAt(at + 2)
	}
	return c
}

func isCapital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

func isAdverb(word string) bool {
	return in(word, "adverb") || utf8.RuneCountInString(word) > 4 && strings.HasSuffix(word, "ly") && !is(word, "family", "only", "early", "daily")
}

func (c *place) wordAt(i int) string {
	if i < 0 || i >= len(c.tokens) || c.tokens[i].mark() {
		return ""
	}
	return c.tokens[i].lower
}

// clause returns the other words up to the next stop (a comma is none) on either side.
func (c *place) clause() []string {
	stop := func(i int) bool { return c.tokens[i].mark() && c.tokens[i].lower != "," }
	low, high := c.at, c.at
	for low > 0 && c.at-low < reach && !stop(low-1) {
		low--
	}
	for high+1 < len(c.tokens) && high-c.at < reach && !stop(high+1) {
		high++
	}
	var words []string
	for i := low; i <= high; i++ {
		if i != c.at {
			words = append(words, c.tokens[i].lower)
		}
	}
	return words
}

// near reports whether a word of the class stands in the same clause.
func (c *place) near(class string) bool {
	return slices.ContainsFunc(c.clause(), func(word string) bool { return in(word, class) })
}

// earlierED reports whether the clause has a word in -ed, a sign of the past.
func (c *place) earlierED() bool {
	return slices.ContainsFunc(c.clause(), func(word string) bool {
		return utf8.RuneCountInString(word) > 4 && strings.HasSuffix(word, "ed")
	})
}

// objectFollows reports a determiner or pronoun right after: what stands before it is most likely a verb.
func (c *place) objectFollows() bool { return in(c.n1, "det", "object", "possessive") }

func isAdjective(word string) bool {
	return in(word, "adjective", "number", "ordinal") || utf8.RuneCountInString(word) > 4 && endsIn(word, "ous", "ful", "ive",
		"ic", "able", "ible", "less", "ary", "ical", "ial", "ual", "nal", "iest", "ish", "ant")
}

func isPlural(word string) bool {
	return utf8.RuneCountInString(word) > 3 && strings.HasSuffix(word, "s") && !endsIn(word, "ss", "us", "is", "'s") && !in(word, "compound_plural") ||
		is(word, "people", "men", "women", "children", "police")
}

func pick(when bool, yes, no string) string {
	if when {
		return yes
	}
	return no
}

// partOfSpeech gives the tag of a verb, noun or adjective, or tagNone.
func (c *place) partOfSpeech() string {
	third := strings.HasSuffix(c.word, "s") && !strings.HasSuffix(c.word, "ss")
	p1, n1 := c.p1, c.n1
	switch {
	case p1 == "":
		if n1 == "" {
			return tagNone
		}
		if c.objectFollows() && !is(n1, "that", "which", "what", "whose", "all", "both") {
			return pick(third, tagNone, tagVerb)
		}
		return pick(c.skipped > 0 && !third, tagVerb, tagNone)
	case p1 == "to":
		if third || c.p2 == c.word || c.skipped == 0 && is(n1, "of", "is", "was") {
			return tagNoun
		}
		return tagVerb
	case in(p1, "subject") && in(c.p2, "be") && !third:
		return tagAdj // "are you content"
	case in(p1, "modal"):
		return pick(third, tagNoun, tagVerb)
	case in(p1, "degree") && c.skipped == 0 && !in(p1, "adverb"):
		return tagAdj
	case in(p1, "subject", "singular_subject"):
		return pick(p1 == "it" && !third, tagNone, tagVerb)
	case is(p1, "that", "which", "what", "these", "those", "this"):
		if is(p1, "that", "which") && third && !c.objectFollows() {
			return pick(is(n1, "with", "to", "from", "into"), tagVerb, tagNoun)
		}
		return pick(c.objectFollows(), tagVerb, tagNoun)
	case p1 == "her" && c.objectFollows():
		return tagVerb
	case in(p1, "possessive", "det") || endsIn(p1, "'s", "s'"):
		return pick(strings.HasSuffix(p1, "'s") && in(p1, "be") && c.objectFollows(), tagVerb, tagNoun)
	case in(p1, "be"):
		return tagAdj
	case in(p1, "have"):
		return tagNoun
	case in(p1, "object"):
		if !third && (c.objectFollows() || is(c.p2, "let", "make", "makes", "made", "help", "helped", "see", "saw", "hear", "heard", "watch", "watched")) {
			return tagVerb
		}
		return tagNone
	case in(p1, "conjunction"):
		if c.objectFollows() {
			return tagVerb
		}
		return pick(third || is(n1, "of", ""), tagNoun, tagNone)
	case in(p1, "prep"):
		return tagNoun
	case isAdjective(p1):
		return pick(c.objectFollows() && third && in(c.p2, "det"), tagVerb, tagNoun)
	case c.objectFollows() && !is(n1, "that", "which"):
		return pick(third && isPlural(p1), tagNoun, tagVerb)
	case third && in(n1, "number") && !isPlural(p1):
		return tagVerb
	case isPlural(p1) && !third:
		if n1 == "of" {
			return tagNoun
		}
		return pick(n1 == "" || in(n1, "prep") || strings.HasSuffix(n1, "ly"), tagVerb, tagNone)
	case third && c.back > 0 && isCapital(c.tokens[c.back].text) && n1 != "":
		return tagVerb // "John presents awards"
	}
	return tagNoun
}

// past gives the form of a verb whose past is spelled like its present (read).
func (c *place) past() string {
	p1, n1 := c.p1, c.n1
	if in(p1, "have") || in(p1, "be") && !is(p1, "feel", "feels", "look", "looks", "seem", "seems") {
		return tagDone
	}
	if is(p1, "well", "most", "widely") || is(c.before, "well", "widely") {
		return tagDone
	}
	if in(p1, "modal") {
		return tagVerb
	}
	// A question: "did you read", "have they read".
	if in(p1, "subject", "object") || !in(p1, "det", "prep", "conjunction", "possessive") {
		if in(c.p2, "modal") && p1 != "to" {
			return tagVerb
		}
		if in(c.p2, "have") {
			return tagDone
		}
	}
	if is(p1, "a", "an", "good", "great", "long", "quick", "interesting", "easy", "light") && (n1 == "" || in(n1, "prep")) {
		return tagNoun
	}
	if in(p1, "possessive", "det") && !is(p1, "that", "which", "this", "all", "both", "each") || isAdjective(p1) {
		return tagNoun
	}
	if p1 == "" || in(p1, "conjunction") {
		return pick(p1 != "" && (c.near("past_cue") || c.earlierED()), tagPast, tagVerb)
	}
	if in(p1, "plural_subject") || isPlural(p1) || is(p1, "that", "which") {
		if c.near("past_cue") || c.earlierED() {
			return tagPast
		}
		if c.near("present_cue") {
			return tagVerb
		}
		return pick(p1 == "i" && is(n1, "about", "it", "them", "his", "her", "my", "your"), tagPast, tagVerb)
	}
	// A single subject without -s: he read, the minister read.
	return pick(in(p1, "prep"), tagVerb, tagPast)
}

func (c *place) wound() string {
	switch {
	case in(c.p1, "modal"), in(c.p1, "det", "possessive", "prep"), isAdjective(c.p1):
		return tagNoun
	case in(c.n1, "wrap_after"):
		return tagPast
	case in(c.p1, "have", "be"):
		return tagDone
	case in(c.p1, "subject"), in(c.p1, "conjunction") && !is(c.n1, "", "and", "or"):
		return tagPast
	}
	return tagNoun
}

// choose returns the sound of the entry that fits the place.
func choose(tokens []token, at int, e entry) string {
	c := newPlace(tokens, at)
	if sound, ok := e.tagged(tagPause); ok && c.n1 == "" && at+1 < len(tokens) {
		return sound
	}
	tag, ok := c.special()
	if !ok {
		tag = c.partOfSpeech()
		_, hasCap := e.tagged(tagCap)
		_, hasAdj := e.tagged(tagAdj)
		_, hasVerb := e.tagged(tagVerb)
		_, hasTag := e.tagged(tag)
		switch {
		case hasCap && c.capital && !c.first:
			tag = tagCap
		case hasAdj && !hasVerb && endsIn(c.word, "ate", "diffuse"):
			// The listed default is the verb: these are adjectives wherever they are no verbs.
			if !(is(tag, tagVerb, tagNoun) && hasTag) && tag != tagVerb {
				tag = tagAdj
			}
		case tag == tagAdj && !hasAdj:
			return e.sound
		}
	}
	if sound, ok := e.tagged(tag); ok {
		return sound
	}
	if is(tag, tagPast, tagDone) {
		return e.verb()
	}
	return e.sound
}
