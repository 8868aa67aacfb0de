package design

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/voices/wording"
)

// A bar shows one attribute of a voice: a hollow mark where it was asked to be, a dot where it was measured, and both in
// figures.
type bar struct {
	widget.BaseWidget
	trait desk.Trait
}

func newBar(t desk.Trait) *bar {
	b := &bar{trait: t}
	b.ExtendBaseWidget(b)
	return b
}

// askedMark is the mark of what was wished, heardMark that of what was measured.
func askedMark() *canvas.Circle {
	mark := canvas.NewCircle(nil)
	mark.StrokeColor, mark.StrokeWidth = look.Color(theme.ColorNameForeground), 1.5
	return mark
}

func heardMark() *canvas.Circle { return canvas.NewCircle(look.Color(theme.ColorNamePrimary)) }

// newKey tells what the marks of the bars mean.
func newKey() fyne.CanvasObject {
	key := container.New(layout.NewCustomPaddedHBoxLayout(look.Tight * 2))
	add := func(mark fyne.CanvasObject, side float32, text string) {
		key.Add(container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(side), mark)))
		key.Add(look.NewLine(text, look.ColorSubtle, theme.SizeNameCaptionText, false).Whole())
	}
	add(askedMark(), askedSize, lang.L("asked"))
	add(heardMark(), heardSize, lang.L("measured"))
	return key
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	low, high := Poles(b.trait.Attribute)
	word := high
	if b.trait.Want < 0 {
		word = low
	}
	r := &barRenderer{bar: b, line: canvas.NewLine(look.Color(look.ColorSubtle)), asked: askedMark(), has: heardMark(),
		text:   look.NewLine(word, theme.ColorNameForeground, theme.SizeNameCaptionText, false),
		figure: look.NewLine(lang.L("{{.Has}}, asked {{.Want}}", map[string]any{"Has": strength(b.trait.Has), "Want": strength(b.trait.Want)}), look.ColorSubtle, theme.SizeNameCaptionText, false)}
	return r
}

type barRenderer struct {
	bar        *bar
	line       *canvas.Line
	asked, has *canvas.Circle
	text       *look.Line
	figure     *look.Line
}

// Sizes of a bar's parts.
const (
	wordWidth   = 84
	figureWidth = 110
	askedSize   = 13 // of the marks
	heardSize   = 7
)

// Layout implements fyne.WidgetRenderer.
func (r *barRenderer) Layout(size fyne.Size) {
	height := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(wordWidth, height))
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
	r.figure.Resize(fyne.NewSize(figureWidth, height))
	r.figure.Move(fyne.NewPos(size.Width-figureWidth, (size.Height-height)/2))
	left, right := float32(wordWidth), size.Width-figureWidth-look.Space
	r.line.Position1, r.line.Position2 = fyne.NewPos(left, size.Height/2), fyne.NewPos(right, size.Height/2)
	place := func(mark *canvas.Circle, strength float64, side float32) {
		part := float32((max(-wording.MostWish, min(wording.MostWish, strength)) + wording.MostWish) / (2 * wording.MostWish))
		mark.Resize(fyne.NewSquareSize(side))
		mark.Move(fyne.NewPos(left+part*(right-left)-side/2, size.Height/2-side/2))
	}
	place(r.asked, r.bar.trait.Want, askedSize)
	place(r.has, r.bar.trait.Has, heardSize)
}

// MinSize implements fyne.WidgetRenderer.
func (r *barRenderer) MinSize() fyne.Size {
	return fyne.NewSize(wordWidth+figureWidth+80, max(r.text.MinSize().Height, askedSize+2))
}

// Refresh implements fyne.WidgetRenderer.
func (r *barRenderer) Refresh() { r.text.Refresh() }

// Objects implements fyne.WidgetRenderer.
func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.line, r.asked, r.has, r.text, r.figure}
}

// Destroy implements fyne.WidgetRenderer.
func (r *barRenderer) Destroy() {}
