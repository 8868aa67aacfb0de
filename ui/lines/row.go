package lines

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/script"
	"voicewright/ui/look"
)

// A row shows one line.
type row struct {
	sketch
	index  int
	face   face
	height float32
	y      float32
	para   para
	body   fyne.Position // of para, in the row
	zones  []zone
}

// A face is everything that decides what a row looks like, but for what is typed in it.
type face struct {
	line     script.Line
	status   script.Status
	name     string
	colour   int
	width    float32
	hits     uint
	selected bool
	current  bool
	hovered  bool
	editing  bool
	playing  bool
	focused  bool
	again    bool // the speaker is that of the line before
}

// A zone is a part of a row that can be pointed at.
type zone struct {
	kind       zoneKind
	x, y, w, h float32
	tip        string
}

type zoneKind uint8

const (
	none zoneKind = iota
	handleZone
	stateZone
	chipZone
	textZone
	noteZone // something that has a tooltip and nothing else
	playZone
	moreZone
)

// A mark is a stretch of a line that was found.
type mark struct {
	start, end int
	current    bool
}

// A grid is where the columns of a row stand, in the list.
type grid struct {
	left, right     float32 // the ground of a row
	handle, state   float32
	disc, name      float32
	nameW           float32 // 0 where there is no room for names
	text, textW     float32
	meta, play, end float32 // meta ends here; the two actions begin here
}

// columns divides a width. Lines longer than about ninety letters are hard to read, so a wide window gets margins.
func (p *pen) columns(width float32) grid {
	u := p.unit
	var g grid
	room := width - barWidth*u - look.Space
	inner := min(room, 1080*u)
	g.left = look.Space + (room-inner)/2
	g.right = g.left + inner
	g.handle = g.left + 4
	g.state = g.handle + 18*u
	g.disc = g.state + 32*u
	g.name = g.disc + 30*u
	if inner > 640*u {
		g.nameW = 96 * u
	}
	g.text = g.name + g.nameW + 10*u
	g.play = g.right - 60*u
	g.end = g.right - 30*u
	meta := 96 * u
	if inner < 520*u {
		meta = 52 * u
	}
	g.meta = g.play - 6*u
	g.textW = max(g.meta-meta-g.text, 60*u)
	return g
}

// margins returns the empty height above and below the words of a line.
func (p *pen) margins(kind script.Kind) (top, bottom float32) {
	switch kind {
	case script.Heading:
		return 28 * p.unit, 8 * p.unit
	case script.Note:
		return 7 * p.unit, 7 * p.unit
	}
	return 9 * p.unit, 9 * p.unit
}

// build draws row i again if anything about it is new and sets its height.
func (l *List) build(r *row, i int) {
	line := l.source.Line(i)
	f := face{line: line, status: l.source.Status(line.ID), width: l.size.Width,
		selected: l.chosen[line.ID], current: l.current == line.ID, hovered: l.mouse.row == i && !l.mouse.dragged,
		editing: l.edit.id == line.ID, playing: l.playing == line.ID && line.ID != ""}
	f.name, f.colour = l.source.Speaker(line)
	if len(l.hits[line.ID]) > 0 || len(r.face.line.ID) > 0 && r.face.hits > 0 {
		f.hits = l.hitted
	}
	f.focused = l.focused && f.current
	if i > 0 {
		before := l.source.Line(i - 1)
		f.again = before.Kind == line.Kind && before.Role == line.Role
	}
	r.index = i
	if f == r.face && !r.again && !f.editing {
		return
	}
	r.face = f
	l.compose(r)
	l.draw(r)
}

// compose breaks the words of a row into lines and finds its height.
func (l *List) compose(r *row) {
	f := &r.face
	g := l.pen.columns(f.width)
	var pieces []piece
	size := len(f.line.Text)
	if f.editing {
		size = len(l.edit.text)
		pieces = write(&l.pen, f.line.Kind, l.edit.text)
	} else {
		pieces = read(&l.pen, f.line)
	}
	r.para = lay(&l.pen, &l.breaks, pieces, size, g.textW, l.pen.pitch(f.line.Kind))
	top, bottom := l.pen.margins(f.line.Kind)
	r.body = fyne.NewPos(g.text, top)
	r.height = top + r.para.height() + bottom
	if f.editing {
		r.height += l.said.lay(&l.pen, &l.breaks, g.textW)
	} else if f.status.State == script.Failed && f.status.Why != "" {
		r.height += 18 * l.pen.unit
	}
}

