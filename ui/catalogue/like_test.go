package catalogue

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// rowOf returns the row that shows a place of the list.
func rowOf(t *testing.T, p *Pane, place int) *row {
	t.Helper()
	for r, i := range p.table.rows {
		if i == place {
			return r
		}
	}
	t.Fatalf("no row shows place %d", place)
	return nil
}

func (p *Pane) byEar() bool { _, ok := p.shelf.from.(*alike); return ok }

func TestMoreLikeThisAndBack(t *testing.T) {
	m := &inMemory{cards: voices(300)}
	p, d, w := open(t, m)
	test.Type(p.search, "rowan")
	d.until(t, "the search", func() bool { return p.shelf.query.Text == "rowan" })
	found := p.shelf.count
	w.Canvas().Focus(p.table)
	key(p, fyne.KeyDown, fyne.KeyDown)
	before, _ := p.Current()

	p.table.TypedRune('l')
	d.until(t, "the voices by ear", p.byEar)
	first, _ := p.shelf.card(0)
	second, _ := p.shelf.card(1)
	if p.shelf.count != mostAlike+1 || first.ID != before.ID || p.search.Text != "" {
		t.Errorf("%d voices, the first is %s, the search field holds %q", p.shelf.count, first.Name, p.search.Text)
	}
	if c, _ := p.Current(); c.ID != before.ID || p.cursor != 0 {
		t.Errorf("the current voice is %s at %d", c.Name, p.cursor)
	}
	if len(p.filters.row.Objects) != 1 || p.filters.row.Objects[0] != fyne.CanvasObject(p.filters.like) {
		t.Error("the chip of the voice is not the only one")
	}
	if got := p.about(first); p.likeness(first) != "" || !strings.HasPrefix(got, "this voice") {
		t.Errorf("the voice itself is %q", got)
	}
	if got := p.likeness(second); !strings.Contains(got, "%") || !strings.Contains(got, degree(1)) {
		t.Errorf("the nearest voice is %q", got)
	}
	p.table.Refresh()
	if got := rowOf(t, p, 1).about.Text; !strings.Contains(got, "%") {
		t.Errorf("its row says %q", got)
	}

	key(p, fyne.KeyDown)
	p.table.TypedRune('l') // from voice to voice
	d.until(t, "the voices like the second", func() bool { c, _ := p.shelf.card(0); return c.ID == second.ID })
	key(p, fyne.KeyEscape)
	d.until(t, "the search again", func() bool { c, ok := p.Current(); return !p.byEar() && ok && c.ID == before.ID })
	if p.shelf.count != found || p.search.Text != "rowan" || p.cursor != 2 || len(p.filters.row.Objects) == 1 {
		t.Errorf("%d voices instead of %d, %q in the search field, the cursor at %d", p.shelf.count, found, p.search.Text, p.cursor)
	}
}

func TestMoreLikeThisEnds(t *testing.T) {
	for name, end := range map[string]func(*Pane){
		"by its chip":      func(p *Pane) { test.Tap(p.filters.like) },
		"by Escape above":  func(p *Pane) { p.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) },
		"by another order": func(p *Pane) { p.filter(func(q *card.Query) { q.Sort = card.ByPitch }) },
		"by a search":      func(p *Pane) { p.search.SetText("wren") },
	} {
		t.Run(name, func(t *testing.T) {
			p, d, _ := open(t, &inMemory{cards: voices(50)})
			p.filter(func(q *card.Query) { q.Trash = true })
			p.showAll()
			c, _ := p.shelf.card(7)
			p.MoreLike(c) // not the current one
			d.until(t, "the voices by ear", func() bool { now, ok := p.Current(); return p.byEar() && ok && now.ID == c.ID })
			if c, _ := p.Like(); c.ID == "" {
				t.Error("the pane does not know what it shows")
			}
			end(p)
			d.until(t, "the list", func() bool { return !p.byEar() })
			if _, on := p.Like(); on {
				t.Error("it has not ended")
			}
		})
	}
}

