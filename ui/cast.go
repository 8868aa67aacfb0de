package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/studio/desk"
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
	v.OnTags = func(c card.Card, tags []string) { change(c, func(c *card.Card) { c.Tags = tags }) }
	v.OnFolder = func(c card.Card, folder string) { change(c, func(c *card.Card) { c.Folder = folder }) }
	v.OnRename = func(c card.Card, name string) { change(c, func(c *card.Card) { c.Name = name }) }
	ids := func(cards []card.Card) (all []string) {
		for _, c := range cards {
			all = append(all, c.ID)
		}
		return all
	}
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
	v.OnImport = w.importVoice
	v.OnExport = w.exportVoice
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
	w.voices.FocusSearch()
}

// pickVoice shows the catalogue and hands on the voice that is chosen.
func (w *Window) pickVoice(title string, then func(id string)) {
	var d *dialog.CustomDialog
	pane := catalogue.New(w.studio, w.thread)
	pane.OnPreview = w.preview
	pane.OnUse = func(c card.Card) {
		d.Hide()
		then(c.ID)
	}
	d = dialog.NewCustom(title, lang.L("Cancel"), pane, w.win)
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(520, size.Width-2*look.Page), min(640, size.Height-2*look.Page)))
	d.Show()
	pane.FocusSearch()
}

var recordingTypes = []string{".wav", ".flac", ".mp3", ".opus", ".ogg"}

// addVoice makes a voice of recordings.
func (w *Window) addVoice() { w.addRecordings(nil) }

// addRecordings asks whose voice it is and which recordings belong to it. Consent is asked for once and kept.
func (w *Window) addRecordings(paths []string) {
	name, about, licence := newEscapeEntry(w.dismiss), newEscapeEntry(w.dismiss), newEscapeEntry(w.dismiss)
	name.SetPlaceHolder(lang.L("How you call this voice"))
	about.SetPlaceHolder(lang.L("Calm, low, a little hoarse"))
	licence.SetPlaceHolder(lang.L("For this project only"))
	consent := widget.NewSelect([]string{lang.L("It is my own voice"), lang.L("The speaker agreed"), lang.L("The recording is free to use for this")}, nil)
	consent.PlaceHolder = lang.L("Choose one")
	who := newEscapeEntry(w.dismiss)
	who.SetPlaceHolder(lang.L("Who agreed, when and how"))
	list := widget.NewLabel("")
	show := func() {
		var names []string
		for _, p := range paths {
			names = append(names, filepath.Base(p))
		}
		if len(names) == 0 {
			names = []string{lang.L("No recording yet. Drop files on the window, or choose them.")}
		}
		list.SetText(strings.Join(names, "\n"))
	}
	show()
	choose := widget.NewButtonWithIcon(lang.L("Add a recording…"), look.IconAdd, func() {
		d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
			switch {
			case err != nil:
				w.fail(err)
			case file != nil:
				paths = append(paths, file.URI().Path())
				_ = file.Close() // it is read by its path
				if name.Text == "" {
					name.SetText(strings.TrimSuffix(filepath.Base(paths[0]), filepath.Ext(paths[0])))
				}
				show()
			}
		}, w.win)
		d.SetFilter(storage.NewExtensionFileFilter(recordingTypes))
		w.place(d, w.studio.ProjectsFolder())
		d.Show()
	})
	form := widget.NewForm(
		widget.NewFormItem(lang.L("Recordings"), container.NewBorder(nil, choose, nil, nil, list)),
		widget.NewFormItem(lang.L("Name"), name),
		widget.NewFormItem(lang.L("How it sounds"), about),
		widget.NewFormItem(lang.L("Consent"), container.NewVBox(consent, who)),
		widget.NewFormItem(lang.L("Licence"), licence),
	)
	note := widget.NewLabel(lang.L("Any length helps: ten seconds will do, some minutes of clean speech are better. Silence is left out."))
	note.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomConfirm(lang.L("New voice from recordings"), lang.L("Make the voice"), lang.L("Cancel"),
		container.NewVBox(note, form), func(ok bool) {
			if !ok {
				return
			}
			switch {
			case len(paths) == 0:
				w.fail(sentenceError(lang.L("Choose at least one recording of the voice.")))
			case strings.TrimSpace(name.Text) == "":
				w.fail(sentenceError(lang.L("Give the voice a name.")))
			case consent.Selected == "":
				w.fail(sentenceError(lang.L("Say who agreed to the use of this voice; it is kept with the voice.")))
			default:
				agreed := consent.Selected
				if who.Text != "" {
					agreed += ": " + who.Text
				}
				agreed += " (" + time.Now().Format(time.DateOnly) + ")"
				w.makeVoice(card.Card{Name: strings.TrimSpace(name.Text), Description: about.Text, Licence: licence.Text, Consent: agreed}, paths)
			}
		}, w.win)
	d.Resize(fyne.NewSize(600, 480))
	d.Show()
}

