package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testFile returns a file of testdata.
func testFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// pcm returns the samples of a .pcm file of testdata.
func pcm(t testing.TB, name string) []float32 {
	b := testFile(t, name)
	x := make([]float32, len(b)/2)
	for i := range x {
		x[i] = float32(int16(binary.LittleEndian.Uint16(b[2*i:]))) / 32768
	}
	return x
}

func readBytes(b []byte) (Buffer, Info, error) {
	r, err := NewReader(bytes.NewReader(b), "test", 0)
	if err != nil {
		return Buffer{}, Info{}, err
	}
	buf, err := r.ReadAll(0)
	return buf, r.Info(), err
}

// snr returns the ratio of the power of want to that of the difference, in dB.
func snr(got, want []float32) float64 {
	s, e := 0.0, 1e-30
	for i, w := range want {
		d := float64(got[i] - w)
		s += float64(w) * float64(w)
		e += d * d
	}
	return 10 * math.Log10(s/e)
}

func TestReadersAgreeWithLibsndfile(t *testing.T) {
	for _, c := range []struct {
		file   string
		format string
		coding string
		rate   int
		chans  int
		snr    float64
	}{
		{"silk-16000.opus", "Ogg Opus", "Opus", 16000, 1, 45},
		{"hybrid-24000.opus", "Ogg Opus", "Opus", 24000, 1, 45},
		{"celt-48000.opus", "Ogg Opus", "Opus", 48000, 2, 60},
		{"mp3-44100-2.mp3", "MP3", "MPEG Layer III", 44100, 2, 60},
		{"mp3-22050-1.mp3", "MP3", "MPEG Layer III", 22050, 1, 60},
		{"mp3-22050-2.mp3", "MP3", "MPEG Layer III", 22050, 2, 60},
		{"mp3-11025-1.mp3", "MP3", "MPEG Layer III", 11025, 1, 60},
		{"mp3-variable.mp3", "MP3", "MPEG Layer III", 24000, 1, 60},
		{"flac-16.flac", "FLAC", "16-bit lossless", 22050, 2, 70},
		{"flac-24.flac", "FLAC", "24-bit lossless", 48000, 1, 70},
		{"wav-u8.wav", "WAV", "8-bit PCM", 8000, 2, 60},
		{"wav-s16.wav", "WAV", "16-bit PCM", 8000, 2, 60},
		{"wav-s24.wav", "WAV", "24-bit PCM", 8000, 2, 60},
		{"wav-s32.wav", "WAV", "32-bit PCM", 8000, 2, 60},
		{"wav-f32.wav", "WAV", "32-bit float", 8000, 2, 60},
		{"wav-f64.wav", "WAV", "64-bit float", 8000, 2, 60},
		{"wav-alaw.wav", "WAV", "A-law", 8000, 2, 60},
		{"wav-ulaw.wav", "WAV", "mu-law", 8000, 2, 60},
		{"wav-x16.wav", "WAV", "16-bit PCM", 8000, 2, 60},
		{"wav-xf32.wav", "WAV", "32-bit float", 8000, 2, 60},
		{"wav-rf64.wav", "WAV", "16-bit PCM", 8000, 2, 60},
	} {
		t.Run(c.file, func(t *testing.T) {
			got, info, err := readBytes(testFile(t, c.file))
			if err != nil {
				t.Fatal(err)
			}
			if info.Format != c.format || info.Coding != c.coding || info.Rate != c.rate || got.Rate != c.rate || info.Channels != c.chans {
				t.Errorf("unexpected description %+v", info)
			}
			want := pcm(t, c.file+".pcm")
			if len(got.Samples) != len(want) {
				t.Fatalf("got %d samples, want %d", len(got.Samples), len(want))
			}
			if info.Samples >= 0 && info.Samples != int64(len(want)) {
				t.Errorf("the description says %d samples, there are %d", info.Samples, len(want))
			}
			if s := snr(got.Samples, want); s < c.snr {
				t.Errorf("the samples differ: %.1f dB, want at least %v", s, c.snr)
			}
		})
	}
}

