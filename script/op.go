package script

import "slices"

// op is a smallest change, with all that is needed to take it back.
type op interface {
	do(*builder)
	undo(*builder)
	weight() int // bytes that it keeps, roughly
}

// lineWeight is what a line keeps beside its text, in bytes.
const lineWeight = 160

// put changes a line. Only the fields that differ are written, so that a take that was chosen in the meantime survives
// the undoing of an older change.
type put struct{ before, after Line }

func (p *put) do(b *builder)   { p.write(b, p.before, p.after) }
func (p *put) undo(b *builder) { p.write(b, p.after, p.before) }
func (p *put) weight() int     { return 2*lineWeight + len(p.before.Text) + len(p.after.Text) }

func (p *put) write(b *builder, from, to Line) {
	n := b.d.byID[p.after.ID]
	before := n.Line
	b.touch(n.ID, &before)
	l := &n.Line
	write(&l.Kind, from.Kind, to.Kind)
	write(&l.Role, from.Role, to.Role)
	write(&l.Voice, from.Voice, to.Voice)
	write(&l.Text, from.Text, to.Text)
	write(&l.Delivery, from.Delivery, to.Delivery)
	write(&l.Gap, from.Gap, to.Gap)
	write(&l.Locked, from.Locked, to.Locked)
	write(&l.Take, from.Take, to.Take)
}

func write[T comparable](field *T, from, to T) {
	if from != to {
		*field = to
	}
}

// place puts lines in or, when out is set, takes them out. The places, in rising order, are those in the list that has
// the lines.
type place struct {
	at    []int
	lines []Line
	out   bool
}

func (p *place) do(b *builder)   { p.turn(b, p.out) }
func (p *place) undo(b *builder) { p.turn(b, !p.out) }

func (p *place) weight() int {
	sum := 0
	for _, l := range p.lines {
		sum += lineWeight + len(l.Text)
	}
	return sum
}

func (p *place) turn(b *builder, out bool) {
	if len(p.at) == 0 {
		return
	}
	b.ordered = true
	if out {
		p.remove(b)
	} else {
		p.insert(b)
	}
	for i := p.at[0]; i < len(b.d.lines); i++ {
		b.d.lines[i].at = i
	}
}

func (p *place) insert(b *builder) {
	d := b.d
	fresh := make([]*node, len(p.lines))
	for i, l := range p.lines {
		b.touch(l.ID, nil)
		fresh[i] = &node{Line: l}
		d.byID[l.ID] = fresh[i]
	}
	if first := p.at[0]; p.at[len(p.at)-1]-first == len(p.at)-1 {
		d.lines = slices.Insert(d.lines, first, fresh...)
		return
	}
	// The list grows at its end and is filled from there, so that every line moves once.
	from, to := len(d.lines)-1, len(d.lines)+len(fresh)-1
	d.lines = append(d.lines, fresh...)
	for k := len(fresh) - 1; k >= 0; to-- {
		if p.at[k] == to {
			d.lines[to] = fresh[k]
			k--
			continue
		}
		d.lines[to] = d.lines[from]
		from--
	}
}

func (p *place) remove(b *builder) {
	d := b.d
	to, k := p.at[0], 0
	b.gone = to
	for from := to; from < len(d.lines); from++ {
		n := d.lines[from]
		if k < len(p.at) && p.at[k] == from {
			before := n.Line
			b.touch(n.ID, &before)
			p.lines[k] = n.Line // with what was chosen since it was put in
			delete(d.byID, n.ID)
			k++
			continue
		}
		d.lines[to] = n
		to++
	}
	clear(d.lines[to:])
	d.lines = d.lines[:to]
}

// putRoles, putWords and putSettings exchange a whole list. The lists are never changed in place.
type putRoles struct{ before, after []Role }

func (p *putRoles) do(b *builder)   { b.d.roles, b.roles = p.after, true }
func (p *putRoles) undo(b *builder) { b.d.roles, b.roles = p.before, true }
func (p *putRoles) weight() int     { return 100 * (len(p.before) + len(p.after)) }

type putWords struct{ before, after []Word }

func (p *putWords) do(b *builder)   { b.d.words, b.words = p.after, true }
func (p *putWords) undo(b *builder) { b.d.words, b.words = p.before, true }
func (p *putWords) weight() int     { return 64 * (len(p.before) + len(p.after)) }

type putSettings struct{ before, after Settings }

func (p *putSettings) do(b *builder)   { b.d.settings, b.general = p.after, true }
func (p *putSettings) undo(b *builder) { b.d.settings, b.general = p.before, true }
func (p *putSettings) weight() int     { return 128 }
