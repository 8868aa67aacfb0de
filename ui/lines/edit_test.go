package lines

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voicewright/script"
	"voicewright/ui/look"
)

// open shows a list of these lines, with IDs a, b, c..., in a window.
func open(t testing.TB, texts ...string) *desk {
	var s script.Content
	for i, text := range texts {
		s.Lines = append(s.Lines, script.Line{ID: string(rune('a' + i)), Text: text})
	}
	return openContent(t, s, fyne.NewSize(900, 600))
}

func openContent(t testing.TB, s script.Content, size fyne.Size) *desk {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.Theme(look.Light, 1))
	d := newDesk(s)
	w := test.NewWindow(d.list)
	w.SetPadded(false)
	w.Resize(size)
	t.Cleanup(w.Close)
	return d
}

// want fails unless the callbacks, the lines and the caret are as they should be. The caret is written as ^ into the
// text of the line in the editor.
func (d *desk) want(t *testing.T, told, texts, editor string) {
	t.Helper()
	if got := d.told(); got != told {
		t.Errorf("callbacks: %s\n     want: %s", got, told)
	}
	if got := d.texts(); got != texts {
		t.Errorf("lines: %s\n want: %s", got, texts)
	}
	e := d.list.edit
	got := ""
	if e.id != "" {
		got = e.text[:e.caret] + "^" + e.text[e.caret:]
	}
	if got != editor {
		t.Errorf("editor: %q\n  want: %q", got, editor)
	}
}

func TestTypingIsToldAfterAPause(t *testing.T) {
	d := open(t, "One", "Two")
	d.list.Edit("a")
	d.told()
	test.Type(d.list, " more")
	d.pass(200 * time.Millisecond)
	d.want(t, "", "One|Two", "One more^")
	d.write("!")
	d.pass(200 * time.Millisecond)
	d.want(t, "", "One|Two", "One more!^")
	d.pass(200 * time.Millisecond)
	d.want(t, `text a "One more!"`, "One more!|Two", "One more!^")
	d.pass(time.Second)
	d.want(t, "", "One more!|Two", "One more!^")
}

func TestTypingIsToldBeforeAnythingElse(t *testing.T) {
	for _, c := range []struct {
		name, told string
		do         func(*desk)
	}{
		{"escape", `text a "One!"`, func(d *desk) { d.keys("Escape") }},
		{"focus lost", `text a "One!"`, func(d *desk) { d.list.FocusLost() }},
		{"stop", `text a "One!"`, func(d *desk) { d.list.StopEditing() }},
		{"flush", `text a "One!"`, func(d *desk) { d.list.Flush() }},
		{"split", `text a "One!"; split a 4; select `, func(d *desk) { d.keys("Return") }},
		{"another line", `text a "One!"; select b`, func(d *desk) { d.list.Edit("b") }},
		{"down", `text a "One!"; select b`, func(d *desk) { d.keys("Down") }},
		{"select", `text a "One!"`, func(d *desk) { d.list.Select("b") }},
		{"move", `text a "One!"; move a to 2`, func(d *desk) { d.keys("alt+Down") }},
		{"menu", `text a "One!"; menu a`, func(d *desk) { test.TapSecondaryAt(d.list, d.spot(t, "a", 1)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, "One", "Two")
			d.list.Edit("a")
			d.told()
			d.write("!")
			c.do(d)
			if got := d.told(); !strings.HasPrefix(got, c.told) {
				t.Errorf("callbacks %q, want %q", got, c.told)
			}
			d.pass(time.Second)
			if got := d.told(); got != "" {
				t.Errorf("told again: %s", got)
			}
		})
	}
}

func TestEnterSplitsAndTheEditorGoesOn(t *testing.T) {
	d := open(t, "One two", "Three")
	d.list.EditAt("a", 3)
	d.told()
	d.keys("Return")
	id := d.doc.Line(1).ID
	d.want(t, "split a 3; select "+id, "One|two|Three", "^two")
	if d.list.Editing() != id || d.list.Current() != id {
		t.Error("the editor is not in the new line")
	}
	d.keys("End", "Return")
	d.want(t, "split "+id+" 3; select "+d.doc.Line(2).ID, "One|two||Three", "^")
	d.write("x")
	d.keys("shift+Left", "Return") // what is selected goes
	d.pass(time.Second)
	if got := d.texts(); got != "One|two|||Three" {
		t.Errorf("lines %s", got)
	}
}

