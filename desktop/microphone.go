package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"voicewright/audio/record"
	"voicewright/studio/desk"
	"voicewright/ui/references"
)

// Microphones implements references.Recorder.
func (r rooms) Microphones() ([]desk.Microphone, error) {
	devices, err := record.Devices()
	found := make([]desk.Microphone, len(devices))
	for i, d := range devices {
		found[i] = desk.Microphone{ID: d.ID, Name: d.Name}
	}
	return found, err
}

// Record implements references.Recorder. Recordings lie in the data folder, named by their time.
func (r rooms) Record(id string) (references.Recording, error) {
	folder := filepath.Join(r.Places().Data, "recordings")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("the folder for recordings cannot be made: %w", err)
	}
	recording, err := record.Start(id, filepath.Join(folder, time.Now().Format("2006-01-02 15.04.05")+".wav"))
	if err != nil {
		return nil, err // not recording, which would be an interface that is not nil
	}
	return recording, nil
}