func (l *List) draw(r *row) {
	f, p := &r.face, &l.pen
	g := p.columns(f.width)
	r.zones = r.zones[:0]
	r.begin()
	l.ground(r, g)
	mid := r.body.Y + r.para.pitch/2 // the middle of the first visual line

	if f.hovered || f.editing && l.mouse.row == r.index {
		for i := range 6 {
			r.circle(g.handle+float32(i%2)*5*p.unit, mid-7*p.unit+float32(i/2)*5*p.unit, 2.4*p.unit, p.faint, nil)
		}
	}
	r.zone(handleZone, g.left, 0, g.state-g.left-2, r.height, lang.L("Drag to move"))
	l.drawState(r, g, mid)
	l.drawSpeaker(r, g, mid)
	l.drawWords(r)
	l.drawMeta(r, g, mid)
	below := r.body.Y + r.para.height()
	switch {
	case f.editing:
		l.said.draw(r, p, g.text, below)
	case f.status.State == script.Failed && f.status.Why != "":
		k := ink{size: p.caption(), colour: p.bad}
		r.fit(p, g.text, below+1*p.unit, g.textW, f.status.Why, k)
		r.zone(noteZone, g.text, below, g.textW, 18*p.unit, f.status.Why)
	}
	r.zone(textZone, g.text-8, 0, g.textW+16, r.height, "")
	r.end()
	r.box.Resize(fyne.NewSize(f.width, r.height))
}

func (r *row) zone(kind zoneKind, x, y, w, h float32, tip string) {
	r.zones = append(r.zones, zone{kind, x, y, w, h, tip})
}

// ground draws what lies behind a row.
func (l *List) ground(r *row, g grid) {
	f, p := &r.face, &l.pen
	x, w, h := g.left, g.right-g.left, r.height-2
	y := float32(1)
	if f.line.Kind == script.Heading {
		y += 16 * p.unit
		h -= 16 * p.unit
	}
	switch {
	case f.editing:
		r.rect(x, y, w, h, 8, p.card, mix(p.card, p.primary, 0.55))
	case f.selected && f.focused && len(l.chosen) > 1:
		r.rect(x, y, w, h, 8, p.selected, mix(p.back, p.primary, 0.6))
	case f.selected:
		r.rect(x, y, w, h, 8, p.selected, nil)
	case f.hovered:
		r.rect(x, y, w, h, 8, p.hover, nil)
	}
	if f.playing {
		r.rect(x, y+6, 3, h-12, 1.5, look.Color(look.ColorPlayhead), nil)
	}
}

func (l *List) drawState(r *row, g grid, mid float32) {
	f, p := &r.face, &l.pen
	size := 18 * p.unit
	icon, name, _ := look.State(f.status.State)
	if f.line.Kind == script.Note {
		icon, name = noteIcon, lang.L("A note to yourself: it is not spoken")
	} else if f.status.Why != "" {
		name += ": " + f.status.Why
	}
	switch {
	case f.playing:
		r.image(g.state, mid-size/2, size, playingIcon, 0)
		name = lang.L("Playing")
	case f.status.State == script.Rendering:
		r.arc(g.state+1, mid-size/2+1, size-2, 1, p.hair)
		r.arc(g.state+1, mid-size/2+1, size-2, f.status.Progress, p.primary)
		name += " " + strconv.Itoa(int(f.status.Progress*100+0.5)) + " %"
	default:
		weak := 0.0
		if f.status.State == script.Ready && !f.hovered && !f.selected {
			weak = 0.45 // what is well need not be looked at
		}
		r.image(g.state, mid-size/2, size, icon, weak)
	}
	r.zone(stateZone, g.state-3, mid-14*p.unit, size+6, 28*p.unit, name)
}

var (
	noteIcon    = look.Tinted(look.IconNote, look.ColorSubtle)
	playingIcon = look.Tinted(look.IconVolume, look.ColorPlayhead)
	lockIcon    = look.Tinted(look.IconLocked, look.ColorSubtle)
	takesIcon   = look.Tinted(look.IconTakes, look.ColorSubtle)
	flagIcon    = look.Tinted(look.IconFlagged, theme.ColorNameWarning)
	playIcon    = look.Tinted(look.IconPlay, theme.ColorNamePrimary)
	moreIcon    = look.Tinted(look.IconMore, look.ColorSubtle)
	sayIcon     = look.Tinted(look.IconVolume, look.ColorSubtle)
	doubtIcon   = look.Tinted(look.IconFlagged, theme.ColorNameError)
)

