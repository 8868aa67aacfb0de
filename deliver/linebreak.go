package deliver

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Measures of subtitles: 42 characters a line and two lines are what the guidelines of broadcasters and streaming
// services agree on for Latin script.
const (
	lineWidth  = 42
	blockLines = 2
)

// What a line of text may end with.
type endKind int

const (
	wordEnd endKind = iota
	clauseEnd
	sentenceEnd
)

func ending(s string) endKind {
	s = strings.TrimRight(s, `"'”’»)]`)
	switch r, _ := utf8.DecodeLastRuneInString(s); r {
	case '.', '!', '?', '…', '。', '！', '？', '؟':
		return sentenceEnd
	case ',', ';', ':', '–', '—', '、', '，', '；', '：', '،':
		return clauseEnd
	}
	return wordEnd
}

// Costs of breaking a text, in characters of imbalance that one would accept to avoid them.
const (
	costBlock  = 12 // a block more
	costClause = 6  // a block that ends with a clause and not with a sentence
	costWord   = 24 // one that ends amid a clause
	costShort  = 20 // one that is gone before it is read
	shortBlock = 16 // characters
	costLine   = 8  // a line that ends amid a clause
)

// breakText divides a text into blocks of at most two lines of at most 42 characters, so that the sum of the costs is
// the least: the classic dynamic programme of line breaking (Knuth and Plass, 1981), over blocks.
func breakText(text string) [][]string {
	words := breakable(text)
	if len(words) == 0 {
		return [][]string{{""}}
	}
	widths := make([]int, len(words))
	for i, w := range words {
		widths[i] = width(w)
	}
	type choice struct {
		cost float64
		from int
		cut  int // where the second line begins; from when there is one line
	}
	best := make([]choice, len(words)+1)
	for end := 1; end <= len(words); end++ {
		best[end].cost = math.Inf(1)
		for from := end - 1; from >= 0; from-- {
			cut, cost, fits := splitBlock(words[from:end], widths[from:end])
			if !fits {
				break
			}
			cost += best[from].cost + costBlock
			if end < len(words) {
				cost += []float64{costWord, costClause, 0}[ending(words[end-1])]
			}
			if blockWidth(widths[from:end]) < shortBlock && len(words) > end-from {
				cost += costShort
			}
			if cost < best[end].cost {
				best[end] = choice{cost, from, from + cut}
			}
		}
	}
	var blocks [][]string
	for end := len(words); end > 0; end = best[end].from {
		c := best[end]
		lines := []string{strings.Join(words[c.cut:end], " ")}
		if c.cut > c.from {
			lines = []string{strings.Join(words[c.from:c.cut], " "), lines[0]}
		}
		blocks = append(blocks, lines)
	}
	for i, j := 0, len(blocks)-1; i < j; i, j = i+1, j-1 {
		blocks[i], blocks[j] = blocks[j], blocks[i]
	}
	return blocks
}

// splitBlock finds the best place for the second line of a block; cut is 0 when one line is enough. It says whether the
// words fit at all.
func splitBlock(words []string, widths []int) (cut int, cost float64, fits bool) {
	all := blockWidth(widths)
	if all <= lineWidth {
		return 0, 0, true
	}
	if all > blockLines*lineWidth+1 {
		return 0, 0, false
	}
	cost = math.Inf(1)
	first := -1
	for i := 1; i < len(words); i++ {
		first += widths[i-1] + 1
		second := all - first - 1
		if first > lineWidth || second > lineWidth {
			continue
		}
		c := math.Abs(float64(first-second)) / 4
		if ending(words[i-1]) == wordEnd {
			c += costLine
		}
		if c < cost {
			cut, cost, fits = i, c, true
		}
	}
	return cut, cost, fits
}

// blockWidth returns the width of words with a space between them.
func blockWidth(widths []int) int {
	n := len(widths) - 1
	for _, w := range widths {
		n += w
	}
	return n
}

// breakable returns the words of a text. What is too long for a line, as text without spaces is, is cut.
func breakable(text string) (words []string) {
	for _, w := range strings.Fields(text) {
		for width(w) > lineWidth {
			head := shorten(w, lineWidth)
			words = append(words, head)
			w = w[len(head):]
		}
		words = append(words, w)
	}
	return words
}
