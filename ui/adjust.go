package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
)

// adjustLine asks for pace, pitch and pause, beginning with those of a line.
func (w *Window) adjustLine(line script.Line, then func(pace, pitch, gap float64)) {
	pace, readPace := stepper(0.5, 2, 0.05, paceOf(line.Pace), func(v float64) string { return strconv.Itoa(int(v*100+0.5)) + " %" })
	pitch, readPitch := stepper(-12, 12, 0.5, line.Pitch, semitones)
	seconds := func(v float64) string {
		return lang.L("{{.Seconds}} s", map[string]any{"Seconds": strconv.FormatFloat(v, 'f', 1, 64)})
	}
	gap, readGap := stepper(0, 10, 0.1, max(0, line.Gap), seconds)
	usual, none, own := lang.L("As in the project"), lang.L("None"), lang.L("Its own")
	kind := widget.NewRadioGroup([]string{usual, none, own}, func(choice string) {
		if choice == own {
			gap.Show()
		} else {
			gap.Hide()
		}
	})
	kind.Horizontal = true
	switch {
	case line.Gap > 0:
		kind.SetSelected(own)
	case line.Gap < 0:
		kind.SetSelected(none)
	default:
		kind.SetSelected(usual)
	}
	d := dialog.NewForm(lang.L("Pace, pitch and pause"), lang.L("Apply"), lang.L("Cancel"), []*widget.FormItem{
		widget.NewFormItem(lang.L("Pace"), pace), widget.NewFormItem(lang.L("Pitch"), pitch),
		widget.NewFormItem(lang.L("Pause after it"), kind), widget.NewFormItem("", gap),
	}, func(ok bool) {
		if !ok {
			return
		}
		after := map[string]float64{usual: 0, none: -1, own: max(0.1, readGap())}[kind.Selected]
		then(readPace(), readPitch(), after)
	}, w.win)
	d.Resize(fyne.NewSize(520, 320))
	d.Show()
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
