package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"voicewright/script"
)

// A Library is what all projects share: the catalogue of voices, the words, the settings and the recent projects.
type Library struct {
	db      *database
	reason  string    // why nothing can be changed; empty when it can
	saved   time.Time // of the backup that is open in place of the library; zero when it is the library itself
	backups background
	ears    hearing
}

// OpenLibrary opens the library file at path and makes it where there is none. A damaged library is replaced by its last
// good backup, which can only be read: see ReadOnly and RestoreLibrary.
func OpenLibrary(ctx context.Context, path string) (*Library, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the library: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, failure("make the folder of the library", err)
	}
	fresh := false
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		fresh = true
	} else if err == nil {
		// The program may have ended between the first byte and the first table.
		fresh = !hasBackup(path) && (info.Size() == 0 || withoutTables(ctx, path))
	}
	o := opening{path: path, kind: libraryKind, fresh: fresh}
	if !writableFolder(filepath.Dir(path)) || !writableFile(path) {
		o.how, o.reason = untouched, "its folder cannot be written to"
	}
	if err := o.open(ctx); err != nil {
		return nil, fmt.Errorf("open the library %s: %w", path, err)
	}
	l := &Library{db: o.database, reason: o.reason, saved: o.saved}
	l.backups.start(ctx, l.db, l.reason == "")
	return l, nil
}

// withoutTables tells whether the file at path is a database in which nothing was made yet.
func withoutTables(ctx context.Context, path string) bool {
	db, err := connect(path, reading, 1, "")
	if err != nil {
		return false
	}
	var tables int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name NOT GLOB 'goose_*' AND name NOT GLOB 'sqlite_*'").Scan(&tables)
	return errors.Join(err, db.Close()) == nil && tables == 0
}

// RestoreLibrary puts the last good backup in the place of the damaged library at path, which nobody may have open. The
// damaged file is kept in the folder "backup".
func RestoreLibrary(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("restore the library: %w", err)
	}
	return failure("restore the library from its backup", restore(ctx, path, libraryKind))
}

// ReadOnly tells whether nothing can be changed, and why, as a clause that follows a colon.
func (l *Library) ReadOnly() (reason string, yes bool) { return l.reason, l.reason != "" }

// FromBackup tells whether a backup is open because the library is damaged, and when it was made.
func (l *Library) FromBackup() (made time.Time, yes bool) { return l.saved, !l.saved.IsZero() }

// Close ends the work on the library.
func (l *Library) Close() error {
	l.backups.end()
	return failure("close the library", l.db.close())
}

// Backup copies the library beside itself now. That happens by itself at every opening after a change.
func (l *Library) Backup(ctx context.Context) error {
	if l.reason != "" {
		return fmt.Errorf("make a backup: %w: %s", ErrReadOnly, l.reason)
	}
	return l.db.backup(ctx)
}

// update runs f in one transaction and names what it did in an error.
func (l *Library) update(ctx context.Context, what string, f func(*sql.Tx) error) error {
	if l.reason != "" {
		return fmt.Errorf("%s: %w: %s", what, ErrReadOnly, l.reason)
	}
	return failure(what, l.db.update(ctx, f))
}

// exec runs one statement as a transaction of its own.
func (l *Library) exec(ctx context.Context, what, statement string, args ...any) error {
	return l.update(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
}

// Words returns the pronouncing dictionary of all projects, by the written form.
func (l *Library) Words(ctx context.Context) ([]script.Word, error) {
	var all []script.Word
	err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var w script.Word
		err := rows.Scan(&w.Written, &w.Spoken)
		all = append(all, w)
		return err
	}, "SELECT written, spoken FROM words ORDER BY written")
	return all, failure("read the words", err)
}

// SetWord adds a word, or changes how it is spoken.
func (l *Library) SetWord(ctx context.Context, w script.Word) error {
	return l.exec(ctx, "keep a word", "INSERT OR REPLACE INTO words (written, spoken) VALUES (?, ?)", w.Written, w.Spoken)
}

// DeleteWord removes a word. It is no error when there is none.
func (l *Library) DeleteWord(ctx context.Context, written string) error {
	return l.exec(ctx, "delete a word", "DELETE FROM words WHERE written = ?", written)
}

// Setting returns the value of a setting, and whether there is one.
func (l *Library) Setting(ctx context.Context, key string) (value string, ok bool, err error) {
	err = l.db.read.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, failure("read a setting", err)
}

// SetSetting keeps the value of a setting.
func (l *Library) SetSetting(ctx context.Context, key, value string) error {
	return l.exec(ctx, "keep a setting", "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, value)
}

// Recent is a project that was open before.
type Recent struct {
	Path, Name string
	Opened     time.Time
}

// recentKept is the number of recent projects that are remembered.
const recentKept = 20

// Recent returns the projects that were open before, the last one first.
func (l *Library) Recent(ctx context.Context) ([]Recent, error) {
	var all []Recent
	err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var r Recent
		var opened int64
		err := rows.Scan(&r.Path, &r.Name, &opened)
		r.Opened = fromNano(opened)
		all = append(all, r)
		return err
	}, "SELECT path, name, opened FROM recent ORDER BY opened DESC, path")
	return all, failure("read the recent projects", err)
}

// AddRecent remembers that the project at path is open now.
func (l *Library) AddRecent(ctx context.Context, path, name string) error {
	return l.update(ctx, "remember a project", func(tx *sql.Tx) error {
		const add = "INSERT OR REPLACE INTO recent (path, name, opened) VALUES (?, ?, ?)"
		if _, err := tx.ExecContext(ctx, add, path, name, time.Now().UnixNano()); err != nil {
			return err
		}
		const forget = "DELETE FROM recent WHERE path NOT IN (SELECT path FROM recent ORDER BY opened DESC LIMIT ?)"
		_, err := tx.ExecContext(ctx, forget, recentKept)
		return err
	})
}

// ForgetRecent removes a project from the recent ones. The project itself stays.
func (l *Library) ForgetRecent(ctx context.Context, path string) error {
	return l.exec(ctx, "forget a project", "DELETE FROM recent WHERE path = ?", path)
}

// nano returns t for a column; the zero time is 0.
func nano(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// fromNano undoes nano.
func fromNano(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
