package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// A kind is a sort of database with its own tables.
type kind struct {
	name        string // as the folder of its migrations
	application int64  // the number that its files carry
	bulky       []string
	steps       fs.FS // migrations
}

var (
	libraryKind = kind{"library", 0x56574c42, []string{"files"}, subFolder("migrations/library")}
	projectKind = kind{"project", 0x56575052, []string{"files", "traces"}, subFolder("migrations/project")}
)

func subFolder(name string) fs.FS {
	sub, err := fs.Sub(migrations, name)
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

// version returns the number of the newest migration.
func (k kind) version() int64 {
	names, err := fs.Glob(k.steps, "*.sql")
	if err != nil || len(names) == 0 {
		return 0
	}
	number, _, _ := strings.Cut(names[len(names)-1], "_") // Glob sorts, and the numbers have five digits
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// How a database file is opened.
type access int

const (
	writing   access = iota
	reading          // others may be writing
	untouched        // nobody writes, and the folder is left as it is
)

// readers is the number of connections that read.
const readers = 4

// A database is an open SQLite file.
type database struct {
	kind  kind
	path  string
	read  *sql.DB
	write *sql.DB // one connection; nil when the file is only read

	copying sync.Mutex // one backup at a time
	copied  string     // folder that was made for this opening and goes with it; usually empty
}

// source returns the driver's name of the file at path.
func source(path string, how access, more string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows path, which starts with its drive
	}
	name := "file://" + (&url.URL{Path: path}).EscapedPath() + "?_busy_timeout=5000&_foreign_keys=on&_stmt_cache_size=32" + more
	switch how {
	case writing:
		return name + "&mode=rwc&_journal_mode=WAL&_synchronous=NORMAL&_txlock=immediate"
	case untouched:
		return name + "&mode=ro&immutable=1"
	}
	return name + "&mode=ro"
}

func connect(path string, how access, most int, more string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", source(path, how, more))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db, nil
}

// openDatabase opens the file at the absolute path, checks it and brings it up to date. With fresh, a file without any
// table is a new one and not a damaged one.
func openDatabase(ctx context.Context, path string, k kind, how access, fresh bool) (d *database, err error) {
	d = &database{kind: k, path: path}
	defer func() {
		if err != nil {
			err = errors.Join(plain(err), d.close())
			d = nil
		}
	}()
	if fresh {
		// Until there are tables a reader has nothing to open.
		if d.write, err = connect(path, writing, 1, ""); err != nil {
			return d, err
		}
		if err = d.migrate(ctx); err != nil {
			return d, err
		}
	}
	if d.read, err = connect(path, how.forReaders(), readers, "&_query_only=on"); err != nil {
		return d, err
	}
	version, err := d.inspect(ctx)
	if err != nil {
		return d, err
	}
	if version < k.version() && how != writing {
		return d, fmt.Errorf("it is of an older version and must be brought up to date, which needs writing: %w", ErrReadOnly)
	}
	if how != writing {
		return d, nil
	}
	if version < k.version() {
		if err = d.backup(ctx); err != nil {
			return d, err
		}
	}
	if d.write == nil {
		if d.write, err = connect(path, writing, 1, ""); err != nil {
			return d, err
		}
	}
	if version < k.version() {
		if err = d.migrate(ctx); err != nil {
			return d, err
		}
	}
	return d, d.write.PingContext(ctx)
}

func (a access) forReaders() access {
	if a == writing {
		return reading
	}
	return a
}

// migrate makes the tables, or brings them up to date.
func (d *database) migrate(ctx context.Context) error {
	steps, err := goose.NewProvider(goose.DialectSQLite3, d.write, d.kind.steps,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the steps that bring the database up to date: %w", err)
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	return nil
}

// inspect checks that the file is of this kind, not newer than this program and not damaged, and returns its version.
func (d *database) inspect(ctx context.Context) (version int64, err error) {
	var application int64
	if err := d.read.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return 0, err
	}
	if application == 0 {
		return 0, fmt.Errorf("%w: it holds no tables of a %s", ErrDamaged, d.kind.name)
	}
	if application != d.kind.application {
		return 0, fmt.Errorf("%s is not a Voicewright %s", filepath.Base(d.path), d.kind.name)
	}
	const query = "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied"
	if err := d.read.QueryRowContext(ctx, query).Scan(&version); err != nil {
		return 0, fmt.Errorf("%w: its version cannot be read (%w)", ErrDamaged, err)
	}
	if version > d.kind.version() {
		return 0, fmt.Errorf("%w (its format is %d, this program knows %d)", ErrNewer, version, d.kind.version())
	}
	return version, d.check(ctx)
}

// wholeCheck is the size in bytes up to which a database is checked with its bulky tables when it is opened. Larger ones
// would hold up the start; their bulk is checked by Check and whenever a backup copies it.
const wholeCheck = 64 << 20

// check looks through the pages of the database and returns ErrDamaged when they do not fit together.
func (d *database) check(ctx context.Context) error {
	var size int64
	const sizeQuery = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
	if err := d.read.QueryRowContext(ctx, sizeQuery).Scan(&size); err != nil {
		return err
	}
	if size <= wholeCheck {
		return quickCheck(ctx, d.read, "PRAGMA quick_check(1)")
	}
	const tablesQuery = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND sql NOT LIKE 'CREATE VIRTUAL%'`
	tables, err := texts(ctx, d.read, tablesQuery)
	if err != nil {
		return err
	}
next:
	for _, table := range tables {
		for _, bulky := range d.kind.bulky {
			if table == bulky {
				continue next
			}
		}
		if err := quickCheck(ctx, d.read, "PRAGMA quick_check('"+strings.ReplaceAll(table, "'", "''")+"')"); err != nil {
			return err
		}
	}
	return nil
}

func quickCheck(ctx context.Context, db *sql.DB, query string) error {
	var found string
	if err := db.QueryRowContext(ctx, query).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		first, _, _ := strings.Cut(strings.TrimPrefix(found, "*** in database main ***\n"), "\n")
		return fmt.Errorf("%w (%s)", ErrDamaged, first)
	}
	return nil
}

// update runs f in one transaction. When f or the commit fails nothing of it remains.
func (d *database) update(ctx context.Context, f func(*sql.Tx) error) (err error) {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback() // the first error says what is wrong
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (d *database) close() error {
	var faults []error
	for _, db := range []*sql.DB{d.read, d.write} { // the writer last: the last connection tidies the log up
		if db != nil {
			faults = append(faults, db.Close())
		}
	}
	if d.copied != "" {
		faults = append(faults, os.RemoveAll(d.copied))
	}
	return errors.Join(faults...)
}

// An asker is a database or a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// collect calls scan for each row of a query.
func collect(ctx context.Context, db asker, scan func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts returns the first column of a query.
func texts(ctx context.Context, db asker, query string, args ...any) ([]string, error) {
	var all []string
	err := collect(ctx, db, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		all = append(all, text)
		return err
	}, query, args...)
	return all, err
}
