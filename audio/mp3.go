package audio

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/hajimehoshi/go-mp3"
)

// mp3Reader decodes MPEG Layer III. The frames are cut out of the file here, so
// that tags and rubbish between them never reach the decoder, and so that a frame
// it cannot decode costs that frame and not the rest of the file.
type mp3Reader struct {
	frames *mp3Frames
	repack *mp3Repack // nil where frames can be decoded as they are
	feed   mp3Feed
	have   int // bytes of earlier frames that the decoder remembers
	dec    *mp3.Decoder
	desc   Info
	header mp3Header
	delay  int64 // samples the encoder has put before the sound, still to be left out
	left   int64 // samples still to come, -1 when up to the end
	bad    int   // frames in a row that could not be decoded
	raw    []byte
	pcm    []float32
	ready  []float32
}

const mp3MaxBadRun = 100

// mp3DecoderDelay is what every Layer III decoder adds to the encoder's delay.
const mp3DecoderDelay = 529

func newMP3(s *source) (decoder, error) {
	r := &mp3Reader{frames: &mp3Frames{src: s}, left: -1}
	frame, err := r.frames.next()
	if err != nil {
		if err == io.EOF {
			err = ErrEmpty
		}
		return nil, err
	}
	h := r.frames.lock
	if h.rate == 8000 {
		return nil, fmt.Errorf("it is an MP3 file at 8000 Hz, which cannot be read: %w", ErrUnsupported)
	}
	if mp3NeedsRepack(h) {
		r.repack = &mp3Repack{}
	}
	r.header = h
	r.desc = Info{Format: "MP3", Coding: "MPEG Layer III", Rate: h.rate, Channels: h.channels, Samples: -1}
	r.raw = make([]byte, 4*h.samples)
	r.pcm = make([]float32, h.samples)
	if !r.readTag(frame) {
		r.put(frame)
	}
	return r, nil
}

// readTag reads the first frame if it is not sound but the table that encoders
// leave there, with the number of frames and what to cut off at either end.
func (r *mp3Reader) readTag(frame []byte) bool {
	at := 4 + r.header.sideInfo()
	if len(frame) < at+8 || string(frame[at:at+4]) != "Xing" && string(frame[at:at+4]) != "Info" {
		return len(frame) >= 40 && string(frame[36:40]) == "VBRI"
	}
	flags := frame[at+7]
	at += 8
	count := int64(0)
	if flags&1 != 0 && len(frame) >= at+4 {
		count = int64(binary.BigEndian.Uint32(frame[at:]))
		at += 4
	}
	if flags&2 != 0 {
		at += 4
	}
	if flags&4 != 0 {
		at += 100
	}
	if flags&8 != 0 {
		at += 4
	}
	if len(frame) < at+24 || frame[at] < 'A' || frame[at] > 'z' {
		return true // no encoder signed it: its delays are unknown
	}
	start := int64(frame[at+21])<<4 | int64(frame[at+22])>>4
	end := int64(frame[at+22]&0x0f)<<8 | int64(frame[at+23])
	r.delay = start + mp3DecoderDelay
	if total := count*int64(r.header.samples) - start - end; count > 0 && total > 0 {
		r.left = total
		r.desc.Samples = total
	}
	return true
}

func (r *mp3Reader) info() Info { return r.desc }

