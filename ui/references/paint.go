package references

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
)

// paint draws a recording. What is used has a ground of its own and a line beneath it, what a person switched off is
// hatched, and what is no clear speech is grey: three looks that differ without colour.
func paint(img *image.RGBA, e *entry) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	rgba := func(c color.Color) color.RGBA { return color.RGBAModel.Convert(c).(color.RGBA) }
	idle, used := rgba(look.Color(look.ColorRaised)), rgba(look.Color(look.ColorAccentSoft))
	wave, line := rgba(look.Color(look.ColorWave)), rgba(look.Color(theme.ColorNamePrimary))
	faint, hatch := mixed(idle, rgba(look.Color(look.ColorSubtle)), 0.45), mixed(idle, rgba(look.Color(look.ColorSubtle)), 0.35)
	var peaks []float32
	loudest := float32(0.05)
	if e.outline != nil {
		peaks = e.outline.Peaks
		for _, p := range peaks {
			loudest = max(loudest, p)
		}
	}
	const foot = 5 // pixels of the line beneath what is used
	half := float32(h-foot-4) / 2
	window, seconds := 0, e.seconds()
	for x := range w {
		at := float64(x) / float64(w) * seconds
		for window < len(e.windows)-1 && at >= e.windows[window].End {
			window++
		}
		ground, ink, off, counts := idle, faint, false, false
		if len(e.windows) > 0 && at < e.windows[len(e.windows)-1].End {
			off, counts = e.windows[window].off, e.windows[window].counts()
		}
		if counts {
			ground, ink = used, wave
		}
		reach := float32(0)
		if len(peaks) > 0 {
			from := x * len(peaks) / w
			for _, p := range peaks[from:max((x+1)*len(peaks)/w, from+1)] {
				reach = max(reach, p/loudest)
			}
		}
		top, bottom := int(half+2-reach*half), int(half+2+reach*half)
		for y := range h {
			c := ground
			switch {
			case y >= top && y <= bottom:
				c = ink
			case off && (x+y)%12 < 3:
				c = hatch
			case counts && y >= h-foot+1:
				c = line
			}
			img.SetRGBA(x, y, c)
		}
	}
}

// mixed is a with a part of b.
func mixed(a, b color.RGBA, part float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-part) + float64(b)*part + 0.5) }
	return color.RGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xff}
}
