package script

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"
)

// sample is a document of n lines with three roles.
func sample(n int) *Document {
	c := Content{Settings: DefaultSettings(), Roles: []Role{{ID: "n", Name: "Narrator"}, {ID: "a", Name: "Anna", Voice: "va"}, {ID: "b", Name: "Ben", Delivery: Delivery{Pace: 1.2, Pitch: -2}}}}
	for i := range n {
		c.Lines = append(c.Lines, Line{ID: fmt.Sprintf("l%d", i), Role: []string{"", "a", "b"}[i%3],
			Text: fmt.Sprintf("This is line %d, [slow]which is *read* aloud[/slow] by {someone|some one}.", i)})
	}
	return New(c)
}

func must(t *testing.T, d *Document, e Edit) Delta {
	t.Helper()
	delta, err := d.Do(e)
	if err != nil {
		t.Fatalf("%T: %v", e, err)
	}
	return delta
}

func texts(d *Document) (out []string) {
	for _, l := range d.Content().Lines {
		out = append(out, l.Text)
	}
	return out
}

func of(lines ...string) *Document {
	var c Content
	for i, text := range lines {
		c.Lines = append(c.Lines, Line{ID: string(rune('a' + i)), Text: text, Take: "take " + string(rune('a'+i))})
	}
	return New(c)
}

func TestTypingIsOneStep(t *testing.T) {
	d := of("", "other")
	clock := time.Unix(0, 0)
	d.Now = func() time.Time { return clock }
	typed := func(after time.Duration, id, text string) {
		t.Helper()
		clock = clock.Add(after)
		must(t, d, SetText{id, text})
	}
	typed(0, "a", "h")
	typed(time.Second, "a", "he")
	typed(1100*time.Millisecond, "a", "hel") // a pause
	typed(0, "b", "another")
	typed(0, "a", "hell")
	for _, want := range []string{"hel", "hel", "he", ""} {
		d.Undo()
		if got := d.Line(0).Text; got != want {
			t.Fatalf("undo gives %q, want %q", got, want)
		}
	}
	if _, ok := d.CanUndo(); ok {
		t.Error("there are more steps than pauses")
	}
	d.Redo()
	typed(0, "a", "hey")
	if d.Undo(); d.Line(0).Text != "he" {
		t.Errorf("typing after a redo was put into the step before it: %q", d.Line(0).Text)
	}
	for i := range 30 {
		typed(500*time.Millisecond, "a", fmt.Sprint("he", i))
	}
	if d.Undo(); d.Line(0).Text == "he" {
		t.Error("fifteen seconds of typing are one step")
	}
	d = of("x")
	d.Now = func() time.Time { return clock }
	typed(0, "a", "xy")
	typed(0, "a", "x")
	if _, ok := d.CanUndo(); ok {
		t.Error("what was typed and deleted again is a step")
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		want []string
	}{
		{"One. Two.", 4, []string{"One.", "Two."}},
		{"One. Two.", 0, []string{"", "One. Two."}},
		{"One. Two.", 9, []string{"One. Two.", ""}},
		{"[slow]one two[/slow] three", 9, []string{"[slow]one[/slow]", "[slow]two[/slow] three"}},
		{"a *very big* dog", 7, []string{"a *very*", "*big* dog"}},
		{"a *very big* dog", 3, []string{"a", "*very big* dog"}},
		{"one {two|2} three", 7, []string{"one {two|2}", "three"}},
		{"héllo", 2, []string{"hé", "llo"}},
		{"[fast][slow]a b[/slow] c[/fast]", 14, []string{"[fast][slow]a[/slow][/fast]", "[fast][slow]b[/slow] c[/fast]"}},
	} {
		d := of(c.text)
		delta := must(t, d, Split{"a", c.at})
		if got := texts(d); !slices.Equal(got, c.want) {
			t.Errorf("%q split at %d is %q, want %q", c.text, c.at, got, c.want)
		}
		if c.want[0] == "" && d.Index("a") != 1 || c.want[0] != "" && d.Index("a") != 0 {
			t.Errorf("%q split at %d: the line with its take is at %d", c.text, c.at, d.Index("a"))
		}
		if delta.Focus != d.Line(1).ID || delta.Caret != 0 {
			t.Errorf("%q split at %d: the caret is in %q at %d", c.text, c.at, delta.Focus, delta.Caret)
		}
		back, _ := d.Undo()
		if got := texts(d); !slices.Equal(got, []string{c.text}) || back.Focus != "a" {
			t.Errorf("undone it is %q with the focus on %q", got, back.Focus)
		}
	}
	if _, err := of("x").Do(Split{"a", 7}); err == nil {
		t.Error("a split behind the end is done")
	}
	d := New(Content{Lines: []Line{{ID: "h", Kind: Heading, Text: "One"}}})
	if must(t, d, Split{"h", 3}); d.Line(1).Kind != Speech {
		t.Error("the line after a heading is a heading")
	}
}