// The studio may do what it is asked for later, when the callback has returned.
func TestSplitThatIsDoneLater(t *testing.T) {
	d := open(t, "One two", "Three")
	d.list.OnSplit = func(id string, at int) {
		d.queue.Do(func() {
			if _, err := d.doc.Do(script.Split{ID: id, At: at}); err != nil {
				t.Error(err)
			}
			d.list.Refresh()
		})
	}
	d.list.EditAt("a", 4)
	d.keys("Return")
	if d.list.Editing() != "a" {
		t.Error("the editor went on before the document did")
	}
	d.queue.Run()
	d.told()
	d.want(t, "", "One|two|Three", "^two")
}

func TestJoining(t *testing.T) {
	d := open(t, "One", "Two", "Three")
	d.list.EditAt("b", 0)
	d.told()
	d.keys("BackSpace")
	d.want(t, "join b; select a", "One Two|Three", "One ^Two")
	d.keys("End")
	d.told()
	d.keys("Delete")
	d.want(t, "join c", "One Two Three", "One Two ^Three")
	d.list.EditAt("a", 0)
	d.told()
	d.keys("BackSpace") // nothing before it
	d.want(t, "", "One Two Three", "^One Two Three")
	d.list.EditAt("a", 99)
	d.keys("Delete") // nothing after it
	d.want(t, "", "One Two Three", "One Two Three^")
}

func TestCaretKeys(t *testing.T) {
	for _, c := range []struct{ text, keys, editor string }{
		{"ab^cd", "Left", "a^bcd"},
		{"ab^cd", "Right", "abc^d"},
		{"ab^cd", "Home", "^abcd"},
		{"ab^cd", "End", "abcd^"},
		{"ab^cd", "BackSpace", "a^cd"},
		{"ab^cd", "Delete", "ab^d"},
		{"one two^", "ctrl+Left", "one ^two"},
		{"^one two", "ctrl+Right", "one^ two"},
		{"one two^", "ctrl+BackSpace", "one ^"},
		{"^one two", "ctrl+Delete", "^ two"},
		{"one^ two", "ctrl+Home", "^one two"},
		{"one^ two", "ctrl+End", "one two^"},
		{"abc^", "shift+Left shift+Left Left", "a^bc"},
		{"abc^", "shift+Left shift+Left Right", "abc^"},
		{"abc^", "shift+Home Delete", "^"},
		{"one two^", "ctrl+shift+Left BackSpace", "one ^"},
		{"^é👍🏽x", "Right Right BackSpace", "é^x"}, // one character, as people count
		{"x^", "Right Left Left", "^x"},
	} {
		at := strings.Index(c.text, "^")
		d := open(t, strings.Replace(c.text, "^", "", 1))
		d.list.EditAt("a", at)
		d.keys(strings.Fields(c.keys)...)
		e := d.list.edit
		if got := e.text[:e.caret] + "^" + e.text[e.caret:]; got != c.editor {
			t.Errorf("%q and %s: %q, want %q", c.text, c.keys, got, c.editor)
		}
	}
}

func TestArrowsLeaveTheLine(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 60)) // several visual lines
	d := open(t, "First line", long, "Last line")
	d.list.EditAt("a", 6)
	x := d.spot(t, "a", 6).X
	d.keys("Down")
	if d.list.Editing() != "b" || abs(d.spot(t, "b", d.list.edit.caret).X-x) > 12 || d.list.edit.caret > 20 {
		t.Fatalf("down: %q at %d", d.list.Editing(), d.list.edit.caret)
	}
	strips := len(d.list.rows["b"].para.strips)
	if strips < 3 {
		t.Fatalf("only %d visual lines", strips)
	}
	for range strips {
		if d.list.Editing() != "b" {
			t.Fatal("left the line too early")
		}
		d.keys("Down")
	}
	if d.list.Editing() != "c" || abs(d.spot(t, "c", d.list.edit.caret).X-x) > 12 {
		t.Fatalf("at the end: %q at %d", d.list.Editing(), d.list.edit.caret)
	}
	d.keys("Up")
	if k := d.list.rows["b"].para.strip(d.list.edit.caret); d.list.Editing() != "b" || k != strips-1 {
		t.Fatalf("up: %q, visual line %d", d.list.Editing(), k)
	}
	d.list.EditAt("b", 0)
	d.keys("Left")
	if d.list.Editing() != "a" || d.list.edit.caret != len("First line") {
		t.Error("left does not lead to the end of the line before")
	}
	d.keys("Right")
	if d.list.Editing() != "b" || d.list.edit.caret != 0 {
		t.Error("right does not lead to the beginning of the next line")
	}
}

