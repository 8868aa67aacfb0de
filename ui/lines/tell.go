package lines

import (
	"time"

	"fyne.io/fyne/v2"
)

// tellAfter is how long the keys rest before the text of a line is handed over.
const tellAfter = 300 * time.Millisecond

// pending is text that was typed and not yet handed over.
type pending struct {
	waiting bool
	turn    int
	stop    func()
}

// hold lets the text of the editor wait for the keys to rest.
func (p *pending) hold(l *List) {
	p.forget()
	p.waiting = true
	turn := p.turn
	p.stop = l.after(tellAfter, func() {
		l.do.Do(func() {
			if p.turn == turn {
				l.flush()
			}
		})
	})
}

func (p *pending) forget() {
	if p.stop != nil {
		p.stop()
	}
	p.waiting, p.stop = false, nil
	p.turn++
}

// flush hands over what was typed. Every callback is preceded by it, so that the document is never behind.
func (l *List) flush() {
	if !l.text.waiting {
		return
	}
	l.text.forget()
	if l.edit.id == "" || l.edit.text == l.edit.base {
		return
	}
	l.edit.base = l.edit.text
	if l.OnText != nil {
		l.OnText(l.edit.id, l.edit.text)
	}
}

// tell says which lines are selected.
func (l *List) tell() {
	l.flush()
	l.untold = false
	if l.OnSelect != nil {
		l.OnSelect(l.Selected())
	}
}

// A wish is where the writer goes on when the document has done what it was asked for.
type wish struct {
	was    int // the number of lines before
	more   int // how many more there will be; 0 is any number of more
	then   func(more int)
	asking bool // the callback has not returned yet
}

// ask calls a callback that changes the number of lines and goes on with then when they have come or gone, which may
// be before the callback returns or at a later Refresh.
func (l *List) ask(call func(), more int, then func(more int)) {
	l.flush()
	l.want = wish{was: l.source.Len(), more: more, then: then, asking: true}
	call()
	l.want.asking = false
	if l.source.Len() != l.ids {
		l.Refresh()
	} else {
		l.settle()
	}
	if l.untold {
		l.tell()
	}
}

// settle fulfils the wish if the document is as wished.
func (l *List) settle() {
	w := l.want
	more := l.source.Len() - w.was
	if w.then == nil || w.asking || w.more != 0 && more != w.more || w.more == 0 && more <= 0 {
		return
	}
	l.want = wish{}
	w.then(more)
}

// blinkEvery is the time the caret is shown and hidden, blinkFor the number of changes until it stays, so that a window
// that nobody touches costs nothing.
const blinkEvery, blinkFor = 530 * time.Millisecond, 24

type blinking struct {
	on      bool
	left    int
	turn    int
	halting func()
}

// restart shows the caret and lets it blink from now on.
func (b *blinking) restart(l *List) {
	b.stop()
	if l.edit.id == "" || !l.focused {
		return
	}
	b.on, b.left = true, blinkFor
	b.wait(l)
}

func (b *blinking) stop() {
	if b.halting != nil {
		b.halting()
	}
	b.on, b.halting = false, nil
	b.turn++
}

func (b *blinking) wait(l *List) {
	turn := b.turn
	b.halting = l.after(blinkEvery, func() {
		l.do.Do(func() {
			if b.turn != turn {
				return
			}
			b.left--
			b.on = !b.on || b.left <= 0
			l.placeCaret()
			if b.left > 0 {
				b.wait(l)
			}
		})
	})
}

// focus takes the keyboard.
func (l *List) focus() {
	if l.focused {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}

// FocusGained belongs to Fyne.
func (l *List) FocusGained() {
	l.focused = true
	l.blink.restart(l)
	l.arrange()
}

// FocusLost belongs to Fyne. The editor stays open, but what was typed is handed over.
func (l *List) FocusLost() {
	l.focused, l.shift = false, false
	l.blink.stop()
	l.flush()
	l.arrange()
}
