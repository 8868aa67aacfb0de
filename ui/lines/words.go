package lines

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2/lang"

	"voicewright/script"
)

// drawWords draws the text with what lies behind it and, in the editor, what is selected of it.
func (l *List) drawWords(r *row) {
	f, p := &r.face, &l.pen
	at := r.body
	under := func(start, end int, fill color.Color, pad float32) {
		for _, b := range r.para.boxes(p, start, end) {
			h := r.para.pitch - 4*p.unit
			r.rect(at.X+b.x-pad, at.Y+b.y+2*p.unit, b.w+2*pad, h, 4, fill, nil)
		}
	}
	for _, m := range l.hits[f.line.ID] {
		if m.current {
			under(m.start, m.end, mix(p.back, p.warn, 0.5), 1)
		} else {
			under(m.start, m.end, mix(p.back, p.warn, 0.22), 1)
		}
	}
	if f.editing {
		if a, b := l.edit.span(); a < b {
			under(a, b, mix(p.card, p.primary, 0.28), 0)
		}
	}
	for i := range r.para.strips {
		for j := range r.para.strips[i].runs {
			l.drawRun(r, &r.para.strips[i].runs[j], at.X, at.Y+float32(i)*r.para.pitch)
		}
	}
	if r.para.size == 0 && !f.editing {
		k := p.words(f.line.Kind)
		k.colour = p.faint
		r.text(at.X, at.Y+(r.para.pitch-p.tall(k))/2, lang.L("Empty line"), k)
	} else if r.para.size == 0 && f.line.Kind == script.Speech {
		k := p.words(f.line.Kind)
		k.colour = p.faint
		r.text(at.X+2, at.Y+(r.para.pitch-p.tall(k))/2, lang.L("Write what is to be said"), k)
	}
}

func (l *List) drawRun(r *row, n *run, x, y float32) {
	p := &l.pen
	q := &r.para.pieces[n.piece]
	if n.text == "" {
		return
	}
	pitch := r.para.pitch
	h := p.tall(q.ink)
	switch q.kind {
	case chip:
		pad, gap := chipPad*q.ink.size, chipGap*q.ink.size
		tall := h + 3*p.unit
		r.rect(x+n.x+gap, y+(pitch-tall)/2+0.5, n.w-2*gap, tall, tall/2, p.tint, nil)
		r.text(x+n.x+gap+pad, y+(pitch-h)/2+0.5, n.text, q.ink)
		return
	case tinted:
		r.rect(x+n.x, y+pitch-3.5*p.unit, n.w, 2*p.unit, 1, mix(p.back, p.primary, 0.3), nil)
	case written:
		step := 4 * p.unit // a dotted line
		for d := float32(0); d < n.w-1; d += step {
			r.rect(x+n.x+d, y+pitch-4*p.unit, 2*p.unit, 1.4*p.unit, 0.7, p.primary, nil)
		}
		tip := strings.TrimSuffix(l.textOf(r)[min(q.end+1, len(l.textOf(r))):], "}")
		if end := strings.IndexByte(tip, '}'); end >= 0 {
			tip = tip[:end]
		}
		r.zone(noteZone, x+n.x, y, n.w, pitch, lang.L("Said as: {{.Spoken}}", map[string]any{"Spoken": tip}))
	}
	r.text(x+n.x, y+(pitch-h)/2, n.text, q.ink)
}

// textOf returns the text that a row shows, with markup.
func (l *List) textOf(r *row) string {
	if r.face.editing {
		return l.edit.text
	}
	return r.face.line.Text
}
