package studio

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/voices"
	"voicewright/voices/card"
)

// outdate makes a voice of the catalogue one of another model, as an update of the program would.
func outdate(t *testing.T, s *Studio, id string) {
	t.Helper()
	c, v, clips, err := s.all(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	v.ModelHash, v.Statistics.Model, c.ModelHash = "old", "old", "old"
	file, err := v.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PutVoice(t.Context(), store.Entry{Card: c, File: file, Clips: clips}); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	delete(s.voices, id)
	s.mu.Unlock()
}

func TestAnImprovedVoiceKeepsItsPlace(t *testing.T) {
	ctx, r, paths := t.Context(), demo(t), recordings(t, 3)
	made, _, err := r.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed.", Tags: []string{"warm"}}, desk.Whole(paths[:1]...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	p, id := r.project, r.all()[1]
	if _, err := p.Do(script.Set{IDs: []string{id}, Change: func(l *script.Line) { l.Voice = made.ID }}); err != nil {
		t.Fatal(err)
	}
	p.Render([]string{id}, true)
	r.settle(t)
	if state := p.Status(id).State; state != script.Ready {
		t.Fatalf("the line is %v", state)
	}
	better, report, err := r.Improve(ctx, made.ID, paths[1:], ignore)
	if err != nil || len(report.Files) != 2 {
		t.Fatal(err)
	}
	if better.ID != made.ID || better.Revision == "" || better.Seconds <= made.Seconds || len(better.Tags) != 1 || better.Consent != made.Consent {
		t.Errorf("improved %+v", better)
	}
	if state := p.Status(id).State; state != script.Stale {
		t.Errorf("a line with the voice is %v, want stale", state)
	}
	p.Render([]string{id}, true)
	r.settle(t)
	if state := p.Status(id).State; state != script.Ready || len(p.Takes(id)) != 2 {
		t.Errorf("rendered again: %v with %d takes", state, len(p.Takes(id)))
	}
	if clips, err := r.Clips(ctx, made.ID); err != nil || len(clips) != 3 || !clips[0].There || !clips[2].There {
		t.Errorf("clips %+v, %v", clips, err)
	}
	folder := p.Path()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	r.reopen(t, folder, false)
	if state := r.project.Status(id).State; state != script.Ready {
		t.Errorf("after opening again the line is %v", state)
	}
	if c, _, err := r.project.store.Voice(ctx, made.ID); err != nil || c.Revision != better.Revision {
		t.Errorf("the project carries revision %q, want %q; %v", c.Revision, better.Revision, err)
	}
	if _, _, err := r.Improve(ctx, builtinID("Rowan"), paths, ignore); err == nil {
		t.Error("a built-in voice was improved")
	}
}

func TestAVoiceOfAnOldModelIsRenewedWhenUsed(t *testing.T) {
	ctx, r, paths := t.Context(), demo(t), recordings(t, 1)
	made, _, err := r.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	outdate(t, r.Studio, made.ID)
	if _, err := r.Like(ctx, made.ID, 5); !errors.Is(err, store.ErrNoEar) {
		t.Errorf("like: %v", err)
	}
	if _, err := r.voice(ctx, made.ID, r.project); err != nil {
		t.Fatal(err)
	}
	told := false
	for len(r.events) > 0 {
		told = told || strings.Contains((<-r.events).Note, "Anna")
	}
	if !told {
		t.Error("nobody was told")
	}
	if found, err := r.Like(ctx, made.ID, 2); err != nil || len(found) != 2 || found[0].Likeness < found[1].Likeness {
		t.Errorf("like: %v, %v", found, err)
	}

	path := filepath.Join(t.TempDir(), "anna.voice")
	outdate(t, r.Studio, made.ID)
	if err := r.ExportVoice(ctx, made.ID, path); err != nil {
		t.Fatal(err)
	}
	if c, err := r.ImportVoice(ctx, path); err != nil || c.ModelHash != r.engine.Model().VoiceHash() {
		t.Errorf("import of an old file whose recordings are here: model %q, want %q, %v", c.ModelHash, r.engine.Model().VoiceHash(), err)
	}
	outdate(t, r.Studio, made.ID)
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Preview(ctx, made.ID); !errors.Is(err, voices.ErrOtherModel) || !strings.Contains(err.Error(), filepath.Base(paths[0])) {
		t.Errorf("without its recording: %v", err)
	}
	if _, err := r.ImportVoice(ctx, path); !errors.Is(err, voices.ErrOtherModel) {
		t.Errorf("import without its recording: %v", err)
	}
}

// TestATakeWithAVoiceMadeAgainForItFits renders a line whose voice is made again by that: the take belongs to the new timbre.
func TestATakeWithAVoiceMadeAgainForItFits(t *testing.T) {
	ctx, r, paths := t.Context(), demo(t), recordings(t, 1)
	made, _, err := r.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	p, id := r.project, r.all()[1]
	if _, err := p.Do(script.Set{IDs: []string{id}, Change: func(l *script.Line) { l.Voice = made.ID }}); err != nil {
		t.Fatal(err)
	}
	outdate(t, r.Studio, made.ID)
	p.Render([]string{id}, true)
	r.settle(t)
	if state := p.Status(id).State; state != script.Ready || len(p.Takes(id)) != 1 {
		t.Errorf("the line is %v after %d takes", state, len(p.Takes(id)))
	}
}
