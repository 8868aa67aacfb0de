package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"voicewright/script"
)

// readOnly checks that a project is open for reading with a reason, that its lines are there and that all changes are
// refused with that reason.
func readOnly(t *testing.T, p *Project, reason string, lines ...string) {
	t.Helper()
	ctx := context.Background()
	got, yes := p.ReadOnly()
	if !yes || !strings.Contains(got, reason) {
		t.Errorf("read only: %q %v, want %q", got, yes, reason)
	}
	content, err := p.Load(ctx)
	must(t, err)
	var texts []string
	for _, l := range content.Lines {
		texts = append(texts, l.Text)
	}
	same(t, "lines", texts, lines)
	_, addErr := p.AddTake(ctx, script.Take{}, script.Trace{}, noise(1, 100))
	_, cleanErr := p.Clean(ctx)
	for what, err := range map[string]error{
		"save": p.Save(ctx, script.Delta{}), "add": addErr, "clean": cleanErr, "backup": p.Backup(ctx),
		"delete": p.DeleteTake(ctx, ""), "jobs": p.PutJobs(ctx, nil),
	} {
		if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func change(t *testing.T, p *Project, text string) {
	t.Helper()
	must(t, p.Save(context.Background(), script.Delta{Changed: []script.Line{{ID: "linea", Text: text}}}))
}

// damage overwrites pages of a closed database, all but the first one.
func damage(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := 4096; i < len(data); i++ {
		data[i] = byte(rng.Uint32())
	}
	must(t, os.WriteFile(path, data, 0o644))
}

func TestNewerProjectIsRefused(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.db.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		return err
	}))
	must(t, p.Close())
	before, err := os.ReadFile(filepath.Join(p.Path(), projectFile))
	must(t, err)
	_, err = OpenProject(ctx, p.Path())
	if !errors.Is(err, ErrNewer) {
		t.Fatal(err)
	}
	t.Log(err)
	after, err := os.ReadFile(filepath.Join(p.Path(), projectFile))
	must(t, err)
	if string(before) != string(after) {
		t.Error("the file of the newer version was changed")
	}
}

func TestOtherDatabaseIsRefused(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Close())
	if _, err := OpenLibrary(ctx, filepath.Join(p.Path(), projectFile)); err == nil || errors.Is(err, ErrDamaged) {
		t.Errorf("a project was opened as a library: %v", err)
	}
}

func TestDamagedProjectShowsItsBackup(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Backup(ctx))
	change(t, p, "Two.")
	must(t, p.Backup(ctx))
	change(t, p, "Three.")
	must(t, p.Close())
	file := filepath.Join(p.Path(), projectFile)
	damage(t, file)
	p, err := OpenProject(ctx, p.Path())
	must(t, err)
	readOnly(t, p, "the database is damaged, and this is its backup of ", "Two.")
	if made, yes := p.FromBackup(); !yes || time.Since(made) > time.Minute {
		t.Errorf("from a backup of %v: %v", made, yes)
	}
	must(t, p.Close())

	damage(t, backupPath(file, 1))
	p, err = OpenProject(ctx, p.Path())
	must(t, err)
	readOnly(t, p, "damaged", "One.")
	must(t, p.Close())

	must(t, os.WriteFile(file, nil, 0o644)) // empty, as some systems leave a file after a power cut
	p, err = OpenProject(ctx, p.Path())
	must(t, err)
	readOnly(t, p, "damaged", "One.")
	must(t, p.Close())

	must(t, os.Remove(file))
	p, err = OpenProject(ctx, p.Path())
	must(t, err)
	readOnly(t, p, "project.db is missing", "One.")
	must(t, p.Close())

	must(t, os.WriteFile(file, []byte("not a database"), 0o644))
	must(t, RestoreProject(ctx, p.Path()))
	p, err = OpenProject(ctx, p.Path())
	must(t, err)
	if reason, yes := p.ReadOnly(); yes {
		t.Errorf("read only after restoring: %s", reason)
	}
	change(t, p, "Four.")
	must(t, p.Close())
	aside, err := filepath.Glob(filepath.Join(p.Path(), "backup", "project-damaged-*.db"))
	must(t, err)
	if len(aside) != 1 {
		t.Errorf("the damaged file was put aside as %v", aside)
	}

	damage(t, file)
	must(t, os.RemoveAll(filepath.Join(p.Path(), "backup")))
	if _, err := OpenProject(ctx, p.Path()); !errors.Is(err, ErrDamaged) {
		t.Errorf("without a backup: %v", err)
	}
}

// TestSmallDamageIsNoticed spoils single pages, so that most of the file can still be read.
func TestSmallDamageIsNoticed(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	var lines []script.Line
	for range 2000 {
		lines = append(lines, script.Line{ID: script.NewID(), Text: "A line of some length that fills the pages of the file."})
	}
	must(t, p.Save(ctx, script.Delta{Changed: lines}))
	must(t, p.Backup(ctx))
	must(t, p.Close())
	file := filepath.Join(p.Path(), projectFile)
	sound, err := os.ReadFile(file)
	must(t, err)
	for _, page := range []int{len(sound) / 8192, len(sound)/4096 - 2} {
		data := append([]byte{}, sound...)
		clear(data[4096*page : 4096*page+100])
		must(t, os.WriteFile(file, data, 0o644))
		p, err := OpenProject(ctx, p.Path())
		must(t, err)
		if _, yes := p.FromBackup(); !yes {
			t.Errorf("the damage of page %d was not noticed", page)
		}
		must(t, p.Close())
	}
	must(t, os.WriteFile(file, sound[:len(sound)/2], 0o644))
	p, err = OpenProject(ctx, p.Path())
	must(t, err)
	if _, yes := p.FromBackup(); !yes {
		t.Error("the missing half was not noticed")
	}
	must(t, p.Close())
}

