package references

import (
	"context"
	"errors"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A listener is a Source that finds what it is told to.
type listener struct {
	mu      sync.Mutex
	report  map[string]desk.Reference
	growth  desk.Growth
	verdict desk.Verdict  // instead of that of the recordings
	advice  []desk.Advice // further
	asked   [][]desk.Source
}

const windowTime = 1.7 // seconds

// recording is a report on n windows, of which some are no speech.
func recording(path string, n int, silent ...int) desk.Reference {
	r := desk.Reference{Path: path, Format: "WAV, 16-bit PCM, 48 kHz, mono", Seconds: windowTime * float64(n), Verdict: desk.Good}
	for i := range n {
		used := !slices.Contains(silent, i)
		r.Windows = append(r.Windows, desk.Window{Region: desk.Region{Start: windowTime * float64(i), End: windowTime * float64(i+1)}, Score: 0.9, Used: used})
	}
	return r
}

func (l *listener) Outline(_ context.Context, path string) (desk.Outline, error) {
	r, ok := l.report[path]
	if !ok {
		return desk.Outline{}, errors.New("the file is no recording that this program can read")
	}
	o := desk.Outline{Seconds: r.Seconds}
	for i := range 3000 {
		at := float64(i) / 3000 * r.Seconds
		w := r.Windows[min(int(at/windowTime), len(r.Windows)-1)]
		level := 0.04
		if w.Used {
			level = 0.35 + 0.3*math.Sin(at*2.1)*math.Sin(at*5.3+1)
		}
		o.Peaks = append(o.Peaks, float32(level*(0.6+0.4*math.Abs(math.Sin(at*17)*math.Sin(at*41)))))
	}
	return o, nil
}

func (l *listener) CheckReferences(_ context.Context, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error) {
	l.mu.Lock()
	l.asked = append(l.asked, sources)
	l.mu.Unlock()
	progress(desk.Listening{Fraction: 0.5})
	r := desk.Report{Verdict: desk.Good, Likeness: desk.Likeness{Now: 0.81, More: 0.88}, Advice: append([]desk.Advice{{Kind: "add more", Value: 0.07}}, l.advice...), Growth: l.growth}
	for _, s := range sources {
		f := l.report[s.Path]
		f.Windows = slices.Clone(f.Windows)
		for i, w := range f.Windows {
			if reaches(s.Off, w.Region) {
				f.Windows[i].Used = false
			}
			if f.Windows[i].Used {
				f.Used += w.End - w.Start
			}
		}
		if f.Verdict == desk.Poor {
			r.Verdict = desk.Usable
		}
		r.Files, r.Used, r.Seconds = append(r.Files, f), r.Used+f.Used, r.Seconds+f.Seconds
	}
	if l.verdict != "" {
		r.Verdict = l.verdict
	}
	return r, nil
}

func someRecordings() *listener {
	music := recording("/home/anna/Interview, kitchen.wav", 24, 0, 9, 10)
	music.Verdict = desk.Poor
	music.Findings = []desk.Finding{
		{Kind: "music", Severity: desk.Fault, Value: 1.4, Regions: []desk.Region{{Start: 20, End: 27}}},
		{Kind: "noise", Severity: desk.Minor, Value: 28},
	}
	return &listener{report: map[string]desk.Reference{
		"/home/anna/Chapter 1.wav": recording("/home/anna/Chapter 1.wav", 40, 12, 13, 30), music.Path: music}}
}

// A studio has one microphone, and records what is already there.
type studio struct {
	none      error
	discarded int
}

func (s *studio) Microphones() ([]desk.Microphone, error) {
	return []desk.Microphone{{ID: "1", Name: "Microphone on the desk"}, {ID: "2", Name: "Headset"}}, s.none
}

func (s *studio) Record(id string) (Recording, error) { return s, nil }
func (s *studio) Level() (peak, seconds float64)      { return 0.3, 12 }
func (s *studio) Stop() (string, error)               { return chapter, nil }
func (s *studio) Discard()                            { s.discarded++ }

type opened struct {
	*Desk
	source *listener
	studio *studio
	queue  *thread.Queue
	window fyne.Window
}

func open(t testing.TB, choice look.Choice, source *listener, paths ...string) *opened {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(choice, 1))
	o := &opened{source: source, queue: &thread.Queue{}}
	o.studio = &studio{}
	o.Desk = New(source, o.studio, o.queue, paths)
	t.Cleanup(o.Close)
	o.window = test.NewTempWindow(t, o.Desk)
	o.window.Resize(fyne.NewSize(980, 660))
	return o
}

