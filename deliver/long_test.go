package deliver

import (
	"context"
	"runtime"
	"testing"

	"voicewright/audio"
)

// Twenty minutes of lines take no more memory than a line.
func TestLongExportInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("twenty minutes of sound take some seconds")
	}
	line := beep(10, 0.1)
	items := make([]Item, 120)
	most := uint64(0)
	for i := range items {
		items[i] = saying(i+1, "A", "", "Hello there.")
		items[i].Seconds = 10
		items[i].Sound = func(context.Context) (audio.Buffer, error) {
			if i%20 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			return line, nil
		}
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, r := export(t, items, Spec{Group: Whole, Project: "P", Subtitles: SRT})
	if r.Seconds < 1200 {
		t.Errorf("the file lasts %v s", r.Seconds)
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("the export holds %d bytes", grown)
	}
}
