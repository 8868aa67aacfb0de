package catalogue

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// open shows a pane over voices and waits for the first of them.
func open(t testing.TB, m *inMemory) (*Pane, *desk, fyne.Window) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(look.Dark, 1))
	d := newDesk()
	p := New(m, d)
	t.Cleanup(p.Close)
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(340, 760))
	d.until(t, "the first voices", func() bool { return p.shelf.ready && p.filters.names != nil })
	return p, d, w
}

func key(p *Pane, names ...fyne.KeyName) {
	for _, name := range names {
		p.table.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func TestSearchShowsTheNewestAnswer(t *testing.T) {
	slow := make(chan struct{})
	m := &inMemory{cards: voices(300), gate: map[string]chan struct{}{"ro": slow}}
	p, d, _ := open(t, m)
	all := p.shelf.count
	p.query.Text = "ro"
	p.ask() // hangs
	test.Type(p.search, "rowena")
	d.until(t, "the result of rowena", func() bool { return p.shelf.query.Text == "rowena" })
	close(slow)
	d.Run()
	if p.shelf.query.Text != "rowena" || p.shelf.count == 0 || p.shelf.count == all {
		t.Errorf("shows %d voices of %q", p.shelf.count, p.shelf.query.Text)
	}
	for i := range p.shelf.count {
		if c, ok := p.shelf.card(i); ok && !strings.HasPrefix(c.Name, "Rowena") {
			t.Errorf("%s is listed for rowena", c.Name)
		}
	}
}

func TestKeystrokesAreAskedOnce(t *testing.T) {
	m := &inMemory{cards: voices(50)}
	p, d, _ := open(t, m)
	m.mu.Lock()
	before := m.calls
	m.mu.Unlock()
	for _, r := range "rowan" {
		p.search.TypedRune(r)
	}
	d.until(t, "the result", func() bool { return p.shelf.query.Text == "rowan" })
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := m.calls - before; n != 2 {
		t.Errorf("five quick keystrokes made %d calls, want 2 for one question", n)
	}
}

func TestManyVoicesKeepFewInMemory(t *testing.T) {
	p, d, _ := open(t, &inMemory{cards: voices(20000)})
	for at := 0; at < 20000; at += 300 {
		p.table.ScrollTo(at)
		d.until(t, "voices in view", func() bool { _, ok := p.shelf.card(at); return ok })
	}
	if n := len(p.shelf.pages); n > keptPages {
		t.Errorf("%d pages in memory, want at most %d", n, keptPages)
	}
	if n := len(p.table.rows); n > mostRows {
		t.Errorf("%d rows are remembered, want at most %d", n, mostRows)
	}
}

func TestEverythingByKey(t *testing.T) {
	m := &inMemory{cards: voices(500)}
	p, d, w := open(t, m)
	var said []string
	note := func(what string) func(card.Card) {
		return func(c card.Card) { said = append(said, what+" "+c.ID[18:]) }
	}
	p.OnUse, p.OnPreview = note("use"), note("hear")
	p.OnFavourite = func(c card.Card, on bool) { note(map[bool]string{true: "star", false: "unstar"}[on])(c) }
	var trashed []card.Card
	p.OnTrash = func(c []card.Card) { trashed = c }

	w.Canvas().Focus(p.search)
	p.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if w.Canvas().Focused() != p.table {
		t.Fatal("Down in the search field does not lead into the list")
	}
	m.change(func(c *card.Card) { c.Favourite = false })
	p.Refresh()
	d.until(t, "the voices again", func() bool { c, _ := p.Current(); return !c.Favourite })
	key(p, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeySpace)
	p.table.TypedRune('p')
	p.table.TypedRune('f')
	if got := strings.Join(said, ", "); got != "use 03, hear 03, hear 03, star 03" {
		t.Errorf("keys said: %s", got)
	}
	p.table.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(p, fyne.KeyDown, fyne.KeyDown)
	p.table.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	d.until(t, "three chosen voices", func() bool { return len(p.chosen) == 3 })
	key(p, fyne.KeyDelete)
	if len(trashed) != 3 {
		t.Errorf("%d voices go to the trash, want 3", len(trashed))
	}
	p.table.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.until(t, "all voices", func() bool { return len(p.chosen) == 500 })
	key(p, fyne.KeyEscape, fyne.KeyEnd)
	d.until(t, "the last voice", func() bool { c, _ := p.Current(); return c.ID == m.cards[499].ID })
	key(p, fyne.KeyHome)
	if c, _ := p.Current(); c.ID != m.cards[0].ID {
		t.Errorf("Home leads to %s", c.ID)
	}
	key(p, fyne.KeyUp)
	if w.Canvas().Focused() != p.search {
		t.Error("Up at the top does not lead to the search field")
	}
}

func TestBuiltInVoicesStayOutOfTheTrash(t *testing.T) {
	cards := voices(3)
	cards[0].Builtin = true
	p, _, _ := open(t, &inMemory{cards: cards})
	p.OnTrash = func([]card.Card) { t.Error("a built-in voice goes to the trash") }
	p.choose(0, false, false)
	key(p, fyne.KeyDelete)
	for _, item := range p.menuItems(cards[0]) {
		if strings.Contains(item.Label, "trash") {
			t.Errorf("the menu of a built-in voice has %q", item.Label)
		}
	}
}

func TestRecordingsAreAddedWhereThatCanBe(t *testing.T) {
	cards := voices(3)
	cards[1].Builtin, cards[2].Trashed = true, true
	p, _, _ := open(t, &inMemory{cards: cards})
	has := func(c card.Card) bool {
		for _, item := range p.menuItems(c) {
			if strings.HasPrefix(item.Label, "Add recordings") {
				return true
			}
		}
		return false
	}
	if has(cards[0]) {
		t.Error("it is offered where nobody does it")
	}
	p.OnImprove = func(card.Card) {}
	if !has(cards[0]) || has(cards[1]) || has(cards[2]) {
		t.Errorf("offered for a voice %v, for a built-in one %v, in the trash %v", has(cards[0]), has(cards[1]), has(cards[2]))
	}
	p.CanImprove = func(card.Card) bool { return false }
	if has(cards[0]) {
		t.Error("it is offered for a blend")
	}
}

func TestFilters(t *testing.T) {
	cards := voices(200)
	cards[7].Folder, cards[9].Trashed = "Games/Orcs", true
	m := &inMemory{cards: cards}
	p, d, _ := open(t, m)
	test.Tap(p.filters.favourite)
	d.until(t, "favourites", func() bool { return p.shelf.query.Favourites })
	for i := range p.shelf.count {
		if c, ok := p.shelf.card(i); ok && !c.Favourite {
			t.Fatalf("%s is no favourite", c.Name)
		}
	}
	test.Tap(p.filters.tags[0])
	d.until(t, "a tag", func() bool { return p.shelf.query.Tag == "warm" })
	p.showAll()
	d.until(t, "all", func() bool { return p.shelf.count == 199 })
	if p.filters.favourite.On() || p.filters.tags[0].On() {
		t.Error("chips are on when all is shown")
	}
	p.filter(func(q *card.Query) { q.Folder = "Games" })
	d.until(t, "a folder", func() bool { return p.shelf.count == 1 })
	p.filter(func(q *card.Query) { *q = card.Query{Trash: true} })
	d.until(t, "the trash", func() bool { return p.shelf.query.Trash })
	var restored []card.Card
	p.OnRestore = func(c []card.Card) { restored = c }
	p.choose(0, false, false)
	p.restoreChosen()
	if len(restored) != 1 || restored[0].ID != cards[9].ID {
		t.Errorf("restored %d voices", len(restored))
	}
}

func TestTrashedVoiceGivesItsPlaceToTheNext(t *testing.T) {
	m := &inMemory{cards: voices(10)}
	p, d, _ := open(t, m)
	p.choose(4, false, false)
	m.change(func(c *card.Card) { c.Trashed = c.ID == m.cards[4].ID || c.Trashed })
	p.Refresh()
	d.until(t, "nine voices", func() bool { return p.shelf.count == 9 })
	if c, ok := p.Current(); !ok || c.ID != m.cards[5].ID {
		t.Errorf("the current voice is %s", c.ID)
	}
}

func TestSelectFindsAVoiceFarDown(t *testing.T) {
	m := &inMemory{cards: voices(3000)}
	p, d, _ := open(t, m)
	p.Select(m.cards[2500].ID)
	d.until(t, "the voice", func() bool { c, _ := p.Current(); return c.ID == m.cards[2500].ID })
	if p.cursor != 2500 {
		t.Errorf("the cursor is at %d", p.cursor)
	}
	p.Select(m.cards[1700].ID)
	p.Refresh()
	d.until(t, "the voice in spite of a new question", func() bool { c, _ := p.Current(); return c.ID == m.cards[1700].ID })
}

func TestAnUnreadableCatalogueSaysSo(t *testing.T) {
	m := &inMemory{cards: voices(10)}
	p, d, _ := open(t, m)
	m.mu.Lock()
	m.err = errors.New("the disk is gone")
	m.mu.Unlock()
	p.Refresh()
	d.until(t, "what is wrong", func() bool { return p.stage.Objects[0] != fyne.CanvasObject(p.table) })
	m.mu.Lock()
	m.err = nil
	m.mu.Unlock()
	p.Refresh()
	d.until(t, "the list again", func() bool { return p.stage.Objects[0] == fyne.CanvasObject(p.table) })
}

func TestDragOutOfThePane(t *testing.T) {
	p, d, w := open(t, &inMemory{cards: voices(30)})
	var dropped string
	var at fyne.Position
	p.OnDrop = func(c card.Card, pos fyne.Position) { dropped, at = c.ID, pos }
	d.Run()
	var r *row
	for x, i := range p.table.rows {
		if i == 2 {
			r = x
		}
	}
	drag := func(x, y, dx, dy float32) {
		r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(x, y)}, Dragged: fyne.NewDelta(dx, dy)})
	}
	drag(50, 50, 2, 2)
	r.DragEnd()
	if dropped != "" {
		t.Fatal("a tremble of the hand is a drag")
	}
	r.moved = 0
	drag(60, 60, 10, 10)
	drag(300, 200, 240, 140)
	if w.Canvas().Overlays().Top() == nil {
		t.Error("nothing follows the pointer")
	}
	r.DragEnd()
	if dropped != p.shelf.pages[0][2].ID || at != fyne.NewPos(300, 200) {
		t.Errorf("dropped %q at %v", dropped, at)
	}
	if w.Canvas().Overlays().Top() != nil {
		t.Error("the ghost stays")
	}
}

