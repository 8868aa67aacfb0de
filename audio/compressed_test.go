package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"testing"
)

// resum makes the checksums of all pages right again after a test has changed
// the file, as far as there are whole pages.
func resum(b []byte) []byte {
	for at := 0; at+27 <= len(b); {
		size := 27 + int(b[at+26])
		if at+size > len(b) {
			break
		}
		for _, s := range b[at+27 : at+size] {
			size += int(s)
		}
		if at+size > len(b) {
			break
		}
		clear(b[at+22 : at+26])
		binary.LittleEndian.PutUint32(b[at+22:], oggCRC(0, b[at:at+size]))
		at += size
	}
	return b
}

func TestChainedOpus(t *testing.T) {
	one := testFile(t, "silk-16000.opus")
	two := bytes.Clone(testFile(t, "hybrid-24000.opus"))
	got, _, err := readBytes(append(bytes.Clone(one), two...))
	if err != nil {
		t.Fatal(err)
	}
	a, b := pcm(t, "silk-16000.opus.pcm"), pcm(t, "hybrid-24000.opus.pcm")
	if want := len(a) + len(b)*16000/24000; len(got.Samples) != want {
		t.Errorf("%d samples, want %d", len(got.Samples), want)
	}
	if s := snr(got.Samples, a); s < 45 {
		t.Errorf("the first part differs: %.1f dB", s)
	}
}

func TestDamagedOpus(t *testing.T) {
	good := testFile(t, "celt-48000.opus")
	want, _, _ := readBytes(good)

	wrong := bytes.Clone(good)
	wrong[len(wrong)-10] ^= 1
	got, _, err := readBytes(wrong)
	if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrEmpty) {
		t.Errorf("a wrong checksum gives %v", err)
	}
	if len(got.Samples) >= len(want.Samples) {
		t.Error("the damaged page was decoded")
	}

	// Random bytes in the packets: time must stay right, nothing may panic.
	for seed := range uint64(20) {
		bad := bytes.Clone(good)
		for _, v := range noise(40, seed) {
			at := 1000 + int(math.Abs(v)*3000)%(len(bad)-1000)
			bad[at] ^= byte(1 << (seed % 8))
		}
		got, _, err := readBytes(resum(bad))
		if err == nil && len(got.Samples) > 2*len(want.Samples) {
			t.Errorf("seed %d: %d samples, want %d", seed, len(got.Samples), len(want.Samples))
		}
	}
}

// A recording cut out of a stream starts at any time and without its end.
func TestOpusWithoutBeginningAndEnd(t *testing.T) {
	b := bytes.Clone(testFile(t, "celt-48000.opus"))
	want, _, _ := readBytes(b)
	for at, page := 0, 0; at+27 <= len(b); page++ {
		size := 27 + int(b[at+26])
		for _, s := range b[at+27 : at+size] {
			size += int(s)
		}
		if g := binary.LittleEndian.Uint64(b[at+6:]); page >= 2 && g != math.MaxUint64 {
			binary.LittleEndian.PutUint64(b[at+6:], g+1e9)
		}
		b[at+5] &^= 4 // not the last page
		at += size
	}
	got, _, err := readBytes(resum(b))
	if err != nil {
		t.Fatal(err)
	}
	if d := len(got.Samples) - len(want.Samples); d < 0 || d > 5760 {
		t.Errorf("%d samples, want %d", len(got.Samples), len(want.Samples))
	}
	if s := snr(got.Samples, want.Samples); s < 90 {
		t.Errorf("the samples differ: %.1f dB", s)
	}
}

