package listen

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/script"
	"voicewright/ui/look"
)

// labels are the texts on the stage. They are used again from one view to the next.
type labels struct {
	texts []*canvas.Text
	used  int
}

// put shows a text whose box begins at left and top and is width wide.
func (l *labels) put(text string, left, top, width, size float32, align fyne.TextAlign, c color.Color, style fyne.TextStyle) {
	if l.used == len(l.texts) {
		l.texts = append(l.texts, canvas.NewText("", c))
	}
	t := l.texts[l.used]
	l.used++
	changed := t.Text != text || t.Color != c || t.TextSize != size || t.TextStyle != style || t.Alignment != align
	t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, c, size, style, align
	t.Move(fyne.NewPos(left, top))
	t.Resize(fyne.NewSize(width, t.MinSize().Height))
	if !t.Visible() {
		t.Show()
	} else if changed {
		t.Refresh()
	}
}

// rest hides what was not used.
func (l *labels) rest() {
	for _, t := range l.texts[l.used:] {
		t.Hide()
	}
	l.used = 0
}

// label writes all texts: axes, ruler, headers, phonemes and words.
func (s *stage) label() {
	for _, r := range s.badges {
		r.Hide()
	}
	for _, p := range s.shown {
		switch p.kind {
		case laneRuler:
			s.labelRuler(p)
		case laneHeader:
			s.labelHeader(p)
		case laneWave:
			s.unit(p)
			b := s.bench
			for _, v := range waveTicks(b.full(), float64(p.height)) {
				s.tick(p, 0.5+v/b.full()/2, fmt.Sprintf("%.0f", 20*math.Log10(v)))
			}
		case laneSpectrogram:
			s.unit(p)
			b := s.bench
			for _, hz := range b.settings.Scale.Ticks(b.top(), float64(theme.CaptionTextSize()*1.8/max(p.height, 1))) {
				s.tick(p, b.settings.Scale.Height(hz, b.top()), hertz(hz))
			}
		case lanePitch:
			s.unit(p)
			for _, t := range s.bench.pitchAxis().ticks {
				s.tick(p, t.share, t.text)
			}
		case laneLoudness:
			s.unit(p)
			for _, t := range s.bench.loudnessAxis().ticks {
				s.tick(p, t.share, t.text)
			}
		case lanePhones:
			s.labelSpans(p, s.bench.sides[p.side].sound.Trace.Phones, lang.L("IPA"), theme.TextSize()*0.95, 1)
		case laneWords:
			s.labelSpans(p, s.bench.sides[p.side].sound.Trace.Words, lang.L("Words"), theme.CaptionTextSize()*1.1, 5)
		}
	}
	s.labels.rest()
}

// hertz writes a frequency for an axis.
func hertz(hz float64) string {
	if hz >= 1000 {
		return strconv.FormatFloat(hz/1000, 'f', -1, 64) + "k"
	}
	return strconv.FormatFloat(hz, 'f', -1, 64)
}

// number writes a level, with a true minus sign.
func number(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', 1, 64), "-", "−", 1)
}

func (s *stage) subtle() color.Color { return look.Color(look.ColorSubtle) }

// units are the units of the axes.
var units = map[laneKind]string{laneRuler: "s", laneWave: "dB", laneSpectrogram: "Hz", lanePitch: "F0", laneLoudness: "LUFS"}

func (s *stage) unitOf(kind laneKind) string {
	if kind == lanePitch && s.bench.settings.Semitones {
		return "st"
	}
	return units[kind]
}

// indent is where the texts of the axes begin.
const indent = look.Tight

// unit writes the unit of an axis at the upper end of it.
func (s *stage) unit(p place) {
	size := theme.CaptionTextSize() * 0.9
	s.labels.put(s.unitOf(p.kind), indent, p.top, s.gutter()-indent-6, size, fyne.TextAlignLeading, s.subtle(), fyne.TextStyle{Bold: true})
}

// tick writes a value beside an axis, at a share of its height.
func (s *stage) tick(p place, share float64, text string) {
	size := theme.CaptionTextSize() * 0.9
	height := fyne.MeasureText("0", size, fyne.TextStyle{}).Height
	y := p.top + p.height*float32(1-share) - height/2
	y = min(max(y, p.top), p.top+p.height-height)
	text = strings.Replace(text, "-", "−", 1)
	if y < p.top+height { // the unit stands there
		unit := fyne.MeasureText(s.unitOf(p.kind), size, fyne.TextStyle{Bold: true}).Width
		if unit+fyne.MeasureText(text, size, fyne.TextStyle{}).Width > s.gutter()-10 {
			return
		}
	}
	s.labels.put(text, indent, y, s.gutter()-indent-6, size, fyne.TextAlignTrailing, s.subtle(), fyne.TextStyle{})
}

