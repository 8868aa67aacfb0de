package text

import "unicode/utf8"

// canon is the source with its many spellings of one thing made one: straight quotes, plain spaces, "\n" as the only
// line end, folded Latin letters, no invisible characters. All rules read this copy; off leads back to the source.
type canon struct {
	source string
	s      string
	off    []int32 // off[i] is the byte in source where s[i] comes from; off[len(s)] is len(source)
}

// canonical makes the copy. Invalid UTF-8 becomes U+FFFD, which nothing can say.
func canonical(source string) *canon {
	c := &canon{source: source}
	out := make([]byte, 0, len(source)+16)
	off := make([]int32, 0, len(source)+17)
	put := func(at int, s string) {
		for k := 0; k < len(s); k++ {
			off = append(off, int32(at))
		}
		out = append(out, s...)
	}
	for i := 0; i < len(source); {
		b := source[i]
		if b < utf8.RuneSelf {
			switch {
			case b == '\r':
				if i+1 < len(source) && source[i+1] == '\n' {
					break // the \n that follows counts
				}
				put(i, "\n")
			case b == '\f', b == '\v':
				put(i, "\n")
			case b < ' ' && b != '\n', b == 0x7F:
				put(i, " ")
			case b == '`':
				put(i, "'")
			default:
				out, off = append(out, b), append(off, int32(i))
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(source[i:])
		put(i, canonicalRune(r))
		i += size
	}
	c.s = string(out)
	c.off = append(off, int32(len(source)))
	return c
}

// canonicalRune returns what stands for r, empty when it is invisible.
func canonicalRune(r rune) string {
	if plain, ok := plainLetters[r]; ok {
		return plain
	}
	switch {
	case isCombining(r):
		return ""
	case r == 0x85, r == 0x2028, r == 0x2029:
		return "\n"
	case r < 0xA0, r == 0xA0, r == 0x1680, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return " "
	case r == 0xAD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF,
		r >= 0xFE00 && r <= 0xFE0F, r == 0x20E3, r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xE0000 && r <= 0xE01EF:
		return ""
	case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
		return string(r - 0xFEE0)
	case r >= 0x1D400 && r <= 0x1D6A3: // mathematical letters, used as bold and italics
		k := (r - 0x1D400) % 52
		if k < 26 {
			return string('A' + k)
		}
		return string('a' + k - 26)
	case r >= 0x1D7CE && r <= 0x1D7FF:
		return string('0' + (r-0x1D7CE)%10)
	}
	switch r {
	case '‘', '’', '‛', '′', '´', 'ʼ', 'ʻ', '‹', '›', '‚':
		return "'"
	case '“', '”', '„', '‟', '«', '»', '″', '「', '」':
		return `"`
	case '‐', '‑', '‒', '⁃', '﹣':
		return "-"
	case '―', '⸺', '⸻':
		return "—"
	case '⁄', '∕':
		return "/"
	case '№':
		return "No."
	case '⋯', '︙':
		return "…"
	case '℃':
		return "°C"
	case '℉':
		return "°F"
	case '㎏':
		return "kg"
	case '㎞':
		return "km"
	case '㎡':
		return "m²"
	case 'μ':
		return "µ"
	case '∶', '꞉':
		return ":"
	case '。', '｡':
		return "."
	case '、':
		return ","
	}
	return string(r)
}

// span makes the span of the canonical range a..b.
func (c *canon) span(a, b int, spoken string, kind Kind) Span {
	start, end := int(c.off[a]), int(c.off[b])
	return Span{Written: c.source[start:end], Spoken: spoken, Start: start, End: end, Kind: kind}
}

func isLetter(b byte) bool { return isLower(b) || isUpper(b) }
func isLower(b byte) bool  { return 'a' <= b && b <= 'z' }
func isUpper(b byte) bool  { return 'A' <= b && b <= 'Z' }
func isDigit(b byte) bool  { return '0' <= b && b <= '9' }
func isAlnum(b byte) bool  { return isLetter(b) || isDigit(b) }
func isSpace(b byte) bool  { return b == ' ' || b == '\n' }
