package listen

import (
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/ui/look"
	"voicewright/ui/thread"
)

// recorder is a Player whose time stands still, and that writes down what it is told.
type recorder struct {
	tracks []Track
	state  State
	loop   [2]float64
	calls  []string
}

func (r *recorder) Load(tracks ...Track) {
	r.tracks, r.state = tracks, State{}
	for _, t := range tracks {
		r.state.Length = max(r.state.Length, t.Sound.Seconds())
	}
	r.calls = append(r.calls, "load")
}
func (r *recorder) Choose(i int)   { r.state.Track = i; r.calls = append(r.calls, "choose") }
func (r *recorder) Play()          { r.state.Playing = true; r.calls = append(r.calls, "play") }
func (r *recorder) Pause()         { r.state.Playing = false; r.calls = append(r.calls, "pause") }
func (r *recorder) Seek(s float64) { r.state.Position = s; r.calls = append(r.calls, "seek") }
func (r *recorder) Loop(from, to float64) {
	r.loop = [2]float64{from, to}
	r.calls = append(r.calls, "loop")
}
func (r *recorder) Unloop()      { r.loop = [2]float64{}; r.calls = append(r.calls, "unloop") }
func (r *recorder) State() State { return r.state }

// hum is a voice of a kind: harmonics of a gliding pitch in syllables.
func hum(seconds, pitch float64, gain float32) audio.Buffer {
	b := audio.Buffer{Rate: 24000, Samples: make([]float32, int(seconds*24000))}
	phase := 0.0
	for i := range b.Samples {
		t := float64(i) / 24000
		phase += 2 * math.Pi * pitch * (1 + 0.2*math.Sin(3*t)) / 24000
		v := 0.0
		for h := 1.0; h < 20; h++ {
			v += math.Sin(h*phase) / h
		}
		b.Samples[i] = float32(v*math.Max(0, math.Sin(2*math.Pi*2*t))) * 0.2 * gain
	}
	return b
}

// trace gives a sound made-up phonemes and words at even lengths.
func trace(seconds float64, phones string, words ...string) script.Trace {
	t := script.Trace{Rate: 24000, Step: 0.01}
	runes := []rune(phones)
	for i, r := range runes {
		t.Phones = append(t.Phones, script.Span{
			Start: seconds * float64(i) / float64(len(runes)), End: seconds * float64(i+1) / float64(len(runes)), Label: string(r),
		})
	}
	for i, w := range words {
		t.Words = append(t.Words, script.Span{
			Start: seconds * float64(i) / float64(len(words)), End: seconds * float64(i+1) / float64(len(words)), Label: w,
		})
	}
	return t
}

func sound(id string, b audio.Buffer, t script.Trace) *Sound {
	return &Sound{ID: id, Title: "Take " + id, Buffer: b, Trace: t}
}

// opened is a bench in a window.
type opened struct {
	*Bench
	player *recorder
	queue  *thread.Queue
	window fyne.Window
}

func open(t testing.TB, theme fyne.Theme, width, height float32) *opened {
	app := test.NewTempApp(t)
	if theme != nil {
		app.Settings().SetTheme(theme)
	}
	o := &opened{player: &recorder{}, queue: &thread.Queue{}}
	o.Bench = New(o.player, o.queue)
	o.window = test.NewTempWindow(t, o.Bench)
	o.window.SetPadded(false)
	o.window.Resize(fyne.NewSize(width, height))
	t.Cleanup(o.Stop)
	return o
}

// settle runs what comes back from the bench's goroutines until nothing is missing.
func (o *opened) settle(t testing.TB) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; {
		o.queue.Run()
		if !o.Busy() {
			o.queue.Run()
			return
		}
		if time.Now().After(end) {
			t.Fatal("the pictures were not complete after 20 s")
		}
		time.Sleep(time.Millisecond)
	}
}

// sharedFolder holds real recordings, beside the repository.
var sharedFolder = filepath.Join("..", "..", "..", "shared", "speech")

func studio(dark bool) fyne.Theme {
	if dark {
		return look.Theme(look.Dark, 1)
	}
	return look.Theme(look.Light, 1)
}

func real(t testing.TB, name string) audio.Buffer {
	path := filepath.Join(sharedFolder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real recordings: %v", err)
	}
	b, err := audio.Load(path, audio.SampleRate, 0)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mouseAt(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}}
}
