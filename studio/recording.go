package studio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"voicewright/audio"
)

// longestRecording is how much of a recording is opened to be heard beside a take; more than that nobody compares.
const longestRecording = 10 * time.Minute

// Recording reads a recording of any format for the listening bench: mono at the engine's rate, the first ten minutes of
// a longer one. A recording that is damaged is read up to there; it fails when nothing can be read.
func (s *Studio) Recording(ctx context.Context, path string) (sound audio.Buffer, err error) {
	file, err := audio.OpenAt(path, audio.SampleRate)
	if err != nil {
		return audio.Buffer{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sound.Rate = audio.SampleRate
	most := int(longestRecording.Seconds()) * audio.SampleRate
	block := make([]float32, 1<<14)
	for len(sound.Samples) < most {
		if err := ctx.Err(); err != nil {
			return audio.Buffer{}, err
		}
		n, err := file.Read(block)
		sound.Samples = append(sound.Samples, block[:n]...)
		if err == io.EOF || err != nil && len(sound.Samples) > 0 && (errors.Is(err, audio.ErrTruncated) || errors.Is(err, audio.ErrCorrupt)) {
			break
		}
		if err != nil {
			return audio.Buffer{}, err
		}
	}
	if len(sound.Samples) == 0 {
		return audio.Buffer{}, fmt.Errorf("the recording %q holds no sound; choose another one", path)
	}
	return sound, nil
}
