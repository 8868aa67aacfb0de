package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// dictionaryDialog shows how words are pronounced, in this project or in all.
type dictionaryDialog struct {
	window  *Window
	common  bool // all projects
	words   []script.Word
	list    *look.List
	written *look.Entry
	spoken  *look.Entry
	problem *widget.Label
}

func (w *Window) showDictionary() {
	d := &dictionaryDialog{window: w, written: look.NewEntry(), spoken: look.NewEntry(), problem: widget.NewLabel("")}
	d.problem.Importance = widget.DangerImportance
	d.problem.Wrapping = fyne.TextWrapWord
	d.list = look.NewList(func() int { return len(d.words) }, func() fyne.CanvasObject {
		return container.NewBorder(nil, nil, nil, look.NewIconButton(look.IconTrash, lang.L("Delete"), nil),
			container.NewGridWithColumns(2, widget.NewLabel(""), widget.NewLabel("")))
	}, d.fill)
	d.list.OnSelected = func(i widget.ListItemID) {
		d.written.SetText(d.words[i].Written)
		d.spoken.SetText(d.words[i].Spoken)
	}
	d.written.SetPlaceHolder(lang.L("Word, as it is written"))
	d.spoken.SetPlaceHolder(lang.L("shiv awn, or /ʃəvˈɔn/"))
	d.spoken.OnSubmitted = func(string) { d.put() }
	where := look.NewSelect([]string{lang.L("In this project"), lang.L("In all projects")}, func(string) {})
	where.SetSelectedIndex(0)
	where.OnChanged = func(string) {
		d.common = where.SelectedIndex() == 1
		d.read()
	}
	add := look.NewButtonWithIcon(lang.L("Save word"), look.IconCheck, d.put)
	hint := widget.NewLabel(lang.L("Say it with other words, or write its sounds between slashes. Lines with the word are made anew."))
	hint.Wrapping = fyne.TextWrapWord
	foot := container.NewVBox(container.NewBorder(nil, nil, nil, add, container.NewGridWithColumns(2, d.written, d.spoken)), d.problem, hint)
	dialog := look.Tell(lang.L("Dictionary"), lang.L("Close"), container.NewBorder(where, foot, nil, nil, d.list), w.win)
	dialog.Resize(fyne.NewSize(640, 520))
	d.read()
	dialog.Show()
	w.win.Canvas().Focus(d.written)
}

func (d *dictionaryDialog) read() {
	if d.common {
		words, err := d.window.studio.Words(d.window.ctx)
		if err != nil {
			d.problem.SetText(capital(err.Error()))
		}
		d.words = words
	} else {
		d.words = d.window.project.Document().Words()
	}
	d.list.UnselectAll()
	d.list.Refresh()
}

func (d *dictionaryDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	row, word := o.(*fyne.Container), d.words[i]
	texts := row.Objects[0].(*fyne.Container)
	texts.Objects[0].(*widget.Label).SetText(word.Written)
	texts.Objects[1].(*widget.Label).SetText(word.Spoken)
	row.Objects[1].(*look.IconButton).OnTapped = func() { d.delete(word.Written) }
}

// put saves the word in the fields.
func (d *dictionaryDialog) put() {
	word := script.Word{Written: strings.TrimSpace(d.written.Text), Spoken: strings.TrimSpace(d.spoken.Text)}
	if word.Written == "" || word.Spoken == "" {
		d.problem.SetText(lang.L("A word needs both how it is written and how it is said."))
		return
	}
	err := d.window.studio.CheckWord(word)
	if err == nil && d.common {
		err = d.window.studio.SetWord(d.window.ctx, word)
	}
	if err != nil {
		d.problem.SetText(capital(err.Error()))
		return
	}
	if !d.common && !d.window.do(script.PutWord{Word: word}) {
		return
	}
	d.problem.SetText("")
	d.written.SetText("")
	d.spoken.SetText("")
	d.window.win.Canvas().Focus(d.written)
	d.read()
}

func (d *dictionaryDialog) delete(written string) {
	if d.common {
		if err := d.window.studio.DeleteWord(d.window.ctx, written); err != nil {
			d.problem.SetText(capital(err.Error()))
		}
	} else {
		d.window.do(script.DeleteWord{Written: written})
	}
	d.read()
}
