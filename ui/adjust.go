package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// adjustLine asks how lines are said and for the pause after them, beginning with what a line has.
func (w *Window) adjustLine(line script.Line, then func(delivery script.Delivery, gap float64)) {
	form := newDeliveryForm(line.Delivery)
	seconds := func(v float64) string {
		return lang.L("{{.Seconds}} s", map[string]any{"Seconds": strconv.FormatFloat(v, 'f', 1, 64)})
	}
	gap, readGap := stepper(0, 10, 0.1, max(0, line.Gap), seconds)
	usual, none, own := lang.L("As in the project"), lang.L("None"), lang.L("Its own")
	kind := look.NewSelect([]string{usual, none, own}, func(choice string) {
		if choice == own {
			gap.Show()
		} else {
			gap.Hide()
		}
	})
	switch {
	case line.Gap > 0:
		kind.SetSelected(own)
	case line.Gap < 0:
		kind.SetSelected(none)
	default:
		kind.SetSelected(usual)
	}
	pause := container.New(layout.NewFormLayout(), widget.NewLabel(lang.L("Pause after it")), container.NewVBox(kind, gap))
	body := container.NewVBox(form.content, widget.NewSeparator(), pause)
	d := look.Ask(lang.L("Pace, pitch and pause"), lang.L("Apply"), lang.L("Cancel"), body, func(ok bool) {
		if ok {
			then(form.delivery(), map[string]float64{usual: 0, none: -1, own: max(0.1, readGap())}[kind.Selected])
		}
	}, w.win)
	form.words.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(min(640, w.win.Canvas().Size().Width-2*look.Page), 0))
	d.Show()
	w.win.Canvas().Focus(form.words)
}

// speakerHere shows the menu of roles at the current line.
func (w *Window) speakerHere() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.list).Add(fyne.NewPos(80, 80))
	if place, ok := w.list.PlaceOf(w.list.Current()); ok {
		at = place
	}
	w.speakerMenu(w.selection(), at)
}

// popUpAt shows a menu at a place of the canvas.
func (w *Window) popUpAt(menu *fyne.Menu, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
}
