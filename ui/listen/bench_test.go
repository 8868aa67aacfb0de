package listen

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/ui/listen/scope"
)

// shown is a bench with a sound of two seconds and ten phonemes.
func shown(t testing.TB) *opened {
	o := open(t, nil, 900, 600)
	o.SetSounds(sound("a", hum(2, 120, 1), trace(2, "abcdefghij", "one", "two")), nil)
	o.settle(t)
	return o
}

// at returns a place in the middle of a lane, at a time.
func (o *opened) at(t testing.TB, kind laneKind, side int, seconds float64) fyne.Position {
	t.Helper()
	p, ok := o.stage.find(kind, side)
	if !ok {
		t.Fatalf("lane %d of side %d is not shown", kind, side)
	}
	return fyne.NewPos(o.stage.x(seconds), p.top+p.height/2)
}

func (o *opened) press(at fyne.Position) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
	o.stage.MouseDown(e)
	o.stage.MouseUp(e)
}

func (o *opened) pull(from, to fyne.Position) {
	o.stage.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	middle := fyne.NewPos((from.X+to.X)/2, (from.Y+to.Y)/2)
	for _, step := range [][2]fyne.Position{{from, middle}, {middle, to}} {
		o.stage.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{Position: step[1]},
			Dragged:    fyne.NewDelta(step[1].X-step[0].X, step[1].Y-step[0].Y),
		})
	}
	o.stage.DragEnd()
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.004 }

func TestClickSeeks(t *testing.T) {
	o := shown(t)
	for _, kind := range []laneKind{laneRuler, laneWave, laneSpectrogram} {
		side := 0
		if kind == laneRuler {
			side = shared
		}
		o.Seek(0)
		o.press(o.at(t, kind, side, 1.3))
		if !near(o.player.state.Position, 1.3) || !near(o.Head(), 1.3) {
			t.Errorf("lane %d: the player stands at %g s, the head at %g s", kind, o.player.state.Position, o.Head())
		}
	}
	if o.window.Canvas().Focused() != fyne.Focusable(o.stage) {
		t.Error("a click does not give the keyboard to the bench")
	}
}

// TestTremblingClick is a click in which the pointer moves a little: the driver calls that a drag.
func TestTremblingClick(t *testing.T) {
	o := shown(t)
	at := o.at(t, laneWave, 0, 1.2)
	o.pull(at, at.AddXY(2, 1))
	if _, _, ok := o.Region(); ok || !near(o.Head(), 1.2) {
		t.Errorf("region %v, head at %g s", ok, o.Head())
	}
}

func TestDragChoosesRegion(t *testing.T) {
	o := shown(t)
	var told [][2]float64
	o.OnRegion = func(from, to float64) { told = append(told, [2]float64{from, to}) }
	o.pull(o.at(t, laneSpectrogram, 0, 1.5), o.at(t, laneSpectrogram, 0, 0.5))
	from, to, ok := o.Region()
	if !ok || !near(from, 0.5) || !near(to, 1.5) || len(told) != 1 {
		t.Fatalf("region %g to %g (%v), told %v", from, to, ok, told)
	}
	// An edge is dragged alone.
	o.pull(o.at(t, laneWave, 0, 1.5), o.at(t, laneWave, 0, 1.8))
	if from, to, _ := o.Region(); !near(from, 0.5) || !near(to, 1.8) {
		t.Errorf("after dragging its end the region is %g to %g", from, to)
	}
	o.ToggleLoop()
	if !near(o.player.loop[0], 0.5) || !near(o.player.loop[1], 1.8) {
		t.Errorf("the player repeats %v", o.player.loop)
	}
	o.pull(o.at(t, laneWave, 0, 0.5), o.at(t, laneWave, 0, 0.7))
	if !near(o.player.loop[0], 0.7) {
		t.Errorf("the player repeats %v after the region has changed", o.player.loop)
	}
	o.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if _, _, ok := o.Region(); ok || o.Looping() || o.player.loop != [2]float64{} {
		t.Error("Escape leaves a region or a loop")
	}
}

func TestPlayBeginsInTheLoop(t *testing.T) {
	o := shown(t)
	o.SetRegion(0.5, 1)
	o.ToggleLoop()
	o.Seek(1.7)
	o.Play()
	if !near(o.player.state.Position, 0.5) || !o.player.state.Playing {
		t.Errorf("plays from %g s", o.player.state.Position)
	}
	o.Pause()
	o.ClearRegion()
	o.Seek(2)
	o.Play()
	if o.player.state.Position != 0 {
		t.Errorf("at the end it plays from %g s", o.player.state.Position)
	}
}

