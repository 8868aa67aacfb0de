package prompts

import (
	"testing"

	"voicewright/audio"
)

func TestFormatsAreToldAsPeopleWriteThem(t *testing.T) {
	for want, info := range map[string]audio.Info{
		"WAV, 16-bit PCM, 44.1 kHz, stereo":         {Format: "WAV", Coding: "16-bit PCM", Rate: 44100, Channels: 2},
		"Ogg Opus, 48 kHz, mono":                    {Format: "Ogg Opus", Coding: "Opus", Rate: 48000, Channels: 1},
		"MP3, MPEG Layer III, 22.05 kHz, mono":      {Format: "MP3", Coding: "MPEG Layer III", Rate: 22050, Channels: 1},
		"FLAC, 24-bit lossless, 96 kHz, 6 channels": {Format: "FLAC", Coding: "24-bit lossless", Rate: 96000, Channels: 6},
	} {
		if got := formatOf(info); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}
