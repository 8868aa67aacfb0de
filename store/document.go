package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"voicewright/script"
)

// Load returns the whole document. A line that the order does not name comes at the end, so that none is lost.
func (p *Project) Load(ctx context.Context) (script.Content, error) {
	s, err := p.load(ctx)
	return s, failure("read the script", err)
}

func (p *Project) load(ctx context.Context) (s script.Content, err error) {
	tx, err := p.db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // all of it as of one moment
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	order, err := readOrder(ctx, tx)
	if err != nil {
		return s, err
	}
	place := make(map[int64]int, len(order))
	for i, number := range order {
		place[number] = i
	}
	type placed struct {
		at   int
		line script.Line
	}
	var lines []placed
	err = collect(ctx, tx, func(rows *sql.Rows) error {
		var number int64
		var l script.Line
		err := rows.Scan(&number, &l.ID, &l.Kind, &l.Role, &l.Voice, &l.Text, &l.Pace, &l.Pitch, &l.Range, &l.Energy, &l.Brightness, &l.Breath,
			&l.Gap, &l.Locked, &l.Take)
		at, ok := place[number]
		if !ok {
			at = len(order)
		}
		lines = append(lines, placed{at, l})
		return err
	}, `SELECT number, id, kind, role, voice, text, pace, pitch, "range", energy, brightness, breath, gap, locked, take FROM lines ORDER BY number`)
	if err != nil {
		return s, err
	}
	slices.SortStableFunc(lines, func(a, b placed) int { return a.at - b.at })
	for _, l := range lines {
		s.Lines = append(s.Lines, l.line)
	}
	err = collect(ctx, tx, func(rows *sql.Rows) error {
		var r script.Role
		err := rows.Scan(&r.ID, &r.Name, &r.Voice, &r.Pace, &r.Pitch, &r.Range, &r.Energy, &r.Brightness, &r.Breath, &r.Prosody, &r.Share)
		s.Roles = append(s.Roles, r)
		return err
	}, `SELECT id, name, voice, pace, pitch, "range", energy, brightness, breath, prosody, share FROM roles ORDER BY place`)
	if err != nil {
		return s, err
	}
	err = collect(ctx, tx, func(rows *sql.Rows) error {
		var w script.Word
		err := rows.Scan(&w.Written, &w.Spoken)
		s.Words = append(s.Words, w)
		return err
	}, "SELECT written, spoken FROM words ORDER BY place")
	if err != nil {
		return s, err
	}
	var settings []byte
	err = tx.QueryRowContext(ctx, "SELECT body FROM document WHERE part = 'settings'").Scan(&settings)
	if errors.Is(err, sql.ErrNoRows) {
		s.Settings = script.DefaultSettings()
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(settings, &s.Settings)
	}
	return s, err
}

// Save keeps one change of the document, all of it or nothing. Saving the same change twice does no harm; an ID in the
// order without a line is passed over.
func (p *Project) Save(ctx context.Context, d script.Delta) error {
	if p.reason != "" {
		return fmt.Errorf("save the script: %w: %s", ErrReadOnly, p.reason)
	}
	return failure("save the script", p.save(ctx, d))
}

func (p *Project) save(ctx context.Context, d script.Delta) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.numbers == nil {
		numbers, err := readNumbers(ctx, p.db.read)
		if err != nil {
			return err
		}
		p.numbers = numbers
	}
	added := map[string]int64{}
	if err := p.db.update(ctx, func(tx *sql.Tx) error {
		clear(added)
		return p.write(ctx, tx, d, added)
	}); err != nil {
		return err
	}
	for _, id := range d.Removed {
		delete(p.numbers, id)
		p.removed[id] = true
	}
	maps.Copy(p.numbers, added)
	for id := range added {
		delete(p.removed, id)
	}
	return nil
}

