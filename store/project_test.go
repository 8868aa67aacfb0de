package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voicewright/script"
	"voicewright/voices/card"
)

// reopen closes a project and opens it again.
func reopen(t *testing.T, p *Project) *Project {
	t.Helper()
	must(t, p.Close())
	p, err := OpenProject(context.Background(), p.Path())
	must(t, err)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func TestDocumentComesBackWhole(t *testing.T) {
	ctx := context.Background()
	want := script.Content{
		Lines:    []script.Line{filled[script.Line](t), {ID: "b"}, {ID: "a", Kind: script.Note, Text: "日本語 \x00 'quoted'"}},
		Roles:    []script.Role{{ID: "second"}, filled[script.Role](t)},
		Words:    []script.Word{{Written: "z", Spoken: "zed"}, filled[script.Word](t)},
		Settings: filled[script.Settings](t),
	}
	p, err := CreateProject(ctx, filepath.Join(t.TempDir(), "One.vwp"), want)
	must(t, err)
	p = reopen(t, p)
	got, err := p.Load(ctx)
	must(t, err)
	same(t, "content", got, want)
	same(t, "name", p.Name(), "One")
}

// TestSaveFollowsTheDocument makes edits, undo and redo on a document and compares what is stored after each.
func TestSaveFollowsTheDocument(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.", "Two.", "Three.")
	d := script.New(contentOf("One.", "Two.", "Three."))
	check := func(what string, delta script.Delta) {
		t.Helper()
		for range 2 { // twice, as after a failure that was none
			must(t, p.Save(ctx, delta))
		}
		got, err := p.Load(ctx)
		must(t, err)
		want := d.Content()
		if len(got.Words) == 0 && len(want.Words) == 0 {
			got.Words, want.Words = nil, nil
		}
		if len(got.Lines) == 0 && len(want.Lines) == 0 {
			got.Lines, want.Lines = nil, nil
		}
		same(t, what, got, want)
	}
	settings := script.DefaultSettings()
	settings.Gap = 2
	for _, e := range []script.Edit{
		script.SetText{ID: "lineb", Text: "Two, changed."},
		script.Insert{At: 1, Lines: []script.Line{{ID: "new1", Text: "Between."}, {ID: "new2", Kind: script.Heading, Text: "Chapter"}}},
		script.Move{IDs: []string{"linec"}, To: 0},
		script.Delete{IDs: []string{"linea", "new1"}},
		script.PutRole{Role: script.Role{ID: "ann", Name: "Ann", Voice: "v"}},
		script.PutWord{Word: script.Word{Written: "Siobhan", Spoken: "shiv awn"}},
		script.DeleteWord{Written: "Siobhan"},
		script.Change{Settings: settings},
		script.Choose{Line: "lineb", Take: "take1"},
		script.Delete{IDs: []string{"lineb", "linec", "new2"}},
	} {
		delta, err := d.Do(e)
		must(t, err)
		check("after "+delta.Label, delta)
	}
	for delta, ok := d.Undo(); ok; delta, ok = d.Undo() {
		check("undone "+delta.Label, delta)
	}
	for delta, ok := d.Redo(); ok; delta, ok = d.Redo() {
		check("redone "+delta.Label, delta)
	}
}

func TestLineWithoutPlaceIsNotLost(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	must(t, p.Save(ctx, script.Delta{Changed: []script.Line{{ID: "x", Text: "stray"}}}))
	must(t, p.Save(ctx, script.Delta{Order: []string{"nobody", "linea"}}))
	got, err := p.Load(ctx)
	must(t, err)
	if len(got.Lines) != 2 || got.Lines[0].ID != "linea" || got.Lines[1].ID != "x" {
		t.Errorf("lines %+v", got.Lines)
	}
}

func TestTakeComesBackWhole(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	want := filled[script.Take](t)
	sound := noise(1, 2400)
	trace := someTrace(470)
	must(t, p.PutJobs(ctx, []Job{{ID: "j1"}, {ID: "j2"}}))
	got, err := p.AddTake(ctx, want, trace, sound, "j1")
	must(t, err)
	want.Audio, want.Seconds = got.Audio, 0.1
	same(t, "take as added", got, want)
	p = reopen(t, p)
	all, err := p.AllTakes(ctx)
	must(t, err)
	same(t, "all takes", all, map[string][]script.Take{want.Line: {want}})
	back, err := p.Sound(ctx, want)
	must(t, err)
	if len(back.Samples) != len(sound.Samples) || back.Rate != sound.Rate {
		t.Fatalf("%d samples at %d Hz", len(back.Samples), back.Rate)
	}
	for i, v := range back.Samples {
		if d := v - sound.Samples[i]; d > 1e-7 || d < -1e-7 {
			t.Fatalf("sample %d is off by %g", i, d)
		}
	}
	curves, err := p.Trace(ctx, want.ID)
	must(t, err)
	compareTraces(t, curves, trace)
	jobs, err := p.Jobs(ctx)
	must(t, err)
	if len(jobs) != 1 || jobs[0].ID != "j2" {
		t.Errorf("jobs that are left: %+v", jobs)
	}
	must(t, p.SetTake(ctx, want.ID, func(t *script.Take) { t.Starred, t.Flags, t.ID, t.Line, t.Audio = false, nil, "x", "x", "x" }))
	want.Starred, want.Flags = false, nil
	of, err := p.Takes(ctx, want.Line)
	must(t, err)
	same(t, "changed take", of, []script.Take{want})
	must(t, p.DeleteTake(ctx, want.ID))
	must(t, p.DeleteTake(ctx, want.ID))
	if _, err := p.Trace(ctx, want.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("trace of a deleted take: %v", err)
	}
	if err := p.SetTake(ctx, want.ID, func(*script.Take) {}); !errors.Is(err, ErrNotFound) {
		t.Errorf("change of a deleted take: %v", err)
	}
}

func TestTakeWithoutSoundIsRefused(t *testing.T) {
	p := newProject(t, "One.")
	if _, err := p.AddTake(context.Background(), script.Take{Line: "linea"}, script.Trace{}, noise(1, 0)); err == nil {
		t.Error("a take without sound was kept")
	}
}

func TestJobsAndVoices(t *testing.T) {
	ctx := context.Background()
	p := newProject(t)
	want := []Job{filled[Job](t), {ID: "low", Added: time.Unix(5, 0).UTC()}, {ID: "high", Priority: 99, Added: time.Unix(5, 0).UTC()}}
	must(t, p.PutJobs(ctx, want))
	c := filled[card.Card](t)
	must(t, p.PutVoice(ctx, c, []byte("first")))
	must(t, p.PutVoice(ctx, c, []byte("second")))
	if err := p.PutVoice(ctx, card.Card{ID: "empty"}, nil); err == nil {
		t.Error("a voice without a file was kept")
	}
	p = reopen(t, p)
	jobs, err := p.Jobs(ctx)
	must(t, err)
	same(t, "jobs", jobs, []Job{want[2], want[0], want[1]})
	must(t, p.DeleteJobs(ctx, "low", "nobody"))
	jobs, err = p.Jobs(ctx)
	must(t, err)
	same(t, "jobs that are left", jobs, []Job{want[2], want[0]})
	back, file, err := p.Voice(ctx, c.ID)
	must(t, err)
	same(t, "voice", back, c)
	if !bytes.Equal(file, []byte("second")) {
		t.Errorf("file %q", file)
	}
	cards, err := p.Voices(ctx)
	must(t, err)
	same(t, "voices", cards, []card.Card{c})
	if _, _, err := p.Voice(ctx, "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("voice that is not there: %v", err)
	}
}

func TestSoundMissingAndChanged(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.")
	var takes []script.Take
	for i := range 3 {
		take, err := p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(uint64(i), 100))
		must(t, err)
		takes = append(takes, take)
	}
	path, err := p.soundPath(takes[0].Audio)
	must(t, err)
	must(t, os.Remove(path))
	path, err = p.soundPath(takes[1].Audio)
	must(t, err)
	data, err := os.ReadFile(path)
	must(t, err)
	data[100] ^= 1
	must(t, os.WriteFile(path, data, 0o644))
	for i, want := range []error{ErrSoundMissing, ErrSoundChanged, nil} {
		if _, err := p.Sound(ctx, takes[i]); !errors.Is(err, want) {
			t.Errorf("sound %d: %v, want %v", i, err, want)
		}
	}
	r, err := p.Check(ctx)
	must(t, err)
	if r.Sound() || len(r.Missing) != 1 || r.Missing[0].ID != takes[0].ID || len(r.Changed) != 1 || r.Changed[0].ID != takes[1].ID {
		t.Errorf("report %+v", r)
	}
	for i := range 2 { // the same sound again puts the file right
		if _, err := p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(uint64(i), 100)); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Sound(ctx, takes[i]); err != nil {
			t.Errorf("sound %d that was made again: %v", i, err)
		}
	}
	for _, hash := range []string{"", "x", "../../../../etc/passwd", strings.Repeat("A", 64)} {
		if _, err := p.Sound(ctx, script.Take{Audio: hash}); !errors.Is(err, ErrSoundMissing) {
			t.Errorf("sound %q: %v", hash, err)
		}
	}
}

