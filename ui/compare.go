package ui

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/listen"
	"voicewright/ui/look"
	"voicewright/voices/card"
)

// compare puts the chosen take and another one on the bench.
func (w *Window) compare(t script.Take) {
	if chosen, _ := w.project.Chosen(t.Line); chosen.ID != "" {
		w.takes.show(chosen, w.takes.side(t))
	}
}

// compareChosen compares the chosen take of the current line with a recording.
func (w *Window) compareChosen() {
	if chosen, _ := w.project.Chosen(w.list.Current()); chosen.ID != "" {
		w.compareRecording(chosen)
		return
	}
	w.status.say(lang.L("Voice this line first; then its take can be compared with a recording."))
}

// compareRecording puts a take and a recording of its voice on the bench. The recordings that the voice was made of are
// offered first; any other file will do.
func (w *Window) compareRecording(t script.Take) {
	w.background(func(ctx context.Context) func() {
		clips, err := w.studio.Clips(ctx, t.Voice)
		return func() {
			if err != nil {
				w.fail(err)
				return
			}
			var there []card.Clip
			for _, c := range clips {
				if c.There {
					there = append(there, c)
				}
			}
			if len(there) == 0 {
				w.openFile(func(path string) { w.showRecording(t, path) }, recordingTypes...)
				return
			}
			w.chooseClip(there, func(path string) { w.showRecording(t, path) })
		}
	})
}

// chooseClip asks for one of a voice's recordings, or for another file.
func (w *Window) chooseClip(clips []card.Clip, use func(path string)) {
	var d dialog.Dialog
	list := look.NewList(func() int { return len(clips) + 1 }, func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			text := lang.L("Another file…")
			if i < len(clips) {
				text = fmt.Sprintf("%s  ·  %.1f s", clips[i].Name, clips[i].Used)
			}
			o.(*widget.Label).SetText(text)
		})
	list.OnSelected = func(i widget.ListItemID) {
		d.Hide()
		if i < len(clips) {
			use(clips[i].Path)
			return
		}
		w.openFile(use, recordingTypes...)
	}
	d = look.Tell(lang.L("Compare with a recording"), lang.L("Cancel"), list, w.win)
	d.Resize(fyne.NewSize(480, 320))
	d.Show()
	w.win.Canvas().Focus(list)
}

// showRecording shows a take beside a recording.
func (w *Window) showRecording(t script.Take, path string) {
	w.takes.show(t, &side{key: "file:" + path, load: func(ctx context.Context) (*listen.Sound, error) {
		sound, err := w.studio.Recording(ctx, path)
		return &listen.Sound{ID: "file:" + path, Title: filepath.Base(path), Buffer: sound}, err
	}})
}
