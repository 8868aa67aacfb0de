// Package desk holds the values that pass between the studio and its window, so that neither needs the other.
package desk

import (
	"time"

	"voicewright/farm"
	"voicewright/script"
)

// An Event tells what changed in the background of an open project.
type Event struct {
	Lines    []string       // whose status changed
	All      bool           // the status of any line may have changed
	Take     *script.Take   // a take that was just made
	Progress *farm.Progress // of the render queue
	Err      error          // something could not be saved; it is tried again
	Saved    bool           // all changes are on disk again after an Err
}

// Recent is a project that was opened before.
type Recent struct {
	Path, Name string
	Opened     time.Time
}

// Listening tells how far the making of a voice of recordings is.
type Listening struct {
	Path      string // of the recording in work
	Fraction  float64
	Remaining time.Duration // estimate; 0 while there is none
}

// Recording tells what became of one recording of a new voice.
type Recording struct {
	Path    string
	Format  string
	Seconds float64
	Used    float64 // seconds that went into the voice
	Note    string  // one sentence where something is worth telling
}
