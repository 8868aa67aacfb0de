package deliver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"voicewright/audio"
	"voicewright/script"
)

// saying is an item that says text in a second of sound.
func saying(index int, role, chapter, text string) Item {
	return Item{
		Line:  script.Line{ID: fmt.Sprint("line ", index)},
		Index: index, Role: role, Chapter: chapter, Text: text, Seconds: 1, Gap: 0.5, Number: 1,
		Take:  script.Take{ID: "take", Voice: "v1", Model: "model-hash", Seed: 42},
		Sound: func(context.Context) (audio.Buffer, error) { return beep(1, 0.1), nil },
	}
}

// beep is a tone of 440 Hz.
func beep(seconds, amplitude float64) audio.Buffer {
	x := make([]float32, int(seconds*24000))
	for i := range x {
		x[i] = float32(amplitude * math.Sin(2*math.Pi*440*float64(i)/24000))
	}
	return audio.Buffer{Rate: 24000, Samples: x}
}

// play is a script with two chapters and two roles, a line without sound and a note.
func play() []Item {
	heading := saying(1, "Narrator", "One", "Chapter one.")
	heading.Line.Kind = script.Heading
	second := saying(5, "Narrator", "One", "Chapter one, again.") // of the same title
	second.Line.Kind = script.Heading
	note := saying(3, "", "One", "A note.")
	note.Line.Kind = script.Note
	mute := saying(7, "Anna", "One", "Not yet.")
	mute.Sound = nil
	return []Item{
		heading, saying(2, "Anna", "One", "Hello there: how are you?"), note, saying(4, "Narrator", "One", "She left."),
		second, saying(6, "Anna", "One", "Bye."), mute,
	}
}

func stems(e Export) (names []string) {
	for _, f := range e.Files {
		names = append(names, f.Name)
	}
	return names
}

func TestGroupsAndNames(t *testing.T) {
	for _, c := range []struct {
		group   Group
		pattern string
		want    []string
	}{
		{Lines, "", []string{"001 Narrator Chapter one.wav", "002 Anna Hello there- how are you.wav", "004 Narrator She left.wav", "005 Narrator Chapter one, again.wav", "006 Anna Bye.wav"}},
		{Roles, "", []string{"My Play - Narrator.wav", "My Play - Anna.wav"}},
		{Chapters, "", []string{"01 One.wav", "02 One.wav"}},
		{Whole, "", []string{"My Play.wav"}},
		{Lines, "{role}", []string{"Narrator.wav", "Anna.wav", "Narrator (2).wav", "Narrator (3).wav", "Anna (2).wav"}},
		{Lines, "{ROLE}_{voice}_t{take}", []string{"Narrator_Rowan_t1.wav", "Anna_Rowan_t1.wav", "Narrator_Rowan_t1 (2).wav", "Narrator_Rowan_t1 (3).wav", "Anna_Rowan_t1 (2).wav"}},
		{Whole, "{role} - {project} - {take} - {index}", []string{"My Play - 01.wav"}},
		{Whole, "{take}({role})", []string{"My Play.wav"}},
		{Whole, "../../{project}", []string{"My Play.wav"}},
		{Whole, "a/b\\c", []string{"a-b-c.wav"}},
	} {
		e, err := Plan(play(), Spec{Folder: t.TempDir(), Project: "My Play", Group: c.group, Pattern: c.pattern, Voices: []Voice{{ID: "v1", Name: "Rowan"}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := stems(e); !slices.Equal(got, c.want) {
			t.Errorf("%d %q: the names are %q, want %q", c.group, c.pattern, got, c.want)
		}
		if len(e.Missing) != 1 || e.Missing[0] != "line 7" {
			t.Errorf("missing are %v", e.Missing)
		}
	}
}

func TestPlanMeasures(t *testing.T) {
	e, err := Plan(play(), Spec{Folder: t.TempDir(), Group: Whole, Format: audio.PCM24, Rate: 48000, Subtitles: SRT | VTT | Labels})
	if err != nil {
		t.Fatal(err)
	}
	f := e.Files[0]
	if f.Seconds != 7 || f.Bytes < 7*48000*3 || f.Bytes > 7*48000*3+5000 || f.Long || e.Seconds != 7 || e.Free <= 0 {
		t.Errorf("the plan is %v s, %d bytes, long %v, free %d", f.Seconds, f.Bytes, f.Long, e.Free)
	}
	if want := []string{"speech.srt", "speech.vtt", "speech.txt"}; !slices.Equal(f.Beside, want) {
		t.Errorf("beside are %v", f.Beside)
	}
	long := saying(1, "", "", "Long.")
	long.Seconds = 36000
	if e, err := Plan([]Item{long}, Spec{Folder: t.TempDir(), Format: audio.Float32, Rate: 48000}); err != nil || !e.Files[0].Long {
		t.Errorf("ten hours: %+v, %v", e.Files, err)
	}
	odd := saying(1, "", "", "Odd.")
	odd.Gap, odd.Seconds = math.NaN(), -5
	if e, err := Plan([]Item{odd, odd}, Spec{Folder: t.TempDir(), Group: Whole}); err != nil || e.Seconds != 0 {
		t.Errorf("odd lengths: %v s, %v", e.Seconds, err)
	}
}

func TestPlanTellsWhatExists(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Anna.wav", "Narrator.srt", "narrator.wav", "other.wav"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	e, err := Plan(play(), Spec{Folder: dir, Group: Roles, Pattern: "{role}", Subtitles: SRT})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Narrator.srt"}, {"Anna.wav"}}
	if _, err := os.Stat(filepath.Join(dir, "ANNA.WAV")); err == nil { // this disk does not heed case
		want[0] = []string{"Narrator.wav", "Narrator.srt"}
	}
	for i, f := range e.Files {
		if !slices.Equal(f.Exists, want[i]) {
			t.Errorf("%s: %v exist, want %v", f.Name, f.Exists, want[i])
		}
	}
	if _, err := Write(t.Context(), e, nil); !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), "Anna.wav") {
		t.Errorf("unexpected error %v", err)
	}
}

