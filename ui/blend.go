package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"voicewright/audio"
	"voicewright/ui/listen"
	"voicewright/ui/look"
	"voicewright/ui/pad"
	"voicewright/voices/card"
)

// showView shows a view over the whole window, as a dialog without buttons of its own. leave closes it and runs end, once;
// Escape does the same where nothing in the view wants the key.
func (w *Window) showView(title string, view fyne.CanvasObject, end func()) (leave func()) {
	return w.showViewOf(fyne.NewSize(1000, 720), title, view, end)
}

// showViewOf is showView in a size, or less where the window is smaller.
func (w *Window) showViewOf(size fyne.Size, title string, view fyne.CanvasObject, end func()) (leave func()) {
	d := dialog.NewCustomWithoutButtons(title, view, w.win)
	room := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(size.Width, room.Width-2*look.Page), min(size.Height, room.Height-2*look.Page)))
	d.Show()
	top := w.win.Canvas().Overlays().Top()
	leave = func() {
		if w.leaving[top] != nil {
			delete(w.leaving, top)
			d.Hide()
			end()
		}
	}
	w.leaving[top] = leave
	return leave
}

// blendVoices opens the blend pad with the voices that are chosen in the catalogue, and others where they are too few.
func (w *Window) blendVoices() {
	var chosen []card.Card
	selected := w.voices.Selected()
	slices.SortFunc(selected, func(a, b card.Card) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range selected {
		if !c.Trashed && len(chosen) < pad.Most {
			chosen = append(chosen, c)
		}
	}
	if len(chosen) >= pad.Fewest {
		w.showPad(chosen)
		return
	}
	w.background(func(ctx context.Context) func() {
		all, err := w.studio.Voices(ctx, card.Query{Limit: pad.Fewest + 1})
		return func() {
			for _, c := range all {
				if len(chosen) < pad.Fewest && (len(chosen) == 0 || c.ID != chosen[0].ID) {
					chosen = append(chosen, c)
				}
			}
			switch {
			case err != nil:
				w.fail(err)
			case len(chosen) < pad.Fewest:
				w.fail(sentenceError(lang.L("A blend needs two voices. Make or import another one first.")))
			default:
				w.showPad(chosen)
			}
		}
	})
}

// showPad lets voices be blended and keeps the blend.
func (w *Window) showPad(voices []card.Card) {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the blend pad."))
	p := pad.New(w.studio, w.thread, voices)
	leave := w.showView(lang.L("Blend voices"), p, func() {
		p.Close()
		w.player.Pause()
		w.showLine()
	})
	p.OnClose = leave
	p.OnHear = w.hearSketch
	p.OnChoose = func(then func(card.Card)) { w.pickVoice(lang.L("A voice to blend"), then) }
	p.OnKeep = func(name string, weights map[string]float64) {
		leave()
		w.background(func(ctx context.Context) func() {
			made, err := w.studio.Blend(ctx, name, weights)
			return func() {
				w.voicesChanged(err)
				if err == nil {
					w.focusVoices()
					w.voices.Select(made.ID)
					w.preview(made)
				}
			}
		})
	}
	p.Focus(w.win.Canvas())
	p.Begin()
}

// hearSketch plays a phrase; on goes on where the one before stands, so that the voice changes in the middle of it.
func (w *Window) hearSketch(sound audio.Buffer, on bool) {
	part := 0.0
	if s := w.player.State(); on && s.Playing && s.Length > 0 {
		part = s.Position / s.Length
	}
	w.player.Load(listen.Track{Name: lang.L("The blend"), Sound: sound, Gain: 1})
	w.player.Seek(part * sound.Seconds())
	w.player.Play()
}
