package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"voicewright/script"
	"voicewright/ui/catalogue"
	"voicewright/ui/listen"
	"voicewright/ui/look"
	"voicewright/voices/card"
)

// firstVoice asks for the voice that a new project begins with.
var firstVoice = card.Query{Limit: 1}

// voiceName is how a voice is called; the names are kept, since rows ask for them while they are drawn.
func (w *Window) voiceName(id string) string {
	if id == "" {
		return lang.L("No voice yet")
	}
	if name, ok := w.names[id]; ok {
		return name
	}
	name := lang.L("A voice that is not here")
	if c, err := w.studio.Card(w.ctx, id); err == nil {
		name = c.Name
	}
	w.names[id] = name
	return name
}

// wireVoices lets the catalogue's wishes change voices, roles and lines.
func (w *Window) wireVoices() {
	v := w.voices
	v.OnUse = w.useVoice
	v.OnPreview = func(c card.Card) { w.preview(c) }
	v.OnDrop = func(c card.Card, at fyne.Position) { w.dropVoice(c, at) }
	change := func(c card.Card, f func(*card.Card)) {
		w.background(func(ctx context.Context) func() {
			err := w.studio.UpdateVoice(ctx, c.ID, f)
			return func() { w.voicesChanged(err) }
		})
	}
	v.OnFavourite = func(c card.Card, on bool) { change(c, func(c *card.Card) { c.Favourite = on }) }
	v.OnRate = func(cards []card.Card, stars int) {
		w.background(func(ctx context.Context) func() {
			var err error
			for _, c := range cards {
				err = errors.Join(err, w.studio.UpdateVoice(ctx, c.ID, func(c *card.Card) { c.Rating = stars }))
			}
			return func() { w.voicesChanged(err) }
		})
	}
	v.OnTags = func(c card.Card, tags []string) { change(c, func(c *card.Card) { c.Tags = tags }) }
	v.OnFolder = func(c card.Card, folder string) { change(c, func(c *card.Card) { c.Folder = folder }) }
	v.OnRename = func(c card.Card, name string) { change(c, func(c *card.Card) { c.Name = name }) }
	v.OnTrash = func(cards []card.Card) {
		w.background(func(ctx context.Context) func() {
			err := w.studio.Trash(ctx, ids(cards)...)
			return func() { w.voicesChanged(err) }
		})
	}
	v.OnRestore = func(cards []card.Card) {
		w.background(func(ctx context.Context) func() {
			err := w.studio.Restore(ctx, ids(cards)...)
			return func() { w.voicesChanged(err) }
		})
	}
	v.OnDescribe = func(c card.Card, text string) { change(c, func(c *card.Card) { c.Description = text }) }
	v.OnEmpty = func() {
		w.background(func(ctx context.Context) func() {
			err := w.studio.EmptyTrash(ctx)
			return func() { w.voicesChanged(err) }
		})
	}
	v.OnAdd = w.addVoice
	v.OnImprove = w.improveVoice
	v.CanImprove = func(c card.Card) bool { return w.studio.Improvable(w.ctx, c.ID) == nil }
	v.OnImport = w.importVoice
	v.OnExport = w.exportVoice
}

func ids(cards []card.Card) (all []string) {
	for _, c := range cards {
		all = append(all, c.ID)
	}
	return all
}

// voicesChanged brings everything that shows voices up to date.
func (w *Window) voicesChanged(err error) {
	if err != nil {
		w.fail(err)
	}
	clear(w.names)
	w.voices.Refresh()
	w.roles.refresh()
	w.list.Refresh()
}

// useVoice gives a voice to the role of the current line; with several lines selected, to those lines alone.
func (w *Window) useVoice(c card.Card) {
	if w.project == nil {
		return
	}
	if ids := w.list.Selected(); len(ids) > 1 {
		w.setVoice(ids, c.ID)
		return
	}
	line, ok := w.project.Document().Find(w.list.Current())
	if !ok {
		w.status.say(lang.L("Select a line first; its role gets the voice."))
		return
	}
	role := w.project.Document().RoleOf(line)
	role.Voice = c.ID
	if w.do(script.PutRole{Role: role}) {
		w.status.say(lang.L("{{.Role}} now speaks with the voice {{.Voice}}.", map[string]any{"Role": role.Name, "Voice": c.Name}))
	}
}

// dropVoice gives a voice that was dragged out of the catalogue to the line below the pointer.
func (w *Window) dropVoice(c card.Card, at fyne.Position) {
	if id := w.list.LineAt(at); id != "" {
		w.setVoice([]string{id}, c.ID)
	}
}

func (w *Window) preview(c card.Card) {
	w.playback.stop()
	w.background(func(ctx context.Context) func() {
		sound, err := w.studio.Preview(ctx, c.ID)
		return func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.takes.shown, w.takes.loaded = "", ""
			w.bench.SetSounds(&listen.Sound{ID: c.ID, Title: c.Name, Buffer: sound}, nil)
			w.bench.Play()
		}
	})
}

func (w *Window) focusVoices() {
	w.side.SelectIndex(1)
	w.voices.FocusSearch(w.win.Canvas())
}

// pickVoice shows the catalogue and hands on the voice that is chosen.
func (w *Window) pickVoice(title string, then func(card.Card)) {
	var d *dialog.CustomDialog
	pane := catalogue.New(w.studio, w.thread)
	pane.OnPreview = w.preview
	pane.OnUse = func(c card.Card) {
		d.Hide()
		then(c)
	}
	d = look.Tell(title, lang.L("Cancel"), pane, w.win)
	size := w.win.Canvas().Size()
	d.SetOnClosed(pane.Close)
	d.Resize(fyne.NewSize(min(520, size.Width-2*look.Page), min(640, size.Height-2*look.Page)))
	d.Show()
	pane.FocusSearch(w.win.Canvas())
}

var recordingTypes = []string{".wav", ".flac", ".mp3", ".opus", ".ogg"}

func (w *Window) importVoice() { w.openFile(w.importVoicePath, ".voice") }

func (w *Window) importVoicePath(path string) {
	w.background(func(ctx context.Context) func() {
		made, err := w.studio.ImportVoice(ctx, path)
		return func() {
			w.voicesChanged(err)
			if err == nil {
				w.focusVoices()
				w.voices.Select(made.ID)
			}
		}
	})
}

func (w *Window) exportVoice(c card.Card) {
	w.saveFile(c.Name+".voice", func(ctx context.Context, path string) error { return w.studio.ExportVoice(ctx, c.ID, path) },
		func(path string) string {
			return lang.L("The voice {{.Name}} was written to {{.Path}}.", map[string]any{"Name": c.Name, "Path": path})
		})
}
