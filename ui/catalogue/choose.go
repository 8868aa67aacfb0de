package catalogue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// choose selects voice i: alone, or with the others when add is set, or with all from the last alone chosen when
// stretch is set.
func (p *Pane) choose(i int, add, stretch bool) {
	if i < 0 || i >= p.shelf.count {
		return
	}
	c, ok := p.shelf.card(i)
	if !ok {
		p.shelf.span(i, 1, func(cards []card.Card) {
			if len(cards) == 1 {
				p.take(i, cards[0], add, stretch)
			}
		})
		return
	}
	p.take(i, c, add, stretch)
}

func (p *Pane) take(i int, c card.Card, add, stretch bool) {
	switch {
	case stretch && p.anchor >= 0:
		anchor := p.anchor
		p.current(i, c)
		p.anchor = anchor
		p.chooseSpan(min(anchor, i), max(anchor, i))
	case add:
		if _, was := p.chosen[c.ID]; was && len(p.chosen) > 1 {
			delete(p.chosen, c.ID)
			p.cursor = i
			p.table.Refresh()
			p.showBar()
			return
		}
		p.chosen[c.ID] = c
		p.cursor, p.anchor = i, i
		p.detail(c)
	default:
		p.current(i, c)
	}
}

// current selects a voice alone.
func (p *Pane) current(i int, c card.Card) {
	clear(p.chosen)
	p.chosen[c.ID] = c
	p.cursor, p.anchor = i, i
	p.table.ScrollTo(i)
	p.detail(c)
}

func (p *Pane) detail(c card.Card) {
	p.details.show(c)
	p.table.Refresh()
	p.showBar()
	if p.OnSelect != nil {
		p.OnSelect(c)
	}
}

// chooseSpan adds all voices from one place to another, both included; those out of memory are asked for.
func (p *Pane) chooseSpan(from, to int) {
	p.shelf.span(from, to-from+1, func(cards []card.Card) {
		for _, c := range cards {
			p.chosen[c.ID] = c
		}
		p.table.Refresh()
		p.showBar()
	})
}

// chooseAll selects every voice of the result.
func (p *Pane) chooseAll() {
	if p.shelf.count > 0 {
		p.chooseSpan(0, p.shelf.count-1)
	}
}

// showBar shows what can be done with several chosen voices, and with the trash.
func (p *Pane) showBar() {
	var parts []fyne.CanvasObject
	several := len(p.chosen) > 1
	switch {
	case several && p.inTrash():
		parts = append(parts, look.NewIconButton(look.IconRestore, lang.L("Restore"), p.restoreChosen))
	case several:
		parts = append(parts, look.NewIconButton(look.IconTrash, lang.L("Move to the trash (Delete)"), p.trashChosen))
	case p.inTrash() && p.shelf.count > 0 && p.OnEmpty != nil:
		parts = append(parts, look.NewIconButton(look.IconTrash, lang.L("Delete for good"), p.askToEmpty))
	}
	if len(parts) == 0 {
		p.bar.Hide()
		p.relayout()
		return
	}
	text := lang.L("In the trash. Restore what you need.")
	if several {
		text = lang.N("{{.Count}} voices chosen", len(p.chosen), map[string]any{"Count": len(p.chosen)})
		parts = append(parts, look.NewIconButton(look.IconClose, lang.L("Choose none (Esc)"), func() {
			p.forget()
			p.table.Refresh()
		}))
	}
	p.bar.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, nil, container.NewHBox(parts...),
		look.NewLine(text, theme.ColorNameForeground, theme.SizeNameCaptionText, false))}
	p.bar.Show()
	p.relayout()
	p.bar.Refresh()
}

func (p *Pane) trashChosen() {
	var cards []card.Card
	for _, c := range p.Selected() {
		if !c.Builtin && !c.Trashed {
			cards = append(cards, c)
		}
	}
	if p.OnTrash != nil && len(cards) > 0 {
		p.OnTrash(cards)
	}
}

// rateChosen gives the chosen voices so many stars.
func (p *Pane) rateChosen(stars int) {
	var cards []card.Card
	for _, c := range p.Selected() {
		if !c.Trashed && c.Rating != stars {
			cards = append(cards, c)
		}
	}
	if p.OnRate != nil && len(cards) > 0 {
		p.OnRate(cards, stars)
	}
}

func (p *Pane) restoreChosen() {
	if cards := p.Selected(); p.OnRestore != nil && len(cards) > 0 {
		p.OnRestore(cards)
	}
}
