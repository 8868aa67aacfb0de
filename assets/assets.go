// Package assets holds what is built into the program: the model bundle, the voices that come with it and the detector of
// speech.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed all:models
var models embed.FS

//go:embed all:voices
var voices embed.FS

//go:embed silero/silero_vad.onnx
var silero []byte

// SpeechDetector is Silero VAD as an ONNX graph; it must not be changed.
func SpeechDetector() []byte { return silero }

// Models is the embedded model bundle, its manifest model.json at the top. The folder may be without one in a checkout
// whose model was not exported yet; opening an engine then says so.
func Models() fs.FS { return folder(models, "models") }

// Voices holds the built-in voices, files that end with ".voice"; there may be none.
func Voices() fs.FS { return folder(voices, "voices") }

func folder(files embed.FS, name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic("assets: " + err.Error()) // only for an invalid name, and the names are constants
	}
	return sub
}
