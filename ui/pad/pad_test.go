package pad

import (
	"context"
	"errors"
	"image/png"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voicewright/audio"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A slow source answers when it is told to.
type slow struct {
	mu     sync.Mutex
	asked  []map[string]float64
	begun  chan struct{}
	answer chan error
}

func newSlow() *slow { return &slow{begun: make(chan struct{}, 100), answer: make(chan error)} }

func (s *slow) Sketch(ctx context.Context, weights map[string]float64) (audio.Buffer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, maps.Clone(weights))
	n := len(s.asked)
	s.mu.Unlock()
	s.begun <- struct{}{}
	select {
	case err := <-s.answer:
		return audio.Buffer{Rate: 24000, Samples: make([]float32, n)}, err
	case <-ctx.Done():
		return audio.Buffer{}, ctx.Err()
	}
}

func (s *slow) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

// last is what was asked for last.
func (s *slow) last() map[string]float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[len(s.asked)-1]
}

var someVoices = []card.Card{
	{ID: "a", Name: "Rowan", Pitch: 112, Spread: 2.6, Seconds: 60, Colour: slope(0.3)},
	{ID: "b", Name: "Wren", Pitch: 205, Spread: 3.9, Seconds: 60, Colour: slope(-0.4)},
	{ID: "c", Name: "Alder", Pitch: 92, Spread: 1.8, Seconds: 60, Colour: slope(0.8)},
	{ID: "d", Name: "Hazel, who reads the long winter stories", Pitch: 178, Spread: 5, Seconds: 60, Colour: slope(0)},
}

// slope is a spectrum that falls more or less.
func slope(tilt float64) []float32 {
	bands := make([]float32, 86)
	for i := range bands {
		at := float64(i) / 85
		bands[i] = float32(0.4 - 2*math.Sqrt(at) + tilt*(0.5-at)*3 + 0.5*math.Sin(9*at+4*tilt))
	}
	return bands
}

func open(t testing.TB, source Source, to thread.Dispatcher, voices int, choice look.Choice) (*Pad, fyne.Window) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(choice, 1))
	p := New(source, to, someVoices[:voices])
	t.Cleanup(p.Close)
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(900, 600))
	w.Canvas().Focus(p.field)
	return p, w
}

func TestWeightsOfEveryShape(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for n := Fewest; n <= Most; n++ {
		for i, c := range corners(n) {
			for k, w := range weights(n, c) {
				if want := map[bool]float64{true: 1}[k == i]; w != want {
					t.Errorf("%d voices: voice %d weighs %g at corner %d", n, k, w, i)
				}
			}
		}
		for _, w := range weights(n, middle(n)) {
			if math.Abs(w-1/float64(n)) > 1e-12 {
				t.Errorf("%d voices: one weighs %g in the middle", n, w)
			}
		}
		for range 1000 {
			s := inside(n, spot{3*chance.Float64() - 1, 3*chance.Float64() - 1})
			sum := 0.0
			for _, w := range weights(n, s) {
				if w < -1e-12 {
					t.Fatalf("%d voices: a weight of %g at %v", n, w, s)
				}
				sum += w
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Fatalf("%d voices: the weights at %v sum to %g", n, s, sum)
			}
			if again := inside(n, s); math.Abs(again.x-s.x)+math.Abs(again.y-s.y) > 1e-12 {
				t.Fatalf("%d voices: %v is moved although it is on the pad", n, s)
			}
			total := 0
			for _, p := range percent(weights(n, s)) {
				total += p
			}
			if total != 100 {
				t.Fatalf("%d voices: the percentages at %v sum to %d", n, s, total)
			}
		}
	}
}

func TestKeysMoveThePoint(t *testing.T) {
	queue := &thread.Queue{}
	p, _ := open(t, newSlow(), queue, 4, look.Dark)
	key := func(name fyne.KeyName) { p.field.TypedKey(&fyne.KeyEvent{Name: name}) }
	near := func(want spot) {
		t.Helper()
		if math.Abs(p.field.at.x-want.x)+math.Abs(p.field.at.y-want.y) > 1e-9 {
			t.Errorf("the point is at %v, not at %v", p.field.at, want)
		}
	}
	key(fyne.KeyRight)
	key(fyne.KeyUp)
	near(spot{0.55, 0.45})
	p.field.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(fyne.KeyLeft)
	p.field.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	near(spot{0.54, 0.45})
	p.field.TypedRune('3')
	near(spot{0, 1})
	if shares := p.field.shares(); shares[2] != 1 {
		t.Errorf("at voice 3 the shares are %v", shares)
	}
	key(fyne.KeyDown)
	near(spot{0, 1})
	key(fyne.KeyHome)
	near(spot{0.5, 0.5})
}

