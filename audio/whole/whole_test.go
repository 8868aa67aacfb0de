package whole

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func names(t *testing.T, dir string) (n []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		n = append(n, e.Name())
	}
	return n
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("J"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the file is there before Commit")
	}
	if err := f.Commit(false); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	if got := content(t, path); got != "Jello" {
		t.Errorf("the file holds %q", got)
	}
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("the folder holds %v", n)
	}
	if err := f.Commit(true); err == nil {
		t.Error("a second Commit succeeds")
	}
	if _, err := f.Write(nil); err == nil {
		t.Error("a Write after Commit succeeds")
	}
}

// A file that comes while another one is written is not replaced unless that is wanted.
func TestCommitKeepsLatecomer(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("theirs"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("unexpected error %v", err)
	}
	if got := content(t, path); got != "theirs" {
		t.Errorf("the file holds %q", got)
	}
	if err := WriteFile(path, []byte("ours"), true); err != nil {
		t.Error(err)
	}
	if got := content(t, path); got != "ours" {
		t.Errorf("the file holds %q", got)
	}
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestErrorsNameTheTarget(t *testing.T) {
	dir := t.TempDir()
	for path, says := range map[string]string{
		filepath.Join(dir, "no", "x"): "its folder does not exist",
		dir:                           "this is a folder",
		"":                            "name is empty",
	} {
		if err := WriteFile(path, nil, true); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: unexpected error %v", path, err)
		}
	}
	f, err := Create(filepath.Join(dir, "x"))
	if err != nil {
		t.Fatal(err)
	}
	_ = f.file.Close() // as a disk that fails
	_, err = f.Write([]byte("x"))
	if err == nil || strings.Contains(err.Error(), ".tmp") || !strings.Contains(err.Error(), f.Path()) {
		t.Errorf("unexpected error %v", err)
	}
	if err := f.Commit(true); err == nil {
		t.Error("Commit succeeds")
	}
	if n := names(t, dir); len(n) != 0 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * time.Hour)
	for _, name := range []string{".voicewright-0123abcd.tmp", ".voicewright-notours.tmp", "voicewright-0123abcd.tmp", "a.wav"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Create(filepath.Join(dir, "b"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	if n := Sweep(dir, time.Hour); n != 1 {
		t.Errorf("%d files were swept", n)
	}
	if n := names(t, dir); len(n) != 4 {
		t.Errorf("the folder holds %v", n)
	}
}
