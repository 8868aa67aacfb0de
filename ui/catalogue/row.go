package catalogue

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// The size of a voice's picture in a row.
const pictureWidth, pictureHeight float32 = 64, 42

// doubleClick is the longest time between the two clicks of a double click.
const doubleClick = 400 * time.Millisecond

// dragStart is how far the pointer moves before a voice is dragged.
const dragStart float32 = 6

func rowHeight() float32 {
	text := fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{Bold: true}).Height +
		fyne.MeasureText("M", theme.CaptionTextSize(), fyne.TextStyle{}).Height
	return max(pictureHeight, text) + look.Space
}

// A row shows one voice: picture, name, how it sounds, rating, heart, and a button to hear it.
type row struct {
	widget.BaseWidget
	pane  *Pane
	place int
	card  card.Card
	known bool // the card is there

	clicked time.Time
	moved   float32 // by the pointer since it went down
	drag    *ghost

	ground, frame, mark *canvas.Rectangle
	picture             *canvas.Image
	name, about         *canvas.Text
	heart, hear         *look.IconButton
	stars               *look.Stars // of a voice that is rated, and of the current one
	sign                *canvas.Image
}

func newRow(p *Pane) *row {
	r := &row{pane: p, place: -1,
		ground: canvas.NewRectangle(color.Transparent), frame: canvas.NewRectangle(color.Transparent), mark: canvas.NewRectangle(color.Transparent),
		picture: canvas.NewImageFromImage(nil), sign: canvas.NewImageFromResource(nil),
		name: canvas.NewText("", color.Transparent), about: canvas.NewText("", color.Transparent)}
	r.picture.FillMode = canvas.ImageFillStretch
	r.sign.FillMode = canvas.ImageFillContain
	r.name.TextStyle.Bold = true
	r.heart = look.NewIconButton(look.IconHeart, lang.L("Favourite (F)"), func() { r.pane.toggleFavourite(r.card) })
	r.stars = look.NewStars(card.MostStars, func(stars int) {
		if r.pane.OnRate != nil {
			r.pane.OnRate([]card.Card{r.card}, stars)
		}
		r.pane.FocusList()
	})
	r.hear = look.NewIconButton(look.IconPlay, lang.L("Listen (Space)"), func() {
		if r.pane.OnPreview != nil {
			r.pane.OnPreview(r.card)
		}
	})
	r.ExtendBaseWidget(r)
	return r
}

// show shows the voice at a place, or that it is on its way.
func (r *row) show(place int, c card.Card, known bool) {
	r.place, r.card, r.known = place, c, known
	r.Refresh()
}

// MouseDown implements desktop.Mouseable: it selects, and a second click uses.
func (r *row) MouseDown(e *desktop.MouseEvent) {
	p := r.pane
	p.focus(p.table)
	r.moved = 0
	if !r.known {
		return
	}
	if e.Button == desktop.MouseButtonSecondary {
		if _, chosen := p.chosen[r.card.ID]; !chosen {
			p.choose(r.place, false, false)
		}
		return
	}
	now := time.Now()
	if r.clicked.Add(doubleClick).After(now) && e.Modifier == 0 {
		r.clicked = time.Time{}
		p.with(p.OnUse)
		return
	}
	r.clicked = now
	p.choose(r.place, e.Modifier&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0, e.Modifier&fyne.KeyModifierShift != 0)
}

