package studio

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/voices"
	"voicewright/voices/card"
	"voicewright/voices/wording"
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
	better, report, err := r.Improve(ctx, made.ID, desk.Whole(paths[1:]...), ignore)
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
	if _, _, err := r.Improve(ctx, builtinID("Rowan"), desk.Whole(paths...), ignore); err == nil {
		t.Error("a built-in voice was improved")
	}
}

// TestWhatIsSwitchedOffIsNotAddedToAVoice adds half of a recording, which says beforehand what it brings.
func TestWhatIsSwitchedOffIsNotAddedToAVoice(t *testing.T) {
	ctx, s, paths := t.Context(), open(t), recordings(t, 2)
	made, _, err := s.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths[:1]...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := s.CheckImprovement(ctx, made.ID, desk.Whole(paths[0], paths[1]), ignore)
	if err != nil || len(whole.Files) != 2 || whole.Files[0].Path != paths[0] || whole.Files[0].Note == "" || whole.Files[1].Used <= 0 {
		t.Fatalf("the check says %+v, %v", whole.Files, err)
	}
	half := desk.Whole(paths[1])
	windows := whole.Files[1].Windows
	half[0].Off = []desk.Region{{Start: windows[len(windows)/2].Start, End: windows[len(windows)-1].End}}
	check, err := s.CheckImprovement(ctx, made.ID, half, ignore)
	if err != nil || check.Used >= 0.7*whole.Used {
		t.Fatalf("%.1f s of %.1f s are left, %v", check.Used, whole.Used, err)
	}
	better, report, err := s.Improve(ctx, made.ID, half, ignore)
	if err != nil || report.Growth != check.Growth || math.Abs(better.Seconds-made.Seconds-check.Used) > 0.1 {
		t.Errorf("%.1f s have become %.1f s; beforehand it was %+v, afterwards %+v, %v", made.Seconds, better.Seconds, check.Growth, report.Growth, err)
	}
	if g := report.Growth; g.Alike <= 0 || g.After <= g.Before || g.SecondsBefore != made.Seconds || g.SecondsAfter != better.Seconds {
		t.Errorf("it brought %+v", g)
	}
	again, err := s.Renew(ctx, made.ID, ignore)
	if err != nil || math.Abs(again.Seconds-better.Seconds) > 0.1 {
		t.Errorf("made again it is of %.1f s, not of %.1f s, %v", again.Seconds, better.Seconds, err)
	}
	if r, err := s.CheckImprovement(ctx, made.ID, desk.Whole(paths...), ignore); err != nil || r.Verdict != desk.Unusable || len(r.Files) != 2 || r.Advice[0].Kind != desk.GiveOthers {
		t.Errorf("recordings that are in it: %+v, %v", r, err)
	}
	if _, _, err := s.Improve(ctx, made.ID, desk.Whole(paths...), ignore); !errors.Is(err, voices.ErrHeard) {
		t.Errorf("recordings that are in it are added: %v", err)
	}
}

// TestAVoiceStaysAsItWasWhenImprovingEnds cancels the work in the middle, breaks it, and finds the voice whole.
func TestAVoiceStaysAsItWasWhenImprovingEnds(t *testing.T) {
	ctx, r, paths := t.Context(), demo(t), recordings(t, 2)
	made, _, err := r.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths[:1]...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	p, id := r.project, r.all()[1]
	if _, err := p.Do(script.Set{IDs: []string{id}, Change: func(l *script.Line) { l.Voice = made.ID }}); err != nil {
		t.Fatal(err)
	}
	p.Render([]string{id}, true)
	r.settle(t)
	before, file, err := r.Voice(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string) {
		t.Helper()
		after, now, err := r.Voice(ctx, made.ID)
		clips, errClips := r.Clips(ctx, made.ID)
		if err != nil || errClips != nil || !reflect.DeepEqual(after, before) || !bytes.Equal(now, file) || len(clips) != 1 {
			t.Errorf("%s: the voice is no longer what it was: %+v with %d recordings, %v", what, after, len(clips), errors.Join(err, errClips))
		}
		if state := p.Status(id).State; state != script.Ready {
			t.Errorf("%s: a line with the voice is %v", what, state)
		}
	}

	begun, cancel := context.WithCancel(ctx)
	_, _, err = r.Improve(begun, made.ID, desk.Whole(paths[1:]...), func(l desk.Listening) {
		if l.Fraction > 0.2 {
			cancel()
		}
	})
	cancel()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	same("cancelled")

	broken := filepath.Join(t.TempDir(), "broken.wav")
	if err := os.WriteFile(broken, []byte("no recording at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err = r.Improve(ctx, made.ID, desk.Whole(paths[1], broken), ignore); err == nil {
		t.Error("a file that is no recording was added")
	}
	same("broken")

	done, err := r.alone(ctx) // another voice is being made again
	if err != nil {
		t.Fatal(err)
	}
	waiting, cancel := context.WithCancel(ctx)
	ended := make(chan error)
	go func() {
		_, _, err := r.Improve(waiting, made.ID, desk.Whole(paths[1:]...), ignore)
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while it waits: %v", err)
	}
	done()
	same("waiting")
}

func TestOnlyVoicesOfRecordingsCanBeImproved(t *testing.T) {
	ctx, s, paths := t.Context(), open(t), recordings(t, 1)
	made, _, err := s.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	blend, err := s.Blend(ctx, "Both", map[string]float64{made.ID: 1, builtinID("Rowan"): 1})
	if err != nil {
		t.Fatal(err)
	}
	edited, err := s.Edit(ctx, made.ID, "Deep Anna", map[wording.Attribute]float64{wording.Pitch: -1})
	if err != nil {
		t.Fatal(err)
	}
	for id, can := range map[string]bool{made.ID: true, blend.ID: false, edited.ID: false, builtinID("Rowan"): false} {
		c, err := s.Card(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Improvable(ctx, id); (err == nil) != can {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestAChangedVoiceIsNotSilentlyMadeAgainWithoutTheChange(t *testing.T) {
	ctx, s := t.Context(), open(t)
	made, _, err := s.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(recordings(t, 1)...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	edited, err := s.Edit(ctx, made.ID, "Deep Anna", map[wording.Attribute]float64{wording.Pitch: -1})
	if err != nil {
		t.Fatal(err)
	}
	outdate(t, s, edited.ID)
	_, before, err := s.Voice(ctx, edited.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Renew(ctx, edited.ID, nil); err == nil || !strings.Contains(err.Error(), "change it anew") {
		t.Errorf("%v", err)
	}
	if _, after, err := s.Voice(ctx, edited.ID); err != nil || !bytes.Equal(before, after) {
		t.Error("its file is another one")
	}
}

// BenchmarkCancelImproving is the time from a cancel, at every tenth of the work up to its last part, to its end.
func BenchmarkCancelImproving(b *testing.B) {
	s, paths := open(b), recordings(b, 2)
	made, _, err := s.AddRecordings(b.Context(), card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths[:1]...), ignore)
	if err != nil {
		b.Fatal(err)
	}
	longest := time.Duration(0)
	for i := range b.N {
		ctx, cancel := context.WithCancel(b.Context())
		var asked time.Time
		_, _, err := s.Improve(ctx, made.ID, desk.Whole(paths[1:]...), func(l desk.Listening) {
			if asked.IsZero() && l.Fraction >= float64(i%11)/10 {
				asked = time.Now()
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			b.Fatal(err)
		}
		longest = max(longest, time.Since(asked))
	}
	b.ReportMetric(float64(longest.Milliseconds()), "ms-longest")
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
