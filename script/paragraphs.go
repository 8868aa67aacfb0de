package script

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText reads a text without any format. Blank lines part paragraphs; other line ends do so unless an editor
// only wrapped the line.
func (m *manuscript) plainText(written string) {
	lines := strings.Split(breaks(written), "\n")
	t := &plainReader{m: m, cast: m.newCast(lines), column: wrapColumn(lines)}
	if m.options.Split == ByLine {
		t.column = -1
	}
	for _, line := range lines {
		t.line(line)
	}
	t.end(true)
	if n := len(m.blocks); n > 0 && t.guessed == n && !chapterLike.MatchString(m.blocks[n-1].text) {
		m.blocks[n-1].kind = spokenBlock // "THE END" begins no chapter
	}
}

// plainReader puts lines together into paragraphs.
type plainReader struct {
	m      *manuscript
	cast   *cast
	column int // the length at which lines are wrapped; 0 where they are not, -1 where every line is by itself

	parts     []string // of the paragraph under way
	speaker   string
	direction string
	listed    bool   // the paragraph is an item of a list
	alone     bool   // a blank line or the beginning is before the paragraph
	blank     bool   // the line before is blank
	begun     bool   // there was a line with text
	held      string // the name that stands on a line by itself, until a blank line
	indent    int    // of the last line
	guessed   int    // how many blocks there were with the last heading that only looks like one
}

func (t *plainReader) line(line string) {
	text := strings.TrimSpace(line)
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	if strings.HasPrefix(line, "\t") {
		indent += 4
	}
	defer func() { t.indent, t.blank = indent, text == "" }()
	if text == "" {
		t.end(true)
		t.held = ""
		return
	}
	if len(t.parts) == 1 && t.speaker == "" && underline(text) {
		t.m.add(headingBlock, "", "", t.parts[0])
		t.parts = nil
		t.blank = true
		return
	}
	if sceneBreak(text) {
		t.end(false)
		t.m.add(sceneBlock, "", "", "")
		return
	}
	if heading, ok := strings.CutPrefix(text, "#"); ok && strings.HasPrefix(strings.TrimLeft(heading, "#"), " ") {
		t.end(false)
		t.m.add(headingBlock, "", "", strings.Trim(heading, "# "))
		return
	}
	if name, direction, rest, ok := t.cast.match(text); ok {
		t.begin(rest, false)
		t.speaker, t.direction = name, direction
		if t.held = ""; rest == "" {
			t.held = name
		}
		return
	}
	if item, ok := listItem(text); ok {
		t.begin(item, true)
		return
	}
	last := ""
	if len(t.parts) > 0 {
		last = t.parts[len(t.parts)-1]
	}
	switch {
	case last == "" && t.speaker != "" && len(t.parts) == 1 && t.held != "": // the words stand below the name
		t.parts[0] = text
	case last == "", t.column < 0, !t.wrapped(last, text), indent > t.indent+1 && !t.listed && t.speaker == "":
		t.begin(text, false)
		t.speaker = t.held
	default:
		t.parts = append(t.parts, text)
	}
}

// begin ends the paragraph under way and begins one with text.
func (t *plainReader) begin(text string, listed bool) {
	t.end(false)
	t.alone = t.blank || !t.begun
	t.begun, t.listed = true, listed
	t.parts = append(t.parts[:0], text)
}

// end hands the paragraph under way on; blank says that a blank line or the end follows.
func (t *plainReader) end(blank bool) {
	if len(t.parts) == 0 {
		return
	}
	text, kind := underscores(joinWrapped(t.parts)), spokenBlock
	switch {
	case t.speaker != "":
	case t.alone && blank && len(t.parts) == 1 && headingLike(text):
		kind = headingBlock
	case bracketed(text):
		kind = noteBlock
	}
	t.m.add(kind, t.speaker, t.direction, text)
	if kind == headingBlock {
		t.guessed = len(t.m.blocks)
	}
	t.parts, t.speaker, t.direction = t.parts[:0], "", ""
}

// wrapped reports whether the end of line last is only an editor's, and its sentence or paragraph goes on with next.
func (t *plainReader) wrapped(last, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	size := utf8.RuneCountInString(last)
	if unicode.IsLower(first) && size >= 20 && !strings.ContainsAny(last[len(last)-1:], ".?!:\"") && !strings.HasSuffix(last, "…") {
		return true
	}
	return t.column > 0 && size+1+firstWord(next) > t.column
}

// firstWord returns the length of the first word of s in characters; a script without spaces wraps anywhere.
func firstWord(s string) int {
	word, _, _ := strings.Cut(s, " ")
	if first, _ := utf8.DecodeRuneInString(word); wide(first) {
		return 1
	}
	return utf8.RuneCountInString(word)
}

