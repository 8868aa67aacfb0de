package catalogue

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A Comparer finds the voices that are the same to the ear. It is asked on another thread than the window's.
type Comparer interface {
	// Duplicates returns them in groups of two or more, the voice that was added first in front.
	Duplicates(context.Context) ([][]card.Card, error)
}

// Duplicates is the view of the voices that are the same to the ear. Each can be heard and marked; nothing is marked
// beforehand, what is marked goes to the trash only when the person says so, and what went last can be brought back at once.
// Set its callbacks before it is shown; all belongs to the window's thread. Close it after use.
type Duplicates struct {
	widget.BaseWidget

	OnPreview func(card.Card)   // hear a voice
	OnTrash   func([]card.Card) // move voices to the trash; then call Moved
	OnRestore func([]card.Card) // bring them back; then call Moved with none
	OnClose   func()            // leave the view

	work   *thread.Newest[struct{}]
	source Comparer
	album  *album
	groups [][]card.Card
	items  []twin
	marked map[string]bool // for the trash, by ID
	moved  []card.Card     // went to the trash last
	ready  bool            // groups is the answer to the last question

	list    *twinList // nil while there are no groups
	stage   *fyne.Container
	text    *widget.Label
	others  *look.Button
	restore *look.Button
	leave   *look.Button
	trash   *look.Button
	foot    *fyne.Container
	body    *fyne.Container
}

// A twin is a row of the list: a voice of a group, or the title of the group.
type twin struct {
	group int
	card  card.Card
	title bool
}

// NewDuplicates returns the view and begins to compare.
func NewDuplicates(source Comparer, to thread.Dispatcher) *Duplicates {
	d := &Duplicates{source: source, marked: map[string]bool{}, stage: container.NewStack(), text: widget.NewLabel("")}
	d.work = thread.NewNewest(to, d.compare, nil)
	d.album = newAlbum(to, func() { d.repaint() })
	d.text.Wrapping = fyne.TextWrapWord
	d.others = look.NewButton(lang.L("Mark all but the oldest"), d.markOthers)
	d.restore = look.NewButtonWithIcon("", look.IconRestore, d.bringBack)
	d.leave = look.NewButton("", func() { call(d.OnClose) })
	d.trash = look.NewButtonWithIcon("", look.IconTrash, d.moveMarked)
	d.trash.Importance = widget.HighImportance
	d.foot = container.NewHBox(d.others, d.restore, layout.NewSpacer(), d.leave, d.trash)
	d.body = container.NewBorder(d.text, container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), d.foot), nil, nil, d.stage)
	d.ExtendBaseWidget(d)
	d.Find()
	return d
}

// CreateRenderer implements fyne.Widget.
func (d *Duplicates) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.body) }

// Close ends the work in the background and waits for it.
func (d *Duplicates) Close() {
	d.work.Close()
	d.album.close()
}

// Moved tells which voices have gone to the trash, none when they were brought back, and compares again.
func (d *Duplicates) Moved(cards []card.Card) {
	d.moved = cards
	d.Find()
}

// Find compares all voices again. What is marked stays marked where it is found again.
func (d *Duplicates) Find() {
	d.ready = false
	if c := d.canvas(); c != nil {
		c.Unfocus() // a button that is hidden meanwhile would keep Escape to itself
	}
	d.show()
	d.work.Ask(struct{}{})
}

// Ready tells whether the voices have been compared.
func (d *Duplicates) Ready() bool { return d.ready }

func (d *Duplicates) compare(ctx context.Context, _ struct{}, tell func(func())) {
	groups, err := d.source.Duplicates(ctx)
	tell(func() {
		d.ready = true
		if err != nil {
			d.fail(err)
			return
		}
		d.set(groups)
	})
}

// set shows what was found; the keyboard stays about where it was.
func (d *Duplicates) set(groups [][]card.Card) {
	cursor := 1 // the title of the first group is above
	if d.list != nil {
		cursor = d.list.cursor
	}
	d.groups, d.items, d.list = groups, nil, nil
	here := map[string]bool{}
	for i, group := range groups {
		d.items = append(d.items, twin{group: i, title: true})
		for _, c := range group {
			d.items = append(d.items, twin{group: i, card: c})
			here[c.ID] = d.marked[c.ID]
		}
	}
	d.marked = here
	if len(groups) == 0 {
		d.show()
		return
	}
	d.list = newTwinList(d)
	d.show()
	d.list.step(cursor)
	d.focusList()
}

func (d *Duplicates) focusList() {
	if c := d.canvas(); c != nil {
		c.Focus(d.list)
	}
	d.list.Refresh()
}

func (d *Duplicates) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(d) }

