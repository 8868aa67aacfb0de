package audio

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
)

// A SampleFormat says how a WAV file stores its samples.
type SampleFormat int

// The formats that are written.
const (
	PCM16   SampleFormat = iota // 16 bit with triangular dither
	PCM24                       // 24 bit
	Float32                     // 32 bit floating point, nothing is clipped
)

// String returns the name of f, such as "16-bit PCM".
func (f SampleFormat) String() string {
	switch f {
	case PCM16:
		return "16-bit PCM"
	case PCM24:
		return "24-bit PCM"
	case Float32:
		return "32-bit float"
	}
	return fmt.Sprintf("SampleFormat(%d)", int(f))
}

func (f SampleFormat) bytes() int {
	switch f {
	case PCM16:
		return 2
	case PCM24:
		return 3
	case Float32:
		return 4
	}
	return 0
}

// maxWAVData is the largest data chunk for which the sizes in a RIFF header
// still fit into 32 bits.
const maxWAVData = math.MaxUint32 - 64

// ErrTooLong says that a recording does not fit into a WAV file, which ends at
// 4 GB: 24 hours of 16-bit sound at 24,000 Hz.
var ErrTooLong = errors.New("a WAV file cannot be larger than 4 GB; write it in parts")

// WriteWAV writes b to a mono WAV file at path. The file appears complete or not
// at all: it is written under a temporary name in the same folder, brought to
// disk and renamed, and an existing file at path stays as it was until then.
func WriteWAV(path string, b Buffer, format SampleFormat) error {
	w, err := CreateWAV(path, b.Rate, format)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := w.Write(b.Samples); err != nil {
		return err
	}
	return w.Close()
}

// EncodeWAV writes b as a mono WAV file to w, with its final size in the header,
// so that w need not seek.
func EncodeWAV(w io.Writer, b Buffer, format SampleFormat) error {
	if err := checkWAV(b.Rate, format); err != nil {
		return err
	}
	size := int64(len(b.Samples)) * int64(format.bytes())
	if size > maxWAVData {
		return ErrTooLong
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	_, _ = buf.Write(wavLayout{rate: b.Rate, format: format}.header(size, false)) // Flush returns the error of bufio writes
	e := newSampleEncoder(format)
	if err := e.write(buf, b.Samples); err != nil {
		return err
	}
	if size%2 == 1 {
		_ = buf.WriteByte(0)
	}
	return buf.Flush()
}

func checkWAV(rate int, format SampleFormat) error {
	if format.bytes() == 0 {
		return fmt.Errorf("there is no sample format %d for a WAV file", int(format))
	}
	return checkRate(rate)
}

// wavLayout is all of a WAV file but its samples.
type wavLayout struct {
	rate   int
	format SampleFormat
	chunks []WAVChunk
	long   bool // has room for the sizes of an RF64 file
}

// longChunk is the size of the ds64 chunk of an RF64 file without a table, and
// of the JUNK chunk that keeps its place (EBU Tech 3306).
const longChunk = 28

// header returns all that stands before size bytes of samples. It is equally
// long for every size. With rf64 the file is one of more than 4 GB.
func (l wavLayout) header(size int64, rf64 bool) []byte {
	le := binary.LittleEndian
	n := l.format.bytes()
	h := make([]byte, 0, 58)
	h = append(h, "RIFF\x00\x00\x00\x00WAVE"...)
	if l.long {
		h = append(h, "JUNK"...)
		h = le.AppendUint32(h, longChunk)
		h = append(h, make([]byte, longChunk)...)
	}
	h = append(h, "fmt "...)
	tag, formatSize := uint16(wavPCM), uint32(16)
	if l.format == Float32 {
		tag, formatSize = wavFloat, 18
	}
	h = le.AppendUint32(h, formatSize)
	h = le.AppendUint16(h, tag)
	h = le.AppendUint16(h, 1)
	h = le.AppendUint32(h, uint32(l.rate))
	h = le.AppendUint32(h, uint32(l.rate*n))
	h = le.AppendUint16(h, uint16(n))
	h = le.AppendUint16(h, uint16(8*n))
	if l.format == Float32 {
		h = le.AppendUint16(h, 0)
		h = append(h, "fact"...)
		h = le.AppendUint32(h, 4)
		h = le.AppendUint32(h, short(size/int64(n), rf64))
	}
	for _, c := range l.chunks {
		h = append(h, c.Name...)
		h = le.AppendUint32(h, uint32(len(c.Data)))
		h = append(h, c.Data...)
		if len(c.Data)%2 == 1 {
			h = append(h, 0)
		}
	}
	h = append(h, "data"...)
	h = le.AppendUint32(h, short(size, rf64))
	all := int64(len(h)) - 8 + size + size%2
	le.PutUint32(h[4:], short(all, rf64))
	if rf64 {
		copy(h, "RF64")
		copy(h[12:], "ds64")
		le.PutUint64(h[20:], uint64(all))
		le.PutUint64(h[28:], uint64(size))
		le.PutUint64(h[36:], uint64(size/int64(n)))
	}
	return h
}

// short returns a size for a field of 32 bits, which in an RF64 file only says
// that the size stands in the ds64 chunk.
func short(size int64, rf64 bool) uint32 {
	if rf64 {
		return math.MaxUint32
	}
	return uint32(size)
}

// sampleEncoder turns samples into bytes. Its dither comes from a fixed seed, so
// that the same sound always gives the same file.
type sampleEncoder struct {
	format  SampleFormat
	rng     *rand.PCG
	clipped int64
	buf     []byte
}

func newSampleEncoder(format SampleFormat) *sampleEncoder {
	return &sampleEncoder{format: format, rng: rand.NewPCG(0x766f6963, 0x65777269)}
}

func (e *sampleEncoder) write(w io.Writer, x []float32) error {
	const piece = 4096
	for len(x) > 0 {
		k := min(piece, len(x))
		e.buf = e.encode(e.buf[:0], x[:k])
		if _, err := w.Write(e.buf); err != nil {
			return err
		}
		x = x[k:]
	}
	return nil
}

func (e *sampleEncoder) encode(dst []byte, x []float32) []byte {
	le := binary.LittleEndian
	switch e.format {
	case PCM16:
		for _, v := range x {
			dst = le.AppendUint16(dst, uint16(int16(e.quantise(float64(v)*32768+e.dither(), 32767))))
		}
	case PCM24:
		for _, v := range x {
			q := e.quantise(float64(v)*8388608, 8388607)
			dst = append(dst, byte(q), byte(q>>8), byte(q>>16))
		}
	case Float32:
		for _, v := range x {
			dst = le.AppendUint32(dst, math.Float32bits(finite(v)))
		}
	}
	return dst
}

// quantise rounds v and keeps it inside of -top-1 to top, counting what it has
// to cut. Not-a-number becomes silence.
func (e *sampleEncoder) quantise(v, top float64) int32 {
	if v != v {
		return 0
	}
	r := math.RoundToEven(v)
	if r > top || r < -top-1 {
		e.clipped++
		r = min(max(r, -top-1), top)
	}
	return int32(r)
}

// dither returns noise with a triangular density between -1 and 1 steps, the
// difference of two uniform numbers taken from one draw.
func (e *sampleEncoder) dither() float64 {
	u := e.rng.Uint64()
	return (float64(uint32(u)) - float64(uint32(u>>32))) / (1 << 32)
}

// finite replaces what is not a number by silence and bounds the rest, so that
// no later sum overflows.
func finite(v float32) float32 {
	const limit = 1e6
	switch {
	case v != v:
		return 0
	case v > limit:
		return limit
	case v < -limit:
		return -limit
	}
	return v
}
