package design

import (
	"context"
	"errors"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/voices/card"
	"voicewright/voices/wording"
)

// table answers with voices that have exactly what was asked, and remembers what that was.
type table struct {
	mu    sync.Mutex
	asked []Wish
	seeds []uint64
	fail  error
	hold  chan struct{} // closed to let answers go; nil answers at once
}

func (s *table) Describe(ctx context.Context, wish Wish, seed uint64) (desk.Candidate, error) {
	s.mu.Lock()
	s.asked, s.seeds = append(s.asked, wish), append(s.seeds, seed)
	s.mu.Unlock()
	if s.hold != nil {
		select {
		case <-s.hold:
		case <-ctx.Done():
			return desk.Candidate{}, ctx.Err()
		}
	}
	c := desk.Candidate{Seed: seed, Sound: audio.Buffer{Rate: 24000, Samples: make([]float32, 2400)}}
	for i := range wording.Names {
		want, asked := wish[wording.Attribute(i)]
		c.Traits = append(c.Traits, desk.Trait{Attribute: wording.Attribute(i), Asked: asked, Want: want, Has: want + 0.2*math.Sin(float64(seed)+float64(i))})
	}
	return c, s.fail
}

// queue is the window's thread.
type queue chan func()

func (q queue) Do(f func()) { q <- f }

