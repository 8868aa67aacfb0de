package text

import (
	"strings"

	uax "github.com/clipperhouse/uax29/v2/sentences"
)

// A Sentence is a piece of a text that is spoken in one go.
type Sentence struct {
	Text          string // exactly source[Start:End], without white space around it
	Start, End    int    // byte range in the source
	EndsParagraph bool   // a paragraph, heading, list item or the text ends after it: a longer pause
}

// Sentences cuts s into its sentences, in order. Only white space lies between them. It follows the Unicode rules for
// sentence boundaries (UAX #29), with what they leave open: abbreviations, initials, quotations, list numbers, lines
// without a full stop, lines that are only wrapped. A sentence may hold nothing that can be said ("* * *").
func Sentences(s string) []Sentence {
	c := canonical(s)
	pieces := segments(c)
	out := make([]Sentence, len(pieces))
	for i, p := range pieces {
		start, end := trimSource(s, int(c.off[p.a]), int(c.off[p.b]))
		out[i] = Sentence{Text: s[start:end], Start: start, End: end, EndsParagraph: p.paragraph}
	}
	return out
}

// trimSource takes the invisible characters that came along off the end of start..end.
func trimSource(s string, start, end int) (int, int) {
	for end > start && (s[end-1] <= ' ' || s[end-1] == 0x7F) {
		end--
	}
	return start, end
}

// segment is a sentence in the canonical text.
type segment struct {
	a, b      int
	paragraph bool
}

// segments finds the sentences of the canonical text.
func segments(c *canon) []segment {
	var out []segment
	lines := prepareLines(c.s)
	it := uax.FromString(lines.text)
	open := -1 // where the sentence under way began
	for it.Next() {
		a, b := it.Start(), it.End()
		if open < 0 {
			open = a
		}
		hard := lines.text[b-1] == '\n'
		if !hard && b < len(lines.text) && !endsSentence(lines.text, open, b) {
			continue
		}
		start, end := trimRange(lines.text, open, b)
		open = -1
		if start == end {
			if len(out) > 0 && lines.paragraphAfter(a, b) {
				out[len(out)-1].paragraph = true
			}
			continue
		}
		out = append(out, segment{start, end, hard && lines.paragraphAfter(end, b)})
	}
	if len(out) > 0 {
		out[len(out)-1].paragraph = true
	}
	return out
}

func trimRange(s string, a, b int) (int, int) {
	for a < b && isSpace(s[a]) {
		a++
	}
	for b > a && isSpace(s[b-1]) {
		b--
	}
	return a, b
}

// lineText is the canonical text made ready for the segmenter, byte for byte in the same places: line ends that only
// wrap a paragraph are spaces, and marked-up pieces are covered, so that nothing inside them ends a sentence.
type lineText struct {
	text      string
	paragraph []bool // for each "\n" of text, whether a paragraph ends there
	ends      []int  // the places of the "\n"
}

// wrapWidth is the length in bytes from which a line may have been wrapped by an editor, and longLine the one past
// which nobody wraps: such lines are paragraphs.
const wrapWidth, longLine = 50, 130

func prepareLines(s string) lineText {
	out := []byte(s)
	for p := 0; p < len(out); p++ {
		switch {
		case out[p] == '{':
			if _, end := markupEnd(s, p); end > 0 {
				for q := p; q < end; q++ {
					out[q] = 'x'
				}
				p = end - 1
			}
		case strings.HasPrefix(s[p:], "…"):
			copy(out[p:], "...")
			p += 2
		}
	}
	lt := lineText{}
	width := wrapColumn(s)
	for start := 0; start < len(s); {
		end := strings.IndexByte(s[start:], '\n')
		if end < 0 {
			break
		}
		end += start
		line := strings.TrimSpace(s[start:end])
		next, blank := s[end+1:], false
		if i := strings.IndexByte(next, '\n'); i >= 0 {
			next = next[:i]
		}
		next = strings.TrimSpace(next[:min(len(next), 200)])
		blank = line == "" || next == ""
		if !blank && wrapped(line, next, width) {
			out[end] = ' '
		} else {
			lt.ends = append(lt.ends, end)
			complete := line != "" && strings.IndexByte(".?!\"')", line[len(line)-1]) >= 0
			lt.paragraph = append(lt.paragraph, blank || !complete || len(line) < wrapWidth || len(line) > longLine || listItem(next))
		}
		start = end + 1
	}
	lt.text = string(out)
	return lt
}

// paragraphAfter reports whether one of the line ends in a..b ends a paragraph.
func (lt *lineText) paragraphAfter(a, b int) bool {
	// The ends are in order and so are the calls: what lies before a is not needed again.
	for len(lt.ends) > 0 && lt.ends[0] < a {
		lt.ends, lt.paragraph = lt.ends[1:], lt.paragraph[1:]
	}
	for i := 0; i < len(lt.ends) && lt.ends[i] < b; i++ {
		if lt.paragraph[i] {
			return true
		}
	}
	return false
}

// wrapped reports whether the line end between line and next is only the editor's: the sentence goes on.
func wrapped(line, next string, width int) bool {
	if listItem(next) || strings.HasPrefix(line, "#") {
		return false
	}
	end := line[len(line)-1]
	if isLower(next[0]) && strings.IndexByte(".?!:", end) < 0 {
		return true
	}
	if listItem(line) && len(line) < wrapWidth {
		return false
	}
	word := strings.IndexByte(next+" ", ' ')
	return len(line) >= wrapWidth && len(line)+1+word > width
}

// wrapColumn returns the length of the longest line of s: an editor that wraps lines moves a word down only when it
// would have made its line longer than that. A text with lines that nobody wraps has a column without end.
func wrapColumn(s string) int {
	longest := 0
	for start := 0; start < len(s); {
		end := strings.IndexByte(s[start:], '\n')
		if end < 0 {
			end = len(s) - start
		}
		longest = max(longest, end)
		start += end + 1
	}
	if longest > longLine {
		return len(s) + window
	}
	return longest
}

// listItem reports whether a line begins like an item of a list or a heading: "- ", "• ", "3. ", "b) ", "# ".
func listItem(line string) bool {
	for _, mark := range []string{"- ", "* ", "+ ", "• ", "· ", "– ", "— ", "▪ ", "● ", "◦ ", "#", "> "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	i := len(digitPrefix(line[:min(len(line), 4)]))
	if i == 0 && len(line) > 0 && isLetter(line[0]) {
		i = 1
		if len(line) > 1 && line[1] == '.' && isUpper(line[0]) {
			return false // more likely someone's initial
		}
	}
	return i > 0 && i < 4 && len(line) > i+1 && (line[i] == '.' || line[i] == ')') && line[i+1] == ' '
}
