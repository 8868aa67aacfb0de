package endtoend

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

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
		if s, ok := o.(*widget.Select); ok && slices.Contains(s.Options, "The recording is free to use for this") {
			s.SetSelected("The recording is free to use for this")
		}
	})
	p.tap("Make the voice")
	p.until("the voice is there", func() bool { return len(p.named("ls1737-30")) == 1 && !p.dialogOpen() })
	if c := p.named("ls1737-30")[0]; c.Seconds < 20 || c.Consent == "" {
		t.Errorf("the voice is %+v", c)
	}
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
