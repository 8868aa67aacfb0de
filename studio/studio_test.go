package studio

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/deliver"
	"voicewright/farm"
	"voicewright/script"
	"voicewright/studio/desk"
	"voicewright/synth/synthtest"
	"voicewright/voices"
	"voicewright/voices/card"
)

// room is a studio with one project and what it told.
type room struct {
	*Studio
	project *Project
	events  chan desk.Event
}

func open(t testing.TB) *Studio {
	t.Helper()
	synthtest.NeedLibrary(t)
	if all, err := voices.Builtin(); err != nil || len(all) == 0 {
		t.Skipf("skipped: this checkout has no built-in voices (%v)", err)
	}
	s, err := Open(t.Context(), Options{Places: PlacesIn(t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func demo(t *testing.T) *room {
	s := open(t)
	r := &room{Studio: s, events: make(chan desk.Event, 1000)}
	r.reopen(t, filepath.Join(t.TempDir(), "Demo.vwp"), true)
	return r
}

func (r *room) reopen(t *testing.T, folder string, fresh bool) {
	t.Helper()
	onEvent := func(e desk.Event) {
		select {
		case r.events <- e:
		default:
		}
	}
	var err error
	if fresh {
		r.project, err = r.CreateProject(t.Context(), folder, r.Demo(), onEvent)
	} else {
		r.project, err = r.OpenProject(t.Context(), folder, onEvent)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := r.project
	t.Cleanup(func() {
		if p == r.project {
			if err := p.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	if _, err := r.Engine(t.Context()); err != nil {
		t.Fatal(err)
	}
	for p.modelHash() == "" {
		<-r.events
	}
}

func (p *Project) modelHash() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shot.model
}

// settle waits until the queue is empty.
func (r *room) settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := r.project.queue.Wait(ctx); err != nil {
		t.Fatal(err)
	}
}

func (r *room) all() (ids []string) {
	for i := range r.project.Document().Len() {
		ids = append(ids, r.project.Document().Line(i).ID)
	}
	return ids
}

func (r *room) states() map[script.State]int {
	counts := map[script.State]int{}
	for _, id := range r.all() {
		counts[r.project.Status(id).State]++
	}
	return counts
}

func TestAnEditMakesOnlyItsLineStale(t *testing.T) {
	r := demo(t)
	p := r.project
	if got := r.states(); got[script.Todo] != 10 || got[script.Silent] != 1 {
		t.Fatalf("a fresh demo has %v", got)
	}
	p.Render(r.all(), false)
	r.settle(t)
	if got := r.states(); got[script.Ready] != 10 {
		t.Fatalf("after rendering: %v", got)
	}
	id := r.all()[1]
	before, _ := p.Chosen(id)
	old := p.Document().Line(1).Text
	if _, err := p.Do(script.SetText{ID: id, Text: "Another text."}); err != nil {
		t.Fatal(err)
	}
	if got := r.states(); got[script.Stale] != 1 || got[script.Ready] != 9 {
		t.Fatalf("after an edit: %v", got)
	}
	p.Render(r.all(), false)
	r.settle(t)
	after, fits := p.Chosen(id)
	if !fits || after.ID == before.ID || len(p.Takes(id)) != 2 {
		t.Fatalf("the line has the take %v (fits %v) of %d", after.ID, fits, len(p.Takes(id)))
	}
	for _, other := range r.all() {
		if other != id && len(p.Takes(other)) > 1 {
			t.Errorf("line %s was rendered again", other)
		}
	}
	// The old text has its old take again, without rendering.
	if _, err := p.Do(script.SetText{ID: id, Text: old}); err != nil {
		t.Fatal(err)
	}
	if take, fits := p.Chosen(id); !fits || take.ID != before.ID {
		t.Errorf("the old text has the take %v, fits %v", take.ID, fits)
	}
}

func TestARoleSpeaksWithTheProsodyOfAnotherVoice(t *testing.T) {
	r := demo(t)
	p := r.project
	var spoken string
	for i := range p.Document().Len() {
		if l := p.Document().Line(i); l.Kind == script.Speech && p.Document().RoleOf(l).ID == p.Document().Roles()[0].ID {
			spoken = l.ID
			break
		}
	}
	take := func() (script.Take, float64) {
		t.Helper()
		p.Render([]string{spoken}, true)
		r.settle(t)
		take, fits := p.Chosen(spoken)
		if !fits {
			t.Fatalf("the line is not ready: %+v", p.Status(spoken))
		}
		_, trace, err := p.Sound(t.Context(), take)
		if err != nil {
			t.Fatal(err)
		}
		var voiced []float32
		for i, v := range trace.Voicing {
			if v > 0.5 {
				voiced = append(voiced, trace.Pitch[i])
			}
		}
		slices.Sort(voiced)
		return take, float64(voiced[len(voiced)/2])
	}
	before, own := take()
	role := p.Document().Roles()[0]
	plain := role
	low, high := builtinID("Rowan"), builtinID("Wren")
	role.Prosody, role.Share = high, 1
	if p.Document().VoiceOf(script.Line{Role: role.ID}) == high {
		role.Prosody = low
	}
	if _, err := p.Do(script.PutRole{Role: role}); err != nil {
		t.Fatal(err)
	}
	if state := p.Status(spoken).State; state != script.Stale {
		t.Errorf("with another prosody the line is %v", state)
	}
	after, theirs := take()
	if len(after.Flags) > 0 {
		t.Errorf("the take is doubted: %v", after.Flags)
	}
	if ratio := theirs / own; ratio > 0.8 && ratio < 1.25 {
		t.Errorf("the pitch went from %.0f to %.0f Hz", own, theirs)
	}
	items := p.Items([]string{spoken})
	if credits, err := p.Credits(t.Context(), items); err != nil || len(credits) != 2 || items[0].Prosody != role.Prosody {
		t.Errorf("an export of the take credits %+v (%v)", credits, err)
	}
	if !p.carried[role.Prosody] {
		t.Error("the voice of the prosody does not travel with the project")
	}
	if _, err := p.Do(script.PutRole{Role: plain}); err != nil {
		t.Fatal(err)
	}
	if again, fits := p.Chosen(spoken); !fits || again.ID != before.ID {
		t.Error("without it the first take does not fit again")
	}
}

func TestTakesAreTheSameEveryTimeAndDifferFromEachOther(t *testing.T) {
	r := demo(t)
	p, id := r.project, r.all()[2]
	p.MoreTakes([]string{id}, 3)
	r.settle(t)
	takes := p.Takes(id)
	if len(takes) < 3 {
		t.Fatalf("%d takes", len(takes))
	}
	sounds := map[string]bool{}
	for _, take := range takes {
		sounds[take.Audio] = true
	}
	if len(sounds) != len(takes) {
		t.Errorf("%d takes have %d different sounds", len(takes), len(sounds))
	}
	made, err := renderer{p}.Render(t.Context(), farm.Job{Line: id, Seed: takes[1].Seed}, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	kept, trace, err := p.Sound(t.Context(), takes[1])
	if err != nil {
		t.Fatal(err)
	}
	if got, want := encode(t, made.Sound), encode(t, kept); !bytes.Equal(got, want) {
		t.Error("the same seed gives another sound")
	}
	if len(trace.Words) == 0 || len(trace.Phones) < len(trace.Words) {
		t.Errorf("%d words, %d phones", len(trace.Words), len(trace.Phones))
	}
	last := trace.Phones[len(trace.Phones)-1]
	if last.End > kept.Seconds()+0.05 {
		t.Errorf("the last phone ends at %.2f s of %.2f s", last.End, kept.Seconds())
	}
}

func encode(t *testing.T, b audio.Buffer) []byte {
	t.Helper()
	var w bytes.Buffer
	if err := audio.EncodeWAV(&w, b, audio.PCM24); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

func TestAProjectOpensAsItWasClosed(t *testing.T) {
	r := demo(t)
	p := r.project
	p.Render(r.all(), false)
	r.settle(t)
	id := r.all()[3]
	p.MoreTakes([]string{id}, 2)
	r.settle(t)
	takes := p.Takes(id)
	if _, err := p.Do(script.Choose{Line: id, Take: takes[1].ID}); err != nil {
		t.Fatal(err)
	}
	p.ChangeTake(takes[0].ID, func(t *script.Take) { t.Starred = true })
	want := p.Document().Content()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	r.reopen(t, p.Path(), false)
	got := r.project.Document().Content()
	if len(got.Lines) != len(want.Lines) || got.Lines[3] != want.Lines[3] {
		t.Errorf("line 3 was %+v and is %+v", want.Lines[3], got.Lines[3])
	}
	if take, fits := r.project.Chosen(id); !fits || take.ID != takes[1].ID {
		t.Errorf("chosen take %q fits %v", take.ID, fits)
	}
	if !r.project.Takes(id)[0].Starred {
		t.Error("the star is gone")
	}
	if got := r.states(); got[script.Ready] != 10 {
		t.Errorf("after opening again: %v", got)
	}
	// The voices travel with the project.
	cards, err := r.project.store.Voices(t.Context())
	if err != nil || len(cards) != 2 {
		t.Errorf("%d voices in the project folder, %v", len(cards), err)
	}
}

func TestLinesThatCannotBeSpokenSayWhy(t *testing.T) {
	r := demo(t)
	p, id := r.project, r.all()[1]
	for text, state := range map[string]script.State{"   ": script.Silent, "שלום עולם": script.Failed, "[2s]": script.Silent} {
		if _, err := p.Do(script.SetText{ID: id, Text: text}); err != nil {
			t.Fatal(err)
		}
		p.Render([]string{id}, true)
		r.settle(t)
		waitFor(t, func() bool { return p.Status(id).State == state }, text)
		if status := p.Status(id); status.State == script.Failed && status.Why == "" {
			t.Errorf("%q fails without a reason", text)
		}
	}
}

func waitFor(t *testing.T, ok func() bool, what string) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%q: not within two seconds", what)
}

func TestVoicesBlendExportAndImport(t *testing.T) {
	s := open(t)
	if _, err := s.Engine(t.Context()); err != nil {
		t.Fatal(err)
	}
	made, err := s.Blend(t.Context(), "Both", map[string]float64{builtinID("Rowan"): 1, builtinID("Wren"): 1})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "both.voice")
	if err := s.ExportVoice(t.Context(), made.ID, path); err != nil {
		t.Fatal(err)
	}
	again, err := s.ImportVoice(t.Context(), path)
	if err != nil || again.ID != made.ID {
		t.Errorf("imported as %q, was %q, %v", again.ID, made.ID, err)
	}
	found, err := s.Voices(t.Context(), card.Query{Text: "bot"})
	if err != nil || len(found) != 1 || found[0].Name != "Both" {
		t.Errorf("found %v, %v", found, err)
	}
	sound, err := s.Preview(t.Context(), made.ID)
	if err != nil || sound.Seconds() < 1 {
		t.Errorf("a preview of %.1f s, %v", sound.Seconds(), err)
	}
}

func TestAVoiceOfRecordings(t *testing.T) {
	paths, err := filepath.Glob("../../shared/eval/prompts/*.*")
	if err != nil || len(paths) == 0 {
		t.Skip("skipped: ../shared/eval/prompts is not here")
	}
	s := open(t)
	fraction := 0.0
	made, report, err := s.AddRecordings(t.Context(), card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths[:2]...), func(l desk.Listening) { fraction = l.Fraction })
	if err != nil {
		t.Fatal(err)
	}
	if made.Seconds < 3 || len(report.Files) != 2 || report.Files[0].Used <= 0 || fraction <= 0 {
		t.Errorf("%.1f s of %+v, progress %.2f", made.Seconds, report, fraction)
	}
	if c, err := s.Card(t.Context(), made.ID); err != nil || c.Consent != "She agreed." {
		t.Errorf("the card has %+v, %v", c, err)
	}
}

func TestExportOfAProject(t *testing.T) {
	r := demo(t)
	p := r.project
	p.Render(r.all(), false)
	r.settle(t)
	items := p.Items(nil)
	credits, err := p.Credits(t.Context(), items)
	if err != nil || len(credits) != 2 {
		t.Fatalf("credits %v, %v", credits, err)
	}
	folder := t.TempDir()
	plan, err := deliver.Plan(items, deliver.Spec{Folder: folder, Project: p.Name(), Group: deliver.Chapters, Rate: 48000, Loudness: -19, Provenance: true, Voices: credits})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deliver.Write(t.Context(), plan, nil); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Errorf("%d files for two chapters, %v", len(files), err)
	}
}

// A saver keeps what cannot be written and writes it in its order when that is possible again.
func TestSaverTriesAgain(t *testing.T) {
	var mu sync.Mutex
	full, told := true, make(chan error, 10)
	var written []int
	s := newSaver(t.Context(), func(err error) { told <- err })
	for i := range 3 {
		s.add(func(context.Context) error {
			mu.Lock()
			defer mu.Unlock()
			if full {
				return os.ErrPermission
			}
			written = append(written, i)
			return nil
		})
	}
	if err := <-told; err == nil {
		t.Fatal("no error was told")
	}
	mu.Lock()
	full = false
	mu.Unlock()
	s.nudge()
	if err := <-told; err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if len(written) != 3 || written[0] != 0 || written[2] != 2 {
		t.Errorf("written %v", written)
	}
}
