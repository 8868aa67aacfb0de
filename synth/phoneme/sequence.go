package phoneme

import "strings"

// assemble joins the sounds of words and marks into a sequence: one boundary between words.
func assemble(tokens []token, sounds []string, sources []Source) Sequence {
	var s Sequence
	var text strings.Builder
	s.Symbols = append(s.Symbols, Symbol{ID: Start, Word: -1})
	boundary := func(mark string) {
		s.Symbols = appendSymbols(s.Symbols, mark, -1)
		text.WriteString(mark)
	}
	for i, t := range tokens {
		if t.mark() {
			boundary(t.lower)
			continue
		}
		if i > 0 && !tokens[i-1].mark() {
			boundary(" ")
		}
		first := len(s.Symbols)
		s.Symbols = appendSymbols(s.Symbols, sounds[i], len(s.Words))
		text.WriteString(sounds[i])
		s.Words = append(s.Words, Word{
			Text: t.text, Start: t.start, End: t.end, Phonemes: sounds[i], Source: sources[i],
			First: first, Len: len(s.Symbols) - first,
		})
	}
	s.Symbols = append(s.Symbols, Symbol{ID: End, Word: -1})
	s.Phonemes = text.String()
	return s
}

// MaxSymbols is the longest sequence the acoustic model was trained for.
const MaxSymbols = 400

// strength says how well a boundary serves as a cut.
func strength(id int) int {
	switch id {
	case Period, Question, Exclamation, Ellipsis:
		return 4
	case Semicolon, Colon, Dash:
		return 3
	case Comma:
		return 2
	case Space:
		return 1
	}
	return 0
}

// Split cuts a sequence into pieces of at most limit symbols at the best punctuation or space. Each piece
// is a whole sequence with its own start and end; where it is cut at a space, a comma stands. A limit
// below 8 counts as 8. A single word longer than the limit is cut inside.
func (s Sequence) Split(limit int) []Sequence {
	limit = max(limit, 8)
	if len(s.Symbols) <= limit {
		return []Sequence{s}
	}
	var pieces []Sequence
	body := s.Symbols[1 : len(s.Symbols)-1]
	from := 0
	for from < len(body) {
		// Room for "^", "$" and a comma that a cut may add.
		to := min(from+limit-3, len(body))
		if to < len(body) {
			best, cut := 0, to
			for i := from + (to-from)/3; i < to; i++ {
				if now := strength(body[i].ID); now > 0 && now >= best && body[i].Word < 0 {
					best, cut = now, i+1
				}
			}
			to = cut
		}
		pieces = append(pieces, s.piece(from+1, to+1))
		from = to
	}
	return pieces
}

// piece is the sequence of the symbols from one place to another, both within the sequence.
func (s Sequence) piece(from, to int) Sequence {
	symbols := append([]Symbol{{ID: Start, Word: -1}}, s.Symbols[from:to]...)
	if last := &symbols[len(symbols)-1]; last.Word >= 0 {
		symbols = append(symbols, Symbol{ID: Comma, Word: -1})
	} else if last.ID == Space {
		last.ID = Comma
	}
	out := Sequence{Symbols: append(symbols, Symbol{ID: End, Word: -1})}
	known := map[int]int{}
	for i := range out.Symbols {
		symbol := &out.Symbols[i]
		if symbol.Word < 0 {
			continue
		}
		number, ok := known[symbol.Word]
		if !ok {
			number = len(out.Words)
			known[symbol.Word] = number
			word := s.Words[symbol.Word]
			word.First, word.Len = i, 0
			out.Words = append(out.Words, word)
		}
		symbol.Word = number
		out.Words[number].Len = i + 1 - out.Words[number].First
	}
	var text strings.Builder
	for _, symbol := range out.Symbols[1 : len(out.Symbols)-1] {
		switch symbol.Stress {
		case Secondary:
			text.WriteRune(secondaryMark)
		case Primary:
			text.WriteRune(primaryMark)
		}
		text.WriteString(symbolText(symbol.ID))
	}
	out.Phonemes = text.String()
	return out
}
