package catalogue

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// showMenu opens the menu of a voice, or of all chosen ones when it is one of several.
func (p *Pane) showMenu(c card.Card, at fyne.Position) {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(p)
	if canvas == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", p.menuItems(c)...), canvas, at)
}

func (p *Pane) menuItems(c card.Card) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	add := func(there bool, text string, icon fyne.Resource, f func()) {
		if there {
			item := fyne.NewMenuItem(text, f)
			item.Icon = icon
			items = append(items, item)
		}
	}
	separate := func() {
		if n := len(items); n > 0 && !items[n-1].IsSeparator {
			items = append(items, fyne.NewMenuItemSeparator())
		}
	}
	rate := func() {
		item := fyne.NewMenuItem(lang.L("Rating"), nil)
		item.Icon = look.IconStar
		item.ChildMenu = p.ratingMenu(c)
		items = append(items, item)
	}
	if n := len(p.chosen); n > 1 {
		data := map[string]any{"Count": n}
		if p.OnRate != nil && !c.Trashed {
			rate()
		}
		add(p.OnTrash != nil && !c.Trashed, lang.N("Move {{.Count}} voices to the trash", n, data), look.IconTrash, p.trashChosen)
		add(p.OnRestore != nil && c.Trashed, lang.N("Restore {{.Count}} voices", n, data), look.IconRestore, p.restoreChosen)
		return items
	}
	add(p.OnUse != nil && !c.Trashed, lang.L("Use"), look.IconCheck, func() { p.OnUse(c) })
	add(p.OnPreview != nil, lang.L("Listen"), look.IconPlay, func() { p.OnPreview(c) })
	favourite, icon := lang.L("Make a favourite"), fyne.Resource(look.IconHeart)
	if c.Favourite {
		favourite, icon = lang.L("No longer a favourite"), look.IconHearted
	}
	add(p.OnFavourite != nil && !c.Trashed, favourite, icon, func() { p.toggleFavourite(c) })
	if p.OnRate != nil && !c.Trashed {
		rate()
	}
	separate()
	add(!c.Trashed, lang.L("More like this"), look.IconVoice, func() { p.MoreLike(c) })
	add(p.OnImprove != nil && !c.Trashed && !c.Builtin && (p.CanImprove == nil || p.CanImprove(c)), lang.L("Add recordings to this voice…"),
		look.IconMicrophone, func() { p.OnImprove(c) })
	separate()
	add(p.OnRename != nil && !c.Trashed, lang.L("Rename…"), look.IconEdit, func() { p.askName(c) })
	add(p.OnDescribe != nil && !c.Trashed, lang.L("Describe…"), look.IconNote, func() { p.askDescription(c) })
	add(p.OnTags != nil && !c.Trashed, lang.L("Tags…"), look.IconTag, func() { p.askTags(c) })
	add(p.OnFolder != nil && !c.Trashed, lang.L("Move to folder…"), look.IconFolder, func() { p.askFolder(c) })
	add(p.OnExport != nil && !c.Trashed, lang.L("Export…"), look.IconExport, func() { p.OnExport(c) })
	separate()
	add(p.OnTrash != nil && !c.Trashed && !c.Builtin, lang.L("Move to the trash"), look.IconTrash, func() { p.OnTrash([]card.Card{c}) })
	add(p.OnRestore != nil && c.Trashed, lang.L("Restore"), look.IconRestore, func() { p.OnRestore([]card.Card{c}) })
	if n := len(items); n > 0 && items[n-1].IsSeparator {
		items = items[:n-1]
	}
	return items
}

// ratingMenu gives stars to the chosen voices; the present ones of c are ticked.
func (p *Pane) ratingMenu(c card.Card) *fyne.Menu {
	menu := fyne.NewMenu("")
	for stars := card.MostStars; stars >= 0; stars-- {
		text := lang.L("No rating")
		if stars > 0 {
			text = lang.N("{{.Count}} stars", stars, map[string]any{"Count": stars})
		}
		item := fyne.NewMenuItem(text, func() { p.rateChosen(stars) })
		item.Checked = len(p.chosen) < 2 && c.Rating == stars
		menu.Items = append(menu.Items, item)
	}
	return menu
}

func (p *Pane) toggleFavourite(c card.Card) {
	if p.OnFavourite != nil && !c.Trashed {
		p.OnFavourite(c, !c.Favourite)
	}
}

// askName asks for another name.
func (p *Pane) askName(c card.Card) {
	if p.OnRename == nil || c.Trashed {
		return
	}
	entry := look.NewEntry()
	entry.SetText(c.Name)
	p.form(lang.L("Rename voice"), lang.L("Rename"), lang.L("Name"), entry, entry, func() {
		if name := strings.TrimSpace(entry.Text); name != "" && name != c.Name {
			p.OnRename(c, name)
		}
	})
}

