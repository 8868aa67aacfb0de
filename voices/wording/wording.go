// Package wording reads English descriptions of voices and wishes for their delivery into numbers: "a low, calm, slightly
// hoarse older man" is a pitch, a pace, a breathiness, an age and a sex, each with a strength and the words that said
// so. Words that it does not know are named and not passed over in silence.
//
// It is a table (vocabulary.txt) and a few rules of grammar: degrees before a word strengthen, weaken or turn it, forms
// such as "slower" and "slowish" follow from the plain word, and nouns speak with a scale before them ("a wider range").
package wording

import (
	"math"
	"slices"
)

// An Attribute is a way in which voices differ.
type Attribute int

// The attributes, in the order that package measure has them.
const (
	Pitch Attribute = iota
	Range
	Pace
	Loudness
	Brightness
	Breathiness
	Sex // 1 is a man, -1 a woman
	Age // (ln years - 2.68) / 0.546
)

// Names are the attributes' names, by their number.
var Names = [...]string{"pitch", "range", "pace", "loudness", "brightness", "breathiness", "sex", "age"}

func (a Attribute) String() string {
	if a < 0 || int(a) >= len(Names) {
		return "unknown"
	}
	return Names[a]
}

func attributeOf(name string) (Attribute, bool) {
	i := slices.Index(Names[:], name)
	return Attribute(i), i >= 0
}

// MostStrength bounds every strength: more than three deviations no voice has.
const MostStrength = 3.0

// MostWish bounds what is wished for, in deviations either way: beyond it there is no voice to learn from.
const MostWish = 2.5

// MostText is how many bytes of a text are read. What lies beyond is named as unknown.
const MostText = 4000

// A Said is what some words of the text say about one attribute.
type Said struct {
	Attribute Attribute
	Strength  float64 // standard deviations over voices; 1 or -1 for Sex
	Start     int     // the words, in bytes of the text, with the degree before them
	End       int
}

// A Word is one that says nothing to this package.
type Word struct {
	Text       string
	Start, End int    // bytes of the text
	Suggestion string // the known word that it may be a misspelling of, or empty
}

// A Wish is what a text asks for.
type Wish struct {
	Said    []Said // in the order of the text
	Unknown []Word // in the order of the text
}

// Strengths puts together what was said: one strength for every attribute that was spoken of. Of several words that pull
// the same way the strongest counts, and opposite ones weaken each other; ages and sexes are averaged.
func (w Wish) Strengths() map[Attribute]float64 {
	type pull struct{ up, down, sum, n float64 }
	pulls := map[Attribute]pull{}
	for _, s := range w.Said {
		p := pulls[s.Attribute]
		p.up, p.down = math.Max(p.up, s.Strength), math.Min(p.down, s.Strength)
		p.sum, p.n = p.sum+s.Strength, p.n+1
		pulls[s.Attribute] = p
	}
	strengths := map[Attribute]float64{}
	for a, p := range pulls {
		strengths[a] = p.up + p.down
		if a == Sex || a == Age {
			strengths[a] = p.sum / p.n
		}
	}
	return strengths
}

// Describe reads the description of a voice: strengths are absolute, 0 is a voice as most are.
func Describe(text string) Wish { return read(text, false) }

// Deliver reads how something is to be said: strengths are relative to how it is said now. Words of sex and age are
// unknown there, and "too slow" asks for a faster delivery.
func Deliver(text string) Wish { return read(text, true) }
