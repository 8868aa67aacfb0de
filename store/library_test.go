package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voicewright/script"
	"voicewright/voices/card"
)

func newLibrary(t testing.TB) *Library {
	t.Helper()
	l, err := OpenLibrary(context.Background(), filepath.Join(t.TempDir(), "deep", "library.db"))
	must(t, err)
	t.Cleanup(func() { _ = l.Close() }) // some tests close it themselves
	return l
}

// put adds voices with their names as IDs.
func put(t testing.TB, l *Library, cards ...card.Card) {
	t.Helper()
	for _, c := range cards {
		if c.ID == "" {
			c.ID = c.Name
		}
		must(t, l.PutVoice(context.Background(), Entry{Card: c, File: []byte("file of " + c.Name)}))
	}
}

// names returns the names of the voices that q selects, and checks that as many are counted.
func names(t *testing.T, l *Library, q card.Query) []string {
	t.Helper()
	ctx := context.Background()
	cards, err := l.Voices(ctx, q)
	must(t, err)
	names := []string{}
	for _, c := range cards {
		names = append(names, c.Name)
	}
	if q.Limit == 0 && q.Offset == 0 {
		n, err := l.CountVoices(ctx, q)
		must(t, err)
		if n != len(names) {
			t.Errorf("%+v: %d voices counted, %d listed", q, n, len(names))
		}
	}
	return names
}

func TestVoiceComesBackWhole(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	want := filled[card.Card](t)
	want.Trashed, want.Rating = false, card.MostStars+1
	clips := []card.Clip{filled[card.Clip](t), {Name: "b"}}
	clips[0].There = false // is looked up, not kept
	must(t, l.PutVoice(ctx, Entry{Card: want, File: []byte("first"), Clips: []card.Clip{{Name: "old"}, {Name: "older"}, {Name: "oldest"}}}))
	must(t, l.PutVoice(ctx, Entry{Card: want, File: []byte("second"), Clips: clips}))
	want.Rating = card.MostStars
	must(t, l.Close())
	l, err := OpenLibrary(ctx, l.db.path)
	must(t, err)
	defer func() { must(t, l.Close()) }()
	got, file, err := l.Voice(ctx, want.ID)
	must(t, err)
	same(t, "card", got, want)
	if !bytes.Equal(file, []byte("second")) {
		t.Errorf("file %q", file)
	}
	listed, err := l.Voices(ctx, card.Query{})
	must(t, err)
	same(t, "list", listed, []card.Card{want})
	kept, err := l.Clips(ctx, want.ID)
	must(t, err)
	same(t, "recordings", kept, clips)
	places, err := l.ClipsLike(ctx, clips[0].SHA256)
	must(t, err)
	same(t, "places", places, []string{clips[0].Path})
	must(t, l.UpdateVoice(ctx, want.ID, func(c *card.Card) { c.Name, c.Tags, c.ID = "New", nil, "other" }))
	want.Name, want.Tags = "New", nil
	got, _, err = l.Voice(ctx, want.ID)
	must(t, err)
	same(t, "changed card", got, want)
	must(t, l.Used(ctx, want.ID))
	must(t, l.Used(ctx, "nobody"))
	got, _, err = l.Voice(ctx, want.ID)
	must(t, err)
	if got.Uses != want.Uses+1 || time.Since(got.Used) > time.Minute {
		t.Errorf("%d uses, the last at %v", got.Uses, got.Used)
	}
	for what, err := range map[string]error{
		"update":  l.UpdateVoice(ctx, "nobody", func(*card.Card) {}),
		"trash":   l.Trash(ctx, "nobody"),
		"restore": l.Restore(ctx, "nobody"),
	} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := l.Voice(ctx, "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("read: %v", err)
	}
	if err := l.PutVoice(ctx, Entry{Card: card.Card{Name: "no ID"}, File: []byte("x")}); err == nil {
		t.Error("a voice without an ID was added")
	}
	if err := l.PutVoice(ctx, Entry{Card: card.Card{ID: "no file"}}); err == nil {
		t.Error("a voice without a file was added")
	}
}

