package audio

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"
)

// openDecoder finds the format of a stream by its content.
func openDecoder(s *source) (decoder, error) {
	for tags := 0; ; tags++ {
		head, err := s.Peek(64)
		if len(head) == 0 {
			if err != nil && err != io.EOF {
				return nil, plainPathError(err)
			}
			return nil, fmt.Errorf("the file is empty: %w", ErrEmpty)
		}
		size := id3Size(head)
		if size == 0 {
			return byContent(s, head)
		}
		// An ID3 tag may stand before MP3 and, against the rules, before others.
		if tags == 8 {
			return nil, fmt.Errorf("there is nothing but tags at its beginning: %w", ErrNotAudio)
		}
		if err := s.skip(size); err != nil {
			return nil, cutOff(err)
		}
	}
}

func byContent(s *source, head []byte) (decoder, error) {
	switch {
	case bytes.HasPrefix(head, []byte("RIFF")), bytes.HasPrefix(head, []byte("RF64")), bytes.HasPrefix(head, []byte("BW64")):
		if len(head) >= 12 && string(head[8:12]) != "WAVE" {
			return nil, fmt.Errorf("it is a RIFF file but not a WAV: %w", ErrNotAudio)
		}
		return newWAV(s)
	case bytes.HasPrefix(head, []byte("fLaC")):
		return newFLAC(s, "FLAC")
	case bytes.HasPrefix(head, []byte("OggS")):
		return newOgg(s)
	}
	if name := foreign(head); name != "" {
		return nil, fmt.Errorf("it is %s: %w", name, ErrUnsupported)
	}
	if findMP3(s) {
		return newMP3(s)
	}
	if looksLikeText(head) {
		return nil, fmt.Errorf("it looks like text: %w", ErrNotAudio)
	}
	return nil, ErrNotAudio
}

// foreign names formats that people try, so that the sentence helps.
func foreign(head []byte) string {
	has := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	switch {
	case has(4, "ftyp"):
		return "an MP4 or M4A file"
	case has(0, "\x1aE\xdf\xa3"):
		return "a Matroska or WebM file"
	case has(0, "FORM") && (has(8, "AIFF") || has(8, "AIFC")):
		return "an AIFF file"
	case has(0, ".snd"):
		return "an AU file"
	case has(0, "caff"):
		return "a Core Audio file"
	case has(0, "riff\x2e\x91\xcf\x11"):
		return "a Wave64 file"
	case has(0, "RIFX"):
		return "a big-endian WAV file"
	case has(0, "wvpk"):
		return "a WavPack file"
	case has(0, "MAC "):
		return "a Monkey's Audio file"
	case has(0, "#!AMR"):
		return "an AMR file"
	case has(0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"):
		return "a Windows Media file"
	case has(0, "\xff\xf1"), has(0, "\xff\xf9"):
		return "an AAC file"
	case has(0, "MThd"):
		return "a MIDI file"
	}
	return ""
}

func looksLikeText(head []byte) bool {
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && n == 1 && len(head)-i >= utf8.UTFMax {
			return false
		}
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
		i += n
	}
	return true
}

// id3Size returns the length of the ID3v2 tag that starts with head, or 0.
func id3Size(head []byte) int64 {
	if len(head) < 10 || string(head[:3]) != "ID3" || head[3] == 0xff || head[4] == 0xff {
		return 0
	}
	size := int64(0)
	for _, b := range head[6:10] {
		if b >= 0x80 {
			return 0
		}
		size = size<<7 | int64(b)
	}
	if head[5]&0x10 != 0 {
		size += 10 // footer
	}
	return size + 10
}

// cutOff turns an end of file where more was promised into ErrTruncated.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTruncated
	}
	return plainPathError(err)
}

// plainPathError drops the operation and the path from an error of package os,
// for a sentence that names the path already.
func plainPathError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
