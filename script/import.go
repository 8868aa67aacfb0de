package script

import (
	"fmt"
	"path"
	"strings"

	"voicewright/synth/text"
)

// Format is the kind of a manuscript.
type Format uint8

// The formats that Import reads.
const (
	AnyFormat Format = iota // by the name's ending, else by looks
	PlainText
	Markdown
	SRT
	VTT
	CSV // separated by commas, semicolons, tabs or bars, whichever it is
)

var formatNames = [...]string{"any", "plain text", "Markdown", "SRT", "WebVTT", "table"}

// String returns the name of the format.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return "unknown"
}

// Splitting says what becomes a line of the script.
type Splitting uint8

// The ways to split.
const (
	BySentence  Splitting = iota
	ByParagraph           // wrapped lines are put together
	ByLine                // every line, cue or row of the file as it stands
)

// ImportOptions say how a manuscript is read. The zero value takes it by sentences, with roles.
type ImportOptions struct {
	Format       Format
	Split        Splitting
	Roles        []Role  // those of the document; their names are known
	NoRoles      bool    // "NAME: text" is text
	ParagraphGap float64 // seconds of silence after the last sentence of a paragraph; 0 leaves it to the project
	SceneGap     float64 // the same before a scene break; 0 is 2 seconds, less than 0 leaves it to the project
}

// Imported is a manuscript as lines. Insert takes Lines and Roles as they are.
type Imported struct {
	Lines  []Line
	Roles  []Role // new ones that the lines name
	Format Format
	Notes  []string // sentences on what was guessed or left out; empty in most cases
}

// MaxImport is the size of the largest manuscript that is read, in bytes.
const MaxImport = 32 << 20

// The lengths in bytes past which a sentence is cut at its best places, and a paragraph between its sentences, since a
// line is what is rendered and drawn as one.
const (
	maxSentence, sentenceRunes = 1500, 600
	maxParagraph               = 5000
)

const defaultSceneGap = 2.0 // seconds

// Import reads a manuscript: plain text (wrapped or not), Markdown, SRT and WebVTT subtitles, and tables of role and
// text. name is the file's and may be empty for text that was pasted. Headings become Heading lines, "NAME: text" lines of
// that role, a scene break (* * *) a longer gap. What it cannot read it refuses with one sentence; text of any script
// and size up to MaxImport it takes as it is.
func Import(name string, data []byte, o ImportOptions) (Imported, error) {
	if len(data) > MaxImport {
		return Imported{}, fmt.Errorf("the text has %d MB and %d MB is the most that is read at once; split it into parts", len(data)>>20, MaxImport>>20)
	}
	written, note, err := decode(data)
	if err != nil {
		return Imported{}, err
	}
	m := &manuscript{options: o}
	if note != "" {
		m.notes = append(m.notes, note)
	}
	if o.Format == AnyFormat || o.Format > CSV {
		m.options.Format = formatOf(name, written)
	}
	switch m.options.Format {
	case Markdown:
		m.markdown(written)
	case SRT, VTT:
		m.subtitles(written)
	case CSV:
		m.table(written)
	default:
		m.plainText(written)
	}
	out := m.lines()
	if len(out.Lines) == 0 {
		return Imported{}, fmt.Errorf("there is no text in it that could become a line of the script (read as %s)", m.options.Format)
	}
	return out, nil
}

// formatOf tells the format by the name's ending, or by how the text looks.
func formatOf(name, written string) Format {
	const lookAhead = 4096 // bytes
	head := strings.TrimSpace(written[:min(len(written), lookAhead)])
	switch {
	case strings.HasPrefix(head, "WEBVTT"):
		return VTT
	case looksLikeSRT(head):
		return SRT
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return Markdown
	case ".srt":
		return SRT
	case ".vtt":
		return VTT
	case ".csv", ".tsv", ".tab":
		return CSV
	case ".txt", ".text":
		return PlainText
	}
	switch {
	case looksLikeRows(head, len(written) > lookAhead):
		return CSV
	case looksLikeMarkdown(head):
		return Markdown
	}
	return PlainText
}

// blockKind says what a block becomes.
type blockKind uint8

