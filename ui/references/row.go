package references

import (
	"fmt"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/look"
)

// A row is one recording: what it is called, how good it is, its waveform, and what is wrong with it.
type row struct {
	desk    *Desk
	entry   *entry
	content fyne.CanvasObject
	card    *canvas.Rectangle
	hear    *look.IconButton
	used    *look.Line
	verdict *fyne.Container
	strip   *strip
	notes   *fyne.Container
}

func newRow(d *Desk, e *entry) *row {
	r := &row{desk: d, entry: e, card: canvas.NewRectangle(color.Transparent), verdict: container.NewHBox(),
		used: look.NewLine("", look.ColorSubtle, theme.SizeNameCaptionText, false), notes: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	r.card.CornerRadius = theme.Size(theme.SizeNameCardRadius)
	r.hear = look.NewIconButton(look.IconPlay, lang.L("Play {{.Name}}", map[string]any{"Name": e.name()}), func() { d.play(e, 0) })
	r.strip = newStrip(e, func() { d.switched(e) }, func(from float64) { d.play(e, from) })
	out := look.NewIconButton(look.IconClose, lang.L("Take {{.Name}} off the desk", map[string]any{"Name": e.name()}), func() { d.remove(e) })
	text := container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(),
		look.NewLine(e.name(), theme.ColorNameForeground, theme.SizeNameText, true), r.used, layout.NewSpacer())
	head := container.NewBorder(nil, nil, container.NewCenter(r.hear), container.NewHBox(container.NewCenter(r.verdict), container.NewCenter(out)), text)
	r.content = container.NewStack(r.card, container.New(layout.NewCustomPaddedLayout(look.Space, look.Space, look.Space, look.Space),
		container.New(layout.NewCustomPaddedVBoxLayout(look.Tight), head, r.strip, r.notes)))
	r.tell()
	return r
}

// tell brings the row up to its entry.
func (r *row) tell() {
	e := r.entry
	r.card.FillColor = look.Color(look.ColorSurface)
	r.card.StrokeWidth, r.card.StrokeColor = 1, look.Color(theme.ColorNameSeparator)
	r.card.Refresh()
	text := ""
	switch {
	case e.report != nil:
		text = lang.L("{{.Used}} of {{.Seconds}} s used", map[string]any{"Used": fmt.Sprintf("%.1f", e.used()), "Seconds": fmt.Sprintf("%.1f", e.seconds())}) +
			"  ·  " + e.report.Format
	case e.outline != nil:
		text = clock(e.seconds())
	}
	r.used.Set(text)
	r.verdict.RemoveAll()
	r.notes.RemoveAll()
	if e.broken != nil {
		r.showVerdict(look.IconFailed, lang.L("Can't be read"), theme.ColorNameError)
		r.note(look.IconInfo, look.ColorSubtle, "", capital(e.broken.Error()), nil)
		r.strip.Hide()
		return
	}
	var of desk.Verdict
	if e.report != nil {
		of = e.report.Verdict
		if e.report.Note != "" && len(e.findings()) == 0 {
			r.note(look.IconInfo, look.ColorSubtle, "", capital(e.report.Note), nil)
		}
	}
	r.showVerdict(verdict(of))
	for n, f := range e.findings() {
		icon, colour := severity(f.Severity)
		number := ""
		var leave fyne.CanvasObject
		if len(f.Regions) > 0 {
			number = strconv.Itoa(n + 1)
			if !e.left(f.Regions) {
				button := look.NewButton(lang.L("Leave out"), func() {
					e.leaveOut(f.Regions)
					r.strip.Refresh()
					r.desk.switched(e)
				})
				button.Importance = widget.LowImportance
				leave = container.NewCenter(button)
			}
		}
		r.note(icon, colour, number, finding(f), leave)
	}
	r.strip.Show()
	r.strip.Refresh()
}

func (r *row) showVerdict(icon fyne.Resource, word string, colour fyne.ThemeColorName) {
	sign := canvas.NewImageFromResource(look.Tinted(icon, colour))
	sign.FillMode = canvas.ImageFillContain
	sign.SetMinSize(fyne.NewSquareSize(theme.IconInlineSize()))
	r.verdict.Add(container.NewCenter(sign))
	r.verdict.Add(look.Text(word, colour, theme.SizeNameText))
}

// note adds a finding: its sign, the number that marks its place on the waveform, its sentence, and what can be done.
func (r *row) note(icon fyne.Resource, colour fyne.ThemeColorName, number, text string, do fyne.CanvasObject) {
	sign := canvas.NewImageFromResource(look.Tinted(icon, colour))
	sign.FillMode = canvas.ImageFillContain
	sign.SetMinSize(fyne.NewSquareSize(theme.IconInlineSize()))
	left := container.NewHBox(container.NewCenter(sign))
	if number != "" {
		left.Add(container.NewCenter(look.NewBadge(number, look.ColorRaised, theme.ColorNameForeground)))
	}
	sentence := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: theme.ColorNameForeground, SizeName: theme.SizeNameCaptionText}})
	sentence.Wrapping = fyne.TextWrapWord
	r.notes.Add(container.NewBorder(nil, nil, container.NewVBox(left), do, container.New(layout.NewCustomPaddedLayout(-look.Tight, -look.Tight, 0, 0), sentence)))
}

// playing shows whether the recording plays, and where.
func (r *row) playing(on bool, at float64) {
	if !on {
		r.hear.SetIcon(look.IconPlay)
		r.strip.showHead(-1)
		return
	}
	r.hear.SetIcon(look.IconStop)
	r.strip.showHead(at)
}
