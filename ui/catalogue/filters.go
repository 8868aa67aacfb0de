package catalogue

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// shownTags is how many tags have a chip; the others are found by search.
const shownTags = 12

// filters are the chips beneath the search field, the menu of orders and the number of voices found.
type filters struct {
	pane      *Pane
	favourite *look.Chip
	stars     *look.Chip
	folder    *look.Chip
	like      *look.Chip // instead of all others while voices are listed by ear
	trash     *look.Chip
	tags      []*look.Chip
	names     []string // of tags, as their chips
	folders   []string
	row       *fyne.Container
	chips     fyne.CanvasObject
	sort      *look.IconButton
	count     *look.Badge
}

func newFilters(p *Pane) *filters {
	f := &filters{pane: p, row: container.NewHBox()}
	f.favourite = look.NewChip(lang.L("Favourites"), look.IconHearted, func(on bool) {
		p.filter(func(q *card.Query) { q.Favourites = on })
	})
	f.stars = look.NewChip(lang.L("Rating"), look.IconStarred, func(bool) {
		f.show()
		f.starsMenu()
	})
	f.like = look.NewChip("", look.IconClose, func(bool) { p.leaveLike() })
	f.folder = look.NewChip(lang.L("Folder"), look.IconFolder, func(bool) {
		f.show()
		f.folderMenu()
	})
	f.trash = look.NewChip(lang.L("Trash"), look.IconTrash, func(on bool) {
		p.filter(func(q *card.Query) { q.Trash = on })
	})
	f.sort = look.NewIconButton(look.IconSort, lang.L("Order"), f.sortMenu)
	f.count = look.NewBadge("", look.ColorRaised, look.ColorSubtle)
	f.count.Hide()
	f.chips = container.NewHScroll(f.row)
	f.fill()
	return f
}

// fill puts the chips into the row: those without a thing to filter by are left out.
func (f *filters) fill() {
	if like := f.pane.like; like != nil {
		f.like.SetText(lang.L("Like {{.Name}}", map[string]any{"Name": like.to.Name}))
		f.like.SetOn(true)
		f.row.Objects = []fyne.CanvasObject{f.like}
		f.row.Refresh()
		f.chips.Refresh() // it is narrower now
		return
	}
	f.row.Objects = []fyne.CanvasObject{f.favourite, f.stars}
	if len(f.folders) > 0 || f.pane.query.Folder != "" {
		f.row.Add(f.folder)
	}
	for _, tag := range f.tags {
		f.row.Add(tag)
	}
	f.row.Add(f.trash)
	f.row.Refresh()
	f.chips.Refresh()
}

// ask reads tags and folders again.
func (f *filters) ask() {
	p := f.pane
	go func() {
		tags, err := p.source.Tags(p.ctx)
		folders, err2 := p.source.Folders(p.ctx)
		if err != nil || err2 != nil {
			return // the list says what is wrong; the chips stay as they are
		}
		p.to.Do(func() { f.set(tags, folders) })
	}()
}

func (f *filters) set(tags, folders []string) {
	f.folders = folders
	f.names, f.tags = nil, nil
	if tag := f.pane.query.Tag; tag != "" { // the chosen one stays in sight
		f.names = append(f.names, tag)
	}
	for _, tag := range tags {
		if len(f.names) < shownTags && tag != f.pane.query.Tag {
			f.names = append(f.names, tag)
		}
	}
	for _, name := range f.names {
		f.tags = append(f.tags, look.NewChip(name, look.IconTag, func(on bool) {
			f.pane.filter(func(q *card.Query) {
				q.Tag = ""
				if on {
					q.Tag = name
				}
			})
			f.show()
		}))
	}
	f.fill()
	f.show()
}

// show brings the chips in line with the query.
func (f *filters) show() {
	q := f.pane.query
	f.favourite.SetOn(q.Favourites)
	f.stars.SetOn(q.Stars > 0)
	f.stars.SetText(starsText(q.Stars, lang.L("Rating")))
	f.trash.SetOn(q.Trash)
	f.folder.SetOn(q.Folder != "")
	f.folder.SetText(lang.L("Folder"))
	if q.Folder != "" {
		f.folder.SetText(q.Folder)
	}
	for i, chip := range f.tags {
		chip.SetOn(f.names[i] == q.Tag)
	}
	f.row.Refresh()
}

func (f *filters) showCount(n int) {
	f.count.Set(lang.N("{{.Count}} voices", n, map[string]any{"Count": grouped(n)}))
	f.count.Show()
	f.pane.title.Refresh()
}

func (f *filters) folderMenu() {
	choose := func(folder string) func() {
		return func() {
			f.pane.filter(func(q *card.Query) { q.Folder = folder })
			f.show()
		}
	}
	all := fyne.NewMenuItem(lang.L("All folders"), choose(""))
	all.Checked = f.pane.query.Folder == ""
	items := []*fyne.MenuItem{all, fyne.NewMenuItemSeparator()}
	for _, folder := range f.folders {
		depth := strings.Count(folder, "/")
		item := fyne.NewMenuItem(strings.Repeat("    ", depth)+folder[strings.LastIndex(folder, "/")+1:], choose(folder))
		item.Icon = look.IconFolder
		item.Checked = f.pane.query.Folder == folder
		items = append(items, item)
	}
	popUp(items, f.folder)
}

func (f *filters) starsMenu() {
	var items []*fyne.MenuItem
	for stars := range card.MostStars + 1 {
		item := fyne.NewMenuItem(starsText(stars, lang.L("Any rating")), func() {
			f.pane.filter(func(q *card.Query) { q.Stars = stars })
			f.show()
		})
		item.Checked = f.pane.query.Stars == stars
		items = append(items, item)
	}
	popUp(items, f.stars)
}

// starsText says how many stars are asked for, or none for 0.
func starsText(stars int, none string) string {
	switch stars {
	case 0:
		return none
	case card.MostStars:
		return lang.N("{{.Count}} stars", stars, map[string]any{"Count": stars})
	}
	return lang.N("{{.Count}} stars or more", stars, map[string]any{"Count": stars})
}

func (f *filters) sortMenu() {
	var items []*fyne.MenuItem
	for _, order := range []struct {
		sort card.Sort
		name string
	}{
		{card.ByName, lang.L("By name")}, {card.ByUsed, lang.L("Last used first")},
		{card.ByAdded, lang.L("Newest first")}, {card.ByPitch, lang.L("From deep to high")},
		{card.ByRating, lang.L("Best rated first")},
	} {
		item := fyne.NewMenuItem(order.name, func() { f.pane.filter(func(q *card.Query) { q.Sort = order.sort }) })
		item.Checked = f.pane.query.Sort == order.sort
		items = append(items, item)
	}
	popUp(items, f.sort)
}

// popUp opens a menu beneath an object.
func popUp(items []*fyne.MenuItem, under fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(under)
	if c == nil {
		return
	}
	at := driver.AbsolutePositionForObject(under).AddXY(0, under.Size().Height+theme.Padding())
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}

// grouped writes a number with thin spaces between groups of three digits, as ISO 80000-1 has it for all languages.
func grouped(n int) string {
	digits := []rune(strconv.Itoa(n))
	var out []rune
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && len(digits) > 4 {
			out = append(out, '\u2009')
		}
		out = append(out, d)
	}
	return string(out)
}
