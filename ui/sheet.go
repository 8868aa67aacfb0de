package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
)

// showSheet lists every command that has keys, by menu.
func showSheet(window fyne.Window, table []*command) {
	var columns [2]*fyne.Container
	for i := range columns {
		columns[i] = container.NewVBox()
	}
	for i, menu := range []string{menuSound, menuLine, menuFile, menuEdit, menuVoices, menuView, menuHelp} {
		form := container.NewGridWithColumns(2)
		for _, c := range table {
			if c.menu == menu && c.keys() != "" {
				keys := widget.NewLabelWithStyle(c.keys(), fyne.TextAlignTrailing, fyne.TextStyle{Monospace: true})
				form.Add(widget.NewLabel(c.name))
				form.Add(keys)
			}
		}
		if len(form.Objects) == 0 {
			continue
		}
		column := columns[0]
		if i > 1 {
			column = columns[1]
		}
		column.Add(look.NewSectionTitle(menuName(menu)))
		column.Add(form)
	}
	body := container.NewVScroll(container.NewGridWithColumns(2, columns[0], columns[1]))
	d := look.Tell(lang.L("Keyboard shortcuts"), lang.L("Close"), body, window)
	d.Resize(fyne.NewSize(min(900, window.Canvas().Size().Width-2*look.Page), min(620, window.Canvas().Size().Height-2*look.Page)))
	d.Show()
}
