package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// Between two lines of progress: on a terminal often enough to look alive, elsewhere seldom enough for a log file.
const (
	terminalPause = 100 * time.Millisecond
	logPause      = 10 * time.Second
)

// progress tells on standard error how far a job is. On a terminal one line is written over and over; elsewhere plain lines
// appear, seldom. It is for one goroutine.
type progress struct {
	w        io.Writer
	terminal bool
	quiet    bool
	began    time.Time
	last     time.Time
	drawn    bool // a line of progress stands on the terminal
}

func newProgress(w io.Writer, quiet bool) *progress {
	now := time.Now()
	return &progress{w: w, terminal: isTerminal(w), quiet: quiet, began: now, last: now}
}

// isTerminal tells whether somebody watches.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// step shows what is being done and, where the done share (0 to 1) allows a guess, how long it will still take.
func (p *progress) step(what string, done float64) {
	now := time.Now()
	pause := logPause
	if p.terminal {
		pause = terminalPause
	}
	if p.quiet || (now.Sub(p.last) < pause && (p.drawn || !p.terminal)) {
		return
	}
	p.last = now
	line := what
	if left, ok := remaining(now.Sub(p.began), done); ok {
		line += ", about " + clock(left) + " left"
	}
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K%s", clip(line, 100))
		p.drawn = true
		return
	}
	fmt.Fprintln(p.w, line)
}

// remaining guesses the time that is left of a job; false while too little is done for a guess.
func remaining(spent time.Duration, done float64) (time.Duration, bool) {
	if done <= 0 || done >= 1 || spent < time.Second {
		return 0, false
	}
	return time.Duration(float64(spent) * (1 - done) / done), true
}

// note writes a line that stays.
func (p *progress) note(format string, args ...any) {
	if p.quiet {
		return
	}
	p.clear()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// restart begins to count the time anew, for the next part of a job.
func (p *progress) restart() {
	if p.quiet {
		return
	}
	p.clear()
	p.began = time.Now()
}

// clear removes the line of progress, so that what comes next starts on a clean line.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// clock writes a length of time as people read it: 0:07, 12:30, 1:02:05.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// clip shortens a line so that it does not wrap: a wrapped line cannot be written over.
func clip(s string, columns int) string {
	runes := []rune(strings.ReplaceAll(s, "\n", " "))
	if len(runes) > columns {
		runes = append(runes[:columns-1], '…')
	}
	return string(runes)
}
