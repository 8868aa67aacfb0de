package record

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"voicewright/audio"
)

// spoken is a recording that was given a tenth of a second of a tone, as a device gives it.
func spoken(t *testing.T, path string) *Recording {
	t.Helper()
	r, err := begin(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Discard)
	const frames = 480
	for block := range 10 {
		in := make([]byte, 0, 4*frames)
		for i := range frames {
			v := 0.5 * math.Sin(2*math.Pi*200*float64(block*frames+i)/Rate)
			in = binary.LittleEndian.AppendUint32(in, math.Float32bits(float32(v)))
		}
		r.data(nil, in, frames)
	}
	return r
}

func TestARecordingStandsThereOnceItHasEnded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.wav")
	r := spoken(t, path)
	if _, err := os.Stat(path); err == nil {
		t.Error("a recording under way stands there already")
	}
	got, err := r.Stop()
	if err != nil || got != path {
		t.Fatalf("%q, %v", got, err)
	}
	peak, seconds := r.Level()
	if math.Abs(peak-0.5) > 1e-3 || seconds != 0.1 {
		t.Errorf("a peak of %.3f in %.3f s", peak, seconds)
	}
	r.data(nil, make([]byte, 400), 100) // late, and left out
	sound, err := audio.Load(path, 0, time.Minute)
	if err != nil || sound.Rate != Rate || len(sound.Samples) != Rate/10 || math.Abs(float64(sound.Samples[60])-0.5) > 1e-3 {
		t.Errorf("%d samples at %d Hz for %.3f s, %v", len(sound.Samples), sound.Rate, seconds, err)
	}
	if again, err := r.Stop(); again != path || err != nil {
		t.Errorf("stopped twice: %q, %v", again, err)
	}
}

func TestADiscardedRecordingLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	r := spoken(t, filepath.Join(folder, "new.wav"))
	r.Discard()
	r.Discard()
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}

func TestAnotherFileIsNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.wav")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := spoken(t, path)
	if _, err := r.Stop(); err == nil {
		t.Error("the old file was replaced")
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("the old file holds %q, %v", data, err)
	}
}

// TestDevices lists what there is, or says in one sentence that there is nothing.
func TestDevices(t *testing.T) {
	devices, err := Devices()
	if err != nil && !errors.Is(err, ErrNoDevice) || err == nil && len(devices) == 0 {
		t.Errorf("%d devices, %v", len(devices), err)
	}
}
