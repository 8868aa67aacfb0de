package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// An opening finds the best way into a database: for writing, else for reading, else the last good backup.
type opening struct {
	path   string // absolute
	kind   kind
	how    access
	fresh  bool   // there may be no tables yet
	reason string // why it is not opened for writing

	*database           // after open
	saved     time.Time // of the backup, when that was opened
}

// open opens the database, or its last good backup when it is damaged or missing.
func (o *opening) open(ctx context.Context) error {
	var fault error
	what := "the database is damaged"
	if _, err := os.Stat(o.path); errors.Is(err, fs.ErrNotExist) && !o.fresh {
		what = filepath.Base(o.path) + " is missing"
		fault = fmt.Errorf("%w: %s", ErrDamaged, what)
	} else if o.how == untouched {
		o.database, fault = openStill(ctx, o.path, o.kind)
	} else {
		o.database, fault = openDatabase(ctx, o.path, o.kind, o.how, o.fresh)
	}
	if !errors.Is(fault, ErrDamaged) {
		return fault
	}
	d, saved, err := openBackup(ctx, o.path, o.kind)
	if err != nil {
		return fmt.Errorf("%w; %w", fault, err)
	}
	o.database, o.saved = d, saved
	o.reason = fmt.Sprintf("%s, and this is its backup of %s", what, saved.Format("2 January 2006, 15:04"))
	return nil
}

// openStill opens a database in a folder that cannot be written to. What the log holds can only be read with a file
// beside it, so a database that was not closed well is copied to a place that can be written to.
func openStill(ctx context.Context, path string, k kind) (*database, error) {
	info, err := os.Stat(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return openDatabase(ctx, path, k, untouched, false)
	}
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "voicewright-")
	if err != nil {
		return nil, fmt.Errorf("make a copy that can be read: %w", err)
	}
	copied := filepath.Join(folder, filepath.Base(path))
	for _, end := range []string{"", "-wal"} {
		if err := copyFile(path+end, copied+end); err != nil {
			return nil, errors.Join(fmt.Errorf("make a copy that can be read: %w", err), os.RemoveAll(folder))
		}
	}
	d, err := openDatabase(ctx, copied, k, reading, false)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	d.copied = folder
	return d, nil
}

// writableFolder tells whether files can be made in a folder.
func writableFolder(path string) bool {
	file, err := os.CreateTemp(path, ".voicewright-*.tmp")
	if err != nil {
		return !isUnwritable(err) // on a full disk the folder is not to blame
	}
	_ = file.Close()
	_ = os.Remove(file.Name())
	return true
}

// writableFile tells whether a file can be changed, or is not there yet.
func writableFile(path string) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return !isUnwritable(err)
	}
	return file.Close() == nil
}

// background is the work that goes on behind an open database.
type background struct {
	stop context.CancelFunc
	done chan struct{}
}

// start makes a backup behind the program's back if one is due. It works until end is called, whatever happens to ctx.
func (b *background) start(ctx context.Context, d *database, allowed bool) {
	ctx, b.stop = context.WithCancel(context.WithoutCancel(ctx))
	b.done = make(chan struct{})
	go func() {
		defer close(b.done)
		if allowed && d.backupDue() {
			// A backup that fails, on a full disk for example, must not disturb the work; the next opening tries again.
			_ = d.backup(ctx)
		}
	}()
}

func (b *background) end() {
	b.stop()
	<-b.done
}