func TestHomeAndEndKeepToTheVisualLine(t *testing.T) {
	d := open(t, strings.TrimSpace(strings.Repeat("word ", 60)))
	d.list.EditAt("a", 0)
	d.keys("End")
	p := &d.list.rows["a"].para
	if k := p.strip(d.list.edit.caret); k != 0 || d.list.edit.caret == 0 {
		t.Fatalf("end: visual line %d, byte %d", k, d.list.edit.caret)
	}
	d.keys("Down", "Home")
	if got, want := d.list.edit.caret, p.strips[1].start; got != want {
		t.Errorf("home: byte %d, want %d", got, want)
	}
}

func TestAddLineAfter(t *testing.T) {
	d := open(t, "One", "Two")
	d.list.Edit("a")
	d.told()
	d.keys("ctrl+Return")
	d.want(t, `insert 1 ""; select `+d.doc.Line(1).ID, "One||Two", "^")
	d.keys("Escape")
	d.list.Select("b")
	d.keys("ctrl+Return")
	d.want(t, `insert 3 ""; select `+d.doc.Line(3).ID, "One||Two|", "^")
}

func TestEscapeLeavesAndEnterEdits(t *testing.T) {
	d := open(t, "One", "Two")
	d.keys("Down", "Return")
	d.want(t, "select a", "One|Two", "One^")
	d.keys("Escape")
	d.want(t, "", "One|Two", "")
	if d.list.Current() != "a" {
		t.Error("the line is not selected any more")
	}
	d.keys("Down", "F2")
	d.want(t, "select b", "One|Two", "Two^")
}

func TestLockedLineIsNotEdited(t *testing.T) {
	d := openContent(t, script.Content{Lines: []script.Line{{ID: "a", Text: "One", Locked: true}, {ID: "b", Text: "Two"}}}, fyne.NewSize(900, 600))
	d.list.Edit("a")
	d.want(t, "select a", "One|Two", "")
	if !d.list.tip.shown {
		t.Error("nothing says why")
	}
	d.pass(time.Minute)
	if d.list.tip.shown {
		t.Error("the hint stays")
	}
	d.list.Edit("b")
	d.write("!")
	d.list.Flush()
	d.told()
	if _, err := d.doc.Do(script.Set{IDs: []string{"b"}, Change: func(l *script.Line) { l.Locked = true }}); err != nil {
		t.Fatal(err)
	}
	d.list.RefreshLine("b")
	d.want(t, "", "One|Two!", "")
}

