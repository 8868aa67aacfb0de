package catalogue

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// An inMemory is a Source over a slice. Calls wait for gate when it is set, and fail with err.
type inMemory struct {
	mu    sync.Mutex
	cards []card.Card
	err   error
	gate  map[string]chan struct{} // by the text of the query
	calls int
}

func (m *inMemory) Voices(ctx context.Context, q card.Query) ([]card.Card, error) {
	found, err := m.find(ctx, q)
	if err != nil {
		return nil, err
	}
	found = found[min(q.Offset, len(found)):]
	if q.Limit > 0 {
		found = found[:min(q.Limit, len(found))]
	}
	return append([]card.Card(nil), found...), nil
}

func (m *inMemory) CountVoices(ctx context.Context, q card.Query) (int, error) {
	found, err := m.find(ctx, q)
	return len(found), err
}

func (m *inMemory) Tags(context.Context) ([]string, error) {
	return []string{"warm", "narrator", "bright", "young", "documentary"}, nil
}

func (m *inMemory) Folders(context.Context) ([]string, error) {
	return []string{"Audiobooks", "Audiobooks/Characters", "Games"}, nil
}

func (m *inMemory) find(ctx context.Context, q card.Query) ([]card.Card, error) {
	m.mu.Lock()
	gate := m.gate[q.Text]
	m.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	if m.err != nil {
		return nil, m.err
	}
	found := make([]card.Card, 0, len(m.cards))
	for _, c := range m.cards {
		if c.Trashed != q.Trash || q.Favourites && !c.Favourite || c.Rating < q.Stars || q.Tag != "" && !has(c.Tags, q.Tag) ||
			q.Folder != "" && c.Folder != q.Folder && !strings.HasPrefix(c.Folder, q.Folder+"/") {
			continue
		}
		if q.Text == "" || strings.Contains(strings.ToLower(c.Name+" "+c.Description), strings.ToLower(q.Text)) {
			found = append(found, c)
		}
	}
	if q.Sort == card.ByPitch {
		sort.SliceStable(found, func(i, j int) bool { return found[i].Pitch < found[j].Pitch })
	}
	return found, nil
}

func (m *inMemory) Card(_ context.Context, id string) (card.Card, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.cards {
		if c.ID == id {
			return c, m.err
		}
	}
	return card.Card{}, errors.New("there is no such voice")
}

// Like finds voices of about the same pitch alike.
func (m *inMemory) Like(ctx context.Context, id string, most int) ([]card.Like, error) {
	to, err := m.Card(ctx, id)
	if err != nil {
		return nil, err
	}
	all, err := m.find(ctx, card.Query{})
	var likes []card.Like
	for _, c := range all {
		if c.ID != id {
			likes = append(likes, card.Like{Card: c, Likeness: 1 - math.Abs(math.Log2(c.Pitch/to.Pitch))})
		}
	}
	sort.SliceStable(likes, func(i, j int) bool { return likes[i].Likeness > likes[j].Likeness })
	return likes[:min(most, len(likes))], err
}

// change edits the cards.
func (m *inMemory) change(f func(*card.Card)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.cards {
		f(&m.cards[i])
	}
}

// A desk is a dispatcher for tests that can wait for work to come back.
type desk struct {
	thread.Queue
	came chan struct{}
}

func newDesk() *desk { return &desk{came: make(chan struct{}, 1)} }

func (d *desk) Do(f func()) {
	d.Queue.Do(f)
	select {
	case d.came <- struct{}{}:
	default:
	}
}

// until runs what comes back until the condition holds.
func (d *desk) until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for {
		d.Run()
		if holds() {
			return
		}
		select {
		case <-d.came:
		case <-limit:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// voices makes n voices that differ, always the same ones.
func voices(n int) []card.Card {
	r := rand.New(rand.NewPCG(7, 7))
	first := []string{"Rowan", "Wren", "Ash", "Hazel", "Linden", "Juniper", "Alder", "Ivy", "Rowena", "Sorrel", "Bram", "Fern", "Heath", "Laurel", "Myrtle"}
	last := []string{"Vale", "Brook", "Field", "Hill", "Marsh", "Stone", "North", "Cove"}
	about := []string{"A warm narrator with a steady pace.", "Bright and quick, for explainers.", "Calm, close to the microphone.",
		"An old sailor who has seen it all.", "Clear and neutral; good for lectures.", "Soft, a little breathy."}
	tags := []string{"warm", "narrator", "bright", "young", "documentary"}
	cards := make([]card.Card, n)
	for i := range cards {
		pitch := 80 * math.Pow(3.2, r.Float64())
		colour := make([]float32, 86)
		a, b, c := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
		f1, f2 := 0.15+0.2*r.Float64(), 0.45+0.4*r.Float64()
		for k := range colour {
			x := float64(k) / 85
			colour[k] = float32(usual(x) + 0.5*a*(x-0.5) + (0.5+0.5*b)*math.Exp(-60*(x-f1)*(x-f1)) + 0.8*c*math.Exp(-80*(x-f2)*(x-f2)) + 0.15*r.NormFloat64())
		}
		cards[i] = card.Card{ID: fmt.Sprintf("%020x", i+1), Name: first[r.IntN(len(first))] + " " + last[r.IntN(len(last))],
			Description: about[r.IntN(len(about))], Pitch: pitch, Spread: 1.5 + 3.5*r.Float64(), Seconds: 5 + 300*r.Float64(), Colour: colour,
			Favourite: r.IntN(5) == 0, Tags: []string{tags[r.IntN(5)]}, Licence: "CC BY 4.0", Consent: "Written consent of 3 May 2026"}
		if r.IntN(9) == 0 {
			cards[i].Consent = ""
		}
	}
	return cards
}
