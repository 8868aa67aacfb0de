package look

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/thread"
)

// hintDelay is how long the pointer rests on a control before its hint shows.
const hintDelay = 600 * time.Millisecond

// hintLayers holds the layer of each window's canvas. It is used on the window's thread only.
var hintLayers = map[fyne.Canvas]*fyne.Container{}

// WithHints puts a layer for hints over the content of a window: a control asks for its hint, the layer shows it.
// Without it controls work and show none. Call it once for a window, and DropHints when the window closes.
func WithHints(c fyne.Canvas, content fyne.CanvasObject) fyne.CanvasObject {
	layer := container.NewWithoutLayout()
	hintLayers[c] = layer
	return container.NewStack(content, layer)
}

// DropHints forgets the layer of a window that closes.
func DropHints(c fyne.Canvas) { delete(hintLayers, c) }

// A pendingHint is the hint of one control, waiting or shown.
type pendingHint struct {
	timer *time.Timer
	layer *fyne.Container
	turn  int // counts shows and hides, so that a late timer knows that it is late
}

// show lets the hint appear beneath the control after a while.
func (h *pendingHint) show(over fyne.CanvasObject, text string) {
	h.hide()
	if text == "" || fyne.CurrentApp() == nil {
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(over)
	layer := hintLayers[c]
	if layer == nil {
		return
	}
	turn := h.turn
	h.timer = time.AfterFunc(hintDelay, func() {
		thread.Window{}.Do(func() {
			if h.turn == turn {
				h.layer = layer
				place(layer, c, over, text)
			}
		})
	})
}

// hide takes the hint away, or keeps it from appearing.
func (h *pendingHint) hide() {
	h.turn++
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	if h.layer != nil {
		h.layer.RemoveAll()
		h.layer = nil
	}
}

// place draws the hint beneath the control, or above it where there is no room, inside of the window.
func place(layer *fyne.Container, c fyne.Canvas, over fyne.CanvasObject, text string) {
	label := canvas.NewText(text, Color(ColorOnHint))
	label.TextSize = theme.CaptionTextSize()
	ground := canvas.NewRectangle(Color(ColorHint))
	ground.CornerRadius = theme.Size(theme.SizeNameButtonRadius)
	size := label.MinSize().Add(fyne.NewSize(2*Space, Space))

	driver := fyne.CurrentApp().Driver()
	control := driver.AbsolutePositionForObject(over).Subtract(driver.AbsolutePositionForObject(layer))
	at := fyne.NewPos(control.X+(over.Size().Width-size.Width)/2, control.Y+over.Size().Height+Tight)
	at.X = max(Tight, min(at.X, layer.Size().Width-size.Width-Tight))
	if at.Y+size.Height > layer.Size().Height {
		at.Y = control.Y - size.Height - Tight
	}
	ground.Resize(size)
	ground.Move(at)
	label.Resize(label.MinSize())
	label.Move(at.AddXY(Space, Tight))
	layer.Objects = []fyne.CanvasObject{ground, label}
	layer.Refresh()
}
