package endtoend

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/catalogue"
	"voicewright/ui/look"
	"voicewright/voices/card"
)

// named are the catalogue's voices of a name.
func (p *person) named(name string) []card.Card {
	p.t.Helper()
	all, err := p.studio.Voices(p.t.Context(), card.Query{Text: name})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

// TestVoicesAreBlendedByKeys moves the point of the pad, hears it and keeps the blend without a mouse.
func TestVoicesAreBlendedByKeys(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	p.press("Blend voices…")
	p.until("the pad is there", p.dialogOpen)
	p.until("the blend is heard", func() bool { return p.player.State().Length > 0 })
	key := func(name fyne.KeyName) {
		p.window.Fyne().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
	first := p.player.State().Length
	p.window.Fyne().Canvas().Focused().TypedRune('1')
	p.until("another blend is heard", func() bool { return p.player.State().Length != first })
	key(fyne.KeyHome)
	for range 5 {
		key(fyne.KeyRight)
	}
	p.picture("pad")
	key(fyne.KeyReturn)
	p.until("the pad has closed", func() bool { return !p.dialogOpen() })
	var made []card.Card
	p.until("the blend is in the catalogue", func() bool {
		for _, c := range p.named("blend") {
			if strings.Contains(c.Name, " + ") {
				made = append(made, c)
			}
		}
		return len(made) > 0
	})
	one, two, _ := strings.Cut(made[0].Name, " + ")
	pitch := func(name string) float64 {
		for _, c := range p.named(name) {
			if c.Name == name {
				return c.Pitch
			}
		}
		t.Fatalf("the voice %q has gone", name)
		return 0
	}
	a, b := pitch(one), pitch(two)
	if want := math.Exp(0.25*math.Log(a) + 0.75*math.Log(b)); math.Abs(made[0].Pitch-want) > 0.01*want {
		t.Errorf("the pitch of %s is %.1f Hz, not %.1f", made[0].Name, made[0].Pitch, want)
	}
}

// TestEscapeLeavesThePad leaves nothing behind.
func TestEscapeLeavesThePad(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	p.press("Blend voices…")
	p.until("the pad is there", p.dialogOpen)
	p.window.Fyne().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	p.until("the pad has closed", func() bool { return !p.dialogOpen() })
	if found := p.named("blend"); len(found) > 0 {
		t.Errorf("there is a blend %q", found[0].Name)
	}
}

// TestAVoiceIsMadeAtTheReferenceDesk drops recordings on the window, leaves a part out and makes the voice.
func TestAVoiceIsMadeAtTheReferenceDesk(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	p.desk("ls1737-30.opus", "ls1737-10.opus")
	d := p.window.Desk()
	p.picture("desk")
	p.tap("Make the voice")
	if len(p.named("ls1737-30")) > 0 {
		t.Error("a voice was made without consent")
	}
	walk(d, func(o fyne.CanvasObject) { // the other select is that of the microphones
		if s, ok := o.(*look.Select); ok && slices.Contains(s.Options, "The recording is free to use for this") {
			s.SetSelected("The recording is free to use for this")
		}
	})
	p.tap("Make the voice")
	p.until("the voice is there", func() bool { return len(p.named("ls1737-30")) == 1 && !p.dialogOpen() })
	if c := p.named("ls1737-30")[0]; c.Seconds < 20 || c.Consent == "" {
		t.Errorf("the voice is %+v", c)
	}
}

// TestRecordingsAreAddedToAVoice makes a voice, gives it more recordings, and hears what they brought.
func TestRecordingsAreAddedToAVoice(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	kit := filepath.Join("..", "..", "shared", "eval", "prompts")
	made, _, err := p.studio.AddRecordings(t.Context(), card.Card{Name: "Josephine", Consent: "The recording is free to use for this (2026-05-03)"},
		desk.Whole(filepath.Join(kit, "ls1737-3.opus")), func(desk.Listening) {})
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("skipped: the shared recordings are not here (%v)", err)
	} else if err != nil {
		t.Fatal(err)
	}
	p.press("Add recordings to this voice…")
	if p.window.Desk() != nil {
		t.Fatal("recordings are added though no voice is selected")
	}
	p.selectVoice("Josephine")
	p.press("Add recordings to this voice…")
	p.until("the desk is there", p.dialogOpen)
	p.window.Drop(filepath.Join(kit, "ls1737-30.opus"))
	p.until("it has listened", func() bool { return p.window.Desk().Listened() })
	p.picture("improve-desk")
	p.tap("Add to Josephine")
	if c := p.named("Josephine")[0]; c.Revision != "" {
		t.Error("recordings were added without consent")
	}
	walk(p.window.Desk(), func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok {
			c.SetChecked(true)
		}
	})
	p.tap("Add to Josephine")
	p.until("the voice has grown", func() bool { return p.window.Desk() == nil && p.dialogOpen() })
	after := p.named("Josephine")
	if len(after) != 1 || after[0].ID != made.ID || after[0].Seconds < made.Seconds+20 || after[0].Consent != made.Consent {
		t.Errorf("the voice has become %+v", after)
	}
	said := ""
	walk(p.window.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if l, ok := o.(*widget.Label); ok && strings.Contains(l.Text, "instead of") {
			said = l.Text
		}
	})
	if !strings.HasPrefix(said, "Josephine is made of") || !strings.Contains(said, "%") {
		t.Errorf("it says %q", said)
	}
	p.until("it is heard", func() bool { return p.player.State().Playing })
	p.picture("improve-grown")
	now := p.player.State().Length
	p.tap("As it was")
	if was := p.player.State().Length; was == now || was == 0 {
		t.Errorf("as it was it takes %.2f s, as it is %.2f s", was, now)
	}
	p.tap("Close")
	p.until("it has closed", func() bool { return !p.dialogOpen() })
}

