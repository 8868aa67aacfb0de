package catalogue

import (
	"context"

	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// pageSize is how many voices are asked for at once, and keptPages how many pages stay in memory: a few screens' worth
// of scrolling to and fro, and the same memory for 100 voices as for 100,000.
const (
	pageSize  = 100
	keptPages = 24
)

// A lister answers queries in pages: a Source does, and so does what is ranked by ear.
type lister interface {
	Voices(context.Context, card.Query) ([]card.Card, error)
	CountVoices(context.Context, card.Query) (int, error)
}

// A shelf holds the part of a query's result that is near the eye. It belongs to the window's thread; it asks the source
// on threads of its own and drops answers to questions that were asked before the newest.
type shelf struct {
	to      thread.Dispatcher
	changed func(reset bool) // reset: the result is another one
	failed  func(error)

	ctx      context.Context // of the newest question
	cancel   context.CancelFunc
	asked    int    // counts questions
	answered int    // the last one with an answer
	from     lister // has answered
	query    card.Query
	count    int
	pages    map[int][]card.Card
	wanted   map[int]bool
	recent   []int // pages, the one used last at the end
	ready    bool  // a first answer is there
}

func newShelf(to thread.Dispatcher, changed func(reset bool), failed func(error)) *shelf {
	ctx, cancel := context.WithCancel(context.Background())
	return &shelf{to: to, changed: changed, failed: failed, ctx: ctx, cancel: cancel,
		pages: map[int][]card.Card{}, wanted: map[int]bool{}}
}

// ask begins a query. What was found before stays until the answer is there.
func (s *shelf) ask(from lister, q card.Query) {
	s.cancel()
	s.ctx, s.cancel = context.WithCancel(context.Background())
	ctx := s.ctx
	s.asked++
	asked := s.asked
	q.Limit, q.Offset = 0, 0
	go func() {
		count, err := from.CountVoices(ctx, q)
		var first []card.Card
		if err == nil {
			top := q
			top.Limit = pageSize
			first, err = from.Voices(ctx, top)
		}
		s.to.Do(func() {
			if asked != s.asked {
				return
			}
			s.answered = asked
			if err != nil {
				s.failed(err)
				return
			}
			s.from, s.query, s.count, s.ready = from, q, count, true
			s.pages, s.wanted, s.recent = map[int][]card.Card{0: first}, map[int]bool{}, []int{0}
			s.changed(true)
		})
	}()
}

// card returns voice i of the result. ok is false while it is on its way; the shelf calls changed when it is there.
func (s *shelf) card(i int) (c card.Card, ok bool) {
	page := i / pageSize
	if cards, here := s.pages[page]; here {
		s.touch(page)
		if at := i % pageSize; at < len(cards) {
			return cards[at], true
		}
		return card.Card{}, false // the catalogue has shrunk since it was counted
	}
	if i >= 0 && i < s.count && !s.wanted[page] {
		s.fetch(page)
	}
	return card.Card{}, false
}

func (s *shelf) fetch(page int) {
	s.wanted[page] = true
	s.span(page*pageSize, pageSize, func(cards []card.Card) {
		delete(s.wanted, page)
		s.pages[page] = cards
		s.touch(page)
		s.changed(false)
	})
}

// span asks for a stretch of the result and gives it to then on the window's thread, unless another query begins
// before. A limit of 0 is all from offset on.
func (s *shelf) span(offset, limit int, then func([]card.Card)) {
	from, q, ctx, asked := s.from, s.query, s.ctx, s.asked
	if from == nil {
		return // nothing was found yet
	}
	q.Offset, q.Limit = offset, limit
	go func() {
		cards, err := from.Voices(ctx, q)
		s.to.Do(func() {
			switch {
			case asked != s.asked:
			case err != nil:
				s.failed(err)
			default:
				then(cards)
			}
		})
	}()
}

// touch notes that a page was used, and forgets the one that was not used for longest when there are too many.
func (s *shelf) touch(page int) {
	if n := len(s.recent); n > 0 && s.recent[n-1] == page {
		return
	}
	for i, p := range s.recent {
		if p == page {
			s.recent = append(s.recent[:i], s.recent[i+1:]...)
			break
		}
	}
	s.recent = append(s.recent, page)
	if len(s.recent) > keptPages {
		delete(s.pages, s.recent[0])
		s.recent = s.recent[1:]
	}
}

// replace puts a changed card in the place of the old one where it is shown.
func (s *shelf) replace(c card.Card) {
	for _, cards := range s.pages {
		for i := range cards {
			if cards[i].ID == c.ID {
				cards[i] = c
			}
		}
	}
}

// index returns the place of a voice among those in memory, or -1.
func (s *shelf) index(id string) int {
	for page, cards := range s.pages {
		for i := range cards {
			if cards[i].ID == id {
				return page*pageSize + i
			}
		}
	}
	return -1
}

// close ends all questions.
func (s *shelf) close() {
	s.asked++
	s.cancel()
}
