package describe

import (
	"errors"
	"io/fs"
	"math"
	"reflect"
	"testing"
	"testing/fstest"

	"voicewright/assets"
	"voicewright/synth"
	"voicewright/synth/synthtest"
	"voicewright/voices"
)

// studio opens the built-in engine and its describing net.
func studio(t *testing.T) (*synth.Engine, *Describer) {
	t.Helper()
	synthtest.NeedLibrary(t)
	engine, err := synth.Open(synth.Options{Threads: 1})
	if err != nil {
		t.Skipf("skipped: no built-in model (%v)", err)
	}
	t.Cleanup(func() { engine.Close() })
	net, err := fs.Sub(assets.Models(), "describe")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(net, engine.Model(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine, d
}

func TestASeedIsAVoice(t *testing.T) {
	engine, d := studio(t)
	wish := Wish{Sex: 1, Pitch: -1}
	first, err := d.Draw(t.Context(), engine, wish, 7)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Draw(t.Context(), engine, wish, 7)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, again) {
		t.Error("the same seed gave two voices")
	}
	other, err := d.Draw(t.Context(), engine, wish, 8)
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(first.Timbre.Style, other.Timbre.Style) {
		t.Error("two seeds gave one voice")
	}
}

func TestVoicesObeyTheirWish(t *testing.T) {
	engine, d := studio(t)
	for _, wish := range []Wish{{Sex: 1, Pitch: -1, Pace: -1.2}, {Sex: -1, Pitch: 1, Brightness: 1}, {Breathiness: 1.2, Pace: 1.2, Pitch: 0}} {
		c, err := d.Draw(t.Context(), engine, wish, 3)
		if err != nil {
			t.Fatal(err)
		}
		seen := d.Among(wish, c.Heard)
		for a, want := range wish {
			if a != Sex && math.Abs(seen[a]-want) > 0.7 || a == Sex && want*seen[a] <= 0 {
				t.Errorf("%v: the %v is %+.2f instead of %+.2f", wish, a, seen[a], want)
			}
		}
	}
}

func TestEditChangesWhatItIsToldTo(t *testing.T) {
	engine, d := studio(t)
	all, err := voices.Builtin()
	if err != nil || len(all) == 0 {
		t.Skipf("skipped: no built-in voices (%v)", err)
	}
	v := all[0]
	before, _, err := Heard(t.Context(), engine, v.Timbre, v.Manner, "")
	if err != nil {
		t.Fatal(err)
	}
	timbre, manner, err := d.Edit(t.Context(), v.Timbre, v.Manner, Wish{Pitch: 1, Pace: -1, Brightness: 1})
	if err != nil {
		t.Fatal(err)
	}
	after, _, err := Heard(t.Context(), engine, timbre, manner, "")
	if err != nil {
		t.Fatal(err)
	}
	moved := func(a Attribute, x, y float64) float64 { return d.Strength(a, y) - d.Strength(a, x) }
	for _, m := range []struct {
		what      Attribute
		got, want float64
	}{{Pitch, moved(Pitch, before.Pitch, after.Pitch), 1}, {Pace, moved(Pace, before.Pace, after.Pace), -1},
		{Brightness, moved(Brightness, before.Brightness, after.Brightness), 1}, {Breathiness, moved(Breathiness, before.Breathiness, after.Breathiness), 0}} {
		far := 0.5
		if m.want == 0 {
			far = 0.75 // a brighter voice is heard as a clearer one as well
		}
		if math.Abs(m.got-m.want) > far {
			t.Errorf("the %v moved by %+.2f instead of %+.2f", m.what, m.got, m.want)
		}
	}
	same, kept, err := d.Edit(t.Context(), v.Timbre, v.Manner, nil)
	if err != nil || !reflect.DeepEqual(same, v.Timbre) || kept != v.Manner {
		t.Errorf("no change changed the voice (%v)", err)
	}
	younger, _, err := d.Edit(t.Context(), v.Timbre, v.Manner, Wish{Age: -1})
	if err != nil || reflect.DeepEqual(younger.Style, v.Timbre.Style) {
		t.Errorf("another age left the style as it was (%v)", err)
	}
}

func TestBreathGoesThereAndBack(t *testing.T) {
	for _, by := range []float64{-0.5, 0.3, 2} {
		for _, from := range []float64{-0.4, 0, 0.2} {
			if got := breathed(breathed(from, by), -by); math.Abs(got-from) > 1e-12 {
				t.Errorf("from %g by %g and back is %g", from, by, got)
			}
		}
	}
}

func TestAnImpossibleWishIsRefused(t *testing.T) {
	engine, d := studio(t)
	for _, wish := range []Wish{{Pitch: 9}, {Pitch: math.NaN()}, {attributes: 1}, {-1: 1}} {
		if _, err := d.Draw(t.Context(), engine, wish, 1); err == nil {
			t.Errorf("%v was taken", wish)
		}
		if _, _, err := d.Edit(t.Context(), synth.Timbre{}, voices.Manner{}, wish); err == nil {
			t.Errorf("an edit by %v was taken", wish)
		}
	}
}

func TestANetOfAnotherModelIsRefused(t *testing.T) {
	engine, _ := studio(t)
	if _, err := Open(fstest.MapFS{}, engine.Model(), ""); !errors.Is(err, ErrUntrained) {
		t.Errorf("no net at all gives %v", err)
	}
	raw, err := fs.ReadFile(assets.Models(), "describe/"+Manifest)
	if err != nil {
		t.Fatal(err)
	}
	other := *engine.Model()
	other.Files, other.Voices, other.Hash = nil, "", "another"
	if _, err := Open(fstest.MapFS{Manifest: {Data: raw}}, &other, ""); !errors.Is(err, ErrUntrained) {
		t.Errorf("another model gives %v", err)
	}
	if _, err := Open(fstest.MapFS{Manifest: {Data: []byte("{}")}}, engine.Model(), ""); err == nil {
		t.Error("an empty manifest was taken")
	}
}
