package ort_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voicewright/synth/ort"
	"voicewright/synth/synthtest"
)

func TestANamedLibraryMustExist(t *testing.T) {
	for _, name := range []string{"/nowhere/libonnxruntime.so", t.TempDir()} {
		if _, err := ort.Find(name); err == nil || !strings.Contains(err.Error(), "fetch-onnxruntime") || !strings.Contains(err.Error(), name) {
			t.Errorf("%s gives %v", name, err)
		}
		t.Setenv(ort.Variable, name)
		if _, err := ort.Find(""); err == nil || !strings.Contains(err.Error(), ort.Variable) {
			t.Errorf("%s in the environment gives %v", name, err)
		}
	}
}

func TestTheLibraryIsFoundInItsPlaces(t *testing.T) {
	t.Setenv(ort.Variable, "")
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	checkout := t.TempDir()
	put(t, filepath.Join(checkout, "go.mod"), "module voicewright\n\ngo 1.26\n")
	below := filepath.Join(checkout, "cmd", "voicewright")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	if found, err := ort.Find(""); !errors.Is(err, ort.ErrNoLibrary) || !strings.Contains(err.Error(), "sh scripts/fetch-onnxruntime") {
		t.Fatalf("without a library: %q, %v", found, err)
	}
	inCheckout := filepath.Join(checkout, ".cache", "ort", "libonnxruntime.so.1.30.0")
	put(t, inCheckout, "")
	if found, err := ort.Find(""); err != nil || !sameFile(t, found, inCheckout) {
		t.Errorf("in a checkout: %q, %v", found, err)
	}
	inData := filepath.Join(home, "voicewright", "lib", "libonnxruntime.so")
	put(t, inData, "")
	if found, err := ort.Find(""); err != nil || found != inData {
		t.Errorf("in the data folder: %q, %v", found, err)
	}
	if found, err := ort.Find(filepath.Dir(inCheckout)); err != nil || found != inCheckout {
		t.Errorf("a named folder: %q, %v", found, err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	x, err := os.Stat(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.Stat(b)
	if err != nil {
		t.Fatal(err)
	}
	return os.SameFile(x, y)
}

func open(t *testing.T) *ort.Session {
	t.Helper()
	synthtest.NeedLibrary(t)
	data, err := fs.ReadFile(synthtest.Bundle(), "flow.onnx")
	if err != nil {
		t.Fatal(err)
	}
	session, err := ort.Open("flow.onnx", data, []string{"x", "time", "mean", "cond"}, []string{"velocity"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	})
	return session
}

func TestRun(t *testing.T) {
	session := open(t)
	x := ort.Floats([]float32{1, 2, 3, 4, 5, 6}, 1, 1, 6)
	cond := ort.Floats(make([]float32, 7), 1, 1, 7)
	out, err := session.Run(t.Context(), x, ort.Floats([]float32{0}, 1), ort.Floats(make([]float32, 6), 1, 1, 6), cond)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range out[0].Floats {
		if v != -x.Floats[i] { // mean - x, and nothing of the condition
			t.Errorf("value %d is %g", i, v)
		}
	}
	if out[0].Dim(-1) != 6 || out[0].Dim(5) != 0 {
		t.Errorf("the shape is %v", out[0].Shape)
	}
	if path, version := ort.Library(); path == "" || version == "" {
		t.Errorf("the library is %q, version %q", path, version)
	}
}

func TestRunRefusesWhatDoesNotFit(t *testing.T) {
	session := open(t)
	one := ort.Floats([]float32{0}, 1)
	if _, err := session.Run(t.Context(), ort.Floats([]float32{1, 2}, 1, 1, 6), one, one, one); err == nil {
		t.Error("two values were taken for six")
	}
	if _, err := session.Run(t.Context(), one); err == nil {
		t.Error("one input was taken for four")
	}
	if _, err := ort.Open("broken.onnx", []byte("no graph"), []string{"x"}, []string{"y"}); err == nil || !strings.Contains(err.Error(), "broken.onnx") {
		t.Errorf("a broken graph gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := session.Run(ctx, one, one, one, one); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gives %v", err)
	}
}
