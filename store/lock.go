package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
)

// errLocked says that a lock is held by somebody else.
var errLocked = errors.New("locked")

// A lock keeps a second window from writing to the same project. It is a file that stays where it is: only the system's
// lock on it counts, which ends with the process, so that no crash leaves a project locked.
type lock struct{ file *os.File }

// takeLock takes the lock at path. When somebody else has it the error is errLocked and holder says who that is.
func takeLock(path string) (l *lock, holder string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, "", err
	}
	if err := lockFile(file); err != nil {
		if errors.Is(err, errLocked) {
			holder = readHolder(file)
		}
		return nil, holder, errors.Join(err, file.Close())
	}
	// Who holds the lock is a help to people. On a full disk the lock is good without it.
	if file.Truncate(0) == nil {
		_, _ = file.WriteAt([]byte(describeSelf()), 0)
	}
	return &lock{file}, "", nil
}

// release gives the lock back.
func (l *lock) release() error {
	_ = l.file.Truncate(0)
	return l.file.Close()
}

func describeSelf() string {
	who := os.Getenv("USER")
	if who == "" {
		who = os.Getenv("USERNAME")
	}
	if who == "" {
		who = "somebody"
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	return fmt.Sprintf("%s on %s, process %d, since %s\n", who, host, os.Getpid(), time.Now().Format("2 January 2006, 15:04"))
}

// readHolder returns what the holder of a lock has written about itself, as one short line.
func readHolder(file *os.File) string {
	text, err := io.ReadAll(io.LimitReader(file, 200))
	if err != nil {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(text), ""))
}
