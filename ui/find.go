package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// findBar finds and replaces in the script. It is hidden until it is asked for.
type findBar struct {
	window    *Window
	entry     *escapeEntry
	with      *escapeEntry
	caseful   *look.Chip
	word      *look.Chip
	regexp    *look.Chip
	count     *widget.Label
	replacing *fyne.Container
	content   *fyne.Container
	hits      []script.Hit
	at        int
}

func newFindBar(w *Window) *findBar {
	b := &findBar{window: w, count: widget.NewLabel("")}
	b.entry, b.with = newEscapeEntry(b.hide), newEscapeEntry(b.hide)
	b.entry.SetPlaceHolder(lang.L("Find in the script"))
	b.entry.OnChanged = func(string) { b.search() }
	b.entry.OnSubmitted = func(string) { b.step(1) }
	b.with.SetPlaceHolder(lang.L("Replace with"))
	b.with.OnSubmitted = func(string) { b.replace() }
	again := func(bool) { b.search() }
	b.caseful = look.NewChip(lang.L("Capitals"), nil, again)
	b.word = look.NewChip(lang.L("Whole words"), nil, again)
	b.regexp = look.NewChip(lang.L("Regular expression"), nil, again)
	tools := container.NewHBox(b.count,
		look.NewIconButton(look.IconUp, lang.L("Previous (Shift+F3)"), func() { b.step(-1) }),
		look.NewIconButton(look.IconDown, lang.L("Next (F3)"), func() { b.step(1) }),
		b.caseful, b.word, b.regexp,
		look.NewIconButton(look.IconClose, lang.L("Close"), b.hide))
	b.replacing = container.NewBorder(nil, nil, nil, container.NewHBox(
		look.NewButton(lang.L("Replace"), b.replace), look.NewButton(lang.L("Replace all"), b.replaceAll)), b.with)
	b.content = container.NewVBox(container.NewPadded(container.NewVBox(container.NewBorder(nil, nil, nil, tools, b.entry), b.replacing)), widget.NewSeparator())
	b.content.Hide()
	return b
}

func (b *findBar) show(replacing bool) {
	b.window.list.StopEditing()
	b.content.Show()
	if replacing {
		b.replacing.Show()
	} else {
		b.replacing.Hide()
	}
	b.window.win.Canvas().Focus(b.entry)
	b.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.search()
}

func (b *findBar) hide() {
	b.content.Hide()
	b.window.list.Highlight(nil, 0)
	b.window.win.Canvas().Focus(b.window.list)
}

func (b *findBar) finder() script.Finder {
	return script.Finder{Text: b.entry.Text, Case: b.caseful.On(), Word: b.word.On(), Regexp: b.regexp.On()}
}

// search finds all places anew.
func (b *findBar) search() {
	b.hits, b.at = nil, 0
	if b.window.project == nil || b.entry.Text == "" {
		b.count.SetText("")
		b.window.list.Highlight(nil, 0)
		return
	}
	pattern, err := b.finder().Compile()
	if err != nil {
		b.count.SetText(capital(err.Error()))
		b.window.list.Highlight(nil, 0)
		return
	}
	b.hits = pattern.All(b.window.project.Document())
	// Go on from where the writer is.
	current := b.window.project.Document().Index(b.window.list.Current())
	for i, h := range b.hits {
		if b.window.project.Document().Index(h.ID) >= current {
			b.at = i
			break
		}
	}
	b.display()
}

func (b *findBar) display() {
	if len(b.hits) == 0 {
		b.count.SetText(lang.L("Not found"))
		b.window.list.Highlight(nil, 0)
		return
	}
	b.count.SetText(lang.L("{{.At}} of {{.All}}", map[string]any{"At": b.at + 1, "All": len(b.hits)}))
	b.window.list.Highlight(b.hits, b.at)
	b.window.list.ScrollTo(b.hits[b.at].ID)
}

// step goes to the next or the previous place.
func (b *findBar) step(by int) {
	if !b.content.Visible() {
		b.show(false)
		return
	}
	if len(b.hits) > 0 {
		b.at = (b.at + by + len(b.hits)) % len(b.hits)
		b.window.list.Select(b.hits[b.at].ID)
		b.display()
	}
}

// replace replaces the current place and goes on.
func (b *findBar) replace() {
	if len(b.hits) == 0 {
		return
	}
	at := b.at
	b.window.do(script.ReplaceText{Find: b.finder(), Only: b.hits[at], With: b.with.Text})
	b.search()
	b.at = min(at, max(0, len(b.hits)-1))
	b.display()
}

func (b *findBar) replaceAll() {
	if n := len(b.hits); n > 0 && b.window.do(script.ReplaceText{Find: b.finder(), With: b.with.Text}) {
		b.search()
		b.count.SetText(lang.L("{{.N}} replaced", map[string]any{"N": n}))
	}
}
