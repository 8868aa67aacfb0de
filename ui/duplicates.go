package ui

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"voicewright/ui/catalogue"
	"voicewright/voices/card"
)

// moreLikeChosen lists the voices that sound like the one that is selected in the catalogue.
func (w *Window) moreLikeChosen() {
	w.side.SelectIndex(1)
	c, ok := w.voices.Current()
	if !ok || c.Trashed {
		w.focusVoices()
		w.status.say(lang.L("Select one voice of the catalogue to find others like it."))
		return
	}
	w.voices.MoreLike(c)
	w.voices.FocusList()
}

// findDuplicates opens the view of the voices that are the same to the ear.
func (w *Window) findDuplicates() {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the voices that sound the same."))
	v := catalogue.NewDuplicates(w.studio, w.thread)
	leave := w.showView(lang.L("Duplicates"), v, func() {
		v.Close()
		w.player.Pause()
		w.showLine()
	})
	v.OnClose = leave
	v.OnPreview = w.preview
	v.OnTrash = func(cards []card.Card) {
		w.background(func(ctx context.Context) func() {
			err := w.studio.Trash(ctx, ids(cards)...)
			return func() {
				w.voicesChanged(err)
				if err == nil {
					v.Moved(cards)
				}
			}
		})
	}
	v.OnRestore = func(cards []card.Card) {
		w.background(func(ctx context.Context) func() {
			err := w.studio.Restore(ctx, ids(cards)...)
			return func() {
				w.voicesChanged(err)
				if err == nil {
					v.Moved(nil)
				}
			}
		})
	}
}
