package ui

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"voicewright/audio"
	"voicewright/ui/design"
	"voicewright/voices/card"
)

// describeVoice opens the view in which voices are made of words, and keeps the one that is chosen.
func (w *Window) describeVoice() {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the voices that are made from words."))
	v := design.New(w.studio, w.thread)
	leave := w.showView(lang.L("New voice from words"), v, func() {
		v.Close()
		w.player.Pause()
		w.showLine()
	})
	v.OnClose = leave
	v.OnHear = func(sound audio.Buffer) { w.hearSketch(sound, false) }
	v.OnKeep = func(name, words string, wish design.Wish, seed uint64) {
		leave()
		w.madeVoice(func(ctx context.Context) (card.Card, error) {
			return w.studio.KeepDescribed(ctx, card.Card{Name: name}, words, wish, seed)
		})
	}
	v.Focus(w.win.Canvas())
}

// editVoice opens the view in which a voice is changed by sliders, and keeps what came of it as a new voice.
func (w *Window) editVoice(c card.Card) {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the changed voice."))
	e := design.NewEdit(w.studio, w.thread, c)
	leave := w.showView(lang.L("Change {{.Name}}", map[string]any{"Name": c.Name}), e, func() {
		e.Close()
		w.player.Pause()
		w.showLine()
	})
	e.OnClose = leave
	e.OnHear = func(sound audio.Buffer) { w.hearSketch(sound, false) }
	e.OnKeep = func(name string, change design.Wish) {
		leave()
		w.madeVoice(func(ctx context.Context) (card.Card, error) { return w.studio.Edit(ctx, c.ID, name, change) })
	}
	e.Focus(w.win.Canvas())
}

// editChosenVoice changes the voice that is selected in the catalogue.
func (w *Window) editChosenVoice() {
	if chosen := w.voices.Selected(); len(chosen) == 1 && !chosen[0].Trashed {
		w.editVoice(chosen[0])
		return
	}
	w.focusVoices()
	w.status.say(lang.L("Select one voice of the catalogue to change it."))
}

// madeVoice makes a voice in the background and shows it in the catalogue.
func (w *Window) madeVoice(makes func(context.Context) (card.Card, error)) {
	w.background(func(ctx context.Context) func() {
		made, err := makes(ctx)
		return func() {
			w.voicesChanged(err)
			if err == nil {
				w.focusVoices()
				w.voices.Select(made.ID)
			}
		}
	})
}