func TestJoin(t *testing.T) {
	d := of("One.", "  Two.", "", "三", "四")
	delta := must(t, d, Join{"b"})
	if got := d.Line(0); got.Text != "One. Two." || got.Take != "take a" || delta.Caret != 5 || delta.Focus != "a" {
		t.Errorf("joined: %+v, caret %d", got, delta.Caret)
	}
	must(t, d, Join{"d"})
	if got, _ := d.Find("d"); got.Take != "take d" || d.Len() != 3 {
		t.Errorf("a line joined to an empty one lost its take: %+v", got)
	}
	must(t, d, Join{"e"})
	if got := texts(d); !slices.Equal(got, []string{"One. Two.", "三四"}) {
		t.Errorf("got %q", got)
	}
	if _, err := d.Do(Join{"a"}); err == nil {
		t.Error("the first line is joined to nothing")
	}
}

func TestMove(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		to   int
		want string
	}{
		{[]string{"b"}, 4, "acdb"}, {[]string{"d"}, 0, "dabc"}, {[]string{"c", "a"}, 4, "bdac"}, {[]string{"a", "c"}, 2, "bacd"},
		{[]string{"b", "c"}, 2, "abcd"}, {[]string{"a", "d", "d"}, 99, "bcad"}, {[]string{"c"}, -3, "cabd"},
	} {
		d := of("1", "2", "3", "4")
		before := d.Content()
		must(t, d, Move{c.ids, c.to})
		got := ""
		for _, l := range d.Content().Lines {
			got += l.ID
		}
		if got != c.want {
			t.Errorf("%v to %d gives %s, want %s", c.ids, c.to, got, c.want)
		}
		if _, undone := d.Undo(); undone == (got == "abcd") || !reflect.DeepEqual(before, d.Content()) {
			t.Errorf("%v to %d: undo gives %v", c.ids, c.to, texts(d))
		}
	}
}

func TestLocked(t *testing.T) {
	d := New(Content{Lines: []Line{{ID: "a", Text: "the one", Locked: true, Take: "t"}, {ID: "b", Text: "the other"}}})
	before := d.Content()
	for _, e := range []Edit{
		SetText{"a", "x"}, Delete{[]string{"a"}}, Split{"a", 3}, Join{"b"}, Choose{Line: "a", Take: "u"}, Choose{Line: "a", Auto: true},
		Set{IDs: []string{"a"}, Change: func(l *Line) { l.Role = "r" }}, ReplaceText{Find: Finder{Text: "one"}, With: "two"},
		Together{"All", []Edit{SetText{"b", "y"}, SetText{"a", "x"}}},
	} {
		if _, err := d.Do(e); !errors.Is(err, ErrLocked) || !same(before, d.Content()) {
			t.Errorf("%T on a locked line: %v", e, err)
		}
	}
	delta := must(t, d, ReplaceText{Find: Finder{Text: "the", Word: true}, With: "a"})
	if !slices.Equal(texts(d), []string{"the one", "a other"}) || !slices.Equal(delta.Skipped, []string{"a"}) {
		t.Errorf("replacing: %q, skipped %q", texts(d), delta.Skipped)
	}
	must(t, d, Set{IDs: []string{"a"}, Change: func(l *Line) { l.Gap = 2 }})
	must(t, d, Move{[]string{"a"}, 2})
	must(t, d, Split{"a", 0})
	must(t, d, Set{IDs: []string{"a"}, Change: func(l *Line) { l.Locked = false; l.Text = "free" }})
	if l, _ := d.Find("a"); l.Text != "free" {
		t.Errorf("unlocked: %+v", l)
	}
}

// TestAutoChoice checks that a take which is ready in the background survives the undoing of what the writer did.
func TestAutoChoice(t *testing.T) {
	d := of("one", "two")
	must(t, d, SetText{"a", "changed"})
	must(t, d, Delete{[]string{"b"}})
	d.Undo()
	if delta := must(t, d, Choose{Line: "a", Take: "new", Auto: true}); len(delta.Changed) != 1 {
		t.Errorf("the delta is %+v", delta)
	}
	if label, ok := d.CanRedo(); !ok || label != LabelDelete {
		t.Error("the choice made it impossible to redo")
	}
	d.Undo()
	if l, _ := d.Find("a"); l.Text != "one" || l.Take != "new" {
		t.Errorf("after undo: %+v", l)
	}
	must(t, d, Insert{At: 0, Lines: []Line{{ID: "x", Text: "x"}}})
	must(t, d, Choose{Line: "x", Take: "made", Auto: true})
	d.Undo()
	d.Redo()
	if l, _ := d.Find("x"); l.Take != "made" {
		t.Errorf("a take was lost by undo and redo of its line: %+v", l)
	}
}