func TestBackupsRoll(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "0")
	for range 2 {
		p = reopen(t, p)
		<-p.backups.done // the one at opening
	}
	file := filepath.Join(p.Path(), projectFile)
	if _, err := os.Stat(backupPath(file, 2)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a second backup without a change: %v", err)
	}
	for _, text := range []string{"1", "2", "3"} {
		change(t, p, text)
		p = reopen(t, p)
		<-p.backups.done
	}
	for n, want := range map[int]string{1: "3", 2: "2"} {
		d, err := openDatabase(ctx, backupPath(file, n), projectKind, untouched, false)
		must(t, err)
		got, err := texts(ctx, d.read, "SELECT text FROM lines")
		must(t, err)
		same(t, "lines", got, []string{want})
		must(t, d.close())
	}
	entries, err := os.ReadDir(filepath.Join(p.Path(), "backup"))
	must(t, err)
	if len(entries) != backupsKept {
		t.Errorf("in the folder: %v", entries)
	}
}

func TestDamagedDatabaseReplacesNoBackup(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Backup(ctx))
	must(t, p.Close())
	file := filepath.Join(p.Path(), projectFile)
	before, err := os.ReadFile(backupPath(file, 1))
	must(t, err)
	damage(t, file)
	d := &database{kind: projectKind, path: file}
	if err := d.backup(ctx); !errors.Is(err, ErrDamaged) {
		t.Errorf("backup of a damaged database: %v", err)
	}
	after, err := os.ReadFile(backupPath(file, 1))
	must(t, err)
	if string(before) != string(after) {
		t.Error("the backup was replaced")
	}
}

func TestSecondWindowReads(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	second, err := OpenProject(ctx, p.Path())
	must(t, err)
	readOnly(t, second, "it is open in another window (", "One.")
	reason, _ := second.ReadOnly()
	t.Log(reason)
	if !strings.Contains(reason, "process ") {
		t.Errorf("the reason does not say who: %s", reason)
	}
	change(t, p, "Two.") // and sees what the first one does
	content, err := second.Load(ctx)
	must(t, err)
	if content.Lines[0].Text != "Two." {
		t.Errorf("the second window reads %q", content.Lines[0].Text)
	}
	if err := RestoreProject(ctx, p.Path()); err == nil {
		t.Error("an open project was restored")
	}
	must(t, p.Close())
	must(t, second.Close())
	third, err := OpenProject(ctx, p.Path())
	must(t, err)
	if reason, yes := third.ReadOnly(); yes {
		t.Errorf("read only after both are closed: %s", reason)
	}
	must(t, third.Close())
}

func TestOlderDatabaseIsBroughtUpToDate(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Close())
	file := filepath.Join(p.Path(), projectFile)
	next := withStep(t, "-- +goose Up\nALTER TABLE lines ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';")
	if _, err := openDatabase(ctx, file, next, reading, false); !errors.Is(err, ErrReadOnly) {
		t.Errorf("reading only: %v", err)
	}
	d, err := openDatabase(ctx, file, next, writing, false)
	must(t, err)
	got, err := texts(ctx, d.read, "SELECT colour FROM lines")
	must(t, err)
	same(t, "new column", got, []string{"red"})
	must(t, d.close())
	if _, err := openDatabase(ctx, file, projectKind, reading, false); !errors.Is(err, ErrNewer) {
		t.Errorf("opened by the older program: %v", err)
	}
	old, err := openDatabase(ctx, backupPath(file, 1), projectKind, untouched, false)
	must(t, err) // the backup of before the change
	must(t, old.close())
}

// withStep is a project of the next version of this program, which has one migration more.
func withStep(t *testing.T, step string) kind {
	t.Helper()
	steps := fstest.MapFS{fmt.Sprintf("%05d_next.sql", projectKind.version()+1): {Data: []byte(step)}}
	names, err := fs.Glob(projectKind.steps, "*.sql")
	must(t, err)
	for _, name := range names {
		data, err := fs.ReadFile(projectKind.steps, name)
		must(t, err)
		steps[name] = &fstest.MapFile{Data: data}
	}
	next := projectKind
	next.steps = steps
	return next
}

// TestFailedStepChangesNothing has a migration that fails half-way.
func TestFailedStepChangesNothing(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Close())
	file := filepath.Join(p.Path(), projectFile)
	next := withStep(t, "-- +goose Up\nDELETE FROM lines;\nDROP TABLE nothing;")
	if _, err := openDatabase(ctx, file, next, writing, false); err == nil {
		t.Fatal("the wrong step succeeded")
	}
	p, err := OpenProject(ctx, p.Path())
	must(t, err)
	content, err := p.Load(ctx)
	must(t, err)
	if len(content.Lines) != 1 {
		t.Errorf("%d lines after the wrong step", len(content.Lines))
	}
	must(t, p.Close())
}

func TestCancelledSaveKeepsNothing(t *testing.T) {
	p := newProject(t, "One.")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := p.Save(ctx, script.Delta{Changed: []script.Line{{ID: "linea", Text: "Two."}, {ID: "new"}}, Order: []string{"new", "linea"}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("save: %v", err)
	}
	if _, err := p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(1, 100)); !errors.Is(err, context.Canceled) {
		t.Errorf("add: %v", err)
	}
	must(t, p.Save(context.Background(), script.Delta{Order: []string{"new", "linea"}}))
	content, err := p.Load(context.Background())
	must(t, err)
	same(t, "lines", content.Lines, []script.Line{{ID: "linea", Text: "One."}})
}
