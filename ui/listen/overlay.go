package listen

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/listen/scope"
	"voicewright/ui/look"
)

// inside tells whether a place on the time axis is seen.
func (s *stage) inside(x float32) bool {
	left, width := s.plot()
	return x >= left-0.5 && x <= left+width+0.5
}

// lay puts a rectangle somewhere, or hides it when it has no width.
func lay(r *canvas.Rectangle, left, top, right, bottom float32, shown bool) {
	if !shown || right <= left || bottom <= top {
		r.Hide()
		return
	}
	r.Move(fyne.NewPos(left, top))
	r.Resize(fyne.NewSize(right-left, bottom-top))
	r.Show()
}

// placeHead moves the play-head, and nothing else.
func (s *stage) placeHead() {
	b := s.bench
	shown := b.sides[0] != nil && len(s.shown) > 0
	x := s.x(b.position)
	top, bottom := s.body()
	in := shown && s.inside(x)
	ruler, _ := s.find(laneRuler, shared)
	lay(s.head, x-0.75, top+ruler.height-4, x+0.75, bottom, in)
	if in {
		s.knob.Resize(fyne.NewSquareSize(9))
		s.knob.Move(fyne.NewPos(x-4.5, top+ruler.height-9))
		s.knob.Show()
	} else {
		s.knob.Hide()
	}
	overview, ok := s.find(laneOverview, shared)
	left, width := s.plot()
	at := left
	if b.time.length > 0 {
		at += width * float32(b.position/b.time.length)
	}
	lay(s.headBelow, at-0.5, overview.top, at+0.5, overview.top+overview.height, shown && ok)
	s.placePhone()
}

// placePhone frames the phoneme under the play-head.
func (s *stage) placePhone() {
	b := s.bench
	row, ok := s.find(lanePhones, b.active)
	if !ok || b.sides[b.active] == nil {
		s.phone.Hide()
		return
	}
	phones := b.sides[b.active].sound.Trace.Phones
	i := spanAt(phones, b.position)
	if i < 0 || silent(phones[i].Label) {
		s.phone.Hide()
		return
	}
	left, width := s.plot()
	from, to := max(s.x(phones[i].Start), left), min(s.x(phones[i].End), left+width)
	lay(s.phone, from, row.top, to, row.top+row.height, to-from >= 3)
}

// placeRegion moves the region and the part that is seen in the overview.
func (s *stage) placeRegion() {
	b := s.bench
	r := b.region
	left, width := s.plot()
	top, bottom := s.body()
	shown := r.Seconds() > 0 && len(s.shown) > 0
	ruler, _ := s.find(laneRuler, shared)
	from, to := s.x(r.From), s.x(r.To)
	lay(s.region, max(from, left), top+ruler.height, min(to, left+width), bottom, shown)
	for i, x := range []float32{from, to} {
		lay(s.edges[i], x-0.5, top+ruler.height-5, x+0.5, bottom, shown && s.inside(x))
	}
	// A bar in the ruler; while it is repeated it is full, otherwise an outline.
	primary := theme.Color(theme.ColorNamePrimary)
	s.grip.FillColor, s.grip.StrokeColor, s.grip.StrokeWidth = color.Transparent, primary, 1
	if b.looping {
		s.grip.FillColor = primary
	}
	lay(s.grip, max(from, left), top+ruler.height-6, min(to, left+width), top+ruler.height-1, shown)
	s.grip.Refresh()
	overview, ok := s.find(laneOverview, shared)
	if !ok || b.time.length <= 0 || b.time.whole() {
		s.window.Hide()
		return
	}
	scale := width / float32(b.time.length)
	start, end := left+float32(b.time.span.From)*scale, left+float32(b.time.span.To)*scale
	if end-start < 6 {
		start, end = (start+end)/2-3, (start+end)/2+3
	}
	lay(s.window, start, overview.top, end, overview.top+overview.height, true)
}

// hover shows the line under the pointer and tells what is there.
func (s *stage) hover() {
	b := s.bench
	x := s.mouse.X
	if !s.over || b.sides[0] == nil || !s.inside(x) {
		s.pointer.Hide()
		b.foot.say("")
		return
	}
	top, bottom := s.body()
	ruler, _ := s.find(laneRuler, shared)
	lay(s.pointer, x-0.5, top+ruler.height, x+0.5, bottom, s.mouse.Y < bottom)
	b.foot.say(s.tell(s.mouse))
}

// tell describes what is seen at a place: time, frequency and level, pitch and phoneme.
func (s *stage) tell(at fyne.Position) string {
	b := s.bench
	lane, ok := s.laneAt(at.Y)
	if !ok {
		return ""
	}
	if lane.kind == laneOverview {
		left, width := s.plot()
		return lang.L("{{.Time}} s", map[string]any{"Time": clock(float64((at.X-left)/width)*b.time.length, 0)})
	}
	t := s.seconds(at.X)
	side := lane.side
	if side == shared {
		side = b.active
	}
	d := b.sides[side]
	text := lang.L("{{.Time}} s", map[string]any{"Time": clock(t, 0)})
	add := func(part string) { text += "   ·   " + part }
	share := float64(1 - (at.Y-lane.top)/lane.height)
	switch lane.kind {
	case laneWave:
		sample := int(t * float64(d.wave.Rate))
		p := d.wave.Peaks.Range(sample-d.wave.Rate/100, sample+d.wave.Rate/100)
		add(lang.L("{{.Level}} dBFS RMS, peak {{.Peak}} dBFS", map[string]any{
			"Level": number(scope.Decibels(p.RMS(), -120)), "Peak": number(scope.Decibels(max(float64(p.Max), -float64(p.Min)), -120)),
		}))
	case laneSpectrogram:
		hz := b.settings.Scale.Hertz(share, b.top())
		add(lang.L("{{.Hz}} Hz", map[string]any{"Hz": math.Round(hz)}))
		if level, ok := b.tiles.Level(b.sight(side, s.columns()), t, hz); ok {
			add(lang.L("{{.Level}} dB", map[string]any{"Level": number(level)}))
		}
	case laneLoudness:
		if lufs, ok := d.loud.At(t); ok {
			add(lang.L("{{.Level}} LUFS", map[string]any{"Level": number(lufs)}))
		}
	case lanePitch:
		if _, ok := d.pitch.At(t); !ok {
			add(lang.L("unvoiced"))
		}
	}
	if hz, ok := d.pitch.At(t); ok && lane.kind != laneLoudness {
		add(lang.L("pitch {{.Hz}} Hz ({{.Note}})", map[string]any{"Hz": math.Round(hz), "Note": note(hz)}))
	}
	phones, words := d.sound.Trace.Phones, d.sound.Trace.Words
	if i := spanAt(phones, t); i >= 0 && !silent(phones[i].Label) {
		add("/" + phones[i].Label + "/")
	}
	if i := spanAt(words, t); i >= 0 {
		add("“" + words[i].Label + "”")
	}
	return text
}

// laneAt returns the lane at a height.
func (s *stage) laneAt(y float32) (place, bool) {
	for _, p := range s.shown {
		if y >= p.top && y < p.top+p.height+laneGap {
			return p, true
		}
	}
	return place{}, false
}

// badge returns the colours of the letter of a sound: full where it is heard, an outline otherwise.
func badge(i int, heard bool) (ground, edge, letter color.Color) {
	c := sideColour(i)
	if heard {
		return c, c, look.Color(look.ColorSurface)
	}
	return color.Transparent, c, c
}
