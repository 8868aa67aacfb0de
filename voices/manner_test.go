package voices

import (
	"math"
	"reflect"
	"testing"

	"voicewright/synth"
)

func TestAMannerIsAddedToWhatIsAskedFor(t *testing.T) {
	r := synth.Request{Speed: 1.5, Energy: -3}
	Manner{Pace: 1.2, Range: 0.5, Energy: 5, Brightness: -1, Breath: 0.25}.Apply(&r)
	want := synth.Request{Speed: 1.8, Range: 0.5, Energy: 2, Brightness: -1, Breath: 0.25}
	if math.Abs(r.Speed-want.Speed) > 1e-12 {
		t.Errorf("speed %g", r.Speed)
	}
	r.Speed = want.Speed
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v", r)
	}
	Manner{Pace: 1.5, Energy: 12}.Apply(&r)
	if r.Speed != synth.FastestSpeed || r.Energy != synth.MostEnergy {
		t.Errorf("a request outside of its bounds: speed %g, energy %g", r.Speed, r.Energy)
	}
	plain := synth.Request{}
	Manner{}.Apply(&plain)
	if !reflect.DeepEqual(plain, synth.Request{}) {
		t.Errorf("no manner changed the request to %+v", plain)
	}
}

func TestAMannerOutsideOfItsBoundsIsNoVoice(t *testing.T) {
	for _, m := range []Manner{{Pace: 3}, {Range: -1}, {Energy: 100}, {Brightness: math.NaN()}, {Breath: 1.1}} {
		v := sample()
		v.Manner = m
		if _, err := v.Encode(); err == nil {
			t.Errorf("%+v was taken", m)
		}
	}
}

func TestABlendHasTheMannerBetween(t *testing.T) {
	a, b := sample(), sample()
	a.Manner, b.Manner = Manner{Pace: 0.8, Energy: 2}, Manner{Pace: 1.25, Energy: -2, Breath: 0.5}
	got, err := Blend(Part{a, 1}, Part{b, 1})
	if err != nil {
		t.Fatal(err)
	}
	if m := got.Manner; math.Abs(m.Pace-1) > 1e-9 || m.Energy != 0 || m.Breath != 0.25 {
		t.Errorf("manner %+v", m)
	}
	if a.ID() == sample().ID() {
		t.Error("two manners have one name")
	}
}