func TestLabelsChooseAndZoom(t *testing.T) {
	o := shown(t)
	at := o.at(t, lanePhones, 0, 0.5)
	o.press(at)
	if from, to, _ := o.Region(); !near(from, 0.4) || !near(to, 0.6) || !near(o.Head(), 0.4) {
		t.Errorf("the click on a phoneme chose %g to %g, head at %g", from, to, o.Head())
	}
	o.stage.DoubleTapped(&fyne.PointEvent{Position: at})
	from, to := o.View()
	if from > 0.4 || to < 0.6 || to-from > 0.7 {
		t.Errorf("zoomed to %g to %g", from, to)
	}
	o.stage.DoubleTapped(&fyne.PointEvent{Position: o.at(t, laneRuler, shared, 0.5)})
	if from, to := o.View(); from != 0 || to != 2 {
		t.Errorf("the ruler shows %g to %g", from, to)
	}
	o.NextPhone()
	if from, _, _ := o.Region(); !near(from, 0.6) {
		t.Errorf("the next phoneme begins at %g", from)
	}
	o.PreviousPhone()
	o.PreviousPhone()
	if from, _, _ := o.Region(); !near(from, 0.2) {
		t.Errorf("the phoneme before begins at %g", from)
	}
}

func TestWheelZoomsAroundPointer(t *testing.T) {
	o := shown(t)
	at := o.at(t, laneWave, 0, 0.8)
	for _, dy := range []float32{30, 30, 50, -20} {
		o.stage.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, dy)})
		if got := o.stage.seconds(at.X); !near(got, 0.8) {
			t.Fatalf("%g s lies under the pointer, it was 0.8", got)
		}
	}
	from, to := o.View()
	if to-from > 1 {
		t.Errorf("%g s are seen", to-from)
	}
	o.stage.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(-20, 1)})
	if moved, _ := o.View(); moved <= from {
		t.Errorf("the wheel to the side moved from %g to %g", from, moved)
	}
	width := to - from
	o.pull(o.at(t, laneRuler, shared, o.time.span.At(0.5)), o.at(t, laneRuler, shared, o.time.span.At(0.6)))
	if f, to := o.View(); !near(to-f, width) {
		t.Errorf("dragging the ruler changed the zoom from %g to %g s", width, to-f)
	}
}

func TestKeys(t *testing.T) {
	o := shown(t)
	other := sound("b", hum(1.5, 180, 0.2), script.Trace{})
	o.SetSounds(o.sides[0].sound, other)
	before := o.Settings()
	for _, r := range "scdpmv" {
		o.stage.TypedRune(r)
	}
	now := o.Settings()
	if now.Scale == before.Scale || now.Map == before.Map || now.Detail == before.Detail || now.Overlay == before.Overlay ||
		now.Match == before.Match || now.Both == before.Both {
		t.Errorf("settings %+v", now)
	}
	for r, want := range map[rune]int{'b': 1, 'a': 0, 'x': 1} {
		if r == 'x' {
			o.ChooseA()
		}
		o.stage.TypedRune(r)
		if o.player.state.Track != want {
			t.Errorf("%c chose track %d", r, o.player.state.Track)
		}
	}
	o.stage.TypedRune('+')
	if from, to := o.View(); to-from >= 2 {
		t.Error("+ does not zoom in")
	}
	o.stage.TypedRune('0')
	if from, to := o.View(); from != 0 || to != 2 {
		t.Error("0 does not show everything")
	}
	o.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if !o.player.state.Playing {
		t.Error("Space does not play")
	}
	o.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	var passed []fyne.KeyName
	o.OnKey = func(e *fyne.KeyEvent) { passed = append(passed, e.Name) }
	o.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	o.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5})
	if o.player.state.Playing || !slices.Equal(passed, []fyne.KeyName{fyne.KeySpace, fyne.KeyF5}) {
		t.Errorf("passed on %v", passed)
	}
}

// TestEqualLevel holds two sounds to the same level as they are played, by turning the louder one down.
func TestEqualLevel(t *testing.T) {
	o := open(t, nil, 900, 600)
	loud, quiet := hum(2, 120, 1), hum(3, 200, 0.25)
	o.SetSounds(sound("a", loud, script.Trace{}), sound("b", quiet, script.Trace{}))
	level := func(i int) float64 {
		track := o.player.tracks[i]
		return audio.ActiveLevel(track.Sound.Samples, track.Sound.Rate) + 20*math.Log10(track.Gain)
	}
	if len(o.player.tracks) != 2 || math.Abs(level(0)-level(1)) > 0.1 || o.player.tracks[0].Gain >= 1 || o.player.tracks[1].Gain != 1 {
		t.Errorf("levels %.2f and %.2f, gains %g and %g", level(0), level(1), o.player.tracks[0].Gain, o.player.tracks[1].Gain)
	}
	o.settle(t)
	if facts := o.stage.facts(o.sides[0]); !strings.Contains(facts, "played at −") {
		t.Errorf("the gain is not told: %q", facts)
	}
	o.Seek(0.7)
	o.Play()
	o.ChooseB()
	o.ToggleMatch()
	state := o.player.state
	if o.player.tracks[0].Gain != 1 || state.Track != 1 || state.Position != 0.7 || !state.Playing {
		t.Errorf("without equal level the player is at %+v with gain %g", state, o.player.tracks[0].Gain)
	}
	if o.time.length != 3 {
		t.Errorf("the time axis ends at %g s", o.time.length)
	}
}

