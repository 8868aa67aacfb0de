package lines

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
)

// tipAfter is how long the pointer rests before it is told what lies under it.
const tipAfter = 500 * time.Millisecond

// A hint is a short text beside what it explains.
type hint struct {
	text  string
	at    fyne.Position // the middle of its upper edge
	shown bool
	turn  int
	stop  func()
}

func (h *hint) show(l *List, text string, at fyne.Position) {
	if h.text == text && h.at == at {
		return
	}
	h.hide()
	h.text, h.at = text, at
	turn := h.turn
	h.stop = l.after(tipAfter, func() {
		l.do.Do(func() {
			if h.turn == turn {
				h.shown = true
				l.drawOver()
			}
		})
	})
}

func (h *hint) hide() {
	if h.stop != nil {
		h.stop()
	}
	*h = hint{turn: h.turn + 1}
}

// explain shows at once why a locked line does not open.
func (l *List) explain(id string) {
	r := l.rows[id]
	if r == nil {
		return
	}
	l.tip.hide()
	g := l.pen.columns(l.size.Width)
	l.tip.text = lang.L("This line is locked. Unlock it to change it.")
	l.tip.at = fyne.NewPos(g.text+g.textW/3, r.y+r.body.Y+r.para.height())
	l.tip.shown = true
	turn := l.tip.turn
	l.tip.stop = l.after(4*tipAfter, func() {
		l.do.Do(func() {
			if l.tip.turn == turn {
				l.tip.hide()
				l.drawOver()
			}
		})
	})
}

// drawOver draws what lies over the rows.
func (l *List) drawOver() {
	l.marks.begin()
	if l.source.Len() == 0 {
		l.drawEmpty()
	}
	l.drawDrop()
	l.drawBar()
	l.drawTip()
	l.marks.end()
}

// drawDrop draws where dragged lines would go.
func (l *List) drawDrop() {
	if l.mouse.drop < 0 {
		return
	}
	p := &l.pen
	g := p.columns(l.size.Width)
	y := float32(float64(l.start()) + l.heights.top(l.mouse.drop) - l.offset)
	l.marks.rect(g.left+5, y-1, g.right-g.left-5, 2, 1, p.primary, nil)
	l.marks.circle(g.left, y-4, 8, p.back, p.primary)
	if n := len(l.mouse.ids); n > 1 {
		k := ink{size: p.caption(), colour: p.back}
		text := lang.L("{{.N}} lines", map[string]any{"N": n})
		w := p.width(text, k) + 14*p.unit
		l.marks.rect(l.mouse.pos.X+14, l.mouse.pos.Y+4, w, 22*p.unit, 11*p.unit, p.primary, nil)
		l.marks.text(l.mouse.pos.X+14+7*p.unit, l.mouse.pos.Y+4+(22*p.unit-p.tall(k))/2, text, k)
	}
}

// thumb returns the top and height of the scroll bar's thumb, height 0 where all fits.
func (l *List) thumb() (top, height float64) {
	whole, view := l.whole(), float64(l.size.Height)
	if whole <= view+1 {
		return 0, 0
	}
	height = max(view*view/whole, 28)
	return (view - height) * l.offset / (whole - view), height
}

func (l *List) drawBar() {
	top, height := l.thumb()
	if height == 0 {
		return
	}
	w := 4 * l.pen.unit
	if l.mouse.bar || l.mouse.doing == ofThumb {
		w = 8 * l.pen.unit
	}
	x := l.size.Width - (barWidth*l.pen.unit+w)/2
	l.marks.rect(x, float32(top)+2, w, float32(height)-4, w/2, theme.Color(theme.ColorNameScrollBar), nil)
}

// takeThumb begins to drag the thumb; beside it, the thumb comes to the pointer first.
func (l *List) takeThumb(y float64) {
	top, height := l.thumb()
	l.mouse.grip = y - top
	if y < top || y > top+height {
		l.mouse.grip = height / 2
	}
	l.mouse.doing, l.mouse.dragged = ofThumb, true
	l.pullThumb(y)
}

func (l *List) pullThumb(y float64) {
	_, height := l.thumb()
	view := float64(l.size.Height)
	if view <= height {
		return
	}
	l.upward = false
	l.offset = (y - l.mouse.grip) / (view - height) * (l.whole() - view)
	l.arrange()
}

func (l *List) drawTip() {
	if !l.tip.shown {
		return
	}
	p := &l.pen
	k := ink{size: p.caption(), colour: look.Color(look.ColorOnHint)}
	most := min(300*p.unit, l.size.Width-40)
	t := lay(p, &l.breaks, []piece{{0, len(l.tip.text), l.tip.text, k, plain}}, len(l.tip.text), most, 18*p.unit)
	w := float32(0)
	for i := range t.strips {
		w = max(w, t.strips[i].w)
	}
	w, h := w+20*p.unit, t.height()+10*p.unit
	x := min(max(l.tip.at.X-w/2, 6), l.size.Width-w-6)
	y := l.tip.at.Y + 4
	if y+h > l.size.Height-4 {
		y = l.tip.at.Y - h - 40*p.unit
	}
	l.marks.rect(x, y, w, h, 6, look.Color(look.ColorHint), nil)
	l.marks.plain(p, &t, x+10*p.unit, y+5*p.unit)
}

// drawEmpty invites the writer to begin.
func (l *List) drawEmpty() {
	p := &l.pen
	middle := func(y float32, text string, k ink) float32 {
		t := lay(p, &l.breaks, []piece{{0, len(text), text, k, plain}}, len(text), min(l.size.Width-40, 460*p.unit), k.size*1.5)
		for _, s := range t.strips {
			for _, n := range s.runs {
				l.marks.text((l.size.Width-s.w)/2+n.x, y, n.text, k)
			}
			y += t.pitch
		}
		return y
	}
	y := max(l.size.Height*0.32-60*p.unit, 12)
	size := 44 * p.unit
	l.marks.circle((l.size.Width-2*size)/2, y, 2*size, p.tint, nil)
	l.marks.image((l.size.Width-size)/2, y+size/2, size, emptyIcon, 0)
	y += 2*size + 18*p.unit
	y = middle(y, lang.L("An empty page"), ink{size: 20 * p.unit, style: fyne.TextStyle{Bold: true}, colour: p.fore}) + 6*p.unit
	y = middle(y, lang.L("Press Enter or click here to write the first line."), ink{size: 14 * p.unit, colour: p.quiet})
	middle(y+2*p.unit, lang.L("Or paste a whole manuscript: it is divided into lines, and “NAME: text” finds its speakers."), ink{size: 14 * p.unit, colour: p.quiet})
}

var emptyIcon = look.Tinted(look.IconScript, look.ColorSubtle)