func TestUndoUnderTheEditor(t *testing.T) {
	d := open(t, "The quick fox", "Two")
	d.list.EditAt("a", 9)
	d.write(" brown")
	d.list.Flush()
	d.told()
	undo := func() {
		d.doc.Undo()
		d.list.RefreshLine("a")
	}
	undo()
	d.want(t, "", "The quick fox|Two", "The quick ^fox")
	d.pass(time.Second)
	d.want(t, "", "The quick fox|Two", "The quick ^fox")
	d.doc.Redo()
	d.list.Refresh()
	d.want(t, "", "The quick brown fox|Two", "The quick ^brown fox")
	d.keys("End")
	undo()
	d.want(t, "", "The quick fox|Two", "The quick fox^")
	// The line in the editor goes.
	if _, err := d.doc.Do(script.Delete{IDs: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	d.list.Refresh()
	d.want(t, "select b", "Two", "")
}

func TestCarry(t *testing.T) {
	for _, c := range []struct {
		old, now string
		at, want int
	}{
		{"abc", "abXc", 1, 1},
		{"abc", "abXc", 3, 4},
		{"one two three", "one three", 13, 9},
		{"one two three", "one three", 6, 5},
		{"", "abc", 0, 0},
		{"abc", "", 2, 0},
		{"aé", "aè", 3, 3},
	} {
		if got := carry(c.old, c.now, c.at); got != c.want {
			t.Errorf("%q to %q, %d: %d, want %d", c.old, c.now, c.at, got, c.want)
		}
	}
}

func TestRefusedTextIsTakenBack(t *testing.T) {
	d := open(t, "One")
	d.list.OnText = func(id, text string) { d.list.RefreshLine(id) }
	d.list.Edit("a")
	d.told()
	d.write("!")
	d.pass(time.Second)
	d.list.RefreshLine("a")
	d.want(t, "", "One", "One^")
}

func TestPasteIntoTheEditor(t *testing.T) {
	d := open(t, "One two", "Three")
	board := fyne.CurrentApp().Clipboard()
	d.list.EditAt("a", 3)
	d.told()
	board.SetContent(" and\ta\u0007 half\n")
	d.list.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	d.pass(time.Second)
	d.want(t, `text a "One and a half two"`, "One and a half two|Three", "One and a half^ two")
	board.SetContent("A first\nand a second\n")
	d.list.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if got, want := d.texts(), "One and a half two|A first|and a second|Three"; got != want {
		t.Errorf("lines %s, want %s", got, want)
	}
	if got := d.list.Selected(); len(got) != 2 || d.list.Editing() != "" {
		t.Errorf("%v selected, want the two new lines", got)
	}
}

func TestCopyAndCutInTheEditor(t *testing.T) {
	d := open(t, "One two")
	board := fyne.CurrentApp().Clipboard()
	board.SetContent("before")
	d.list.Edit("a")
	d.list.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if board.Content() != "before" {
		t.Error("nothing was selected, yet something was copied")
	}
	d.keys("ctrl+shift+Left")
	d.list.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	d.list.Flush()
	d.told()
	d.want(t, "", "One ", "One ^")
	if board.Content() != "two" {
		t.Errorf("clipboard %q", board.Content())
	}
	d.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.list.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if board.Content() != "One " {
		t.Errorf("clipboard %q", board.Content())
	}
}

func TestCaretBlinksOnlyForAWhile(t *testing.T) {
	d := open(t, "One")
	d.list.Edit("a")
	if !d.list.caret.Visible() {
		t.Fatal("no caret")
	}
	d.pass(600 * time.Millisecond)
	if d.list.caret.Visible() {
		t.Error("the caret does not blink")
	}
	d.write("x")
	if !d.list.caret.Visible() {
		t.Error("the caret is hidden while one types")
	}
	d.pass(time.Minute)
	if !d.list.caret.Visible() {
		t.Error("the caret is gone")
	}
	for _, timer := range d.timers {
		if *timer.f != nil {
			t.Error("a timer still runs in a window that nobody touches")
		}
	}
	d.list.FocusLost()
	if d.list.caret.Visible() || d.list.Editing() != "a" {
		t.Error("without the keyboard: the editor should stay, the caret not")
	}
}

func TestEmptyDocument(t *testing.T) {
	d := open(t)
	if len(d.list.marks.texts) == 0 || len(d.list.over.Objects) == 0 {
		t.Fatal("no hint")
	}
	d.list.FocusGained()
	d.keys("Return")
	if d.doc.Len() != 1 || d.list.Editing() != d.doc.Line(0).ID {
		t.Fatal("Enter does not begin the script")
	}
	d.write("Hello")
	d.keys("Escape", "Delete")
	if d.doc.Len() != 0 || d.list.Current() != "" || d.list.Selected() != nil {
		t.Fatal("the only line was not deleted")
	}
	d.click(400, 300, 0)
	if d.doc.Len() != 1 || d.list.Editing() == "" {
		t.Fatal("a click does not begin the script")
	}
}