func (d *Duplicates) fail(err error) {
	d.groups, d.items, d.list = nil, nil, nil
	d.show()
	d.place(look.NewEmptyState(look.IconFailed, lang.L("The voices can't be compared"), err.Error(), lang.L("Try again"), d.Find))
}

// show brings everything but the rows up to date.
func (d *Duplicates) show() {
	d.leave.SetText(lang.L("Close"))
	switch {
	case !d.ready:
		d.leave.SetText(lang.L("Cancel"))
		d.place(comparing())
	case d.list == nil:
		d.place(look.NewEmptyState(look.IconReady, lang.L("No two voices sound the same"), lang.L("There is nothing to tidy up."), "", nil))
	default:
		d.place(d.list)
	}
	found := d.ready && d.list != nil
	d.restore.Hidden = !d.ready || len(d.moved) == 0
	d.restore.SetText(lang.N("Restore {{.Count}} voices", len(d.moved), map[string]any{"Count": grouped(len(d.moved))}))
	d.text.Hidden, d.others.Hidden, d.trash.Hidden = !found, !found, !found
	if found {
		d.text.SetText(lang.N("{{.Count}} groups of voices sound the same to the ear. Space plays a voice, Delete marks it for the trash.",
			len(d.groups), map[string]any{"Count": grouped(len(d.groups))}))
	}
	d.body.Refresh()
	d.count()
}

// count says how many voices would go to the trash.
func (d *Duplicates) count() {
	n := len(d.chosen())
	d.trash.SetText(lang.N("Move {{.Count}} voices to the trash", n, map[string]any{"Count": grouped(n)}))
	if n == 0 {
		d.trash.SetText(lang.L("Move to the trash"))
		d.trash.Disable()
	} else {
		d.trash.Enable()
	}
	d.foot.Refresh() // the button has another width
}

func (d *Duplicates) place(what fyne.CanvasObject) {
	d.stage.Objects = []fyne.CanvasObject{what}
	d.stage.Refresh()
}

func (d *Duplicates) repaint() {
	if d.list != nil {
		d.list.Refresh()
	}
}

// chosen are the marked voices.
func (d *Duplicates) chosen() (all []card.Card) {
	for _, group := range d.groups {
		for _, c := range group {
			if d.marked[c.ID] {
				all = append(all, c)
			}
		}
	}
	return all
}

// mark marks a voice, or no longer. Those that come with the program cannot go.
func (d *Duplicates) mark(c card.Card, on bool) {
	if c.Builtin {
		return
	}
	d.marked[c.ID] = on
	d.count()
	d.repaint()
}

// markOthers marks all voices of every group but one: the first that comes with the program, which stays anyway, or else
// the oldest.
func (d *Duplicates) markOthers() {
	for _, group := range d.groups {
		keep := 0
		for i, c := range group {
			if c.Builtin {
				keep = i
				break
			}
		}
		for i, c := range group {
			d.marked[c.ID] = i != keep && !c.Builtin
		}
	}
	d.count()
	d.focusList()
}

func (d *Duplicates) moveMarked() {
	if cards := d.chosen(); d.OnTrash != nil && len(cards) > 0 {
		d.OnTrash(cards)
	}
}

func (d *Duplicates) bringBack() {
	if d.OnRestore != nil {
		d.OnRestore(d.moved)
	}
}

func (d *Duplicates) hear(c card.Card) {
	if d.OnPreview != nil {
		d.OnPreview(c)
	}
}

// origin is what helps to choose between voices that sound the same: what they were made of and what was done with them.
func origin(c card.Card) string {
	var words []string
	if c.Builtin {
		words = append(words, lang.L("comes with Voicewright"))
	} else if !c.Added.IsZero() {
		words = append(words, lang.L("added on {{.Date}}", map[string]any{"Date": c.Added.Format(time.DateOnly)}))
	}
	if c.Seconds > 0 {
		words = append(words, length(c.Seconds))
	}
	if c.Uses > 0 {
		words = append(words, lang.N("used {{.Count}} times", c.Uses, map[string]any{"Count": grouped(c.Uses)}))
	}
	if c.Rating > 0 {
		words = append(words, lang.N("{{.Count}} stars", c.Rating, map[string]any{"Count": c.Rating}))
	}
	if c.Favourite {
		words = append(words, lang.L("favourite"))
	}
	if c.Folder != "" {
		words = append(words, c.Folder)
	}
	return strings.Join(words, " · ")
}

// title says what a group is.
func (d *Duplicates) title(group int) string {
	n := len(d.groups[group])
	return lang.N("Group {{.Group}} · {{.Count}} voices", n, map[string]any{"Group": group + 1, "Count": n})
}

// titleHeight is that of a group's title in the list.
func titleHeight() float32 {
	return fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{Bold: true}).Height + look.Wide
}