// TestImprovingIsCancelled leaves the voice as it was.
func TestImprovingIsCancelled(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	kit := filepath.Join("..", "..", "shared", "eval", "prompts")
	made, _, err := p.studio.AddRecordings(t.Context(), card.Card{Name: "Josephine", Consent: "Free."}, desk.Whole(filepath.Join(kit, "ls1737-3.opus")), func(desk.Listening) {})
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("skipped: the shared recordings are not here (%v)", err)
	} else if err != nil {
		t.Fatal(err)
	}
	p.selectVoice("Josephine")
	p.press("Add recordings to this voice…")
	p.until("the desk is there", p.dialogOpen)
	p.window.Drop(filepath.Join(kit, "ls1737-120.opus"))
	p.until("it has listened", func() bool { return p.window.Desk().Listened() })
	walk(p.window.Desk(), func(o fyne.CanvasObject) {
		if c, ok := o.(*look.Check); ok {
			c.SetChecked(true)
		}
	})
	p.tap("Add to Josephine")
	p.picture("improve-progress")
	p.tap("Cancel") // that of the progress, which lies above
	p.until("the desk is there again", func() bool {
		found := false
		walk(p.window.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) { found = found || o == fyne.CanvasObject(p.window.Desk()) })
		return found
	})
	if c := p.named("Josephine")[0]; c.Revision != "" || c.Seconds != made.Seconds {
		t.Errorf("the voice has become %+v", c)
	}
}

// TestDuplicatesGoAndComeBack finds a voice that sounds like another, throws it away and brings it back.
func TestDuplicatesGoAndComeBack(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	rowan, reed := p.named("Rowan")[0], p.named("Reed")[0]
	if _, err := p.studio.Blend(t.Context(), "Twin", map[string]float64{rowan.ID: 1, reed.ID: 0.001}); err != nil {
		t.Fatal(err)
	}
	p.press("Find duplicates…")
	p.until("the voices are compared", func() bool {
		return p.dialogOpen() && find[*catalogue.Duplicates](p, p.window.Fyne().Canvas().Overlays().Top()).Ready()
	})
	p.tap("Mark all but the oldest")
	p.picture("duplicates")
	p.tap("Move 1 voice to the trash")
	p.until("it has gone", func() bool { return len(p.named("Twin")) == 0 })
	p.tap("Restore 1 voice")
	p.until("it is back", func() bool { return len(p.named("Twin")) == 1 })
	if c, err := p.studio.Card(t.Context(), rowan.ID); err != nil || c.Trashed {
		t.Errorf("the built-in voice is in the trash: %v", err)
	}
	p.tap("Close")
	p.until("it has closed", func() bool { return !p.dialogOpen() })
}

// selectVoice makes a voice the current one of the catalogue.
func (p *person) selectVoice(name string) {
	p.t.Helper()
	p.press("Find a voice")
	pane := find[*catalogue.Pane](p, p.window.Fyne().Content())
	pane.Refresh()
	id := p.named(name)[0].ID
	p.until(name+" is selected", func() bool {
		pane.Select(id)
		c, ok := pane.Current()
		return ok && c.ID == id
	})
}

// desk opens the reference desk with recordings of the evaluation kit and waits until it has listened to them.
func (p *person) desk(names ...string) {
	p.t.Helper()
	var files []string
	for _, name := range names {
		path := filepath.Join("..", "..", "shared", "eval", "prompts", name)
		if _, err := os.Stat(path); err != nil {
			p.t.Skipf("skipped: the shared recordings are not here (%v)", err)
		}
		files = append(files, path)
	}
	p.window.Drop(files...)
	p.until("the desk is there", p.dialogOpen)
	p.until("it has listened", func() bool { return p.window.Desk().Listened() })
}
