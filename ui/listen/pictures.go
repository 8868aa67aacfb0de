package listen

import (
	"image"
	"image/color"
	"math"
	"sort"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"voicewright/script"
	"voicewright/ui/listen/scope"
	"voicewright/ui/look"
)

// picture returns a lane in pixels. It is painted only when the lane has changed or another size is asked for.
func (s *stage) picture(l *lane, w, h int) image.Image {
	if l.picture != nil && !l.stale && l.picture.Rect.Dx() == w && l.picture.Rect.Dy() == h {
		return l.picture
	}
	if l.picture == nil || l.picture.Rect.Dx() != w || l.picture.Rect.Dy() != h {
		l.picture = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	l.stale = false
	if s.bench.sides[0] == nil || w == 0 || h == 0 {
		return l.picture
	}
	_, width := s.plot()
	p := painter{bench: s.bench, stage: s, dst: l.picture, r: l.picture.Rect, scale: float64(w) / float64(width)}
	p.paint(l.laneID)
	return l.picture
}

// A painter paints one lane.
type painter struct {
	bench *Bench
	stage *stage
	dst   *image.RGBA
	r     image.Rectangle
	scale float64 // pixels to one of Fyne's units
}

func (p *painter) paint(id laneID) {
	ground := look.Color(look.ColorSurface)
	switch id.kind {
	case laneRuler:
		ground = theme.Color(theme.ColorNameBackground)
	case lanePhones, laneWords:
		ground = theme.Color(theme.ColorNameBackground)
	}
	clear(p.dst.Pix)
	scope.Fill(p.dst, p.r, ground)
	switch id.kind {
	case laneRuler:
		p.ruler()
	case laneWave:
		p.grid()
		p.wave(id.side)
	case laneSpectrogram:
		p.spectrogram(id.side)
	case lanePitch:
		p.grid()
		p.pitch()
	case laneLoudness:
		p.grid()
		p.loudness()
	case lanePhones:
		p.spans(p.bench.sides[id.side].sound.Trace.Phones, true)
	case laneWords:
		p.spans(p.bench.sides[id.side].sound.Trace.Words, false)
	case laneOverview:
		p.overview()
	}
}

// line is the width of a hairline in pixels.
func (p *painter) line() int { return max(int(math.Round(p.scale)), 1) }

func (p *painter) column(seconds float64) int {
	return p.r.Min.X + int(math.Round(p.bench.time.span.Share(seconds)*float64(p.r.Dx())))
}

func (p *painter) vertical(seconds float64, top, bottom int, c color.Color) {
	x := p.column(seconds)
	scope.Fill(p.dst, image.Rect(x, top, x+p.line(), bottom), c)
}

func (p *painter) horizontal(share float64, c color.Color) {
	y := p.r.Min.Y + int(math.Round((1-share)*float64(p.r.Dy())))
	scope.Fill(p.dst, image.Rect(p.r.Min.X, y, p.r.Max.X, y+p.line()), c)
}

// grid draws the times of the ruler through a lane.
func (p *painter) grid() {
	c := fade(theme.Color(theme.ColorNameForeground), 0.07)
	for _, t := range p.stage.ticks() {
		p.vertical(t, p.r.Min.Y, p.r.Max.Y, c)
	}
}

func (p *painter) ruler() {
	ticks := p.stage.ticks()
	c := look.Color(look.ColorOutline)
	for _, t := range ticks {
		p.vertical(t, p.r.Max.Y-int(6*p.scale), p.r.Max.Y, c)
	}
	if len(ticks) < 2 {
		return
	}
	step := ticks[1] - ticks[0]
	for t := ticks[0] - step; t < p.bench.time.span.To; t += step / 5 {
		p.vertical(t, p.r.Max.Y-int(3*p.scale), p.r.Max.Y, fade(c, 0.7))
	}
}

// sideColour tells the sounds apart, together with the letters and with dashes.
func sideColour(i int) color.Color {
	if i == 1 {
		return look.Color(look.ColorStar)
	}
	return look.Color(look.ColorWave)
}

// full returns the magnitude that reaches the edge of the waveforms, as they are heard.
func (b *Bench) full() float64 {
	full := 0.0
	for _, d := range b.sides {
		if d != nil {
			p := d.wave.Peaks.Range(0, len(d.wave.Samples))
			full = max(full, max(float64(p.Max), -float64(p.Min))*d.gain)
		}
	}
	return max(full*1.05, 0.01)
}

func (p *painter) wave(side int) {
	d := p.bench.sides[side]
	c := sideColour(side)
	ground := look.Color(look.ColorSurface)
	for _, tick := range waveTicks(p.bench.full(), float64(p.r.Dy())/p.scale) {
		for _, sign := range []float64{1, -1} {
			p.horizontal(0.5+sign*tick/p.bench.full()/2, fade(theme.Color(theme.ColorNameForeground), 0.07))
		}
	}
	p.boundaries(d.sound.Trace.Words, fade(theme.Color(theme.ColorNameForeground), 0.14))
	scope.PaintWave(p.dst, p.r, d.wave, p.bench.time.span, scope.WaveLook{
		Body: blend(ground, c, 0.45), Core: c, Axis: fade(theme.Color(theme.ColorNameForeground), 0.18),
		Clip: theme.Color(theme.ColorNameError), Full: p.bench.full() / d.gain, Scale: p.scale,
	})
}

// boundaries draws lines between spans where there is room for them.
func (p *painter) boundaries(spans []script.Span, c color.Color) {
	for _, s := range p.visible(spans, 18) {
		p.vertical(s.Start, p.r.Min.Y, p.r.Max.Y, c)
		p.vertical(s.End, p.r.Min.Y, p.r.Max.Y, c)
	}
}

// visible returns the spans that are seen, none when they are on average narrower than some units.
func (p *painter) visible(spans []script.Span, least float64) []script.Span {
	shown := within(spans, p.bench.time.span)
	if len(shown) == 0 || float64(p.r.Dx())/p.scale/float64(len(shown)) < least {
		return nil
	}
	return shown
}

// darkGround tells whether silence is dark in the spectrogram.
func (b *Bench) darkGround() bool {
	switch b.settings.Ground {
	case GroundDark:
		return true
	case GroundLight:
		return false
	}
	return look.IsDark()
}

// sight is what is seen of the spectrogram of a side, some pixels wide.
func (b *Bench) sight(side, columns int) scope.Sight {
	return scope.Sight{Wave: b.sides[side].wave, Detail: b.settings.Detail, Span: b.time.span, Columns: columns}
}

// top returns the highest frequency that is shown, in Hz.
func (b *Bench) top() float64 {
	top := 0.0
	for _, d := range b.sides {
		if d != nil {
			top = max(top, d.wave.Nyquist())
		}
	}
	if b.settings.Top > 0 {
		top = min(top, b.settings.Top)
	}
	return top
}

func (p *painter) spectrogram(side int) {
	b := p.bench
	d := b.sides[side]
	dark := b.darkGround()
	table := scope.NewTable(b.settings.Map, !dark)
	end := min(p.column(d.wave.Seconds()), p.r.Max.X)
	scope.Fill(p.dst, image.Rect(p.r.Min.X, p.r.Min.Y, end, p.r.Max.Y), table.At(0))
	p.stage.wanted(p.r.Dx())
	b.tiles.Paint(p.dst, p.r, b.sight(side, p.r.Dx()), scope.Look{
		Scale: b.settings.Scale, Top: b.top(), Table: table, Loudest: scope.Loudest(d.level), Range: b.settings.Range,
	})
	line, halo := overlayColours(dark)
	p.boundaries(d.sound.Trace.Phones, fade(line, 0.22))
	if !b.settings.Overlay {
		return
	}
	height := float64(p.r.Dy())
	p.curve(d.pitch, func(hz float64) float64 { return height * (1 - b.settings.Scale.Height(hz, b.top())) },
		scope.Stroke{Colour: line, Halo: halo, Width: 1.8 * p.scale})
}

// overlayColours returns colours for lines over a spectrogram, which any colour map leaves free.
func overlayColours(dark bool) (line, halo color.Color) {
	if dark {
		return color.NRGBA{0x8d, 0xf3, 0xff, 0xff}, color.NRGBA{0, 0, 0, 0x90}
	}
	return color.NRGBA{0x00, 0x4a, 0x8f, 0xff}, color.NRGBA{0xff, 0xff, 0xff, 0xa0}
}

// height returns the height of a track at a place on the time axis, in pixels.
func (p *painter) height(t scope.Track, y func(v float64) float64) scope.Height {
	span := p.bench.time.span
	perPixel := span.Seconds() / float64(p.r.Dx())
	at := t.At
	if perPixel > 2*t.Step { // a mean over the pixel, so that nothing flickers in coarse views
		at = func(seconds float64) (float64, bool) { return t.Mean(seconds-perPixel/2, seconds+perPixel/2) }
	}
	return func(x float64) (float64, bool) {
		v, ok := at(span.From + x*perPixel)
		if !ok {
			return 0, false
		}
		return y(v), true
	}
}

// curve draws a track over time.
func (p *painter) curve(t scope.Track, y func(v float64) float64, s scope.Stroke) {
	scope.Curve(p.dst, p.r, p.height(t, y), s)
}

// below fills what lies under a track.
func (p *painter) below(t scope.Track, y func(v float64) float64, c color.Color) {
	height := p.height(t, y)
	for x := range p.r.Dx() {
		if top, ok := height(float64(x) + 0.5); ok {
			scope.Fill(p.dst, image.Rect(p.r.Min.X+x, p.r.Min.Y+int(top+0.5), p.r.Min.X+x+1, p.r.Max.Y), c)
		}
	}
}

func (p *painter) pitch() {
	axis := p.bench.pitchAxis()
	for _, t := range axis.ticks {
		p.horizontal(t.share, fade(theme.Color(theme.ColorNameForeground), 0.07))
	}
	height := float64(p.r.Dy())
	p.eachSide(look.ColorPitch, func(d *side, stroke scope.Stroke) {
		p.curve(d.pitch, func(hz float64) float64 { return height * (1 - axis.share(hz)) }, stroke)
	})
}

func (p *painter) loudness() {
	axis := p.bench.loudnessAxis()
	for _, t := range axis.ticks {
		p.horizontal(t.share, fade(theme.Color(theme.ColorNameForeground), 0.07))
	}
	height := float64(p.r.Dy())
	p.eachSide(look.ColorLoudness, func(d *side, stroke scope.Stroke) {
		shift := scope.Decibels(d.gain, -120)
		y := func(lufs float64) float64 { return height * (1 - axis.share(lufs+shift)) }
		if p.bench.sides[1] == nil {
			p.below(d.loud, y, fade(stroke.Colour, 0.14))
		}
		p.curve(d.loud, y, stroke)
	})
}

// eachSide draws for both sounds, the second in dashes; the one that is heard comes last and is stronger.
func (p *painter) eachSide(alone fyne.ThemeColorName, draw func(*side, scope.Stroke)) {
	b := p.bench
	if b.sides[1] == nil {
		draw(b.sides[0], scope.Stroke{Colour: look.Color(alone), Width: 2 * p.scale})
		return
	}
	for _, i := range []int{1 - b.active, b.active} {
		stroke := scope.Stroke{Colour: sideColour(i), Width: 2 * p.scale}
		if i != b.active {
			stroke.Colour, stroke.Width = fade(stroke.Colour, 0.75), 1.5*p.scale
		}
		if i == 1 {
			stroke.Dash = 6 * p.scale
		}
		draw(b.sides[i], stroke)
	}
}

// spans draws phonemes or words as keys in a row; vowels, which carry the pitch, are tinted. The labels are texts of the
// window.
func (p *painter) spans(spans []script.Span, phones bool) {
	shown := within(spans, p.bench.time.span)
	plain, tinted := look.Color(look.ColorRaised), look.Color(look.ColorAccentSoft)
	gap := max(p.line(), 1)
	for _, s := range shown {
		if silent(s.Label) {
			continue
		}
		c := plain
		if phones && vowel(s.Label) {
			c = tinted
		}
		from, to := p.column(s.Start), p.column(s.End)
		if to-from > 4*gap {
			to -= gap
		}
		r := image.Rect(max(from, p.r.Min.X), p.r.Min.Y, min(max(to, from+1), p.r.Max.X), p.r.Max.Y)
		p.key(r, c)
	}
}

// key fills a rectangle whose corners are cut a little.
func (p *painter) key(r image.Rectangle, c color.Color) {
	cut := min(int(2*p.scale), r.Dx()/4)
	for i := range cut {
		inset := cut - i
		scope.Fill(p.dst, image.Rect(r.Min.X+inset, r.Min.Y+i, r.Max.X-inset, r.Min.Y+i+1), c)
		scope.Fill(p.dst, image.Rect(r.Min.X+inset, r.Max.Y-i-1, r.Max.X-inset, r.Max.Y-i), c)
	}
	scope.Fill(p.dst, image.Rect(r.Min.X, r.Min.Y+cut, r.Max.X, r.Max.Y-cut), c)
}

// overview draws the whole of the sound that is heard.
func (p *painter) overview() {
	b := p.bench
	d := b.sides[b.active]
	c := sideColour(b.active)
	ground := look.Color(look.ColorSurface)
	scope.PaintWave(p.dst, p.r, d.wave, scope.Span{To: b.time.length}, scope.WaveLook{
		Body: blend(ground, c, 0.45), Core: blend(ground, c, 0.8), Axis: color.Transparent, Clip: theme.Color(theme.ColorNameError),
		Full: b.full() / d.gain, Scale: p.scale,
	})
}

// within returns the spans that reach into a stretch.
func within(spans []script.Span, view scope.Span) []script.Span {
	first := sort.Search(len(spans), func(i int) bool { return spans[i].End > view.From })
	end := sort.Search(len(spans), func(i int) bool { return spans[i].Start >= view.To })
	if first >= end {
		return nil
	}
	return spans[first:end]
}

// silent tells whether a label stands for no sound: a pause, or punctuation.
func silent(label string) bool {
	for _, r := range label {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return label == "sil" || label == "pau"
		}
	}
	return true
}

// vowel tells whether a phoneme is a vowel, which may follow a mark of stress.
func vowel(label string) bool {
	for _, r := range label {
		if r != 'ˈ' && r != 'ˌ' {
			return strings.ContainsRune("aeiouyæɑɒɔəɘɛɜɞɪʊʌɐøœɶɨʉɯɤɚɝᵊᵻAIOQWY", r)
		}
	}
	return false
}