// until lets the window work until something holds.
func (q queue) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late := time.After(10 * time.Second)
	for !ok() {
		select {
		case f := <-q:
			f()
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func open(t *testing.T, source Source) (*View, queue, fyne.Window) {
	t.Helper()
	test.NewTempApp(t)
	q := make(queue, 100)
	v := New(source, q)
	w := test.NewWindow(v)
	w.Resize(fyne.NewSize(960, 640))
	t.Cleanup(w.Close)
	t.Cleanup(v.Close)
	return v, q, w
}

func write(v *View, text string) {
	for _, r := range text {
		v.words.TypedRune(r)
	}
}

func press(v *View, key fyne.KeyName) { v.words.TypedKey(&fyne.KeyEvent{Name: key}) }

func TestWordsBecomeVoicesThatCanBeKept(t *testing.T) {
	source := &table{}
	v, q, _ := open(t, source)
	heard := 0
	v.OnHear = func(audio.Buffer) { heard++ }
	write(v, "a low man")
	press(v, fyne.KeyReturn)
	q.until(t, "four voices are there", func() bool { return len(v.made) == Candidates })
	want := wording.Describe("a low man").Strengths()
	if !reflect.DeepEqual(source.asked[0], Wish(want)) || !reflect.DeepEqual(source.seeds, []uint64{1, 2, 3, 4}) {
		t.Errorf("asked for %v with %v", source.asked, source.seeds)
	}
	if heard != 1 || v.chosen != 0 {
		t.Errorf("%d sounds were heard, voice %d is chosen", heard, v.chosen)
	}
	v.choose(2)
	var kept uint64
	var name string
	v.OnKeep = func(n, words string, wish Wish, seed uint64) { name, kept = n, seed }
	v.keepIt()
	if kept != 3 || name != "Low man 3" || heard != 2 {
		t.Errorf("kept %d as %q after %d sounds", kept, name, heard)
	}
	v.Others()
	q.until(t, "four others are there", func() bool { return len(v.made) == Candidates })
	if got := v.made[0].Seed; got != 5 {
		t.Errorf("the others begin with %d", got)
	}
}

func TestUnknownWordsAreNamed(t *testing.T) {
	v, _, _ := open(t, &table{})
	write(v, "a low blorping man")
	if want := "These words say nothing of a voice here: “blorping”"; v.note.Text != want {
		t.Errorf("the note says %q", v.note.Text)
	}
	press(v, fyne.KeyBackspace)
	if v.sliders.wish()[wording.Sex] != 0 {
		t.Errorf("without its last letter the man is still there: %v", v.sliders.wish())
	}
}

func TestNothingIsMadeOfNothing(t *testing.T) {
	source := &table{}
	v, _, _ := open(t, source)
	press(v, fyne.KeyReturn)
	v.keepIt()
	if len(source.asked) != 0 {
		t.Errorf("made voices of nothing: %v", source.asked)
	}
}

func TestANewWishGivesUpTheOldOne(t *testing.T) {
	source := &table{hold: make(chan struct{})}
	v, q, _ := open(t, source)
	write(v, "a man")
	press(v, fyne.KeyReturn)
	write(v, ", slow")
	press(v, fyne.KeyReturn)
	close(source.hold)
	q.until(t, "four voices are there", func() bool { return len(v.made) == Candidates })
	for _, c := range v.made {
		if !c.Traits[wording.Pace].Asked {
			t.Error("a voice of the old wish arrived")
		}
	}
}

func TestAFailureIsSaid(t *testing.T) {
	v, q, _ := open(t, &table{fail: errors.New("the engine is not there")})
	write(v, "a man")
	press(v, fyne.KeyReturn)
	q.until(t, "the note says so", func() bool { return v.note.Text == "the engine is not there" })
	if v.wait.Visible() {
		t.Error("it still waits")
	}
}

func TestASliderCanBeLeftOpenAgain(t *testing.T) {
	v, _, _ := open(t, &table{})
	v.sliders.rows[wording.Pitch].slider.SetValue(1)
	if got := v.sliders.wish(); !reflect.DeepEqual(got, Wish{wording.Pitch: 1}) {
		t.Errorf("the wish is %v", got)
	}
	test.Tap(v.sliders.rows[wording.Pitch].clear)
	if got := v.sliders.wish(); len(got) != 0 {
		t.Errorf("the wish is %v", got)
	}
}

// echo speaks whatever it is told to change.
type echo struct{ asked chan Wish }

func (e echo) SketchEdit(_ context.Context, _ string, change Wish) (audio.Buffer, error) {
	e.asked <- change
	return audio.Buffer{Rate: 24000, Samples: make([]float32, 240)}, nil
}

func TestAnEditIsHeardAndKept(t *testing.T) {
	test.NewTempApp(t)
	q, source := make(queue, 100), echo{make(chan Wish, 10)}
	e := NewEdit(source, q, card.Card{ID: "x", Name: "Wren"})
	w := test.NewWindow(e)
	t.Cleanup(w.Close)
	t.Cleanup(e.Close)
	heard, kept := 0, Wish(nil)
	e.OnHear = func(audio.Buffer) { heard++ }
	e.OnKeep = func(name string, change Wish) { kept = change }
	e.keep()
	if kept != nil || e.note.Importance != widget.WarningImportance {
		t.Error("a voice without a change was kept")
	}
	for _, v := range []float64{0.5, 1, 1.5} { // a quick hand: only where it rests is heard
		e.sliders.rows[wording.Pitch].slider.SetValue(v)
	}
	q.until(t, "it is heard", func() bool { return heard == 1 })
	if got := <-source.asked; !reflect.DeepEqual(got, Wish{wording.Pitch: 1.5}) || len(source.asked) != 0 {
		t.Errorf("asked for %v, and %d more", got, len(source.asked))
	}
	e.keep()
	if !reflect.DeepEqual(kept, Wish{wording.Pitch: 1.5}) {
		t.Errorf("kept %v", kept)
	}
}

// TestPicture draws the view in light and dark for whoever looks at it.
func TestPicture(t *testing.T) {
	folder := os.Getenv("VOICEWRIGHT_PICTURES")
	if folder == "" {
		t.Skip("skipped: VOICEWRIGHT_PICTURES names no folder")
	}
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		test.NewTempApp(t).Settings().SetTheme(look.Theme(choice, 1))
		q := make(queue, 100)
		v := New(&table{}, q)
		w := test.NewWindow(v)
		w.Resize(fyne.NewSize(960, 660))
		write(v, "a low, calm, slightly hoarse older man, unhurried")
		press(v, fyne.KeyReturn)
		q.until(t, "four voices are there", func() bool { return len(v.made) == Candidates })
		file, err := os.Create(filepath.Join(folder, "design-"+choice.String()+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(file, w.Canvas().Capture()), file.Close()); err != nil {
			t.Fatal(err)
		}
		w.Close()
		v.Close()
	}
}
