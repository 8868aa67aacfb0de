package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/ui/references"
	"voicewright/voices/card"
)

// improveChosen adds recordings to the voice that is selected in the catalogue.
func (w *Window) improveChosen() {
	chosen := w.voices.Selected()
	if len(chosen) != 1 || chosen[0].Trashed {
		w.focusVoices()
		w.status.say(lang.L("Select one voice of the catalogue to add recordings to it."))
		return
	}
	w.improveVoice(chosen[0])
}

// improveVoice opens the reference desk for a voice that is there, or says why no recordings can be added to it.
func (w *Window) improveVoice(c card.Card) {
	if w.desk != nil {
		return
	}
	if err := w.studio.Improvable(w.ctx, c.ID); err != nil {
		w.fail(err)
		return
	}
	d := references.NewFor(improved{w.studio, c.ID}, w.studio, w.thread, c)
	w.showDesk(lang.L("More recordings of {{.Name}}", map[string]any{"Name": c.Name}), d, func(about card.Card, sources []desk.Source, done func()) {
		w.improve(c, about.Consent, sources, done)
	})
}

// improved listens to recordings for a voice that they are to be added to.
type improved struct {
	Studio
	id string
}

// CheckReferences implements references.Source.
func (i improved) CheckReferences(ctx context.Context, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error) {
	return i.CheckImprovement(ctx, i.id, sources, progress)
}

// improve adds recordings to a voice and calls done when that has succeeded. Until then the voice is what it was. A consent
// is noted where there was none.
func (w *Window) improve(c card.Card, consent string, sources []desk.Source, done func()) {
	p := w.showProgress(lang.L("Listening to {{.Name}}", map[string]any{"Name": c.Name}))
	w.background(func(all context.Context) func() {
		ctx, cancel := context.WithCancel(all)
		defer cancel()
		p.onCancel(cancel)
		before, err := w.studio.Preview(ctx, c.ID) // to compare with
		var report desk.Report
		if err == nil {
			_, report, err = w.studio.Improve(ctx, c.ID, sources, func(l desk.Listening) { p.set(l.Fraction, l.Remaining, filepath.Base(l.Path)) })
		}
		if err == nil && c.Consent == "" {
			err = w.studio.UpdateVoice(all, c.ID, func(c *card.Card) { c.Consent = consent }) // it cannot be cancelled any more
		}
		return func() {
			p.hide()
			if errors.Is(err, context.Canceled) {
				return
			}
			w.voicesChanged(err)
			if err == nil {
				done()
				w.focusVoices()
				w.voices.Select(c.ID)
				w.showGrowth(c, report.Growth, before)
			}
		}
	})
}

// showGrowth says what recordings have brought to a voice, and lets it be heard as it was and as it is.
func (w *Window) showGrowth(c card.Card, g desk.Growth, before audio.Buffer) {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the voice with the new recordings."))
	text := widget.NewLabel(growth(c.Name, g))
	text.Wrapping = fyne.TextWrapWord
	was := look.NewButtonWithIcon(lang.L("As it was"), look.IconPlay, func() { w.hearSketch(before, true) })
	is := look.NewButtonWithIcon(lang.L("As it is now"), look.IconPlay, nil)
	is.Disable()
	is.Importance = widget.HighImportance
	leave := look.NewButton(lang.L("Close"), nil)
	foot := container.NewHBox(was, is, layout.NewSpacer(), leave)
	left := false
	leave.OnTapped = w.showViewOf(fyne.NewSize(560, 220), lang.L("{{.Name}} has grown", map[string]any{"Name": c.Name}), container.NewBorder(nil, foot, nil, nil, text), func() {
		left = true
		w.player.Pause()
		w.showLine()
	})
	w.background(func(ctx context.Context) func() {
		now, err := w.studio.Preview(ctx, c.ID)
		return func() {
			if err != nil || left {
				w.fail(err)
				return
			}
			is.OnTapped = func() { w.hearSketch(now, true) }
			is.Enable()
			is.OnTapped()
		}
	})
}

// growth says in a sentence what recordings have brought to a voice.
func growth(name string, g desk.Growth) string {
	percent := func(part float64) string { return fmt.Sprintf("%.0f", 100*part) }
	values := map[string]any{"Name": name, "Seconds": fmt.Sprintf("%.0f", g.SecondsAfter), "SecondsBefore": fmt.Sprintf("%.0f", g.SecondsBefore),
		"Sure": percent(g.After), "SureBefore": percent(g.Before)}
	if values["Sure"] == values["SureBefore"] {
		return lang.L("{{.Name}} is made of {{.Seconds}} s of speech now instead of {{.SecondsBefore}} s, and the voice is as sure as before: {{.Sure}} %.", values)
	}
	return lang.L("{{.Name}} is made of {{.Seconds}} s of speech now instead of {{.SecondsBefore}} s, and the voice is {{.Sure}} % sure instead of {{.SureBefore}} %.", values)
}
