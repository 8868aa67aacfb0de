// Package whole writes files that are there completely or not at all.
//
// A file is written under a hidden temporary name in the folder of its target, brought to disk and renamed. Whatever
// stops the program on the way, even a power cut, leaves what stood at the target before. Errors are one sentence that
// names the target.
package whole

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// A File is being written. Nothing stands at its path until Commit has succeeded. It is not safe for concurrent use.
type File struct {
	path string
	file *os.File // nil after Commit and Abort
}

// Absent is fs.ErrNotExist in a sentence that says what to do.
type Absent string

func (a Absent) Error() string { return string(a) }

// Unwrap makes it an fs.ErrNotExist to those who ask.
func (Absent) Unwrap() error { return fs.ErrNotExist }

// Create starts a file that Commit will put at path. The caller must call Commit or Abort. A symbolic link at path is
// followed, so that the file behind it is replaced and not the link.
func Create(path string) (*File, error) {
	target, err := writable(path)
	if err != nil {
		return nil, err
	}
	file, err := temporary(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Absent(fmt.Sprintf("write %q: its folder does not exist; make it first", path))
	}
	if err != nil {
		return nil, fmt.Errorf("write %q: %w", path, plain(err))
	}
	return &File{path: target, file: file}, nil
}

// WriteFile writes data to a file at path. Without replace it fails with fs.ErrExist when there is one already.
func WriteFile(path string, data []byte, replace bool) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit(replace)
}

// writable refuses to replace what is not a plain file.
func writable(path string) (string, error) {
	if path == "" {
		return "", errors.New("write a file: its name is empty; give a file name")
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil
	case err != nil:
		return "", fmt.Errorf("write %q: %w", path, plain(err))
	case info.IsDir():
		return "", fmt.Errorf("write %q: this is a folder; give the name of a file in it", path)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("write %q: this is not a plain file; give another name", path)
	}
	return path, nil
}

// temporary creates a new file beside path. Unlike os.CreateTemp it leaves the permissions to the person's umask,
// because the file becomes theirs.
func temporary(path string) (*os.File, error) {
	for range 100 {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".voicewright-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, errors.New("no free temporary name beside it")
}

// plain drops the operation and the temporary name from an error of package os, for a sentence that names the path
// already.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}

func (f *File) fail(err error) error { return fmt.Errorf("write %q: %w", f.path, plain(err)) }

var errClosed = errors.New("it is closed already")

// Path returns where the file will stand.
func (f *File) Path() string { return f.path }

// Write appends p.
func (f *File) Write(p []byte) (int, error) {
	if f.file == nil {
		return 0, f.fail(errClosed)
	}
	n, err := f.file.Write(p)
	if err != nil {
		return n, f.fail(err)
	}
	return n, nil
}

// WriteAt overwrites what stands at offset, without moving where Write goes on.
func (f *File) WriteAt(p []byte, offset int64) (int, error) {
	if f.file == nil {
		return 0, f.fail(errClosed)
	}
	n, err := f.file.WriteAt(p, offset)
	if err != nil {
		return n, f.fail(err)
	}
	return n, nil
}

// Sync brings what was written so far to disk.
func (f *File) Sync() error {
	if f.file == nil {
		return f.fail(errClosed)
	}
	if err := f.file.Sync(); err != nil {
		return f.fail(err)
	}
	return nil
}

// Commit completes the file and puts it at its path. Without replace it fails with fs.ErrExist when a file stands there
// by now, however late that one came. On an error nothing is left behind.
func (f *File) Commit(replace bool) error {
	if f.file == nil {
		return f.fail(errClosed)
	}
	defer f.Abort() // does nothing after success
	if err := f.Sync(); err != nil {
		return err
	}
	name := f.file.Name()
	if err := f.file.Close(); err != nil {
		return f.fail(err)
	}
	move := os.Rename
	if !replace {
		move = place
	}
	if err := move(name, f.path); err != nil {
		return f.fail(err)
	}
	f.file = nil
	// The new name itself survives a power cut only when its folder is on disk too. Not every system can do that, and
	// the content is safe without it.
	if dir, err := os.Open(filepath.Dir(f.path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

// place moves a file to a name that must be free. A hard link never replaces a file; where the file system has none
// (FAT), the name is looked at just before the renaming instead.
func place(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		_ = os.Remove(from) // if that fails, Sweep does it another day
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// Abort gives the file up and removes what was written. It does nothing after Commit, so that it can be deferred.
func (f *File) Abort() {
	if f.file == nil {
		return
	}
	_ = f.file.Close()
	_ = os.Remove(f.file.Name())
	f.file = nil
}

var temporaryName = regexp.MustCompile(`^\.voicewright-[0-9a-f]{8}\.tmp$`)

// Sweep removes temporary files of this package from a folder that nobody has written to for this long: what a killed
// program has left. It returns how many there were.
func Sweep(folder string, age time.Duration) int {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if !e.Type().IsRegular() || !temporaryName.MatchString(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err == nil && time.Since(info.ModTime()) > age && os.Remove(filepath.Join(folder, e.Name())) == nil {
			n++
		}
	}
	return n
}
