package script

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A Finder says what to look for. Lines are searched as they are read, so "very big" is found in "*very* big"; a text
// that is itself markup, such as "[pause]", is looked for as it stands.
type Finder struct {
	Text   string
	Case   bool // capitals count
	Word   bool // whole words only
	Regexp bool // Text is a regular expression of Go's syntax (RE2)
}

// A Hit is a place where something was found.
type Hit struct {
	ID         string // of the line
	Start, End int    // bytes in its text, with markup
}

// A Pattern is a Finder made ready. It is safe for concurrent use.
type Pattern struct {
	expression *regexp.Regexp
	finder     Finder
	markup     bool // searches the lines as they stand
}

// Compile makes a finder ready; the error says what is wrong with its text.
func (f Finder) Compile() (*Pattern, error) {
	if f.Text == "" {
		return nil, errors.New("there is nothing to look for; write some text")
	}
	p := &Pattern{finder: f}
	expression := f.Text
	if !f.Regexp {
		expression = regexp.QuoteMeta(f.Text)
		tokens, _ := scan(f.Text)
		p.markup = len(tokens) > 0
	}
	if !f.Case {
		expression = "(?i)" + expression
	}
	var err error
	if p.expression, err = regexp.Compile(expression); err != nil {
		reason := err
		if bad := errors.Unwrap(err); bad != nil {
			reason = bad
		}
		return nil, fmt.Errorf("%q is not a regular expression: %s", f.Text, strings.TrimPrefix(reason.Error(), "error parsing regexp: "))
	}
	return p, nil
}

// All returns the hits in a document, in order.
func (p *Pattern) All(d *Document) []Hit {
	var hits []Hit
	for _, n := range d.lines {
		hits = p.appendHits(hits, n.Line)
	}
	return hits
}

// In returns the hits in one line, in order.
func (p *Pattern) In(l Line) []Hit { return p.appendHits(nil, l) }

func (p *Pattern) appendHits(hits []Hit, l Line) []Hit {
	s := p.view(l.Text)
	for _, m := range p.matches(s.text) {
		hits = append(hits, Hit{ID: l.ID, Start: s.start(m[0]), End: s.end(m[1])})
	}
	return hits
}

// matches returns the places in s with those of the groups, as FindAllStringSubmatchIndex does. Empty ones do not count.
func (p *Pattern) matches(s string) [][]int {
	all := p.expression.FindAllStringSubmatchIndex(s, -1)
	kept := all[:0]
	for _, m := range all {
		if m[0] < m[1] && (!p.finder.Word || edge(s, m[0], m[1])) {
			kept = append(kept, m)
		}
	}
	return kept
}

// view is a line's text as it is searched.
type view struct {
	text   string
	cuts   []cut
	tokens []token // the markup that does not stand in text
}

func (p *Pattern) view(line string) view {
	if p.markup || !strings.ContainsAny(line, `[{*\`) {
		return view{text: line}
	}
	g, tokens := plain(line)
	return view{string(g.b), g.cuts, tokens}
}

func (v view) start(i int) int {
	if v.cuts == nil {
		return i
	}
	return source(v.cuts, i)
}

// end is the place in the line behind the byte before i, so that markup after a hit stays outside of it.
func (v view) end(i int) int { return v.start(i-1) + 1 }

// ReplaceText puts another text in place of what is found. Of a regular expression, $1 is its first group and ${name} a
// named one. Markup that lies in a hit is kept behind it; {written|spoken} that is hit loses how it was spoken. Locked
// lines are passed over and told in Delta.Skipped.
type ReplaceText struct {
	Find Finder
	IDs  []string // the lines to look in; nil is all
	Only Hit      // when it names a line: this hit and no other
	With string
}

var groupNumber = regexp.MustCompile(`\$(\d+)`)

func (e ReplaceText) edit(b *builder) error {
	b.label = LabelReplace
	pattern, err := e.Find.Compile()
	if err != nil {
		return err
	}
	nodes := b.d.lines
	switch {
	case e.Only.ID != "":
		nodes, err = b.some([]string{e.Only.ID})
	case e.IDs != nil:
		nodes, err = b.some(e.IDs)
	}
	if err != nil {
		return err
	}
	var locked *node
	for _, n := range nodes {
		text, caret := pattern.replace(n.Text, e.With, e.Only)
		if text == n.Text {
			continue
		}
		if n.Locked {
			b.skipped = append(b.skipped, n.ID)
			locked = n
			continue
		}
		if len(b.ops) == 0 {
			b.focus, b.caret = n.ID, caret
		}
		l := n.Line
		l.Text = tidyText(text)
		b.change(n, l)
	}
	if locked != nil && len(b.ops) == 0 {
		return b.locked(locked)
	}
	return nil
}

// replace returns a line's text with its hits replaced, and where the first replacement ends.
func (p *Pattern) replace(line, with string, only Hit) (replaced string, caret int) {
	v := p.view(line)
	matches := p.matches(v.text)
	if len(matches) == 0 {
		return line, 0
	}
	template := groupNumber.ReplaceAllString(with, "$${$1}") // "$1st" is a group and "st", as everybody expects
	var out strings.Builder
	at, caret := 0, -1
	for _, m := range matches {
		start, end := v.start(m[0]), v.end(m[1])
		if only.ID != "" && (only.Start != start || only.End != end) {
			continue
		}
		put := with
		if p.finder.Regexp {
			put = string(p.expression.ExpandString(nil, template, v.text, m))
		}
		before, after, kept := "", "", ""
		for _, t := range v.tokens {
			switch {
			case t.kind == tokenEscape && t.end == start:
				start = t.start
			case t.end <= start || t.start >= end:
			case t.kind == tokenSpoken:
				if t.start < start {
					before, start = line[t.start+1:start], t.start
				}
				if t.end > end {
					after, end = line[end:max(end, t.bar)], t.end
				}
			case t.kind != tokenEscape:
				kept += line[t.start:t.end]
			}
		}
		if start < at {
			continue // a second hit in one {written|spoken}
		}
		out.WriteString(line[at:start] + before + put)
		if caret < 0 {
			caret = out.Len()
		}
		out.WriteString(kept + after)
		at = end
	}
	out.WriteString(line[at:])
	return out.String(), max(caret, 0)
}
