// Package desk holds the values that pass between the studio and its window, so that neither needs the other.
package desk

import (
	"time"

	"voicewright/audio"
	"voicewright/farm"
	"voicewright/script"
	"voicewright/voices/wording"
)

// An Event tells what changed in the background of an open project.
type Event struct {
	Lines    []string       // whose status changed
	All      bool           // the status of any line may have changed
	Take     *script.Take   // a take that was just made
	Progress *farm.Progress // of the render queue
	Err      error          // something could not be saved; it is tried again
	Note     string         // one sentence that the person should know, such as that a voice was made again
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

// A Candidate is a voice that was made for a wish, by seed.
type Candidate struct {
	Seed   uint64
	Traits []Trait
	Sound  audio.Buffer // what it says to be known by
}

// A Trait is one attribute of a voice.
type Trait struct {
	Attribute wording.Attribute
	Asked     bool
	Want, Has float64 // strengths, see wording.Said; Has is what was measured
}
