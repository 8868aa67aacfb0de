// Package script is the document that a creator writes: lines with roles and markup, every change as an edit that can be
// undone, and for every line the key that tells whether its sound is still up to date.
//
// Nothing here knows files, sound or windows. A Document is not safe for concurrent use: it belongs to one goroutine
// (in the studio the one of the window), which hands copies of lines to others.
package script

// Kind says what a line is for.
type Kind uint8

// The kinds of lines.
const (
	Speech  Kind = iota // is spoken
	Heading             // begins a chapter, and is spoken too
	Note                // is shown to the writer only
)

// A Line is one paragraph of the script: what is rendered, listened to and chosen as one.
type Line struct {
	ID       string
	Kind     Kind
	Role     string  // ID of its role; empty is the narrator, the first role
	Voice    string  // ID of a voice that stands over the role's; usually empty
	Text     string  // with markup, see Parse
	Delivery         // on top of the role's
	Gap      float64 // seconds of silence after the line; 0 leaves it to the project, less than 0 is none
	Locked   bool    // neither its text nor its take may be changed
	Take     string  // ID of the chosen take; empty while there is none
}

// A Role is a speaker of the script: a narrator, a character. The lines of a role share its voice.
type Role struct {
	ID    string
	Name  string
	Voice string // ID of its voice; empty is the project's first voice
	Delivery
	Prosody string  // ID of a voice whose rhythm and melody its own takes on; usually empty
	Share   float64 // how far it does, 0 to 1; of no meaning without Prosody
}

// ProsodyOf returns the voice whose rhythm and melody a role takes on, and how far: an empty ID where it has its own.
func (r Role) ProsodyOf() (voice string, share float64) {
	if r.Prosody == "" || r.Share == 0 {
		return "", 0
	}
	return r.Prosody, r.Share
}

// A Word is an entry of the pronouncing dictionary, as package phoneme takes it.
type Word struct {
	Written string
	Spoken  string // sounds between slashes, "/ʃəvˈɔn/", or words to say instead, "shiv awn"
}