const (
	spokenBlock blockKind = iota
	headingBlock
	noteBlock
	sceneBlock // a scene break; has no text
)

// A block is a paragraph of a manuscript.
type block struct {
	kind    blockKind
	speaker string // name of the role; empty is the narrator
	text    string
}

// manuscript collects blocks and turns them into lines.
type manuscript struct {
	options ImportOptions
	blocks  []block
	notes   []string
}

// add appends a block. A direction before the words, "(whispering)", becomes a note.
func (m *manuscript) add(kind blockKind, speaker, direction, text string) {
	if direction = strings.TrimSpace(tidyText(direction)); direction != "" {
		m.blocks = append(m.blocks, block{noteBlock, speaker, direction})
	}
	if text = strings.TrimSpace(tidyText(text)); text != "" || kind == sceneBlock {
		m.blocks = append(m.blocks, block{kind, speaker, text})
	}
}

// lines turns the blocks into lines.
func (m *manuscript) lines() Imported {
	out := Imported{Format: m.options.Format, Notes: m.notes}
	roles := m.roleIDs(&out)
	sceneGap := m.options.SceneGap
	if sceneGap == 0 {
		sceneGap = defaultSceneGap
	}
	out.Lines = make([]Line, 0, 2*len(m.blocks))
	for _, b := range m.blocks {
		role := ""
		if b.speaker != "" {
			role = roles(b.speaker)
		}
		switch b.kind {
		case sceneBlock:
			if n := len(out.Lines); n > 0 && sceneGap > 0 {
				out.Lines[n-1].Gap = sceneGap
			}
		case headingBlock:
			out.Lines = append(out.Lines, Line{ID: NewID(), Kind: Heading, Text: b.text})
		case noteBlock:
			out.Lines = append(out.Lines, Line{ID: NewID(), Kind: Note, Role: role, Text: b.text})
		default:
			parts := m.split(b.text)
			for i, part := range parts {
				l := Line{ID: NewID(), Role: role, Text: part}
				if i == len(parts)-1 && m.options.ParagraphGap > 0 {
					l.Gap = m.options.ParagraphGap
				}
				out.Lines = append(out.Lines, l)
			}
		}
	}
	return out
}

// roleIDs returns a function from a name to the ID of its role, which adds new roles to out.
func (m *manuscript) roleIDs(out *Imported) func(name string) string {
	ids := map[string]string{}
	for _, r := range m.options.Roles {
		ids[strings.ToLower(r.Name)] = r.ID
	}
	if len(m.options.Roles) == 0 {
		ids["narrator"] = ""
	}
	return func(name string) string {
		key := strings.ToLower(name)
		id, ok := ids[key]
		if !ok {
			id = NewID()
			ids[key] = id
			out.Roles = append(out.Roles, Role{ID: id, Name: name})
		}
		return id
	}
}

// withoutTags returns a text of the same length with spaces in place of its markup, which would hide where a sentence
// ends.
func withoutTags(s string) string {
	tokens, _ := scan(s)
	if len(tokens) == 0 {
		return s
	}
	b := []byte(s)
	for _, t := range tokens {
		if t.kind != tokenSpoken && t.kind != tokenEscape {
			for i := t.start; i < t.end; i++ {
				b[i] = ' '
			}
		}
	}
	return string(b)
}

// split cuts a paragraph into the texts of its lines.
func (m *manuscript) split(paragraph string) []string {
	if m.options.Split != BySentence && len(paragraph) <= maxParagraph {
		return []string{paragraph}
	}
	var cuts []int
	from := 0
	for i, s := range text.Sentences(withoutTags(paragraph)) {
		if i > 0 && (m.options.Split == BySentence || s.End-from > maxParagraph) {
			cuts = append(cuts, s.Start)
			from = s.Start
		}
		if len(s.Text) > maxSentence {
			for _, part := range text.Split(s, sentenceRunes)[1:] {
				cuts = append(cuts, part.Start)
				from = part.Start
			}
		}
	}
	if len(cuts) == 0 {
		return []string{paragraph}
	}
	parts := cutMarkup(paragraph, cuts...)
	kept := parts[:0]
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}
