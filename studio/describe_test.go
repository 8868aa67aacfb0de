package studio

import (
	"math"
	"reflect"
	"testing"

	"voicewright/voices"
	"voicewright/voices/card"
	"voicewright/voices/describe"
	"voicewright/voices/wording"
)

func TestAVoiceFromWordsIsHeardKeptAndTheSameAgain(t *testing.T) {
	ctx, s := t.Context(), open(t)
	const words = "a loud, low man"
	wish := wording.Describe(words).Strengths()
	heard, err := s.Describe(ctx, wish, 5)
	if err != nil {
		t.Fatal(err)
	}
	if heard.Sound.Seconds() < 1 || heard.Seed != 5 {
		t.Errorf("%.1f s of voice %d", heard.Sound.Seconds(), heard.Seed)
	}
	if loud := heard.Traits[wording.Loudness]; !loud.Asked || loud.Has < 0.6 {
		t.Errorf("a loud voice measures %+v", loud)
	}
	kept, err := s.KeepDescribed(ctx, card.Card{Name: "Loud Tom", Tags: []string{"old"}}, words, wish, 5)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.KeepDescribed(ctx, card.Card{Name: "Loud Tom"}, words, wish, 5)
	if err != nil || again.ID != kept.ID {
		t.Errorf("the same words and seed gave %s and %s (%v)", kept.ID, again.ID, err)
	}
	v, err := s.voice(ctx, kept.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v.Origin.Words != words || v.Origin.Seed != 5 || v.Consent == "" || v.Manner == (voices.Manner{}) {
		t.Errorf("kept %+v with the manner %+v", v.Origin, v.Manner)
	}
	sound, err := s.Preview(ctx, kept.ID)
	if err != nil || !reflect.DeepEqual(sound.Samples, heard.Sound.Samples) {
		t.Errorf("the voice that is kept does not sound as the one that was heard: %.2f s and %.2f s (%v)", sound.Seconds(), heard.Sound.Seconds(), err)
	}
}

func TestAnEditedVoiceStandsBesideTheFirst(t *testing.T) {
	ctx, s := t.Context(), open(t)
	id := builtinID("rowan")
	before, err := s.Traits(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	change := describe.Wish{wording.Pitch: 0.8}
	if sound, err := s.SketchEdit(ctx, id, change); err != nil || sound.Seconds() < 0.5 {
		t.Errorf("a sketch of %.1f s (%v)", sound.Seconds(), err)
	}
	made, err := s.Edit(ctx, id, "Rowan, higher", change)
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.Traits(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := after[wording.Pitch].Has - before[wording.Pitch].Has; math.Abs(got-0.8) > 0.3 {
		t.Errorf("the pitch rose by %.2f deviations", got)
	}
	if _, err := s.Card(ctx, id); err != nil {
		t.Errorf("the first voice is gone: %v", err)
	}
}
