package script

import (
	"regexp"
	"strings"
)

var (
	headingMark   = regexp.MustCompile(`(?m)^#{1,6} \S`)
	strongMark    = regexp.MustCompile(`\*\*[^*\n]+\*\*|\]\(\S+\)`)
	definition    = regexp.MustCompile(`^\[[^\]]+\]:\s*\S`)
	tableRule     = regexp.MustCompile(`^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?$`)
	wholeComments = regexp.MustCompile(`(?s)<!--.*?-->`)
)

func looksLikeMarkdown(head string) bool {
	return headingMark.MatchString(head) || strongMark.MatchString(head)
}

// markdown reads Markdown as people write prose in it: headings, paragraphs, lists, quotations, rules, tables and
// emphasis. Code becomes notes; pictures and comments go.
func (m *manuscript) markdown(written string) {
	if strings.Contains(written, "<!--") {
		written = wholeComments.ReplaceAllString(written, "")
	}
	lines := frontMatter(strings.Split(breaks(written), "\n"))
	t := &markdownReader{m: m, cast: m.newCast(lines), single: m.options.Split == ByLine}
	for _, line := range lines {
		t.line(line)
	}
	t.end()
	t.endCode()
}

// frontMatter takes the settings off that some programs put before a text, between two lines of "---".
func frontMatter(lines []string) []string {
	if strings.TrimRight(lines[0], " ") != "---" {
		return lines
	}
	for i, line := range lines[1:min(len(lines), 100)] {
		switch line = strings.TrimRight(line, " "); {
		case line == "---" || line == "...":
			return lines[i+2:]
		case line != "" && line[0] != ' ' && line[0] != '-' && line[0] != '#' && !strings.Contains(line, ":"):
			return lines // a rule and then text
		}
	}
	return lines
}

type markdownReader struct {
	m         *manuscript
	cast      *cast
	single    bool // every line is a paragraph
	parts     []string
	speaker   string
	direction string
	fence     string // what ends the code, empty outside of code
	code      []string
}

func (t *markdownReader) line(line string) {
	text := strings.TrimSpace(line)
	if t.fence != "" {
		if strings.HasPrefix(text, t.fence) {
			t.endCode()
		} else {
			t.code = append(t.code, text)
		}
		return
	}
	for strings.HasPrefix(text, ">") {
		text = strings.TrimSpace(text[1:])
	}
	switch {
	case text == "":
		t.end()
		return
	case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
		t.end()
		t.fence = text[:3]
		return
	case len(t.parts) > 0 && underline(text):
		t.heading(joinWrapped(t.parts))
		return
	case strings.HasPrefix(text, "#"):
		if title := strings.TrimLeft(text, "#"); len(text)-len(title) <= 6 && (title == "" || title[0] == ' ') {
			t.end()
			t.heading(strings.TrimRight(strings.TrimSpace(title), "# "))
			return
		}
	case len(text) >= 3 && sceneBreak(text):
		t.end()
		t.m.add(sceneBlock, "", "", "")
		return
	case strings.HasPrefix(text, "[^") && strings.Contains(text, "]:"):
		t.end()
		_, note, _ := strings.Cut(text, "]:")
		t.m.add(noteBlock, "", "", inlineMarkdown(note))
		return
	case definition.MatchString(text):
		if _, _, _, ok := t.cast.match(text); !ok {
			return
		}
	case strings.Contains(text, "|") && tableRule.MatchString(text):
		return
	case strings.HasPrefix(text, "|"):
		t.end()
		t.parts = append(t.parts, tableRow(text))
		t.end()
		return
	}
	if name, direction, rest, ok := t.cast.match(text); ok {
		t.end()
		t.speaker, t.direction, text = name, direction, rest
	} else if item, ok := listItem(text); ok {
		t.end()
		text = item
	}
	broken := strings.HasSuffix(line, "  ") || strings.HasSuffix(text, `\`)
	t.parts = append(t.parts, strings.TrimSuffix(text, `\`))
	if (broken || t.single) && text != "" {
		t.end()
	}
}

func (t *markdownReader) heading(title string) {
	t.parts = t.parts[:0]
	t.m.add(headingBlock, "", "", strings.ReplaceAll(inlineMarkdown(title), "*", ""))
}

func (t *markdownReader) end() {
	text := inlineMarkdown(joinWrapped(t.parts))
	if len(t.parts) > 0 {
		kind := spokenBlock
		if t.speaker == "" && bracketed(text) {
			kind = noteBlock
		}
		t.m.add(kind, t.speaker, t.direction, text)
	}
	t.parts, t.speaker, t.direction = t.parts[:0], "", ""
}

func (t *markdownReader) endCode() {
	if len(t.code) > 0 {
		t.m.add(noteBlock, "", "", strings.Join(t.code, " "))
	}
	t.fence, t.code = "", nil
}

// tableRow reads "| a | b |" as "a, b".
func tableRow(row string) string {
	cells := strings.Split(strings.Trim(row, "|"), "|")
	kept := cells[:0]
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			kept = append(kept, cell)
		}
	}
	return strings.Join(kept, ", ")
}
