package catalogue

import (
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// A comparer has groups of voices, and waits for gate where that is set.
type comparer struct {
	mu     sync.Mutex
	groups [][]card.Card
	err    error
	gate   chan struct{}
	begun  chan struct{} // is told that it waits
	gaveUp bool
}

func (c *comparer) Duplicates(ctx context.Context) ([][]card.Card, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gate != nil {
		c.begun <- struct{}{}
		select {
		case <-c.gate:
		case <-ctx.Done():
			c.gaveUp = true
			return nil, ctx.Err()
		}
	}
	return c.groups, c.err
}

func (c *comparer) set(groups [][]card.Card) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups = groups
}

// twins are three groups of 2, 3 and 2 voices; the second of the last comes with the program.
func twins() *comparer {
	v := voices(7)
	v[1].Uses, v[1].Rating, v[2].Favourite = 12, 4, true
	v[6].Builtin = true
	return &comparer{groups: [][]card.Card{v[:2:2], v[2:5:5], v[5:]}}
}

func openTwins(t testing.TB, c *comparer, choice look.Choice) (*Duplicates, *desk, fyne.Window) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(choice, 1))
	q := newDesk()
	d := NewDuplicates(c, q)
	t.Cleanup(d.Close)
	w := test.NewTempWindow(t, d)
	w.Resize(fyne.NewSize(720, 560))
	return d, q, w
}

func ids(cards []card.Card) string {
	var all []string
	for _, c := range cards {
		all = append(all, c.ID[18:])
	}
	return strings.Join(all, " ")
}

