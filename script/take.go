package script

import "time"

// A Take is one rendering of a line. Its sound lies elsewhere, under the name Audio.
type Take struct {
	ID       string
	Line     string // ID of the line
	Key      string // of the line when it was rendered; the take is stale when the line's key is another one by now
	Voice    string // ID of the voice
	Seed     uint64
	Model    string // hash of the model
	Made     time.Time
	Seconds  float64
	Audio    string // SHA-256 of its sound file, in hexadecimal
	Text     string // the line's text when it was rendered, with markup
	Starred  bool
	Rejected bool // kept, but passed over
	Flags    []Flag
}

// A Flag is a doubt of the automatic check about a take.
type Flag struct {
	Kind  FlagKind
	Value float64 // what was measured, in the unit of the kind
}

// FlagKind names what the automatic check doubts.
type FlagKind string

// The doubts, with the unit of their value.
const (
	TooShort FlagKind = "too short" // length over what is usual for its phonemes, a ratio: speech may be missing
	TooLong  FlagKind = "too long"  // the same: there may be more than the text
	Silence  FlagKind = "silence"   // seconds of the longest silence inside
	Clipping FlagKind = "clipping"  // samples at full scale
	Level    FlagKind = "level"     // dB away from the project's usual level
	Drift    FlagKind = "drift"     // semitones by which its median F0 leaves the voice's
)

// Trace is what is known of a take over time, for views. It is a pure function of the take's seed and text.
type Trace struct {
	Rate    int       // Hz of the sound
	Step    float64   // seconds between two values of Pitch and of Voicing
	Pitch   []float32 // Hz
	Voicing []float32 // 0 to 1, beside Pitch
	Phones  []Span
	Words   []Span
}

// A Span is a labelled stretch of a take.
type Span struct {
	Start, End float64 // seconds
	Label      string
}

// State says how far a line's sound is.
type State uint8

// The states, in the order in which a line usually goes through them.
const (
	Todo      State = iota // no take yet
	Waiting                // in the queue
	Rendering              // under way, see Status.Progress
	Ready                  // the chosen take fits the line as it stands
	Stale                  // the chosen take was made of another text, voice, setting or model
	Failed                 // could not be rendered, see Status.Why
	Silent                 // a note, or nothing in it that could be spoken
)

// Status is a line's state with what belongs to it.
type Status struct {
	State    State
	Progress float64 // 0 to 1 while Rendering
	Why      string  // one sentence when Failed or Silent
	Takes    int     // how many takes the line has, rejected ones left out
	Flagged  bool    // the check doubts the chosen take
	Seconds  float64 // of the chosen take
}
