package audio

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"time"
)

// Info describes a recording as it is stored.
type Info struct {
	Format   string // "WAV", "FLAC", "MP3" or "Ogg Opus"
	Coding   string // how the samples are stored, such as "16-bit PCM"
	Rate     int    // Hz; for Opus the rate it is decoded at
	Channels int
	Samples  int64 // a channel; -1 where the file does not say
}

// Duration returns the length that the file declares, or 0 where it does not.
func (i Info) Duration() time.Duration {
	if i.Samples <= 0 || i.Rate <= 0 {
		return 0
	}
	return samplesDuration(i.Samples, i.Rate)
}

// A Reader decodes a recording to mono samples as a stream. The channels of a
// recording are averaged. It is not safe for concurrent use.
type Reader struct {
	name   string
	src    *source
	file   io.Closer
	dec    decoder
	info   Info
	first  []float32 // decoded by Open, not yet read
	err    error     // what Read returns from now on
	rs     *Resampler
	in     []float32 // input of the resampler
	ready  []float32 // output of the resampler, not yet read
	out    []float32 // the room that ready is a part of
	rate   int
	ended  bool
	closed bool
}

// decoder is what each format implements. read fills p with mono samples at the
// rate of the file and returns how many; a return of no sample comes with an
// error, io.EOF at a proper end. It may panic on bad input: Reader turns that
// into ErrCorrupt.
type decoder interface {
	info() Info
	read(p []float32) (int, error)
}

const readBlock = 4096

// Open opens the recording at path at its own rate. The format is found by
// content, not by the name. Open decodes the beginning, so that a file without
// any sound fails here.
func Open(path string) (*Reader, error) { return OpenAt(path, 0) }

// OpenAt opens the recording at path and resamples it to rate Hz while it is
// read. A rate of 0 keeps the rate of the file.
func OpenAt(path string, rate int) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read %q: there is no such file: %w", path, fs.ErrNotExist)
		}
		return nil, fmt.Errorf("read %q: %w", path, plainPathError(err))
	}
	stat, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("read %q: %w", path, plainPathError(err))
	}
	if stat.IsDir() {
		_ = f.Close()
		return nil, fmt.Errorf("read %q: this is a folder; give a file in it", path)
	}
	size := int64(-1)
	if stat.Mode().IsRegular() {
		size = stat.Size()
	}
	r, err := newReader(f, path, size, rate)
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	r.file = f
	return r, nil
}

// NewReader reads a recording from r, which it does not close, and resamples it
// to rate Hz unless that is 0. The name stands in error sentences only.
func NewReader(r io.Reader, name string, rate int) (*Reader, error) {
	size := int64(-1)
	if s, ok := r.(interface{ Len() int }); ok {
		size = int64(s.Len())
	}
	return newReader(r, name, size, rate)
}

func newReader(in io.Reader, name string, size int64, rate int) (r *Reader, err error) {
	if rate != 0 {
		if err := checkRate(rate); err != nil {
			return nil, fmt.Errorf("read %q: %w", name, err)
		}
	}
	r = &Reader{name: name, src: newSource(in, size), rate: rate}
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("read %q: %w", name, panicError(p))
		}
	}()
	r.dec, err = openDecoder(r.src)
	if err != nil {
		return nil, r.sentence(err)
	}
	r.info = r.dec.info()
	if err := checkRate(r.info.Rate); err != nil {
		return nil, r.sentence(err)
	}
	buf := make([]float32, readBlock)
	n, err := r.decode(buf)
	if n == 0 {
		if err == io.EOF {
			err = ErrEmpty
		}
		return nil, r.sentence(err)
	}
	r.first = buf[:n]
	switch r.rate {
	case 0:
		r.rate = r.info.Rate
	case r.info.Rate:
	default:
		r.rs = NewResampler(r.info.Rate, r.rate)
		r.in = make([]float32, readBlock)
	}
	return r, nil
}

// panicError makes an error of what a decoder panicked with, but lets a failure
// of the runtime that is not about the input pass.
func panicError(p any) error {
	if e, ok := p.(error); ok {
		var re runtime.Error
		if errors.As(e, &re) {
			return ErrCorrupt
		}
	}
	return fmt.Errorf("%w: %v", ErrCorrupt, p)
}

func (r *Reader) sentence(err error) error { return fmt.Errorf("read %q: %w", r.name, err) }

// Info describes the recording as it is stored.
func (r *Reader) Info() Info { return r.info }

// Rate returns the rate of the samples that Read gives, in Hz.
func (r *Reader) Rate() int { return r.rate }

