// Package voices keeps voices: how they sound, what they are called, where they come from and what may be done with
// them. A voice is a small exact file; see format.go for its layout.
package voices

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"voicewright/synth"
)

// Voice is a voice with all that is known about it.
type Voice struct {
	Name        string
	Description string       // how it sounds, in plain words
	Licence     string       // an SPDX expression or a sentence
	Consent     string       // who agreed to the voice being used, and how
	Model       string       // name of the model that made the timbre
	ModelHash   string       // its hash; only that model can speak with the timbre
	Clips       []Clip       // the recordings it was made of; none for a blend
	Seeds       []uint64     // seeds that sounded good; the first is the one to begin with
	Timbre      synth.Timbre // how it sounds, in the model's terms
}

// Clip is one recording that a voice was made of.
type Clip struct {
	Name   string  `json:"name"`         // file name without its folder
	SHA256 string  `json:"sha256"`       // of the file, in hexadecimal
	Used   float64 `json:"seconds_used"` // seconds of speech that were used
}

// Seed is the voice's first seed, or 0 when it has none.
func (v *Voice) Seed() uint64 {
	if len(v.Seeds) == 0 {
		return 0
	}
	return v.Seeds[0]
}

// Fits tells whether a model can speak with the voice.
func (v *Voice) Fits(m *synth.Model) error {
	if v.ModelHash != m.Hash {
		return fmt.Errorf("the voice %q was made with the model %s %.12s, but this program has %s %.12s: make the voice again from its recordings",
			v.Name, v.Model, v.ModelHash, m.Name, m.Hash)
	}
	if err := v.Timbre.Check(m); err != nil {
		return fmt.Errorf("voice %q: %w", v.Name, err)
	}
	return nil
}

// Limits of what a voice may hold.
const (
	longestName = 200     // bytes
	longestText = 20_000  // bytes, of every other text
	mostClips   = 10_000  // recordings
	mostSeeds   = 1_000   // seeds
	mostValues  = 1 << 21 // numbers in the style and in the bank
)

// check looks at what every voice must fulfil, whichever model it belongs to.
func (v *Voice) check() error {
	if strings.TrimSpace(v.Name) == "" {
		return errors.New("a voice needs a name")
	}
	if len(v.Name) > longestName || strings.ContainsFunc(v.Name, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("the name of a voice must be one line of at most %d bytes", longestName)
	}
	for _, text := range []string{v.Name, v.Description, v.Licence, v.Consent, v.Model, v.ModelHash} {
		if len(text) > longestText || !utf8.ValidString(text) {
			return fmt.Errorf("a text of the voice %.40q is not UTF-8 or longer than %d bytes", v.Name, longestText)
		}
	}
	for _, c := range v.Clips {
		if len(c.Name)+len(c.SHA256) > longestText || !(c.Used >= 0 && c.Used < 1e9) {
			return fmt.Errorf("the voice %q names a recording that cannot be", v.Name)
		}
	}
	t := v.Timbre
	switch {
	case len(v.Clips) > mostClips || len(v.Seeds) > mostSeeds:
		return fmt.Errorf("the voice %q lists more than %d recordings or %d seeds", v.Name, mostClips, mostSeeds)
	case len(t.Style) == 0 || len(t.Weights) == 0 || len(t.Bank)%len(t.Weights) != 0:
		return fmt.Errorf("the voice %q has no timbre", v.Name)
	case len(t.Style) > mostValues || len(t.Bank) > mostValues:
		return fmt.Errorf("the voice %q has more than %d numbers", v.Name, mostValues)
	case !(t.Pitch >= 0 && t.Pitch < 2000 && t.PitchSpread >= 0 && t.PitchSpread < 100):
		return fmt.Errorf("the voice %q has a pitch of %g Hz, spread over %g semitones, which cannot be", v.Name, t.Pitch, t.PitchSpread)
	case len(t.Colour) != 0 && len(t.Colour) != synth.ColourBands:
		return fmt.Errorf("the voice %q has a spectrum of %d bands, which cannot be", v.Name, len(t.Colour))
	case !(t.Seconds >= 0 && t.Seconds < 1e9):
		return fmt.Errorf("the voice %q was made of %g seconds, which cannot be", v.Name, t.Seconds)
	}
	return nil
}
