package script

// A Delta is what one call of Do, Undo or Redo changed: what a store has to write and a window to draw. Applied one after
// the other to a map of lines and an order, deltas give the document.
type Delta struct {
	Label    string   // names the step in English, "Typing"; one of the Label constants or what Set and Together were given
	Changed  []Line   // lines that are new or differ
	Removed  []string // IDs of lines that are gone
	Order    []string // all IDs in order when order or membership changed, else nil; empty and not nil when no line is left
	Roles    []Role   // all roles when one changed, else nil
	Words    []Word   // the whole dictionary when an entry changed, else nil; empty and not nil when none is left
	Settings *Settings
	Focus    string   // ID of the line where the writer goes on; empty where no line is concerned or left
	Caret    int      // byte in that line's text where the caret belongs
	Skipped  []string // IDs of locked lines that an edit of several lines passed over
}

// Empty reports whether nothing changed.
func (d Delta) Empty() bool {
	return d.Changed == nil && d.Removed == nil && d.Order == nil && d.Roles == nil && d.Words == nil && d.Settings == nil
}

// builder carries out the changes of a step and notes what they touch.
type builder struct {
	d       *Document
	ops     []op
	seen    map[string]*Line // the lines that were touched as they were before; nil is a line that was not there
	ids     []string         // the keys of seen in the order in which they were touched
	ordered bool
	roles   bool
	words   bool
	general bool // the settings
	gone    int  // where the last line was removed

	label   string
	focus   string
	caret   int
	skipped []string
	typing  string // ID of the line when the step is one SetText
	auto    bool   // no undo step
}

func (d *Document) build() *builder { return &builder{d: d, seen: map[string]*Line{}, caret: -1} }

// run carries out an op and keeps it for undo.
func (b *builder) run(o op) {
	o.do(b)
	b.ops = append(b.ops, o)
}

// revert takes back what the builder did.
func (b *builder) revert() {
	for i := len(b.ops) - 1; i >= 0; i-- {
		b.ops[i].undo(b)
	}
}

func (b *builder) touch(id string, before *Line) {
	if _, ok := b.seen[id]; !ok {
		b.seen[id] = before
		b.ids = append(b.ids, id)
	}
}

// delta sums up what was touched.
func (b *builder) delta() Delta {
	d := b.d
	out := Delta{Label: b.label, Skipped: b.skipped}
	for _, id := range b.ids {
		before, now := b.seen[id], d.byID[id]
		switch {
		case now == nil && before != nil:
			out.Removed = append(out.Removed, id)
		case now != nil && (before == nil || *before != now.Line):
			out.Changed = append(out.Changed, now.Line)
		}
	}
	if b.ordered {
		out.Order = make([]string, len(d.lines))
		for i, n := range d.lines {
			out.Order[i] = n.ID
		}
	}
	if b.roles {
		out.Roles = d.Roles()
	}
	if b.words {
		out.Words = append([]Word{}, d.words...)
	}
	if b.general {
		s := d.settings
		out.Settings = &s
	}
	out.Focus, out.Caret = b.place(out)
	return out
}

// place finds where the writer goes on: where the edit says, else at the first line that changed, else where a line
// was removed.
func (b *builder) place(out Delta) (focus string, caret int) {
	focus = b.focus
	switch {
	case b.d.byID[focus] != nil:
	case len(out.Changed) > 0:
		focus = out.Changed[0].ID
	case len(out.Removed) > 0 && b.d.Len() > 0:
		focus = b.d.lines[min(b.gone, b.d.Len()-1)].ID
	default:
		return "", 0
	}
	if caret = b.caret; caret < 0 {
		caret = 0
		if before := b.seen[focus]; before != nil {
			caret = changeEnd(before.Text, b.d.byID[focus].Text)
		}
	}
	return focus, min(caret, len(b.d.byID[focus].Text))
}

// changeEnd returns where in after the part ends that differs from before.
func changeEnd(before, after string) int {
	i, j := len(before), len(after)
	for i > 0 && j > 0 && before[i-1] == after[j-1] {
		i, j = i-1, j-1
	}
	for j < len(after) && after[j]&0xC0 == 0x80 {
		j++
	}
	return j
}
