// Package synthtest gives tests an engine with a tiny model: graphs of the real names and shapes whose few weights are
// random numbers. It makes sounds, not speech, and it makes them in milliseconds.
package synthtest

import (
	"embed"
	"errors"
	"io/fs"
	"math"
	"testing"

	"voicewright/synth"
	"voicewright/synth/ort"
)

//go:embed bundle
var files embed.FS

// Bundle is the tiny model bundle. make_bundle.py writes it.
func Bundle() fs.FS {
	bundle, err := fs.Sub(files, "bundle")
	if err != nil {
		panic(err) // only for an invalid name
	}
	return bundle
}

// NeedLibrary skips a test where there is no ONNX Runtime library. Where one is found it must work.
func NeedLibrary(t testing.TB) {
	t.Helper()
	if err := ort.Start(""); errors.Is(err, ort.ErrNoLibrary) {
		t.Skipf("skipped: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
}

// Open opens an engine with the tiny model, to be closed when the test ends.
func Open(t testing.TB, threads int) *synth.Engine {
	t.Helper()
	return OpenBundle(t, Bundle(), threads)
}

// OpenBundle opens an engine with any bundle, to be closed when the test ends.
func OpenBundle(t testing.TB, bundle fs.FS, threads int) *synth.Engine {
	t.Helper()
	NeedLibrary(t)
	engine, err := synth.Open(synth.Options{Models: bundle, Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// Timbre is some timbre of the right sizes for a model.
func Timbre(m *synth.Model) synth.Timbre {
	timbre := synth.Timbre{Seconds: 1}
	for i := range m.StyleTokens * m.StyleDim {
		timbre.Style = append(timbre.Style, float32(math.Sin(float64(i))))
	}
	for k := range m.BankSize {
		for i := range m.StyleDim {
			timbre.Bank = append(timbre.Bank, float32(math.Cos(float64(k*m.StyleDim+i))))
		}
		timbre.Weights = append(timbre.Weights, 1/float32(m.BankSize))
	}
	return timbre
}