func TestOggFLAC(t *testing.T) {
	flac := testFile(t, "flac-16.flac")
	want, _, err := readBytes(flac)
	if err != nil {
		t.Fatal(err)
	}
	var file []byte
	page := func(kind byte, seq int, packet []byte) {
		at := len(file)
		file = append(file, "OggS\x00"...)
		file = append(file, kind)
		file = append(file, make([]byte, 8)...)
		file = append(file, 7, 0, 0, 0)
		file = binary.LittleEndian.AppendUint32(file, uint32(seq))
		file = append(file, 0, 0, 0, 0, byte(len(packet)/255+1))
		for n := len(packet); n >= 255; n -= 255 {
			file = append(file, 255)
		}
		file = append(file, byte(len(packet)%255))
		file = append(file, packet...)
		resum(file[at:])
	}
	page(2, 0, append([]byte("\x7fFLAC\x01\x00\x00\x01"), flac[:42]...))
	rest := flac[42:] // packets need not be cut where blocks and frames are, for this reader
	for seq := 1; len(rest) > 0; seq++ {
		n := min(10000, len(rest))
		page(0, seq, rest[:n])
		rest = rest[n:]
	}
	got, info, err := readBytes(file)
	if err != nil || info.Format != "Ogg FLAC" {
		t.Fatal(info, err)
	}
	if len(got.Samples) != len(want.Samples) || snr(got.Samples, want.Samples) < 200 {
		t.Error("the samples differ")
	}
}

func TestMP3WithTagsAndRubbish(t *testing.T) {
	mp3 := testFile(t, "mp3-44100-2.mp3")
	want, _, err := readBytes(mp3)
	if err != nil {
		t.Fatal(err)
	}
	id3 := append([]byte("ID3\x04\x00\x00\x00\x00\x02\x00"), make([]byte, 256)...)
	for name, file := range map[string][]byte{
		"ID3v2":         append(bytes.Clone(id3), mp3...),
		"two ID3v2":     append(append(bytes.Clone(id3), id3...), mp3...),
		"ID3v1":         append(bytes.Clone(mp3), append([]byte("TAG"), make([]byte, 125)...)...),
		"zeros before":  append(make([]byte, 1000), mp3...),
		"rubbish after": append(bytes.Clone(mp3), bytes.Repeat([]byte{0xff, 0xfb}, 500)...),
	} {
		got, _, err := readBytes(file)
		if err != nil || len(got.Samples) != len(want.Samples) || snr(got.Samples, want.Samples) < 200 {
			t.Errorf("%s: %d samples, want %d: %v", name, len(got.Samples), len(want.Samples), err)
		}
	}
}

// A file that starts in the middle of another must start with silence and not
// with a bang, and be right from there on.
func TestMP3CutOutOfAnother(t *testing.T) {
	for _, name := range []string{"mp3-44100-2.mp3", "mp3-22050-2.mp3", "mp3-variable.mp3"} {
		mp3 := testFile(t, name)
		whole, _, err := readBytes(mp3)
		if err != nil {
			t.Fatal(err)
		}
		h, _ := parseMP3Header(mp3)
		at := 0
		for range 5 {
			f, ok := parseMP3Header(mp3[at:])
			if !ok {
				t.Fatal("no frame at", at)
			}
			at += f.size
		}
		got, _, err := readBytes(mp3[at:])
		if err != nil {
			t.Fatal(name, err)
		}
		best := math.Inf(-1)
		tail := got.Samples[6*h.samples:]
		for d := 0; d+1000 < len(whole.Samples); d++ {
			best = max(best, snr(tail[:1000], whole.Samples[d:d+1000]))
		}
		if best < 200 {
			t.Errorf("%s: the rest differs: %.1f dB", name, best)
		}
	}
}

func TestDamagedMP3AndFLAC(t *testing.T) {
	for _, name := range []string{"mp3-44100-2.mp3", "mp3-22050-2.mp3", "mp3-11025-1.mp3", "flac-16.flac", "flac-24.flac"} {
		good := testFile(t, name)
		want, _, _ := readBytes(good)
		for seed := range uint64(30) {
			bad := bytes.Clone(good)
			for _, v := range noise(10, seed) {
				bad[100+int(math.Abs(v)*2000)%(len(bad)-100)] ^= byte(1 << (seed % 8))
			}
			got, _, _ := readBytes(bad)
			if len(got.Samples) > 2*len(want.Samples) {
				t.Errorf("%s seed %d: %d samples, want %d", name, seed, len(got.Samples), len(want.Samples))
			}
			for i, v := range got.Samples {
				if v != v || v > 1e6 || v < -1e6 {
					t.Fatalf("%s seed %d: sample %d is %v", name, seed, i, v)
				}
			}
		}
	}
}
