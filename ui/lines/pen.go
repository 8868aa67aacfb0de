package lines

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
)

// An ink is how a stretch of text is drawn.
type ink struct {
	size   float32
	style  fyne.TextStyle
	colour color.Color
}

// A pen knows the sizes and colours of the theme and measures text. Measuring shapes the text, so words are kept.
type pen struct {
	unit   float32 // 1 at the usual text size of 14
	widths map[word]float32

	back, fore, faint, quiet, hair, primary, warn, bad, hover, selected, tint, card color.Color
}

type word struct {
	text  string
	size  float32
	style fyne.TextStyle
}

// mostWords bounds the measured words that are kept: those of a long script in a few sizes.
const mostWords = 60000

// load takes over the theme and tells whether anything changed.
func (p *pen) load() bool {
	old := *p
	old.widths = nil
	th := fyne.CurrentApp().Settings().Theme()
	v := fyne.CurrentApp().Settings().ThemeVariant()
	get := func(n fyne.ThemeColorName) color.Color { return color.NRGBAModel.Convert(th.Color(n, v)) }
	p.unit = th.Size(theme.SizeNameText) / 14
	p.back = get(theme.ColorNameBackground)
	p.fore = get(theme.ColorNameForeground)
	p.primary = get(theme.ColorNamePrimary)
	p.warn = get(theme.ColorNameWarning)
	p.bad = get(theme.ColorNameError)
	p.quiet = mix(p.back, p.fore, 0.62)
	p.faint = mix(p.back, p.fore, 0.42)
	p.hair = fade(p.fore, 0.15)
	p.hover = mix(p.back, p.fore, 0.035)
	p.selected = color.NRGBAModel.Convert(look.Color(look.ColorAccentSoft))
	p.tint = fade(p.fore, 0.085)
	p.card = mix(p.back, get(theme.ColorNameInputBackground), 0.5)
	widths := p.widths
	p.widths = nil
	if p.same(&old) && widths != nil {
		p.widths = widths
		return false
	}
	p.widths = map[word]float32{}
	return true
}

func (p *pen) same(q *pen) bool {
	return p.unit == q.unit && p.back == q.back && p.fore == q.fore && p.primary == q.primary && p.warn == q.warn && p.bad == q.bad &&
		p.card == q.card
}

// width returns how far a text reaches, from what is kept where it can.
func (p *pen) width(text string, k ink) float32 {
	if text == "" {
		return 0
	}
	w := word{text, k.size, k.style}
	if v, ok := p.widths[w]; ok {
		return v
	}
	if len(p.widths) >= mostWords {
		clear(p.widths)
	}
	v := fyne.MeasureText(text, k.size, k.style).Width
	p.widths[w] = v
	return v
}

// The sizes of text.
func (p *pen) body() float32    { return 15 * p.unit }
func (p *pen) caption() float32 { return 12 * p.unit }
func (p *pen) small() float32   { return 11 * p.unit }

// mix returns the colour that lies part of the way from a to b.
func mix(a, b color.Color, part float64) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	part *= float64(y.A) / 255
	at := func(u, v uint8) uint8 { return uint8(float64(u)*(1-part) + float64(v)*part + 0.5) }
	return color.NRGBA{R: at(x.R, y.R), G: at(x.G, y.G), B: at(x.B, y.B), A: x.A}
}

// fade returns a colour with less of it.
func fade(c color.Color, part float64) color.Color {
	x := color.NRGBAModel.Convert(c).(color.NRGBA)
	x.A = uint8(float64(x.A) * part)
	return x
}
