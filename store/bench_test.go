package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"voicewright/script"
	"voicewright/voices/card"
	"voicewright/voices/ear"
)

var (
	traits  = []string{"warm", "bright", "deep", "rough", "calm", "young", "old", "smoky", "clear", "soft", "hoarse", "gentle", "breathy", "nasal", "lively"}
	persons = []string{"narrator", "woman", "man", "storyteller", "teacher", "child", "detective", "grandmother", "sailor", "newsreader"}
)

// manyVoices makes up n cards, always the same.
func manyVoices(n int) []card.Card {
	rng := rand.New(rand.NewPCG(1, 1))
	pick := func(from []string) string { return from[rng.IntN(len(from))] }
	cards := make([]card.Card, n)
	for i := range cards {
		c := card.Card{ID: fmt.Sprintf("%020x", i), Name: fmt.Sprintf("Voice %s%s %d", string(rune('A'+rng.IntN(26))), pick(persons)[1:], i),
			Description: fmt.Sprintf("A %s and %s %s with a %s tone, recorded at home", pick(traits), pick(traits), pick(persons), pick(traits)),
			Folder:      fmt.Sprintf("folder %d/%d", rng.IntN(5), rng.IntN(20)), Tags: []string{fmt.Sprintf("tag %d", rng.IntN(3)), pick(traits), fmt.Sprintf("set %d", rng.IntN(1000))},
			Favourite: rng.IntN(50) == 0, Rating: max(i%17-11, 0), Added: time.Unix(int64(rng.IntN(1e9)), 0), Pitch: 80 + 150*rng.Float64(), Colour: make([]float32, 40), Seed: rng.Uint64()}
		if rng.IntN(3) == 0 {
			c.Used = time.Unix(int64(rng.IntN(1e9)), 0)
		}
		cards[i] = c
	}
	return cards
}