func TestSearch(t *testing.T) {
	l := newLibrary(t)
	put(t, l,
		card.Card{Name: "Élise", Description: "A warm, low voice for O'Brien's stories", Tags: []string{"French accent", "calm"}, Folder: "/stories//slow/"},
		card.Card{Name: "Straße", Description: "deep and ROUGH", Tags: []string{"calm"}, Folder: "stories", Favourite: true},
		card.Card{Name: "小明", Description: "一个温暖的声音", Folder: "storiesx"},
		card.Card{Name: "Old", Description: "warm", Trashed: true, Tags: []string{"calm", "gone"}, Folder: "stories", Favourite: true},
	)
	for _, c := range []struct {
		query card.Query
		want  string
	}{
		{card.Query{}, "Élise Straße 小明"},
		{card.Query{Text: "  "}, "Élise Straße 小明"},
		{card.Query{Text: "?!"}, "Élise Straße 小明"},
		{card.Query{Text: "e"}, "Élise"},
		{card.Query{Text: "ELI"}, "Élise"},
		{card.Query{Text: "élí"}, "Élise"},
		{card.Query{Text: "lise"}, ""},
		{card.Query{Text: "stras"}, "Straße"},
		{card.Query{Text: "STRASSE"}, "Straße"},
		{card.Query{Text: "rough"}, "Straße"},
		{card.Query{Text: "calm"}, "Élise Straße"},
		{card.Query{Text: "cal war"}, "Élise"},
		{card.Query{Text: "war low acc"}, "Élise"},
		{card.Query{Text: "o'brien"}, "Élise"},
		{card.Query{Text: `"warm" AND NOT (x* OR) NEAR:^ \ - '; DROP`}, ""},
		{card.Query{Text: `"warm" (`}, "Élise"},
		{card.Query{Text: "明"}, "小明"},
		{card.Query{Text: "温暖"}, "小明"},
		{card.Query{Text: "warm", Trash: true}, "Old"},
		{card.Query{Trash: true}, "Old"},
		{card.Query{Tag: "Calm"}, "Élise Straße"},
		{card.Query{Tag: "cal"}, ""},
		{card.Query{Tag: "calm", Trash: true}, "Old"},
		{card.Query{Folder: "stories"}, "Élise Straße"},
		{card.Query{Folder: "stories/slow"}, "Élise"},
		{card.Query{Folder: "storie"}, ""},
		{card.Query{Favourites: true}, "Straße"},
		{card.Query{Favourites: true, Trash: true}, "Old"},
		{card.Query{Favourites: true, Folder: "stories", Tag: "calm", Text: "deep"}, "Straße"},
		{card.Query{Favourites: true, Folder: "stories", Tag: "calm", Text: "warm"}, ""},
		{card.Query{Limit: 2}, "Élise Straße"},
		{card.Query{Limit: 2, Offset: 1}, "Straße 小明"},
		{card.Query{Offset: 2}, "小明"},
		{card.Query{Offset: 9}, ""},
	} {
		if got := strings.Join(names(t, l, c.query), " "); got != c.want {
			t.Errorf("%+v: %s, want %s", c.query, got, c.want)
		}
	}
}

