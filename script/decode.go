package script

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode turns the bytes of a file into text with "\n" as the only line end. UTF-8 and UTF-16 are understood; anything
// else is taken for Windows-1252, as old editors write, and the note says so. Files that are no text are refused.
func decode(data []byte) (written, note string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return "", "", errors.New("this is a PDF; copy its text and paste it, or save it as a text file")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "", "", errors.New("this is a packed document, such as of a word processor; save it as plain text or Markdown and take that")
	case bytes.HasPrefix(data, []byte(`{\rtf`)), bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return "", "", errors.New("this is a document of a word processor; save it as plain text or Markdown and take that")
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		written = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		written = fromUTF16(data[2:], binary.BigEndian)
	default:
		data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
		if utf8.Valid(data) {
			written = string(data)
			break
		}
		written = fromWindows(data)
		note = "The text is not UTF-8 and was read as Windows-1252; look whether accents and quotation marks are right."
	}
	if binaryLooking(written) {
		return "", "", errors.New("this is not a text; plain text, Markdown, SRT, WebVTT, CSV and TSV can be read")
	}
	if strings.IndexByte(written, '\r') >= 0 {
		written = strings.ReplaceAll(strings.ReplaceAll(written, "\r\n", "\n"), "\r", "\n")
	}
	if strings.ContainsAny(written, "\f\v\u0085\u2028\u2029\u00AD\uFEFF") {
		written = strings.NewReplacer("\f", "\n\n", "\v", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n",
			"\u00AD", "", "\uFEFF", "").Replace(written) // soft hyphens and stray marks are invisible
	}
	return written, note, nil
}

// binaryLooking reports whether the text holds the control characters that texts do not.
func binaryLooking(s string) bool {
	odd := 0
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == 0:
			return true
		case b < ' ' && (b < '\t' || b > '\r'):
			odd++
		}
	}
	return odd > 8 && odd > len(s)/200
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// windows lists the characters of Windows-1252 from 0x80 to 0x9F; those that it lacks are the replacement character.
var windows = []rune("€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ")

func fromWindows(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) + len(data)/16)
	for _, b := range data {
		switch {
		case b < 0x80:
			out.WriteByte(b)
		case b < 0xA0:
			out.WriteRune(windows[b-0x80])
		default:
			out.WriteRune(rune(b))
		}
	}
	return out.String()
}