// write puts a change into a transaction and notes the numbers of new lines.
func (p *Project) write(ctx context.Context, tx *sql.Tx, d script.Delta, added map[string]int64) error {
	for _, id := range d.Removed {
		if _, err := tx.ExecContext(ctx, "DELETE FROM lines WHERE id = ?", id); err != nil {
			return err
		}
	}
	for _, l := range d.Changed {
		number, err := writeLine(ctx, tx, l)
		if err != nil {
			return err
		}
		if p.numbers[l.ID] != number {
			added[l.ID] = number
		}
	}
	if d.Order != nil {
		numbers := make([]int64, 0, len(d.Order))
		for _, id := range d.Order {
			number, ok := added[id]
			if !ok {
				number, ok = p.numbers[id]
			}
			if ok {
				numbers = append(numbers, number)
			}
		}
		if err := writePart(ctx, tx, "order", packOrder(numbers)); err != nil {
			return err
		}
	}
	if d.Roles != nil {
		if err := writeRoles(ctx, tx, d.Roles); err != nil {
			return err
		}
	}
	if d.Words != nil {
		if err := writeWords(ctx, tx, d.Words); err != nil {
			return err
		}
	}
	if d.Settings != nil {
		body, err := json.Marshal(d.Settings)
		if err != nil {
			return err
		}
		return writePart(ctx, tx, "settings", body)
	}
	return nil
}

func writeLine(ctx context.Context, tx *sql.Tx, l script.Line) (number int64, err error) {
	const statement = `INSERT INTO lines (id, kind, role, voice, text, pace, pitch, "range", energy, brightness, breath, gap, locked, take)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, role = excluded.role, voice = excluded.voice, text = excluded.text,
			pace = excluded.pace, pitch = excluded.pitch, "range" = excluded."range", energy = excluded.energy,
			brightness = excluded.brightness, breath = excluded.breath, gap = excluded.gap, locked = excluded.locked, take = excluded.take
		RETURNING number`
	err = tx.QueryRowContext(ctx, statement, l.ID, l.Kind, l.Role, l.Voice, l.Text, l.Pace, l.Pitch, l.Range, l.Energy, l.Brightness, l.Breath,
		l.Gap, l.Locked, l.Take).Scan(&number)
	return number, err
}

func writeRoles(ctx context.Context, tx *sql.Tx, roles []script.Role) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM roles"); err != nil {
		return err
	}
	for i, r := range roles {
		const statement = `INSERT INTO roles (place, id, name, voice, pace, pitch, "range", energy, brightness, breath, prosody, share)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		if _, err := tx.ExecContext(ctx, statement, i, r.ID, r.Name, r.Voice, r.Pace, r.Pitch, r.Range, r.Energy, r.Brightness, r.Breath,
			r.Prosody, r.Share); err != nil {
			return err
		}
	}
	return nil
}

func writeWords(ctx context.Context, tx *sql.Tx, words []script.Word) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM words"); err != nil {
		return err
	}
	for i, w := range words {
		const statement = "INSERT INTO words (place, written, spoken) VALUES (?, ?, ?)"
		if _, err := tx.ExecContext(ctx, statement, i, w.Written, w.Spoken); err != nil {
			return err
		}
	}
	return nil
}

func writePart(ctx context.Context, tx *sql.Tx, part string, body []byte) error {
	if body == nil {
		body = []byte{}
	}
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO document (part, body) VALUES (?, ?)", part, body)
	return err
}

// readNumbers returns the numbers of all lines by their IDs.
func readNumbers(ctx context.Context, db asker) (map[string]int64, error) {
	numbers := map[string]int64{}
	err := collect(ctx, db, func(rows *sql.Rows) error {
		var id string
		var number int64
		err := rows.Scan(&id, &number)
		numbers[id] = number
		return err
	}, "SELECT id, number FROM lines")
	return numbers, err
}

func readOrder(ctx context.Context, tx *sql.Tx) ([]int64, error) {
	var body []byte
	err := tx.QueryRowContext(ctx, "SELECT body FROM document WHERE part = 'order'").Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return unpackOrder(body)
}

// packOrder writes the order of lines in about a byte a line: lines that were written one after the other, and they
// mostly were, have numbers that differ by one.
func packOrder(numbers []int64) []byte {
	body := make([]byte, 0, len(numbers))
	last := int64(0)
	for _, number := range numbers {
		body = binary.AppendVarint(body, number-last)
		last = number
	}
	return body
}

func unpackOrder(body []byte) ([]int64, error) {
	var numbers []int64
	last := int64(0)
	for len(body) > 0 {
		step, n := binary.Varint(body)
		if n <= 0 {
			return nil, fmt.Errorf("%w: the order of the lines cannot be read", ErrDamaged)
		}
		last += step
		numbers = append(numbers, last)
		body = body[n:]
	}
	return numbers, nil
}
