package audio

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// A WAVWriter writes a mono WAV file piece by piece. Nothing stands at its path
// until Close has succeeded. It is not safe for concurrent use.
type WAVWriter struct {
	path   string
	rate   int
	enc    *sampleEncoder
	file   *os.File
	buf    *bufio.Writer
	size   int64
	failed error
}

// CreateWAV starts a WAV file that Close will put at path. The caller must call
// Close or Abort.
func CreateWAV(path string, rate int, format SampleFormat) (*WAVWriter, error) {
	if err := checkWAV(rate, format); err != nil {
		return nil, fmt.Errorf("write %q: %w", path, err)
	}
	target, err := writableTarget(path)
	if err != nil {
		return nil, err
	}
	file, err := createTemporary(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("write %q: its folder does not exist; make it first: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("write %q: %w", path, plainPathError(err))
	}
	w := &WAVWriter{path: target, rate: rate, enc: newSampleEncoder(format), file: file, buf: bufio.NewWriterSize(file, 1<<16)}
	_, _ = w.buf.Write(wavHeader(rate, format, 0)) // Flush returns the error of bufio writes
	return w, nil
}

// writableTarget follows a symbolic link, so that the file behind it is
// replaced and not the link, and refuses to replace what is not a plain file.
func writableTarget(path string) (string, error) {
	if path == "" {
		return "", errors.New("write a WAV file: its name is empty; give a file name such as take.wav")
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, nil
	case err != nil:
		return "", fmt.Errorf("write %q: %w", path, plainPathError(err))
	case info.IsDir():
		return "", fmt.Errorf("write %q: this is a folder; give the name of a file in it", path)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("write %q: this is not a plain file; give another name", path)
	}
	return path, nil
}

// createTemporary creates a new file beside path. Unlike os.CreateTemp it leaves
// the permissions to the person's umask, because the file becomes theirs.
func createTemporary(path string) (*os.File, error) {
	for range 100 {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".voicewright-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, errors.New("no free temporary name beside it")
}

// plainPathError drops the operation and the temporary name from an error of
// package os, for a sentence that names the path already.
func plainPathError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}

// Write appends samples. After an error only Abort is useful.
func (w *WAVWriter) Write(x []float32) error {
	if w.failed != nil {
		return w.failed
	}
	if w.file == nil {
		return fmt.Errorf("write %q: it is closed already", w.path)
	}
	w.size += int64(len(x)) * int64(w.enc.format.bytes())
	if w.size > maxWAVData {
		w.failed = fmt.Errorf("write %q: %w", w.path, ErrTooLong)
		return w.failed
	}
	if err := w.enc.write(w.buf, x); err != nil {
		w.failed = fmt.Errorf("write %q: %w", w.path, plainPathError(err))
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
	if w.file == nil {
		return fmt.Errorf("write %q: it is closed already", w.path)
	}
	if err := w.finish(); err != nil {
		w.Abort()
		if err == w.failed {
			return err
		}
		return fmt.Errorf("write %q: %w", w.path, plainPathError(err))
	}
	return nil
}

func (w *WAVWriter) finish() error {
	if w.failed != nil {
		return w.failed
	}
	if w.size%2 == 1 {
		_ = w.buf.WriteByte(0)
	}
	if err := w.buf.Flush(); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(wavHeader(w.rate, w.enc.format, uint32(w.size)), 0); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	name := w.file.Name()
	if err := w.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(name, w.path); err != nil {
		return err
	}
	w.file = nil
	// The new name itself survives a power cut only when its folder is on disk
	// too. Not every system can do that, and the sound is safe without it.
	if dir, err := os.Open(filepath.Dir(w.path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

// Abort gives the file up and removes what was written. It does nothing after
// Close, so that it can be deferred.
func (w *WAVWriter) Abort() {
	if w.file == nil {
		return
	}
	_ = w.file.Close()
	_ = os.Remove(w.file.Name())
	w.file = nil
	if w.failed == nil {
		w.failed = fmt.Errorf("write %q: it was given up", w.path)
	}
}
