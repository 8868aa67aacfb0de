package references

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

func anna() card.Card {
	return card.Card{ID: "anna", Name: "Anna", Licence: "CC BY 4.0", Consent: "The speaker agreed: Anna, by letter (2026-05-03)"}
}

// openFor opens the desk for recordings that are added to a voice.
func openFor(t testing.TB, choice look.Choice, voice card.Card, source *listener) *opened {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(choice, 1))
	o := &opened{source: source, queue: &thread.Queue{}, studio: &studio{}}
	o.Desk = NewFor(source, o.studio, o.queue, voice)
	t.Cleanup(o.Close)
	o.window = test.NewTempWindow(t, o.Desk)
	o.window.Resize(fyne.NewSize(980, 660))
	return o
}

func grown() *listener {
	l := someRecordings()
	l.growth = desk.Growth{Alike: 0.93, Before: 0.81, After: 0.94, SecondsBefore: 42, SecondsAfter: 101}
	return l
}

func TestRecordingsForAVoiceNeedItsConsentAndNoName(t *testing.T) {
	o := openFor(t, look.Dark, anna(), grown())
	var to card.Card
	var of []desk.Source
	o.OnMake = func(about card.Card, sources []desk.Source) { to, of = about, sources }
	if o.form.make.Text != "Add to Anna" || !o.form.make.Disabled() {
		t.Errorf("the button says %q", o.form.make.Text)
	}
	o.Add(chapter)
	o.settled(t)
	s := o.row("Chapter").strip
	s.set(4, true)
	o.settled(t)
	test.Tap(o.form.make)
	if to.ID != "" || !o.form.note.Visible() {
		t.Fatal("recordings are added that nobody agreed to")
	}
	o.form.covered.SetChecked(true)
	test.Tap(o.form.make)
	if to.ID != "anna" || to.Consent != anna().Consent || len(of) != 1 || len(of[0].Off) != 1 || o.form.note.Visible() {
		t.Errorf("%+v are added to %+v", of, to)
	}
}

func TestAVoiceWithoutConsentIsAskedForIt(t *testing.T) {
	voice := anna()
	voice.Consent = ""
	o := openFor(t, look.Dark, voice, grown())
	var to card.Card
	o.OnMake = func(about card.Card, _ []desk.Source) { to = about }
	o.Add(chapter)
	o.settled(t)
	o.form.covered.SetChecked(true) // is not shown
	test.Tap(o.form.make)
	if to.ID != "" {
		t.Fatal("recordings are added that nobody agreed to")
	}
	o.form.consent.SetSelectedIndex(1)
	test.Type(o.form.who, "Anna, by letter")
	test.Tap(o.form.make)
	if to.ID != "anna" || to.Licence != voice.Licence || !strings.Contains(to.Consent, "Anna, by letter") {
		t.Errorf("added to %+v", to)
	}
}

func TestTheDeskSaysWhatRecordingsBring(t *testing.T) {
	o := openFor(t, look.Dark, anna(), grown())
	o.Add(chapter)
	o.settled(t)
	if m := o.result.meter; m.now != 0.81 || m.more != 0.94 {
		t.Errorf("the meter stands at %.2f and %.2f", m.now, m.more)
	}
	if text := o.result.text.Text; strings.Contains(text, "hardly") || strings.Contains(text, "minute") {
		t.Errorf("it says %q", text)
	}

	other := grown()
	other.growth.Alike, other.growth.Before, other.growth.After = 0.3, 0.1, 0.2
	o = openFor(t, look.Dark, anna(), other)
	o.Add(chapter)
	o.settled(t)
	if text := o.result.text.Text; !strings.Contains(text, "hardly sounds like Anna") {
		t.Errorf("of another speaker it says %q", text)
	}

	known := grown()
	known.growth, known.verdict, known.advice = desk.Growth{}, desk.Unusable, []desk.Advice{{Kind: desk.GiveOthers, Text: "-"}}
	o = openFor(t, look.Dark, anna(), known)
	o.Add(chapter)
	o.settled(t)
	if text := o.result.text.Text; !strings.Contains(text, "already") || !o.form.make.Disabled() {
		t.Errorf("of recordings that are in it, it says %q", text)
	}
}

func TestALongNameFitsOnTheButton(t *testing.T) {
	if got := short("Анна Каренина, вагон второго класса"); !strings.HasSuffix(got, "…") || len([]rune(got)) != 24 {
		t.Errorf("%q", got)
	}
	if got := short("Anna"); got != "Anna" {
		t.Errorf("%q", got)
	}
}

// TestScreenshotsForAVoice draws the desk of a voice into the folder that SHOTS names.
func TestScreenshotsForAVoice(t *testing.T) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("SHOTS names no folder")
	}
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		shoot := func(o *opened, name string) {
			file, err := os.Create(filepath.Join(folder, "improve-"+name+"-"+choice.String()+".png"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := png.Encode(file, o.window.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
		}
		o := openFor(t, choice, anna(), grown())
		shoot(o, "empty")
		o.Add(chapter)
		o.settled(t)
		o.row("Chapter").strip.set(5, true)
		o.settled(t)
		test.Tap(o.form.make)
		shoot(o, "desk")
		other := grown()
		other.growth.Alike, other.growth.Before, other.growth.After = 0.3, 0.12, 0.21
		voice := anna()
		voice.Name, voice.Consent = "Anna of the old harbour, second recording", ""
		o = openFor(t, choice, voice, other)
		o.Add(chapter, interview)
		o.settled(t)
		shoot(o, "stranger")
	}
}
