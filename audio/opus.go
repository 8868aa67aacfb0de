package audio

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/pion/opus"
)

// opusReader decodes Opus packets from Ogg pages. Lengths inside of Ogg Opus
// count samples at 48,000 Hz whatever rate is decoded.
type opusReader struct {
	pages *oggPages
	desc  Info
	dec   opus.Decoder
	gain  float32
	skip  int64 // at 48 kHz, still to be left out at the beginning
	done  int64 // at 48 kHz, decoded so far, with what is left out
	stop  int64 // at 48 kHz, where the stream ends, -1 unless this is its last page
	start int64 // granule position of the first sample, -1 until it is known
	tags  bool  // the packet with the tags has been passed
	bad   int   // packets in a row that could not be decoded

	pcm   []float32
	ready []float32
}

const (
	opusClock      = 48000
	opusMaxPacket  = opusClock * 120 / 1000 // samples in the longest packet
	opusMaxBadRun  = 50
	opusMaxChannel = 2
)

func newOpus(o *oggPages) (decoder, error) {
	r := &opusReader{pages: o, pcm: make([]float32, opusMaxPacket)}
	head := o.packet()
	if len(head) < 19 {
		return nil, fmt.Errorf("the Opus header is too short: %w", ErrCorrupt)
	}
	r.desc = Info{
		Format: "Ogg Opus", Coding: "Opus", Channels: int(head[9]), Samples: -1,
		Rate: opusRate(int64(binary.LittleEndian.Uint32(head[12:]))),
	}
	if err := r.begin(head); err != nil {
		return nil, err
	}
	return r, nil
}

// opusRate returns the rate to decode at for the rate of the recording before it
// was encoded: the smallest that keeps its band.
func opusRate(original int64) int {
	for _, rate := range []int{8000, 12000, 16000, 24000} {
		if original > 0 && original <= int64(rate) {
			return rate
		}
	}
	return opusClock
}

// begin starts a logical stream with its header packet.
func (r *opusReader) begin(head []byte) error {
	if len(head) < 19 || string(head[:8]) != "OpusHead" || head[8]>>4 != 0 || head[9] == 0 {
		return fmt.Errorf("the Opus header makes no sense: %w", ErrCorrupt)
	}
	if head[9] > opusMaxChannel {
		return fmt.Errorf("it is an Opus file with %d channels: %w", head[9], ErrUnsupported)
	}
	dec, err := opus.NewDecoderWithOutput(r.desc.Rate, 1)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrCorrupt, err)
	}
	r.dec = dec
	r.skip = int64(binary.LittleEndian.Uint16(head[10:]))
	r.gain = float32(math.Pow(10, float64(int16(binary.LittleEndian.Uint16(head[16:])))/256/20))
	r.done, r.stop, r.start, r.tags, r.bad = 0, -1, -1, false, 0
	return nil
}

func (r *opusReader) info() Info { return r.desc }

func (r *opusReader) read(p []float32) (int, error) {
	for len(r.ready) == 0 {
		b := r.pages.packet()
		if b == nil {
			if err := r.page(); err != nil {
				return 0, err
			}
			continue
		}
		if err := r.packet(b); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// page goes on to the next page and notes where the stream ends.
func (r *opusReader) page() error {
	if err := r.pages.next(); err != nil {
		if err == io.EOF && r.pages.open {
			return ErrTruncated
		}
		return err
	}
	if r.pages.newLink { // files may be chained by simply appending them
		head := r.pages.packet()
		if string(head[:min(8, len(head))]) != "OpusHead" {
			return io.EOF
		}
		return r.begin(head)
	}
	if !r.tags || r.pages.granule < 0 {
		return nil
	}
	if r.start < 0 {
		// A recording that was cut out of a longer one does not start at zero.
		r.start = max(0, r.pages.granule-r.done-r.pageLength())
		if r.pages.last { // a short one, whose only page is also trimmed at its end
			r.start = 0
		}
	}
	if r.pages.last {
		r.stop = r.pages.granule - r.start
	}
	return nil
}

// pageLength returns the samples of the packets that end on the current page. It
// looks at the first byte of each, and at the second where the frames are counted.
func (r *opusReader) pageLength() int64 {
	total, at, begin := int64(0), 0, 0
	inside := r.pages.open
	for _, s := range r.pages.lacing {
		at += int(s)
		if s == 255 {
			continue
		}
		if inside {
			total += opusDuration(append(append([]byte(nil), r.pages.partial...), r.pages.body[begin:at]...))
		} else {
			total += opusDuration(r.pages.body[begin:at])
		}
		inside, begin = false, at
	}
	return total
}

// opusDuration returns the samples at 48 kHz of a packet, 0 for a broken one.
func opusDuration(b []byte) int64 {
	if len(b) == 0 {
		return 0
	}
	frame := int64(0)
	switch config := b[0] >> 3; {
	case config < 12: // SILK: 10, 20, 40, 60 ms
		frame = [4]int64{480, 960, 1920, 2880}[config&3]
	case config < 16: // hybrid: 10, 20 ms
		frame = [2]int64{480, 960}[config&1]
	default: // CELT: 2.5, 5, 10, 20 ms
		frame = [4]int64{120, 240, 480, 960}[config&3]
	}
	count := int64(1)
	switch b[0] & 3 {
	case 1, 2:
		count = 2
	case 3:
		if len(b) < 2 {
			return 0
		}
		count = int64(b[1] & 0x3f)
	}
	if frame*count > opusMaxPacket {
		return 0
	}
	return frame * count
}

// packet decodes one packet into r.ready. One that cannot be decoded becomes
// silence of its length, so that the time of what follows is right; many of them
// in a row mean that the file is damaged.
func (r *opusReader) packet(b []byte) error {
	if !r.tags {
		r.tags = true
		return nil
	}
	length := opusDuration(b)
	if length == 0 {
		if r.bad++; r.bad > opusMaxBadRun {
			return fmt.Errorf("too many Opus packets make no sense: %w", ErrCorrupt)
		}
		return nil
	}
	want := int(length * int64(r.desc.Rate) / opusClock)
	out := r.pcm[:want]
	if n := r.decode(b, out); n == want {
		r.bad = 0
	} else {
		clear(out)
		if r.bad++; r.bad > opusMaxBadRun {
			return fmt.Errorf("too many Opus packets make no sense: %w", ErrCorrupt)
		}
	}
	if r.gain != 1 {
		for i := range out {
			out[i] *= r.gain
		}
	}
	r.ready = r.trim(out, length)
	return nil
}

// trim leaves out what lies before the beginning and behind the end.
func (r *opusReader) trim(out []float32, length int64) []float32 {
	rate := int64(r.desc.Rate)
	from, to := int64(0), length
	if r.skip > 0 {
		from = min(r.skip, length)
		r.skip -= from
	}
	if r.stop >= 0 {
		to = min(to, max(from, r.stop-r.done))
	}
	r.done += length
	return out[from*rate/opusClock : to*rate/opusClock]
}

// decode returns the number of samples, 0 for a packet that the decoder refuses
// or stumbles over; its state is then made new.
func (r *opusReader) decode(b []byte, out []float32) (n int) {
	defer func() {
		if recover() != nil {
			n = 0
			_ = r.dec.Init(r.desc.Rate, 1)
		}
	}()
	n, err := r.dec.DecodeToFloat32(b, out)
	if err != nil {
		return 0
	}
	return n
}
