package catalogue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voicewright/ui/look"
)

// A paneRenderer shows the pane's content on a surface.
type paneRenderer struct {
	ground *canvas.Rectangle
	pane   *Pane
}

func newPaneRenderer(p *Pane) *paneRenderer {
	return &paneRenderer{ground: canvas.NewRectangle(look.Color(look.ColorSurface)), pane: p}
}

func (r *paneRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.pane.content.Resize(size)
}

func (r *paneRenderer) MinSize() fyne.Size { return r.pane.content.MinSize() }

func (r *paneRenderer) Refresh() {
	r.ground.FillColor = look.Color(look.ColorSurface)
	r.ground.Refresh()
	if d := r.pane.details; d.shown {
		d.show(d.card) // its texts take their colours when they are made
	}
	r.pane.content.Refresh()
}

func (r *paneRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.pane.content}
}
func (r *paneRenderer) Destroy() {}

// pairs lays objects out in two columns, title and value, with close rows.
type pairs struct{}

func (pairs) columns(objects []fyne.CanvasObject) (titles, row float32) {
	for i, o := range objects {
		size := o.MinSize()
		row = max(row, size.Height)
		if i%2 == 0 {
			titles = max(titles, size.Width)
		}
	}
	return titles, row + look.Tight
}

// Layout implements fyne.Layout.
func (p pairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	titles, row := p.columns(objects)
	for i, o := range objects {
		x, width := float32(0), titles
		if i%2 == 1 {
			x = titles + look.Wide
			width = max(size.Width-x, 0)
		}
		o.Move(fyne.NewPos(x, float32(i/2)*row))
		o.Resize(fyne.NewSize(width, row-look.Tight))
	}
}

// MinSize implements fyne.Layout.
func (p pairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	titles, row := p.columns(objects)
	return fyne.NewSize(titles+look.Wide, float32((len(objects)+1)/2)*row)
}
