package listen

import "voicewright/ui/listen/scope"

// Settings is how the bench shows sound. The caller may keep it over a restart.
type Settings struct {
	Scale  scope.Scale  // of frequencies
	Map    scope.Map    // colours of the spectrogram
	Ground Ground       // of the spectrogram
	Range  float64      // dB from the lightest to the darkest colour, 30 to 110
	Detail scope.Detail // of the spectrogram
	Top    float64      // Hz, the highest frequency shown; 0 is all

	Spectrogram, Pitch, Loudness, Phones, Words bool // lanes
	Overlay                                     bool // pitch over the spectrogram
	Semitones                                   bool // pitch axis in semitones, otherwise in Hz
	Match                                       bool // two sounds are played equally loud
	Both                                        bool // two sounds are drawn one below the other; otherwise the one that is heard
	Follow                                      bool // the view goes along with the play-head
}

// Ground says whether silence is dark or light in the spectrogram.
type Ground uint8

// The grounds.
const (
	GroundAuto Ground = iota // as the theme is
	GroundDark
	GroundLight
)

// Bounds of Settings.Range, in dB.
const (
	minRange = 30
	maxRange = 110
)

// DefaultSettings is what a new bench shows.
func DefaultSettings() Settings {
	return Settings{
		Range: 70, Spectrogram: true, Pitch: true, Loudness: true, Phones: true, Words: true,
		Overlay: true, Match: true, Both: true, Follow: true,
	}
}

// tidy returns s with values that can be shown.
func (s Settings) tidy() Settings {
	if !(s.Range >= minRange) {
		s.Range = minRange
	}
	s.Range = min(s.Range, maxRange)
	if !(s.Top >= 1000) {
		s.Top = 0
	}
	return s
}