func TestPictures(t *testing.T) {
	cards := voices(40)
	seen := map[string]bool{}
	for _, c := range cards {
		a, b := Paint(c, 128, 84, true), Paint(c, 128, 84, true)
		if string(a.Pix) != string(b.Pix) {
			t.Fatal("a voice has two pictures")
		}
		seen[string(a.Pix)] = true
	}
	if len(seen) != len(cards) {
		t.Errorf("%d voices have %d pictures", len(cards), len(seen))
	}
	for _, c := range []card.Card{{}, {Pitch: 1e9, Spread: 1e9, Colour: []float32{1}}, {Pitch: -4, Colour: make([]float32, 86)}} {
		Paint(c, 1, 1, false)
		Paint(c, 64, 42, false)
	}
}

func TestWhatPeopleType(t *testing.T) {
	if got := strings.Join(tagsOf(" warm,, Warm ; low  voice,\n"), "|"); got != "warm|low voice" {
		t.Errorf("tags %q", got)
	}
	if got := folderOf(` /Games\ Orcs //`); got != "Games/Orcs" {
		t.Errorf("folder %q", got)
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1204: "1204", 12345: "12\u2009345", 1000000: "1\u2009000\u2009000"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	c := voices(1)[0]
	for b.Loop() {
		Paint(c, int(pictureWidth*pictureScale), int(pictureHeight*pictureScale), true)
	}
}

// BenchmarkScroll is one step of the wheel in 100,000 voices, without painting.
func BenchmarkScroll(b *testing.B) {
	p, d, _ := open(b, &inMemory{cards: voices(100000)})
	var at float32
	for b.Loop() {
		at += 40
		p.table.ScrollToOffset(at)
		d.Run()
	}
}
