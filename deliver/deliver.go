// Package deliver writes a voiced script to files: WAV by line, role, chapter or as a whole, with file names after a
// pattern, a common loudness, subtitles and a note of where the speech comes from.
//
// Plan lays an export out without writing anything; Write carries it out as a stream, one line in memory at a time. A
// file stands under its name completely or not at all.
package deliver

import (
	"context"
	"errors"
	"time"

	"voicewright/audio"
	"voicewright/script"
)

// Errors that Plan and Write wrap. Compare with errors.Is.
var (
	ErrNothing = errors.New("there is nothing to export: no line has a sound yet")
	ErrExists  = errors.New("a file of this name exists already")
	ErrSpace   = errors.New("there is not enough free space")
)

// An Item is one line of an export, in the order of the script.
type Item struct {
	Line    script.Line
	Index   int // number of the line in the script, from 1
	Role    string
	Chapter string
	Text    string      // as written, without markup
	Take    script.Take // what Sound gives
	Prosody string      // ID of the voice that the take has its rhythm and melody of; empty where it has its own
	Number  int         // of that take among those of its line, from 1
	Seconds float64     // length of the sound
	Gap     float64     // seconds of silence after it, unless it ends its file
	// Sound returns the take's sound; it may be called twice. It is nil for a line that has none, which is left out.
	Sound func(ctx context.Context) (audio.Buffer, error)
}

// Group says which lines share a file.
type Group uint8

// The groups.
const (
	Lines    Group = iota // every line has its own
	Roles                 // all lines of a role
	Chapters              // a heading and what follows it
	Whole                 // all
)

// Subtitles says which texts are written beside every WAV file. The kinds may be added up.
type Subtitles uint8

// The kinds of subtitles.
const (
	None   Subtitles = 0
	SRT    Subtitles = 1 << (iota - 1) // SubRip
	VTT                                // WebVTT, with the roles as voices
	Labels                             // label track of Audacity
)

// A Voice is what the note of provenance tells about a voice.
type Voice struct {
	ID, Name, Licence, Consent string
}

// Spec says how to export.
type Spec struct {
	Folder    string // must exist
	Project   string // name of the project
	Pattern   string // of the file names, see Fields; empty is DefaultPattern
	Group     Group
	Format    audio.SampleFormat
	Rate      int     // Hz; 0 is 24000
	Loudness  float64 // LUFS to bring the files to; 0 leaves the level as it is
	Subtitles Subtitles
	Overwrite bool // replace files that exist

	Provenance bool      // write into the files that the speech is synthetic and what made it
	Program    string    // name and version of the program, for that note
	Voices     []Voice   // of the takes, for that note
	Made       time.Time // date of the export, for that note; may be zero
}

// PeakLimit is the highest true peak in dBTP that bringing a file to a loudness may lead to: the limit of EBU R 128,
// which leaves room for what lossy coding adds.
const PeakLimit = -1.0
