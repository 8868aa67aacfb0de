package audio

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteWAVReadsBack(t *testing.T) {
	want := Buffer{Rate: 24000, Samples: float32s(noise(9999, 4))}
	for i := range want.Samples {
		want.Samples[i] *= 0.2
	}
	for _, c := range []struct {
		format SampleFormat
		coding string
		off    float64
	}{{PCM16, "16-bit PCM", 1.6 / 32768}, {PCM24, "24-bit PCM", 0.6 / 8388608}, {Float32, "32-bit float", 0}} {
		path := filepath.Join(t.TempDir(), "take.wav")
		if err := WriteWAV(path, want, c.format); err != nil {
			t.Fatal(err)
		}
		got, err := Load(path, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rate != want.Rate || len(got.Samples) != len(want.Samples) {
			t.Fatalf("%v: got %d samples at %d Hz", c.format, len(got.Samples), got.Rate)
		}
		for i, v := range got.Samples {
			w := want.Samples[i]
			if c.format != Float32 {
				w = min(max(w, -1), 1)
			}
			if math.Abs(float64(v-w)) > c.off {
				t.Fatalf("%v: sample %d is %v, want %v", c.format, i, v, w)
			}
		}
		var stream bytes.Buffer
		if err := EncodeWAV(&stream, want, c.format); err != nil {
			t.Fatal(err)
		}
		file, _ := os.ReadFile(path)
		if !bytes.Equal(file, stream.Bytes()) {
			t.Errorf("%v: EncodeWAV and WriteWAV differ", c.format)
		}
		if left := names(t, filepath.Dir(path)); len(left) != 1 {
			t.Errorf("%v: the folder holds %v", c.format, left)
		}
	}
}

func names(t *testing.T, dir string) (n []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		n = append(n, e.Name())
	}
	return n
}

func TestWriterClips(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loud.wav")
	w, err := CreateWAV(path, 24000, PCM16)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	nan := float32(math.NaN())
	if err := w.Write([]float32{2, -2, nan, float32(math.Inf(1)), 0.5}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Clipped() != 3 || w.Samples() != 5 {
		t.Errorf("%d of %d samples were clipped", w.Clipped(), w.Samples())
	}
	b, err := Load(path, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if s := b.Samples; s[0] < 0.999 || s[1] != -1 || s[2] != 0 || s[3] < 0.999 {
		t.Errorf("unexpected samples %v", s)
	}
	if err := w.Close(); err == nil {
		t.Error("the second Close succeeds")
	}
	if err := w.Write([]float32{1}); err == nil {
		t.Error("a Write after Close succeeds")
	}
}

// What stood at the path stays until the new file is complete, and an abandoned
// file leaves nothing.
func TestWriterIsAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "take.wav")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	w, err := CreateWAV(path, 24000, PCM24)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(make([]float32, 100000)); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "old" {
		t.Error("the old file was touched before Close")
	}
	w.Abort()
	w.Abort()
	if b, _ := os.ReadFile(path); string(b) != "old" {
		t.Error("the old file was touched by Abort")
	}
	if err := w.Close(); err == nil {
		t.Error("Close after Abort succeeds")
	}
	if n := names(t, dir); len(n) != 1 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestWriterErrors(t *testing.T) {
	dir := t.TempDir()
	b := Buffer{Rate: 24000, Samples: make([]float32, 10)}
	for _, c := range []struct{ path, says string }{
		{filepath.Join(dir, "no", "such", "folder", "x.wav"), "its folder does not exist"},
		{dir, "this is a folder"},
		{"/dev/null", "not a plain file"},
		{"", "name is empty"},
	} {
		err := WriteWAV(c.path, b, PCM16)
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), ".tmp") {
			t.Errorf("%q: unexpected error %v", c.path, err)
		}
	}
	if err := WriteWAV(filepath.Join(dir, "x.wav"), Buffer{}, PCM16); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a buffer without a rate: %v", err)
	}
	if err := WriteWAV(filepath.Join(dir, "x.wav"), b, 7); err == nil {
		t.Error("an unknown format is written")
	}
	if n := names(t, dir); len(n) != 0 {
		t.Errorf("the folder holds %v", n)
	}
}

func TestWriterFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real.wav"), filepath.Join(dir, "link.wav")
	if err := os.WriteFile(target, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this system has no symbolic links:", err)
	}
	if err := WriteWAV(link, Buffer{Rate: 24000, Samples: make([]float32, 10)}, PCM16); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(target); len(b) != 64 {
		t.Errorf("the file behind the link has %d bytes", len(b))
	}
}

// The dither makes the error of rounding independent of the sound: a tone far
// below one step is still there on average.
func TestDitherKeepsQuietSound(t *testing.T) {
	e := newSampleEncoder(PCM16)
	quiet := make([]float32, 200000)
	for i := range quiet {
		quiet[i] = 0.3 / 32768
	}
	b := e.encode(nil, quiet)
	sum, sq := 0.0, 0.0
	for i := 0; i < len(b); i += 2 {
		v := float64(int16(uint16(b[i]) | uint16(b[i+1])<<8))
		sum += v
		sq += v * v
	}
	n := float64(len(quiet))
	if mean := sum / n; math.Abs(mean-0.3) > 0.01 {
		t.Errorf("the mean is %.3f steps, want 0.3", mean)
	}
	if variance := sq/n - 0.09; math.Abs(variance-0.25) > 0.01 { // 1/12 + 1/6
		t.Errorf("the variance is %.3f, want 0.25", variance)
	}
}
