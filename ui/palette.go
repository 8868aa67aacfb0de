package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
)

// palette finds a command by a few letters of its name and runs it.
type palette struct {
	window fyne.Window
	table  []*command
	found  []*command
	at     int

	entry *paletteEntry
	list  *look.List
	popup *widget.PopUp
}

func showPalette(window fyne.Window, table []*command) {
	p := &palette{window: window, table: table}
	p.entry = newPaletteEntry(p)
	p.list = look.NewList(func() int { return len(p.found) }, newPaletteRow, p.fill)
	p.list.OnSelected = func(id widget.ListItemID) { p.at = id; p.run() }
	p.search("")
	frame := container.NewBorder(p.entry, nil, nil, nil, p.list)
	p.popup = widget.NewModalPopUp(container.NewPadded(frame), window.Canvas())
	size := window.Canvas().Size()
	p.popup.Resize(fyne.NewSize(min(560, size.Width-2*look.Page), min(420, size.Height-2*look.Page)))
	p.popup.Show()
	window.Canvas().Focus(p.entry)
}

func newPaletteRow() fyne.CanvasObject {
	keys := canvas.NewText("", theme.Color(look.ColorSubtle))
	return container.NewHBox(widget.NewLabel(""), layout.NewSpacer(), container.NewPadded(keys))
}

func (p *palette) fill(i widget.ListItemID, row fyne.CanvasObject) {
	c, box := p.found[i], row.(*fyne.Container)
	name := box.Objects[0].(*widget.Label)
	name.TextStyle = fyne.TextStyle{Bold: i == p.at}
	name.Importance = widget.MediumImportance
	if !c.ready() {
		name.Importance = widget.LowImportance
	}
	text := c.name
	if c.menu != "" {
		text = menuName(c.menu) + "  ›  " + c.name
	}
	if i == p.at {
		text = "▸ " + text
	}
	name.SetText(text)
	keys := box.Objects[2].(*fyne.Container).Objects[0].(*canvas.Text)
	keys.Text, keys.Color, keys.TextSize = c.keys(), theme.Color(look.ColorSubtle), theme.CaptionTextSize()
	keys.Refresh()
	box.Refresh() // keys may have become wider
}

func (p *palette) search(text string) {
	p.found, p.at = matching(p.table, text), 0
	p.list.Refresh()
	p.list.ScrollToTop()
}

func (p *palette) move(by int) {
	if len(p.found) == 0 {
		return
	}
	p.at = (p.at + by + len(p.found)) % len(p.found)
	p.list.ScrollTo(p.at)
	p.list.Refresh()
}

func (p *palette) run() {
	p.popup.Hide()
	if p.at < len(p.found) {
		p.found[p.at].invoke()
	}
}

// matching are the commands whose name holds the letters of a search in their order, the best first: names in which they
// begin words before names in which they are scattered.
func matching(table []*command, text string) []*command {
	var best [3][]*command
	text = strings.ToLower(strings.TrimSpace(text))
	for _, c := range table {
		if c.id == "palette" {
			continue
		}
		name := strings.ToLower(c.name)
		switch {
		case strings.HasPrefix(name, text):
			best[0] = append(best[0], c)
		case strings.Contains(name, text), initials(name, text):
			best[1] = append(best[1], c)
		case scattered(name, text):
			best[2] = append(best[2], c)
		}
	}
	return append(append(best[0], best[1]...), best[2]...)
}

// initials tells whether the words of a name begin with the letters of a text.
func initials(name, text string) bool {
	var first []rune
	for _, word := range strings.Fields(name) {
		first = append(first, []rune(word)[0])
	}
	return strings.HasPrefix(string(first), text)
}

func scattered(name, text string) bool {
	rest := []rune(text)
	for _, r := range name {
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// paletteEntry is the search field; arrows move in the list below it.
type paletteEntry struct {
	widget.Entry
	palette *palette
}

func newPaletteEntry(p *palette) *paletteEntry {
	e := &paletteEntry{palette: p}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(lang.L("What do you want to do?"))
	e.OnChanged = p.search
	e.OnSubmitted = func(string) { p.run() }
	return e
}

// TypedKey implements fyne.Focusable.
func (e *paletteEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp:
		e.palette.move(-1)
	case fyne.KeyDown:
		e.palette.move(1)
	case fyne.KeyEscape:
		e.palette.popup.Hide()
	default:
		e.Entry.TypedKey(k)
	}
}
