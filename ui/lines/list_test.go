package lines

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voicewright/script"
	"voicewright/ui/look"
)

// chosen returns the selected lines and, after a colon, the current one.
func (d *desk) chosen() string {
	return strings.Join(d.list.Selected(), "") + ":" + d.list.Current()
}

func TestKeysSelectLines(t *testing.T) {
	for _, c := range []struct{ keys, chosen string }{
		{"Down", "a:a"},
		{"Down Down Down", "c:c"},
		{"Down Down Up", "a:a"},
		{"Up", "a:a"},
		{"End", "f:f"},
		{"End Down", "f:f"},
		{"End Home", "a:a"},
		{"Down shift+Down shift+Down", "abc:c"},
		{"End shift+Up shift+Up", "def:d"},
		{"Down Down shift+Down shift+Up shift+Up", "ab:a"},
		{"Down shift+End", "abcdef:f"},
		{"Down shift+Down Escape", "b:b"},
		{"Down ctrl+End", "f:f"},
		{"Down ctrl+shift+End", "abcdef:f"},
		{"Next", "f:f"},
		{"End Prior", "a:a"},
	} {
		d := open(t, "1", "2", "3", "4", "5", "6")
		d.keys(strings.Fields(c.keys)...)
		if got := d.chosen(); got != c.chosen {
			t.Errorf("%s: %s, want %s", c.keys, got, c.chosen)
		}
		if told, want := d.told(), "select "+strings.Join(d.list.Selected(), " "); !strings.HasSuffix(told, want) {
			t.Errorf("%s: told %s", c.keys, told)
		}
	}
}

func TestSelectAll(t *testing.T) {
	d := open(t, "one", "two", "three")
	d.list.Edit("b")
	d.list.TypedShortcut(&fyne.ShortcutSelectAll{}) // the text first
	if a, b := d.list.edit.span(); d.list.Editing() != "b" || a != 0 || b != 3 {
		t.Fatalf("bytes %d to %d", a, b)
	}
	d.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := d.chosen(); got != "abc:b" || d.list.Editing() != "" {
		t.Errorf("%s, editing %q", got, d.list.Editing())
	}
}

func TestSelectIsNotTold(t *testing.T) {
	d := open(t, "one", "two", "three")
	d.list.Select("c", "a", "nobody")
	if got := d.chosen(); got != "ac:a" || d.told() != "" {
		t.Errorf("%s selected", got)
	}
	d.list.Edit("b")
	d.list.Select("b")
	if d.list.Editing() != "b" {
		t.Error("selecting the line that is edited closed the editor")
	}
	d.list.Select()
	if d.list.Selected() != nil || d.list.Editing() != "" {
		t.Error("nothing selected: still something there")
	}
}

func TestDeleteLines(t *testing.T) {
	d := open(t, "1", "2", "3", "4")
	d.list.Select("b")
	d.keys("shift+Down")
	d.told()
	d.keys("Delete")
	d.want(t, "delete b c; select d", "1|4", "")
	d.keys("Delete")
	d.want(t, "delete d; select a", "1", "")
}

func TestMoveLinesByKey(t *testing.T) {
	d := open(t, "1", "2", "3", "4")
	d.list.Select("b")
	d.keys("shift+Down", "alt+Down")
	if got := d.texts(); got != "1|4|2|3" {
		t.Errorf("down: %s", got)
	}
	d.keys("alt+Down") // they are the last
	d.keys("alt+Up", "alt+Up")
	if got := d.texts(); got != "2|3|1|4" || d.chosen() != "bc:c" {
		t.Errorf("up: %s, %s", got, d.chosen())
	}
	d.keys("alt+Up")
	d.list.EditAt("a", 1)
	d.write("x")
	d.keys("alt+Down")
	d.list.RefreshLine("a")
	d.told()
	d.want(t, "", "2|3|4|1x", "1x^")
}

func TestCopyCutAndPasteLines(t *testing.T) {
	d := open(t, "1", "2", "3")
	board := fyne.CurrentApp().Clipboard()
	d.list.Select("a")
	d.keys("shift+Down")
	d.list.TypedShortcut(&fyne.ShortcutCopy{Clipboard: board})
	if board.Content() != "1\n2" {
		t.Fatalf("clipboard %q", board.Content())
	}
	d.told()
	d.list.TypedShortcut(&fyne.ShortcutCut{Clipboard: board})
	d.want(t, "delete a b; select c", "3", "")
	d.list.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if got := d.texts(); got != "3|1|2" || len(d.list.Selected()) != 2 {
		t.Fatalf("lines %s, selected %v", got, d.list.Selected())
	}
	if got := d.told(); !strings.HasPrefix(got, `paste 1 "1\n2"`) {
		t.Errorf("told %s", got)
	}
}

