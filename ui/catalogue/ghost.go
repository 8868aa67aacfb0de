package catalogue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// A ghost is what follows the pointer while a voice is dragged.
type ghost struct {
	card   card.Card
	at     fyne.Position // on the window
	layer  *fyne.Container
	canvas fyne.Canvas
}

func newGhost(p *Pane, c card.Card) *ghost {
	g := &ghost{card: c, canvas: fyne.CurrentApp().Driver().CanvasForObject(p)}
	ground := canvas.NewRectangle(look.Color(look.ColorAccentSoft))
	ground.CornerRadius = 8
	ground.StrokeWidth, ground.StrokeColor = 1.5, look.Color(theme.ColorNamePrimary)
	name := canvas.NewText(c.Name, look.Color(theme.ColorNameForeground))
	name.TextStyle.Bold = true
	parts := container.NewHBox()
	if img := p.album.get(c, int(pictureWidth*pictureScale), int(pictureHeight*pictureScale), look.IsDark()); img != nil {
		picture := canvas.NewImageFromImage(img)
		picture.SetMinSize(fyne.NewSize(pictureWidth*0.7, pictureHeight*0.7))
		parts.Add(picture)
	}
	parts.Add(container.NewPadded(name))
	tile := container.NewStack(ground, container.NewPadded(parts))
	tile.Resize(tile.MinSize())
	g.layer = container.NewWithoutLayout(tile)
	if g.canvas != nil {
		g.layer.Resize(g.canvas.Size())
		g.canvas.Overlays().Add(g.layer)
	}
	return g
}

// move brings the ghost beside the pointer.
func (g *ghost) move(at fyne.Position) {
	g.at = at
	g.layer.Objects[0].Move(at.AddXY(look.Space, look.Space))
	g.layer.Refresh()
}

func (g *ghost) remove() {
	if g.canvas != nil {
		g.canvas.Overlays().Remove(g.layer)
	}
}
