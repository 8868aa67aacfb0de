package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voicewright/voices/card"
)

// A Job is an order for takes of a line that waits to be rendered. It outlives the program.
type Job struct {
	ID       string
	Line     string
	Key      string // of the line when the job was given
	Seed     uint64
	Count    int // takes
	Priority int // higher ones come first
	Added    time.Time
}

// Jobs returns what waits: the highest priority first, and within one in the order in which it was put in.
func (p *Project) Jobs(ctx context.Context) ([]Job, error) {
	var all []Job
	err := collect(ctx, p.db.read, func(rows *sql.Rows) error {
		var j Job
		var seed, added int64
		err := rows.Scan(&j.ID, &j.Line, &j.Key, &seed, &j.Count, &j.Priority, &added)
		j.Seed, j.Added = uint64(seed), fromNano(added)
		all = append(all, j)
		return err
	}, "SELECT id, line, key, seed, count, priority, added FROM jobs ORDER BY priority DESC, number")
	return all, failure("read the queue", err)
}

// PutJobs adds jobs, or changes those with the same IDs, all of them or none. A job without a time gets the present one.
func (p *Project) PutJobs(ctx context.Context, jobs []Job) error {
	return p.update(ctx, "keep the queue", func(tx *sql.Tx) error {
		now := time.Now()
		for _, j := range jobs {
			if j.Added.IsZero() {
				j.Added = now
			}
			const statement = `INSERT INTO jobs (id, line, key, seed, count, priority, added) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET line = excluded.line, key = excluded.key, seed = excluded.seed, count = excluded.count,
					priority = excluded.priority`
			if _, err := tx.ExecContext(ctx, statement, j.ID, j.Line, j.Key, int64(j.Seed), j.Count, j.Priority, nano(j.Added)); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteJobs removes jobs. It is no error when some are not there.
func (p *Project) DeleteJobs(ctx context.Context, ids ...string) error {
	return p.update(ctx, "change the queue", func(tx *sql.Tx) error { return deleteJobs(ctx, tx, ids) })
}

func deleteJobs(ctx context.Context, tx *sql.Tx, ids []string) error {
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, "DELETE FROM jobs WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// PutVoice keeps a voice in the project, so that the folder speaks on another machine too.
func (p *Project) PutVoice(ctx context.Context, c card.Card, file []byte) error {
	return p.update(ctx, "keep the voice in the project", func(tx *sql.Tx) error {
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		var number int64
		const statement = "INSERT INTO voices (id, card) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET card = excluded.card RETURNING number"
		if err := tx.QueryRowContext(ctx, statement, c.ID, string(text)).Scan(&number); err != nil {
			return err
		}
		return writeFile(ctx, tx, number, file)
	})
}

// Voice returns a voice that travels with the project and its file.
func (p *Project) Voice(ctx context.Context, id string) (c card.Card, file []byte, err error) {
	const what = "read a voice of the project"
	var text string
	const query = "SELECT card, data FROM voices JOIN files ON voice = number WHERE id = ?"
	err = p.db.read.QueryRowContext(ctx, query, id).Scan(&text, &file)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil, fmt.Errorf("%s: %q: %w", what, id, ErrNotFound)
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &c)
	}
	return c, file, failure(what, err)
}

// Voices returns the voices that travel with the project, in the order in which they came.
func (p *Project) Voices(ctx context.Context) ([]card.Card, error) {
	var all []card.Card
	err := collect(ctx, p.db.read, func(rows *sql.Rows) error {
		var text []byte
		var c card.Card
		if err := rows.Scan(&text); err != nil {
			return err
		}
		err := json.Unmarshal(text, &c)
		all = append(all, c)
		return err
	}, "SELECT card FROM voices ORDER BY number")
	return all, failure("read the voices of the project", err)
}

// writeFile keeps the file of the voice with a number.
func writeFile(ctx context.Context, tx *sql.Tx, number int64, file []byte) error {
	if len(file) == 0 {
		return errors.New("the voice file is empty")
	}
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO files (voice, data) VALUES (?, ?)", number, file)
	return err
}
