// Package voices keeps voices: how they sound, what they are called, where they come from and what may be done with
// them. A voice is a small exact file; see format.go for its layout.
package voices

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"voicewright/prompts"
	"voicewright/synth"
)

// Voice is a voice with all that is known about it.
type Voice struct {
	Name        string
	Description string       // how it sounds, in plain words
	Licence     string       // an SPDX expression or a sentence
	Consent     string       // who agreed to the voice being used, and how
	Model       string       // name of the model that made the timbre
	ModelHash   string       // its VoiceHash; only such a model can speak with the timbre
	Agreed      string       // the day of the consent, such as 2026-11-24; may be empty
	Tags        []string     // as the person sorts voices
	Clips       []Clip       // the recordings it was made of; none for a blend
	Origin      Origin       // how it was made, when not of recordings alone
	Prosody     Prosody      // how its recordings were spoken
	Seeds       []uint64     // seeds that sounded good; the first is the one to begin with
	Timbre      synth.Timbre // how it sounds, in the model's terms
	Manner      Manner       // how it speaks by itself

	// Statistics are the sums that the timbre was made of, so that recordings can be added without the old ones. Empty for
	// blends, described voices and those of older files.
	Statistics prompts.Statistics
}

// Origin says how a voice was made that is not of recordings alone. The zero value is a voice of recordings.
type Origin struct {
	Parts []Ingredient `json:"parts,omitempty"` // of a blend
	Words string       `json:"words,omitempty"` // that it was made to fit
	Seed  uint64       `json:"seed,omitempty"`  // of the chance among the voices that fit the words
}

// Ingredient is a voice's part in a blend.
type Ingredient struct {
	Name   string  `json:"name"`
	Timbre string  `json:"timbre"` // TimbreID of what was mixed in
	Share  float64 `json:"share"`  // all sum to 1
}

// Prosody says how the recordings of a voice were spoken. The level of F0 and its range are the timbre's.
type Prosody struct {
	Pace  float64 `json:"pace,omitempty"`  // phones a second without pauses; 0 where it is not known
	Level float64 `json:"level,omitempty"` // dBFS RMS of active speech as recorded; 0 where it is not known
}

// TimbreID names a timbre by its content, in 20 hexadecimal digits.
func TimbreID(t synth.Timbre) string {
	h := sha256.New()
	for _, part := range [][]float32{t.Style, t.Bank, t.Weights, t.Colour, t.Covariance} {
		for _, v := range part {
			_ = binary.Write(h, binary.LittleEndian, math.Float32bits(v)) // a hash never fails
		}
	}
	_ = binary.Write(h, binary.LittleEndian, math.Float64bits(t.Pitch))
	return hex.EncodeToString(h.Sum(nil))[:20]
}

// ID names a voice by how it sounds, in 20 hexadecimal digits.
func (v *Voice) ID() string {
	timbre := TimbreID(v.Timbre)
	if v.Manner == (Manner{}) {
		return timbre
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v", timbre, v.Manner))
	return hex.EncodeToString(sum[:])[:20]
}

// ErrOtherModel says that a voice was made with another model than the one that is to speak. Where its recordings are at
// hand it can be made again from them.
var ErrOtherModel = errors.New("make the voice again from its recordings")

// Clip is one recording that a voice was made of.
type Clip struct {
	Name   string  `json:"name"`         // file name without its folder
	SHA256 string  `json:"sha256"`       // of the file, in hexadecimal
	Used   float64 `json:"seconds_used"` // seconds of speech that were used

	// Off are the parts that a person switched off. They stay off when the voice is made again.
	Off []prompts.Region `json:"off,omitempty"`
}

// Seed is the voice's first seed, or 0 when it has none.
func (v *Voice) Seed() uint64 {
	if len(v.Seeds) == 0 {
		return 0
	}
	return v.Seeds[0]
}

// Fits tells whether a model can speak with the voice: ErrOtherModel when it was made with another one.
func (v *Voice) Fits(m *synth.Model) error {
	if v.ModelHash != m.VoiceHash() {
		return fmt.Errorf("the voice %q was made with the model %s %.12s, but this program has %s %.12s: %w",
			v.Name, v.Model, v.ModelHash, m.Name, m.VoiceHash(), ErrOtherModel)
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
	mostOff     = 10_000  // parts of one that are switched off
	mostSeeds   = 1_000   // seeds
	mostTags    = 1_000   // tags, and parts of a blend
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
	for _, text := range slices.Concat([]string{v.Name, v.Description, v.Licence, v.Consent, v.Agreed, v.Model, v.ModelHash, v.Origin.Words}, v.Tags) {
		if len(text) > longestText || !utf8.ValidString(text) {
			return fmt.Errorf("a text of the voice %.40q is not UTF-8 or longer than %d bytes", v.Name, longestText)
		}
	}
	for _, c := range v.Clips {
		if len(c.Name)+len(c.SHA256) > longestText || !(c.Used >= 0 && c.Used < 1e9) {
			return fmt.Errorf("the voice %q names a recording that cannot be", v.Name)
		}
		if len(c.Off) > mostOff || slices.ContainsFunc(c.Off, func(r prompts.Region) bool { return !(0 <= r.Start && r.Start <= r.End && r.End < 1e9) }) {
			return fmt.Errorf("the voice %q leaves out parts of a recording that cannot be", v.Name)
		}
	}
	for _, part := range v.Origin.Parts {
		if len(part.Name)+len(part.Timbre) > longestText || !utf8.ValidString(part.Name) || !(part.Share >= 0 && part.Share <= 1) {
			return fmt.Errorf("the voice %q names a part of a blend that cannot be", v.Name)
		}
	}
	if err := v.Manner.check(); err != nil {
		return fmt.Errorf("the voice %q: %w", v.Name, err)
	}
	t := v.Timbre
	switch {
	case len(v.Tags) > mostTags || len(v.Origin.Parts) > mostTags:
		return fmt.Errorf("the voice %q has more than %d tags or parts", v.Name, mostTags)
	case !(v.Prosody.Pace >= 0 && v.Prosody.Pace < 1000 && v.Prosody.Level <= 100 && v.Prosody.Level > -1000):
		return fmt.Errorf("the voice %q was spoken with %g phones a second at %g dB, which cannot be", v.Name, v.Prosody.Pace, v.Prosody.Level)
	case !v.Statistics.Empty() && v.Statistics.Model != v.ModelHash:
		return fmt.Errorf("the voice %q and the sums of its recordings are of two models", v.Name)
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
	case len(t.Covariance) != 0 && len(t.Covariance) != synth.CovarianceSize:
		return fmt.Errorf("the voice %q has a covariance of %d values, which cannot be", v.Name, len(t.Covariance))
	case !(t.Seconds >= 0 && t.Seconds < 1e9):
		return fmt.Errorf("the voice %q was made of %g seconds, which cannot be", v.Name, t.Seconds)
	}
	return nil
}