// TestSwitchingHasNoGap: going from A to B neither loads, seeks nor stops.
func TestSwitchingHasNoGap(t *testing.T) {
	o := shown(t)
	o.SetSounds(o.sides[0].sound, sound("b", hum(2, 180, 1), script.Trace{}))
	o.Play()
	o.player.calls = nil
	o.Swap()
	o.Swap()
	o.ChooseB()
	if !slices.Equal(o.player.calls, []string{"choose", "choose", "choose"}) {
		t.Errorf("the player was told %v", o.player.calls)
	}
}

// TestPlayingMovesOnlyTheHead lets the player run and looks at what is painted.
func TestPlayingMovesOnlyTheHead(t *testing.T) {
	o := shown(t)
	o.window.Canvas().Capture()
	o.Play()
	for _, l := range o.stage.order {
		l.stale = false
	}
	before := o.stage.head.Position()
	for i := range 20 {
		o.player.state.Position = 0.05 * float64(i+1)
		o.tick()
	}
	if o.stage.head.Position() == before {
		t.Error("the head stands still")
	}
	for _, l := range o.stage.order {
		if l.stale {
			t.Errorf("lane %d is painted again", l.kind)
		}
	}
}

// TestPollingEnds asks the player only while it plays.
func TestPollingEnds(t *testing.T) {
	o := shown(t)
	if o.poll != nil {
		t.Fatal("the player is asked before it plays")
	}
	o.Play()
	if o.poll == nil {
		t.Fatal("the player is not asked while it plays")
	}
	o.player.state.Playing = false // at its end
	for end := time.Now().Add(5 * time.Second); o.poll != nil; {
		o.queue.Run()
		if time.Now().After(end) {
			t.Fatal("the player is still asked after it has ended")
		}
		time.Sleep(time.Millisecond)
	}
	if o.Playing() {
		t.Error("the bench still plays")
	}
}

func TestViewFollowsHead(t *testing.T) {
	o := shown(t)
	o.ZoomTo(0, 0.5)
	o.Play()
	o.player.state.Position = 0.6
	o.tick()
	if from, to := o.View(); from > 0.6 || to < 0.6 || !near(to-from, 0.5) {
		t.Errorf("the head is at 0.6 s, seen is %g to %g", from, to)
	}
}

// TestSoundsAreKept shows the same take again, as after a change of something else.
func TestSoundsAreKept(t *testing.T) {
	o := shown(t)
	first := o.sides[0]
	o.ZoomTo(0.5, 1)
	again := *first.sound
	o.SetSounds(&again, sound("b", hum(1, 150, 1), script.Trace{}))
	if o.sides[0].wave != first.wave || !o.sides[0].measured {
		t.Error("a sound that was shown is prepared again")
	}
	if from, to := o.View(); from != 0.5 || to != 1 {
		t.Errorf("the view moved to %g to %g", from, to)
	}
	o.SetSounds(sound("c", hum(1, 150, 1), script.Trace{}), nil)
	if from, to := o.View(); from != 0 || to != 1 {
		t.Errorf("another sound is shown from %g to %g", from, to)
	}
	o.Clear("Nothing here")
	o.settle(t)
	if len(o.player.tracks) != 0 || o.stage.empty.Hidden || len(o.stage.shown) != 0 {
		t.Error("the bench is not empty after Clear")
	}
	for _, r := range "+-0flabxmvscdp[],.z" {
		o.stage.TypedRune(r)
	}
	o.Play()
	if o.player.state.Playing {
		t.Error("an empty bench plays")
	}
}

func TestReadout(t *testing.T) {
	o := shown(t)
	at := o.at(t, laneSpectrogram, 0, 0.25)
	o.stage.MouseMoved(mouseAt(at.X, at.Y))
	text := o.foot.wanted
	for _, part := range []string{"0.25", "Hz", "dB", "pitch", "/b/", "“one”"} {
		if !strings.Contains(text, part) {
			t.Errorf("the read-out %q lacks %q", text, part)
		}
	}
	if hz, ok := o.sides[0].pitch.At(0.25); !ok || math.Abs(hz-120*(1+0.2*math.Sin(0.75))) > 4 {
		t.Errorf("the pitch is %g Hz (%v)", hz, ok)
	}
}