// settled waits until the desk has listened to what lies there.
func (o *opened) settled(t testing.TB) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !o.fresh; time.Sleep(time.Millisecond) {
		if o.queue.Run(); time.Now().After(end) {
			t.Fatal("the desk has not listened within 30 s")
		}
	}
}

func (o *opened) row(name string) *row {
	for _, e := range o.entries {
		if strings.HasPrefix(e.name(), name) {
			return o.rows[e]
		}
	}
	return nil
}

const chapter, interview = "/home/anna/Chapter 1.wav", "/home/anna/Interview, kitchen.wav"

func TestAClickSwitchesAPart(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), chapter)
	o.settled(t)
	r := o.row("Chapter")
	before := r.entry.used()
	if want := 37 * windowTime; math.Abs(before-want) > 1e-6 {
		t.Fatalf("%.1f s are used, not %.1f", before, want)
	}
	test.Tap(r.strip) // at its left upper corner
	cells := r.strip.cells()
	lost := float64(cells[0].end) * windowTime
	if math.Abs(before-r.entry.used()-lost) > 1e-6 || o.fresh {
		t.Errorf("%.1f s are used after a click on the first %.1f s of %.1f", r.entry.used(), lost, before)
	}
	o.settled(t)
	last := o.source.asked[len(o.source.asked)-1]
	if len(last) != 1 || len(last[0].Off) != 1 || math.Abs(last[0].Off[0].End-lost) > 1e-6 {
		t.Errorf("the check is asked for %+v", last)
	}
	test.Tap(r.strip)
	if r.entry.used() != before {
		t.Errorf("switched on again, %.1f s are used", r.entry.used())
	}
}

func TestTheWaveformByKeys(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), chapter)
	o.settled(t)
	s := o.row("Chapter").strip
	from := -1.0
	o.OnPlay = func(_ string, at float64) { from = at }
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			s.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeyRight, fyne.KeyRight, fyne.KeySpace, fyne.KeyReturn)
	cells := s.cells()
	if !s.isOff(2) || s.isOff(1) || from != s.entry.windows[cells[2].first].Start {
		t.Errorf("part 2 is off: %v, it plays from %.1f s", s.isOff(2), from)
	}
	key(fyne.KeyEnd, fyne.KeyRight, fyne.KeySpace)
	if !s.isOff(len(cells) - 1) {
		t.Error("the last part is not off")
	}
	key(fyne.KeyHome, fyne.KeyLeft, fyne.KeySpace)
	if !s.isOff(0) {
		t.Error("the first part is not off")
	}
}

func TestADragSwitchesAllThatItPasses(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), chapter)
	o.settled(t)
	s := o.row("Chapter").strip
	width := s.Size().Width
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(width*0.5, 20)}, Dragged: fyne.NewDelta(width*0.25, 0)})
	s.DragEnd()
	for i, w := range s.entry.windows {
		middle := (w.Start + w.End) / 2 / s.entry.seconds()
		if inside := middle > 0.28 && middle < 0.48; inside && !w.off {
			t.Errorf("window %d is not off", i)
		} else if outside := middle < 0.2 || middle > 0.6; outside && w.off {
			t.Errorf("window %d is off", i)
		}
	}
}

func TestAFindingIsLeftOut(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), interview)
	o.settled(t)
	e := o.row("Interview").entry
	music := e.report.Findings[0].Regions
	if e.left(music) {
		t.Fatal("the music is left out already")
	}
	e.leaveOut(music)
	if !e.left(music) {
		t.Error("the music is still used")
	}
	for _, w := range e.windows {
		if w.off != (w.End > 20.02 && w.Start < 26.98) {
			t.Errorf("the window from %.1f s: off %v", w.Start, w.off)
		}
	}
}

func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), chapter, "/home/anna/notes.wav")
	o.settled(t)
	if e := o.row("notes").entry; e.broken == nil || len(o.sources()) != 1 {
		t.Errorf("it is broken: %v, %d sources", e.broken, len(o.sources()))
	}
	o.Add(chapter)
	if len(o.entries) != 2 {
		t.Error("the same recording lies on the desk twice")
	}
	o.remove(o.row("notes").entry)
	o.remove(o.row("Chapter").entry)
	o.settled(t)
	if len(o.entries) != 0 || !o.form.make.Disabled() {
		t.Error("a voice can be made of nothing")
	}
}

