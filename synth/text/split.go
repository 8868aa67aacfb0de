package text

import (
	"strings"
	"unicode/utf8"
)

// Split parts a sentence that is longer than maxRunes characters at the best places: after a stop inside it, else
// before a small word that begins a phrase, else at a space, and only where there is none in the middle of a run of
// letters. Places near the end of the allowed length are preferred to earlier ones, stops to spaces. Nothing is lost but
// the white space at the cuts; the ranges stay those of the source. A maxRunes below 1 is taken as 1.
func Split(s Sentence, maxRunes int) []Sentence {
	maxRunes = max(maxRunes, 1)
	var out []Sentence
	rest, at := s.Text, s.Start
	for {
		limit := byteOfRune(rest, maxRunes)
		if limit == len(rest) {
			break
		}
		cut := bestCut(rest[:limit], rest[limit:])
		piece := strings.TrimRight(rest[:cut], " \n\t\r")
		if piece != "" {
			out = append(out, Sentence{Text: piece, Start: at, End: at + len(piece)})
		}
		next := strings.TrimLeft(rest[cut:], " \n\t\r")
		at += len(rest) - len(next)
		rest = next
	}
	if rest != "" || len(out) == 0 {
		out = append(out, Sentence{Text: rest, Start: at, End: at + len(rest)})
	}
	out[len(out)-1].EndsParagraph = s.EndsParagraph
	return out
}

// byteOfRune returns where the rune of number n begins in s, len(s) when s has no more than n.
func byteOfRune(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

// phraseWords are small words before which a speaker may breathe.
var phraseWords = set(`and or but nor yet so because although though while when where which who whom that if unless until since
	as than for from with without by in on at to into after before during between`)

// bestCut returns where to cut head, whose end is the limit; tail follows it. It is at least 1.
func bestCut(head, tail string) int {
	best, bestScore := 0, 0.0
	depth := 0 // inside {markup} there is no cut
	for i := 0; i < len(head); i++ {
		switch head[i] {
		case '{':
			depth = 1
		case '}':
			depth = 0
		}
		if head[i] != ' ' && head[i] != '\n' || depth > 0 || i == 0 {
			continue
		}
		worth := 1.0
		before := strings.TrimRight(head[:i], `"')]`)
		if before == "" {
			continue
		}
		if _, size := utf8.DecodeLastRuneInString(before); size > 0 {
			switch before[len(before)-size:] {
			case ".", "?", "!", "…":
				worth = 4
			case ";", ":", "—", "–":
				worth = 3.5
			case ",":
				worth = 3
			default:
				if head[i-1] == ')' {
					worth = 2.5
				} else if phraseWords[strings.ToLower(letters(head[i+1:]))] {
					worth = 1.6
				}
			}
		}
		// A cut in the last half is worth its whole, an early one less, since it leaves more pieces.
		score := worth * min(1, 0.2+1.6*float64(i)/float64(len(head)))
		if score >= bestScore {
			best, bestScore = i, score
		}
	}
	if len(tail) > 0 && isSpace(tail[0]) && depth == 0 && bestScore < 1.6 {
		return len(head)
	}
	if best > 0 {
		return best
	}
	if i := strings.LastIndexByte(head, '{'); depth > 0 && i > 0 {
		return i
	}
	return len(head)
}
