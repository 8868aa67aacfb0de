package lines

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
	textwords "github.com/clipperhouse/uax29/v2/words"
)

// An editor is the text of the one line that is edited, with the caret. It stands in the row of the line and breaks its
// text as the row does, so that nothing moves when it opens.
type editor struct {
	id     string // empty while nothing is edited
	text   string
	base   string // what the document has
	caret  int    // byte before which the caret stands
	anchor int    // the other end of what is selected
	goal   float32
	aiming bool // goal is the x that up and down keep
}

// span returns the selected bytes.
func (e *editor) span() (from, to int) { return min(e.caret, e.anchor), max(e.caret, e.anchor) }

// put replaces what is selected.
func (e *editor) put(s string) {
	a, b := e.span()
	e.text = e.text[:a] + s + e.text[b:]
	e.caret = a + len(s)
	e.anchor, e.aiming = e.caret, false
}

// move sets the caret; keep leaves the other end of the selection where it is.
func (e *editor) move(to int, keep bool) {
	e.caret = min(max(to, 0), len(e.text))
	for e.caret < len(e.text) && !utf8.RuneStart(e.text[e.caret]) {
		e.caret--
	}
	if !keep {
		e.anchor = e.caret
	}
	e.aiming = false
}

// before returns the beginning of the character, as people count them, before byte at.
func (e *editor) before(at int) int {
	last := 0
	for g := graphemes.FromString(e.text); g.Next() && g.Start() < at; {
		last = g.Start()
	}
	return last
}

// behind returns the end of the character after byte at.
func (e *editor) behind(at int) int {
	for g := graphemes.FromString(e.text); g.Next(); {
		if g.End() > at {
			return g.End()
		}
	}
	return len(e.text)
}

// wordBefore returns the beginning of the word before byte at.
func (e *editor) wordBefore(at int) int {
	to := 0
	for w := textwords.FromString(e.text); w.Next() && w.Start() < at; {
		if isWord(w.Value()) {
			to = w.Start()
		}
	}
	return to
}

// wordBehind returns the end of the word after byte at.
func (e *editor) wordBehind(at int) int {
	for w := textwords.FromString(e.text); w.Next(); {
		if w.End() > at && isWord(w.Value()) {
			return w.End()
		}
	}
	return len(e.text)
}

// wordAt returns the word, or the space, that holds byte at.
func (e *editor) wordAt(at int) (from, to int) {
	for w := textwords.FromString(e.text); w.Next(); {
		if from, to = w.Start(), w.End(); to > at {
			return from, to
		}
	}
	return from, to
}

func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// adopt takes over a text that the document got by another way, with the caret at the same words where they are left.
func (e *editor) adopt(text string) {
	e.caret, e.anchor = carry(e.text, text, e.caret), carry(e.text, text, e.anchor)
	e.text, e.base, e.aiming = text, text, false
}

// carry returns where a place of an old text is in a new one: counted from the front where the beginnings agree up to
// it, from the end where the ends agree, and at the end of what changed otherwise.
func carry(old, now string, at int) int {
	front := 0
	for front < len(old) && front < len(now) && old[front] == now[front] {
		front++
	}
	if at <= front {
		return at
	}
	back := 0
	for back < len(old)-front && back < len(now)-front && old[len(old)-1-back] == now[len(now)-1-back] {
		back++
	}
	to := len(now) - back
	if at >= len(old)-back {
		to = len(now) - (len(old) - at)
	}
	for to < len(now) && !utf8.RuneStart(now[to]) {
		to++
	}
	return to
}

// enter opens the editor in row i with the caret before byte at.
func (l *List) enter(i, at int) {
	line := l.source.Line(i)
	if l.edit.id != line.ID {
		l.leave()
		if i = l.source.Index(line.ID); i < 0 { // what was typed in the other line changed the document
			return
		}
		line = l.source.Line(i)
	}
	l.choose(i)
	if line.Locked {
		l.show(i)
		l.arrange()
		l.explain(line.ID)
		l.drawOver()
		return
	}
	if l.edit.id != line.ID {
		l.edit = editor{id: line.ID, text: line.Text, base: line.Text}
		l.said.begin(l)
	}
	l.edit.move(at, false)
	l.focus()
	l.blink.restart(l)
	l.arrange()
	l.show(i)
	l.arrange()
}

// EditAt opens the editor in a line with the caret before a byte of its text.
func (l *List) EditAt(id string, at int) {
	if i := l.source.Index(id); i >= 0 {
		l.enter(i, at)
	}
}

// leave closes the editor; the rows still have to be arranged.
func (l *List) leave() {
	if l.edit.id == "" {
		return
	}
	l.flush()
	l.edit = editor{}
	l.said.end()
	l.blink.stop()
}

// meet brings the open editor together with the document.
func (l *List) meet() {
	i := l.source.Index(l.edit.id)
	if l.edit.id == "" || i < 0 {
		return
	}
	line := l.source.Line(i)
	if line.Text != l.edit.base {
		l.text.forget()
		l.edit.adopt(line.Text)
		l.said.ask(l)
	}
	if line.Locked {
		l.leave()
	}
}

// typed follows every change of the editor's text.
func (l *List) typed() {
	l.text.hold(l)
	l.said.ask(l)
	l.moved()
}

// moved follows every change of the caret.
func (l *List) moved() {
	l.blink.restart(l)
	l.arrange()
	l.reveal()
}

// reveal scrolls as little as brings the caret into view.
func (l *List) reveal() {
	r := l.rows[l.edit.id]
	if r == nil {
		l.show(l.source.Index(l.edit.id))
		l.arrange()
		return
	}
	spot := r.para.spot(&l.pen, l.edit.caret)
	top := r.y + r.body.Y + spot.Y - 8*l.pen.unit
	bottom := top + r.para.pitch + 16*l.pen.unit
	switch {
	case top < 0:
		l.scroll(float64(top))
	case bottom > l.size.Height:
		l.scroll(float64(bottom - l.size.Height))
	}
}

// insert types a text that has no line breaks.
func (l *List) insert(s string) {
	l.edit.put(s)
	l.typed()
}

// clean makes one paragraph of a text: line breaks and tabs become spaces, other control characters go.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// placeCaret puts the caret where it belongs, or hides it.
func (l *List) placeCaret() {
	r := l.rows[l.edit.id]
	if l.edit.id == "" || r == nil || !l.focused || !l.blink.on {
		l.caret.Hide()
		return
	}
	spot := r.para.spot(&l.pen, l.edit.caret)
	tall := r.para.pitch * 0.8
	l.caret.FillColor = l.pen.primary
	l.caret.Resize(fyne.NewSize(max(1.6*l.pen.unit, 1.5), tall))
	l.caret.Move(fyne.NewPos(r.body.X+spot.X-0.8*l.pen.unit, r.y+r.body.Y+spot.Y+(r.para.pitch-tall)/2))
	l.caret.Show()
}