func (w *Window) makeVoice(about card.Card, paths []string) {
	p := w.showProgress(lang.L("Listening to {{.Name}}", map[string]any{"Name": about.Name}))
	w.background(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p.onCancel(cancel)
		made, recordings, err := w.studio.AddRecordings(ctx, about, paths, func(l desk.Listening) {
			p.set(l.Fraction, l.Remaining, filepath.Base(l.Path))
		})
		return func() {
			p.hide()
			if errors.Is(err, context.Canceled) {
				return
			}
			w.voicesChanged(err)
			if err == nil {
				w.focusVoices()
				w.voices.Select(made.ID)
				w.inform(lang.L("The voice {{.Name}} is ready", map[string]any{"Name": made.Name}), reportOf(recordings))
			}
		}
	})
}

// reportOf tells what became of recordings.
func reportOf(recordings []desk.Recording) string {
	var lines []string
	for _, r := range recordings {
		line := lang.L("{{.Name}}: {{.Used}} of {{.Seconds}} s used", map[string]any{"Name": filepath.Base(r.Path),
			"Used": fmt.Sprintf("%.0f", r.Used), "Seconds": fmt.Sprintf("%.0f", r.Seconds)})
		if r.Note != "" {
			line += ". " + capital(r.Note)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

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

// blendVoices mixes two voices to a third one.
func (w *Window) blendVoices() {
	var from [2]card.Card
	buttons := [2]*widget.Button{}
	name := newEscapeEntry(w.dismiss)
	for i := range buttons {
		buttons[i] = widget.NewButtonWithIcon(lang.L("Choose a voice…"), look.IconVoice, func() {
			w.pickVoice(lang.L("A voice to blend"), func(id string) {
				c, err := w.studio.Card(w.ctx, id)
				if err != nil {
					w.fail(err)
					return
				}
				from[i] = c
				buttons[i].SetText(c.Name)
				if from[0].ID != "" && from[1].ID != "" {
					name.SetText(from[0].Name + " + " + from[1].Name)
				}
			})
		})
	}
	share, read := stepper(0, 100, 5, 50, func(v float64) string { return fmt.Sprintf("%.0f : %.0f", 100-v, v) })
	d := dialog.NewForm(lang.L("Blend two voices"), lang.L("Blend"), lang.L("Cancel"), []*widget.FormItem{
		widget.NewFormItem(lang.L("First"), buttons[0]), widget.NewFormItem(lang.L("Second"), buttons[1]),
		widget.NewFormItem(lang.L("Shares"), share), widget.NewFormItem(lang.L("Name"), name),
	}, func(ok bool) {
		if !ok {
			return
		}
		if from[0].ID == "" || from[1].ID == "" || from[0].ID == from[1].ID || strings.TrimSpace(name.Text) == "" {
			w.fail(sentenceError(lang.L("Choose two different voices and a name for the blend.")))
			return
		}
		weights := map[string]float64{from[0].ID: 100 - read(), from[1].ID: read()}
		w.background(func(ctx context.Context) func() {
			made, err := w.studio.Blend(ctx, strings.TrimSpace(name.Text), weights)
			return func() {
				w.voicesChanged(err)
				if err == nil {
					w.focusVoices()
					w.voices.Select(made.ID)
					w.preview(made)
				}
			}
		})
	}, w.win)
	d.Resize(fyne.NewSize(480, 320))
	d.Show()
}
