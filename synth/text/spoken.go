// Package text turns written English into the words a voice has to say.
//
// Normalise gives the spoken form as a value: a list of spans, each with the written piece, where it stands in the
// source, what it is and what is said for it, so that a view can show both and map one to the other. Sentences cuts
// a text into sentences with their places, and Split cuts one that is too long for the model.
//
// In the spoken form a single capital letter is always the name of that letter ("U S", "A M"), except I, which sounds
// the same; the article is always "a". Accented letters are folded to plain ones, since no lexicon entry has them;
// Span.Written keeps them.
//
// Everything here is a pure function of its argument and safe for concurrent use. Nothing panics, whatever the bytes,
// and the time is linear in their number.
package text

import "strings"

// Kind says what a span of the source was taken for.
type Kind uint8

// The kinds of spans.
const (
	Plain        Kind = iota // a word said as it is written
	Number                   // cardinals, decimals, fractions, ranges, ratios, phone numbers
	Date                     // days, months, years, decades
	Time                     // times of day
	Money                    // amounts of money
	Ordinal                  // 1st, 22nd
	Unit                     // a quantity with its unit, or a unit by itself
	URL                      // web addresses and e-mail addresses
	Abbreviation             // Dr., etc., No.
	Roman                    // Roman numerals
	Letters                  // said letter by letter, wholly or in part: FBI, 221B
	Symbol                   // signs and emoji: &, +, 👍
	Markup                   // {written|spoken}
	Punctuation              // stops; Spoken is one of , . ? ! ; : — … or empty where it makes no pause
	Unspeakable              // cannot be said: other scripts, unknown characters; Spoken is empty
)

var kindNames = [...]string{
	"plain", "number", "date", "time", "money", "ordinal", "unit", "url", "abbreviation", "roman", "letters", "symbol",
	"markup", "punctuation", "unspeakable",
}

// String returns the name of the kind in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// A Span is a piece of the source and what is said for it.
type Span struct {
	Written    string // exactly source[Start:End]
	Spoken     string // words parted by single spaces; may hold commas inside; empty when nothing is said
	Start, End int    // byte range in the source; equal for a stop that the source lacks, as after a heading
	Kind       Kind
}

// Spoken is the spoken form of a text: its spans in the order of the source, without overlap. What lies between two
// spans is only white space and control characters.
type Spoken struct {
	Spans []Span
}

// String returns what is said: letters, apostrophes, single spaces and the stops , . ? ! ; : — … and nothing else.
// Two stops never follow each other, and none comes before the first word.
func (s Spoken) String() string {
	said, _ := s.write()
	return said
}

// Places returns for every span where what is said for it begins in String, in bytes.
func (s Spoken) Places() []int {
	_, places := s.write()
	return places
}

// write joins what is said and notes where the spans begin in it.
func (s Spoken) write() (said string, places []int) {
	var b strings.Builder
	places = make([]int, len(s.Spans))
	for i, span := range s.Spans {
		if span.Spoken != "" && b.Len() > 0 && (span.Kind != Punctuation || span.Spoken == "—") {
			b.WriteByte(' ')
		}
		places[i] = b.Len()
		b.WriteString(span.Spoken)
	}
	return b.String(), places
}

// Speakable reports whether there is anything to say.
func (s Spoken) Speakable() bool {
	for _, span := range s.Spans {
		if span.Kind != Punctuation && hasLetter(span.Spoken) {
			return true
		}
	}
	return false
}

// Unspeakable returns the spans that cannot be said, nil when there are none.
func (s Spoken) Unspeakable() []Span {
	var out []Span
	for _, span := range s.Spans {
		if span.Kind == Unspeakable {
			out = append(out, span)
		}
	}
	return out
}

// strength orders the stops: where several meet, the strongest one is said.
func strength(stop string) int {
	switch stop {
	case ",":
		return 1
	case ";", ":":
		return 2
	case "—":
		return 3
	case "…":
		return 4
	case ".":
		return 5
	case "!":
		return 6
	case "?":
		return 7
	}
	return 0
}

// settleStops empties every stop before the first word and all but the strongest of stops that meet.
func settleStops(spans []Span) {
	kept := -1 // the stop since the last word
	words := false
	for i := range spans {
		s := &spans[i]
		switch {
		case s.Spoken == "":
		case s.Kind != Punctuation:
			words, kept = true, -1
		case !words:
			s.Spoken = ""
		case kept < 0:
			kept = i
		case strength(s.Spoken) > strength(spans[kept].Spoken):
			spans[kept].Spoken, kept = "", i
		default:
			s.Spoken = ""
		}
	}
}

func hasLetter(s string) bool {
	for i := 0; i < len(s); i++ {
		if isLetter(s[i]) {
			return true
		}
	}
	return false
}
