// Package figure draws one or two sounds as a figure for a paper or a page, and writes it as PNG, SVG or PDF.
//
// The same figure gives the same bytes: nothing in a file depends on the time, the machine or the order of maps.
package figure

import (
	"voicewright/script"
	"voicewright/ui/listen/scope"
)

// A Figure is what is to be drawn. Times are in seconds, frequencies in Hz.
type Figure struct {
	Title  string
	Sounds []Sound // one, or two below each other
	From   float64
	To     float64 // 0 is the end of the longest sound
	Width  float64 // millimetres; 0 is 170, the text of an A4 page
	DPI    float64 // of PNG and of the spectrogram; 0 is 200

	Scale  scope.Scale
	Top    float64 // the highest frequency; 0 is all
	Map    scope.Map
	Dark   bool    // silence is dark
	Range  float64 // dB; 0 is 70
	Detail scope.Detail

	Spectrogram, Overlay, Pitch, Loudness, Phones, Words bool

	flip bool // pictures are drawn upside down
}

// A Sound is one of the sounds of a figure.
type Sound struct {
	Title    string
	Wave     *scope.Wave
	Pitch    scope.Track // Hz; may be empty
	Loudness scope.Track // LUFS; may be empty
	Phones   []script.Span
	Words    []script.Span
}

// Kind is the format of a file.
type Kind uint8

// The kinds.
const (
	PNG Kind = iota
	SVG
	PDF
)

// Kinds is all of them, in the order in which they are offered.
var Kinds = []Kind{PNG, SVG, PDF}

// Extension returns the end of a file's name, with its dot.
func (k Kind) Extension() string {
	switch k {
	case SVG:
		return ".svg"
	case PDF:
		return ".pdf"
	}
	return ".png"
}

// Title returns the name of the kind for people.
func (k Kind) Title() string {
	switch k {
	case SVG:
		return "SVG"
	case PDF:
		return "PDF"
	}
	return "PNG"
}
