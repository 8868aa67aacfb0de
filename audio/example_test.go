package audio_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"voicewright/audio"
)

// A recording of any length is read piece by piece.
func ExampleOpenAt() {
	r, err := audio.OpenAt("testdata/mp3-44100-2.mp3", audio.SampleRate)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	fmt.Println(r.Info().Format, r.Info().Channels, "channels at", r.Info().Rate, "Hz, read at", r.Rate(), "Hz")

	meter := audio.NewLevelMeter(r.Rate())
	piece := make([]float32, 4096)
	for {
		n, err := r.Read(piece)
		meter.Push(piece[:n])
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("%.1f dBFS\n", meter.Level())
	// Output:
	// MP3 2 channels at 44100 Hz, read at 24000 Hz
	// -26.3 dBFS
}

// What is not a recording is refused with a sentence, and a caller can tell why.
func ExampleOpen_notAudio() {
	_, err := audio.Open("testdata/make.py")
	fmt.Println(err)
	fmt.Println(errors.Is(err, audio.ErrNotAudio))
	// Output:
	// read "testdata/make.py": it looks like text: not a WAV, FLAC, MP3 or Ogg Opus file
	// true
}

func ExampleWriteWAV() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "silence.wav")
	second := audio.Buffer{Rate: audio.SampleRate, Samples: make([]float32, audio.SampleRate)}
	if err := audio.WriteWAV(path, second, audio.PCM24); err != nil {
		log.Fatal(err)
	}
	back, err := audio.Load(path, 0, 0)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back.Duration(), "at", back.Rate, "Hz")
	// Output: 1s at 24000 Hz
}

func ExampleMel() {
	frames := audio.Mel(make([]float32, 2*audio.SampleRate))
	fmt.Println(len(frames), "frames of", len(frames[0]), "bands")
	// Output: 187 frames of 100 bands
}
