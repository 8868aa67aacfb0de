// Package listen is the listening bench: one or two sounds drawn over each other on one time axis (waveform,
// spectrogram, pitch, loudness, phonemes and words), heard from any point, looped, and compared at equal level.
//
// The Bench computes nothing on the thread of the window that could be felt there: pictures of sound come from package
// scope, spectrograms tile by tile from a goroutine that the Bench owns. It knows neither files nor devices; it hears
// through a Player.
package listen

import (
	"voicewright/audio"
	"voicewright/script"
)

// A Sound is what the bench shows and plays. It must not be changed while it is shown.
type Sound struct {
	ID     string // tells sounds apart: what has been computed for an ID is kept while it is shown
	Title  string
	Buffer audio.Buffer
	Trace  script.Trace // may be empty; pitch is then measured from the sound
}

// A Track is one of the sounds that a Player switches between.
type Track struct {
	Name  string
	Sound audio.Buffer
	Gain  float64 // factor
}

// State is where a Player stands.
type State struct {
	Position, Length float64 // seconds
	Playing          bool
	Track            int
}

// A Player plays one of several tracks, all at the same position. All its methods are called on the thread of the
// window and return at once.
type Player interface {
	Load(tracks ...Track) // stops, and goes to the beginning
	Choose(track int)     // goes on at the same position, without a gap
	Play()
	Pause()
	Seek(seconds float64)
	Loop(from, to float64) // seconds
	Unloop()
	State() State
}
