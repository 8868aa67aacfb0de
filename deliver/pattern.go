package deliver

import (
	"fmt"
	"slices"
	"strings"
)

// Fields returns the names that may stand between braces in a pattern.
func Fields() []string {
	return []string{"project", "chapter", "role", "voice", "index", "text", "take"}
}

// DefaultPattern returns the pattern that suits a group.
func DefaultPattern(group Group) string {
	switch group {
	case Lines:
		return "{index} {role} {text}"
	case Roles:
		return "{project} - {role}"
	case Chapters:
		return "{index} {chapter}"
	}
	return "{project}"
}

// A pattern is a file name with fields.
type pattern []part

// A part is literal text or the name of a field.
type part struct{ literal, field string }

func parsePattern(s string) (pattern, error) {
	var p pattern
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			return append(p, part{literal: s}), nil
		}
		if open > 0 {
			p = append(p, part{literal: s[:open]})
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("the file names' pattern opens a field with %q and does not close it; add a }", s[open:])
		}
		field := strings.ToLower(strings.TrimSpace(s[open+1 : open+end]))
		if !slices.Contains(Fields(), field) {
			return nil, fmt.Errorf("the file names' pattern has a field {%s}, which there is not; use {%s}", field, strings.Join(Fields(), "}, {"))
		}
		p = append(p, part{field: field})
		s = s[open+end+1:]
	}
	return p, nil
}

// separators stand between fields and go with a field that is empty.
const separators = " -_.,"

// stem returns the name for these values, without an extension, not yet fit for a disk. An empty field takes the
// separator before it away, so that "{index} {role} {text}" has no double space where there is no role.
func (p pattern) stem(values map[string]string) string {
	var b strings.Builder
	skip := true // separators at the beginning
	for _, part := range p {
		s := part.literal
		if part.field != "" {
			s = strings.TrimSpace(values[part.field])
			if s == "" {
				before := strings.TrimRight(b.String(), separators)
				b.Reset()
				b.WriteString(before)
				skip = before == ""
				continue
			}
		} else if skip {
			s = strings.TrimLeft(s, separators)
		}
		b.WriteString(s)
		skip = skip && s == ""
	}
	return strings.NewReplacer("()", "", "[]", "").Replace(b.String())
}

// values returns what the fields stand for in the name of a file.
func (s Spec) values(f File, number, width int) map[string]string {
	first := f.Items[0]
	v := map[string]string{
		"project": s.Project,
		"index":   fmt.Sprintf("%0*d", width, number),
		"text":    beginning(first.Text, 40),
	}
	same := func(field string, of func(Item) string) {
		for _, item := range f.Items[1:] {
			if of(item) != of(first) {
				return
			}
		}
		v[field] = of(first)
	}
	same("chapter", func(i Item) string { return i.Chapter })
	same("role", func(i Item) string { return i.Role })
	same("voice", func(i Item) string { return s.voice(i.Take.Voice).Name })
	if s.Group == Lines {
		v["take"] = fmt.Sprintf("%d", max(1, first.Number))
	}
	return v
}

// voice returns what is known of a voice; one that nothing is known of has its ID as name.
func (s Spec) voice(id string) Voice {
	for _, v := range s.Voices {
		if v.ID == id {
			return v
		}
	}
	return Voice{ID: id, Name: id}
}

// beginning returns whole words from the start of text, about n characters.
func beginning(text string, n int) string {
	words := strings.Fields(text)
	out, length := "", 0
	for i, w := range words {
		size := width(w)
		if i > 0 && length+1+size > n {
			break
		}
		if i > 0 {
			out += " "
			length++
		}
		out += w
		length += size
	}
	return shorten(out, n)
}
