// Package store keeps what the studio must not lose. A Library holds the voices, the words of all projects and the settings
// in one SQLite file. A Project is one folder, with a SQLite file for lines and takes and a file for the sound of each
// take, that can be copied to another machine.
//
// Each database has one connection that writes and a few that read, so that a list can be shown while a take is stored.
// What a call has returned without an error survives the end of the process at any moment. Every method is safe for
// concurrent use. This package is the only one that knows the driver.
package store

import (
	"errors"
	"fmt"
	"io/fs"

	sqlite "github.com/mattn/go-sqlite3"
)

// Errors that methods wrap. Compare with errors.Is.
var (
	// ErrReadOnly says that nothing can be changed here; the error that wraps it says why.
	ErrReadOnly = errors.New("nothing can be changed here")
	// ErrNewer says that a newer version of the program wrote the file.
	ErrNewer = errors.New("it was written by a newer version of Voicewright; update the program to open it")
	// ErrDamaged says that a database cannot be trusted any more.
	ErrDamaged = errors.New("the database is damaged")
	// ErrDiskFull says that there is no room left. Nothing was half-written.
	ErrDiskFull = errors.New("the disk is full; free some space and try again")
	// ErrNotFound says that there is no entry of that name.
	ErrNotFound = errors.New("there is no such entry")
	// ErrNotProject says that a folder is no project.
	ErrNotProject = errors.New("this is not a Voicewright project")
	// ErrBuiltin says that a voice comes with the program and stays.
	ErrBuiltin = errors.New("a voice that comes with the program cannot be deleted")
	// ErrSoundMissing says that the sound file of a take is not where it was put.
	ErrSoundMissing = errors.New("its sound file is missing; render the line again, or put the file back")
	// ErrSoundChanged says that the sound file of a take is not the one that was rendered.
	ErrSoundChanged = errors.New("its sound file was changed outside of the studio; render the line again, or put the file back")
)

// failure returns err as "what: why", with the driver's and the system's codes turned into the errors of this package.
func failure(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, plain(err))
}

// plain turns the driver's and the system's codes into the errors of this package.
func plain(err error) error {
	if isDiskFull(err) {
		return ErrDiskFull
	}
	var fault sqlite.Error
	if !errors.As(err, &fault) {
		return err
	}
	switch fault.Code {
	case sqlite.ErrFull:
		return ErrDiskFull
	case sqlite.ErrCorrupt, sqlite.ErrNotADB:
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	case sqlite.ErrReadonly:
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case sqlite.ErrBusy:
		return fmt.Errorf("another program keeps the database busy; try again: %w", err)
	case sqlite.ErrIoErr:
		if isDiskFull(fault.SystemErrno) {
			return ErrDiskFull
		}
	}
	return err
}

// withoutPath drops the operation and the path from an error of package os, for a sentence that names them already.
func withoutPath(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
