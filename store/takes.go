package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voicewright/audio"
	"voicewright/script"
)

const takeColumns = "line, id, key, voice, seed, model, made, seconds, audio, text, starred, rejected, flags"

// A takeReader collects rows of takes by their lines. Takes share the memory of equal texts: most of 50,000 name one
// model, a few voices, and the text and key of their line.
type takeReader struct {
	byLine map[string][]script.Take
	last   script.Take
}

func (r *takeReader) read(rows *sql.Rows) error {
	var t script.Take
	var line, key, voice, model, text, flags sql.RawBytes
	var seed, made int64
	err := rows.Scan(&line, &t.ID, &key, &voice, &seed, &model, &made, &t.Seconds, &t.Audio, &text, &t.Starred, &t.Rejected, &flags)
	if err != nil {
		return err
	}
	takes := r.byLine[string(line)] // the compiler makes no string for a look-up
	near := &r.last
	if len(takes) > 0 {
		near = &takes[len(takes)-1]
	} else {
		takes = make([]script.Take, 0, 4)
	}
	t.Line, t.Key, t.Text = share(line, near.Line), share(key, near.Key), share(text, near.Text)
	t.Voice, t.Model = share(voice, r.last.Voice), share(model, r.last.Model)
	t.Seed, t.Made = uint64(seed), fromNano(made)
	if len(flags) > 0 {
		err = json.Unmarshal(flags, &t.Flags)
	}
	r.byLine[t.Line] = append(takes, t)
	r.last = t
	return err
}

// share returns b as a string, which is like when the two are equal.
func share(b []byte, like string) string {
	if string(b) == like {
		return like
	}
	return string(b)
}

// readTakes returns the takes that an SQL condition selects, by their lines and in the order in which they were added.
func readTakes(ctx context.Context, db asker, condition string, args ...any) (map[string][]script.Take, error) {
	reader := takeReader{byLine: map[string][]script.Take{}}
	err := collect(ctx, db, reader.read, "SELECT "+takeColumns+" FROM takes "+condition+" ORDER BY number", args...)
	return reader.byLine, err
}

// Takes returns the takes of a line in the order in which they were added.
func (p *Project) Takes(ctx context.Context, line string) ([]script.Take, error) {
	all, err := readTakes(ctx, p.db.read, "WHERE line = ?", line)
	return all[line], failure("read the takes", err)
}

// AllTakes returns the takes of every line that has some, each in the order in which they were added.
func (p *Project) AllTakes(ctx context.Context) (map[string][]script.Take, error) {
	all, err := readTakes(ctx, p.db.read, "")
	return all, failure("read the takes", err)
}

// AddTake keeps a take with its sound and its trace and returns it with Audio and Seconds filled in, and with an ID and
// a time where it had none. The take is in the project only when its sound is safely on disk. Jobs that are done with it
// are deleted in the same step.
func (p *Project) AddTake(ctx context.Context, t script.Take, trace script.Trace, sound audio.Buffer, done ...string) (script.Take, error) {
	const what = "keep the take"
	if p.reason != "" {
		return t, fmt.Errorf("%s: %w: %s", what, ErrReadOnly, p.reason)
	}
	if t.ID == "" {
		t.ID = script.NewID()
	}
	if t.Made.IsZero() {
		t.Made = time.Now()
	}
	t.Made = t.Made.UTC().Round(0)
	t.Seconds = sound.Seconds()
	body, err := packTrace(trace)
	if err != nil {
		return t, failure(what, err)
	}
	p.sounds.RLock()
	defer p.sounds.RUnlock()
	if t.Audio, err = p.keepSound(ctx, sound); err != nil {
		return t, failure(what, err)
	}
	return t, p.update(ctx, what, func(tx *sql.Tx) error {
		flags, err := packFlags(t.Flags)
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO takes ("+takeColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			t.Line, t.ID, t.Key, t.Voice, int64(t.Seed), t.Model, nano(t.Made), t.Seconds, t.Audio, t.Text, t.Starred, t.Rejected, flags)
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
		return deleteJobs(ctx, tx, done)
	})
}

// SetTake changes what is known of a take. Its ID, its line and its sound stay.
func (p *Project) SetTake(ctx context.Context, id string, change func(*script.Take)) error {
	return p.update(ctx, "change the take", func(tx *sql.Tx) error {
		t, err := findTake(ctx, tx, id)
		if err != nil {
			return err
		}
		change(&t)
		flags, err := packFlags(t.Flags)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE takes SET key = ?, voice = ?, seed = ?, model = ?, made = ?, text = ?, starred = ?,
			rejected = ?, flags = ? WHERE id = ?`,
			t.Key, t.Voice, int64(t.Seed), t.Model, nano(t.Made), t.Text, t.Starred, t.Rejected, flags, id)
		return err
	})
}

// DeleteTake forgets a take. Its sound file stays until Clean. It is no error when there is no such take.
func (p *Project) DeleteTake(ctx context.Context, id string) error {
	return p.update(ctx, "delete the take", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM takes WHERE id = ?", id)
		return err
	})
}

// Trace returns what is known of a take over time: pitches to a cent, voicing to 1/255, times to a sample.
func (p *Project) Trace(ctx context.Context, id string) (script.Trace, error) {
	const what = "read the curves of the take"
	var body []byte
	err := p.db.read.QueryRowContext(ctx, "SELECT body FROM traces JOIN takes ON take = takes.number WHERE id = ?", id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return script.Trace{}, fmt.Errorf("%s %q: %w", what, id, ErrNotFound)
	}
	if err != nil {
		return script.Trace{}, failure(what, err)
	}
	trace, err := unpackTrace(body)
	return trace, failure(what, err)
}

func findTake(ctx context.Context, tx *sql.Tx, id string) (script.Take, error) {
	found, err := readTakes(ctx, tx, "WHERE id = ?", id)
	for _, takes := range found {
		return takes[0], err
	}
	if err == nil {
		err = fmt.Errorf("take %q: %w", id, ErrNotFound)
	}
	return script.Take{}, err
}

// packFlags returns flags as JSON, nothing when there are none.
func packFlags(flags []script.Flag) (string, error) {
	if len(flags) == 0 {
		return "", nil
	}
	text, err := json.Marshal(flags)
	return string(text), err
}
