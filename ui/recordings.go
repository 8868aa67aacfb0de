package ui

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"voicewright/audio"
	"voicewright/studio/desk"
	"voicewright/ui/listen"
	"voicewright/ui/references"
	"voicewright/voices/card"
)

// addVoice makes a voice of recordings.
func (w *Window) addVoice() { w.addRecordings(nil) }

// addRecordings puts recordings on the reference desk, and opens it where it is not open yet.
func (w *Window) addRecordings(paths []string) {
	if w.desk != nil {
		w.desk.Add(paths...)
		return
	}
	d := references.New(w.studio, w.studio, w.thread, paths)
	w.showDesk(lang.L("New voice from recordings"), d, w.makeVoice)
}

// showDesk opens a reference desk. make makes what it is for, and calls done when that has succeeded.
func (w *Window) showDesk(title string, d *references.Desk, make func(about card.Card, sources []desk.Source, done func())) {
	w.playback.stop()
	w.takes.clear(lang.L("You hear the reference desk."))
	w.desk = d
	ear := &recordingPlayer{window: w}
	leave := w.showView(title, d, func() {
		w.desk = nil
		d.Close()
		w.player.Pause()
		w.showLine()
	})
	d.OnClose = leave
	d.OnFile = func(then func(string)) { w.openFile(then, recordingTypes...) }
	d.OnPlay, d.OnStop, d.Playing = ear.play, ear.stop, ear.playing
	d.OnMake = func(about card.Card, sources []desk.Source) { make(about, sources, leave) }
}

// makeVoice makes a voice of recordings and calls done when it is in the catalogue.
func (w *Window) makeVoice(about card.Card, sources []desk.Source, done func()) {
	p := w.showProgress(lang.L("Listening to {{.Name}}", map[string]any{"Name": about.Name}))
	w.background(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p.onCancel(cancel)
		made, _, err := w.studio.AddRecordings(ctx, about, sources, func(l desk.Listening) {
			p.set(l.Fraction, l.Remaining, filepath.Base(l.Path))
		})
		return func() {
			p.hide()
			if errors.Is(err, context.Canceled) {
				return
			}
			w.voicesChanged(err)
			if err == nil {
				done()
				w.focusVoices()
				w.voices.Select(made.ID)
				w.preview(made)
			}
		}
	})
}

// recordingPlayer plays the recordings of the reference desk.
type recordingPlayer struct {
	window *Window
	path   string // loaded, or on its way
	sound  audio.Buffer
}

func (r *recordingPlayer) play(path string, from float64) {
	w := r.window
	if path == r.path && len(r.sound.Samples) > 0 {
		r.start(from)
		return
	}
	w.player.Pause()
	r.path, r.sound = path, audio.Buffer{}
	w.background(func(ctx context.Context) func() {
		sound, err := w.studio.Recording(ctx, path)
		return func() {
			switch {
			case r.path != path || w.desk == nil:
			case err != nil:
				r.path = ""
				w.fail(err)
			default:
				r.sound = sound
				w.player.Load(listen.Track{Name: filepath.Base(path), Sound: sound, Gain: 1})
				r.start(from)
			}
		}
	})
}

func (r *recordingPlayer) start(from float64) {
	r.window.player.Seek(from)
	r.window.player.Play()
}

func (r *recordingPlayer) stop() { r.window.player.Pause() }

func (r *recordingPlayer) playing() (path string, at float64, ok bool) {
	s := r.window.player.State()
	loading := r.path != "" && len(r.sound.Samples) == 0
	return r.path, s.Position, loading || s.Playing
}