// drawSpeaker draws the chip: a disc in the speaker's colour with the initial, and the name where the speaker changes.
func (l *List) drawSpeaker(r *row, g grid, mid float32) {
	f, p := &r.face, &l.pen
	live := f.hovered || f.selected || f.editing
	if f.line.Kind == script.Note {
		return
	}
	size := 22 * p.unit
	tip := f.name
	if voice := l.source.VoiceName(f.line); voice != "" {
		tip += " · " + voice
	}
	wide := size
	if g.nameW > 0 {
		wide = g.text - g.disc - 8*p.unit
	}
	r.zone(chipZone, g.disc-4, mid-15*p.unit, wide+8, 30*p.unit, tip)
	if f.line.Kind == script.Heading && !live {
		return // a title stands for itself
	}
	if f.hovered && l.mouse.zone == chipZone {
		r.rect(g.disc-4*p.unit, mid-15*p.unit, wide+8*p.unit, 30*p.unit, 15*p.unit, p.tint, nil)
	}
	r.circle(g.disc, mid-size/2, size, look.Role(f.colour), nil)
	k := ink{size: 11 * p.unit, style: fyne.TextStyle{Bold: true}, colour: look.OnRole(f.colour)}
	initial := look.Initial(f.name)
	if utf8.RuneCountInString(initial) > 1 {
		k.size = 9.5 * p.unit
	}
	h := p.tall(k)
	r.text(g.disc+(size-p.width(initial, k))/2, mid-h/2, initial, k)
	if g.nameW > 0 && (live || !f.again) {
		r.fit(p, g.name, mid-p.tall(ink{size: 13 * p.unit})/2, g.nameW, f.name, ink{size: 13 * p.unit, colour: p.quiet})
	}
}

// drawMeta draws what stands at the right: lock, doubts, takes, length, and the actions under the pointer.
func (l *List) drawMeta(r *row, g grid, mid float32) {
	f, p := &r.face, &l.pen
	size := 15 * p.unit
	x := g.meta
	k := ink{size: p.caption(), colour: p.quiet}
	put := func(text string) {
		x -= p.width(text, k)
		r.text(x, mid-p.tall(k)/2, text, k)
	}
	if f.status.Seconds > 0 {
		put(seconds(f.status.Seconds))
		x -= 10 * p.unit
	}
	if f.status.Takes > 1 {
		put(strconv.Itoa(f.status.Takes))
		x -= size + 3*p.unit
		r.image(x, mid-size/2, size, takesIcon, 0)
		r.zone(noteZone, x, mid-12*p.unit, size+14*p.unit, 24*p.unit, lang.L("{{.N}} takes", map[string]any{"N": f.status.Takes}))
		x -= 8 * p.unit
	}
	if f.status.Flagged {
		x -= size
		r.image(x, mid-size/2, size, flagIcon, 0)
		r.zone(noteZone, x, mid-12*p.unit, size, 24*p.unit, lang.L("The check doubts this take: listen to it"))
		x -= 6 * p.unit
	}
	if f.line.Locked {
		x -= size
		r.image(x, mid-size/2, size, lockIcon, 0)
		r.zone(noteZone, x, mid-12*p.unit, size, 24*p.unit, lang.L("Locked: neither text nor take can be changed"))
	}
	if f.hovered {
		l.drawAction(r, g.play, mid, playIcon, playZone)
		l.drawAction(r, g.end, mid, moreIcon, moreZone)
	}
	if f.line.Kind != script.Note {
		r.zone(playZone, g.play, mid-14*p.unit, 28*p.unit, 28*p.unit, lang.L("Play"))
	}
	r.zone(moreZone, g.end, mid-14*p.unit, 28*p.unit, 28*p.unit, lang.L("More"))
}

func (l *List) drawAction(r *row, x, mid float32, icon fyne.Resource, kind zoneKind) {
	if kind == playZone && r.face.line.Kind == script.Note {
		return
	}
	u := l.pen.unit
	if l.mouse.zone == kind {
		r.rect(x, mid-14*u, 28*u, 28*u, 14*u, l.pen.tint, nil)
	}
	r.image(x+5*u, mid-9*u, 18*u, icon, 0)
}

// seconds returns a length as people read it: "3.2 s", "1:05".
func seconds(s float64) string {
	if s < 59.95 {
		return lang.L("{{.Seconds}} s", map[string]any{"Seconds": strconv.FormatFloat(s, 'f', 1, 64)})
	}
	whole := int(s + 0.5)
	rest := strconv.Itoa(whole % 60)
	if len(rest) < 2 {
		rest = "0" + rest
	}
	return strconv.Itoa(whole/60) + ":" + rest
}

// fit draws a text that is cut at w.
func (r *row) fit(p *pen, x, y, w float32, text string, k ink) {
	if p.width(text, k) > w {
		for text != "" && p.width(text+"…", k) > w {
			_, n := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-n]
		}
		text = strings.TrimRight(text, " ") + "…"
	}
	r.text(x, y, text, k)
}

// tall returns the height of a text.
func (p *pen) tall(k ink) float32 { return fyne.MeasureText("x", k.size, k.style).Height }

func newRow() *row {
	r := &row{}
	r.again = true
	r.box = container.NewWithoutLayout()
	return r
}
