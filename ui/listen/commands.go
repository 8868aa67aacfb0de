package listen

import (
	"fyne.io/fyne/v2"

	"voicewright/script"
	"voicewright/ui/figure"
	"voicewright/ui/listen/scope"
)

// Steps of the commands.
const (
	zoomStep  = 1.5
	panStep   = 0.25 // of what is seen
	seekStep  = 0.02 // of what is seen
	rangeStep = 5    // dB
)

// view runs f on the timeline and draws what it changed.
func (b *Bench) view(f func(*timeline)) {
	if b.sides[0] == nil {
		return
	}
	before := b.time.span
	f(&b.time)
	if b.time.span != before {
		b.moved()
	}
}

// centre is the time that zooming by key keeps in place: the play-head where it is seen, otherwise the middle.
func (b *Bench) centre() float64 {
	if b.position >= b.time.span.From && b.position <= b.time.span.To {
		return b.position
	}
	return b.time.span.At(0.5)
}

// ZoomIn shows less time, larger.
func (b *Bench) ZoomIn() { b.view(func(t *timeline) { t.zoom(1/zoomStep, b.centre()) }) }

// ZoomOut shows more time.
func (b *Bench) ZoomOut() { b.view(func(t *timeline) { t.zoom(zoomStep, b.centre()) }) }

// Fit shows the whole sound.
func (b *Bench) Fit() { b.view((*timeline).fit) }

// ZoomTo shows the stretch between two times in seconds.
func (b *Bench) ZoomTo(from, to float64) { b.view(func(t *timeline) { t.show(from, to) }) }

// ZoomToRegion shows the region with a little around it.
func (b *Bench) ZoomToRegion() {
	if r := b.region; r.Seconds() > 0 {
		b.ZoomTo(r.From-r.Seconds()*0.05, r.To+r.Seconds()*0.05)
	}
}

// View returns the stretch that is seen, in seconds.
func (b *Bench) View() (from, to float64) { return b.time.span.From, b.time.span.To }

// PanLeft and PanRight show what is earlier or later.
func (b *Bench) PanLeft() { b.view(func(t *timeline) { t.pan(-panStep * t.span.Seconds()) }) }

// PanRight shows what is later.
func (b *Bench) PanRight() { b.view(func(t *timeline) { t.pan(panStep * t.span.Seconds()) }) }

// zoomToSpan shows a phoneme or a word with its neighbours.
func (b *Bench) zoomToSpan(s script.Span) {
	around := max((s.End-s.Start)*0.8, 0.03)
	b.ZoomTo(s.Start-around, s.End+around)
}

// ZoomToPhone shows the phoneme at a time in seconds with its neighbours, the word where no phonemes are known, or
// otherwise a quarter of what is seen.
func (b *Bench) ZoomToPhone(seconds float64) {
	d := b.sides[b.active]
	if d == nil {
		return
	}
	for _, spans := range [][]script.Span{d.sound.Trace.Phones, d.sound.Trace.Words} {
		if i := spanAt(spans, seconds); i >= 0 {
			b.zoomToSpan(spans[i])
			return
		}
	}
	b.view(func(t *timeline) { t.zoom(0.25, seconds) })
}

// NextPhone chooses the phoneme after the play-head as region.
func (b *Bench) NextPhone() { b.step(1) }

// PreviousPhone chooses the phoneme before the play-head as region.
func (b *Bench) PreviousPhone() { b.step(-1) }

func (b *Bench) step(by int) {
	d := b.sides[b.active]
	if d == nil || len(d.sound.Trace.Phones) == 0 {
		return
	}
	phones := d.sound.Trace.Phones
	i := spanAt(phones, b.position+1e-6)
	if b.region.Seconds() > 0 || i < 0 {
		i += by
	}
	i = min(max(i, 0), len(phones)-1)
	b.SetRegion(phones[i].Start, phones[i].End)
	b.Seek(phones[i].Start)
	if phones[i].Start < b.time.span.From || phones[i].End > b.time.span.To {
		middle, half := (phones[i].Start+phones[i].End)/2, b.time.span.Seconds()/2
		b.ZoomTo(middle-half, middle+half)
	}
}

// Nudge moves the play-head by a small part of what is seen, to later for positive counts.
func (b *Bench) Nudge(count int) {
	b.Seek(b.position + float64(count)*seekStep*b.time.span.Seconds())
}

// NextScale goes through the frequency axes.
func (b *Bench) NextScale() {
	b.change(func(s *Settings) { s.Scale = (s.Scale + 1) % (scope.Log + 1) })
}

// NextMap goes through the colour maps.
func (b *Bench) NextMap() {
	b.change(func(s *Settings) { s.Map = (s.Map + 1) % scope.Map(len(scope.Maps)) })
}

// NextDetail goes through what the spectrogram is sharp in.
func (b *Bench) NextDetail() {
	b.change(func(s *Settings) { s.Detail = (s.Detail + 1) % (scope.Pulses + 1) })
}

// MoreRange shows quieter parts of the spectrogram.
func (b *Bench) MoreRange() { b.change(func(s *Settings) { s.Range += rangeStep }) }

// LessRange shows only the louder parts of the spectrogram.
func (b *Bench) LessRange() { b.change(func(s *Settings) { s.Range -= rangeStep }) }

// ToggleOverlay draws the pitch over the spectrogram or takes it away.
func (b *Bench) ToggleOverlay() { b.change(func(s *Settings) { s.Overlay = !s.Overlay }) }

// ToggleBoth draws two sounds one below the other, or only the one that is heard.
func (b *Bench) ToggleBoth() { b.change(func(s *Settings) { s.Both = !s.Both }) }

// Focus gives the keyboard to the bench.
func (b *Bench) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.stage); c != nil {
		c.Focus(b.stage)
	}
}

// Figure returns a figure of what is seen, to be written by figure.Write.
func (b *Bench) Figure() figure.Figure {
	f := figure.Figure{
		From: b.time.span.From, To: b.time.span.To,
		Scale: b.settings.Scale, Top: b.settings.Top, Map: b.settings.Map, Dark: b.settings.Ground == GroundDark,
		Range: b.settings.Range, Detail: b.settings.Detail,
		Spectrogram: b.settings.Spectrogram, Pitch: b.settings.Pitch, Overlay: b.settings.Overlay, Loudness: b.settings.Loudness,
		Phones: b.settings.Phones, Words: b.settings.Words,
	}
	for i, d := range b.sides {
		if d != nil && (b.settings.Both || i == b.active) {
			f.Sounds = append(f.Sounds, figure.Sound{
				Title: d.sound.Title, Wave: d.wave, Pitch: d.pitch, Loudness: d.loud,
				Phones: d.sound.Trace.Phones, Words: d.sound.Trace.Words,
			})
		}
	}
	return f
}
