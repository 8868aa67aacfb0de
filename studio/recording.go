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
func (s *Studio) Recording(ctx context.Context, path string) (audio.Buffer, error) {
	sound := audio.Buffer{Rate: audio.SampleRate}
	most := int(longestRecording.Seconds()) * audio.SampleRate
	cutOff, err := readRecording(ctx, path, func(samples []float32) bool {
		sound.Samples = append(sound.Samples, samples...)
		return len(sound.Samples) < most
	})
	if err == nil && len(sound.Samples) == 0 {
		err = cutOff
		if err == nil {
			err = fmt.Errorf("the recording %q holds no sound; choose another one", path)
		}
	}
	if err != nil {
		return audio.Buffer{}, err
	}
	return sound, nil
}

// readRecording hands a recording to take, block by block at the engine's rate, until take has enough. A recording that is
// damaged is read up to there, and cutOff says why.
func readRecording(ctx context.Context, path string, take func(samples []float32) (more bool)) (cutOff, err error) {
	file, err := audio.OpenAt(path, audio.SampleRate)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	block := make([]float32, 1<<14)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := file.Read(block)
		more := take(block[:n])
		switch {
		case err == io.EOF || err == nil && !more:
			return nil, nil
		case errors.Is(err, audio.ErrTruncated) || errors.Is(err, audio.ErrCorrupt):
			return err, nil
		case err != nil:
			return nil, err
		}
	}
}
