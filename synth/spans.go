package synth

import "voicewright/synth/phoneme"

// A Span is a labelled stretch of a take's sound.
type Span struct {
	Start, End float64 // seconds within Take.Audio
	Label      string
}

// Spans tells when every phone and every word sounds, exactly as the take was planned. A phone's label is its symbol, with
// the stress mark before it; a word's is the word as it is said. Silences between them have no span.
func (t Take) Spans() (phones, words []Span) {
	if len(t.Plan.Exact) != len(t.Sequence.Symbols) {
		return nil, nil // not a take that an engine made
	}
	names := phoneme.Symbols()
	marks := [...]string{phoneme.Unstressed: "", phoneme.Secondary: "ˌ", phoneme.Primary: "ˈ"}
	starts := make([]float64, len(t.Plan.Exact)+1) // of every symbol, and the end of the last, in seconds
	frames := 0.0
	for i, n := range t.Plan.Exact {
		frames += n
		starts[i+1] = frames * Hop / SampleRate
	}
	for i, symbol := range t.Sequence.Symbols {
		if symbol.ID >= phoneme.PhoneBase {
			phones = append(phones, Span{starts[i], starts[i+1], marks[symbol.Stress] + names[symbol.ID]})
		}
	}
	for _, word := range t.Sequence.Words {
		words = append(words, Span{starts[word.First], starts[word.First+word.Len], word.Text})
	}
	return phones, words
}
