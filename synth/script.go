package synth

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"voicewright/synth/phoneme"
	"voicewright/synth/text"
)

// line is one piece of a text with all that is known before the model runs.
type line struct {
	sentence text.Sentence
	part     int
	spoken   text.Spoken
	piece    piece
	repeat   int // how many equal pieces came before it in the text
	pause    int // samples of silence after it
	took     time.Duration
}

// script reads a text piece by piece. Sentences without anything to say are passed over. A line is given out only when
// the next one is known, because the pause between them depends on both; the last one has no pause.
func script(ctx context.Context, written string, emphasis []Region, phonemes *phoneme.Phonemizer) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		var held *line
		repeats := map[seeding]int{}
		give := func(next *line) bool {
			if held != nil {
				if next != nil {
					held.pause = pauseBetween(held, next)
				}
				if !yield(*held, nil) {
					return false
				}
			}
			held = next
			return true
		}
		for _, sentence := range text.Sentences(written) {
			if err := ctx.Err(); err != nil {
				yield(line{}, err)
				return
			}
			begun := time.Now()
			said, err := read(sentence, emphasis, phonemes)
			if err != nil {
				yield(line{}, fmt.Errorf("the sentence %q cannot be spoken: %w", shorten(sentence.Text), err))
				return
			}
			took := time.Since(begun)
			for part, next := range said {
				next.part = part
				next.took = took / time.Duration(len(said))
				same := newSeeding(0, next.piece.ids, next.piece.stress, 0)
				next.repeat = repeats[same]
				repeats[same]++
				if !give(&next) {
					return
				}
			}
		}
		if held == nil {
			yield(line{}, ErrUnspeakable)
			return
		}
		give(nil)
	}
}

// A sentence longer than longSentence bytes never fits the model; it is cut into parts of partRunes characters, which
// nearly always do.
const (
	longSentence = 1500
	partRunes    = 320
)

// read turns a sentence into its lines: one, or several when the model cannot take it at once, none when there is nothing
// to say. A long one is cut as text first, which knows where a speaker would breathe; what then is still too long, such
// as a part that is all figures, is cut between its symbols.
func read(sentence text.Sentence, emphasis []Region, phonemes *phoneme.Phonemizer) ([]line, error) {
	parts := []text.Sentence{sentence}
	if len(sentence.Text) > longSentence {
		parts = text.Split(sentence, partRunes)
	}
	var lines []line
	for _, part := range parts {
		spoken := text.Normalise(part.Text)
		if !spoken.Speakable() {
			continue
		}
		sequence, err := phonemes.Sequence(spoken.String())
		if errors.Is(err, phoneme.ErrSilent) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(sequence.Symbols) > phoneme.MaxSymbols && len(part.Text) > partRunes {
			for _, smaller := range text.Split(part, partRunes) {
				more, err := read(smaller, emphasis, phonemes)
				if err != nil {
					return nil, err
				}
				lines = append(lines, more...)
			}
			continue
		}
		for _, p := range pieces(sequence) {
			p.accent = newAccent(p.sequence, emphasised(p.sequence, spoken, part.Start, emphasis))
			lines = append(lines, line{sentence: part, spoken: spoken, piece: p})
		}
	}
	return lines, nil
}

// pauseBetween is the silence between two lines in samples, at a speed of 1.
func pauseBetween(before, after *line) int {
	seconds := pauseSentence
	switch {
	case after.part > 0:
		seconds = pausePart
	case before.sentence.EndsParagraph:
		seconds = pauseParagraph
	}
	return int(seconds * SampleRate)
}

// shorten gives the beginning of a text for a message.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}
