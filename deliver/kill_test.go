package deliver

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/audio/whole"
)

// victim names the folder to which the test binary exports, again and again, until it is killed.
const victim = "VOICEWRIGHT_EXPORT_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		exportForEver(dir)
	}
	os.Exit(m.Run())
}

const lineSeconds = 4

// longLines are lines whose files take a while to write, so that a kill meets them half done.
func longLines() []Item {
	items := make([]Item, 40)
	sound := beep(lineSeconds, 0.1)
	for i := range items {
		items[i] = saying(i+1, "A", "", "Hello there.")
		items[i].Seconds = lineSeconds
		items[i].Sound = func(context.Context) (audio.Buffer, error) { return sound, nil }
	}
	return items
}

func exportForEver(dir string) {
	for overwrite := false; ; overwrite = true {
		spec := Spec{Folder: dir, Pattern: "{index}", Format: audio.PCM24, Rate: 48000, Subtitles: SRT, Provenance: true, Overwrite: overwrite}
		e, err := Plan(longLines(), spec)
		if err == nil {
			_, err = Write(context.Background(), e, nil)
		}
		if err != nil {
			_, _ = os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
	}
}

// Whenever the program is killed, every file that stands under its name is complete, and the next export finds nothing in
// its way.
func TestKillLeavesNoIncompleteFile(t *testing.T) {
	if testing.Short() {
		t.Skip("killing a process many times takes some seconds")
	}
	const kills = 10
	complete, partial := 0, 0
	for i := range kills {
		dir := t.TempDir()
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), victim+"="+dir)
		var complaint strings.Builder
		c.Stderr = &complaint
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(20 * time.Second); len(files(t, dir)) == 0; { // until it has begun to write
			if time.Now().After(deadline) {
				t.Fatal("the program does not begin: ", complaint.String())
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(500 * time.Millisecond))))
		if err := c.Process.Kill(); err != nil { // SIGKILL
			t.Fatal(err)
		}
		_ = c.Wait()
		if complaint.Len() > 0 {
			t.Fatal(complaint.String())
		}
		for _, name := range files(t, dir) {
			path := filepath.Join(dir, name)
			switch filepath.Ext(name) {
			case ".wav":
				complete++
				if b := load(t, path); b.Seconds() != lineSeconds {
					t.Errorf("kill %d: %s lasts %v s", i, name, b.Seconds())
				}
			case ".srt":
				if b, err := os.ReadFile(path); err != nil || string(b) != "1\n00:00:00,000 --> 00:00:04,000\nHello there.\n\n" {
					t.Errorf("kill %d: %s holds %q: %v", i, name, b, err)
				}
			default:
				partial++
			}
		}
		whole.Sweep(dir, 0)
		export(t, longLines()[:1], Spec{Folder: dir, Pattern: "{index}", Overwrite: true})
	}
	t.Logf("%d kills left %d complete files and %d temporary ones", kills, complete, partial)
	if partial == 0 {
		t.Error("no kill met a file half done, so the test shows nothing")
	}
}