// Progress returns how much of the file has been decoded, from 0 to 1, or 0
// where its size is not known.
func (r *Reader) Progress() float64 {
	if r.src.size <= 0 {
		return 0
	}
	return min(1, float64(r.src.offset())/float64(r.src.size))
}

// Read fills p with the next samples and returns how many. At the end it returns
// 0 and io.EOF; for a file that is cut off or damaged, all samples up to that
// point and then 0 and an error that wraps ErrTruncated or ErrCorrupt. It
// returns fewer samples than fit into p only before an error.
func (r *Reader) Read(p []float32) (int, error) {
	if r.closed {
		return 0, r.sentence(fs.ErrClosed)
	}
	n := 0
	for n < len(p) {
		k := r.some(p[n:])
		if k == 0 {
			break
		}
		n += k
	}
	if n == 0 && len(p) > 0 {
		return 0, r.err
	}
	return n, nil
}

// some reads at least one sample, or none when r.err is set.
func (r *Reader) some(p []float32) int {
	if r.rs == nil {
		return r.source(p)
	}
	for len(r.ready) == 0 && !r.ended {
		n := r.source(r.in)
		if n == 0 {
			r.ended = true
			r.out = r.rs.Flush(r.out[:0])
		} else {
			r.out = r.rs.Process(r.out[:0], r.in[:n])
		}
		r.ready = r.out
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n
}

// source reads samples at the rate of the file.
func (r *Reader) source(p []float32) int {
	if len(r.first) > 0 {
		n := copy(p, r.first)
		r.first = r.first[n:]
		return n
	}
	if r.err != nil {
		return 0
	}
	n, err := r.decode(p)
	if n == 0 {
		if err != io.EOF {
			err = r.sentence(err)
		}
		r.err = err
	}
	return n
}

// decode calls the decoder, guards against its panics and cleans what it gives.
func (r *Reader) decode(p []float32) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, panicError(v)
		}
	}()
	n, err = r.dec.read(p)
	if n == 0 && err == nil {
		err = io.EOF
	}
	for i, v := range p[:n] {
		p[i] = finite(v)
	}
	return n, err
}

// Close closes the file. It may be called more than once.
func (r *Reader) Close() error {
	if r.closed || r.file == nil {
		r.closed = true
		return nil
	}
	r.closed = true
	if err := r.file.Close(); err != nil {
		return r.sentence(plainPathError(err))
	}
	return nil
}

// ReadAll reads the rest of r, but fails once it is longer than limit; a limit
// of 0 is none. When the file is cut off or damaged it returns the samples before
// that point together with the error.
func (r *Reader) ReadAll(limit time.Duration) (Buffer, error) {
	b := Buffer{Rate: r.rate}
	top := int64(-1)
	if limit > 0 {
		top = int64(limit.Seconds() * float64(r.rate))
	}
	block := make([]float32, readBlock)
	for {
		n, err := r.Read(block)
		b.Samples = append(b.Samples, block[:n]...)
		if top >= 0 && int64(len(b.Samples)) > top {
			return Buffer{}, r.sentence(fmt.Errorf("it is longer than %v, the most that is possible here", limit))
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// Load reads a whole recording at rate Hz, or at its own rate when that is 0.
// See Reader.ReadAll for limit and for files that are cut off.
func Load(path string, rate int, limit time.Duration) (Buffer, error) {
	r, err := OpenAt(path, rate)
	if err != nil {
		return Buffer{}, err
	}
	defer r.Close()
	return r.ReadAll(limit)
}

// source is the buffered input of a decoder, which counts what was taken.
type source struct {
	*bufio.Reader
	raw  *countingReader
	size int64 // bytes, -1 when unknown
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func newSource(r io.Reader, size int64) *source {
	raw := &countingReader{r: r}
	return &source{Reader: bufio.NewReaderSize(raw, 1<<16), raw: raw, size: size}
}

// offset returns the number of bytes taken so far.
func (s *source) offset() int64 { return s.raw.n - int64(s.Buffered()) }

// remaining returns the number of bytes not yet taken, or -1 when unknown.
func (s *source) remaining() int64 {
	if s.size < 0 {
		return -1
	}
	return max(0, s.size-s.offset())
}

// skip takes n bytes without looking at them. It returns io.ErrUnexpectedEOF
// when there are fewer.
func (s *source) skip(n int64) error {
	for n > 0 {
		k, err := s.Discard(int(min(n, 1<<30)))
		n -= int64(k)
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
	return nil
}
