package catalogue

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// A twinList is the list of the voices that sound the same, group by group. As in the table of all voices the current one
// and the keys are its own.
type twinList struct {
	widget.List
	view    *Duplicates
	cursor  int
	focused bool
}

var _ fyne.Focusable = (*twinList)(nil)

func newTwinList(d *Duplicates) *twinList {
	l := &twinList{view: d}
	l.Length = func() int { return len(d.items) }
	l.CreateItem = func() fyne.CanvasObject { return newTwinRow(l) }
	l.UpdateItem = func(i int, o fyne.CanvasObject) { o.(*twinRow).show(i) }
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	for i, t := range d.items {
		if t.title {
			l.SetItemHeight(i, titleHeight())
		}
	}
	return l
}

// FocusGained implements fyne.Focusable.
func (l *twinList) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost implements fyne.Focusable.
func (l *twinList) FocusLost() { l.focused = false; l.Refresh() }

// TypedKey implements fyne.Focusable.
func (l *twinList) TypedKey(e *fyne.KeyEvent) {
	d := l.view
	page := max(1, int(l.Size().Height/(rowHeight()+theme.Padding()))-1)
	switch e.Name {
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyPageUp:
		l.step(-page)
	case fyne.KeyPageDown:
		l.step(page)
	case fyne.KeyHome:
		l.step(-len(d.items))
	case fyne.KeyEnd:
		l.step(len(d.items))
	case fyne.KeySpace:
		l.with(d.hear)
	case fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyReturn, fyne.KeyEnter:
		l.with(func(c card.Card) { d.mark(c, !d.marked[c.ID]) })
	case fyne.KeyEscape:
		call(d.OnClose)
	}
}

// TypedRune implements fyne.Focusable.
func (l *twinList) TypedRune(r rune) {
	if r == 'p' || r == 'P' {
		l.with(l.view.hear)
	}
}

// step moves the current voice by n rows, past titles.
func (l *twinList) step(n int) {
	items := l.view.items
	i := min(max(l.cursor+n, 1), len(items)-1)
	if items[i].title { // there is a voice on either side of it, since the last row is none
		if n < 0 {
			i--
		} else {
			i++
		}
	}
	l.choose(i)
}

func (l *twinList) choose(i int) {
	l.cursor = i
	if i > 0 && l.view.items[i-1].title {
		l.ScrollTo(i - 1)
	}
	l.ScrollTo(i)
	l.Refresh()
}

func (l *twinList) with(f func(card.Card)) {
	if items := l.view.items; l.cursor < len(items) && !items[l.cursor].title {
		f(items[l.cursor].card)
	}
}

// A twinRow shows a voice with a box to mark it and a button to hear it, or the title of a group.
type twinRow struct {
	widget.BaseWidget
	list  *twinList
	place int

	ground      *canvas.Rectangle
	title       *look.Line
	picture     *canvas.Image
	mark        *look.Check
	name, about *look.Line
	voice, body *fyne.Container
}

var _ fyne.Tappable = (*twinRow)(nil)

func newTwinRow(l *twinList) *twinRow {
	r := &twinRow{list: l, ground: canvas.NewRectangle(color.Transparent), picture: canvas.NewImageFromImage(nil),
		title: look.NewLine("", look.ColorSubtle, theme.SizeNameText, true), mark: look.NewCheck("", nil),
		name:  look.NewLine("", theme.ColorNameForeground, theme.SizeNameText, true),
		about: look.NewLine("", look.ColorSubtle, theme.SizeNameCaptionText, false)}
	r.ground.CornerRadius = 8
	r.picture.FillMode = canvas.ImageFillStretch
	r.picture.SetMinSize(fyne.NewSize(pictureWidth, pictureHeight))
	room := canvas.NewRectangle(color.Transparent) // a voice that has no box keeps its place
	room.SetMinSize(r.mark.MinSize())
	hear := look.NewIconButton(look.IconPlay, lang.L("Listen (Space)"), func() { l.view.hear(r.card()) })
	texts := container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), r.name, r.about, layout.NewSpacer())
	r.voice = container.New(layout.NewCustomPaddedLayout(0, 0, look.Space, look.Wide), container.NewBorder(nil, nil,
		container.NewHBox(container.NewCenter(room, r.mark), container.NewCenter(r.picture)), container.NewCenter(hear),
		container.New(layout.NewCustomPaddedLayout(0, 0, look.Tight, 0), texts)))
	r.body = container.NewStack(container.New(layout.NewCustomPaddedLayout(0, 0, 0, look.Space), r.ground), r.voice,
		container.New(layout.NewCustomPaddedLayout(look.Space, 0, look.Space, look.Space), r.title))
	r.ExtendBaseWidget(r)
	return r
}

func (r *twinRow) card() card.Card { return r.list.view.items[r.place].card }

// show shows the row at a place.
func (r *twinRow) show(place int) {
	d := r.list.view
	r.place = place
	t := d.items[place]
	r.title.Hidden, r.voice.Hidden = !t.title, t.title
	r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	if t.title {
		r.title.Set(d.title(t.group))
		r.body.Refresh()
		return
	}
	c := t.card
	if d.marked[c.ID] {
		r.ground.FillColor = look.Color(look.ColorRaised)
	}
	if place == r.list.cursor && r.list.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, look.Color(theme.ColorNamePrimary)
	}
	r.name.Set(c.Name)
	r.about.Set(origin(c))
	r.picture.Image = nil
	if img := d.album.get(c, int(pictureWidth*pictureScale), int(pictureHeight*pictureScale), look.IsDark()); img != nil {
		r.picture.Image = img
	}
	r.mark.OnChanged = nil
	r.mark.SetChecked(d.marked[c.ID])
	r.mark.OnChanged = func(on bool) {
		d.mark(c, on)
		r.Tapped(nil) // the keys belong to the list, which the box has taken them from
	}
	r.mark.Hidden = c.Builtin
	r.body.Refresh()
}

// Tapped implements fyne.Tappable: the voice becomes the current one.
func (r *twinRow) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r.list)
	}
	if !r.list.view.items[r.place].title {
		r.list.choose(r.place)
	}
}

// CreateRenderer implements fyne.Widget.
func (r *twinRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

// MinSize implements fyne.CanvasObject.
func (r *twinRow) MinSize() fyne.Size { return fyne.NewSize(240, rowHeight()) }
