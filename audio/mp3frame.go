package audio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// Values of the version field of a frame header.
const (
	mp3Version25 = 0
	mp3Version2  = 2
	mp3Version1  = 3
)

// mp3Header is the header of one MPEG Layer III frame.
type mp3Header struct {
	version  int
	rate     int // Hz
	channels int
	samples  int // in the frame
	size     int // bytes, with the header
}

var (
	mp3Bitrates = [2][15]int{ // kbit/s of MPEG 2 and 2.5, and of MPEG 1
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	}
	mp3Rates = [3]int{44100, 48000, 32000}
)

// parseMP3Header reads a frame header. Streams without a stated bit rate are not
// recognised, nor are the other layers.
func parseMP3Header(b []byte) (h mp3Header, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 {
		return h, false
	}
	version, bitrate, rate := int(b[1]>>3&3), int(b[2]>>4), int(b[2]>>2&3)
	if version == 1 || bitrate == 0 || bitrate == 15 || rate == 3 || b[3]&3 == 2 {
		return h, false
	}
	h = mp3Header{version: version, rate: mp3Rates[rate], channels: 2, samples: 1152}
	if b[3]>>6 == 3 {
		h.channels = 1
	}
	kbps := mp3Bitrates[1][bitrate]
	switch version {
	case mp3Version2:
		h.rate, h.samples, kbps = h.rate/2, 576, mp3Bitrates[0][bitrate]
	case mp3Version25:
		h.rate, h.samples, kbps = h.rate/4, 576, mp3Bitrates[0][bitrate]
	}
	h.size = h.samples/8*kbps*1000/h.rate + int(b[2]>>1&1)
	return h, h.size >= 4+h.sideInfo()
}

// sideInfo returns the bytes of side information behind the header.
func (h mp3Header) sideInfo() int {
	switch {
	case h.version == mp3Version1 && h.channels == 2:
		return 32
	case h.version != mp3Version1 && h.channels == 1:
		return 9
	}
	return 17
}

// like tells whether two frames can belong to one stream.
func (h mp3Header) like(g mp3Header) bool { return h.version == g.version && h.rate == g.rate }

// mp3Chain counts how many frames follow each other at the beginning of b, up to
// want. It returns want as well when frames fill b to its end.
func mp3Chain(b []byte, want int, whole bool) int {
	first, n := mp3Header{}, 0
	for n < want {
		h, ok := parseMP3Header(b)
		if !ok || n > 0 && !h.like(first) {
			if n > 0 && len(b) == 0 && whole {
				return want
			}
			return n
		}
		if n == 0 {
			first = h
		}
		n++
		if len(b) < h.size {
			if n > 1 { // the last frame of a piece, or of a file that is cut off
				return want
			}
			return 0
		}
		b = b[h.size:]
	}
	return n
}

// findMP3 looks for three frames in a row near the beginning of a stream and
// moves to the first of them.
func findMP3(s *source) bool {
	const window = 1 << 16
	b, err := s.Peek(window)
	for i := 0; i+4 <= len(b); i++ {
		skip := bytes.IndexByte(b[i:], 0xff)
		if skip < 0 {
			return false
		}
		i += skip
		if mp3Chain(b[i:], 3, err == io.EOF) == 3 {
			_, _ = s.Discard(i)
			return true
		}
	}
	return false
}

// mp3Frames cuts the frames out of a stream.
type mp3Frames struct {
	src  *source
	lock mp3Header // of the first frame; size 0 before it
}

const mp3MaxJunk = 1 << 20

// next returns the next whole frame, which the call after it overwrites. At the
// end it returns io.EOF, or ErrTruncated inside of a frame.
func (f *mp3Frames) next() ([]byte, error) {
	junk := 0
	for {
		head, err := f.src.Peek(4)
		if len(head) < 4 {
			if err == io.EOF {
				return nil, io.EOF
			}
			return nil, plainPathError(err)
		}
		h, ok := parseMP3Header(head)
		if ok && f.lock.size > 0 && !h.like(f.lock) {
			ok = false
		}
		if ok && junk > 0 { // after a gap a single header is not enough
			b, err := f.src.Peek(3 * h.size)
			ok = mp3Chain(b, 2, err == io.EOF) == 2
		}
		if ok {
			frame, err := f.src.Peek(h.size)
			if err == io.EOF {
				return nil, f.short(frame)
			}
			if err != nil {
				return nil, plainPathError(err)
			}
			if f.lock.size == 0 {
				f.lock = h
			}
			_, _ = f.src.Discard(h.size)
			return frame, nil
		}
		if err := f.pass(&junk); err != nil {
			return nil, err
		}
	}
}

// short ends a stream whose last frame is not whole.
func (f *mp3Frames) short(rest []byte) error {
	_, _ = f.src.Discard(len(rest))
	return ErrTruncated
}

// pass skips a tag, or one byte of rubbish.
func (f *mp3Frames) pass(junk *int) error {
	head, _ := f.src.Peek(32)
	size := id3Size(head)
	switch {
	case size > 0:
	case bytes.HasPrefix(head, []byte("TAG")):
		size = 128
	case len(head) >= 16 && bytes.HasPrefix(head, []byte("APETAGEX")):
		size = 32 + int64(binary.LittleEndian.Uint32(head[12:]))
	}
	if size > 0 {
		if err := f.src.skip(size); err != nil {
			if err == io.ErrUnexpectedEOF {
				return io.EOF
			}
			return plainPathError(err)
		}
		return nil
	}
	if *junk++; *junk > mp3MaxJunk {
		return fmt.Errorf("no MP3 frame follows for a megabyte: %w", ErrCorrupt)
	}
	_, _ = f.src.Discard(1)
	return nil
}
