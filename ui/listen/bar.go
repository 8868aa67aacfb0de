package listen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/figure"
	"voicewright/ui/look"
)

// A bar is the row of controls above the lanes.
type bar struct {
	bench   *Bench
	content *fyne.Container

	play, loop, in, out, fit, view, export *look.IconButton
	compare                                *fyne.Container
	a, b                                   *look.Button
	match                                  *look.Chip
	time, length                           *canvas.Text
}

func newBar(b *Bench) *bar {
	r := &bar{bench: b}
	r.play = look.NewIconButton(look.IconPlay, lang.L("Play (Space)"), b.TogglePlay)
	r.loop = look.NewIconButton(look.IconLoop, lang.L("Loop (L)"), b.ToggleLoop)
	r.a = look.NewButton(lang.L("A"), b.ChooseA)
	r.b = look.NewButton(lang.L("B"), b.ChooseB)
	r.match = look.NewChip(lang.L("Equal level"), look.IconVolume, func(on bool) {
		b.change(func(s *Settings) { s.Match = on })
	})
	swap := look.NewIconButton(look.IconCompare, lang.L("Switch between A and B (X)"), b.Swap)
	r.compare = container.NewHBox(r.a, r.b, swap, r.match)
	r.out = look.NewIconButton(look.IconZoomOut, lang.L("Zoom out (−)"), b.ZoomOut)
	r.in = look.NewIconButton(look.IconZoomIn, lang.L("Zoom in (+)"), b.ZoomIn)
	r.fit = look.NewIconButton(look.IconZoomAll, lang.L("Show everything (0)"), b.Fit)
	r.view = look.NewIconButton(look.IconSettings, lang.L("View"), func() { r.showView() })
	r.export = look.NewIconButton(look.IconExport, lang.L("Export figure"), func() { r.showExport() })
	r.time = canvas.NewText("", nil)
	r.length = canvas.NewText("", nil)
	clockBox := container.NewHBox(container.NewCenter(r.time), container.NewCenter(r.length))
	r.content = container.NewHBox(r.play, r.loop, clockBox, r.compare, layout.NewSpacer(), r.out, r.in, r.fit, r.view, r.export)
	return r
}

// update brings the controls up to date.
func (r *bar) update() {
	b := r.bench
	icon, hint := look.IconPlay, lang.L("Play (Space)")
	if b.playing {
		icon, hint = look.IconPause, lang.L("Pause (Space)")
	}
	r.play.Hint = hint
	r.play.SetIcon(icon)
	r.loop.SetOn(b.looping)
	for i, button := range []*look.Button{r.a, r.b} {
		importance := widget.MediumImportance
		if b.active == i {
			importance = widget.HighImportance
		}
		if button.Importance != importance {
			button.Importance = importance
			button.Refresh()
		}
	}
	r.match.SetOn(b.settings.Match)
	if two := b.sides[1] != nil; two != r.compare.Visible() {
		r.compare.Hidden = !two
		r.content.Refresh()
	}
	r.tell()
}

// tell writes where the play-head stands.
func (r *bar) tell() {
	b := r.bench
	now, length := "", ""
	if b.sides[0] != nil {
		now, length = clock(b.position, 0.01), " / "+clock(b.time.length, 0.01)+" s"
	}
	for _, t := range []struct {
		text  *canvas.Text
		value string
		name  fyne.ThemeColorName
	}{{r.time, now, theme.ColorNameForeground}, {r.length, length, look.ColorSubtle}} {
		colour, size := look.Color(t.name), theme.TextSize()
		if t.text.Text == t.value && t.text.Color == colour && t.text.TextSize == size {
			continue
		}
		before := t.text.MinSize()
		t.text.Text, t.text.Color, t.text.TextSize = t.value, colour, size
		t.text.TextStyle = fyne.TextStyle{Monospace: true}
		if t.text.MinSize() != before {
			r.content.Refresh()
		}
		t.text.Refresh()
	}
}

// showExport offers the kinds of figures.
func (r *bar) showExport() {
	b := r.bench
	if b.sides[0] == nil || b.OnExportFigure == nil {
		return
	}
	var items []*fyne.MenuItem
	for _, kind := range figure.Kinds {
		items = append(items, fyne.NewMenuItem(kind.Title(), func() { b.OnExportFigure(kind) }))
	}
	r.popUp(r.export, widget.NewPopUpMenu(fyne.NewMenu("", items...), r.canvas()))
}

func (r *bar) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(r.content) }

// popUp shows something under a button, as far to the left as it must to be seen.
func (r *bar) popUp(under fyne.CanvasObject, pop interface {
	fyne.CanvasObject
	ShowAtPosition(fyne.Position)
}) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	at.Y += under.Size().Height
	at.X += under.Size().Width - pop.MinSize().Width
	at.X = max(at.X, 0)
	pop.ShowAtPosition(at)
}