func TestLinesThatWereCopiedHereKeepTheirRole(t *testing.T) {
	d := openContent(t, script.Content{
		Roles: []script.Role{{ID: "n", Name: "N"}, {ID: "m", Name: "M"}},
		Lines: []script.Line{{ID: "a", Text: "1", Role: "m", Take: "t"}, {ID: "b", Text: "2"}},
	}, fyne.NewSize(900, 600))
	d.list.OnPasteLines = func(at int, lines []script.Line) {
		if _, err := d.doc.Do(script.Insert{At: at, Lines: lines}); err != nil {
			t.Error(err)
		}
		d.list.Refresh()
	}
	d.list.Select("a")
	d.list.TypedShortcut(&fyne.ShortcutCopy{})
	d.list.Select("b")
	d.list.TypedShortcut(&fyne.ShortcutPaste{})
	if got := d.doc.Line(2); got.Role != "m" || got.ID == "a" || got.Take != "" || got.Text != "1" {
		t.Errorf("pasted %+v", got)
	}
	fyne.CurrentApp().Clipboard().SetContent("from elsewhere\nand more")
	d.list.TypedShortcut(&fyne.ShortcutPaste{})
	if got := d.texts(); got != "1|2|1|from elsewhere|and more" {
		t.Errorf("lines %s", got)
	}
}

func TestUnknownKeysArePassedOn(t *testing.T) {
	d := open(t, "one")
	var got []string
	d.list.OnShortcut = func(s fyne.Shortcut) bool { got = append(got, s.ShortcutName()); return true }
	d.list.OnKey = func(e *fyne.KeyEvent) bool { got = append(got, string(e.Name)); return true }
	d.list.OnRune = func(r rune) bool { got = append(got, string(r)); return true }
	d.keys("Down", "ctrl+K", "F5")
	d.write("s")
	d.list.Edit("a")
	d.write("x")
	d.keys("ctrl+K")
	d.list.TypedShortcut(&fyne.ShortcutUndo{})
	if want := "CustomDesktop:Control+K F5 s CustomDesktop:Control+K Undo"; strings.Join(got, " ") != want {
		t.Errorf("passed on: %s\n    want: %s", strings.Join(got, " "), want)
	}
	if d.doc.Line(0).Text != "onex" {
		t.Error("what was typed was not handed over before the shortcut")
	}
}

func TestSpacePlays(t *testing.T) {
	d := open(t, "one", "two")
	d.list.Select("b")
	d.keys("Space")
	if got := d.told(); got != "play b" {
		t.Error(got)
	}
	d.list.Edit("b")
	d.told()
	d.keys("Space")
	d.write(" ")
	d.list.Flush()
	if got := d.told(); got != `text b "two "` {
		t.Error(got)
	}
}

func TestClicks(t *testing.T) {
	d := open(t, "The first line", "The second line", "The third line", "The fourth line")
	at := d.spot(t, "b", 4)
	d.click(at.X, at.Y, 0)
	if d.chosen() != "b:b" || d.list.Editing() != "" {
		t.Fatalf("a click: %s, editing %q", d.chosen(), d.list.Editing())
	}
	d.pass(2 * time.Second)
	d.click(at.X, at.Y, 0)
	d.told()
	d.want(t, "", d.texts(), "The ^second line")
	// In the editor: a click sets the caret, a double click selects the word, a third click all.
	at = d.spot(t, "b", 12)
	d.pass(2 * time.Second)
	d.click(at.X, at.Y, 0)
	d.want(t, "", d.texts(), "The second l^ine")
	d.click(at.X, at.Y, 0)
	if a, b := d.list.edit.span(); a != 11 || b != 15 {
		t.Errorf("double click: bytes %d to %d", a, b)
	}
	d.click(at.X, at.Y, 0)
	if a, b := d.list.edit.span(); a != 0 || b != 15 {
		t.Errorf("third click: bytes %d to %d", a, b)
	}
	d.pass(2 * time.Second)
	at = d.spot(t, "b", 3)
	d.click(at.X, at.Y, 0)
	at = d.spot(t, "b", 10)
	d.pass(2 * time.Second)
	d.click(at.X, at.Y, fyne.KeyModifierShift)
	if a, b := d.list.edit.span(); a != 3 || b != 10 {
		t.Errorf("shift click: bytes %d to %d", a, b)
	}
	// While one writes, a click into another paragraph goes on there.
	at = d.spot(t, "c", 4)
	d.pass(2 * time.Second)
	d.click(at.X, at.Y, 0)
	d.told()
	d.want(t, "", d.texts(), "The ^third line")
	d.keys("Escape")
	at = d.spot(t, "a", 4)
	d.click(at.X, at.Y, 0)
	d.click(at.X, at.Y, 0)
	d.told()
	d.want(t, "", d.texts(), "The ^first line")
}

