package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Text returns one line of text in a colour and a size of the theme, which follows when the theme changes.
func Text(text string, colour fyne.ThemeColorName, size fyne.ThemeSizeName) *widget.RichText {
	return widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: colour, SizeName: size, Inline: true}})
}

// NewSectionTitle returns the title of a group of things in a pane.
func NewSectionTitle(text string) fyne.CanvasObject {
	return widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: ColorSubtle, SizeName: theme.SizeNameCaptionText, TextStyle: fyne.TextStyle{Bold: true}, Inline: true}})
}

// NewEmptyState returns what a pane shows when it has nothing to show: a sign, a sentence, what to do about it, and a
// button that does it. An empty action leaves out the button, an empty advice the advice.
func NewEmptyState(icon fyne.Resource, sentence, advice, action string, do func()) fyne.CanvasObject {
	picture := widget.NewIcon(Tinted(icon, ColorSubtle))
	title := widget.NewRichText(&widget.TextSegment{Text: sentence, Style: widget.RichTextStyle{
		ColorName: theme.ColorNameForeground, SizeName: theme.SizeNameSubHeadingText, TextStyle: fyne.TextStyle{Bold: true},
		Alignment: fyne.TextAlignCenter}})
	title.Wrapping = fyne.TextWrapWord
	parts := []fyne.CanvasObject{
		container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(48), picture)), title,
	}
	if advice != "" {
		text := widget.NewRichText(&widget.TextSegment{Text: advice, Style: widget.RichTextStyle{
			ColorName: ColorSubtle, SizeName: theme.SizeNameText, Alignment: fyne.TextAlignCenter}})
		text.Wrapping = fyne.TextWrapWord
		parts = append(parts, text)
	}
	if action != "" {
		button := NewButton(action, do)
		button.Importance = widget.HighImportance
		parts = append(parts, container.NewCenter(button))
	}
	return container.NewVBox(layout.NewSpacer(), container.NewPadded(container.NewVBox(parts...)), layout.NewSpacer(), layout.NewSpacer())
}

// A Badge is a short word on a small coloured ground: a state, a count, a format.
type Badge struct {
	widget.BaseWidget
	text           string
	ground, letter fyne.ThemeColorName
}

// NewBadge returns a badge with the names of the colours of its ground and its letters.
func NewBadge(text string, ground, letter fyne.ThemeColorName) *Badge {
	b := &Badge{text: text, ground: ground, letter: letter}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the text.
func (b *Badge) Set(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	text := canvas.NewText("", color.Transparent)
	text.Alignment = fyne.TextAlignCenter
	r := &badgeRenderer{badge: b, ground: ground, text: text}
	r.Refresh()
	return r
}

type badgeRenderer struct {
	badge  *Badge
	ground *canvas.Rectangle
	text   *canvas.Text
}

func (r *badgeRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.ground.CornerRadius = size.Height / 2
	r.text.Resize(size)
}

func (r *badgeRenderer) MinSize() fyne.Size {
	return r.text.MinSize().Add(fyne.NewSize(2*Space, Tight/2))
}

func (r *badgeRenderer) Refresh() {
	r.ground.FillColor = Color(r.badge.ground)
	r.text.Text = r.badge.text
	r.text.Color = Color(r.badge.letter)
	r.text.TextSize = theme.CaptionTextSize()
	r.ground.Refresh()
	r.text.Refresh()
}

func (r *badgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.text} }
func (r *badgeRenderer) Destroy()                     {}

// A Disc is a speaker's colour with the initial on it.
type Disc struct {
	widget.BaseWidget
	initial string
	colour  int
	side    float32
}

// NewDisc returns the disc of speaker number colour.
func NewDisc(name string, colour int, side float32) *Disc {
	d := &Disc{initial: Initial(name), colour: colour, side: side}
	d.ExtendBaseWidget(d)
	return d
}

// Set shows another speaker.
func (d *Disc) Set(name string, colour int) {
	initial := Initial(name)
	if d.initial == initial && d.colour == colour {
		return
	}
	d.initial, d.colour = initial, colour
	d.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (d *Disc) CreateRenderer() fyne.WidgetRenderer {
	text := canvas.NewText("", color.Transparent)
	text.Alignment = fyne.TextAlignCenter
	text.TextStyle.Bold = true
	r := &discRenderer{disc: d, ground: canvas.NewCircle(color.Transparent), text: text}
	r.Refresh()
	return r
}

type discRenderer struct {
	disc   *Disc
	ground *canvas.Circle
	text   *canvas.Text
}

func (r *discRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	at := fyne.NewPos((size.Width-side)/2, (size.Height-side)/2)
	r.ground.Resize(fyne.NewSquareSize(side))
	r.ground.Move(at)
	r.text.Resize(fyne.NewSquareSize(side))
	r.text.Move(at)
}

func (r *discRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.disc.side) }

func (r *discRenderer) Refresh() {
	r.ground.FillColor = Role(r.disc.colour)
	r.text.Text = r.disc.initial
	r.text.Color = OnRole(r.disc.colour)
	r.text.TextSize = r.disc.side * 0.46
	if len([]rune(r.disc.initial)) > 1 {
		r.text.TextSize = r.disc.side * 0.38
	}
	r.ground.Refresh()
	r.text.Refresh()
}

func (r *discRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.text} }
func (r *discRenderer) Destroy()                     {}
