package audio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Format tags of WAV files.
const (
	wavPCM        = 0x0001
	wavFloat      = 0x0003
	wavALaw       = 0x0006
	wavMuLaw      = 0x0007
	wavMP3        = 0x0055
	wavExtensible = 0xfffe
)

// guidTail ends the sub-format identifiers of WAVE_FORMAT_EXTENSIBLE whose
// first two bytes are an ordinary format tag.
var guidTail = []byte{0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71}

// maxChannels bounds the work a header can ask for.
const maxChannels = 64

// wavReader decodes the data chunk of a WAV or RF64 file.
type wavReader struct {
	src     *source
	desc    Info
	sample  int   // bytes of one sample of one channel
	block   int   // bytes of one sample of all channels
	left    int64 // bytes of whole blocks still to come, -1 when up to the end of the file
	decode  func([]byte) float32
	buf     []byte
	partial bool // the header promises more than the file has
}

// wavHeaderInfo collects what stands before the data.
type wavHeaderInfo struct {
	tag, bits       int
	channels, align int
	rate            int
	long            int64 // size of the data from a ds64 chunk, -1 without
}

func newWAV(s *source) (decoder, error) {
	var head [12]byte
	if _, err := io.ReadFull(s, head[:]); err != nil {
		return nil, cutOff(err)
	}
	h := wavHeaderInfo{long: -1}
	for {
		var chunk [8]byte
		if _, err := io.ReadFull(s, chunk[:]); err != nil {
			if err == io.EOF {
				if h.tag == 0 {
					return nil, fmt.Errorf("the WAV file says nothing about its format: %w", ErrTruncated)
				}
				return nil, fmt.Errorf("the WAV file has no data chunk: %w", ErrEmpty)
			}
			return nil, cutOff(err)
		}
		size := int64(binary.LittleEndian.Uint32(chunk[4:]))
		switch string(chunk[:4]) {
		case "ds64":
			if err := h.readLong(s, size); err != nil {
				return nil, err
			}
		case "fmt ":
			if err := h.readFormat(s, size); err != nil {
				return nil, err
			}
		case "data":
			if h.tag == 0 {
				return nil, fmt.Errorf("the WAV file has its samples before their format: %w", ErrCorrupt)
			}
			return h.open(s, size)
		default:
			if err := s.skip(size); err != nil {
				return nil, cutOff(err)
			}
		}
		if size%2 == 1 {
			skipPad(s)
		}
	}
}

// skipPad takes the byte that follows a chunk of odd size, unless the writer of
// the file forgot it and the next chunk stands right here.
func skipPad(s *source) {
	next, err := s.Peek(4)
	if err == nil && next[0] != 0 && isChunkName(next) {
		return
	}
	_, _ = s.Discard(1)
}

func isChunkName(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

func (h *wavHeaderInfo) readLong(s *source, size int64) error {
	var b [16]byte
	if size < int64(len(b)) {
		return fmt.Errorf("the RF64 header is too short: %w", ErrCorrupt)
	}
	if _, err := io.ReadFull(s, b[:]); err != nil {
		return cutOff(err)
	}
	if n := binary.LittleEndian.Uint64(b[8:]); n < math.MaxInt64/2 {
		h.long = int64(n)
	}
	if err := s.skip(size - int64(len(b))); err != nil {
		return cutOff(err)
	}
	return nil
}

func (h *wavHeaderInfo) readFormat(s *source, size int64) error {
	if size < 14 {
		return fmt.Errorf("the format chunk of the WAV file is too short: %w", ErrCorrupt)
	}
	b := make([]byte, min(size, 40))
	if _, err := io.ReadFull(s, b); err != nil {
		return cutOff(err)
	}
	if err := s.skip(size - int64(len(b))); err != nil {
		return cutOff(err)
	}
	le := binary.LittleEndian
	h.tag = int(le.Uint16(b))
	h.channels = int(le.Uint16(b[2:]))
	h.rate = int(min(le.Uint32(b[4:]), math.MaxInt32))
	h.align = int(le.Uint16(b[12:]))
	if len(b) >= 16 {
		h.bits = int(le.Uint16(b[14:]))
	}
	if h.tag == wavExtensible && len(b) >= 40 {
		h.tag = 0xffff // any other identifier
		if bytes.Equal(b[26:40], guidTail) {
			h.tag = int(le.Uint16(b[24:]))
		}
	}
	if h.tag == 0 {
		return fmt.Errorf("the WAV file has no valid format: %w", ErrCorrupt)
	}
	return nil
}

// open checks the header against itself and returns the decoder of the data.
func (h *wavHeaderInfo) open(s *source, size int64) (decoder, error) {
	if h.tag == wavMP3 && findMP3(s) {
		return newMP3(s)
	}
	if h.channels == 0 {
		return nil, fmt.Errorf("the WAV file says that it has no channel: %w", ErrCorrupt)
	}
	if h.channels > maxChannels {
		return nil, fmt.Errorf("the WAV file has %d channels and at most %d can be read: %w", h.channels, maxChannels, ErrUnsupported)
	}
	if err := checkRate(h.rate); err != nil {
		return nil, err
	}
	w := &wavReader{src: s, sample: (h.bits + 7) / 8}
	if h.align > 0 && h.align%h.channels == 0 {
		w.sample = h.align / h.channels // a sample may take more room than it has bits
	}
	coding := ""
	w.decode, coding = wavDecoder(h.tag, w.sample)
	if w.decode == nil {
		return nil, fmt.Errorf("the WAV file holds %s: %w", wavCoding(h.tag, h.bits), ErrUnsupported)
	}
	w.block = w.sample * h.channels
	w.desc = Info{Format: "WAV", Coding: coding, Rate: h.rate, Channels: h.channels, Samples: -1}
	w.limit(size, h.long)
	w.buf = make([]byte, max(1, 1<<15/w.block)*w.block)
	return w, nil
}

// limit finds out how many bytes of samples there are. Programs that write to a
// pipe leave 0 or the largest number as size, because they cannot come back.
func (w *wavReader) limit(size, long int64) {
	const streamed = 0x7ffff000
	rest := w.src.remaining()
	if size == math.MaxUint32 && long >= 0 {
		size = long
	} else if size >= streamed && (rest < 0 || size > rest) || size == 0 && !w.onlyTagsFollow(rest) {
		size = -1
	}
	if size < 0 {
		w.left = -1
		if rest >= 0 {
			w.desc.Samples = rest / int64(w.block)
		}
		return
	}
	w.left = size / int64(w.block) * int64(w.block)
	w.desc.Samples = size / int64(w.block)
	if rest >= 0 && w.left > rest {
		w.partial = true
		w.desc.Samples = rest / int64(w.block)
	}
}

// onlyTagsFollow tells a data chunk that is really empty, before others, from
// one whose size was never filled in.
func (w *wavReader) onlyTagsFollow(rest int64) bool {
	next, err := w.src.Peek(8)
	if err != nil {
		return rest == 0
	}
	switch string(next[:4]) {
	case "LIST", "list", "id3 ", "ID3 ", "bext", "fact", "cue ", "smpl", "JUNK", "junk", "PAD ", "iXML", "_PMX", "PEAK":
		size := int64(binary.LittleEndian.Uint32(next[4:]))
		return rest < 0 || size+8 <= rest
	}
	return false
}

func (w *wavReader) info() Info { return w.desc }

func (w *wavReader) read(p []float32) (int, error) {
	want := int64(min(len(p), len(w.buf)/w.block)) * int64(w.block)
	if w.left >= 0 {
		want = min(want, w.left)
	}
	if want == 0 {
		return 0, io.EOF
	}
	n, err := io.ReadFull(w.src, w.buf[:want])
	n -= n % w.block // half a sample at the end of a file that was cut off
	if n == 0 {
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			if w.left >= 0 {
				return 0, ErrTruncated
			}
			return 0, io.EOF
		case err != nil:
			return 0, plainPathError(err)
		}
	}
	if w.left >= 0 {
		w.left -= int64(n)
	}
	return w.mix(p, w.buf[:n]), nil
}