func (s *stage) labelRuler(p place) {
	ticks := s.ticks()
	if len(ticks) < 2 {
		return
	}
	size := theme.CaptionTextSize() * 0.95
	left, width := s.plot()
	s.unit(p)
	for _, t := range ticks {
		text := clock(t, ticks[1]-ticks[0])
		w := fyne.MeasureText(text, size, fyne.TextStyle{}).Width
		x := s.x(t)
		if x < left-1 || x+w/2 > left+width+margin {
			continue
		}
		s.labels.put(text, max(x-w/2, left), p.top, w, size, fyne.TextAlignLeading, s.subtle(), fyne.TextStyle{})
	}
}

// labelHeader writes what a sound is: its letter where there are two, its title, how loud it is and how it is played.
func (s *stage) labelHeader(p place) {
	b := s.bench
	d := b.sides[p.side]
	size := theme.CaptionTextSize() * 1.1
	left, width := s.plot()
	height := fyne.MeasureText("A", size, fyne.TextStyle{Bold: true}).Height
	y := p.top + (p.height-height)/2
	heard := p.side == b.active
	title := theme.Color(theme.ColorNameForeground)
	if b.sides[1] != nil {
		ground, edge, letter := badge(p.side, heard)
		r := s.badges[p.side]
		r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = ground, edge, 1.5, 4
		lay(r, left, p.top+1, left+height+4, p.top+p.height-1, true)
		r.Refresh()
		s.labels.put([]string{"A", "B"}[p.side], left, y, height+4, size, fyne.TextAlignCenter, letter, fyne.TextStyle{Bold: true})
		left, width = left+height+4+look.Space, width-height-4-look.Space
		if !heard {
			title = s.subtle()
		}
	}
	right := s.facts(d)
	w := fyne.MeasureText(right, size*0.95, fyne.TextStyle{}).Width
	if w > width*0.7 {
		right, w = "", 0
	}
	s.labels.put(shorten(d.sound.Title, width-w-look.Wide, size, fyne.TextStyle{Bold: true}), left, y, width-w-look.Wide, size, fyne.TextAlignLeading, title, fyne.TextStyle{Bold: true})
	if right != "" {
		s.labels.put(right, left+width-w, y, w, size*0.95, fyne.TextAlignTrailing, s.subtle(), fyne.TextStyle{})
	}
}

// facts tells how loud a sound is, and with which gain it is played.
func (s *stage) facts(d *side) string {
	var parts []string
	if d.measured && !math.IsInf(d.lufs, -1) {
		parts = append(parts, lang.L("{{.Level}} LUFS", map[string]any{"Level": number(d.lufs)}),
			lang.L("peak {{.Peak}} dBTP", map[string]any{"Peak": number(d.peak)}))
	}
	if s.bench.sides[1] != nil && s.bench.settings.Match {
		parts = append(parts, lang.L("played at {{.Gain}} dB", map[string]any{"Gain": number(20*math.Log10(d.gain) + 0)}))
	}
	return strings.Join(parts, "   ·   ")
}

// shorten cuts a text to a width, with an ellipsis.
func shorten(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:middle])+"…", size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// labelSpans writes the labels that fit into their spans, a little smaller where they would come nearer to each other than apart.
func (s *stage) labelSpans(p place, spans []script.Span, name string, size, apart float32) {
	caption := theme.CaptionTextSize() * 0.9
	high := fyne.MeasureText("0", caption, fyne.TextStyle{}).Height
	room := s.gutter() - indent - 6
	s.labels.put(shorten(name, room, caption, fyne.TextStyle{Bold: true}), indent, p.top+(p.height-high)/2, room, caption, fyne.TextAlignLeading, s.subtle(), fyne.TextStyle{Bold: true})
	shown := within(spans, s.bench.time.span)
	left, width := s.plot()
	if len(shown) == 0 || width/float32(len(shown)) < 4 {
		return
	}
	height := fyne.MeasureText("ʃ", size, fyne.TextStyle{}).Height
	for _, span := range shown {
		if silent(span.Label) {
			continue
		}
		from, to := max(s.x(span.Start), left), min(s.x(span.End), left+width)
		fit, w := size, fyne.MeasureText(span.Label, size, fyne.TextStyle{}).Width
		if w > to-from-apart {
			fit *= 0.85
			w = fyne.MeasureText(span.Label, fit, fyne.TextStyle{}).Width
		}
		if w > to-from-1 {
			continue
		}
		s.labels.put(span.Label, (from+to-w)/2, p.top+(p.height-height*fit/size)/2, w, fit, fyne.TextAlignLeading, theme.Color(theme.ColorNameForeground), fyne.TextStyle{})
	}
}

var noteNames = [12]string{"C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"}

// note returns the name of the nearest tone of equal temperament on A4 = 440 Hz.
func note(hz float64) string {
	n := int(math.Round(69 + 12*math.Log2(hz/440)))
	if n < 0 {
		return "–"
	}
	return noteNames[n%12] + strconv.Itoa(n/12-1)
}