func TestClicksWithKeysSelectSeveral(t *testing.T) {
	d := open(t, "1", "2", "3", "4", "5")
	click := func(id string, mod fyne.KeyModifier) {
		at := d.spot(t, id, 0)
		d.pass(time.Second)
		d.click(at.X, at.Y, mod)
	}
	click("b", 0)
	click("d", fyne.KeyModifierShift)
	if got := d.chosen(); got != "bcd:d" {
		t.Errorf("shift: %s", got)
	}
	click("c", fyne.KeyModifierControl)
	if got := d.chosen(); got != "bd:d" {
		t.Errorf("ctrl takes out: %s", got)
	}
	click("e", fyne.KeyModifierControl)
	if got := d.chosen(); got != "bde:e" {
		t.Errorf("ctrl adds: %s", got)
	}
	click("d", 0) // one of several: it alone
	if got := d.chosen(); got != "d:d" || d.list.Editing() != "" {
		t.Errorf("plain: %s", got)
	}
}

func TestClicksOnParts(t *testing.T) {
	d := open(t, "one", "two", "three")
	at := d.place(t, "b", chipZone)
	d.click(at.X, at.Y, 0)
	if got := d.told(); got != "select b; speaker b" {
		t.Error(got)
	}
	d.keys("shift+Down")
	d.told()
	d.pass(time.Second)
	d.click(at.X, at.Y, 0)
	if got := d.told(); got != "speaker b c" {
		t.Errorf("on one of several: %s", got)
	}
	at = d.place(t, "a", playZone)
	d.click(at.X, at.Y, 0)
	if got := d.told(); got != "play a" || d.chosen() != "bc:c" {
		t.Errorf("%s, %s", got, d.chosen())
	}
	at = d.place(t, "a", moreZone)
	d.click(at.X, at.Y, 0)
	if got := d.told(); got != "select a; menu a" {
		t.Error(got)
	}
	test.TapSecondaryAt(d.list, d.spot(t, "c", 1))
	if got := d.told(); got != "select c; menu c" {
		t.Error(got)
	}
	test.TapAt(d.list, d.spot(t, "a", 1)) // a tap that comes without a mouse
	if d.chosen() != "a:a" {
		t.Error(d.chosen())
	}
}

func TestDragReorders(t *testing.T) {
	d := open(t, "1", "2", "3", "4", "5")
	handle, to := d.place(t, "b", handleZone), d.spot(t, "d", 0)
	d.drag(handle, fyne.NewPos(handle.X, handle.Y+10), fyne.NewPos(to.X, to.Y+8))
	if got := d.texts(); got != "1|3|4|2|5" {
		t.Errorf("by the handle: %s", got)
	}
	d.list.Select("c")
	d.keys("shift+Down")
	d.told()
	from, to := d.spot(t, "d", 0), d.spot(t, "a", 0)
	d.drag(from, fyne.NewPos(from.X, from.Y-10), fyne.NewPos(to.X, to.Y-8))
	d.want(t, "move c d to 0", "3|4|1|2|5", "")
	// Onto itself, and ended by escape: nothing.
	from = d.spot(t, "c", 0)
	d.drag(from, fyne.NewPos(from.X, from.Y+10))
	d.want(t, "", "3|4|1|2|5", "")
	p := fyne.PointEvent{Position: from, AbsolutePosition: from}
	d.list.MouseDown(&desktop.MouseEvent{PointEvent: p, Button: desktop.MouseButtonPrimary})
	p.Position = d.spot(t, "e", 0)
	d.list.Dragged(&fyne.DragEvent{PointEvent: p})
	if d.list.mouse.drop < 0 {
		t.Error("no mark where the lines would go")
	}
	d.keys("Escape")
	d.list.DragEnd()
	d.want(t, "", "3|4|1|2|5", "")
}

func TestDragSelects(t *testing.T) {
	d := open(t, "1", "The second line", "3", "4")
	from, to := d.spot(t, "a", 0), d.spot(t, "c", 0)
	d.drag(from, fyne.NewPos(from.X+3, from.Y+20), to)
	if got := d.chosen(); got != "abc:c" {
		t.Errorf("lines: %s", got)
	}
	d.list.Edit("b")
	from, to = d.spot(t, "b", 4), d.spot(t, "b", 10)
	d.pass(time.Second)
	d.drag(from, fyne.NewPos(from.X+8, from.Y), to)
	if a, b := d.list.edit.span(); a != 4 || b != 10 {
		t.Errorf("text: bytes %d to %d", a, b)
	}
}

