package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"voicewright/audio/whole"
)

// leftBehind is the age from which an unfinished file cannot be one that is being written.
const leftBehind = time.Hour

// backupsKept is the number of backups beside a database.
const backupsKept = 2

// Backups of databases from largeBackup bytes on are made once a day and not at every opening.
const (
	largeBackup     = 256 << 20
	largeBackupRest = 24 * time.Hour
)

// backupPath returns where backup number n of the database at path lies; 1 is the newest.
func backupPath(path string, n int) string {
	base := strings.TrimSuffix(filepath.Base(path), ".db")
	return filepath.Join(filepath.Dir(path), "backup", fmt.Sprintf("%s-%d.db", base, n))
}

// backup copies the database beside itself, as it is at this moment, and drops the oldest copy. The copy appears
// complete or not at all. A damaged database cannot be copied, so it never replaces a good backup.
func (d *database) backup(ctx context.Context) (err error) {
	d.copying.Lock()
	defer d.copying.Unlock()
	newest := backupPath(d.path, 1)
	folder := filepath.Dir(newest)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return failure("make the folder of the backups", err)
	}
	whole.Sweep(folder, leftBehind)
	temporary := filepath.Join(folder, fmt.Sprintf(".voicewright-%08x.tmp", rand.Uint32())) // other windows have the library too
	defer func() {
		if err != nil {
			_ = os.Remove(temporary)
			err = failure("make a backup", err)
		}
	}()
	if err := d.copyTo(ctx, temporary); err != nil {
		return err
	}
	if err := syncPath(temporary); err != nil {
		return err
	}
	for n := backupsKept; n > 1; n-- {
		if err := os.Rename(backupPath(d.path, n-1), backupPath(d.path, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(temporary, newest); err != nil {
		return err
	}
	syncFolder(folder)
	return nil
}

// copyTo writes a tight copy of the database to a new file. It reads through a connection of its own, so that neither
// the writer nor the readers wait.
func (d *database) copyTo(ctx context.Context, path string) (err error) {
	db, err := connect(d.path, reading, 1, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// backupDue tells whether the database has changed since its newest backup.
func (d *database) backupDue() bool {
	saved, err := os.Stat(backupPath(d.path, 1))
	if err != nil {
		return true
	}
	size, changed := int64(0), time.Time{}
	for _, path := range []string{d.path, d.path + "-wal"} {
		info, err := os.Stat(path)
		if err != nil || info.Size() == 0 {
			continue
		}
		size += info.Size()
		if info.ModTime().After(changed) {
			changed = info.ModTime()
		}
	}
	return changed.After(saved.ModTime()) && (size < largeBackup || time.Since(saved.ModTime()) > largeBackupRest)
}

// hasBackup tells whether there is any backup of the database at path.
func hasBackup(path string) bool {
	for n := 1; n <= backupsKept; n++ {
		if _, err := os.Stat(backupPath(path, n)); err == nil {
			return true
		}
	}
	return false
}

// openBackup opens the newest backup of the database at path that is sound itself, for reading, and returns when it was
// made.
func openBackup(ctx context.Context, path string, k kind) (*database, time.Time, error) {
	var faults []error
	for n := 1; n <= backupsKept; n++ {
		name := backupPath(path, n)
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			var d *database
			if d, err = openDatabase(ctx, name, k, untouched, false); err == nil {
				return d, info.ModTime(), nil
			}
		}
		faults = append(faults, fmt.Errorf("backup %d: %w", n, err))
	}
	if len(faults) == 0 {
		return nil, time.Time{}, errors.New("there is no backup of it")
	}
	return nil, time.Time{}, errors.Join(faults...)
}

// restore puts the newest sound backup in the place of the database at path, which moves to the backups under a name
// with the time. Nobody may have the database open.
func restore(ctx context.Context, path string, k kind) error {
	backup, _, err := openBackup(ctx, path, k)
	if err != nil {
		return err
	}
	from := backup.path
	if err := backup.close(); err != nil {
		return err
	}
	fresh := path + ".tmp"
	if err := copyFile(from, fresh); err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	// The log goes first: left beside the backup it would be taken for the backup's own.
	aside := strings.TrimSuffix(backupPath(path, 1), "-1.db") + "-damaged-" + time.Now().UTC().Format("20060102-150405") + ".db"
	for _, end := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(path+end, aside+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, os.Remove(fresh))
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// copyFile copies a file and brings the copy to disk.
func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if _, err := io.Copy(target, source); err != nil {
		return err
	}
	return target.Sync()
}

// syncPath brings a file to disk.
func syncPath(path string) (err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return file.Sync()
}

// syncFolder brings the names in a folder to disk. Not every system can do that, and the files are whole without it.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync()
		_ = folder.Close()
	}
}
