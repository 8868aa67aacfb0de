package script

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inlineMarkdown turns the marks inside a paragraph of Markdown into those of a script: every emphasis is *one*, links
// are their words, code is text, pictures and tags go.
func inlineMarkdown(s string) string {
	if !strings.ContainsAny(s, "\\`*_[!<&~") {
		return s
	}
	t := &inliner{s: s, opener: -1}
	for t.i < len(s) {
		switch s[t.i] {
		case '\\':
			t.escape()
		case '`':
			t.code()
		case '*', '_':
			t.emphasis()
		case '[':
			t.link()
		case '!':
			if strings.HasPrefix(s[t.i:], "![") && t.picture() {
				continue
			}
			t.copy(1)
		case '<':
			t.tag()
		case '~':
			if strings.HasPrefix(s[t.i:], "~~") {
				t.i += 2
				continue
			}
			t.copy(1)
		default:
			t.copy(1)
		}
	}
	if t.depth > 0 {
		t.drop()
	}
	if strings.IndexByte(s, '&') >= 0 {
		return html.UnescapeString(string(t.out))
	}
	return string(t.out)
}

// farthest is how many bytes ahead the end of a link, a tag or a stretch of code is looked for, so that the time stays
// linear whatever the text.
const farthest = 2000

type inliner struct {
	s      string
	i      int // the next byte of s
	out    []byte
	depth  int // of emphasis
	opener int // where in out the outermost emphasis begins
}

func (t *inliner) copy(n int) {
	t.out = append(t.out, t.s[t.i:t.i+n]...)
	t.i += n
}

// find returns where the next end is after from, -1 when it is not near.
func (t *inliner) find(end string, from int) int {
	if from > len(t.s) {
		return -1
	}
	if i := strings.Index(t.s[from:min(len(t.s), from+farthest)], end); i >= 0 {
		return from + i
	}
	return -1
}

func (t *inliner) escape() {
	if t.i+1 < len(t.s) && t.s[t.i+1] < utf8.RuneSelf && (unicode.IsPunct(rune(t.s[t.i+1])) || unicode.IsSymbol(rune(t.s[t.i+1]))) {
		if strings.IndexByte(`[]{}*|\`, t.s[t.i+1]) < 0 {
			t.i++ // not a sign of ours
			t.copy(1)
			return
		}
		t.copy(2)
		return
	}
	t.copy(1)
}

func (t *inliner) code() {
	n := len(t.s[t.i:]) - len(strings.TrimLeft(t.s[t.i:], "`"))
	end := t.find(t.s[t.i:t.i+n], t.i+n)
	if end < 0 {
		t.i += n
		return
	}
	for _, b := range []byte(strings.TrimSpace(t.s[t.i+n : end])) {
		if strings.IndexByte(`[]{}*\`, b) >= 0 {
			t.out = append(t.out, '\\')
		}
		t.out = append(t.out, b)
	}
	t.i = end + n
}

// emphasis reads one run of * or _. Only the outermost of nested emphasis is kept, as one *.
func (t *inliner) emphasis() {
	mark, n := t.s[t.i], 0
	for t.i+n < len(t.s) && t.s[t.i+n] == mark {
		n++
	}
	last, _ := utf8.DecodeLastRuneInString(t.s[:t.i])
	next, _ := utf8.DecodeRuneInString(t.s[t.i+n:])
	closes := t.depth > 0 && t.i > 0 && !unicode.IsSpace(last) && (mark == '*' || !inWord(next))
	opens := t.i+n < len(t.s) && !unicode.IsSpace(next) && !inWord(last)
	switch {
	case closes && (!opens || last != '('):
		if t.depth--; t.depth > 0 {
			break
		}
		if inWord(next) { // half a word is not emphasised
			t.drop()
			break
		}
		t.out, t.opener = append(t.out, '*'), -1
	case opens && n <= 3:
		if t.depth++; t.depth == 1 {
			t.opener = len(t.out)
			t.out = append(t.out, '*')
		}
	default:
		t.copy(n)
		return
	}
	t.i += n
}

// drop takes the * back that begins the emphasis under way.
func (t *inliner) drop() {
	if t.opener >= 0 {
		t.out = append(t.out[:t.opener], t.out[t.opener+1:]...)
		t.opener = -1
	}
}

// link reads [words](address), [words][name] and [^note]; other brackets may be markup of ours and stay.
func (t *inliner) link() {
	end := t.find("]", t.i+1)
	if end < 0 {
		t.copy(1)
		return
	}
	words := t.s[t.i+1 : end]
	if strings.HasPrefix(words, "^") {
		t.i = end + 1
		return
	}
	after := t.target(end + 1)
	if after < 0 {
		t.copy(1)
		return
	}
	t.out = append(t.out, inlineMarkdown(words)...)
	t.i = after
}

// target returns the end of the (address) or [name] that begins at i, -1 when there is none.
func (t *inliner) target(i int) int {
	if i >= len(t.s) || t.s[i] != '(' && t.s[i] != '[' {
		return -1
	}
	end := ")"
	if t.s[i] == '[' {
		end = "]"
	}
	if i = t.find(end, i+1); i < 0 {
		return -1
	}
	return i + 1
}

// picture leaves ![words](address) out; false when it is none.
func (t *inliner) picture() bool {
	if end := t.find("]", t.i+2); end >= 0 {
		if after := t.target(end + 1); after >= 0 {
			t.i = after
			return true
		}
	}
	return false
}

// tag leaves HTML out and takes <https://...> as its address.
func (t *inliner) tag() {
	end := t.find(">", t.i+1)
	if end < 0 || end == t.i+1 {
		t.copy(1)
		return
	}
	inner := t.s[t.i+1 : end]
	switch c := inner[0]; {
	case strings.Contains(inner, "://") && !strings.ContainsAny(inner, " \""), strings.Contains(inner, "@") && !strings.ContainsAny(inner, " \"="):
		t.out = append(t.out, inner...)
	case c == '/' || c == '!' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		if strings.HasPrefix(strings.ToLower(inner), "br") && len(t.out) > 0 && !isSpace(t.out[len(t.out)-1]) {
			t.out = append(t.out, ' ')
		}
	default:
		t.copy(1)
		return
	}
	t.i = end + 1
}