func TestVoicesThatCannotBeComparedSaySo(t *testing.T) {
	m := &inMemory{cards: voices(10)}
	p, d, _ := open(t, m)
	c, _ := p.shelf.card(3)
	m.mu.Lock()
	m.err = errors.New("it was made with another model")
	m.mu.Unlock()
	p.MoreLike(c)
	d.until(t, "what is wrong", func() bool {
		return p.stage.Objects[0] != fyne.CanvasObject(p.table) && p.shelf.answered == p.shelf.asked
	})
	m.mu.Lock()
	m.err = nil
	m.mu.Unlock()
	p.leaveLike()
	d.until(t, "the list again", func() bool { return p.stage.Objects[0] == fyne.CanvasObject(p.table) })
}

func TestLikenessInWords(t *testing.T) {
	last := ""
	for _, like := range []float64{1, 0.9, 0.7, 0.5, 0.3, 0.1, -0.4} {
		if got := degree(like); got == last && like >= 0 {
			t.Errorf("%.1f is %q as well", like, got)
		} else {
			last = got
		}
	}
}

func TestRating(t *testing.T) {
	m := &inMemory{cards: voices(60)}
	p, d, w := open(t, m)
	var rated []card.Card
	var stars []int
	p.OnRate = func(c []card.Card, n int) {
		rated, stars = c, append(stars, n)
		ids := map[string]bool{}
		for _, c := range c {
			ids[c.ID] = true
		}
		m.change(func(c *card.Card) {
			if ids[c.ID] {
				c.Rating = n
			}
		})
		p.Refresh()
	}
	w.Canvas().Focus(p.table)
	p.table.TypedRune('4')
	d.until(t, "four stars", func() bool { c, _ := p.Current(); return c.Rating == 4 })
	if p.details.stars.Value() != 4 || rowOf(t, p, 0).stars.Value() != 4 || !rowOf(t, p, 0).stars.Visible() {
		t.Error("the stars are not shown")
	}
	if rowOf(t, p, 1).stars.Visible() {
		t.Error("a voice that has no rating and is not the current one shows stars")
	}
	p.table.TypedRune('4')
	if len(stars) != 1 {
		t.Error("the same rating is given again")
	}
	p.chooseAll()
	d.until(t, "all voices", func() bool { return len(p.chosen) == 60 })
	p.table.TypedRune('2')
	if len(rated) != 60 {
		t.Errorf("%d voices are rated, want 60", len(rated))
	}
	d.until(t, "two stars", func() bool { c, _ := p.Current(); return c.Rating == 2 })
	p.choose(5, false, false)
	d.Run()
	test.TapAt(p.details.stars, fyne.NewPos(p.details.stars.MinSize().Width-2, 4))
	d.until(t, "five stars", func() bool { c, _ := p.Current(); return c.Rating == 5 })
	p.filter(func(q *card.Query) { q.Stars = 3 })
	d.until(t, "the best", func() bool { return p.shelf.query.Stars == 3 })
	if p.shelf.count != 1 {
		t.Errorf("%d voices have three stars or more", p.shelf.count)
	}
	p.filters.show()
	if !p.filters.stars.On() {
		t.Error("the chip is not on")
	}
	c, _ := p.shelf.card(0)
	c.Trashed = true
	for _, item := range p.menuItems(c) {
		if item.ChildMenu != nil {
			t.Error("a voice in the trash can be rated")
		}
	}
}

// TestShotsOfLikeness draws the list by ear into the folder that SHOTS names.
func TestShotsOfLikeness(t *testing.T) {
	folder := shots(t)
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		cards := voices(120)
		for i := range cards {
			cards[i].Rating = max(0, i%9-3)
		}
		p, d, w := open(t, &inMemory{cards: cards})
		fyne.CurrentApp().Settings().SetTheme(look.Theme(choice, 1))
		p.OnRate = func([]card.Card, int) {}
		p.OnPreview = func(card.Card) {}
		p.OnFavourite = func(card.Card, bool) {}
		w.Canvas().Focus(p.table)
		key(p, fyne.KeyDown)
		p.Refresh()
		d.until(t, "pictures", func() bool { return len(p.album.kept) > 8 })
		shoot(t, w, folder, "rating-"+choice.String())
		p.table.TypedRune('l')
		d.until(t, "the voices by ear", func() bool { return p.byEar() && len(p.album.kept) > 14 })
		shoot(t, w, folder, "like-"+choice.String())
	}
}
