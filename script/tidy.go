package script

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxGap bounds the seconds of silence after a line.
const maxGap = 600.0

// tidy brings a line into its ranges.
func (l Line) tidy() Line {
	if l.Kind > Note {
		l.Kind = Speech
	}
	l.Text = tidyText(l.Text)
	l.Delivery = l.Delivery.tidy()
	l.Gap = tidyNumber(l.Gap, -1, maxGap)
	return l
}

func (r Role) tidy() Role {
	r.Name = strings.Join(strings.Fields(tidyText(r.Name)), " ")
	r.Delivery = r.Delivery.tidy()
	r.Share = tidyNumber(r.Share, 0, 1)
	return r
}

func (s Settings) tidy() Settings {
	s.Gap = tidyNumber(s.Gap, 0, maxGap)
	s.ChapterGap = tidyNumber(s.ChapterGap, 0, maxGap)
	return s
}

// tidyNumber holds v between least and most. What is no number is 0.
func tidyNumber(v, least, most float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(max(v, least), most)
}

// tidyText makes a text that fits on one line: line ends and tabs are spaces, other control characters are gone, and
// bytes that are no UTF-8 are the replacement character.
func tidyText(s string) string {
	clean := true
	for _, r := range s {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

// wide reports whether r belongs to a script that writes no spaces between words.
func wide(r rune) bool {
	return r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF)
}

// seam is what belongs between two texts that become one: a space, or nothing where one is there, one side is empty
// or both sides are of a script without spaces.
func seam(before, after string) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if before == "" || after == "" || unicode.IsSpace(last) || unicode.IsSpace(first) || wide(last) && wide(first) {
		return ""
	}
	return " "
}
