package catalogue

import (
	"context"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"voicewright/voices/card"
)

// mostAlike is how many voices are listed by ear: more than anybody compares.
const mostAlike = 199

// patience is how long the former list stays while voices are compared; when it takes longer, the pane says what it does.
const patience = 300 * time.Millisecond

// A likeMode is the list turned into the voices that sound like one of them. The query and all that was chosen by it wait
// until it is left.
type likeMode struct {
	to       card.Card
	selected string  // voice that was selected before
	offset   float32 // of the list before
}

// MoreLike lists the voices that sound most like one. Escape in the list leads back.
func (p *Pane) MoreLike(c card.Card) {
	if c.ID == "" || c.Trashed {
		return
	}
	if p.like == nil {
		p.like = &likeMode{selected: p.details.card.ID, offset: p.table.GetScrollOffset()}
		p.showText()
	}
	p.like.to = c
	p.filters.fill()
	if p.details.card.ID != c.ID {
		p.forget()
		p.seek = c.ID
	}
	p.table.ScrollToTop()
	p.ask()
}

// Like is the voice that those listed sound like.
func (p *Pane) Like() (to card.Card, ok bool) {
	if p.like == nil {
		return card.Card{}, false
	}
	return p.like.to, true
}

// leaveLike brings back the list as it was before.
func (p *Pane) leaveLike() {
	was := p.like
	if !p.endLike() {
		return
	}
	p.showText()
	p.forget()
	p.seek, p.back = was.selected, was.offset
	p.ask()
}

// endLike ends the list by ear without asking for another, and tells whether there was one.
func (p *Pane) endLike() bool {
	if p.like == nil {
		return false
	}
	p.like = nil
	p.filters.fill()
	p.filters.show()
	return true
}

func (p *Pane) askLike() {
	p.shelf.ask(&alike{source: p.source, id: p.like.to.ID}, card.Query{})
	asked := p.shelf.asked
	time.AfterFunc(patience, func() {
		p.to.Do(func() {
			if p.shelf.asked == asked && p.shelf.answered != asked {
				p.showStage(comparing())
			}
		})
	})
}

// comparing is shown while voices are compared: the first time after an update the program listens to all of them.
func comparing() fyne.CanvasObject {
	text := widget.NewLabel(lang.L("Comparing all voices by ear…"))
	text.Alignment = fyne.TextAlignCenter
	text.Truncation = fyne.TextTruncateEllipsis
	return container.NewVBox(layout.NewSpacer(), text, container.NewPadded(widget.NewProgressBarInfinite()), layout.NewSpacer())
}

// likeness is how alike a voice is to the one that the list is about, in a figure and in words; empty for that one itself
// and where the list shows something else.
func (p *Pane) likeness(c card.Card) string {
	if a, ok := p.shelf.from.(*alike); ok {
		if like, ok := a.likeness[c.ID]; ok {
			return lang.L("{{.N}} %", map[string]any{"N": int(math.Round(100 * max(like, 0)))}) + " · " + degree(like)
		}
	}
	return ""
}

// about is the second line of a voice in the list: how alike it is where they are listed by ear.
func (p *Pane) about(c card.Card) string {
	if like := p.likeness(c); like != "" {
		return like
	}
	if a, ok := p.shelf.from.(*alike); ok && c.ID == a.id {
		return lang.L("this voice") + " · " + subtitle(c)
	}
	return subtitle(c)
}

// degree says in words how alike two voices are, by the cosine between their ears. What package ear has measured: of one
// speaker 19 of 20 pairs of recordings are above 0.82, from 0.97 on nobody tells the voices apart, and two speakers have 0.2
// on average.
func degree(like float64) string {
	switch {
	case like >= 0.97:
		return lang.L("the same to the ear")
	case like >= 0.82:
		return lang.L("could be the same speaker")
	case like >= 0.6:
		return lang.L("very similar")
	case like >= 0.4:
		return lang.L("similar")
	case like >= 0.25:
		return lang.L("a little similar")
	}
	return lang.L("different")
}

// alike lists the voices that sound most like one, that one in front, as if they were the answer to a query. They are
// compared when they are counted.
type alike struct {
	source   Source
	id       string
	cards    []card.Card
	likeness map[string]float64 // by ID
}

// CountVoices implements lister.
func (a *alike) CountVoices(ctx context.Context, _ card.Query) (int, error) {
	found, err := a.source.Like(ctx, a.id, mostAlike)
	if err != nil {
		return 0, err
	}
	to, err := a.source.Card(ctx, a.id)
	if err != nil {
		return 0, err
	}
	if !to.Trashed {
		a.cards = append(a.cards, to)
	}
	a.likeness = make(map[string]float64, len(found))
	for _, f := range found {
		a.cards = append(a.cards, f.Card)
		a.likeness[f.Card.ID] = f.Likeness
	}
	return len(a.cards), nil
}

// Voices implements lister.
func (a *alike) Voices(_ context.Context, q card.Query) ([]card.Card, error) {
	cards := a.cards[min(q.Offset, len(a.cards)):]
	if q.Limit > 0 {
		cards = cards[:min(q.Limit, len(cards))]
	}
	return append([]card.Card(nil), cards...), nil
}