// fillLibrary adds voices in one transaction.
func fillLibrary(t testing.TB, l *Library, cards []card.Card) {
	t.Helper()
	ctx := context.Background()
	a, rng := newAlphabet(), rand.New(rand.NewPCG(2, 2))
	must(t, l.update(ctx, "fill", func(tx *sql.Tx) error {
		for _, c := range cards {
			if err := putVoice(ctx, tx, a, Entry{Card: c, File: []byte("file"), Ear: someEar(rng)}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// someEar returns an ear as the model's voices have them: a random direction of 256 values, near one of a few.
func someEar(rng *rand.Rand) ear.Ear {
	near := rand.New(rand.NewPCG(3, rng.Uint64N(20)))
	e := make(ear.Ear, 256)
	for i := range e {
		e[i] = int8(min(max(30*near.NormFloat64()+25*rng.NormFloat64(), -127), 127))
	}
	return e
}

func BenchmarkLibrary(b *testing.B) {
	ctx := context.Background()
	l := newLibrary(b)
	start := time.Now()
	fillLibrary(b, l, manyVoices(100_000))
	b.Logf("100,000 voices added in %v", time.Since(start).Round(time.Millisecond))
	for _, text := range []string{"v", "vo", "w", "warm", "warm w", "warm deep teacher", "set 77", "voice 99999", "zzz"} {
		b.Run("search/"+text, func(b *testing.B) { page(b, l, card.Query{Text: text, Limit: 50}) })
		b.Run("count/"+text, func(b *testing.B) {
			for b.Loop() {
				if _, err := l.CountVoices(ctx, card.Query{Text: text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for name, q := range map[string]card.Query{
		"name": {}, "added": {Sort: card.ByAdded}, "used": {Sort: card.ByUsed}, "pitch": {Sort: card.ByPitch}, "middle": {Offset: 50_000}, "end": {Offset: 99_950},
		"tag": {Tag: "set 77"}, "large tag": {Tag: "tag 1"}, "folder": {Folder: "folder 1"}, "small folder": {Folder: "folder 1/7"}, "favourites": {Favourites: true}, "rating": {Sort: card.ByRating}, "stars": {Stars: 4},
		"tag and folder": {Tag: "tag 1", Folder: "folder 1"},
	} {
		q.Limit = 50
		b.Run("page/"+name, func(b *testing.B) { page(b, l, q) })
	}
	b.Run("search and tag and folder", func(b *testing.B) {
		page(b, l, card.Query{Text: "warm", Tag: "tag 1", Folder: "folder 1", Limit: 50})
	})
	b.Run("tags", func(b *testing.B) {
		for b.Loop() {
			if _, err := l.Tags(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("like/first", func(b *testing.B) {
		for b.Loop() {
			l.ears.index = ear.Index{}
			_, err := l.Like(ctx, "0000000000000000004d", 50)
			must(b, err)
		}
	})
	b.Run("like", func(b *testing.B) {
		for b.Loop() {
			_, err := l.Like(ctx, "0000000000000000004d", 50)
			must(b, err)
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			l, err := OpenLibrary(ctx, l.db.path)
			must(b, err)
			b.StopTimer()
			must(b, l.Close())
			b.StartTimer()
		}
	})
}

func page(b *testing.B, l *Library, q card.Query) {
	for b.Loop() {
		if _, err := l.Voices(context.Background(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkProject has 10,000 lines with five takes each.
func BenchmarkProject(b *testing.B) {
	ctx := context.Background()
	const lines, takes = 10_000, 5
	content := contentOf()
	for i := range lines {
		content.Lines = append(content.Lines, script.Line{ID: script.NewID(), Role: "narrator",
			Text: fmt.Sprintf("This is line number %d of a long script, with about as many words as lines have.", i)})
	}
	dir := filepath.Join(b.TempDir(), "Long.vwp")
	start := time.Now()
	p, err := CreateProject(ctx, dir, content)
	must(b, err)
	b.Logf("10,000 lines created in %v", time.Since(start).Round(time.Millisecond))
	body, err := packTrace(someTrace(470))
	must(b, err)
	hash := fmt.Sprintf("%064x", 1)
	must(b, p.update(ctx, "fill", func(tx *sql.Tx) error {
		for range takes {
			for _, l := range content.Lines {
				result, err := tx.ExecContext(ctx, "INSERT INTO takes ("+takeColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
					l.ID, script.NewID(), fmt.Sprintf("%064x", 1), "0123456789abcdef0123", 17, hash, 1764e15, 4.2, hash, l.Text, false, false, "")
				if err != nil {
					return err
				}
				number, err := result.LastInsertId()
				if err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, "INSERT INTO traces (take, body) VALUES (?, ?)", number, body); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	must(b, p.Close())
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			p, err := OpenProject(ctx, dir)
			must(b, err)
			b.StopTimer()
			must(b, p.Close())
			b.StartTimer()
		}
	})
	p, err = OpenProject(ctx, dir)
	must(b, err)
	defer func() { must(b, p.Close()) }()
	<-p.backups.done
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.Load(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all takes", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.AllTakes(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("takes of a line", func(b *testing.B) {
		for b.Loop() {
			if _, err := p.Takes(ctx, content.Lines[77].ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	document := script.New(content)
	b.Run("save a text", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			delta, err := document.Do(script.SetText{ID: content.Lines[77].ID, Text: fmt.Sprint("Text ", i)})
			must(b, err)
			must(b, p.Save(ctx, delta))
		}
	})
	b.Run("save a new line", func(b *testing.B) {
		for b.Loop() {
			delta, err := document.Do(script.Insert{At: 5000, Lines: []script.Line{{Text: "New."}}})
			must(b, err)
			must(b, p.Save(ctx, delta))
		}
	})
	b.Run("add a take", func(b *testing.B) {
		sound, trace := noise(1, 5*24000), someTrace(470)
		for i := 0; b.Loop(); i++ {
			sound.Samples[i%1000] += 0.001
			_, err := p.AddTake(ctx, script.Take{Line: content.Lines[77].ID}, trace, sound)
			must(b, err)
		}
	})
	b.Run("backup", func(b *testing.B) {
		for b.Loop() {
			must(b, p.Backup(ctx))
		}
	})
}
