package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"voicewright/script"
)

func TestPaletteFindsByBeginningsInitialsAndLetters(t *testing.T) {
	table := []*command{{id: "export", name: "Export audio…"}, {id: "import", name: "Import a manuscript…"}, {id: "take", name: "Another take"}, {id: "palette", name: "Find a command…"}}
	for text, want := range map[string][]string{
		"":     {"export", "import", "take"},
		"exp":  {"export"},
		"EXP":  {"export"},
		"at":   {"take", "import"}, // initials before scattered letters
		"port": {"export", "import"},
		"atk":  {"take"},
		"xyz":  nil,
	} {
		var got []string
		for _, c := range matching(table, text) {
			got = append(got, c.id)
		}
		if len(got) != len(want) {
			t.Errorf("%q finds %v, not %v", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q finds %v, not %v", text, got, want)
				break
			}
		}
	}
}

func TestADisabledCommandDoesNothing(t *testing.T) {
	runs := 0
	c := &command{run: func() { runs++ }, enabled: func() bool { return false }}
	c.invoke()
	if runs != 0 {
		t.Error("it ran")
	}
	c.enabled = nil
	c.invoke()
	if runs != 1 {
		t.Error("it did not run")
	}
}

func TestKeysAreWrittenForPeople(t *testing.T) {
	for want, c := range map[string]*command{
		"Ctrl+Shift+T": {key: fyne.KeyT, modifier: fyne.KeyModifierControl | fyne.KeyModifierShift},
		"Alt+Right":    {key: fyne.KeyRight, modifier: fyne.KeyModifierAlt},
		"Space":        {note: "Space"},
		"":             {},
	} {
		if got := c.keys(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if (&command{key: fyne.KeyDelete}).shortcut() != nil {
		t.Error("a key without a modifier cannot be a shortcut of a menu")
	}
	if _, ok := (&command{key: fyne.KeyZ, modifier: ctrl}).shortcut().(*fyne.ShortcutUndo); !ok {
		t.Error("Ctrl+Z is not the shortcut that Fyne sends")
	}
}

func TestFiguresForPeople(t *testing.T) {
	for seconds, want := range map[float64]string{0: "0:00", 59.6: "1:00", 125: "2:05", 3725: "1:02:05"} {
		if got := clock(seconds); got != want {
			t.Errorf("%v s are %q, want %q", seconds, got, want)
		}
	}
	for d, want := range map[time.Duration]string{1500 * time.Millisecond: "2 s", 42 * time.Second: "45 s", 10 * time.Minute: "11 min"} {
		if got := remaining(d); got != want {
			t.Errorf("%v are %q, want %q", d, got, want)
		}
	}
	for bytes, want := range map[int64]string{1500: "1 kB", 2_500_000: "2.5 MB", 3_000_000_000: "3.0 GB"} {
		if got := size(bytes); got != want {
			t.Errorf("%d bytes are %q, want %q", bytes, got, want)
		}
	}
}

func TestSpokenFormOfMarkup(t *testing.T) {
	parts := spoken("", "It cost $5, [pause] {Siobhán|shi vawn} said. 漢字")
	said, bad := "", 0
	for _, p := range parts {
		if p.Bad {
			bad++
			if p.Why == "" {
				t.Errorf("%q is bad without a reason", p.Text)
			}
			continue
		}
		said += p.Text + " "
	}
	if want := "It cost five dollars , shi vawn said . "; said != want {
		t.Errorf("said %q, want %q", said, want)
	}
	if bad != 1 {
		t.Errorf("%d bad parts", bad)
	}
	open := spoken("", "[slow]never closed")
	if last := open[len(open)-1]; !last.Bad {
		t.Errorf("an open tag is not told: %+v", open)
	}
}

func TestEveryDoubtHasWords(t *testing.T) {
	for _, kind := range []script.FlagKind{script.TooShort, script.TooLong, script.Silence, script.Clipping, script.Level, script.Drift} {
		if text := doubt(script.Flag{Kind: kind, Value: 2}); text == string(kind) || text == "" {
			t.Errorf("%q has no words", kind)
		}
	}
}
