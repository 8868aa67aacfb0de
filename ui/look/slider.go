package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Slider is Fyne's with a track that is seen to both ends. Fyne paints the part that is not filled like the ground of a
// field, which on a dialog is as good as no colour at all; WCAG 2.2 asks for a contrast of 3:1 (criterion 1.4.11).
type Slider struct{ widget.Slider }

// NewSlider returns a slider between two values that moves in whole steps until its Step is set.
func NewSlider(low, high float64) *Slider {
	s := &Slider{widget.Slider{Min: low, Max: high, Step: 1, Orientation: widget.Horizontal}}
	s.ExtendBaseWidget(s)
	return s
}

// TypedKey implements fyne.Focusable.
func (s *Slider) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyLeft || k.Name == fyne.KeyRight {
		s.Slider.TypedKey(k)
		return
	}
	HandOn(s, k)
}

// CreateRenderer implements fyne.Widget.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{s.Slider.CreateRenderer()}
	r.paint()
	return r
}

type sliderRenderer struct{ fyne.WidgetRenderer }

// Refresh implements fyne.WidgetRenderer.
func (r *sliderRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

// paint colours the track, which is what Fyne draws first.
func (r *sliderRenderer) paint() {
	if track, ok := r.Objects()[0].(*canvas.Rectangle); ok {
		track.FillColor = Color(ColorOutline)
		track.Refresh()
	}
}
