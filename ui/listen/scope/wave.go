package scope

import (
	"image"
	"image/color"
	"math"
)

// A WaveLook says how a waveform is painted.
type WaveLook struct {
	Body  color.Color // from the lowest to the highest sample
	Core  color.Color // as far as the root mean square
	Axis  color.Color // the line of silence
	Clip  color.Color // marks at both edges where samples are at full scale
	Full  float64     // magnitude of a sample that reaches the edge
	Scale float64     // pixels of the picture to one of the window, for the width of lines
}

// PaintWave draws the samples of a span into the part r of dst: their extent for every column of pixels or, when there
// are more columns than samples, a curve through them.
func PaintWave(dst *image.RGBA, r image.Rectangle, w *Wave, span Span, look WaveLook) {
	if r.Empty() || span.Seconds() <= 0 {
		return
	}
	middle := float64(r.Min.Y+r.Max.Y) / 2
	half := float64(r.Dy())/2 - look.Scale
	if look.Full > 0 {
		half /= look.Full
	}
	line := math.Max(look.Scale, 1)
	axis := newInk(look.Axis)
	for x := r.Min.X; x < r.Max.X; x++ {
		axis.bar(dst, x, middle-line/2, middle+line/2)
	}
	perPixel := span.Seconds() / float64(r.Dx()) * float64(w.Rate)
	first := span.From * float64(w.Rate)
	if perPixel < 1 {
		paintSamples(dst, r, w, first, perPixel, middle, half, look)
		return
	}
	body, core, clip := newInk(look.Body), newInk(look.Core), newInk(look.Clip)
	for x := r.Min.X; x < r.Max.X; x++ {
		from := int(math.Floor(first + float64(x-r.Min.X)*perPixel))
		to := int(math.Floor(first + float64(x+1-r.Min.X)*perPixel))
		if to <= 0 || from >= len(w.Samples) {
			continue
		}
		p := w.Peaks.Range(from, max(to, from+1)+1) // one more, so that neighbours touch
		top, bottom := middle-float64(p.Max)*half, middle-float64(p.Min)*half
		if bottom-top < line {
			top, bottom = (top+bottom-line)/2, (top+bottom+line)/2
		}
		body.bar(dst, x, max(top, float64(r.Min.Y)), min(bottom, float64(r.Max.Y)))
		centre := (from + to) / 2
		reach := max((to-from)/2, w.Rate/100) // the mean is over 20 ms at least, so that it does not follow single pulses
		rms := w.Peaks.Range(centre-reach, centre+reach).RMS() * half
		core.bar(dst, x, max(middle-rms, top, float64(r.Min.Y)), min(middle+rms, bottom, float64(r.Max.Y)))
		if p.Max >= clipped || p.Min <= -clipped {
			mark := 3 * look.Scale
			clip.bar(dst, x, float64(r.Min.Y), float64(r.Min.Y)+mark)
			clip.bar(dst, x, float64(r.Max.Y)-mark, float64(r.Max.Y))
		}
	}
}

// clipped is the magnitude from which on a sample counts as cut: full scale of 16 bits.
const clipped = 32767.0 / 32768

// paintSamples draws a curve through single samples, with a dot on each where there is room.
func paintSamples(dst *image.RGBA, r image.Rectangle, w *Wave, first, perPixel, middle, half float64, look WaveLook) {
	at := func(i int) float64 {
		if i < 0 || i >= len(w.Samples) {
			return 0
		}
		return float64(w.Samples[i])
	}
	top := float64(r.Min.Y)
	Curve(dst, r, func(x float64) (float64, bool) {
		t := first + x*perPixel
		i := int(math.Floor(t))
		if i < 0 || i >= len(w.Samples)-1 {
			return 0, false
		}
		return middle - half*cubic(at(i-1), at(i), at(i+1), at(i+2), t-float64(i)) - top, true
	}, Stroke{Colour: look.Core, Width: 1.5 * look.Scale})
	if perPixel*6*look.Scale > 1 {
		return
	}
	ink := newInk(look.Core)
	for i := max(int(first), 0); float64(i) < first+float64(r.Dx())*perPixel && i < len(w.Samples); i++ {
		disc(dst, r, ink, float64(r.Min.X)+(float64(i)-first)/perPixel, middle-half*at(i), 2.2*look.Scale)
	}
}

// disc fills a circle.
func disc(dst *image.RGBA, r image.Rectangle, k ink, x, y, radius float64) {
	r = r.Intersect(dst.Rect)
	for py := max(int(y-radius-1), r.Min.Y); py < min(int(y+radius+2), r.Max.Y); py++ {
		for px := max(int(x-radius-1), r.Min.X); px < min(int(x+radius+2), r.Max.X); px++ {
			distance := math.Hypot(float64(px)+0.5-x, float64(py)+0.5-y)
			k.put(dst, px, py, float32(min(max(radius+0.5-distance, 0), 1)))
		}
	}
}
