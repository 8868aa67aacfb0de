package script

import (
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"
)

// Settings are what holds for a whole document.
type Settings struct {
	Gap        float64 // seconds of silence between two lines
	ChapterGap float64 // seconds of silence before and after a heading
	FirstVoice string  // ID of the voice of roles that have none
	Steps      int     // steps of the sampler; 0 is the model's default
}

// DefaultSettings are those of a new project.
func DefaultSettings() Settings { return Settings{Gap: 0.35, ChapterGap: 1.2} }

// Content is a whole document as plain values: for loading, saving and tests.
type Content struct {
	Lines    []Line
	Roles    []Role // the first is the narrator
	Words    []Word
	Settings Settings
}

// Narrator is the ID of the role that a document without roles gets.
const Narrator = "narrator"

// A Document is a script under work. All changes go through Do, Undo and Redo; finding a line by its ID takes constant
// time, and every edit at most a time in proportion to the number of lines, which for 10,000 is far below a millisecond.
type Document struct {
	Now func() time.Time // the clock by which typing is put into one undo step; nil is time.Now

	lines    []*node
	byID     map[string]*node
	roles    []Role
	words    []Word
	settings Settings
	history  history
}

// node is a line with its place, so that an ID leads to both.
type node struct {
	Line
	at int
}

// New makes a document of a content, which it copies. It takes every content: a line without an ID, or with that of an
// earlier line, gets a new one; values outside their range are brought into it; without a role there is a narrator.
func New(s Content) *Document {
	d := &Document{byID: make(map[string]*node, len(s.Lines)), settings: s.Settings.tidy(), words: slices.Clone(s.Words)}
	d.roles = make([]Role, 0, len(s.Roles)+1)
	for _, r := range s.Roles {
		if r = r.tidy(); r.ID == "" || d.roleAt(r.ID) >= 0 {
			r.ID = NewID()
		}
		d.roles = append(d.roles, r)
	}
	if len(d.roles) == 0 {
		d.roles = append(d.roles, Role{ID: Narrator, Name: "Narrator"})
	}
	d.lines = make([]*node, 0, len(s.Lines))
	for _, l := range d.fresh(s.Lines) {
		n := &node{Line: l, at: len(d.lines)}
		d.lines = append(d.lines, n)
		d.byID[l.ID] = n
	}
	return d
}

// fresh returns copies of lines that the document can take in: in range, and with IDs that nothing else has. A copy of
// a line that is already here is another line and has no take.
func (d *Document) fresh(lines []Line) []Line {
	out := make([]Line, len(lines))
	own := make(map[string]bool, len(lines))
	for i, l := range lines {
		l = l.tidy()
		if l.ID == "" {
			l.ID = NewID()
		} else if d.byID[l.ID] != nil || own[l.ID] {
			l.ID, l.Take, l.Locked = NewID(), "", false
		}
		own[l.ID] = true
		out[i] = l
	}
	return out
}

// Content returns a copy of everything.
func (d *Document) Content() Content {
	s := Content{Roles: d.Roles(), Words: d.Words(), Settings: d.settings, Lines: make([]Line, len(d.lines))}
	for i, n := range d.lines {
		s.Lines[i] = n.Line
	}
	return s
}

// Len returns the number of lines.
func (d *Document) Len() int { return len(d.lines) }

// Line returns the line at place i, the empty line where there is none.
func (d *Document) Line(i int) Line {
	if i < 0 || i >= len(d.lines) {
		return Line{}
	}
	return d.lines[i].Line
}

// Index returns the place of a line, -1 where there is none with that ID.
func (d *Document) Index(id string) int {
	if n := d.byID[id]; n != nil {
		return n.at
	}
	return -1
}

// Find returns the line with an ID.
func (d *Document) Find(id string) (Line, bool) {
	if n := d.byID[id]; n != nil {
		return n.Line, true
	}
	return Line{}, false
}

// Roles returns a copy of the roles; there is at least one, and the first is the narrator.
func (d *Document) Roles() []Role { return slices.Clone(d.roles) }

// Role returns the role with an ID: the narrator for "" and for an ID that no role has.
func (d *Document) Role(id string) Role { return d.roles[max(0, d.roleAt(id))] }

// RoleOf returns the role that speaks a line.
func (d *Document) RoleOf(l Line) Role { return d.Role(l.Role) }

// VoiceOf returns the ID of the voice that speaks a line: its own, its role's, or the project's first; "" without any.
func (d *Document) VoiceOf(l Line) string {
	if l.Voice != "" {
		return l.Voice
	}
	if v := d.RoleOf(l).Voice; v != "" {
		return v
	}
	return d.settings.FirstVoice
}

// DeliveryOf returns how a line is said, on top of its role's delivery.
func (d *Document) DeliveryOf(l Line) Delivery { return l.Delivery.Over(d.RoleOf(l).Delivery) }

// GapAfter returns the seconds of silence between the line at place i and the next one that is heard: the line's own,
// else the project's. It is 0 after the last one.
func (d *Document) GapAfter(i int) float64 {
	next := i + 1
	for next < len(d.lines) && d.lines[next].Kind == Note {
		next++
	}
	l := d.Line(i)
	switch {
	case next >= len(d.lines) || l.Gap < 0:
		return 0
	case l.Gap > 0:
		return l.Gap
	case l.Kind == Heading || d.lines[next].Kind == Heading:
		return d.settings.ChapterGap
	}
	return d.settings.Gap
}

// Words returns a copy of the project's dictionary.
func (d *Document) Words() []Word { return slices.Clone(d.words) }

// Settings returns the settings of the project.
func (d *Document) Settings() Settings { return d.settings }

func (d *Document) roleAt(id string) int {
	return slices.IndexFunc(d.roles, func(r Role) bool { return r.ID == id })
}

// factor is a pace as it counts.
func factor(pace float64) float64 {
	if pace == 0 {
		return 1
	}
	return pace
}

var idLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID returns an ID that nobody else has: 16 lower-case letters and digits, 80 bits of chance.
func NewID() string {
	var b [10]byte
	rand.Read(b[:]) // never fails
	return idLetters.EncodeToString(b[:])
}

// sameName reports whether two names of roles are one to a reader.
func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