func TestSearchFollowsChanges(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	put(t, l, card.Card{Name: "Ann", Tags: []string{"young"}, Folder: "a"}, card.Card{Name: "Bob", Tags: []string{"old"}}, card.Card{Name: "Built", Builtin: true})
	lists := func(tags, folders string) {
		t.Helper()
		gotTags, err := l.Tags(ctx)
		must(t, err)
		gotFolders, err := l.Folders(ctx)
		must(t, err)
		if strings.Join(gotTags, " ") != tags || strings.Join(gotFolders, " ") != folders {
			t.Errorf("tags %v, folders %v, want %s and %s", gotTags, gotFolders, tags, folders)
		}
	}
	find := func(text string, want ...string) {
		t.Helper()
		if got := names(t, l, card.Query{Text: text}); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	lists("old young", "a")
	must(t, l.UpdateVoice(ctx, "Ann", func(c *card.Card) { c.Description, c.Tags = "squeaky", []string{" b\nb ", "", "Old"} }))
	find("squ", "Ann")
	find("young")
	find("old", "Ann", "Bob")
	lists("b b Old", "a")
	must(t, l.Trash(ctx, "Ann"))
	find("squ")
	lists("old", "")
	if err := l.Trash(ctx, "Bob", "Built"); !errors.Is(err, ErrBuiltin) {
		t.Errorf("trash of a built-in voice: %v", err)
	}
	find("bob", "Bob") // nothing of the refused step was done
	must(t, l.Restore(ctx, "Ann"))
	find("squ", "Ann")
	must(t, l.Trash(ctx, "Ann", "Bob"))
	must(t, l.Restore(ctx, "Bob"))
	must(t, l.EmptyTrash(ctx))
	if got := names(t, l, card.Query{Trash: true}); len(got) != 0 {
		t.Errorf("in the trash: %v", got)
	}
	if got := names(t, l, card.Query{Trash: true, Text: "squ"}); len(got) != 0 {
		t.Errorf("found in the trash: %v", got)
	}
	find("", "Bob", "Built")
	if _, _, err := l.Voice(ctx, "Ann"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a deleted voice: %v", err)
	}
	put(t, l, card.Card{Name: "Cid"}) // takes the number of a deleted one, but not its words
	find("squ")
	left, err := texts(ctx, l.db.read, "SELECT data FROM files")
	must(t, err)
	if len(left) != 3 {
		t.Errorf("files %v", left)
	}
}

func TestSort(t *testing.T) {
	l := newLibrary(t)
	at := func(n int) time.Time { return time.Unix(int64(n), 0) }
	put(t, l,
		card.Card{Name: "voice 10", Added: at(1), Used: at(9), Pitch: 200, Rating: 2},
		card.Card{Name: "Voice 9", Added: at(3), Pitch: 90, Rating: 5},
		card.Card{Name: "ärger", Added: at(2), Used: at(10)},
		card.Card{Name: "Zoe", Added: at(2), Pitch: 120, Rating: 5},
		card.Card{Name: "arm", Added: at(9)},
	)
	for sort, want := range map[card.Sort]string{
		card.ByName:   "ärger,arm,Voice 9,voice 10,Zoe",
		card.ByAdded:  "arm,Voice 9,ärger,Zoe,voice 10",
		card.ByUsed:   "ärger,voice 10,arm,Voice 9,Zoe",
		card.ByPitch:  "Voice 9,Zoe,voice 10,ärger,arm",
		card.ByRating: "Voice 9,Zoe,voice 10,ärger,arm",
		card.Sort(99): "ärger,arm,Voice 9,voice 10,Zoe",
	} {
		if got := strings.Join(names(t, l, card.Query{Sort: sort}), ","); got != want {
			t.Errorf("sort %d: %s, want %s", sort, got, want)
		}
	}
}

// TestBothWaysAgree compares the two plans of a search with a plain filter, on enough voices for the second one.
func TestBothWaysAgree(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	cards := manyVoices(3 * shortList)
	fillLibrary(t, l, cards)
	for _, q := range []card.Query{
		{Text: "v"}, {Text: "voice war", Sort: card.ByUsed}, {Text: "voice 77", Sort: card.ByPitch}, {Tag: "tag 1", Text: "v"}, {Folder: "folder 1", Tag: "tag 1"},
		{Folder: "folder 3", Text: "v", Sort: card.ByAdded}, {Favourites: true, Text: "v"}, {Favourites: true, Folder: "folder 2", Sort: card.ByPitch},
		{Stars: 2, Text: "v"}, {Stars: 4, Folder: "folder 2", Sort: card.ByRating}, {Stars: 1, Tag: "tag 1", Sort: card.ByAdded},
	} {
		var want []string
		all, err := l.Voices(ctx, card.Query{Sort: q.Sort})
		must(t, err)
		for _, c := range all {
			text := strings.ToLower(" " + c.Name + " " + c.Description + " " + strings.Join(c.Tags, " "))
			good := (!q.Favourites || c.Favourite) && c.Rating >= q.Stars && (q.Tag == "" || slices.Contains(c.Tags, q.Tag)) &&
				(q.Folder == "" || c.Folder == q.Folder || strings.HasPrefix(c.Folder, q.Folder+"/"))
			for _, word := range strings.Fields(q.Text) {
				good = good && strings.Contains(text, " "+word)
			}
			if good {
				want = append(want, c.Name)
			}
		}
		if len(want) == 0 {
			t.Errorf("%+v selects nothing", q)
		}
		if got := names(t, l, q); !slices.Equal(got, want) {
			t.Errorf("%+v: %d voices, want %d", q, len(got), len(want))
		}
		q.Limit, q.Offset = 10, len(want)/2
		if got := names(t, l, q); !slices.Equal(got, want[q.Offset:min(len(want), q.Offset+10)]) {
			t.Errorf("%+v: %v", q, got)
		}
	}
}

func TestWordsSettingsRecent(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	w := filled[script.Word](t)
	must(t, l.SetWord(ctx, script.Word{Written: "b", Spoken: "x"}))
	must(t, l.SetWord(ctx, w))
	must(t, l.SetWord(ctx, script.Word{Written: "b", Spoken: "y"}))
	got, err := l.Words(ctx)
	must(t, err)
	same(t, "words", got, []script.Word{{Written: "b", Spoken: "y"}, w})
	must(t, l.DeleteWord(ctx, "b"))
	must(t, l.DeleteWord(ctx, "b"))
	if got, err = l.Words(ctx); err != nil || len(got) != 1 {
		t.Errorf("words %v %v", got, err)
	}
	if value, ok, err := l.Setting(ctx, "theme"); value != "" || ok || err != nil {
		t.Errorf("no setting: %q %v %v", value, ok, err)
	}
	must(t, l.SetSetting(ctx, "theme", "light"))
	must(t, l.SetSetting(ctx, "theme", ""))
	if value, ok, err := l.Setting(ctx, "theme"); value != "" || !ok || err != nil {
		t.Errorf("setting: %q %v %v", value, ok, err)
	}
	for n := range recentKept + 5 {
		must(t, l.AddRecent(ctx, fmt.Sprint("/p", n), fmt.Sprint("P", n)))
	}
	must(t, l.AddRecent(ctx, "/p10", "Again"))
	must(t, l.ForgetRecent(ctx, "/p24"))
	recent, err := l.Recent(ctx)
	must(t, err)
	if len(recent) != recentKept-1 || recent[0].Name != "Again" || recent[1].Path != "/p23" || time.Since(recent[0].Opened) > time.Minute {
		t.Errorf("recent %+v", recent)
	}
}

func TestDamagedLibraryShowsItsBackup(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	path := l.db.path
	must(t, l.SetSetting(ctx, "a", "b"))
	must(t, l.Backup(ctx))
	must(t, l.Close())
	damage(t, path)
	l, err := OpenLibrary(ctx, path)
	must(t, err)
	reason, yes := l.ReadOnly()
	if _, backup := l.FromBackup(); !yes || !backup || !strings.Contains(reason, "damaged") {
		t.Errorf("read only: %q %v", reason, yes)
	}
	if value, _, err := l.Setting(ctx, "a"); value != "b" || err != nil {
		t.Errorf("setting %q %v", value, err)
	}
	if err := l.SetSetting(ctx, "a", "c"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("set: %v", err)
	}
	if err := l.Backup(ctx); !errors.Is(err, ErrReadOnly) {
		t.Errorf("backup: %v", err)
	}
	must(t, l.Close())
	must(t, RestoreLibrary(ctx, path))
	l, err = OpenLibrary(ctx, path)
	must(t, err)
	must(t, l.SetSetting(ctx, "a", "c"))
	must(t, l.Close())
}

func TestTwoProgramsShareTheLibrary(t *testing.T) {
	ctx := context.Background()
	l := newLibrary(t)
	other, err := OpenLibrary(ctx, l.db.path)
	must(t, err)
	defer func() { must(t, other.Close()) }()
	put(t, l, card.Card{Name: "Ann"})
	failed := make(chan error, 2)
	for _, l := range []*Library{l, other} {
		go func() {
			for range 100 {
				if err := l.Used(ctx, "Ann"); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}()
	}
	must(t, errors.Join(<-failed, <-failed))
	c, _, err := l.Voice(ctx, "Ann")
	must(t, err)
	if c.Uses != 200 {
		t.Errorf("%d uses, want 200", c.Uses)
	}
}

// TestUnfinishedLibrary opens what a program leaves that ended before its first table.
func TestUnfinishedLibrary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	must(t, os.WriteFile(path, nil, 0o644))
	l, err := OpenLibrary(context.Background(), path)
	must(t, err)
	must(t, l.Close())
}