func TestOddSounds(t *testing.T) {
	o := open(t, nil, 700, 400)
	for _, b := range []audio.Buffer{{}, {Rate: 24000}, {Rate: 24000, Samples: make([]float32, 1)}, {Rate: 100, Samples: make([]float32, 50)}} {
		o.SetSounds(sound("odd", b, script.Trace{Pitch: []float32{100, float32(math.NaN())}}), sound("b", hum(0.2, 100, 1), trace(9, "x")))
		o.settle(t)
		o.window.Canvas().Capture()
		o.Play()
		o.ZoomIn()
		o.ZoomToPhone(0.1)
	}
	o.SetSounds(nil, nil)
}

func TestTimeline(t *testing.T) {
	tl := timeline{length: 10}
	tl.show(8, 12)
	if tl.span != (scope.Span{From: 6, To: 10}) {
		t.Errorf("%v", tl.span)
	}
	tl.pan(-20)
	if tl.span != (scope.Span{From: 0, To: 4}) {
		t.Errorf("%v", tl.span)
	}
	for range 100 {
		tl.zoom(0.5, 3)
	}
	if s := tl.span.Seconds(); math.Abs(s-minSpan) > 1e-9 || tl.span.From > 3 || tl.span.To < 3 {
		t.Errorf("%v", tl.span)
	}
	tl.zoom(1e9, 3)
	if !tl.whole() {
		t.Errorf("%v", tl.span)
	}
}

func TestPlanFits(t *testing.T) {
	s := DefaultSettings()
	for _, sides := range [][]int{{0}, {0, 1}, {1, 0}} {
		last := 0
		for height := float32(60); height < 1500; height += 10 {
			lanes := plan(height, 12, sides, true, s)
			end := lanes[len(lanes)-1]
			if height > 250 && end.top+end.height > height+0.5 {
				t.Fatalf("%v: the lanes of %g units end at %g", sides, height, end.top+end.height)
			}
			if len(lanes) < last {
				t.Errorf("%v: %g units have %d lanes, less height had %d", sides, height, len(lanes), last)
			}
			last = len(lanes)
		}
	}
}

func TestClock(t *testing.T) {
	for want, c := range map[string][2]float64{
		"0.5": {0.5, 0.1}, "1.250": {1.25, 0}, "1:00": {59.9996, 1}, "2:03.50": {123.5, 0.05}, "12": {12.2, 10},
	} {
		if got := clock(c[0], c[1]); got != want {
			t.Errorf("%g by %g: %q, want %q", c[0], c[1], got, want)
		}
	}
}

// BenchmarkZoom is one step of the wheel with everything painted again, on a window of 1200 by 700.
func BenchmarkZoom(b *testing.B) {
	o := open(b, studio(true), 1200, 700)
	o.SetSounds(sound("a", hum(20, 120, 1), trace(20, strings.Repeat("abcdefghij", 20), "one", "two")), nil)
	o.settle(b)
	o.window.Canvas().Capture()
	in := true
	for b.Loop() {
		if in {
			o.ZoomIn()
		} else {
			o.ZoomOut()
		}
		in = !in
		for _, p := range o.stage.shown {
			if p.kind != laneHeader {
				l := o.stage.lane(p.laneID)
				size := l.raster.Size()
				o.stage.picture(l, int(size.Width), int(size.Height))
			}
		}
	}
}

// BenchmarkTick is what a frame of playing costs.
func BenchmarkTick(b *testing.B) {
	o := open(b, studio(true), 1200, 700)
	o.SetSounds(sound("a", hum(20, 120, 1), trace(20, strings.Repeat("abcdefghij", 20), "one", "two")), nil)
	o.settle(b)
	o.player.state.Playing = true
	for b.Loop() {
		o.player.state.Position = math.Mod(o.player.state.Position+0.033, 20)
		o.tick()
	}
}

// BenchmarkSetSounds is how long the window waits for ten minutes of sound.
func BenchmarkSetSounds(b *testing.B) {
	o := open(b, studio(true), 1200, 700)
	long := hum(600, 120, 1)
	other := hum(1, 120, 1)
	for b.Loop() {
		o.SetSounds(sound("a", long, script.Trace{Pitch: []float32{1}}), nil)
		b.StopTimer()
		o.SetSounds(sound("b", other, script.Trace{Pitch: []float32{1}}), nil)
		b.StartTimer()
	}
}
