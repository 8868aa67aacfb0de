package lines

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/go-text/typesetting/segmenter"

	"voicewright/script"
)

func newPen(t testing.TB) *pen {
	test.NewTempApp(t)
	var p pen
	p.load()
	return &p
}

// shown returns what is read of a line: words and the written forms.
func shown(text string) string {
	var b strings.Builder
	for _, t := range scan(text) {
		switch t.kind {
		case words:
			b.WriteString(text[t.start:t.end])
		case brace:
			b.WriteString(text[t.start+1 : t.bar])
		}
	}
	return b.String()
}

// Package script decides what is markup; the tokens here have to agree with it in every text.
func TestMarkupIsThatOfTheScript(t *testing.T) {
	same := func(text string) {
		t.Helper()
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got, want := squeeze(shown(text)), squeeze(script.Plain(text)); got != want {
			t.Errorf("%q: shown %q, script reads %q", text, got, want)
		}
		at := 0
		for _, k := range scan(text) {
			if k.start != at || k.end < k.start {
				t.Fatalf("%q: a token from %d, the one before ends at %d", text, k.start, at)
			}
			at = k.end
		}
		if at != len(text) {
			t.Fatalf("%q: tokens end at %d", text, at)
		}
	}
	for _, text := range []string{
		"", "plain", "[pause]", "a [pause] b", "a [1.5s] b", "[500 ms]", "[pause 2]", "[break 1,5 sec]", "[2 seconds]", "[2]", "[foo]", "[", "[]", "a [b [pause]",
		"[slow]a[/slow] b", "[slow]a [fast]b[/fast] c[/slow]", "[/slow]", "[pace 0.8]a[/pace]", "[pace]a[/pace]", "[PAUSE] x", "[ pause ]",
		"*a*", "a *b c* d", "2 * 3 * 4", "*a", "a* b*", "**a**", "****a****", "*a *b*", "* a *", "a*b*c", "灯*台*は",
		"{a|b}", "{a|b", "{a}", "a}", "{a|b|c}", "{{a|b}", "{|b}", "{a|}", "x {Siobhan|shiv awn} y",
		`\[pause]`, `\*a*`, `*a\*`, `\{a|b}`, `\\`, `\`, `a\b`, "é*è*",
	} {
		same(text)
	}
	r := rand.New(rand.NewPCG(3, 4))
	signs := []string{"[", "]", "{", "}", "|", "*", "\\", "a", "b c", " ", "pause", "slow", "/slow", "1.5s", "é", "台", "[pause]", "[slow]", "[/slow]", "{a|b}", "*", "."}
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(9) {
			b.WriteString(signs[r.IntN(len(signs))])
		}
		same(b.String())
		if t.Failed() {
			return
		}
	}
}

func layText(p *pen, text string, width float32) para {
	var seg segmenter.Segmenter
	return lay(p, &seg, write(p, script.Speech, text), len(text), width, 24)
}

// Whatever a text is: nothing is lost, the visual lines follow each other, they are no wider than asked, and every place
// of the caret is found again under the pointer.
func TestLay(t *testing.T) {
	p := newPen(t)
	for _, text := range []string{
		"", "word", "Two words", strings.Repeat("A sentence of words. ", 20), strings.Repeat("x", 300), "a " + strings.Repeat("y", 200) + " b",
		"One [pause] two *three* {four|for} [slow]five six[/slow] seven", strings.Repeat("灯台は1872年に建てられ、", 6),
		strings.Repeat("שלום לכולם, זה סיפור. ", 8), "English שלום 12 עולם more (English) text", "emoji 👍🏽 and 👩‍👩‍👧 here " + strings.Repeat("👍🏽", 40),
		"trailing spaces    ", "tab\tand more", strings.Repeat("w ", 120),
	} {
		for _, width := range []float32{120, 300, 2000} {
			q := layText(p, text, width)
			var all strings.Builder
			at := 0
			for i, s := range q.strips {
				if s.start != at {
					t.Fatalf("%q at %g: visual line %d begins at %d, want %d", text, width, i, s.start, at)
				}
				at = s.end
				reach := float32(0)
				for j, r := range s.runs {
					all.WriteString(text[r.start:r.end])
					if last := j == len(s.runs)-1; !last || strings.TrimSpace(r.text) != "" {
						w := p.width(strings.TrimRight(r.text, " "), q.pieces[r.piece].ink)
						reach = max(reach, r.x+w)
					}
				}
				if !q.rtl && reach > width+1 {
					t.Errorf("%q at %g: visual line %d reaches to %g", text, width, i, reach)
				}
			}
			if at != len(text) || all.String() != text {
				t.Fatalf("%q at %g: the visual lines hold %q", text, width, all.String())
			}
			e := editor{text: text}
			for at := 0; ; at = e.behind(at) {
				spot := q.spot(p, at)
				back := q.at(p, spot.AddXY(0, q.pitch/2))
				if again := q.spot(p, back); abs(again.X-spot.X) > 1.5 || again.Y != spot.Y {
					t.Errorf("%q at %g: byte %d is at %v; there is byte %d, at %v", text, width, at, spot, back, again)
				}
				if !utf8.RuneStart((text + "x")[back]) {
					t.Errorf("%q: byte %d is inside of a character", text, back)
				}
				if at == len(text) {
					break
				}
			}
		}
	}
}

func TestReadHidesMarkup(t *testing.T) {
	p := newPen(t)
	var seg segmenter.Segmenter
	line := script.Line{Text: `Say *this* [pause] to {Siobhan|shiv awn}\*`}
	pieces := read(p, line)
	q := lay(p, &seg, pieces, len(line.Text), 900, 24)
	var all strings.Builder
	for _, r := range q.strips[0].runs {
		all.WriteString(r.text)
	}
	if got, want := all.String(), "Say this pause to Siobhan*"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	// A click on the written form lands in it, one on the chip before or behind it.
	at := strings.Index(line.Text, "obhan")
	spot := q.spot(p, at)
	if got := q.at(p, spot.AddXY(0, 5)); got != at {
		t.Errorf("byte %d, want %d", got, at)
	}
	chipAt := strings.Index(line.Text, "[pause]")
	if got := q.at(p, q.spot(p, chipAt).AddXY(4, 5)); got != chipAt {
		t.Errorf("left half of the chip: byte %d, want %d", got, chipAt)
	}
	if boxes := q.boxes(p, 0, 9); len(boxes) != 1 || boxes[0].w < 40 {
		t.Errorf("boxes %v, want one", boxes)
	}
}

func TestRightToLeft(t *testing.T) {
	p := newPen(t)
	q := layText(p, "שלום, word.", 400)
	if !q.rtl {
		t.Fatal("begins at the left")
	}
	first, last := q.spot(p, 0), q.spot(p, len("שלום, word."))
	if first.X < 399 || last.X > first.X-40 {
		t.Errorf("the text runs from %g to %g", first.X, last.X)
	}
	// The word in Latin letters lies to the left of the Hebrew one and runs to the right.
	w := strings.Index("שלום, word.", "word")
	if a, b := q.spot(p, w+1), q.spot(p, w+3); a.X >= b.X || b.X > first.X {
		t.Errorf("the Latin word runs from %g to %g", a.X, b.X)
	}
	q = layText(p, "word שלום 12 עולם end", 400)
	if q.rtl {
		t.Fatal("begins at the right")
	}
	if a, b := q.spot(p, len("word ש")), q.spot(p, len("word שלום 12 ע")); a.X < b.X {
		t.Errorf("words from right to left stand in the wrong order: %g, %g", a.X, b.X)
	}
}

func TestSpokenForm(t *testing.T) {
	d := open(t, "Built in 1872.", "Two")
	calls := make(chan string, 10)
	release := make(chan []SpokenPart)
	d.list.Spoken = func(id, text string) []SpokenPart {
		calls <- id + " " + text
		return <-release
	}
	next := func() string { // the next call, once what was dispatched has run
		t.Helper()
		for {
			select {
			case call := <-calls:
				return call
			case <-d.ran:
				d.queue.Run()
			case <-time.After(20 * time.Second):
				t.Fatal("the spoken form is not asked for")
			}
		}
	}
	d.list.Edit("a")
	if got := next(); got != "a Built in 1872." {
		t.Fatal(got)
	}
	height := d.list.rows["a"].height
	release <- []SpokenPart{{Text: "Built in "}, {Text: "eighteen seventy-two", Written: "1872", Changed: true}, {Text: "."}}
	d.wait(t)
	if got := d.list.words("a"); !strings.Contains(got, "eighteen seventy-two") {
		t.Fatalf("shown %q", got)
	}
	for _, x := range d.list.rows["a"].texts {
		if strings.HasPrefix(x.Text, "eighteen") && (!x.TextStyle.Underline || !x.TextStyle.Bold) {
			t.Error("what differs does not stand out")
		}
	}
	if d.list.rows["a"].height != height {
		t.Error("the row grew when the spoken form came")
	}
	// While one call runs, only the last text waits.
	d.write("x")
	d.pass(speakAfter)
	if got := next(); got != "a Built in 1872.x" {
		t.Fatal(got)
	}
	d.write("y")
	d.pass(speakAfter)
	d.write("漢")
	d.pass(speakAfter)
	release <- nil
	if got := next(); got != "a Built in 1872.xy漢" {
		t.Fatal(got)
	}
	release <- []SpokenPart{{Text: "Built "}, {Written: "漢", Bad: true, Why: "no voice speaks Chinese"}}
	d.wait(t)
	if got := d.list.words("a"); !strings.Contains(got, "“漢”: no voice speaks Chinese") {
		t.Errorf("shown %q", got)
	}
	d.write(" [foo]")
	d.pass(speakAfter)
	next()
	release <- []SpokenPart{{Text: "Built"}, {Text: "The whole is odd.", Bad: true, Why: "The whole is odd."}}
	d.wait(t)
	if got := strings.Count(d.list.words("a"), "The whole is odd."); got != 1 {
		t.Errorf("the complaint is shown %d times", got)
	}
	if got := d.list.words("a"); !strings.Contains(got, "[foo] is no markup") {
		t.Errorf("shown %q", got)
	}
	// What comes when the editor is closed is not shown.
	d.write("z")
	d.pass(speakAfter)
	next()
	d.keys("Escape")
	release <- []SpokenPart{{Text: "too late"}}
	d.wait(t)
	if got := d.list.words("a"); strings.Contains(got, "too late") {
		t.Errorf("shown %q", got)
	}
	d.list.Resize(fyne.NewSize(500, 500))
	d.sound(t)
}
