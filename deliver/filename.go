package deliver

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"
)

// maxStem is how many bytes a file name may have without number and extension. Common file systems allow 255; eCryptfs,
// under the home folders of some Linux machines, allows 143, and a path on Windows has 260 for all of its folders.
const maxStem = 128

// fileName makes a name that every system takes, out of anything: no separators, no characters that Windows forbids,
// nothing invisible, no leading or trailing dots and spaces, no device names, not too long. It is not empty.
func fileName(s, fallback string) string {
	s = clip(strings.Map(allowed, strings.ToValidUTF8(s, "_")))
	if s == "" && fallback != "" {
		return fileName(fallback, "")
	}
	if s == "" {
		s = "speech"
	}
	if isDevice(s) {
		s = "_" + s
	}
	return s
}

// allowed replaces or drops characters that some system does not take, or that hide in a name.
func allowed(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(`/\:`, r), r == '\u2215', r == '\u2044', r == '\u29f8': // the latter look like a slash
		return '-'
	case strings.ContainsRune(`<>"|?*`, r):
		return -1
	case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs), r == utf8.RuneError:
		return -1
	}
	return r
}

// clip composes accents (macOS and Linux differ in how they store them), joins spaces and cuts what is too long.
func clip(s string) string {
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	s = strings.TrimLeft(s, separators)
	if len(s) > maxStem {
		end := 0
		for g := graphemes.FromString(s); g.Next() && g.End() <= maxStem; {
			end = g.End()
		}
		s = s[:end]
	}
	return strings.TrimRight(s, separators)
}

// isDevice says whether Windows takes a name for a device, with or without an extension.
func isDevice(s string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(s), ".")
	switch base = strings.TrimSpace(base); base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	if rest, ok := strings.CutPrefix(base, "COM"); ok {
		return isDeviceNumber(rest)
	}
	rest, ok := strings.CutPrefix(base, "LPT")
	return ok && isDeviceNumber(rest)
}

func isDeviceNumber(s string) bool {
	return utf8.RuneCountInString(s) == 1 && strings.ContainsAny(s, "0123456789¹²³")
}

// same returns what two names have in common that a system without regard to case takes for the same.
func same(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return strings.ToLower(strings.ToUpper(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name) // the usual case, fast
}

// A namer gives every file of an export its own name.
type namer struct {
	taken map[string]bool
	next  map[string]int // the number to try for a name that was taken
}

func newNamer() *namer { return &namer{taken: map[string]bool{}, next: map[string]int{}} }

// name returns stem, with a number behind it when it is taken.
func (n *namer) name(stem string) string {
	key, unique := same(stem), stem
	for n.taken[same(unique)] {
		if n.next[key] == 0 {
			n.next[key] = 2
		}
		unique = fmt.Sprintf("%s (%d)", stem, n.next[key])
		n.next[key]++
	}
	n.taken[same(unique)] = true
	return unique
}

// inside returns the path of a file name in a folder. Names come from fileName and hold no separators; what does is an
// error all the same, so that nothing is ever written elsewhere.
func inside(folder, name string) (string, error) {
	if name == "" || name == "." || name != filepath.Base(name) || !filepath.IsLocal(name) {
		return "", fmt.Errorf("export to %q: %q is no file name", folder, name)
	}
	return filepath.Join(folder, name), nil
}

// width returns how many characters a reader counts in s.
func width(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n++
	}
	return n
}

// shorten cuts s after n characters.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end := 0
	for g := graphemes.FromString(s); n > 0 && g.Next(); n-- {
		end = g.End()
	}
	return s[:end]
}