func TestDragAtTheEdgeScrolls(t *testing.T) {
	d := openContent(t, many(200), fyne.NewSize(900, 400))
	from := d.place(t, "l1", handleZone)
	p := fyne.PointEvent{Position: from, AbsolutePosition: from}
	d.list.MouseDown(&desktop.MouseEvent{PointEvent: p, Button: desktop.MouseButtonPrimary})
	p.Position = fyne.NewPos(from.X, 398)
	d.list.Dragged(&fyne.DragEvent{PointEvent: p})
	d.pass(2 * time.Second)
	if d.list.offset < 500 {
		t.Errorf("scrolled by %g only", d.list.offset)
	}
	d.list.DragEnd()
	was := d.list.offset
	d.pass(2 * time.Second)
	if d.list.offset != was {
		t.Error("it goes on when the button is up")
	}
	if at := d.doc.Index("l1"); at < 10 {
		t.Errorf("the line is at %d", at)
	}
}

// many makes n lines of many lengths.
func many(n int) script.Content {
	base := demo()
	s := script.Content{Roles: base.Roles}
	for i := range n {
		l := base.Lines[i%len(base.Lines)]
		l.ID = fmt.Sprintf("l%d", i)
		l.Locked = false
		if i%7 == 0 {
			l.Text += " " + l.Text
		}
		l.Text += fmt.Sprintf(" Line%d.", i)
		s.Lines = append(s.Lines, l)
	}
	return s
}

// Whatever is done, the rows lie close to each other, fill the window and are where the tree of heights says.
func (d *desk) sound(t *testing.T) {
	t.Helper()
	l := d.list
	last := float32(-1e9)
	first := true
	var order []int
	for _, r := range l.rows {
		order = append(order, r.index)
	}
	slices.Sort(order)
	for _, i := range order {
		r := l.rows[d.doc.Line(i).ID]
		if r == nil {
			t.Fatalf("row %d shows another line", i)
		}
		if !first && abs(r.y-last) > 0.6 {
			t.Fatalf("row %d begins at %g, the one before ends at %g", i, r.y, last)
		}
		if want := float32(float64(l.start()) + l.heights.top(i) - l.offset); abs(r.y-want) > 0.6 {
			t.Fatalf("row %d is at %g, should be at %g", i, r.y, want)
		}
		if first && r.y > 0.6 && i > 0 {
			t.Fatalf("there is a gap above row %d", i)
		}
		first, last = false, r.y+r.height
	}
	if len(order) > 0 && last < l.size.Height && order[len(order)-1] != d.doc.Len()-1 {
		t.Fatalf("there is a gap below row %d", order[len(order)-1])
	}
}

