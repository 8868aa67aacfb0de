// Package catalogue is the pane of voices: search, filters, a list that stays fluid with any number of voices, what is
// known of the chosen one, and all that can be done with it by key, by menu and by drag.
//
// The pane changes nothing itself. It asks a Source and says through its callbacks what the person wants; when that is
// done, call Refresh.
package catalogue

import (
	"context"
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

// A Source is the catalogue. It is asked on other threads than the window's, and several times at once.
type Source interface {
	// Voices returns the voices of a query in its order.
	Voices(context.Context, card.Query) ([]card.Card, error)
	// CountVoices returns how many voices a query has, whatever its Limit and Offset.
	CountVoices(context.Context, card.Query) (int, error)
	// Tags returns all tags in use, the most useful first.
	Tags(context.Context) ([]string, error)
	// Folders returns all folders in use.
	Folders(context.Context) ([]string, error)
	// Card returns one voice.
	Card(ctx context.Context, id string) (card.Card, error)
	// Like returns the voices that sound most like one of them, at most so many, the most alike first and without itself.
	Like(ctx context.Context, id string, most int) ([]card.Like, error)
}

// searchDelay is how long the pane waits after a keystroke before it asks: shorter than a pause between two words.
const searchDelay = 60 * time.Millisecond

// A Pane is the pane of voices. Set its callbacks before it is shown; a callback that is nil leaves out what needs it.
// All belongs to the window's thread. A Pane that is no longer needed must be closed.
type Pane struct {
	widget.BaseWidget

	OnUse       func(card.Card)                      // voice the current line with it
	OnPreview   func(card.Card)                      // hear it; again to stop
	OnSelect    func(card.Card)                      // it is the one shown in the details
	OnFavourite func(card.Card, bool)                // make it a favourite, or no longer
	OnRate      func([]card.Card, int)               // give them so many stars; 0 takes the rating away
	OnTags      func(card.Card, []string)            // give it exactly these tags
	OnFolder    func(card.Card, string)              // move it
	OnRename    func(card.Card, string)              // name it
	OnDescribe  func(card.Card, string)              // describe it
	OnTrash     func([]card.Card)                    // move them to the trash
	OnRestore   func([]card.Card)                    // bring them back
	OnEmpty     func()                               // delete for good what is in the trash
	OnAdd       func()                               // make a voice of recordings
	OnImprove   func(card.Card)                      // add recordings to it
	CanImprove  func(card.Card) bool                 // tells whether that can be done; nil is always
	OnImport    func()                               // read a voice file
	OnExport    func(card.Card)                      // write a voice file
	OnDrag      func(card.Card, fyne.Position)       // it is dragged and now here, on the window
	OnDrop      func(card.Card, fyne.Position)       // it was let go here
	Busy        func(id string) (playing, wait bool) // how a voice's preview stands; may be nil

	source Source
	to     thread.Dispatcher
	shelf  *shelf
	album  *album

	query  card.Query // is kept while like is set
	like   *likeMode  // nil while the list shows the query
	typing *time.Timer
	typed  int // counts keystrokes

	cursor int                  // place of the current voice, -1 for none
	anchor int                  // where a stretch of chosen voices began
	chosen map[string]card.Card // by ID; the current voice is one of them
	seek   string               // voice to select once it is found
	back   float32              // where the list is to be scrolled to when the next answer is there

	ctx    context.Context // of the questions about tags and folders
	cancel context.CancelFunc

	search  *searchEntry
	filters *filters
	table   *table
	details *details
	stage   *fyne.Container // the list, or what is shown in its place
	bar     *fyne.Container // what can be done with several voices
	title   *fyne.Container
	content *fyne.Container
}

// New returns the pane and asks the source for all voices.
func New(source Source, to thread.Dispatcher) *Pane {
	p := &Pane{source: source, to: to, cursor: -1, anchor: -1, chosen: map[string]card.Card{}}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.shelf = newShelf(to, p.arrived, p.failed)
	p.album = newAlbum(to, func() { p.table.repaint(); p.details.repaint() })
	p.ExtendBaseWidget(p)
	p.build()
	p.Refresh()
	return p
}

func (p *Pane) build() {
	p.search = newSearchEntry(p)
	p.filters = newFilters(p)
	p.table = newTable(p)
	p.details = newDetails(p)
	p.stage = container.NewStack()
	p.bar = container.NewStack()
	p.bar.Hide()

	p.title = container.NewBorder(nil, nil, nil, container.NewHBox(p.filters.count,
		look.NewIconButton(look.IconImport, lang.L("Import a voice file"), func() { call(p.OnImport) }),
		look.NewIconButton(look.IconAdd, lang.L("New voice from recordings"), func() { call(p.OnAdd) })),
		look.NewLine(lang.L("Voices"), theme.ColorNameForeground, theme.SizeNameSubHeadingText, true))
	top := container.NewVBox(p.title, container.NewBorder(nil, nil, nil, p.filters.sort, p.search), p.filters.chips, p.bar)
	p.content = container.NewBorder(container.New(layout.NewCustomPaddedLayout(look.Space, look.Tight, look.Space, look.Space), top),
		p.details.box, nil, nil, p.stage)
}

// CreateRenderer implements fyne.Widget.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer { return newPaneRenderer(p) }

// Refresh asks the source again, keeping query, place and choice: call it when voices have changed.
func (p *Pane) Refresh() {
	p.ask()
	p.filters.ask()
	p.BaseWidget.Refresh()
}

// Close ends what runs in the background. The pane must not be used afterwards.
func (p *Pane) Close() {
	if p.typing != nil {
		p.typing.Stop()
	}
	p.typed++
	p.cancel()
	p.shelf.close()
	p.album.close()
}

// FocusSearch moves the keyboard to the search field and selects what is in it. The canvas is given, since a pane that was
// not drawn yet does not know its own.
func (p *Pane) FocusSearch(c fyne.Canvas) {
	c.Focus(p.search)
	p.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// FocusList moves the keyboard to the list.
func (p *Pane) FocusList() { p.focus(p.table) }

// Select makes a voice the current one and brings it into view. A voice that the filters hide stays unselected.
func (p *Pane) Select(id string) {
	if i := p.shelf.index(id); i >= 0 {
		p.choose(i, false, false)
		return
	}
	p.seek = id
	p.shelf.span(0, 0, func(cards []card.Card) {
		if p.seek != id {
			return
		}
		p.seek = ""
		for i, c := range cards {
			if c.ID == id {
				p.current(i, c)
				return
			}
		}
	})
}

// Current returns the voice shown in the details.
func (p *Pane) Current() (card.Card, bool) { return p.details.card, p.details.shown }

// Selected returns the chosen voices, in no order.
func (p *Pane) Selected() []card.Card {
	cards := make([]card.Card, 0, len(p.chosen))
	for _, c := range p.chosen {
		cards = append(cards, c)
	}
	return cards
}

// Update shows a changed card at once, before the next Refresh.
func (p *Pane) Update(c card.Card) {
	p.shelf.replace(c)
	if _, ok := p.chosen[c.ID]; ok {
		p.chosen[c.ID] = c
	}
	if p.details.card.ID == c.ID {
		p.details.show(c)
	}
	p.table.Refresh()
}

// ShowPlaying draws again how the previews stand, see Busy.
func (p *Pane) ShowPlaying() {
	p.table.repaint()
	p.details.repaint()
}

// typedText is called at every keystroke in the search field.
func (p *Pane) typedText(text string) {
	p.query.Text = text
	p.endLike()
	p.typed++
	typed := p.typed
	if p.typing != nil {
		p.typing.Stop()
	}
	p.typing = time.AfterFunc(searchDelay, func() {
		p.to.Do(func() {
			if typed == p.typed {
				p.ask()
			}
		})
	})
}

func (p *Pane) ask() {
	if p.like != nil {
		p.askLike()
		return
	}
	p.shelf.ask(p.source, p.query)
}

// filter changes the query and begins at its top.
func (p *Pane) filter(change func(*card.Query)) {
	if p.endLike() {
		p.showText()
	}
	change(&p.query)
	p.forget()
	p.table.ScrollToTop()
	p.ask()
}

// forget unselects all.
func (p *Pane) forget() {
	p.cursor, p.anchor = -1, -1
	clear(p.chosen)
	p.details.hide()
	p.showBar()
}

// arrived is called by the shelf when there is more to show.
func (p *Pane) arrived(reset bool) {
	if reset {
		p.filters.showCount(p.shelf.count)
		p.keepPlace()
		p.showStage(nil)
		if p.back > 0 {
			p.table.Refresh()
			p.table.ScrollToOffset(p.back)
			p.back = 0
		}
		p.showBar()
		if p.seek != "" { // what looked for it was overtaken by this answer
			p.Select(p.seek)
		}
	}
	p.table.Refresh()
}

// keepPlace finds the current voice in a new result, or shows its neighbour when it is gone.
func (p *Pane) keepPlace() {
	if p.cursor < 0 {
		return
	}
	if i := p.shelf.index(p.details.card.ID); i >= 0 {
		p.cursor, p.anchor = i, i
		c, _ := p.shelf.card(i)
		p.chosen[c.ID] = c
		p.details.show(c)
		return
	}
	if p.cursor >= pageSize && p.cursor < p.shelf.count {
		return // it is further down, where nothing has been read yet
	}
	next := min(p.cursor, p.shelf.count-1)
	p.forget()
	if c, ok := p.shelf.card(next); ok {
		p.current(next, c)
	}
}

func (p *Pane) failed(err error) {
	if p.like != nil {
		p.showStage(look.NewEmptyState(look.IconFailed, lang.L("The voices can't be compared"), err.Error(), lang.L("Back"), p.leaveLike))
		return
	}
	p.showStage(look.NewEmptyState(look.IconFailed, lang.L("The voices can't be read"), err.Error(), lang.L("Try again"), p.Refresh))
}

// showStage shows the list, or in its place the given object, or what says why the list is empty.
func (p *Pane) showStage(instead fyne.CanvasObject) {
	if instead == nil && p.shelf.ready && p.shelf.count == 0 {
		instead = p.nothing()
	}
	if instead == nil {
		instead = p.table
	}
	if len(p.stage.Objects) == 1 && p.stage.Objects[0] == instead {
		return
	}
	p.stage.Objects = []fyne.CanvasObject{instead}
	p.stage.Refresh()
}

// nothing says why no voice is listed, and what can be done.
func (p *Pane) nothing() fyne.CanvasObject {
	q := p.query
	switch {
	case p.like != nil:
		return look.NewEmptyState(look.IconVoice, lang.L("There is no voice to compare"), "", lang.L("Back"), p.leaveLike)
	case q.Text != "":
		return look.NewEmptyState(look.IconSearch, lang.L("No voice matches"), lang.L("Try fewer words, or the beginning of one."),
			lang.L("Show all voices"), p.showAll)
	case q.Trash:
		return look.NewEmptyState(look.IconTrash, lang.L("The trash is empty"), "", lang.L("Show all voices"), p.showAll)
	case q.Favourites && q.Stars == 0 && q.Tag == "" && q.Folder == "":
		return look.NewEmptyState(look.IconHeart, lang.L("No favourites yet"), lang.L("Press F on a voice, or its heart, to find it here."),
			lang.L("Show all voices"), p.showAll)
	case q.Stars > 0 && !q.Favourites && q.Tag == "" && q.Folder == "":
		return look.NewEmptyState(look.IconStar, lang.L("No voice has so many stars"), lang.L("Press 1 to 5 on a voice, or click its stars, to rate it."),
			lang.L("Show all voices"), p.showAll)
	case q.Favourites || q.Stars > 0 || q.Tag != "" || q.Folder != "":
		return look.NewEmptyState(look.IconFilter, lang.L("No voice is in all these filters"), "", lang.L("Show all voices"), p.showAll)
	}
	return look.NewEmptyState(look.IconVoice, lang.L("No voices yet"), lang.L("Make one from a recording of a few seconds, or import a voice file."),
		lang.L("New voice"), func() { call(p.OnAdd) })
}

// showAll takes all filters away.
func (p *Pane) showAll() {
	p.query = card.Query{Sort: p.query.Sort}
	p.endLike()
	p.showText()
	p.filters.show()
	p.forget()
	p.ask()
}

// showText brings the search field in line with the query; voices that are listed by ear were not found by words.
func (p *Pane) showText() {
	text := p.query.Text
	if p.like != nil {
		text = ""
	}
	p.typed++ // a keystroke that waits is out of date
	p.search.OnChanged = nil
	p.search.SetText(text)
	p.search.OnChanged = p.typedText
}

// inTrash tells whether the list shows what is in the trash.
func (p *Pane) inTrash() bool { return p.query.Trash && p.like == nil }

func (p *Pane) focus(f fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(f)
	}
}

// window returns the window that the pane is in, or nil.
func (p *Pane) window() fyne.Window {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if w.Canvas() == c {
			return w
		}
	}
	return nil
}

// relayout gives every part its place again after one has come, gone or grown.
func (p *Pane) relayout() {
	if p.content != nil && !p.content.Size().IsZero() {
		p.content.Layout.Layout(p.content.Objects, p.content.Size())
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}