func TestDuplicatesByKey(t *testing.T) {
	c := twins()
	d, q, w := openTwins(t, c, look.Dark)
	q.until(t, "the groups", func() bool { return d.ready })
	if len(d.chosen()) != 0 || !d.trash.Disabled() {
		t.Fatal("voices are marked before anybody has marked one")
	}
	if w.Canvas().Focused() != fyne.Focusable(d.list) {
		t.Fatal("the keyboard is not in the list")
	}
	var heard, trashed []card.Card
	d.OnPreview = func(c card.Card) { heard = append(heard, c) }
	d.OnTrash = func(cards []card.Card) { trashed = cards }
	press := func(names ...fyne.KeyName) {
		for _, name := range names {
			d.list.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	press(fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyDelete, fyne.KeyDown, fyne.KeyDelete, fyne.KeyUp, fyne.KeyDelete)
	d.list.TypedRune('p')
	if got := ids(heard); got != "01 03 03" {
		t.Errorf("heard %s", got)
	}
	press(fyne.KeyEnd, fyne.KeyDelete, fyne.KeyUp, fyne.KeyReturn) // the last comes with the program
	if got := ids(d.chosen()); got != "04 06" {
		t.Errorf("marked %s", got)
	}
	press(fyne.KeyHome, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp)
	if d.items[d.list.cursor].title {
		t.Error("the keyboard stands on the title of a group")
	}
	if trashed != nil {
		t.Fatal("voices have gone without being asked for")
	}
	test.Tap(d.trash)
	if got := ids(trashed); got != "04 06" {
		t.Errorf("to the trash go %s", got)
	}
	if d.restore.Visible() {
		t.Error("something can be brought back before it has gone")
	}
	all := c.groups
	c.set([][]card.Card{all[0], {all[1][0], all[1][2]}})
	press(fyne.KeyEnd, fyne.KeyUp) // a row that will be the last but one
	d.Moved(trashed)
	if w.Canvas().Focused() != nil {
		t.Error("what has the keyboard while it compares keeps Escape from leaving the view")
	}
	q.until(t, "what is left", func() bool { return d.ready })
	if len(d.chosen()) != 0 || len(d.items) != 6 {
		t.Errorf("%d rows are left, %d are marked", len(d.items), len(d.chosen()))
	}
	if d.items[d.list.cursor].card.ID != all[1][2].ID || w.Canvas().Focused() != fyne.Focusable(d.list) {
		t.Errorf("the keyboard is at row %d", d.list.cursor)
	}

	var back []card.Card
	d.OnRestore = func(cards []card.Card) { back = cards }
	test.Tap(d.restore)
	if got := ids(back); got != "04 06" {
		t.Errorf("from the trash come %s", got)
	}
	c.set(all)
	d.Moved(nil)
	q.until(t, "all of them", func() bool { return d.ready })
	if d.restore.Visible() || len(d.items) != 10 {
		t.Errorf("brought back, %d rows are there", len(d.items))
	}
}

func TestTheLastDuplicatesCanBeBroughtBack(t *testing.T) {
	c := twins()
	d, q, _ := openTwins(t, c, look.Dark)
	q.until(t, "the groups", func() bool { return d.ready })
	gone := c.groups[0]
	c.set(nil)
	d.Moved(gone)
	q.until(t, "nothing", func() bool { return d.ready })
	if d.list != nil || !d.restore.Visible() || d.trash.Visible() {
		t.Error("what went last cannot be brought back")
	}
}

func TestAllButTheOldest(t *testing.T) {
	d, q, _ := openTwins(t, twins(), look.Dark)
	q.until(t, "the groups", func() bool { return d.ready })
	test.Tap(d.others)
	if got := ids(d.chosen()); got != "02 04 05 06" {
		t.Errorf("marked %s; of the last group the voice stays that comes with the program", got)
	}
}

func TestNoDuplicates(t *testing.T) {
	d, q, _ := openTwins(t, &comparer{}, look.Dark)
	q.until(t, "the answer", func() bool { return d.ready })
	if d.trash.Visible() || d.others.Visible() || d.leave.Text != "Close" {
		t.Error("something can be moved where nothing was found")
	}
}

func TestDuplicatesThatCannotBeFound(t *testing.T) {
	c := &comparer{err: errors.New("the disk is gone")}
	d, q, _ := openTwins(t, c, look.Dark)
	q.until(t, "the error", func() bool { return d.ready })
	if _, ok := d.stage.Objects[0].(*twinList); ok || d.trash.Visible() {
		t.Error("an error looks like a result")
	}
	c.mu.Lock()
	c.err, c.groups = nil, twins().groups
	c.mu.Unlock()
	d.Find()
	q.until(t, "the groups", func() bool { return d.ready })
	if d.list == nil || !d.trash.Visible() {
		t.Error("the groups are not shown")
	}
}

func TestLeavingGivesUpTheSearch(t *testing.T) {
	c := &comparer{gate: make(chan struct{}), begun: make(chan struct{}, 1)}
	d, _, _ := openTwins(t, c, look.Dark)
	if d.Ready() || d.leave.Text != "Cancel" {
		t.Error("it does not say that it is searching")
	}
	<-c.begun
	closed := false
	d.OnClose = func() { closed = true }
	test.Tap(d.leave)
	d.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !closed || !c.gaveUp {
		t.Error("the search goes on")
	}
}

func TestDuplicatesByMouse(t *testing.T) {
	d, q, w := openTwins(t, twins(), look.Dark)
	q.until(t, "the groups", func() bool { return d.ready })
	w.Canvas().Capture() // lays the rows out
	var rows []*twinRow
	for _, o := range test.WidgetRenderer(d.list).Objects() {
		walkAll(o, func(o fyne.CanvasObject) {
			if r, ok := o.(*twinRow); ok && r.Visible() && r.voice.Visible() {
				rows = append(rows, r)
			}
		})
	}
	if len(rows) < 5 {
		t.Fatalf("only %d rows are there", len(rows))
	}
	r := rows[3]
	test.Tap(r)
	if d.list.cursor != r.place {
		t.Errorf("the current voice is at %d, not at %d", d.list.cursor, r.place)
	}
	w.Canvas().Focus(r.mark) // as a real click does
	test.Tap(r.mark)
	if w.Canvas().Focused() != fyne.Focusable(d.list) {
		t.Error("the box keeps the keyboard")
	}
	if got := d.chosen(); len(got) != 1 || got[0].ID != r.card().ID {
		t.Errorf("marked %s", ids(got))
	}
}

func walkAll(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walkAll(child, visit)
		}
	case fyne.Widget:
		if _, leaf := o.(*look.Check); !leaf {
			for _, child := range test.WidgetRenderer(o).Objects() {
				walkAll(child, visit)
			}
		}
	}
}

// shots is the folder that pictures are wanted in.
func shots(t *testing.T) string {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("skipped: SHOTS names no folder")
	}
	return folder
}

func shoot(t *testing.T, w fyne.Window, folder, name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

// TestShotsOfDuplicates draws the view into the folder that SHOTS names.
func TestShotsOfDuplicates(t *testing.T) {
	folder := shots(t)
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		d, q, w := openTwins(t, twins(), choice)
		q.until(t, "the groups and pictures", func() bool { return d.ready && len(d.album.kept) > 5 })
		d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		d.repaint()
		shoot(t, w, folder, "duplicates-"+choice.String())
		d.Moved(d.groups[0][1:])
		q.until(t, "the rest", func() bool { return d.ready })
		shoot(t, w, folder, "duplicates-moved-"+choice.String())
		d, q, w = openTwins(t, &comparer{}, choice)
		q.until(t, "nothing", func() bool { return d.ready })
		shoot(t, w, folder, "duplicates-none-"+choice.String())
		d, q, w = openTwins(t, &comparer{err: errors.New("look for voices that are the same: the disk is gone")}, choice)
		q.until(t, "the error", func() bool { return d.ready })
		shoot(t, w, folder, "duplicates-error-"+choice.String())
		c := &comparer{gate: make(chan struct{}), begun: make(chan struct{}, 1)}
		_, _, w = openTwins(t, c, choice)
		shoot(t, w, folder, "duplicates-searching-"+choice.String())
	}
}