// mix writes the mean of the channels of every block to p.
func (w *wavReader) mix(p []float32, b []byte) int {
	n := len(b) / w.block
	if w.desc.Channels == 1 {
		for i := range n {
			p[i] = w.decode(b[i*w.sample:][:w.sample])
		}
		return n
	}
	scale := 1 / float32(w.desc.Channels)
	for i := range n {
		sum := float32(0)
		for c := 0; c < w.block; c += w.sample {
			sum += finite(w.decode(b[c:][:w.sample]))
		}
		b = b[w.block:]
		p[i] = sum * scale
	}
	return n
}

// wavDecoder returns the function that decodes one sample of this many bytes,
// or nil where there is none.
func wavDecoder(tag, size int) (func([]byte) float32, string) {
	le := binary.LittleEndian
	switch {
	case tag == wavPCM && size == 1:
		return func(b []byte) float32 { return (float32(b[0]) - 128) / 128 }, "8-bit PCM"
	case tag == wavPCM && size == 2:
		return func(b []byte) float32 { return float32(int16(le.Uint16(b))) / (1 << 15) }, "16-bit PCM"
	case tag == wavPCM && size == 3:
		return func(b []byte) float32 {
			return float32(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
		}, "24-bit PCM"
	case tag == wavPCM && size == 4:
		return func(b []byte) float32 { return float32(int32(le.Uint32(b))) / (1 << 31) }, "32-bit PCM"
	case tag == wavFloat && size == 4:
		return func(b []byte) float32 { return math.Float32frombits(le.Uint32(b)) }, "32-bit float"
	case tag == wavFloat && size == 8:
		return func(b []byte) float32 { return float32(math.Float64frombits(le.Uint64(b))) }, "64-bit float"
	case tag == wavALaw && size == 1:
		return func(b []byte) float32 { return alaw[b[0]] }, "A-law"
	case tag == wavMuLaw && size == 1:
		return func(b []byte) float32 { return mulaw[b[0]] }, "mu-law"
	}
	return nil, ""
}

// wavCoding names a coding that is not decoded.
func wavCoding(tag, bits int) string {
	switch tag {
	case wavPCM:
		return fmt.Sprintf("%d-bit PCM", bits)
	case wavFloat:
		return fmt.Sprintf("%d-bit float", bits)
	case 0x0002, 0x0011:
		return "ADPCM"
	case wavMP3:
		return "MP3 without a valid frame"
	case 0x0031:
		return "GSM"
	case 0x00ff, 0x1610:
		return "AAC"
	case 0x0161, 0x0162:
		return "Windows Media"
	}
	return fmt.Sprintf("the unknown coding 0x%04x", tag)
}

// alaw and mulaw are the tables of ITU-T G.711 with full scale near 1.
var alaw, mulaw = func() (a, m [256]float32) {
	for i := range 256 {
		v := i ^ 0x55
		x := (v&0x0f)<<4 + 8
		if e := v >> 4 & 7; e > 0 {
			x = (x + 0x100) << (e - 1)
		}
		if v&0x80 == 0 {
			x = -x
		}
		a[i] = float32(x) / (1 << 15)

		v = ^i & 0xff
		x = ((v&0x0f)<<3+0x84)<<(v>>4&7) - 0x84
		if v&0x80 != 0 {
			x = -x
		}
		m[i] = float32(x) / (1 << 15)
	}
	return a, m
}()
