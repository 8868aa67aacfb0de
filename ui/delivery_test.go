package ui

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"voicewright/script"
)

func TestWordsMoveTheSlidersOverWhereTheyStood(t *testing.T) {
	test.NewTempApp(t)
	start := script.Delivery{Pace: 1.2, Pitch: -2, Breath: 0.5}
	f := newDeliveryForm(start)
	same := func(what string, got, want script.Delivery) {
		t.Helper()
		for _, r := range f.rows {
			if g, w := *r.field(&got), *r.field(&want); math.Abs(g-w) > 0.02 {
				t.Errorf("%s: %+v, want %+v", what, got, want)
				return
			}
		}
	}
	same("untouched", f.delivery(), start)

	f.words.SetText("louder")
	got := f.delivery()
	if got.Energy < 2 || got.Pitch != -2 || math.Abs(got.Pace-1.2) > 0.02 {
		t.Errorf("louder gives %+v", got)
	}
	f.rows[1].slider.SetValue(3) // the pitch, by hand
	f.words.SetText("louder, higher, hoarsely, frobnicated")
	if up := f.delivery().Pitch; up <= 3 {
		t.Errorf("a pitch of 3 and higher is %g", up)
	}
	if !strings.Contains(f.note.Text, "frobnicated") || strings.Contains(f.note.Text, "hoarsely") {
		t.Errorf("the note says %q", f.note.Text)
	}
	f.words.SetText("")
	want := start
	want.Pitch = 3
	same("without words", f.delivery(), want)

	f.set(script.Delivery{})
	if got := f.delivery(); got != (script.Delivery{}) {
		t.Errorf("in the middle stands %+v", got)
	}
}

func TestSlidersHoldEveryDeliveryWithinTheirReach(t *testing.T) {
	test.NewTempApp(t)
	f := newDeliveryForm(script.Delivery{Pace: 9, Pitch: -99, Energy: 99, Breath: 3})
	got := f.delivery()
	if got.Pace > script.MostPace+1e-9 || got.Pitch != -script.MostPitch || got.Energy != script.MostEnergy || got.Breath != script.MostBreath {
		t.Errorf("%+v", got)
	}
}
