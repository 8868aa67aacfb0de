package lines

// goTo brings the keyboard to row i; far selects everything from the anchor on.
func (l *List) goTo(i int, far bool) {
	if i < 0 || i >= l.source.Len() {
		return
	}
	id := l.source.Line(i).ID
	if far {
		l.stretch(i)
	} else {
		l.choose(i)
	}
	if i = l.source.Index(id); i >= 0 {
		l.show(i)
	}
	l.arrange()
}

// choose selects row i alone.
func (l *List) choose(i int) {
	id := l.source.Line(i).ID
	if l.edit.id != "" && l.edit.id != id {
		l.leave()
	}
	l.anchor, l.place = id, i
	if l.current == id && len(l.chosen) == 1 && l.chosen[id] && !l.untold {
		return
	}
	l.current = id
	clear(l.chosen)
	l.chosen[id] = true
	l.tell()
}

// stretch selects the rows from the anchor to row i.
func (l *List) stretch(i int) {
	l.leave()
	from := l.source.Index(l.anchor)
	if from < 0 {
		from = i
		l.anchor = l.source.Line(i).ID
	}
	l.current, l.place = l.source.Line(i).ID, i
	clear(l.chosen)
	for k := min(from, i); k <= max(from, i); k++ {
		l.chosen[l.source.Line(k).ID] = true
	}
	l.tell()
}

// toggle puts row i into the selection or takes it out.
func (l *List) toggle(i int) {
	l.leave()
	id := l.source.Line(i).ID
	if l.chosen[id] && len(l.chosen) > 1 {
		delete(l.chosen, id)
		if l.current == id {
			l.current = l.Selected()[0]
		}
	} else {
		l.chosen[id] = true
		l.current = id
	}
	l.anchor, l.place = id, i
	l.tell()
}

// selectAll selects every line.
func (l *List) selectAll() {
	n := l.source.Len()
	if n == 0 {
		return
	}
	l.leave()
	for i := range n {
		l.chosen[l.source.Line(i).ID] = true
	}
	if l.source.Index(l.current) < 0 {
		l.current = l.source.Line(0).ID
	}
	l.anchor = l.source.Line(0).ID
	l.tell()
	l.arrange()
}
