package audio

// mp3Repack rewrites frames of the low sampling rates so that the decoder, which
// gets two things wrong there, reads them correctly. It takes padded frames of
// 22,050 Hz for one byte shorter than they are, which loses the place of all
// sound that is stored in earlier frames; and it refuses MPEG 2.5, whose tables
// at 11,025 and 12,000 Hz are those of MPEG 2 at 16,000 Hz.
//
// Each frame is given the highest bit rate, for which the decoder knows the right
// size, and its sound is stored anew: the beginning at the end of the frame before
// it, which is therefore held back, and the rest in its own room.
type mp3Repack struct {
	held  []byte // the frame to hand out next
	used  int    // bytes of its room that are taken
	spare []byte
	tail  []byte // the newest sound data, for frames that refer back to it
}

const mp3MaxBack = 255 // bytes that a frame may refer back to

// mp3NeedsRepack tells whether frames like h must be rewritten.
func mp3NeedsRepack(h mp3Header) bool {
	return h.version == mp3Version2 && h.rate == 22050 || h.version == mp3Version25 && h.rate > 8000
}

// push takes a frame and returns the one before it, rewritten, or nil for the
// first. The result is good until the call after the next.
func (r *mp3Repack) push(frame []byte) []byte {
	h, _ := parseMP3Header(frame)
	side := frame[4:]
	if frame[1]&1 == 0 { // a checksum stands before the side information
		side = frame[6:]
	}
	if len(side) < h.sideInfo() {
		side = make([]byte, h.sideInfo())
	}
	side, own := side[:h.sideInfo()], side[h.sideInfo():]

	head := [4]byte{0xff, 0xf3, 0xe0, frame[3]} // MPEG 2, no checksum, 160 kbit/s, no padding
	if h.version == mp3Version25 {
		head[2] |= 2 << 2
	} else {
		head[2] |= frame[2] & 0x0c
	}
	out, _ := parseMP3Header(head[:])
	next := append(r.spare[:0], make([]byte, out.size)...)
	copy(next, head[:])
	copy(next[4:], side)
	room := next[4+len(side):]

	back := int(side[0])
	need := (mp3SoundBits(side, h.channels) + 7) / 8
	sound := append(append([]byte(nil), r.tail[max(0, len(r.tail)-back):]...), own...)
	sound = sound[:min(need, len(sound))]
	// As much as possible goes forward, which leaves the most room for what follows.
	over := min(len(sound), mp3MaxBack, r.free())
	if back > len(r.tail) {
		clear(next[4 : 4+len(side)]) // the sound is not there: a silent frame keeps the time
		over, sound = 0, nil
	} else {
		next[4] = byte(over)
		copy(r.held[len(r.held)-over:], sound[:over])
	}
	// Without padding the highest rate itself is half a byte a frame short. What
	// is missing then are the highest frequencies of the last channel.
	used := copy(room, sound[over:])

	r.tail = append(r.tail, own...)
	r.tail = append(r.tail[:0], r.tail[max(0, len(r.tail)-mp3MaxBack):]...)
	done := r.held
	r.held, r.used, r.spare = next, used, done
	return done
}

// free returns the bytes at the end of the frame held back that are not taken.
func (r *mp3Repack) free() int {
	if len(r.held) == 0 {
		return 0
	}
	h, _ := parseMP3Header(r.held)
	return len(r.held) - 4 - h.sideInfo() - r.used
}

// flush returns the last frame, or nil when there is none.
func (r *mp3Repack) flush() []byte {
	done := r.held
	r.held, r.used = nil, 0
	return done
}

// mp3SoundBits adds up the lengths of the channels' data in side information of
// the low sampling rates, where there is one granule.
func mp3SoundBits(side []byte, channels int) int {
	total := 0
	at := 8 + channels // position in bits: back reference, private bits
	for range channels {
		v := 0
		for i := range 12 {
			bit := at + i
			v = v<<1 | int(side[bit/8]>>(7-bit%8)&1)
		}
		total += v
		at += 63
	}
	return total
}
