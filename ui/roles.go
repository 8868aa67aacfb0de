package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
	"voicewright/voices/card"
)

// rolesPane is the cast of the script: every role with its colour, its voice and how many lines it has.
type rolesPane struct {
	window  *Window
	rows    *fyne.Container
	content fyne.CanvasObject
}

func newRolesPane(w *Window) *rolesPane {
	p := &rolesPane{window: w, rows: container.NewVBox()}
	add := look.NewButtonWithIcon(lang.L("New role"), look.IconAdd, w.addRole)
	add.Importance = widget.LowImportance
	p.content = container.NewBorder(nil, container.NewPadded(add), nil, nil, container.NewVScroll(container.NewPadded(p.rows)))
	return p
}

func (p *rolesPane) refresh() {
	p.rows.RemoveAll()
	if p.window.project == nil {
		return
	}
	document := p.window.project.Document()
	counts := map[string]int{}
	for i := range document.Len() {
		if l := document.Line(i); l.Kind != script.Note {
			counts[document.RoleOf(l).ID]++
		}
	}
	for i, r := range document.Roles() {
		p.rows.Add(p.row(i, r, counts[r.ID]))
	}
}

func (p *rolesPane) row(i int, r script.Role, count int) fyne.CanvasObject {
	w := p.window
	name := widget.NewLabelWithStyle(r.Name, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	name.Truncation = fyne.TextTruncateEllipsis
	voice := look.NewButtonWithIcon(w.voiceName(w.project.Document().VoiceOf(script.Line{Role: r.ID})), look.IconVoice, func() { w.chooseVoiceForRole(r) })
	voice.Importance, voice.Alignment = widget.LowImportance, widget.ButtonAlignLeading
	lines := look.Text(lang.LocalizePluralKey("role.lines", "{{.N}} lines", count, map[string]any{"N": count}), look.ColorSubtle, theme.SizeNameCaptionText)
	more := look.NewIconButton(look.IconMore, lang.L("Change this role"), nil)
	more.OnTapped = func() {
		w.popUpMenu(more, fyne.NewMenu("",
			fyne.NewMenuItem(lang.L("Voice…"), func() { w.chooseVoiceForRole(r) }),
			fyne.NewMenuItem(lang.L("Name and delivery…"), func() { w.editRole(r) }),
			w.prosodyItem(r),
			fyne.NewMenuItem(lang.L("Select its lines"), func() { w.selectRole(r.ID) }),
			fyne.NewMenuItem(lang.L("Voice its lines"), func() { w.project.Render(w.linesOf(r.ID), false) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(lang.L("Delete…"), func() { w.deleteRole(r) }),
		))
	}
	disc := container.NewCenter(look.NewDisc(r.Name, i, 32))
	text := container.New(layout.NewCustomPaddedVBoxLayout(-6), name, voice)
	return container.NewBorder(nil, nil, disc, container.NewHBox(container.NewCenter(lines), container.NewCenter(more)), text)
}

// editRole asks for a role's name and how it speaks.
func (w *Window) editRole(r script.Role) {
	name := look.NewEntry()
	name.SetText(r.Name)
	name.Validator = func(s string) error {
		if s == "" {
			return sentenceError(lang.L("A role needs a name."))
		}
		return nil
	}
	form := newDeliveryForm(r.Delivery)
	items := []*widget.FormItem{widget.NewFormItem(lang.L("Name"), name), widget.NewFormItem(lang.L("Delivery"), form.content)}
	share, readShare := stepper(0, 1, 0.05, r.Share, func(v float64) string { return strconv.Itoa(int(v*100+0.5)) + " %" })
	if r.Prosody != "" {
		items = append(items, widget.NewFormItem(lang.L("As {{.Name}} speaks", map[string]any{"Name": w.voiceName(r.Prosody)}), share))
	}
	d := look.AskForm(lang.L("Role"), lang.L("Save"), lang.L("Cancel"), items, func(ok bool) {
		if !ok {
			return
		}
		r.Name, r.Delivery, r.Share = name.Text, form.delivery(), readShare()
		w.do(script.PutRole{Role: r})
	}, w.win)
	name.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(min(760, w.win.Canvas().Size().Width-2*look.Page), 0))
	d.Show()
	w.win.Canvas().Focus(name)
}

// stepper is a slider with its value beside it.
func stepper(low, high, step, value float64, show func(float64) string) (fyne.CanvasObject, func() float64) {
	label := widget.NewLabel(show(value))
	slider := look.NewSlider(low, high)
	slider.Step = step
	slider.SetValue(value)
	slider.OnChanged = func(v float64) { label.SetText(show(v)) }
	wide := widget.NewLabel(show(-high))
	wide.Hide()
	return container.NewBorder(nil, nil, nil, container.NewGridWrap(wide.MinSize(), label), slider), func() float64 { return slider.Value }
}

func (w *Window) addRole() {
	if w.project == nil {
		return
	}
	w.editRole(script.Role{ID: script.NewID()})
}

func (w *Window) deleteRole(r script.Role) {
	roles := w.project.Document().Roles()
	if len(roles) < 2 {
		w.fail(sentenceError(lang.L("A script needs at least one role; rename this one instead.")))
		return
	}
	var names, ids []string
	for _, other := range roles {
		if other.ID != r.ID {
			names, ids = append(names, other.Name), append(ids, other.ID)
		}
	}
	to := look.NewSelect(names, nil)
	to.SetSelectedIndex(0)
	look.AskForm(lang.L("Delete {{.Name}}", map[string]any{"Name": r.Name}), lang.L("Delete"), lang.L("Cancel"),
		[]*widget.FormItem{widget.NewFormItem(lang.L("Its lines go to"), to)}, func(ok bool) {
			if ok {
				w.do(script.DeleteRole{ID: r.ID, To: ids[to.SelectedIndex()]})
			}
		}, w.win).Show()
}

func (w *Window) linesOf(role string) (ids []string) {
	document := w.project.Document()
	for i := range document.Len() {
		if l := document.Line(i); document.RoleOf(l).ID == role {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

func (w *Window) selectRole(role string) {
	if ids := w.linesOf(role); len(ids) > 0 {
		w.list.Select(ids...)
		w.list.ScrollTo(ids[0])
	}
}

// chooseVoiceForRole lets the person pick a voice, or takes the one that is selected in the catalogue.
func (w *Window) chooseVoiceForRole(r script.Role) {
	w.pickVoice(lang.L("A voice for {{.Name}}", map[string]any{"Name": r.Name}), func(c card.Card) {
		r.Voice = c.ID
		w.do(script.PutRole{Role: r})
	})
}

// prosodyItem gives a role another voice's rhythm and melody, or its own again.
func (w *Window) prosodyItem(r script.Role) *fyne.MenuItem {
	if r.Prosody != "" {
		return fyne.NewMenuItem(lang.L("Its own rhythm and melody again"), func() {
			r.Prosody, r.Share = "", 0
			w.do(script.PutRole{Role: r})
		})
	}
	return fyne.NewMenuItem(lang.L("Rhythm and melody of another voice…"), func() {
		w.pickVoice(lang.L("A voice whose rhythm and melody {{.Name}} takes on", map[string]any{"Name": r.Name}), func(c card.Card) {
			r.Prosody, r.Share = c.ID, 1
			w.do(script.PutRole{Role: r})
			w.editRole(r)
		})
	})
}

// speakerMenu offers the roles, and voices of their own, for lines.
func (w *Window) speakerMenu(ids []string, at fyne.Position) {
	if w.project == nil || len(ids) == 0 {
		return
	}
	var items []*fyne.MenuItem
	for i, r := range w.project.Document().Roles() {
		item := fyne.NewMenuItem(r.Name, func() { w.setRole(ids, r.ID) })
		item.Icon = look.Tinted(look.IconRole, look.RoleName(i))
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("New role…"), func() {
			w.editRole(script.Role{ID: script.NewID()})
		}),
		fyne.NewMenuItem(lang.L("A voice for these lines only…"), func() {
			w.pickVoice(lang.L("A voice for these lines only"), func(c card.Card) { w.setVoice(ids, c.ID) })
		}))
	if line, ok := w.project.Document().Find(ids[0]); ok && line.Voice != "" {
		items = append(items, fyne.NewMenuItem(lang.L("The role's voice again"), func() { w.setVoice(ids, "") }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

func (w *Window) setRole(ids []string, role string) {
	w.do(script.Set{IDs: ids, Label: "Role", Change: func(l *script.Line) { l.Role = role }})
}

func (w *Window) setVoice(ids []string, voice string) {
	w.do(script.Set{IDs: ids, Label: "Voice", Change: func(l *script.Line) { l.Voice = voice }})
}

// popUpMenu shows a menu below an object.
func (w *Window) popUpMenu(below fyne.CanvasObject, menu *fyne.Menu) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(below).Add(fyne.NewPos(0, below.Size().Height))
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
}

// sentenceError is an error that is only its sentence.
type sentenceError string

func (e sentenceError) Error() string { return string(e) }
