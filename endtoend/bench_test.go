package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/audio"
	"voicewright/audio/play"
	"voicewright/desktop"
	"voicewright/script"
	"voicewright/store"
	"voicewright/studio"
	"voicewright/ui"
)

const (
	bigLines = 10000
	bigTakes = 5 // of every line
)

// big makes a project of 10,000 lines with 5 takes each. The takes share one sound file, since only their number counts.
func big(b *testing.B) string {
	b.Helper()
	folder := filepath.Join(b.TempDir(), "Big.vwp")
	content := script.Content{Settings: script.DefaultSettings(), Roles: []script.Role{{ID: "n", Name: "Narrator", Voice: "builtin-rowan"}}}
	for i := range bigLines {
		content.Lines = append(content.Lines, script.Line{ID: fmt.Sprintf("line%012d", i), Role: "n",
			Text: fmt.Sprintf("This is line %d of a very long script, as long as the lines of books are in most cases.", i)})
	}
	p, err := store.CreateProject(b.Context(), folder, content)
	if err != nil {
		b.Fatal(err)
	}
	sound := audio.Buffer{Rate: 24000, Samples: make([]float32, 24000)}
	trace := script.Trace{Rate: 24000, Step: 256.0 / 24000, Pitch: make([]float32, 94), Voicing: make([]float32, 94)}
	for _, l := range content.Lines {
		for n := range bigTakes {
			if _, err := p.AddTake(b.Context(), script.Take{Line: l.ID, Key: "old", Voice: "builtin-rowan", Seed: uint64(n), Seconds: 4, Text: l.Text}, trace, sound); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	return folder
}

// BenchmarkBigProject opens the window on a project of 10,000 lines with 5 takes each and reports what it takes to open, to
// type, to scroll and to refresh everything, and the memory.
func BenchmarkBigProject(b *testing.B) {
	folder := big(b)
	p := &person{t: new(testing.T), app: test.NewTempApp(b), tasks: make(chan func(), 100000)}
	s, err := studio.Open(b.Context(), studio.Options{Places: studio.PlacesIn(b.TempDir())})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	player := play.Open()
	defer player.Close()
	figures := map[string]float64{}
	began := time.Now()
	p.window = desktop.New(p.app, s, player, ui.Options{Thread: p, Project: folder})
	defer p.window.Close()
	p.window.Fyne().Resize(fyne.NewSize(1320, 860))
	p.until("the project is open", p.open)
	figures["ms/open"] = float64(time.Since(began).Milliseconds())
	p.until("the engine is there", func() bool { return p.window.Project().Status("line000000000000").State == script.Stale })
	list := p.list()
	id := fmt.Sprintf("line%012d", bigLines/2)
	list.Select(id)
	list.Edit(id)
	measure := func(name string, n int, f func()) {
		f()
		began := time.Now()
		for range n {
			f()
		}
		figures["ms/"+name] = float64(time.Since(began).Microseconds()) / float64(n) / 1000
	}
	measure("key", 100, func() { list.TypedRune('a') })
	measure("scroll", 100, func() { list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)}) })
	list.StopEditing()
	measure("role", 3, func() {
		r := p.window.Project().Document().Role("n")
		r.Pitch++
		if _, err := p.window.Project().Do(script.PutRole{Role: r}); err != nil {
			b.Fatal(err)
		}
		list.Refresh()
	})
	for unit, value := range figures {
		b.ReportMetric(value, unit)
	}
	b.ReportMetric(float64(peak(b)), "MB-peak")
	b.ReportMetric(0, "ns/op")
}

// peak is the highest resident memory of this process in MB.
func peak(b *testing.B) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("skipped: there is no /proc here")
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1000
		}
	}
	return 0
}
