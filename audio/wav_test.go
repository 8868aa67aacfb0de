package audio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

type chunk struct {
	name string
	data []byte
	size int // declared, where it is not the length
	raw  bool
}

// riff builds a WAV file of chunks; raw leaves the declared size and the padding
// to the test.
func riff(head string, chunks ...chunk) []byte {
	b := append([]byte(head), 0, 0, 0, 0)
	b = append(b, "WAVE"...)
	for _, c := range chunks {
		size := len(c.data)
		if c.raw {
			size = c.size
		}
		b = append(b, c.name...)
		b = binary.LittleEndian.AppendUint32(b, uint32(size))
		b = append(b, c.data...)
		if len(c.data)%2 == 1 && !c.raw {
			b = append(b, 0)
		}
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func format(tag, channels, rate, align, bits int) chunk {
	b := binary.LittleEndian.AppendUint16(nil, uint16(tag))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate*align))
	b = binary.LittleEndian.AppendUint16(b, uint16(align))
	return chunk{name: "fmt ", data: binary.LittleEndian.AppendUint16(b, uint16(bits))}
}

func samples16(n int) (b []byte) {
	for i := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(100*i))
	}
	return b
}

// Sizes and chunks as programs really write them.
func TestOddWAVs(t *testing.T) {
	mono := format(wavPCM, 1, 8000, 2, 16)
	data := samples16(50)
	long := binary.LittleEndian.AppendUint64(nil, 500)
	long = binary.LittleEndian.AppendUint64(long, 100)
	long = append(long, make([]byte, 12)...)
	list := chunk{name: "LIST", data: []byte("INFOISFT\x05\x00\x00\x00abcde")}
	for _, c := range []struct {
		name string
		file []byte
		want int
		err  error
	}{
		{"plain", riff("RIFF", mono, chunk{name: "data", data: data}), 50, nil},
		{"tags behind", riff("RIFF", mono, chunk{name: "data", data: data}, list), 50, nil},
		{"tags before", riff("RIFF", list, mono, list, chunk{name: "data", data: data}), 50, nil},
		{"odd chunk not padded", riff("RIFF", mono, chunk{name: "junk", data: []byte("abc"), size: 3, raw: true}, chunk{name: "data", data: data}), 50, nil},
		{"size 0", riff("RIFF", mono, chunk{name: "data", data: data, raw: true}), 50, nil},
		{"size all ones", riff("RIFF", mono, chunk{name: "data", data: data, size: 0xffffffff, raw: true}), 50, nil},
		{"size of sox in a pipe", riff("RIFF", mono, chunk{name: "data", data: data, size: 0x7fffffff - 36, raw: true}), 50, nil},
		{"cut off", riff("RIFF", mono, chunk{name: "data", data: data, size: 400, raw: true}), 50, ErrTruncated},
		{"half a sample at the end", riff("RIFF", mono, chunk{name: "data", data: data[:99]}), 49, nil},
		{"cut off in a sample", riff("RIFF", mono, chunk{name: "data", data: data[:99], size: 100, raw: true}), 49, ErrTruncated},
		{"empty before tags", riff("RIFF", mono, chunk{name: "data"}, list), 0, ErrEmpty},
		{"empty", riff("RIFF", mono, chunk{name: "data"}), 0, ErrEmpty},
		{"no data", riff("RIFF", mono, list), 0, ErrEmpty},
		{"no format", riff("RIFF", chunk{name: "data", data: data}), 0, ErrCorrupt},
		{"RF64", riff("RF64", chunk{name: "ds64", data: long}, mono, chunk{name: "data", data: data, size: 0xffffffff, raw: true}, list), 50, nil},
		{"18 bytes of format", riff("RIFF", chunk{name: "fmt ", data: append(mono.data, 0, 0)}, chunk{name: "data", data: data}), 50, nil},
		{"24 bits in 32", riff("RIFF", format(wavPCM, 1, 8000, 4, 24), chunk{name: "data", data: make([]byte, 40)}), 10, nil},
		{"no alignment", riff("RIFF", format(wavPCM, 1, 8000, 0, 16), chunk{name: "data", data: data}), 50, nil},
		{"no channel", riff("RIFF", format(wavPCM, 0, 8000, 2, 16), chunk{name: "data", data: data}), 0, ErrCorrupt},
		{"65535 channels", riff("RIFF", format(wavPCM, 65535, 8000, 65535, 8), chunk{name: "data", data: data}), 0, ErrUnsupported},
		{"rate 0", riff("RIFF", format(wavPCM, 1, 0, 2, 16), chunk{name: "data", data: data}), 0, ErrUnsupported},
		{"rate of 4 GHz", riff("RIFF", format(wavPCM, 1, 0xffffffff, 2, 16), chunk{name: "data", data: data}), 0, ErrUnsupported},
		{"64-bit PCM", riff("RIFF", format(wavPCM, 1, 8000, 8, 64), chunk{name: "data", data: data}), 0, ErrUnsupported},
		{"AVI", append([]byte("RIFF\x00\x00\x00\x00AVI "), data...), 0, ErrNotAudio},
	} {
		got, _, err := readBytes(c.file)
		if c.err == nil && err != nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.err)
		}
		if len(got.Samples) != c.want {
			t.Errorf("%s: %d samples, want %d", c.name, len(got.Samples), c.want)
		}
		// A pipe, whose length nobody knows, must give the same samples.
		if r, err := NewReader(struct{ io.Reader }{bytes.NewReader(c.file)}, "pipe", 0); err == nil {
			b, _ := r.ReadAll(0)
			if len(b.Samples) != c.want {
				t.Errorf("%s from a pipe: %d samples, want %d", c.name, len(b.Samples), c.want)
			}
		} else if c.want > 0 {
			t.Errorf("%s from a pipe: %v", c.name, err)
		}
	}
}

