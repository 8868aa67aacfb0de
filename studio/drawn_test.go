package studio

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"voicewright/voices/card"
	"voicewright/voices/describe"
	"voicewright/voices/wording"
)

func TestWhatWasDrawnLastIsRemembered(t *testing.T) {
	var d drawn
	draws := 0
	get := func(strength float64, seed uint64) describe.Candidate {
		t.Helper()
		c, err := d.get(t.Context(), describe.Wish{wording.Pitch: strength, wording.Sex: 1}, seed, func(context.Context) (describe.Candidate, error) {
			draws++
			return describe.Candidate{Seed: seed, Heard: describe.Wish{wording.Pitch: strength}}, nil
		})
		if err != nil || c.Seed != seed || c.Heard[wording.Pitch] != strength {
			t.Errorf("the wish for %g with the seed %d gave %+v (%v)", strength, seed, c, err)
		}
		return c
	}
	get(0.1, 1)
	get(0.1, 1)
	if draws != 1 {
		t.Errorf("the same voice was drawn %d times", draws)
	}
	get(0.1, 2)
	get(0.1000000001, 1)
	if draws != 3 {
		t.Errorf("another seed and another wish were drawn %d times", draws-1)
	}
	for seed := range uint64(mostDrawn) {
		get(1, seed)
	}
	if len(d.last) != mostDrawn {
		t.Errorf("%d are remembered", len(d.last))
	}
	draws = 0
	get(1, 0)
	get(0.1, 1)
	if draws != 1 {
		t.Errorf("of one that was drawn long ago and a newer one %d were drawn again", draws)
	}
	broken := errors.New("broken")
	for range 2 { // a failure is not remembered
		if _, err := d.get(t.Context(), nil, 1, func(context.Context) (describe.Candidate, error) { return describe.Candidate{}, broken }); !errors.Is(err, broken) {
			t.Errorf("a failure gave %v", err)
		}
	}
}

func TestKeepingIsAsDrawingAgain(t *testing.T) {
	ctx, s := t.Context(), open(t)
	wish := wording.Describe("a loud, low man").Strengths()
	if _, err := s.Describe(ctx, wish, 5); err != nil {
		t.Fatal(err)
	}
	file := func() []byte {
		t.Helper()
		kept, err := s.KeepDescribed(ctx, card.Card{Name: "Tom"}, "a loud, low man", wish, 5)
		if err != nil {
			t.Fatal(err)
		}
		_, file, err := s.Voice(ctx, kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	remembered := file()
	if len(s.drawn.last) != 1 {
		t.Errorf("hearing a voice and keeping it drew %d", len(s.drawn.last))
	}
	s.drawn.last = nil
	if again := file(); !bytes.Equal(again, remembered) || len(s.drawn.last) != 1 {
		t.Errorf("drawn again the voice has %d bytes, which are not the %d that were kept", len(again), len(remembered))
	}
}