// wrapColumn returns the length in characters at which an editor wrapped the lines, 0 when none did. An editor moves a
// word down only when its line would have become longer than the column, so in a wrapped text most lines that another
// one follows have no room for that one's first word.
func wrapColumn(lines []string) int {
	type inner struct{ size, word int }
	var inners []inner
	for i := 0; i+1 < len(lines); i++ {
		line, next := strings.TrimSpace(lines[i]), strings.TrimSpace(lines[i+1])
		if line != "" && next != "" {
			inners = append(inners, inner{utf8.RuneCountInString(line), firstWord(next)})
		}
	}
	if len(inners) == 0 {
		return 0
	}
	sizes := make([]int, len(inners))
	for i, in := range inners {
		sizes[i] = in.size
	}
	slices.Sort(sizes)
	column := sizes[(len(sizes)-1)*98/100] // a few lines are longer: addresses, tables
	full := 0
	for _, in := range inners {
		if in.size+1+in.word > column {
			full++
		}
	}
	const leastColumn, mostColumn, enough = 40, 130, 4
	if column < leastColumn || column > mostColumn || len(inners) < enough || full*10 < 3*len(inners) {
		return 0
	}
	return column
}

// joinWrapped puts the lines of a paragraph together. A hyphen at the end of a line stays.
func joinWrapped(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	var out strings.Builder
	for i, part := range parts {
		if i > 0 && !hyphenated(parts[i-1], part) {
			out.WriteString(seam(parts[i-1], part))
		}
		out.WriteString(part)
	}
	return out.String()
}

// hyphenated reports whether a word goes on from one line to the next: "well-" and "known".
func hyphenated(line, next string) bool {
	first, _ := utf8.DecodeRuneInString(next)
	body, ok := strings.CutSuffix(line, "-")
	last, _ := utf8.DecodeLastRuneInString(body)
	return ok && unicode.IsLetter(last) && unicode.IsLower(first)
}

// sceneBreak reports whether a line is only an ornament: "* * *", "---", "#".
func sceneBreak(s string) bool {
	return len(s) < 60 && strings.Trim(s, "*-_~#=•·◇◆○●⁂※§+—–✦✧❦☙ ") == ""
}

// underline reports whether a line makes the one above it a heading.
func underline(s string) bool {
	return len(s) >= 3 && (strings.Trim(s, "=") == "" || strings.Trim(s, "-") == "")
}

var chapterLike = regexp.MustCompile(`(?i)^(?:(?:chapter|part|book|act|scene|episode|section|volume)\s+(?:\d+|[ivxlc]+|[a-z]+(?:-[a-z]+)?)\b.{0,60}|` +
	`(?:prologue|epilogue|preface|foreword|introduction|afterword|interlude|appendix|acknowledge?ments)(?:\s+[a-z])?|[IVXLC]{1,7}\.?)$`)

// headingLike reports whether a line that stands by itself is a heading: "Chapter One", "II.", "THE STORM".
func headingLike(s string) bool {
	if len(s) > 80 || strings.ContainsAny(s[len(s)-1:], ",;:!?") {
		return false
	}
	if chapterLike.MatchString(s) {
		return true
	}
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case unicode.IsLetter(r):
			return false
		}
	}
	return letters >= 4 && !strings.HasSuffix(s, ".")
}

// bracketed reports whether a paragraph is one remark in brackets and no markup, as "[Illustration: a map]".
func bracketed(s string) bool {
	if !strings.HasPrefix(s, "[") || strings.IndexByte(s, ']') != len(s)-1 {
		return false
	}
	tokens, _ := scan(s)
	return len(tokens) == 0
}

// listItem reports whether a line is an item of a list, and returns it without its bullet. Numbers stay, they are said.
func listItem(s string) (item string, ok bool) {
	for _, bullet := range []string{"- ", "* ", "+ ", "• ", "· ", "▪ ", "● ", "◦ ", "‣ "} {
		if rest, ok := strings.CutPrefix(s, bullet); ok {
			return strings.TrimSpace(rest), true
		}
	}
	if strings.HasPrefix(s, "— ") || strings.HasPrefix(s, "– ") {
		return s, true // what someone says, in many languages
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return s, digits > 0 && digits < 4 && len(s) > digits+1 && (s[digits] == '.' || s[digits] == ')') && s[digits+1] == ' '
}

var breakTag = regexp.MustCompile(`(?i)<break\s+time\s*=\s*["']?([0-9.]+m?s)["']?\s*/?>`)

// breaks turns the pauses of speech services, <break time="1.5s"/>, into ours.
func breaks(s string) string {
	if strings.Contains(s, "<break") || strings.Contains(s, "<BREAK") {
		return breakTag.ReplaceAllString(s, "[$1]")
	}
	return s
}

// underscores turns what plain texts use for emphasis, _so_, into markup. An underscore inside a word stays.
func underscores(s string) string {
	if strings.IndexByte(s, '_') < 0 {
		return s
	}
	out, open := []byte(s), -1
	for i := range len(s) {
		if s[i] != '_' {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(s[:i])
		next, _ := utf8.DecodeRuneInString(s[i+1:])
		switch {
		case open >= 0 && !unicode.IsSpace(last) && last != '_' && !inWord(next):
			out[open], out[i], open = '*', '*', -1
		case i+1 < len(s) && !unicode.IsSpace(next) && next != '_' && !inWord(last):
			open = i
		}
	}
	return string(out)
}