func TestWAVFloatsAreMadeFinite(t *testing.T) {
	var data []byte
	for _, v := range []float64{0.5, math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	b, _, err := readBytes(riff("RIFF", format(wavFloat, 1, 8000, 8, 64), chunk{name: "data", data: data}))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float32{0.5, 0, 1e6, -1e6, 1e6} {
		if b.Samples[i] != want {
			t.Errorf("sample %d is %v, want %v", i, b.Samples[i], want)
		}
	}
}

func TestMP3InWAV(t *testing.T) {
	mp3 := testFile(t, "mp3-22050-1.mp3")
	got, info, err := readBytes(riff("RIFF", format(wavMP3, 1, 22050, 1, 0), chunk{name: "data", data: mp3}))
	if err != nil || info.Format != "MP3" || len(got.Samples) < 8000 {
		t.Errorf("%d samples of %v: %v", len(got.Samples), info, err)
	}
}

// endless gives this many bytes and takes no memory.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range p[:n] {
		p[i] = byte(e.left - i)
	}
	e.left -= n
	return n, nil
}

// Twenty minutes are read, resampled, measured and analysed without allocating for it.
func TestLongRecordingInConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a long recording takes some seconds")
	}
	const seconds = 1200
	head := riff("RIFF", format(wavPCM, 1, 8000, 2, 16), chunk{name: "data", size: 0xffffffff, raw: true})
	r, err := NewReader(io.MultiReader(bytes.NewReader(head), &endless{left: seconds * 16000}), "long", SampleRate)
	if err != nil {
		t.Fatal(err)
	}
	var meter = NewLevelMeter(SampleRate)
	mel := NewMelStream()
	p := make([]float32, 24000)
	frames, total := 0, 0
	count := func([]float32) { frames++ }
	step := func() error {
		n, err := r.Read(p)
		meter.Push(p[:n])
		if total < 60*SampleRate {
			mel.Push(p[:n], count)
		}
		total += n
		return err
	}
	for range 10 {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if a := testing.AllocsPerRun(seconds-10, func() { err = step() }); a > 0.1 {
		t.Errorf("each second allocates %v times", a)
	}
	for err == nil {
		err = step()
	}
	mel.Finish(count)
	if err != io.EOF || total != seconds*SampleRate || frames != 60*SampleRate/Hop {
		t.Errorf("%v samples and %d frames came, then %v", total, frames, err)
	}
}

func TestInfo(t *testing.T) {
	r, err := Open("testdata/wav-s16.wav")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if d := r.Info().Duration(); d != 20*time.Millisecond {
		t.Errorf("the file lasts %v", d)
	}
	if _, err := OpenAt("testdata/wav-s16.wav", 17); err == nil || !strings.Contains(err.Error(), "17 Hz") {
		t.Errorf("unexpected error %v", err)
	}
}
