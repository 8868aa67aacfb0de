package ui

import (
	"unicode"
	"unicode/utf8"
)

// capital lets a sentence begin with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
