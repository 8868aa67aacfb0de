// Package card holds the entry of a voice in the catalogue: what is known of it without its timbre, so that lists and
// windows need neither model nor file to show it.
package card

import "time"

// A Card describes a voice of the catalogue.
type Card struct {
	ID          string // stable name of the voice in projects: the SHA-256 of its timbre in hexadecimal, shortened to 20 digits
	Name        string
	Description string // how it sounds, in plain words
	Folder      string // path in the catalogue, parts separated by "/"; empty is the top
	Tags        []string
	Favourite   bool
	Builtin     bool // comes with the program; cannot be deleted
	Licence     string
	Consent     string // who agreed to its use, and how
	ModelHash   string
	Added       time.Time
	Used        time.Time // when a line was last rendered with it; zero if never
	Uses        int
	Rating      int // 1 to MostStars; 0 is none
	Trashed     bool
	Revision    string // names the timbre when it is no longer the one that the ID was made of: the voice was improved or renewed

	Pitch   float64   // Hz, median F0; 0 where it is not known
	Spread  float64   // semitones, standard deviation of F0
	Seconds float64   // of reference speech
	Colour  []float32 // average log mel spectrum in bands below 8 kHz; may be empty
	Seed    uint64    // one that sounds good
}

// A Clip is one recording that a voice was made of, as this machine saw it last.
type Clip struct {
	Path    string    // absolute; empty when the voice came from another machine and the recording is not here
	Name    string    // file name without its folder
	SHA256  string    // of the file, in hexadecimal
	Used    float64   // seconds that went into the voice
	Size    int64     // bytes
	Changed time.Time // when the file was changed last
	There   bool      // the very same file is still at Path; whoever looks at the disk fills it in
}

// Sort says in which order voices are listed. Favourites do not come first by themselves.
type Sort uint8

// The orders.
const (
	ByName Sort = iota
	ByAdded
	ByUsed   // last used first
	ByPitch  // deep to high
	ByRating // most stars first
)

// MostStars is the best rating.
const MostStars = 5

// A Like is a voice that sounds like another one.
type Like struct {
	Card     Card
	Likeness float64 // cosine: 1 is the same voice, above 0.8 it may be the same speaker, about 0.2 is any other one
}

// A Query selects voices. The zero Query is all voices that are not in the trash, by name.
type Query struct {
	Text       string // words, or the beginnings of words, that name, description or tags must hold, all of them
	Tag        string
	Folder     string // with all folders below it
	Favourites bool
	Stars      int  // at least so many; 0 is any rating
	Trash      bool // those in the trash and no others
	Sort       Sort
	Limit      int // 0 is no limit
	Offset     int
}
