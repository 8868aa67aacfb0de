package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"voicewright/voices/card"
	"voicewright/voices/ear"
)

// ErrNoEar says that it is not known how a voice sounds to the ear.
var ErrNoEar = errors.New("it was made with another model, so it cannot be compared by ear; make it again from its recordings")

// hearing keeps all ears in memory, since reading 100,000 of them takes longer than comparing them. Ears are known by
// their stamps, which are never used twice: what is new has a larger stamp and is read before a search; what was changed
// or deleted is found out by reading the hits, which no stamp leads to any more.
type hearing struct {
	mu    sync.Mutex
	index ear.Index
}

// listen reads the ears that are new. l.ears.mu is held.
func (l *Library) listen(ctx context.Context) error {
	return collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var stamp int64
		var packed sql.RawBytes
		err := rows.Scan(&stamp, &packed)
		if err == nil {
			l.ears.index.Add(stamp, unpackEar(packed))
		}
		return err
	}, "SELECT stamp, ear FROM ears WHERE stamp > ? ORDER BY stamp", l.ears.index.Last())
}

// Like returns the voices that sound most like a voice, the most alike first, without itself and those in the trash. It
// fails with ErrNoEar where there is nothing to compare.
func (l *Library) Like(ctx context.Context, id string, limit int) ([]card.Like, error) {
	const what = "look for voices that sound alike"
	var packed []byte
	err := l.db.read.QueryRowContext(ctx, "SELECT coalesce(ear, '') FROM voices LEFT JOIN ears ON voice = number WHERE id = ?", id).Scan(&packed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("%s: %q: %w", what, id, ErrNotFound)
	case err != nil:
		return nil, failure(what, err)
	case len(packed) == 0:
		return nil, fmt.Errorf("%s: %w", what, ErrNoEar)
	}
	to := unpackEar(packed)
	for ask := limit + 20; limit > 0; ask *= 4 { // some hits may be in the trash, changed or gone
		hits, all, err := l.nearest(ctx, to, ask)
		if err != nil {
			return nil, failure(what, err)
		}
		stamps := make([]int64, len(hits))
		for i, h := range hits {
			stamps[i] = h.Key
		}
		cards, err := l.heard(ctx, stamps)
		if err != nil {
			return nil, failure(what, err)
		}
		var found []card.Like
		for _, h := range hits {
			if c, ok := cards[h.Key]; ok && c.ID != id && len(found) < limit {
				found = append(found, card.Like{Card: c, Likeness: h.Likeness})
			}
		}
		if len(found) == limit || len(hits) == all {
			return found, nil
		}
	}
	return nil, nil
}

// nearest returns the nearest ears and how many there are.
func (l *Library) nearest(ctx context.Context, to ear.Ear, most int) ([]ear.Hit, int, error) {
	l.ears.mu.Lock()
	defer l.ears.mu.Unlock()
	if err := l.listen(ctx); err != nil {
		return nil, 0, err
	}
	return l.ears.index.Nearest(to, most), l.ears.index.Len(), nil
}

// Duplicates returns groups of voices that are the same to the ear (see ear.SameLikeness), the one that was added first
// in front. Those in the trash are left out.
func (l *Library) Duplicates(ctx context.Context) ([][]card.Card, error) {
	groups, err := l.duplicates(ctx)
	return groups, failure("look for voices that are the same", err)
}

func (l *Library) duplicates(ctx context.Context) ([][]card.Card, error) {
	var members []ear.Member
	err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var m ear.Member
		err := rows.Scan(&m.Key, &m.Pitch)
		members = append(members, m)
		return err
	}, "SELECT stamp, pitch FROM ears JOIN voices ON number = voice WHERE trashed = 0 ORDER BY added, number")
	if err != nil {
		return nil, err
	}
	l.ears.mu.Lock()
	err = l.listen(ctx)
	index := l.ears.index // what is added later lies behind the end of this copy
	l.ears.mu.Unlock()
	if err != nil {
		return nil, err
	}
	same, err := index.Same(ctx, members)
	if err != nil {
		return nil, err
	}
	cards, err := l.heard(ctx, slices.Concat(same...))
	if err != nil {
		return nil, err
	}
	var groups [][]card.Card
	for _, stamps := range same {
		var group []card.Card
		for _, stamp := range stamps {
			if c, ok := cards[stamp]; ok {
				group = append(group, c)
			}
		}
		if len(group) > 1 {
			groups = append(groups, group)
		}
	}
	return groups, nil
}

// heard returns the cards of the voices whose ears have the stamps, without those in the trash. CROSS JOIN makes SQLite begin
// with the stamps; left to itself it walks all voices that are not in the trash.
func (l *Library) heard(ctx context.Context, stamps []int64) (map[int64]card.Card, error) {
	cards := make(map[int64]card.Card, len(stamps))
	for part := range slices.Chunk(stamps, 500) {
		args := make([]any, len(part))
		for i, stamp := range part {
			args[i] = stamp
		}
		err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
			var stamp int64
			c, err := readCard(rows, &stamp)
			cards[stamp] = c
			return err
		}, "SELECT "+cardColumns+", stamp FROM ears CROSS JOIN voices ON number = voice WHERE +trashed = 0 AND stamp IN (?"+strings.Repeat(", ?", len(part)-1)+")", args...)
		if err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// Unheard returns the voices that were made with a model and have no ear, also those in the trash.
func (l *Library) Unheard(ctx context.Context, model string) (ids []string, err error) {
	const query = "SELECT id FROM voices WHERE model = ? AND NOT EXISTS (SELECT 1 FROM ears WHERE voice = number)"
	ids, err = texts(ctx, l.db.read, query, model)
	return ids, failure("list voices without an ear", err)
}

// SetEar keeps how a voice sounds to the ear. It is no error when there is no such voice any more.
func (l *Library) SetEar(ctx context.Context, id string, e ear.Ear) error {
	return l.update(ctx, "keep the ear of a voice", func(tx *sql.Tx) error {
		var number int64
		err := tx.QueryRowContext(ctx, "SELECT number FROM voices WHERE id = ?", id).Scan(&number)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return writeEar(ctx, tx, number, e)
	})
}

// ForgetEars removes all ears, because the program hears in another way now.
func (l *Library) ForgetEars(ctx context.Context) error {
	l.ears.mu.Lock()
	defer l.ears.mu.Unlock()
	l.ears.index = ear.Index{}
	return l.exec(ctx, "forget the ears of the voices", "DELETE FROM ears")
}

// Revisions returns the revisions of the voices that were improved or renewed, by their IDs.
func (l *Library) Revisions(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var id, revision string
		err := rows.Scan(&id, &revision)
		all[id] = revision
		return err
	}, "SELECT id, revision FROM voices WHERE revision <> ''")
	return all, failure("read the revisions of voices", err)
}

// writeEar keeps the ear of the voice with a number; an empty one removes it.
func writeEar(ctx context.Context, tx *sql.Tx, number int64, e ear.Ear) error {
	if len(e) == 0 {
		_, err := tx.ExecContext(ctx, "DELETE FROM ears WHERE voice = ?", number)
		return err
	}
	packed := make([]byte, len(e))
	for i, v := range e {
		packed[i] = byte(v)
	}
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO ears (voice, ear) VALUES (?, ?)", number, packed)
	return err
}

func unpackEar(packed []byte) ear.Ear {
	e := make(ear.Ear, len(packed))
	for i, v := range packed {
		e[i] = int8(v)
	}
	return e
}
