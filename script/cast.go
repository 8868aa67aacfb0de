package script

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cast knows which names at the beginning of lines, "ANNA: ...", are speakers.
type cast struct {
	known map[string]bool // lower-case names
}

// maxName is the length in bytes of the longest name with its direction that is looked for.
const maxName = 60

// notNames are words that stand before a colon without speaking.
var notNames = wordSet(`note notes warning caution important tip hint example examples chapter part act scene book title subtitle author date
	time place setting subject re to from cc bcc ps nb fig figure table source sources url http https tel email version copyright isbn
	illustration edition language release producer credits answer translator editor illustrator contents index`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// newCast decides who speaks in a manuscript. A name in capitals always does, as does that of a role; another one when
// it comes more than once and such lines are common, or when nearly every line has one.
func (m *manuscript) newCast(lines []string) *cast {
	c := &cast{known: map[string]bool{}}
	if m.options.NoRoles {
		return c
	}
	roles := map[string]bool{}
	for _, r := range m.options.Roles {
		roles[strings.ToLower(r.Name)] = true
	}
	counts := map[string]int{}
	total, filled := 0, 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		filled++
		name, _, _, ok := speech(line)
		key := strings.ToLower(name)
		switch {
		case !ok:
		case roles[key]:
			c.known[key] = true
			total++
		case nameLike(name):
			counts[key]++
			total++
			if capitals(name) {
				c.known[key] = true
			}
		}
	}
	for name, n := range counts {
		if n > 1 && total*10 >= filled || total > 1 && total*2 >= filled {
			c.known[name] = true
		}
	}
	return c
}

// match takes "NAME (direction): text" apart when the name is a speaker's.
func (c *cast) match(line string) (name, direction, rest string, ok bool) {
	if len(c.known) == 0 {
		return "", "", "", false
	}
	name, direction, rest, ok = speech(line)
	if !ok || !c.known[strings.ToLower(name)] {
		return "", "", "", false
	}
	return name, direction, rest, true
}

// speech takes a line apart that has the form of "NAME: text", whatever the name. It may be emphasised, as in
// "**Anna:** Hello".
func speech(line string) (name, direction, rest string, ok bool) {
	line = strings.TrimLeft(line, " \t")
	head := line[:min(len(line), maxName)]
	colon := strings.IndexByte(head, ':')
	size := 1
	if full := strings.Index(head, "："); full >= 0 && (colon < 0 || full < colon) {
		colon, size = full, len("：")
	}
	if colon < 1 {
		return "", "", "", false
	}
	name, rest = head[:colon], line[colon+size:]
	bare := strings.TrimLeft(name, "*_")
	if marks := name[:len(name)-len(bare)]; marks != "" {
		switch {
		case strings.HasPrefix(rest, marks):
			rest = rest[len(marks):]
		case strings.HasSuffix(strings.TrimSpace(bare), marks):
			bare = strings.TrimSuffix(strings.TrimSpace(bare), marks)
		default:
			return "", "", "", false
		}
		name = bare
	}
	if size == 1 && rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return "", "", "", false // 12:30, http://
	}
	if open := strings.IndexAny(name, "(["); open > 0 {
		direction = strings.TrimSpace(name[open:])
		if !strings.ContainsAny(direction[len(direction)-1:], ")]") {
			return "", "", "", false
		}
		direction = strings.Trim(direction, "()[] ")
		name = name[:open]
	}
	name = strings.Join(strings.Fields(name), " ")
	return name, direction, strings.TrimSpace(rest), name != ""
}

// nameLike reports whether s could be a speaker's name: one to four words that begin with a capital, or with a letter
// of a script that has none.
func nameLike(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || len(s) > 40 {
		return false
	}
	first, _, _ := strings.Cut(strings.ToLower(words[0]), ".")
	if notNames[first] {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case i > 0 && (unicode.IsDigit(r) || r == '#' || r == '&' || particles[w]):
		case !unicode.IsLetter(r) || unicode.IsLower(r):
			return false
		}
		for _, r := range w {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(".'’-&#", r) {
				return false
			}
		}
	}
	return true
}

var particles = wordSet("of the and von van de der la le el du di da")

// capitals reports whether a name is written in capitals only.
func capitals(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			letters++
		}
	}
	return letters > 1
}
