package audio

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
)

// flacReader decodes a FLAC stream frame by frame.
type flacReader struct {
	stream *flac.Stream
	desc   Info
	mixed  []float32 // of the current frame, not yet read
	buf    []float32
	got    int64
	total  int64 // 0 when unknown
}

// newFLAC reads a native FLAC stream from r.
func newFLAC(r io.Reader, format string) (decoder, error) {
	stream, err := flac.New(struct{ io.Reader }{r}) // hide other methods: it must not close or seek
	if err != nil {
		return nil, flacError(err)
	}
	in := stream.Info
	if in.NChannels == 0 || in.BitsPerSample == 0 || in.BitsPerSample > 32 {
		return nil, fmt.Errorf("the FLAC header makes no sense: %w", ErrCorrupt)
	}
	f := &flacReader{stream: stream, total: int64(in.NSamples)}
	f.desc = Info{
		Format: format, Coding: fmt.Sprintf("%d-bit lossless", in.BitsPerSample),
		Rate: int(in.SampleRate), Channels: int(in.NChannels), Samples: f.total,
	}
	if f.total == 0 {
		f.desc.Samples = -1
	}
	return f, nil
}

func flacError(err error) error {
	if errors.Is(err, ErrTruncated) || errors.Is(err, ErrCorrupt) { // from the Ogg pages around it
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTruncated
	}
	return fmt.Errorf("%w: %v", ErrCorrupt, err)
}

func (f *flacReader) info() Info { return f.desc }

func (f *flacReader) read(p []float32) (int, error) {
	for len(f.mixed) == 0 {
		fr, err := f.stream.Next()
		if err == io.EOF {
			if f.got < f.total {
				return 0, ErrTruncated
			}
			return 0, io.EOF
		}
		if err != nil {
			return f.trailing(err)
		}
		if fr.BitsPerSample == 0 { // "as in the header", which the decoder does not resolve
			fr.BitsPerSample = f.stream.Info.BitsPerSample
		}
		if err := fr.Parse(); err != nil {
			return 0, flacError(err)
		}
		f.mix(fr)
	}
	n := copy(p, f.mixed)
	f.mixed = f.mixed[n:]
	f.got += int64(n)
	return n, nil
}

// trailing forgives what stands behind the last sample, where some programs put
// tags of other formats.
func (f *flacReader) trailing(err error) (int, error) {
	if f.total > 0 && f.got >= f.total {
		return 0, io.EOF
	}
	return 0, flacError(err)
}

// mix leaves the mean of the channels of a frame in f.mixed.
func (f *flacReader) mix(fr *frame.Frame) {
	n := int(fr.BlockSize)
	for _, s := range fr.Subframes {
		n = min(n, len(s.Samples))
	}
	if cap(f.buf) < n {
		f.buf = make([]float32, n)
	}
	f.mixed = f.buf[:n]
	clear(f.mixed)
	scale := 1 / (float32(int64(1)<<(fr.BitsPerSample-1)) * float32(len(fr.Subframes)))
	for _, s := range fr.Subframes {
		for i, v := range s.Samples[:n] {
			f.mixed[i] += float32(v) * scale
		}
	}
}