// MouseUp implements desktop.Mouseable.
func (r *row) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable; MouseDown has done it, and the list beneath must not.
func (r *row) Tapped(*fyne.PointEvent) {}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *row) TappedSecondary(e *fyne.PointEvent) {
	if r.known {
		r.pane.showMenu(r.card, e.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable: the voice leaves the pane with the pointer.
func (r *row) Dragged(e *fyne.DragEvent) {
	if !r.known || r.pane.OnDrop == nil {
		return
	}
	r.moved += max(e.Dragged.DX, -e.Dragged.DX) + max(e.Dragged.DY, -e.Dragged.DY)
	if r.drag == nil {
		if r.moved < dragStart {
			return
		}
		r.clicked = time.Time{}
		r.drag = newGhost(r.pane, r.card)
	}
	r.drag.move(e.AbsolutePosition)
	if r.pane.OnDrag != nil {
		r.pane.OnDrag(r.drag.card, e.AbsolutePosition)
	}
}

// DragEnd implements fyne.Draggable.
func (r *row) DragEnd() {
	if r.drag == nil {
		return
	}
	g := r.drag
	r.drag = nil
	g.remove()
	r.pane.OnDrop(g.card, g.at)
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	x := &rowRenderer{row: r}
	x.Refresh()
	return x
}

type rowRenderer struct{ row *row }

func (x *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(180, rowHeight()) }

func (x *rowRenderer) Layout(size fyne.Size) {
	r := x.row
	r.ground.Resize(fyne.NewSize(max(size.Width-2*look.Tight, 0), size.Height))
	r.ground.Move(fyne.NewPos(look.Tight, 0))
	r.mark.Resize(fyne.NewSize(3, max(size.Height-2*look.Space, 0)))
	r.mark.Move(fyne.NewPos(look.Tight, look.Space))
	at := fyne.NewPos(look.Tight+look.Space, (size.Height-pictureHeight)/2)
	r.frame.Resize(fyne.NewSize(pictureWidth, pictureHeight))
	r.frame.Move(at)
	r.picture.Resize(fyne.NewSize(pictureWidth, pictureHeight))
	r.picture.Move(at)

	button := r.heart.MinSize()
	right := size.Width - look.Tight - look.Tight
	for _, b := range []*look.IconButton{r.hear, r.heart} {
		right -= button.Width
		b.Resize(button)
		b.Move(fyne.NewPos(right, (size.Height-button.Height)/2))
	}
	left := at.X + pictureWidth + look.Space
	width := max(right-left-look.Tight, 0)
	sign := theme.CaptionTextSize() + 2
	name, about := r.name.MinSize().Height, r.about.MinSize().Height
	top := (size.Height - name - about) / 2
	named := width
	if r.sign.Visible() {
		named = max(named-sign-look.Tight, 0)
	}
	r.name.Text = look.Cut(x.nameText(), r.name.TextSize, r.name.TextStyle, named)
	told := width
	if r.stars.Visible() {
		size := r.stars.MinSize()
		told = max(width-size.Width-look.Tight, 0)
		r.stars.Resize(size)
		r.stars.Move(fyne.NewPos(left+told+look.Tight, top+name+(about-size.Height)/2))
	}
	r.about.Text = look.Cut(x.aboutText(), r.about.TextSize, r.about.TextStyle, told)
	r.name.Resize(fyne.NewSize(named, name))
	r.name.Move(fyne.NewPos(left, top))
	r.sign.Resize(fyne.NewSquareSize(sign))
	r.sign.Move(fyne.NewPos(left+min(r.name.MinSize().Width, named)+look.Tight, top+(name-sign)/2))
	r.about.Resize(fyne.NewSize(told, about))
	r.about.Move(fyne.NewPos(left, top+name))
}

func (x *rowRenderer) nameText() string {
	if !x.row.known {
		return "…"
	}
	return x.row.card.Name
}

func (x *rowRenderer) aboutText() string {
	if !x.row.known {
		return ""
	}
	return x.row.pane.about(x.row.card)
}

func (x *rowRenderer) Refresh() {
	r := x.row
	p := r.pane
	_, chosen := p.chosen[r.card.ID]
	chosen = chosen && r.known
	current := r.known && r.place == p.cursor

	r.ground.CornerRadius = 8
	r.ground.FillColor, r.ground.StrokeWidth = color.Transparent, 0
	if chosen {
		r.ground.FillColor = look.Color(look.ColorAccentSoft)
	}
	if current && p.table.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, look.Color(theme.ColorNamePrimary)
	}
	r.mark.Hidden = !chosen || (current && p.table.focused)
	r.mark.FillColor, r.mark.CornerRadius = look.Color(theme.ColorNamePrimary), 1.5
	r.frame.FillColor, r.frame.CornerRadius = look.Color(look.ColorRaised), 6
	if chosen {
		r.frame.FillColor = look.Color(look.ColorSurface)
	}
	r.picture.Image = nil
	if r.known {
		if img := p.album.get(r.card, int(pictureWidth*pictureScale), int(pictureHeight*pictureScale), look.IsDark()); img != nil {
			r.picture.Image = img
		}
	}
	r.picture.Hidden = r.picture.Image == nil

	r.name.Color, r.name.TextSize = look.Color(theme.ColorNameForeground), theme.TextSize()
	r.about.Color, r.about.TextSize = look.Color(look.ColorSubtle), theme.CaptionTextSize()
	r.sign.Hidden = true
	if r.known && r.card.Consent == "" && !r.card.Builtin {
		r.sign.Hidden, r.sign.Resource = false, look.Tinted(look.IconFlagged, theme.ColorNameWarning)
	}
	r.heart.Hidden, r.hear.Hidden = !r.known || r.card.Trashed || p.OnFavourite == nil, !r.known || p.OnPreview == nil
	r.stars.Hidden = !r.known || r.card.Trashed || p.OnRate == nil || p.like != nil || r.card.Rating == 0 && !current
	r.stars.Set(r.card.Rating)
	if r.card.Favourite {
		r.heart.SetIcon(hearted)
	} else {
		r.heart.SetIcon(unhearted)
	}
	r.hear.SetIcon(p.previewIcon(r.card.ID))
	x.Layout(r.Size())
	for _, o := range x.Objects() {
		o.Refresh()
	}
}

var (
	hearted   = look.Tinted(look.IconHearted, look.ColorHeart)
	unhearted = look.Tinted(look.IconHeart, look.ColorSubtle)
	playing   = look.Tinted(look.IconStop, theme.ColorNamePrimary)
	awaited   = look.Tinted(look.IconWaiting, theme.ColorNamePrimary)
)

// previewIcon returns the sign of the button that a voice is heard by.
func (p *Pane) previewIcon(id string) fyne.Resource {
	if p.Busy == nil {
		return look.IconPlay
	}
	plays, waits := p.Busy(id)
	switch {
	case plays:
		return playing
	case waits:
		return awaited
	}
	return look.IconPlay
}

func (x *rowRenderer) Objects() []fyne.CanvasObject {
	r := x.row
	return []fyne.CanvasObject{r.ground, r.mark, r.frame, r.picture, r.name, r.sign, r.about, r.stars, r.heart, r.hear}
}

func (x *rowRenderer) Destroy() { delete(x.row.pane.table.rows, x.row) }