func TestCleanKeepsWhatCanComeBack(t *testing.T) {
	ctx := context.Background()
	p := newProject(t, "One.", "Two.")
	add := func(line string, seed uint64) script.Take {
		t.Helper()
		take, err := p.AddTake(ctx, script.Take{Line: line}, script.Trace{}, noise(seed, 100))
		must(t, err)
		return take
	}
	kept, undone, deleted := add("linea", 1), add("lineb", 2), add("linea", 3)
	shared := add("linea", 1)
	must(t, p.DeleteTake(ctx, deleted.ID))
	must(t, p.DeleteTake(ctx, shared.ID))
	must(t, p.Save(ctx, script.Delta{Removed: []string{"lineb"}, Order: []string{"linea"}}))
	mine := filepath.Join(p.Path(), "audio", "notes.txt")
	must(t, os.WriteFile(mine, []byte("mine"), 0o644))
	path, err := p.soundPath(kept.Audio)
	must(t, err)
	unfinished := filepath.Join(filepath.Dir(path), ".voicewright-00000000.tmp")
	must(t, os.WriteFile(unfinished, []byte("half"), 0o644))
	must(t, os.Chtimes(unfinished, time.Time{}, time.Now().Add(-2*leftBehind)))
	freed, err := p.Clean(ctx)
	must(t, err)
	if freed != 344 {
		t.Errorf("%d bytes freed, want one file of 344", freed)
	}
	for _, take := range []script.Take{kept, undone} {
		if _, err := p.Sound(ctx, take); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(unfinished); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the unfinished file: %v", err)
	}
	p = reopen(t, p)
	if freed, err = p.Clean(ctx); err != nil || freed != 344 {
		t.Errorf("%d bytes freed, %v, want those of the deleted line", freed, err)
	}
	all, err := p.AllTakes(ctx)
	must(t, err)
	if len(all) != 1 || len(all["linea"]) != 1 {
		t.Errorf("takes %+v", all)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestCreateRefusesWhatIsThere(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	must(t, os.Mkdir(full, 0o755))
	must(t, os.WriteFile(filepath.Join(full, "x"), nil, 0o644))
	for _, path := range []string{full, filepath.Join(full, "x")} {
		if _, err := CreateProject(ctx, path, script.Content{}); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
	empty := filepath.Join(dir, "empty")
	must(t, os.Mkdir(empty, 0o755))
	p, err := CreateProject(ctx, empty, script.Content{})
	must(t, err)
	must(t, p.Close())
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
	for _, path := range []string{full, filepath.Join(full, "x"), filepath.Join(dir, "nowhere")} {
		if _, err := OpenProject(ctx, path); err == nil {
			t.Errorf("%s was opened as a project", path)
		}
	}
}

// TestProjectOfTheFirstFormatOpens takes the columns away that came later: what an older program wrote means the same.
func TestProjectOfTheFirstFormatOpens(t *testing.T) {
	ctx := context.Background()
	want := contentOf("One.", "Two.")
	want.Lines[0].Pace, want.Lines[1].Pitch = 1.2, -3
	want.Roles = []script.Role{{ID: "a", Name: "Anna", Delivery: script.Delivery{Pitch: 2}}}
	p, err := CreateProject(ctx, filepath.Join(t.TempDir(), "Old.vwp"), want)
	must(t, err)
	for _, table := range []string{"lines", "roles"} {
		for _, column := range []string{"range", "energy", "brightness", "breath"} {
			_, err := p.db.write.ExecContext(ctx, `ALTER TABLE `+table+` DROP COLUMN "`+column+`"`)
			must(t, err)
		}
	}
	_, err = p.db.write.ExecContext(ctx, "ALTER TABLE roles DROP COLUMN prosody; ALTER TABLE roles DROP COLUMN share; DELETE FROM goose_db_version WHERE version_id > 1")
	must(t, err)
	p = reopen(t, p)
	got, err := p.Load(ctx)
	must(t, err)
	if len(got.Words) == 0 {
		got.Words = want.Words
	}
	same(t, "content", got, want)
	_, err = p.Check(ctx)
	must(t, err)
}
