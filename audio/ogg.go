package audio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// maxPacket bounds what a packet may hold. An Opus packet has at most 48 frames
// of 1,275 bytes and some padding.
const maxPacket = 1 << 17

// oggPages takes one logical stream out of an Ogg file, page by page.
type oggPages struct {
	src    *source
	serial uint32
	locked bool // serial is set, pages of other streams are passed over
	seq    uint32

	granule       int64
	first, last   bool // page begins or ends the logical stream
	continued     bool
	lacing        []byte
	body          []byte
	segments      [255]byte
	payload       [255 * 255]byte
	partial       []byte // of a packet that goes on
	open          bool   // partial goes on with the next segment
	drop          bool   // the packet that goes on is too long to keep
	dropped       bool   // the packet returned last was dropped
	newLink       bool   // the next page begins another logical stream
	endOfThisLink bool
}

// next reads the next page of the stream. A file that ends inside of a page is
// ErrTruncated, io.EOF stands for a clean end.
func (o *oggPages) next() error {
	for {
		var h [27]byte
		n, err := io.ReadFull(o.src, h[:])
		if err != nil {
			if n > 0 || err != io.EOF {
				return o.ended(n, h[:n], err)
			}
			return io.EOF
		}
		if !bytes.Equal(h[:4], []byte("OggS")) || h[4] != 0 {
			if o.endOfThisLink { // rubbish behind the end is no harm
				return io.EOF
			}
			return fmt.Errorf("an Ogg page does not begin where it should: %w", ErrCorrupt)
		}
		o.lacing = o.segments[:h[26]]
		if _, err := io.ReadFull(o.src, o.lacing); err != nil {
			return cutOff(err)
		}
		size := 0
		for _, s := range o.lacing {
			size += int(s)
		}
		o.body = o.payload[:size]
		if _, err := io.ReadFull(o.src, o.body); err != nil {
			return cutOff(err)
		}
		sum := binary.LittleEndian.Uint32(h[22:])
		clear(h[22:26])
		if crc := oggCRC(oggCRC(oggCRC(0, h[:]), o.lacing), o.body); crc != sum {
			return fmt.Errorf("the checksum of an Ogg page is wrong: %w", ErrCorrupt)
		}
		serial := binary.LittleEndian.Uint32(h[14:])
		begins := h[5]&2 != 0
		switch {
		case !o.locked || o.endOfThisLink && begins:
			o.newLink = o.locked
			o.serial, o.locked, o.endOfThisLink = serial, true, false
			o.partial, o.open, o.drop = o.partial[:0], false, false
		case serial != o.serial:
			continue
		default:
			o.newLink = false
		}
		o.granule = int64(binary.LittleEndian.Uint64(h[6:]))
		o.first, o.last, o.continued = begins, h[5]&4 != 0, h[5]&1 != 0
		gap := !begins && binary.LittleEndian.Uint32(h[18:]) != o.seq+1
		o.seq = binary.LittleEndian.Uint32(h[18:])
		if gap {
			o.partial, o.open, o.drop = o.partial[:0], false, false
		}
		if o.last {
			o.endOfThisLink = true
		}
		o.alignContinuation()
		return nil
	}
}

// ended judges a file that ends within the header of a page.
func (o *oggPages) ended(n int, h []byte, err error) error {
	if o.endOfThisLink && (n < 4 || !bytes.Equal(h[:4], []byte("OggS"))) {
		return io.EOF
	}
	return cutOff(err)
}

// alignContinuation makes the packet in progress and the flag of the page agree:
// the rest of a packet whose beginning is lost is dropped, and so is a beginning
// whose rest is lost.
func (o *oggPages) alignContinuation() {
	switch {
	case o.continued && !o.open:
		o.open, o.drop = true, true
	case !o.continued && o.open:
		o.partial, o.open, o.drop = o.partial[:0], false, false
	}
}

// packet returns the next packet that ends on this page, or nil when the rest of
// the page is used up. It is overwritten by the next call. dropped tells that the
// packet was too long or incomplete and stands empty.
func (o *oggPages) packet() []byte {
	if !o.open {
		o.partial = o.partial[:0]
	}
	for len(o.lacing) > 0 {
		s := int(o.lacing[0])
		o.lacing = o.lacing[1:]
		part := o.body[:s]
		o.body = o.body[s:]
		o.open = true
		if len(o.partial)+s > maxPacket {
			o.drop = true
		}
		if !o.drop {
			o.partial = append(o.partial, part...)
		}
		if s < 255 {
			o.dropped = o.drop
			o.open, o.drop = false, false
			if o.dropped {
				return o.partial[:0:0]
			}
			return o.partial
		}
	}
	return nil
}

var oggTable = func() (t [256]uint32) {
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			if r&(1<<31) != 0 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		t[i] = r
	}
	return t
}()

func oggCRC(crc uint32, b []byte) uint32 {
	for _, v := range b {
		crc = crc<<8 ^ oggTable[byte(crc>>24)^v]
	}
	return crc
}

// newOgg looks into the first page for what the stream holds.
func newOgg(s *source) (decoder, error) {
	o := &oggPages{src: s, partial: make([]byte, 0, 4096)}
	if err := o.next(); err != nil {
		if err == io.EOF {
			err = ErrTruncated
		}
		return nil, err
	}
	for tries := 0; ; tries++ {
		b := o.body
		switch {
		case bytes.HasPrefix(b, []byte("OpusHead")):
			return newOpus(o)
		case bytes.HasPrefix(b, []byte("\x7fFLAC")) && len(b) > 13:
			return newFLAC(&oggFLAC{pages: o}, "Ogg FLAC")
		case bytes.HasPrefix(b, []byte("\x01vorbis")):
			return nil, fmt.Errorf("it is an Ogg Vorbis file: %w", ErrUnsupported)
		case bytes.HasPrefix(b, []byte("Speex ")):
			return nil, fmt.Errorf("it is a Speex file: %w", ErrUnsupported)
		}
		// Video, or a stream that describes the others, may stand first: the
		// beginnings of all streams come before any other page.
		o.locked = false
		if err := o.next(); err != nil && err != io.EOF {
			return nil, err
		} else if err == io.EOF || !o.first || tries > 16 {
			return nil, fmt.Errorf("no sound that can be decoded is in this Ogg file: %w", ErrUnsupported)
		}
	}
}

// oggFLAC gives the native FLAC stream that is wrapped in Ogg packets: all but
// the nine bytes before its signature.
type oggFLAC struct {
	pages   *oggPages
	rest    []byte
	started bool
}

func (f *oggFLAC) Read(p []byte) (int, error) {
	for len(f.rest) == 0 {
		b := f.pages.packet()
		if b == nil {
			if err := f.pages.next(); err != nil {
				return 0, err
			}
			continue
		}
		if !f.started {
			f.started = true
			if len(b) < 9 {
				return 0, io.ErrUnexpectedEOF
			}
			b = b[9:]
		}
		f.rest = b
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