// askDescription asks how the voice sounds.
func (p *Pane) askDescription(c card.Card) {
	entry := look.NewTextEntry(4)
	entry.SetText(c.Description)
	p.form(lang.L("Describe voice"), lang.L("Save"), lang.L("How it sounds"), entry, entry, func() {
		if text := strings.TrimSpace(entry.Text); text != c.Description {
			p.OnDescribe(c, text)
		}
	})
}

// askTags asks for the tags: those in use to be ticked, new ones to be written.
func (p *Pane) askTags(c card.Card) {
	if p.OnTags == nil || c.Trashed {
		return
	}
	entry := look.NewEntry()
	entry.SetText(strings.Join(c.Tags, ", "))
	entry.SetPlaceHolder(lang.L("warm, narrator, English"))
	chips := container.NewHBox()
	for _, tag := range p.filters.names {
		chip := look.NewChip(tag, nil, nil)
		chip.SetOn(has(c.Tags, tag))
		chip.OnChanged = func(on bool) { entry.SetText(strings.Join(withTag(tagsOf(entry.Text), tag, on), ", ")) }
		chips.Add(chip)
	}
	p.form(lang.L("Tags of {{.Name}}", map[string]any{"Name": c.Name}), lang.L("Save"), lang.L("Tags"),
		container.NewVBox(entry, container.NewHScroll(chips)), entry, func() {
			if tags := tagsOf(entry.Text); strings.Join(tags, ",") != strings.Join(c.Tags, ",") {
				p.OnTags(c, tags)
			}
		})
}

// askFolder asks where the voice is kept.
func (p *Pane) askFolder(c card.Card) {
	if p.OnFolder == nil || c.Trashed {
		return
	}
	entry := look.NewSelectEntry(p.filters.folders)
	entry.SetText(c.Folder)
	entry.SetPlaceHolder(lang.L("Audiobooks/Characters"))
	p.form(lang.L("Folder of {{.Name}}", map[string]any{"Name": c.Name}), lang.L("Move"), lang.L("Folder"), entry, entry, func() {
		if folder := folderOf(entry.Text); folder != c.Folder {
			p.OnFolder(c, folder)
		}
	})
}

// askToEmpty asks before the trash is emptied, which can't be undone.
func (p *Pane) askToEmpty() {
	if w := p.window(); w != nil {
		what := lang.N("{{.Count}} voices in the trash will be deleted for good.", p.shelf.count, map[string]any{"Count": grouped(p.shelf.count)})
		sure := look.Ask(lang.L("Delete for good?"), lang.L("Delete"), lang.L("Keep"), widget.NewLabel(what), func(yes bool) {
			if yes {
				call(p.OnEmpty)
			}
		}, w)
		sure.Warn()
		sure.Show()
	}
}

// form shows a dialog with one field. Enter in a single line says yes as well.
func (p *Pane) form(title, yes, label string, field fyne.CanvasObject, focus fyne.Focusable, do func()) {
	w := p.window()
	if w == nil {
		return
	}
	d := look.AskForm(title, yes, lang.L("Cancel"), []*widget.FormItem{widget.NewFormItem(label, field)}, func(ok bool) {
		if ok {
			do()
		}
		p.FocusList()
	}, w)
	switch e := focus.(type) {
	case *look.SelectEntry:
		e.OnSubmitted = func(string) { d.Submit() }
	case *look.Entry:
		if !e.MultiLine {
			e.OnSubmitted = func(string) { d.Submit() }
		}
	}
	d.Resize(fyne.NewSize(min(480, w.Canvas().Size().Width-2*look.Wide), 0))
	d.Show()
	w.Canvas().Focus(focus)
	if e, ok := focus.(*look.Entry); ok {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// tagsOf reads tags that are separated by commas; each once, in the order written.
func tagsOf(text string) []string {
	var tags []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if tag := strings.Join(strings.Fields(part), " "); tag != "" && !has(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func has(tags []string, tag string) bool {
	for _, t := range tags {
		if strings.EqualFold(t, tag) {
			return true
		}
	}
	return false
}

// withTag adds or removes a tag.
func withTag(tags []string, tag string, on bool) []string {
	var out []string
	for _, t := range tags {
		if !strings.EqualFold(t, tag) {
			out = append(out, t)
		}
	}
	if on {
		out = append(out, tag)
	}
	return out
}

// folderOf reads the path of a folder: no empty parts, no spaces at their ends.
func folderOf(text string) string {
	var parts []string
	for _, part := range strings.Split(strings.ReplaceAll(text, `\`, "/"), "/") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