func (r *mp3Reader) read(p []float32) (int, error) {
	for len(r.ready) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		if err := r.frame(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// frame decodes one frame into r.ready.
func (r *mp3Reader) frame() error {
	for len(r.feed.data) == 0 {
		if err := r.fill(); err != nil {
			return err
		}
		if r.ready != nil {
			return nil
		}
	}
	ok := r.decode()
	r.feed.data = r.feed.data[:0]
	if ok {
		r.bad = 0
		for i := range r.pcm {
			// The decoder always gives two channels of 16 bits.
			a := int16(binary.LittleEndian.Uint16(r.raw[4*i:]))
			b := int16(binary.LittleEndian.Uint16(r.raw[4*i+2:]))
			r.pcm[i] = float32(int32(a)+int32(b)) / (2 << 15)
		}
	} else {
		if r.bad++; r.bad > mp3MaxBadRun {
			return fmt.Errorf("too many MP3 frames make no sense: %w", ErrCorrupt)
		}
		clear(r.pcm)
	}
	r.cut(r.pcm)
	return nil
}

// fill puts the next frame before the decoder. It sets r.ready where silence
// stands for a frame at the end.
func (r *mp3Reader) fill() error {
	frame, err := r.frames.next()
	if err == nil {
		r.put(frame)
		return nil
	}
	if r.repack != nil && (err == io.EOF || err == ErrTruncated) {
		if last := r.repack.flush(); last != nil {
			r.feed.put(last)
			return nil
		}
	}
	if err == io.EOF {
		return r.end()
	}
	return err
}

// put hands a frame of the file on to the decoder.
func (r *mp3Reader) put(frame []byte) {
	if r.repack != nil {
		frame = r.repack.push(frame)
	}
	r.feed.put(frame)
}

// cut leaves out the encoder's delay and what it added behind the end.
func (r *mp3Reader) cut(x []float32) {
	drop := min(r.delay, int64(len(x)))
	r.delay -= drop
	x = x[drop:]
	if r.left >= 0 {
		x = x[:min(int64(len(x)), r.left)]
		r.left -= int64(len(x))
	}
	r.ready = x
}

// end judges the end of the frames. The delay of the decoder pushes up to one
// frame out behind the last one, which is missing here and counts as silence.
func (r *mp3Reader) end() error {
	if r.left < 0 {
		return io.EOF
	}
	if r.left > int64(2*r.header.samples) {
		return ErrTruncated
	}
	clear(r.pcm)
	r.cut(r.pcm)
	return nil
}

// decode runs the decoder over the one frame in r.feed. A decoder that fails is
// given up; the next frame starts another one.
func (r *mp3Reader) decode() (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
		if !ok {
			r.dec = nil
		}
	}()
	r.mute()
	if r.dec == nil {
		dec, err := mp3.NewDecoder(&r.feed)
		if err != nil {
			return false
		}
		r.dec = dec
	}
	_, err := io.ReadFull(r.dec, r.raw)
	return err == nil
}

// mute makes the frame in r.feed a silent one when it needs sound data of earlier
// frames that the decoder has not seen, as at the beginning of a file that was cut
// out of another. The frame still brings its own data for those that follow, and
// refers back as far as it can, because the decoder forgets what it does not use.
func (r *mp3Reader) mute() {
	if r.dec == nil {
		r.have = 0
	}
	h, ok := parseMP3Header(r.feed.data)
	if !ok {
		return
	}
	side := r.feed.data[4:]
	if r.feed.data[1]&1 == 0 {
		side = r.feed.data[min(6, len(r.feed.data)):]
	}
	if len(side) < h.sideInfo() {
		return
	}
	if h.version == mp3Version1 { // nine bits tell how far back the data begins
		if int(side[0])<<1|int(side[1]>>7) > r.have {
			clear(side[:h.sideInfo()])
			side[0], side[1] = byte(r.have>>1), byte(r.have<<7)
		}
		r.have = min(511, r.have+len(side)-h.sideInfo())
	} else { // eight bits
		if int(side[0]) > r.have {
			clear(side[:h.sideInfo()])
			side[0] = byte(r.have)
		}
		r.have = min(255, r.have+len(side)-h.sideInfo())
	}
}

// mp3Feed hands one frame to the decoder.
type mp3Feed struct {
	data []byte
	at   int
}

func (f *mp3Feed) put(frame []byte) {
	f.data = append(f.data[:0], frame...)
	f.at = 0
}

func (f *mp3Feed) Read(p []byte) (int, error) {
	if f.at >= len(f.data) {
		return 0, io.EOF
	}
	n := copy(p, f.data[f.at:])
	f.at += n
	return n, nil
}
