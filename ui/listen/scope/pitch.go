package scope

import (
	"context"

	"voicewright/audio"
)

// Pitch returns the fundamental frequency of w in Hz, as one voice, for sounds that come without it. It returns early, with
// nothing, when ctx ends.
func Pitch(ctx context.Context, w *Wave) Track {
	found, err := audio.TrackPitch(ctx, audio.Buffer{Rate: w.Rate, Samples: w.Samples})
	if err != nil {
		return Track{}
	}
	for i, hz := range found.Hertz {
		if hz == 0 {
			found.Hertz[i] = NaN
		}
	}
	return Track{Step: found.Step, Values: found.Hertz}
}
