package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"voicewright/script"
)

// ProjectExtension ends the name of a project folder.
const ProjectExtension = ".vwp"

// Names in a project folder.
const (
	projectFile = "project.db"
	lockName    = "project.lock"
	audioFolder = "audio"
)

// A Project is an open project folder.
type Project struct {
	dir     string
	db      *database
	lock    *lock     // nil when the project is only read
	reason  string    // why nothing can be changed; empty when it can
	saved   time.Time // of the backup that is open in place of the project; zero when it is the project itself
	backups background

	// sounds keeps Clean from deleting a sound file between its writing and the row that names it.
	sounds sync.RWMutex

	mu      sync.Mutex       // held through every change of the document
	numbers map[string]int64 // of the lines by ID; nil until it is needed
	removed map[string]bool  // lines that were deleted since the project was opened and may come back by undo
}

// CreateProject makes a project in a new folder and opens it. The folder appears with all of the content in it, or not at
// all. It may be there already when it is empty.
func CreateProject(ctx context.Context, dir string, content script.Content) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("make the project: %w", err)
	}
	if err := createProject(ctx, dir, content); err != nil {
		return nil, failure("make the project "+dir, err)
	}
	return OpenProject(ctx, dir)
}

func createProject(ctx context.Context, dir string, content script.Content) (err error) {
	if info, err := os.Lstat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("there is a file of this name already; choose another name: %w", fs.ErrExist)
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return withoutPath(err)
	}
	made := filepath.Join(parent, ".voicewright-"+script.NewID()+".tmp")
	if err := os.Mkdir(made, 0o777); err != nil {
		return withoutPath(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(made))
		}
	}()
	if err := os.Mkdir(filepath.Join(made, audioFolder), 0o777); err != nil {
		return withoutPath(err)
	}
	d, err := openDatabase(ctx, filepath.Join(made, projectFile), projectKind, writing, true)
	if err != nil {
		return err
	}
	p := &Project{dir: made, db: d, numbers: map[string]int64{}, removed: map[string]bool{}}
	if err := errors.Join(p.save(ctx, everything(content)), d.close()); err != nil {
		return err
	}
	syncFolder(made)
	switch err := os.Remove(dir); {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("there is a folder of this name already, and it is not empty; choose another name: %w", fs.ErrExist)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return withoutPath(err)
	}
	if err := os.Rename(made, dir); err != nil {
		return withoutPath(err)
	}
	syncFolder(parent)
	return nil
}

// everything returns the change that makes a document of nothing.
func everything(s script.Content) script.Delta {
	d := script.Delta{Changed: s.Lines, Order: make([]string, len(s.Lines)), Roles: s.Roles, Words: s.Words, Settings: &s.Settings}
	for i, l := range s.Lines {
		d.Order[i] = l.ID
	}
	return d
}

// OpenProject opens a project folder. When it is open in another window already, cannot be written to or is damaged, it
// is opened for reading, or its last good backup is: see ReadOnly and RestoreProject.
func OpenProject(ctx context.Context, dir string) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open the project: %w", err)
	}
	p := &Project{dir: dir, removed: map[string]bool{}}
	if err := p.open(ctx); err != nil {
		if p.lock != nil {
			err = errors.Join(err, p.lock.release())
		}
		return nil, failure("open the project "+dir, err)
	}
	p.backups.start(ctx, p.db, p.reason == "")
	return p, nil
}

func (p *Project) open(ctx context.Context) (err error) {
	o := opening{path: filepath.Join(p.dir, projectFile), kind: projectKind}
	if info, err := os.Stat(p.dir); err != nil {
		return withoutPath(err)
	} else if !info.IsDir() {
		return fmt.Errorf("it is a file and not a folder: %w", ErrNotProject)
	}
	if _, err := os.Stat(o.path); errors.Is(err, fs.ErrNotExist) && !hasBackup(o.path) {
		return fmt.Errorf("there is no %s in it: %w", projectFile, ErrNotProject)
	}
	lock, holder, err := takeLock(filepath.Join(p.dir, lockName))
	p.lock = lock
	switch {
	case errors.Is(err, errLocked):
		o.how, o.reason = reading, "it is open in another window"
		if holder != "" {
			o.reason += " (" + holder + ")"
		}
	case err != nil && isUnwritable(err):
		o.how, o.reason = untouched, "its folder cannot be written to"
	case err != nil && isDiskFull(err):
		return err
	case err != nil:
		o.how, o.reason = reading, fmt.Sprintf("its folder is in a place where it cannot be locked against a second window (%v)", withoutPath(err))
	case !writableFile(o.path):
		o.how, o.reason = reading, projectFile+" cannot be written to"
	}
	if err := o.open(ctx); err != nil {
		return err
	}
	p.db, p.reason, p.saved = o.database, o.reason, o.saved
	if p.reason != "" && p.lock != nil {
		// Whoever comes next may do better, for instance after the backup was restored.
		lock, p.lock = p.lock, nil
		return lock.release()
	}
	return nil
}

// RestoreProject puts the last good backup in the place of the damaged database of a project that nobody has open. The
// damaged file is kept in the folder "backup".
func RestoreProject(ctx context.Context, dir string) error {
	const what = "restore the project from its backup"
	dir, err := filepath.Abs(dir)
	if err != nil {
		return failure(what, err)
	}
	lock, holder, err := takeLock(filepath.Join(dir, lockName))
	if errors.Is(err, errLocked) {
		return fmt.Errorf("%s: it is open in another window (%s); close that first", what, holder)
	}
	if err != nil {
		return failure(what, withoutPath(err))
	}
	return failure(what, errors.Join(restore(ctx, filepath.Join(dir, projectFile), projectKind), lock.release()))
}

// ReadOnly tells whether nothing can be changed, and why, as a clause that follows a colon.
func (p *Project) ReadOnly() (reason string, yes bool) { return p.reason, p.reason != "" }

// FromBackup tells whether a backup is open because the project is damaged, and when it was made.
func (p *Project) FromBackup() (made time.Time, yes bool) { return p.saved, !p.saved.IsZero() }

// Path returns the project folder.
func (p *Project) Path() string { return p.dir }

// Name returns the name of the project: that of its folder.
func (p *Project) Name() string { return strings.TrimSuffix(filepath.Base(p.dir), ProjectExtension) }

// Close ends the work on the project and lets others write to it.
func (p *Project) Close() error {
	p.backups.end()
	err := p.db.close()
	if p.lock != nil {
		err = errors.Join(err, p.lock.release())
	}
	return failure("close the project", err)
}

// Backup copies the database of the project into its folder "backup" now. That happens by itself at every opening after
// a change.
func (p *Project) Backup(ctx context.Context) error {
	if p.reason != "" {
		return fmt.Errorf("make a backup: %w: %s", ErrReadOnly, p.reason)
	}
	return p.db.backup(ctx)
}

// update runs f in one transaction and names what it did in an error.
func (p *Project) update(ctx context.Context, what string, f func(*sql.Tx) error) error {
	if p.reason != "" {
		return fmt.Errorf("%s: %w: %s", what, ErrReadOnly, p.reason)
	}
	return failure(what, p.db.update(ctx, f))
}