func TestRoles(t *testing.T) {
	d := sample(6)
	if v := d.VoiceOf(d.Line(1)); v != "va" {
		t.Errorf("voice %q", v)
	}
	must(t, d, Change{Settings{FirstVoice: "first", Gap: 0.3, ChapterGap: 2}})
	if v := d.VoiceOf(d.Line(0)); v != "first" {
		t.Errorf("voice %q", v)
	}
	if got, want := d.DeliveryOf(Line{Role: "b", Delivery: Delivery{Pace: 1.9, Pitch: 1}}), (Delivery{Pace: 2, Pitch: -1, Range: 1}); got != want {
		t.Errorf("delivery %+v", got)
	}
	for _, e := range []Edit{PutRole{Role{Name: "anna"}}, PutRole{Role{Name: " "}}, DeleteRole{"x", ""}, DeleteRole{"a", "a"}, DeleteRole{"a", "x"}} {
		if _, err := d.Do(e); err == nil {
			t.Errorf("%+v is done", e)
		}
	}
	must(t, d, DeleteRole{"n", "b"})
	if l := d.Line(0); l.Role != "b" {
		t.Errorf("a line of the deleted narrator has the role %q", l.Role)
	}
	must(t, d, DeleteRole{"a", ""})
	if l := d.Line(1); l.Role != "" || d.RoleOf(l).ID != "b" {
		t.Errorf("line of Anna: %q", l.Role)
	}
	if _, err := d.Do(DeleteRole{"b", ""}); err == nil {
		t.Error("the last role is deleted")
	}
	d.Undo()
	d.Undo()
	if len(d.Roles()) != 3 || d.Line(0).Role != "" {
		t.Error("undo does not bring the roles back")
	}
}

func TestGapAfter(t *testing.T) {
	d := New(Content{Settings: Settings{Gap: 0.5, ChapterGap: 2}, Lines: []Line{{Kind: Heading}, {}, {Kind: Note}, {Gap: 3}, {Gap: -1}, {}, {Kind: Heading}, {}, {Kind: Note}}})
	want := []float64{2, 0.5, 0.5, 3, 0, 2, 2, 0, 0}
	for i, w := range want {
		if got := d.GapAfter(i); got != w && i != 2 {
			t.Errorf("after line %d: %g, want %g", i, got, w)
		}
	}
}

// TestNewTakesAnything checks that a damaged content becomes a sound document.
func TestNewTakesAnything(t *testing.T) {
	d := New(Content{Lines: []Line{{}, {ID: "a", Delivery: Delivery{Pace: 99}, Take: "t"}, {ID: "a", Take: "t", Text: "x\ny\x00\xff"}, {ID: "b", Kind: 77, Role: "gone"}}, Roles: []Role{{}, {ID: "r"}, {ID: "r"}}})
	checkPlaces(t, d)
	if l := d.Line(2); l.Text != "x y\uFFFD" || l.Take != "" || d.Line(1).Pace != 2 || d.Line(3).Kind != Speech {
		t.Errorf("%+v", d.Content())
	}
	if d.RoleOf(d.Line(3)).ID != d.Roles()[0].ID {
		t.Error("a line of an unknown role has no speaker")
	}
	if again := New(d.Content()).Content(); !same(again, d.Content()) {
		t.Error("a document read again is another one")
	}
	if d = New(Content{}); d.Role("").ID != Narrator || d.Line(0) != (Line{}) || d.Index("") != -1 {
		t.Error("the empty document has no narrator")
	}
	if _, err := d.Do(nil); err == nil {
		t.Error("no edit is done")
	}
	for _, e := range []Edit{SetText{"q", ""}, Split{"q", 0}, Join{"q"}, Move{nil, 0}, Delete{nil}, Set{}, Choose{}, ReplaceText{}, DeleteWord{"x"}, PutWord{}} {
		if _, err := d.Do(e); err == nil {
			t.Errorf("%T in an empty document is done", e)
		}
	}
}

func TestInsertCopies(t *testing.T) {
	d := of("one")
	must(t, d, Insert{At: 9, Lines: []Line{d.Line(0)}})
	if l := d.Line(1); l.ID == "a" || l.Take != "" || l.Text != "one" {
		t.Errorf("the copy is %+v", l)
	}
}