func TestPlanErrors(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		items []Item
		spec  Spec
		says  string
	}{
		{nil, Spec{Folder: dir}, "nothing to export"},
		{play(), Spec{}, "no folder was given"},
		{play(), Spec{Folder: filepath.Join(dir, "no")}, "does not exist"},
		{play(), Spec{Folder: dir, Pattern: "{speaker}"}, "{speaker}, which there is not; use {project}, {chapter}"},
		{play(), Spec{Folder: dir, Pattern: "a{role"}, "does not close it"},
		{play(), Spec{Folder: dir, Rate: 44100}, "only 24000 and 48000"},
		{play(), Spec{Folder: dir, Format: 9}, "no such sample format"},
		{play(), Spec{Folder: dir, Loudness: 3}, "must lie between"},
		{play(), Spec{Folder: dir, Loudness: math.NaN()}, "must lie between"},
		{play(), Spec{Folder: dir, Group: 9}, "no such group"},
	} {
		if _, err := Plan(c.items, c.spec); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: unexpected error %v", c.spec, err)
		}
	}
	if _, err := Plan(play(), Spec{Folder: filepath.Join(dir, "no")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("unexpected error %v", err)
	}
}

func TestFileName(t *testing.T) {
	long := strings.Repeat("ä", 200)
	family := strings.Repeat("👩‍👩‍👧‍👦", 20) // joiners are dropped, and no character is cut apart
	for in, want := range map[string]string{
		"":                           "speech",
		"...":                        "speech",
		" . hidden":                  "hidden",
		"a. . ":                      "a",
		"CON":                        "_CON",
		"con.txt":                    "_con.txt",
		"Nul .x":                     "_Nul .x",
		"COM1":                       "_COM1",
		"COM¹":                       "_COM¹",
		"lpt9.a.b":                   "_lpt9.a.b",
		"COM10":                      "COM10",
		"Conrad":                     "Conrad",
		"a/../b":                     "a-..-b",
		`..\..\evil`:                 "evil",
		"C:\\x":                      "C--x",
		"what? *no* <x> \"y\" |":     "what no x y",
		"a\x00b\nc\td\u202ee\u200bf": "ab c def",
		"e\u0301":                    "é",
		"\xff\xfe":                   "speech",
		"a\u2215b\u2044c":            "a-b-c",
		"漢字、テスト":                     "漢字、テスト",
		long:                         long[:maxStem],
		family:                       strings.Repeat("👩👩👧👦", 8),
	} {
		got := fileName(in, "")
		if got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := fileName("///", "My: Play"); got != "My- Play" {
		t.Errorf("the fallback became %q", got)
	}
}

func FuzzFileName(f *testing.F) {
	for _, s := range []string{"CON", "../x", "a\x00", "\u202e", "é" + strings.Repeat("x", 300), "COM¹.x", " . "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name := fileName(s, "")
		if name == "" || len(name) > maxStem+1 || !utf8.ValidString(name) || name != fileName(name, "") && !isDevice(name[1:]) {
			t.Fatalf("%q became %q and then %q", s, name, fileName(name, ""))
		}
		if isDevice(name) || strings.ContainsAny(name, "/\\:<>\"|?*\x00") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || strings.HasPrefix(name, ".") {
			t.Fatalf("%q became %q", s, name)
		}
		if _, err := inside("folder", name+".wav"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestNumbersAvoidEachOther(t *testing.T) {
	n := newNamer()
	var got []string
	for _, s := range []string{"a (2)", "a", "A", "a", "a (2)"} {
		got = append(got, n.name(s))
	}
	if want := []string{"a (2)", "a", "A (3)", "a (4)", "a (2) (2)"}; !slices.Equal(got, want) {
		t.Errorf("the names are %q, want %q", got, want)
	}
}

func TestInside(t *testing.T) {
	for _, name := range []string{"", "..", "../a", "a/b", "/a", "."} {
		if _, err := inside("folder", name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func BenchmarkPlanTenThousand(b *testing.B) {
	items := make([]Item, 10000)
	for i := range items {
		items[i] = saying(i+1, "Narrator", "One", "The quick brown fox jumps over the lazy dog.")
	}
	dir := b.TempDir()
	for b.Loop() {
		if _, err := Plan(items, Spec{Folder: dir, Pattern: "{project} {text}", Subtitles: SRT}); err != nil {
			b.Fatal(err)
		}
	}
}