// Reading in odd pieces must give what one large read gives.
func TestReadInPieces(t *testing.T) {
	for _, name := range []string{"silk-16000.opus", "mp3-22050-2.mp3", "flac-16.flac", "wav-s24.wav"} {
		for _, rate := range []int{0, 24000} {
			data := testFile(t, name)
			all := func(size int) (x []float32) {
				r, err := NewReader(bytes.NewReader(data), name, rate)
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				p := make([]float32, size)
				for {
					n, err := r.Read(p)
					x = append(x, p[:n]...)
					if err == io.EOF {
						return x
					}
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			want := all(1 << 20)
			for _, size := range []int{1, 7, 1000, 4097} {
				got := all(size)
				if len(got) != len(want) {
					t.Fatalf("%s in pieces of %d: %d samples, want %d", name, size, len(got), len(want))
				}
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("%s in pieces of %d: sample %d differs", name, size, i)
					}
				}
			}
		}
	}
}

func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o666); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		path string
		is   error
		says string
	}{
		{filepath.Join(dir, "missing.wav"), fs.ErrNotExist, "no such file"},
		{dir, nil, "folder"},
		{write("empty.wav", nil), ErrEmpty, "empty"},
		{write("story.wav", []byte("Once upon a time there was a text that called itself a recording.")), ErrNotAudio, "looks like text"},
		{write("zeros.wav", make([]byte, 100000)), ErrNotAudio, "not a WAV"},
		{write("noise.mp3", func() []byte {
			b := make([]byte, 200000)
			for i, v := range noise(len(b), 5) {
				b[i] = byte(v * 100)
			}
			return b
		}()), ErrNotAudio, "not a WAV"},
		{write("head.wav", testFile(t, "wav-s16.wav")[:30]), ErrTruncated, "cut off"},
		{write("nodata.wav", testFile(t, "wav-s16.wav")[:44]), ErrTruncated, "cut off"},
		{write("song.m4a", []byte("\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom")), ErrUnsupported, "M4A"},
		{"testdata/vorbis.ogg", ErrUnsupported, "Vorbis"},
		{"testdata/adpcm.wav", ErrUnsupported, "ADPCM"},
		{"testdata/mp3-8000-1.mp3", ErrUnsupported, "8000 Hz"},
	} {
		r, err := OpenAt(c.path, 24000)
		if err == nil {
			r.Close()
			t.Errorf("%s: no error", c.path)
			continue
		}
		if c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v is not %v", c.path, err, c.is)
		}
		if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: unclear sentence: %v", c.path, err)
		}
	}
}

// A file that is cut off anywhere gives its samples and then says so.
func TestTruncated(t *testing.T) {
	for _, name := range []string{"wav-s16.wav", "flac-16.flac", "mp3-44100-2.mp3", "silk-16000.opus", "celt-48000.opus"} {
		b := testFile(t, name)
		whole, _, err := readBytes(b)
		if err != nil {
			t.Fatal(err)
		}
		for cut := 1; cut < len(b); cut += 1 + len(b)/97 {
			got, _, err := readBytes(b[:len(b)-cut])
			if err == nil {
				t.Errorf("%s without its last %d bytes: no error", name, cut)
			} else if !errors.Is(err, ErrTruncated) && !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrNotAudio) && !errors.Is(err, ErrCorrupt) {
				t.Errorf("%s without its last %d bytes: %v", name, cut, err)
			}
			if len(got.Samples) > len(whole.Samples)+2000 {
				t.Errorf("%s without its last %d bytes has %d samples, more than %d", name, cut, len(got.Samples), len(whole.Samples))
			}
		}
	}
}

func TestReadAllLimit(t *testing.T) {
	r, err := Open("testdata/mp3-44100-2.mp3")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.ReadAll(1e8); err == nil || !strings.Contains(err.Error(), "longer than 100ms") {
		t.Errorf("unexpected error %v", err)
	}
	if r.Progress() <= 0 || r.Progress() > 1 {
		t.Errorf("progress is %v", r.Progress())
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := r.Read(make([]float32, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
}
