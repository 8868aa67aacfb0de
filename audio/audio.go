// Package audio reads, writes and measures recordings.
//
// Everything inside Voicewright is mono float32 with full scale at 1. Readers
// decode WAV, FLAC, MP3 and Ogg Opus as a stream in constant memory, whatever
// the length of the recording; NewResampler brings them to another rate;
// STFT, ISTFT and Mel are the fixed front end that the models were trained on.
//
// Files come from strangers. No reader panics or allocates by what a header
// claims; a file that cannot be read gives an error that is one sentence and
// wraps one of the Err values below where a caller may want to act on it.
package audio

import (
	"errors"
	"fmt"
	"time"
)

// SampleRate is the rate in Hz that the front end and the models work at.
const SampleRate = 24000

// Rates in Hz outside of these bounds are taken for a broken header.
const (
	MinRate = 1000
	MaxRate = 768000
)

// Errors that readers wrap. Compare with errors.Is.
var (
	// ErrNotAudio says that the content is none of the formats read here.
	ErrNotAudio = errors.New("not a WAV, FLAC, MP3 or Ogg Opus file")
	// ErrUnsupported says that the format is known but this kind of it, or the
	// format as a whole, is not decoded.
	ErrUnsupported = errors.New("this kind of audio is not supported; save it as WAV, FLAC, MP3 or Ogg Opus")
	// ErrEmpty says that a file holds no sample at all.
	ErrEmpty = errors.New("there is no sound in it")
	// ErrTruncated says that a file ends before its header says it does. The
	// samples before that point were delivered and are good.
	ErrTruncated = errors.New("the file is cut off before its end")
	// ErrCorrupt says that decoding met bytes that make no sense. The samples
	// before that point were delivered.
	ErrCorrupt = errors.New("the file is damaged")
)

// A Buffer is a piece of mono sound. The zero value is empty and has no rate.
type Buffer struct {
	Rate    int       // Hz
	Samples []float32 // full scale is 1
}

// Duration returns the length of b, or 0 when b has no rate.
func (b Buffer) Duration() time.Duration {
	if b.Rate <= 0 {
		return 0
	}
	return samplesDuration(int64(len(b.Samples)), b.Rate)
}

// Seconds returns the length of b in seconds, or 0 when b has no rate.
func (b Buffer) Seconds() float64 {
	if b.Rate <= 0 {
		return 0
	}
	return float64(len(b.Samples)) / float64(b.Rate)
}

// samplesDuration avoids the overflow that n*time.Second has after a few days.
func samplesDuration(n int64, rate int) time.Duration {
	whole := n / int64(rate)
	rest := n % int64(rate)
	return time.Duration(whole)*time.Second + time.Duration(rest)*time.Second/time.Duration(rate)
}

func checkRate(rate int) error {
	if rate < MinRate || rate > MaxRate {
		return fmt.Errorf("a sample rate of %d Hz is outside of %d to %d Hz: %w", rate, MinRate, MaxRate, ErrUnsupported)
	}
	return nil
}