func TestThePointFollowsThePointer(t *testing.T) {
	p, _ := open(t, newSlow(), &thread.Queue{}, 3, look.Light)
	at := p.field.place(spot{0.5, 0.6})
	p.field.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	if math.Abs(p.field.at.y-0.6) > 1e-3 || !p.field.held {
		t.Errorf("the point is at %v, held %v", p.field.at, p.field.held)
	}
	p.field.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(-500, 5000)}})
	if p.field.at != (spot{0, 1}) {
		t.Errorf("dragged out of the window it is at %v", p.field.at)
	}
	p.field.DragEnd()
	if p.field.held {
		t.Error("the point is still held")
	}
}

func TestOnlyTheNewestBlendIsHeard(t *testing.T) {
	source, queue := newSlow(), &thread.Queue{}
	p, _ := open(t, source, queue, 2, look.Dark)
	var heard []int
	p.OnHear = func(sound audio.Buffer, _ bool) { heard = append(heard, len(sound.Samples)) }
	p.hear()
	<-source.begun // the middle is in work
	for range 5 {
		p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // the second is far from it
	}
	for math.Abs(source.last()["b"]-0.75) > 1e-9 {
		select {
		case <-source.begun:
		case source.answer <- nil: // one that was near enough to go on
		}
	}
	source.answer <- nil
	for len(heard) == 0 || heard[len(heard)-1] != source.count() {
		queue.Run()
	}
	n := source.count()
	if n > 6 || len(heard) > 3 {
		t.Errorf("%d sketches were begun and %d heard on 6 places", n, len(heard))
	}
	heard = nil
	p.hear()
	for source.count() == n {
		<-source.begun
	}
	p.Close()
	queue.Run()
	if len(heard) != 0 {
		t.Error("a sketch is heard of a pad that is closed")
	}
}

func TestASlowHandHearsEveryStep(t *testing.T) {
	source, queue := newSlow(), &thread.Queue{}
	p, _ := open(t, source, queue, 2, look.Dark)
	heard := make(chan bool, 9)
	p.OnHear = func(_ audio.Buffer, on bool) { heard <- on }
	wait := func() bool {
		t.Helper()
		for {
			queue.Run()
			select {
			case on := <-heard:
				return on
			default:
			}
		}
	}
	p.field.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.field.place(spot{0.52, 0.5})}})
	<-source.begun
	p.field.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.field.place(spot{0.54, 0.5})}})
	source.answer <- nil // not cancelled, since it is near
	if !wait() {
		t.Error("the phrase begins again although the point moves")
	}
	<-source.begun
	source.answer <- nil
	wait()
	p.field.DragEnd()
	<-source.begun
	source.answer <- nil
	if wait() {
		t.Error("the phrase goes on although the point rests")
	}
	p.hear()
	<-source.begun
	source.answer <- errors.New("no engine")
	for !p.note.Visible() {
		queue.Run()
	}
	if p.note.Text != "no engine" {
		t.Errorf("the pad says %q", p.note.Text)
	}
}

func TestVoicesComeAndGo(t *testing.T) {
	p, _ := open(t, newSlow(), &thread.Queue{}, 2, look.Dark)
	give := someVoices[2]
	p.OnChoose = func(then func(card.Card)) { then(give) }
	test.Tap(p.add)
	if len(p.voices) != 3 || p.field.at != middle(3) || p.name.Text != "Rowan + Wren + Alder" {
		t.Fatalf("%d voices, the point at %v, the name %q", len(p.voices), p.field.at, p.name.Text)
	}
	test.Tap(p.add)
	if len(p.voices) != 3 || !p.note.Visible() {
		t.Error("the same voice is on the pad twice")
	}
	test.Type(p.name, "!")
	give = someVoices[3]
	test.Tap(p.add)
	if p.name.Text == suggestion(p.voices) || p.add.Visible() {
		t.Errorf("four voices: the name is %q, more can be added: %v", p.name.Text, p.add.Visible())
	}
	p.remove(0)
	var kept map[string]float64
	p.OnKeep = func(_ string, weights map[string]float64) { kept = weights }
	p.field.corner(1)
	p.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(kept) != 3 || kept["c"] != 1 || kept["b"] != 0 {
		t.Errorf("kept %v", kept)
	}
	p.name.SetText("  ")
	kept = nil
	p.keep()
	if kept != nil || !p.note.Visible() {
		t.Error("a blend without a name is kept")
	}
}

// BenchmarkGround paints what is painted anew when the pad changes its size.
func BenchmarkGround(b *testing.B) {
	test.NewTempApp(b)
	g := ground{n: 4, w: 800, h: 700, left: 60, top: 90, wide: 680, tall: 520, margin: 39, sharp: 1.5, dot: look.Color(look.ColorSubtle), strength: 0.4}
	for i := range g.n {
		g.hues = append(g.hues, look.Role(i))
	}
	for b.Loop() {
		g.paint()
	}
}

// TestScreenshots draws the pad into the folder that SHOTS names.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("SHOTS names no folder")
	}
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		for n := Fewest; n <= Most; n++ {
			p, w := open(t, newSlow(), &thread.Queue{}, n, choice)
			p.field.move(spot{0.3, 0.62})
			file, err := os.Create(filepath.Join(folder, "pad-"+choice.String()+string(rune('0'+n))+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(file, w.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
			file.Close()
		}
	}
}
