package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriterKeepsChunks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	chunks := []WAVChunk{{"LIST", []byte("INFOISFT\x02\x00\x00\x00a\x00")}, {"odd ", []byte("abc")}}
	for _, format := range []SampleFormat{PCM16, PCM24, Float32} {
		w, err := CreateWAVWith(path, 48000, format, WAVOptions{Chunks: chunks, Long: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(make([]float32, 101)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if size := binary.LittleEndian.Uint32(b[4:]); int(size) != len(b)-8 {
			t.Errorf("%v: the header says %d bytes of %d", format, size, len(b)-8)
		}
		for _, c := range chunks {
			i := bytes.Index(b, []byte(c.Name))
			if i < 0 || i%2 != 0 || !bytes.Equal(b[i+8:][:len(c.Data)], c.Data) {
				t.Errorf("%v: the chunk %q is not there", format, c.Name)
			}
		}
		if got, err := Load(path, 0, 0); err != nil || got.Rate != 48000 || len(got.Samples) != 101 {
			t.Errorf("%v: read back %d samples at %d Hz: %v", format, len(got.Samples), got.Rate, err)
		}
	}
}

// A file that outgrows the sizes of RIFF becomes RF64. The test sets the limit low rather than write gigabytes.
func TestWriterRF64(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	for _, format := range []SampleFormat{PCM16, PCM24, Float32} {
		w, err := CreateWAVWith(path, 48000, format, WAVOptions{Long: true, Chunks: []WAVChunk{{"junk", []byte("x")}}})
		if err != nil {
			t.Fatal(err)
		}
		w.limit = 1000
		want := tone(440, 48000, 1001)
		if err := w.Write(want); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		le := binary.LittleEndian
		if string(b[:4]) != "RF64" || le.Uint32(b[4:]) != 0xffffffff || string(b[8:16]) != "WAVEds64" || le.Uint32(b[16:]) != 28 ||
			le.Uint64(b[20:]) != uint64(len(b)-8) || le.Uint64(b[28:]) != uint64(1001*format.bytes()) || le.Uint64(b[36:]) != 1001 {
			t.Errorf("%v: the header is %x", format, b[:48])
		}
		got, err := Load(path, 0, 0)
		if err != nil || len(got.Samples) != len(want) {
			t.Fatalf("%v: read back %d samples: %v", format, len(got.Samples), err)
		}
		for i := range want {
			if abs32(got.Samples[i]-want[i]) > 1e-4 {
				t.Fatalf("%v: sample %d is %v, want %v", format, i, got.Samples[i], want[i])
			}
		}
	}
}

func TestWriterRefusesTooLong(t *testing.T) {
	dir := t.TempDir()
	w, err := CreateWAV(filepath.Join(dir, "a.wav"), 24000, PCM16)
	if err != nil {
		t.Fatal(err)
	}
	w.limit = 1000
	if err := w.Write(make([]float32, 501)); !errors.Is(err, ErrTooLong) {
		t.Errorf("unexpected error %v", err)
	}
	if err := w.Close(); !errors.Is(err, ErrTooLong) {
		t.Errorf("unexpected error %v", err)
	}
	if n := names(t, dir); len(n) != 0 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestWriterKeepsFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.wav")
	w, err := CreateWAVWith(path, 24000, PCM16, WAVOptions{Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("theirs"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("unexpected error %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "theirs" {
		t.Error("the file was replaced")
	}
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestWriterRefusesBadChunks(t *testing.T) {
	for _, name := range []string{"", "toolong", "a\x00bc"} {
		_, err := CreateWAVWith(filepath.Join(t.TempDir(), "a.wav"), 24000, PCM16, WAVOptions{Chunks: []WAVChunk{{Name: name}}})
		if err == nil || !strings.Contains(err.Error(), "does not fit") {
			t.Errorf("%q: unexpected error %v", name, err)
		}
	}
}
