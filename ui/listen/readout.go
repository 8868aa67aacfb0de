package listen

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/listen/scope"
	"voicewright/ui/look"
)

// A readout is the line under the lanes: what is under the pointer on the left, the region on the right.
type readout struct {
	content     *fyne.Container
	left, right *canvas.Text
	wanted      string // the left text before it was cut to fit
}

func newReadout() *readout {
	r := &readout{left: canvas.NewText("", nil), right: canvas.NewText("", nil)}
	r.content = &fyne.Container{Layout: r, Objects: []fyne.CanvasObject{r.left, r.right}}
	r.colour()
	return r
}

// MinSize implements fyne.Layout.
func (r *readout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, theme.CaptionTextSize()+look.Space+look.Tight)
}

// Layout implements fyne.Layout: the region has its width, the rest is for what is under the pointer.
func (r *readout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	height := r.right.MinSize().Height
	y := (size.Height - height) / 2
	w := r.right.MinSize().Width
	r.right.Move(fyne.NewPos(size.Width-margin-w, y))
	r.right.Resize(fyne.NewSize(w, height))
	room := size.Width - margin - w - look.Wide - indent
	r.left.Move(fyne.NewPos(indent, y))
	r.left.Resize(fyne.NewSize(max(room, 0), height))
	r.left.Text = shorten(r.wanted, max(room, 0), r.left.TextSize, r.left.TextStyle)
	r.left.Refresh()
}

// colour takes colours and sizes of the theme.
func (r *readout) colour() {
	r.left.Color, r.right.Color = theme.Color(theme.ColorNameForeground), look.Color(look.ColorSubtle)
	r.left.TextSize, r.right.TextSize = theme.CaptionTextSize(), theme.CaptionTextSize()
}

func (r *readout) lay() { r.Layout(nil, r.content.Size()) }

// say tells what is under the pointer.
func (r *readout) say(text string) {
	if r.wanted != text {
		r.wanted = text
		r.lay()
	}
}

// region tells what is chosen, whether it is repeated, and how high and loud the sound that is heard is in it.
func (r *readout) region(s scope.Span, looping bool, heard *side) {
	text := ""
	switch {
	case s.Seconds() > 0:
		data := map[string]any{"From": clock(s.From, 0), "To": clock(s.To, 0), "Length": clock(s.Seconds(), 0)}
		text = lang.L("Region {{.From}} to {{.To}} s ({{.Length}} s)", data)
		if looping {
			text = lang.L("Loop {{.From}} to {{.To}} s ({{.Length}} s)", data)
		}
	case looping:
		text = lang.L("Loop over everything")
	}
	if s.Seconds() > 0 && heard != nil {
		if hz, ok := heard.pitch.Mean(s.From, s.To); ok {
			text += "   ·   " + lang.L("{{.Hz}} Hz on average", map[string]any{"Hz": math.Round(hz)})
		}
		rate := float64(heard.wave.Rate)
		p := heard.wave.Peaks.Range(int(s.From*rate), int(s.To*rate))
		text += "   ·   " + lang.L("{{.Level}} dBFS RMS", map[string]any{"Level": number(scope.Decibels(p.RMS(), -120))})
	}
	r.right.Text = text
	r.right.Refresh()
	r.lay()
}
