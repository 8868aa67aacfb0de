package audio

import (
	"bufio"
	"fmt"

	"voicewright/audio/whole"
)

// A WAVWriter writes a mono WAV file piece by piece. Nothing stands at its path
// until Close has succeeded. It is not safe for concurrent use.
type WAVWriter struct {
	path     string
	layout   wavLayout
	keep     bool
	limit    int64 // bytes of samples that the sizes of a RIFF header can hold
	enc      *sampleEncoder
	file     *whole.File
	buf      *bufio.Writer
	size     int64 // bytes of samples
	unsynced int64
	done     bool
	failed   error
}

// WAVOptions say what a WAV file holds beside its samples, and how it comes to
// its place. The zero value is what CreateWAV does.
type WAVOptions struct {
	Chunks []WAVChunk // written before the samples, in this order
	// Long lets the file grow beyond 4 GB. It then becomes an RF64 file (EBU Tech
	// 3306); a smaller one stays an ordinary WAV file with a few spare bytes.
	Long bool
	// Keep lets Close fail with fs.ErrExist rather than replace a file.
	Keep bool
}

// A WAVChunk is a further part of a WAV file.
type WAVChunk struct {
	Name string // four ASCII characters
	Data []byte
}

// CreateWAV starts a WAV file that Close will put at path. The caller must call
// Close or Abort.
func CreateWAV(path string, rate int, format SampleFormat) (*WAVWriter, error) {
	return CreateWAVWith(path, rate, format, WAVOptions{})
}

// CreateWAVWith is CreateWAV with options.
func CreateWAVWith(path string, rate int, format SampleFormat, options WAVOptions) (*WAVWriter, error) {
	if err := checkWAV(rate, format); err != nil {
		return nil, fmt.Errorf("write %q: %w", path, err)
	}
	for _, c := range options.Chunks {
		if len(c.Name) != 4 || !isChunkName([]byte(c.Name)) || len(c.Data) > maxWAVChunk {
			return nil, fmt.Errorf("write %q: a chunk %q of %d bytes does not fit into a WAV file", path, c.Name, len(c.Data))
		}
	}
	file, err := whole.Create(path)
	if err != nil {
		return nil, err
	}
	w := &WAVWriter{
		path:   file.Path(),
		layout: wavLayout{rate: rate, format: format, chunks: options.Chunks, long: options.Long},
		keep:   options.Keep,
		limit:  maxWAVData,
		enc:    newSampleEncoder(format),
		file:   file,
		buf:    bufio.NewWriterSize(file, 1<<16),
	}
	for _, c := range options.Chunks {
		w.limit -= int64(len(c.Data) + 9)
	}
	if options.Long {
		w.limit -= longChunk + 8
	}
	_, _ = w.buf.Write(w.layout.header(0, false)) // Flush returns the error of bufio writes
	return w, nil
}

// maxWAVChunk keeps the chunks of one file far below the 4 GB that they share
// with its samples.
const maxWAVChunk = 16 << 20

// syncEvery is after how many bytes a file is brought to disk, so that a long
// one does not hold up Close, or a cancel, for the time of gigabytes.
const syncEvery = 16 << 20

// Write appends samples. After an error only Abort is useful.
func (w *WAVWriter) Write(x []float32) error {
	if w.failed != nil {
		return w.failed
	}
	if w.done {
		return fmt.Errorf("write %q: it is closed already", w.path)
	}
	n := int64(len(x)) * int64(w.enc.format.bytes())
	w.size += n
	w.unsynced += n
	if w.size > w.limit && !w.layout.long {
		w.failed = fmt.Errorf("write %q: %w", w.path, ErrTooLong)
		return w.failed
	}
	if w.failed = w.enc.write(w.buf, x); w.failed != nil {
		return w.failed
	}
	if w.unsynced >= syncEvery {
		w.unsynced = 0
		if w.failed = w.buf.Flush(); w.failed == nil {
			w.failed = w.file.Sync()
		}
	}
	return w.failed
}

// Samples returns the number of samples written so far.
func (w *WAVWriter) Samples() int64 { return w.size / int64(w.enc.format.bytes()) }

// Clipped returns the number of samples so far that were too loud for the format
// and had to be cut.
func (w *WAVWriter) Clipped() int64 { return w.enc.clipped }

// Close completes the file and puts it at its path. On an error nothing is left
// behind. A second Close, or one after Abort, is an error.
func (w *WAVWriter) Close() error {
	if w.done {
		return fmt.Errorf("write %q: it is closed already", w.path)
	}
	defer w.Abort() // does nothing more after success
	if w.failed != nil {
		return w.failed
	}
	if w.size%2 == 1 {
		_ = w.buf.WriteByte(0)
	}
	if err := w.buf.Flush(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(w.layout.header(w.size, w.size > w.limit), 0); err != nil {
		return err
	}
	if err := w.file.Commit(!w.keep); err != nil {
		return err
	}
	w.done = true
	return nil
}

// Abort gives the file up and removes what was written. It does nothing after
// Close, so that it can be deferred.
func (w *WAVWriter) Abort() {
	if w.done {
		return
	}
	w.done = true
	w.file.Abort()
	if w.failed == nil {
		w.failed = fmt.Errorf("write %q: it was given up", w.path)
	}
}