// until waits until something holds.
func (o *opened) until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if o.queue.Run(); time.Now().After(end) {
			t.Fatalf("waited 30 s until %s", what)
		}
	}
}

func TestARecordingJoinsTheList(t *testing.T) {
	o := open(t, look.Dark, someRecordings())
	o.booth.open()
	o.until(t, "there is a microphone", func() bool { return !o.booth.begin.Disabled() })
	test.Tap(o.booth.begin)
	o.until(t, "the level is shown", func() bool { return o.booth.level.now > 0.5 })
	test.Tap(o.booth.begin)
	o.until(t, "the recording is on the desk", func() bool { return len(o.entries) == 1 })
	if o.booth.content.Visible() || o.studio.discarded != 0 {
		t.Error("the booth is still there, or the recording was thrown away")
	}
	o.booth.open()
	o.until(t, "there is a microphone again", func() bool { return !o.booth.begin.Disabled() })
	test.Tap(o.booth.begin)
	o.until(t, "it records", func() bool { return o.booth.take != nil })
	o.Close()
	if o.studio.discarded != 1 {
		t.Errorf("%d recordings were thrown away with the desk", o.studio.discarded)
	}
}

func TestNoMicrophoneIsTold(t *testing.T) {
	o := open(t, look.Dark, someRecordings())
	o.studio.none = errors.New("no microphone was found: plug one in")
	o.booth.open()
	o.until(t, "it is told", func() bool { return o.booth.note.Visible() })
	if o.booth.note.Text != "No microphone was found: plug one in" || !o.booth.begin.Disabled() {
		t.Errorf("it says %q", o.booth.note.Text)
	}
}

func TestConsentIsNeeded(t *testing.T) {
	o := open(t, look.Dark, someRecordings(), chapter)
	var made card.Card
	var of []desk.Source
	o.OnMake = func(about card.Card, sources []desk.Source) { made, of = about, sources }
	o.settled(t)
	test.Tap(o.form.make)
	if made.Name != "" || !o.form.note.Visible() {
		t.Fatal("a voice is made without consent")
	}
	o.form.consent.SetSelectedIndex(1)
	test.Type(o.form.who, "Anna, by letter")
	test.Tap(o.form.make)
	if made.Name != "Chapter 1" || len(of) != 1 || !strings.Contains(made.Consent, "Anna, by letter") {
		t.Errorf("made %+v of %v", made, of)
	}
}

func TestEveryKindHasWords(t *testing.T) {
	for _, kind := range []string{"silence", "no speech", "short", "quiet", "noise", "clipping", "reverberation", "hum", "band", "music", "speakers", "pauses"} {
		if text := finding(desk.Finding{Kind: kind, Value: 1, Text: "-"}); text == "-" || text == "" {
			t.Errorf("%q has no words", kind)
		}
	}
	for _, kind := range []string{"record again", "leave out", "add more"} {
		if text := advice(desk.Advice{Kind: kind, Text: "-"}); text == "-" || text == "" {
			t.Errorf("%q has no words", kind)
		}
	}
	if text := finding(desk.Finding{Kind: "new", Text: "A new one."}); text != "A new one." {
		t.Errorf("a kind of another version is %q", text)
	}
}

// TestScreenshots draws the desk into the folder that SHOTS names.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("SHOTS names no folder")
	}
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		shoot := func(o *opened, name string) {
			file, err := os.Create(filepath.Join(folder, "desk-"+choice.String()+name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := png.Encode(file, o.window.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
		}
		o := open(t, choice, someRecordings(), chapter, interview, "/home/anna/notes.wav")
		o.settled(t)
		s := o.row("Chapter").strip
		s.set(4, true)
		s.set(5, true)
		s.cursor = 8
		s.FocusGained()
		s.showHead(30)
		o.settled(t)
		shoot(o, "")
		shoot(open(t, choice, someRecordings()), "-empty")
		o.booth.open()
		o.until(t, "there is a microphone", func() bool { return !o.booth.begin.Disabled() })
		test.Tap(o.booth.begin)
		o.until(t, "the level is shown", func() bool { return o.booth.level.now > 0.5 })
		shoot(o, "-booth")
	}
}
