package references

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/voices/card"
)

// A result is what all recordings together are good for.
type result struct {
	voice   *card.Card // that they are added to; nil where a new one is made
	content *fyne.Container
	used    *look.Line
	of      *look.Line
	sign    *canvas.Image
	word    *look.Line
	text    *widget.Label
	says    *fyne.Container // text without the room around it
	meter   *meter
	sure    *look.Line
	work    *widget.ProgressBar
}

func newResult(voice *card.Card) *result {
	r := &result{
		voice: voice,
		used:  look.NewLine("", theme.ColorNameForeground, theme.SizeNameHeadingText, true),
		of:    look.NewLine("", look.ColorSubtle, theme.SizeNameCaptionText, false),
		sign:  canvas.NewImageFromResource(nil),
		word:  look.NewLine("", theme.ColorNameForeground, theme.SizeNameText, true),
		text:  widget.NewLabel(""), meter: newMeter(), work: widget.NewProgressBar(),
		sure: look.NewLine("", look.ColorSubtle, theme.SizeNameCaptionText, false),
	}
	r.sign.FillMode = canvas.ImageFillContain
	r.sign.SetMinSize(fyne.NewSquareSize(theme.IconInlineSize()))
	r.text.Wrapping = fyne.TextWrapWord
	r.text.SizeName = theme.SizeNameCaptionText
	r.work.Hide()
	r.says = container.New(layout.NewCustomPaddedLayout(-look.Space, -look.Tight, -look.Space, -look.Space), r.text)
	title := look.NewLine(lang.L("How sure the voice will be"), look.ColorSubtle, theme.SizeNameCaptionText, true)
	r.content = container.New(layout.NewCustomPaddedVBoxLayout(look.Tight), r.used, r.of,
		container.NewBorder(nil, nil, container.NewCenter(r.sign), nil, r.word),
		r.says, title, r.meter, r.sure, r.work)
	return r
}

// show shows the totals of some recordings. A report that is not fresh is of what lay on the desk before.
func (r *result) show(recordings int, used, seconds float64, report *desk.Report, fresh bool) {
	r.used.Set(lang.L("{{.Seconds}} s used", map[string]any{"Seconds": fmt.Sprintf("%.0f", used)}))
	r.of.Set(lang.N("of {{.Time}} in {{.Count}} recordings", recordings, map[string]any{"Time": clock(seconds), "Count": recordings}))
	var v desk.Verdict
	text := ""
	r.meter.set(0, 0)
	r.sure.Set(lang.L("not known yet"))
	if report != nil && recordings > 0 {
		v, text = report.Verdict, meaning(report.Verdict)
		for _, a := range report.Advice {
			text += " " + advice(a)
		}
		if l := report.Likeness; l.Now > 0 {
			r.meter.set(l.Now, l.More)
			r.sure.Set(lang.L("{{.Now}} % now, {{.More}} % with another minute",
				map[string]any{"Now": percent(l.Now), "More": percent(l.More)}))
		}
	}
	icon, word, colour := verdict(v)
	if r.voice != nil && report != nil && recordings > 0 {
		text = r.growth(*report)
		if v == desk.Good && strange(report.Growth) {
			icon, word, colour = look.IconFlagged, lang.L("Another voice?"), theme.ColorNameWarning
		}
	}
	if recordings == 0 {
		icon, word, text = look.IconInfo, lang.L("No recording yet"), ""
	}
	r.sign.Resource = look.Tinted(icon, colour)
	r.sign.Refresh()
	r.word.Set(word)
	r.text.SetText(text)
	r.says.Hidden = text == ""
	if fresh || recordings == 0 {
		r.work.Hide()
	}
}

// growth shows what the recordings bring to the voice that they are added to, and returns what is to be said of it.
func (r *result) growth(report desk.Report) (text string) {
	r.meter.set(0, 0)
	r.sure.Set(lang.L("not known yet"))
	if g := report.Growth; g.After > 0 {
		r.meter.set(g.Before, g.After)
		r.sure.Set(lang.L("{{.Now}} % now, {{.More}} % with these recordings", map[string]any{"Now": percent(g.Before), "More": percent(g.After)}))
	}
	name := map[string]any{"Name": r.voice.Name}
	for _, a := range report.Advice {
		switch a.Kind {
		case desk.GiveOthers:
			return lang.L("{{.Name}} was made of these recordings already: give it others.", name)
		case "add more": // the voice has speech of its own
		default:
			text += " " + advice(a)
		}
	}
	if strange(report.Growth) {
		return lang.L("This hardly sounds like {{.Name}}: make sure that the same person speaks.", name) + text
	}
	return meaning(report.Verdict) + text
}

// strange tells whether another person seems to speak than in the voice's own recordings.
func strange(g desk.Growth) bool { return g.After > 0 && g.Alike < desk.Stranger || g.Alike < 0 }

func percent(part float64) string { return fmt.Sprintf("%.0f", 100*part) }

// working shows how far the listening is.
func (r *result) working(l desk.Listening) {
	r.work.Show()
	r.work.SetValue(l.Fraction)
}

func (r *result) fail(err error) {
	r.work.Hide()
	r.sign.Resource = look.Tinted(look.IconFailed, theme.ColorNameError)
	r.sign.Refresh()
	r.word.Set(lang.L("The recordings can't be heard"))
	r.text.SetText(capital(err.Error()))
	r.says.Show()
}

// A meter is a bar from 0 to 1 with what is there, and what another minute would add as an outline.
type meter struct {
	widget.BaseWidget
	now, more float64
}

func newMeter() *meter {
	m := &meter{}
	m.ExtendBaseWidget(m)
	return m
}

func (m *meter) set(now, more float64) {
	m.now, m.more = min(max(now, 0), 1), min(max(more, now, 0), 1)
	m.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *meter) CreateRenderer() fyne.WidgetRenderer {
	r := &meterRenderer{meter: m}
	for i := range r.bars {
		r.bars[i] = canvas.NewRectangle(color.Transparent)
		r.bars[i].CornerRadius = 4
	}
	r.Refresh()
	return r
}

type meterRenderer struct {
	meter *meter
	bars  [3]*canvas.Rectangle // ground, more, now
}

func (r *meterRenderer) Layout(size fyne.Size) {
	for i, part := range []float64{1, r.meter.more, r.meter.now} {
		r.bars[i].Resize(fyne.NewSize(size.Width*float32(part), size.Height))
		r.bars[i].Hidden = part == 0
	}
}

func (r *meterRenderer) MinSize() fyne.Size { return fyne.NewSize(0, 10) }

func (r *meterRenderer) Refresh() {
	r.bars[0].FillColor = look.Color(look.ColorRaised)
	r.bars[1].FillColor, r.bars[1].StrokeWidth, r.bars[1].StrokeColor = look.Color(look.ColorAccentSoft), 1, look.Color(theme.ColorNamePrimary)
	r.bars[2].FillColor = look.Color(theme.ColorNamePrimary)
	r.Layout(r.meter.Size())
	for _, b := range r.bars {
		b.Refresh()
	}
}

func (r *meterRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bars[0], r.bars[1], r.bars[2]}
}

func (r *meterRenderer) Destroy() {}