func TestScrollingThroughEverything(t *testing.T) {
	d := openContent(t, many(3000), fyne.NewSize(900, 700))
	c := fyne.CurrentApp().Driver().CanvasForObject(d.list)
	for range 50 {
		test.Scroll(c, fyne.NewPos(300, 300), 0, -90)
		d.sound(t)
	}
	if d.list.offset != 4500 {
		t.Errorf("scrolled by %g", d.list.offset)
	}
	d.list.ScrollTo("l2999")
	d.sound(t)
	if d.list.rows["l2999"] == nil {
		t.Fatal("the last line is not in view")
	}
	for range 200 { // upwards, rows are measured above what one sees
		var seen *row
		for _, r := range d.list.rows {
			if r.y > 200 && (seen == nil || r.y < seen.y) {
				seen = r
			}
		}
		id, y := seen.face.line.ID, seen.y
		test.Scroll(c, fyne.NewPos(300, 300), 0, 60)
		d.sound(t)
		if r := d.list.rows[id]; r == nil || abs(r.y-y-60) > 0.6 {
			t.Fatal("the lines jump while one scrolls up")
		}
	}
	d.list.ScrollTo("l0")
	d.sound(t)
	if d.list.rows["l0"] == nil || d.list.offset > 20 {
		t.Error("the first line is not in view")
	}
	if len(d.list.rows)+len(d.list.free) > 60 {
		t.Errorf("%d rows are kept", len(d.list.rows)+len(d.list.free))
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	d := openContent(t, many(1000), fyne.NewSize(1000, 700))
	d.list.ScrollTo("l500")
	at := d.list.heights.at(d.list.offset)
	for _, w := range []float32{500, 1300, 700} {
		d.list.Resize(fyne.NewSize(w, 600))
		d.sound(t)
		if now := d.list.heights.at(d.list.offset); now < at-1 || now > at+1 {
			t.Errorf("width %g: row %d at the top, was %d", w, now, at)
		}
	}
}

func TestScrollBar(t *testing.T) {
	d := openContent(t, many(1000), fyne.NewSize(900, 700))
	d.drag(fyne.NewPos(895, 5), fyne.NewPos(895, 300), fyne.NewPos(895, 695))
	d.sound(t)
	if d.list.rows["l999"] == nil {
		t.Error("the end of the script is not in view")
	}
	d.click(895, 5, 0)
	if d.list.rows["l0"] == nil || d.list.mouse.doing != noDrag {
		t.Error("a click at the top of the scroll bar")
	}
}

func TestInsertAboveDoesNotMoveWhatIsEdited(t *testing.T) {
	d := openContent(t, many(300), fyne.NewSize(900, 700))
	d.list.Edit("l200")
	y := d.list.rows["l200"].y
	if _, err := d.doc.Do(script.Insert{At: 3, Lines: []script.Line{{Text: "new"}, {Text: "and new"}}}); err != nil {
		t.Fatal(err)
	}
	d.list.Refresh()
	d.sound(t)
	if r := d.list.rows["l200"]; r == nil || abs(r.y-y) > 1 {
		t.Error("the line in the editor jumped")
	}
}

func TestHighlight(t *testing.T) {
	d := openContent(t, many(400), fyne.NewSize(900, 700))
	hits := []script.Hit{{ID: "l1", Start: 4, End: 14}, {ID: "l301", Start: 0, End: 3}}
	rects := func(id string) int { return d.list.rows[id].nRect }
	before := rects("l1")
	d.list.Highlight(hits, -1)
	if rects("l1") != before+1 {
		t.Errorf("%d rectangles, want one more than %d", rects("l1"), before)
	}
	d.list.Highlight(hits, 1)
	if d.list.rows["l301"] == nil {
		t.Fatal("the hit is not in view")
	}
	d.list.Highlight(nil, -1)
	d.list.ScrollTo("l0")
	if rects("l1") != before {
		t.Error("the marks stay")
	}
}

func TestStatesShow(t *testing.T) {
	d := openContent(t, demo(), fyne.NewSize(1000, 1500))
	shows := func(id, text string) bool { return strings.Contains(d.list.words(id), text) }
	for id, text := range map[string]string{"l10": "belongs to another model", "l2": "pause", "l1": "Narrator", "l3": "Moss Reed", "l4": "Siobhan", "l5": "1.5 s"} {
		if !shows(id, text) {
			t.Errorf("%s shows %q, want %q in it", id, d.list.words(id), text)
		}
	}
	for id, text := range map[string]string{"l4": "shiv awn", "l2": "[pause]", "l6": "slow]"} {
		if shows(id, text) {
			t.Errorf("%s shows %q", id, text)
		}
	}
	if d.list.rows["l7"].nArc != 2 {
		t.Error("no progress while rendering")
	}
	d.status["l7"] = script.Status{State: script.Failed, Why: "No room is left on the disk."}
	before := d.list.rows["l7"].height
	d.list.RefreshLine("l7")
	if !shows("l7", "No room") || d.list.rows["l7"].height <= before {
		t.Error("the failure is not told")
	}
	d.sound(t)
	// The tooltip tells the whole reason.
	at := d.place(t, "l10", stateZone)
	test.MoveMouse(fyne.CurrentApp().Driver().CanvasForObject(d.list), at)
	d.pass(time.Second)
	if !d.list.tip.shown || !strings.Contains(d.list.tip.text, "make this one again") {
		t.Errorf("tooltip %q", d.list.tip.text)
	}
	d.list.SetPlaying("l1")
	if a := d.list.rows["l1"].images[picture{playingIcon, 0, 18}]; a == nil || a.used != 1 {
		t.Error("the line that is heard is not marked")
	}
}

// words returns all texts that a row shows.
func (l *List) words(id string) string {
	r := l.rows[id]
	var all []string
	for _, x := range r.texts[:r.nText] {
		all = append(all, x.Text)
	}
	return strings.Join(all, " ")
}

func TestThemeChange(t *testing.T) {
	d := openContent(t, demo(), fyne.NewSize(1000, 700))
	before := d.list.rows["l1"].height
	fyne.CurrentApp().Settings().SetTheme(look.Theme(look.Dark, 1.5))
	test.WidgetRenderer(d.list).Refresh()
	if d.list.rows["l1"].height <= before {
		t.Error("larger text, same height")
	}
	d.sound(t)
}
