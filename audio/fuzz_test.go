package audio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// errorsOfReaders are all that a reader may say about the content of a file.
var errorsOfReaders = []error{ErrNotAudio, ErrUnsupported, ErrEmpty, ErrTruncated, ErrCorrupt}

// readAnything reads whatever it is given, up to a minute of it, and fails t
// where a promise of the package is broken. Panics fail it by themselves, but
// Reader catches those of decoders.
func readAnything(t *testing.T, b []byte, rate int) {
	r, err := NewReader(bytes.NewReader(b), "fuzz", rate)
	if err == nil {
		p := make([]float32, 3000)
		total := 0
		for total < 60*r.Rate() {
			n, e := r.Read(p)
			for _, v := range p[:n] {
				// The resampler may overshoot a little.
				if !(v > -2e6 && v < 2e6) {
					t.Fatalf("a sample is %v", v)
				}
			}
			total += n
			if e != nil {
				err = e
				break
			}
			if n < len(p) {
				if n2, e2 := r.Read(p); n2 != 0 || e2 == nil {
					t.Fatalf("%d samples came after a short read", n2)
				}
			}
		}
		if total == 0 {
			t.Fatal("the file was opened but holds nothing")
		}
		if err == nil || err == io.EOF {
			return
		}
	}
	if strings.ContainsAny(err.Error(), "\n\r") {
		t.Fatalf("the error is not one line: %q", err)
	}
	for _, known := range errorsOfReaders {
		if errors.Is(err, known) {
			return
		}
	}
	t.Fatalf("an error that no caller knows: %v", err)
}

func fuzzReader(f *testing.F, pattern string, only ...string) {
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<18 {
			t.Skip("larger than what is useful to change at random")
		}
		// Without its signature the input would test another reader.
		for i, magic := range only {
			if bytes.HasPrefix(b, []byte(magic)) {
				break
			}
			if i == len(only)-1 {
				t.Skip("another format")
			}
		}
		readAnything(t, b, 0)
	})
}

func FuzzWAV(f *testing.F)  { fuzzReader(f, "*.wav", "RIFF", "RF64", "BW64") }
func FuzzFLAC(f *testing.F) { fuzzReader(f, "*.flac", "fLaC") }
func FuzzMP3(f *testing.F)  { fuzzReader(f, "*.mp3", "\xff", "ID3") }
func FuzzOgg(f *testing.F)  { fuzzReader(f, "*.o*", "OggS") }

// FuzzOpen has no preference and resamples.
func FuzzOpen(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) { readAnything(t, b, SampleRate) })
}

// FuzzOggPackets makes the checksums right, so that changes reach the decoder.
func FuzzOggPackets(f *testing.F) {
	for _, name := range []string{"silk-16000.opus", "hybrid-24000.opus", "celt-48000.opus"} {
		f.Add(testFile(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if !bytes.HasPrefix(b, []byte("OggS")) || len(b) > 1<<16 {
			t.Skip("another format")
		}
		b = resum(bytes.Clone(b))
		readAnything(t, b, 0)
	})
}
