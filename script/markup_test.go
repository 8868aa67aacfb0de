package script

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// show writes pieces so that a table can hold them: text with emphasis in <>, pace, pause.
func show(pieces []Piece) string {
	var out []string
	for _, p := range pieces {
		text := p.Text
		for _, r := range slices.Backward(p.Emphasis) {
			text = text[:r.Start] + "<" + text[r.Start:r.End] + ">" + text[r.End:]
		}
		if p.Pace != 1 {
			text += fmt.Sprintf(" @%.4g", p.Pace)
		}
		if p.Pause != 0 {
			text += fmt.Sprintf(" +%.4g", p.Pause)
		}
		out = append(out, text)
	}
	return strings.Join(out, " / ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, pieces, plain, problems string }{
		{"Just words.", "Just words.", "Just words.", ""},
		{"", "", "", ""},
		{"  ...  ", "", "...", ""},
		{"Wait [pause] for it.", "Wait +0.5 / for it.", "Wait for it.", ""},
		{"Wait [1.5s], then [500ms] go [ 2 seconds ] on[PAUSE 3].", "Wait +1.5 / , then +0.5 / go +2 / on +3", "Wait, then go on.", ""},
		{"[pause 0,25]Go.", " +0.25 / Go.", "Go.", ""},
		{"[1s][2s]", " +3", "", ""},
		{"Go. [1s] [2s] !", "Go. +3", "Go. !", ""},
		{"[0s]Go", "Go", "Go", ""},
		{"[90s]Go", " +60 / Go", "Go", "0-5"},
		{"I [slow]really[/slow] mean it", "I / really @0.8 / mean it", "I really mean it", ""},
		{"[slow]a [fast]b[/fast] c[/slow] d", "a @0.8 / b / c @0.8 / d", "a b c d", ""},
		{"[pace 0.9]a[/pace] [pace 150%]b[/pace]", "a @0.9 / b @1.5", "a b", ""},
		{"[slow][pace 0.1]a", "a @0.5", "a", "6-16 0-6 6-16"},
		{"[pace]a[/pace] b", "a b", "a b", "0-6"},
		{"a[/slow] b", "a b", "a b", "1-8"},
		{"[fast]a [1s] b[/fast]", "a @1.25 +1 / b @1.25", "a b", ""},
		{"*so* it *goes on*.", "<so> it <goes on>.", "so it goes on.", ""},
		{"**bold** and ***both***", "<bold> and <both>", "bold and both", ""},
		{"*very [1s] big* dog", "<very> +1 / <big> dog", "very big dog", ""},
		{"5 * 3 * 2 and 2*3*4", "5 * 3 * 2 and 2*3*4", "5 * 3 * 2 and 2*3*4", ""},
		{"*never ended", "*never ended", "*never ended", "0-1"},
		{"*one *two* three", "*one <two> three", "*one two three", "0-1"},
		{"「*強調*」です", "「<強調>」です", "「強調」です", ""},
		{"{Siobhan|shiv awn} came", "{Siobhan|shiv awn} came", "Siobhan came", ""},
		{"a *{b|c}* d", "a <{b|c}> d", "a b d", ""},
		{"{♪|} la", "{♪|} la", "♪ la", ""},
		{"{♪|}", "", "♪", ""},
		{"{hm|}", "", "hm", ""},
		{"an {open brace", "an (open brace", "an {open brace", "3-4"},
		{"{word} and }", "(word) and )", "{word} and }", "0-6 11-12"},
		{`\[pause\] \*a\* \{b|c\} \\ \n`, `[pause] *a* (b|c) \ \n`, `[pause] *a* {b|c} \ \n`, ""},
		{"He laughed [sic] and [1]", "He laughed [sic] and [1]", "He laughed [sic] and [1]", "11-16 21-24"},
		{"[ [slow a", "[ [slow a", "[ [slow a", ""},
		{"שלום [pause] עולם", "שלום +0.5 / עולם", "שלום עולם", ""},
		{"👍", "👍", "👍", ""},
	} {
		pieces, problems := Parse(c.text)
		if got := show(pieces); got != c.pieces {
			t.Errorf("Parse(%q)\n got  %s\n want %s", c.text, got, c.pieces)
		}
		if got := Plain(c.text); got != c.plain {
			t.Errorf("Plain(%q) is %q, want %q", c.text, got, c.plain)
		}
		var places []string
		for _, p := range problems {
			places = append(places, fmt.Sprintf("%d-%d", p.Start, p.End))
			if len(p.Text) < 20 {
				t.Errorf("Parse(%q): %q is no sentence", c.text, p.Text)
			}
		}
		if got := strings.Join(places, " "); got != c.problems {
			t.Errorf("Parse(%q) has problems at %s, want %s: %v", c.text, got, c.problems, problems)
		}
		if err := checkPieces(c.text, pieces, problems); err != nil {
			t.Errorf("Parse(%q): %v", c.text, err)
		}
	}
}

// checkPieces returns which promise of Parse is broken.
func checkPieces(line string, pieces []Piece, problems []Problem) error {
	at := 0
	for i, p := range pieces {
		if p.Text == "" {
			if i > 0 || p.Pause <= 0 {
				return fmt.Errorf("piece %d is empty", i)
			}
			continue
		}
		if p.Start < at || p.End <= p.Start || p.End > len(line) {
			return fmt.Errorf("piece %d has the range %d..%d after %d", i, p.Start, p.End, at)
		}
		at = p.End
		if p.Pace < LeastPace || p.Pace > MostPace || p.Pause < 0 {
			return fmt.Errorf("piece %d has the pace %g and the pause %g", i, p.Pace, p.Pause)
		}
		for k := range len(p.Text) {
			place := p.Place(k)
			if place < p.Start || place >= p.End {
				return fmt.Errorf("byte %d of piece %d lies at %d, outside of %d..%d", k, i, place, p.Start, p.End)
			}
			if a, b := p.Text[k], line[place]; a != b && !(a == '(' && b == '{' || a == ')' && b == '}') {
				return fmt.Errorf("byte %d of piece %d is %q, and %q in the line", k, i, a, b)
			}
		}
		end := 0
		for _, r := range p.Emphasis {
			if r.Start < end || r.End <= r.Start || r.End > len(p.Text) {
				return fmt.Errorf("piece %d has the emphasis %v", i, p.Emphasis)
			}
			end = r.End
		}
	}
	for _, p := range problems {
		if p.Start < 0 || p.End <= p.Start || p.End > len(line) {
			return fmt.Errorf("a problem has the range %d..%d", p.Start, p.End)
		}
	}
	return nil
}

func TestCutMarkup(t *testing.T) {
	got := cutMarkup("*One [slow]two. Three. Four[/slow] five*", 16, 23)
	want := []string{"*One [slow]two.[/slow]*", "*[slow]Three.[/slow]*", "*[slow]Four[/slow] five*"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestKey(t *testing.T) {
	base := KeyParts{Text: "Dr. Siobhán's cat [pause] *sat*.", Delivery: Delivery{Pace: 1}, Voice: "v", Model: "m", Engine: "e"}
	key := Key(base)
	if len(key) != 64 || key != Key(base) {
		t.Fatalf("key %q", key)
	}
	with := func(change func(*KeyParts)) string {
		p := base
		change(&p)
		return Key(p)
	}
	for name, k := range map[string]string{
		"space and spelling": with(func(p *KeyParts) { p.Text = "  Dr. Siobhán's cat [0.5 s]  *sat*. " }),
		"no pace":            with(func(p *KeyParts) { p.Pace = 0 }),
		"a word not in it":   with(func(p *KeyParts) { p.Words = []Word{{"sa", "x"}, {"dog", "hound"}} }),
		"a plain range":      with(func(p *KeyParts) { p.Range = 1 }),
		"no share":           with(func(p *KeyParts) { p.Prosody = "w" }),
		"an emoji's silence": with(func(p *KeyParts) { p.Text += " " }),
	} {
		if k != key {
			t.Errorf("%s changes the key", name)
		}
	}
	seen := map[string]string{key: "nothing"}
	for name, k := range map[string]string{
		"text":                  with(func(p *KeyParts) { p.Text = "Dr. Siobhán's cat [pause] *sits*." }),
		"case":                  with(func(p *KeyParts) { p.Text = "dr. Siobhán's cat [pause] *sat*." }),
		"pause":                 with(func(p *KeyParts) { p.Text = "Dr. Siobhán's cat [1s] *sat*." }),
		"no emphasis":           with(func(p *KeyParts) { p.Text = "Dr. Siobhán's cat [pause] sat." }),
		"pace of a stretch":     with(func(p *KeyParts) { p.Text = "Dr. Siobhán's cat [pause] [slow]*sat*." }),
		"pace":                  with(func(p *KeyParts) { p.Pace = 1.1 }),
		"pitch":                 with(func(p *KeyParts) { p.Pitch = 1 }),
		"range":                 with(func(p *KeyParts) { p.Range = 1.1 }),
		"energy":                with(func(p *KeyParts) { p.Energy = 1 }),
		"brightness":            with(func(p *KeyParts) { p.Brightness = 1 }),
		"breath":                with(func(p *KeyParts) { p.Breath = 1 }),
		"prosody":               with(func(p *KeyParts) { p.Prosody, p.Share = "w", 1 }),
		"half of it":            with(func(p *KeyParts) { p.Prosody, p.Share = "w", 0.5 }),
		"voice":                 with(func(p *KeyParts) { p.Voice = "w" }),
		"voice and model":       with(func(p *KeyParts) { p.Voice, p.Model = "vm", "" }),
		"model":                 with(func(p *KeyParts) { p.Model = "n" }),
		"engine":                with(func(p *KeyParts) { p.Engine = "f" }),
		"a possessive":          with(func(p *KeyParts) { p.Words = []Word{{"siobhan", "shiv awn"}} }),
		"how it is said":        with(func(p *KeyParts) { p.Words = []Word{{"siobhan", "shiv on"}} }),
		"a word that is spoken": with(func(p *KeyParts) { p.Words = []Word{{"Doctor", "dock"}} }),
	} {
		if other, ok := seen[k]; ok {
			t.Errorf("%s has the same key as %s", name, other)
		}
		seen[k] = name
	}
	twice := with(func(p *KeyParts) { p.Words = []Word{{"cat", "old"}, {"Doctor", "x"}, {"cat", "new"}} })
	if once := with(func(p *KeyParts) { p.Words = []Word{{"cat", "new"}, {"Doctor", "x"}} }); once != twice {
		t.Error("the later of two entries for a word does not hold, or their order counts")
	}
}

func TestFind(t *testing.T) {
	d := of("The *very* big cat; the very big dog.", "{Siobhan|shiv awn} [pause] and the theatre", "äther THE Ätna [pause]")
	for _, c := range []struct {
		f    Finder
		want string
	}{
		{Finder{Text: "very big"}, "a:very* big a:very big"},
		{Finder{Text: "the"}, "a:The a:the b:the b:the c:the c:THE"},
		{Finder{Text: "the", Case: true, Word: true}, "a:the b:the"},
		{Finder{Text: "the", Word: true}, "a:The a:the b:the c:THE"},
		{Finder{Text: "siobhan and"}, "b:Siobhan|shiv awn} [pause] and"},
		{Finder{Text: "shiv"}, ""},
		{Finder{Text: "[pause]"}, "b:[pause] c:[pause]"},
		{Finder{Text: `\b(c|d)\w+g?`, Regexp: true}, "a:cat a:dog"},
		{Finder{Text: "x*", Regexp: true}, ""},
		{Finder{Text: "ä"}, "c:ä c:Ä"},
		{Finder{Text: "."}, "a:."},
	} {
		p, err := c.f.Compile()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range p.All(d) {
			l, _ := d.Find(h.ID)
			got = append(got, h.ID+":"+l.Text[h.Start:h.End])
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%+v finds %s, want %s", c.f, s, c.want)
		}
	}
	for _, f := range []Finder{{}, {Text: "(", Regexp: true}} {
		if _, err := f.Compile(); err == nil || strings.Contains(err.Error(), "error parsing") {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestReplace(t *testing.T) {
	for _, c := range []struct {
		line string
		f    Finder
		with string
		want string
	}{
		{"a cat and a cat", Finder{Text: "cat"}, "dog", "a dog and a dog"},
		{"the *very* big cat", Finder{Text: "very big"}, "huge", "the *huge* cat"},
		{"a [slow]big[/slow] cat", Finder{Text: "big cat"}, "lion", "a [slow]lion[/slow]"},
		{"{Siobhan|shiv awn} came", Finder{Text: "siobhan"}, "Aoife", "Aoife came"},
		{"{Siobhan|shiv awn} came", Finder{Text: "han c"}, "HAN C", "SiobHAN Came"},
		{"call {Siobhan|shiv awn} up", Finder{Text: "l Sio"}, "l Rho", "call Rhobhan up"},
		{"{banana|b}", Finder{Text: "an"}, "AN", "bANana"},
		{"3 May, 14 June", Finder{Text: `(\d+) (\w+)`, Regexp: true}, "$2 $1st", "May 3st, June 14st"},
		{"3 May", Finder{Text: `(?P<day>\d+)`, Regexp: true}, "<${day}>", "<3> May"},
		{"cost", Finder{Text: "cost"}, "$1", "$1"},
		{"wait [pause] here", Finder{Text: "[pause]"}, "[1s]", "wait [1s] here"},
		{`a \*b c`, Finder{Text: "*b"}, "d", "a d c"},
		{"one two", Finder{Text: "o"}, "", "ne tw"},
	} {
		d := of(c.line)
		must(t, d, ReplaceText{Find: c.f, With: c.with})
		if got := d.Line(0).Text; got != c.want {
			t.Errorf("%q: %+v by %q gives %q, want %q", c.line, c.f, c.with, got, c.want)
		}
		if d.Undo(); d.Line(0).Text != c.line {
			t.Errorf("undo gives %q", d.Line(0).Text)
		}
	}
	d := of("one one", "one", "one")
	p, _ := Finder{Text: "one"}.Compile()
	hits := p.All(d)
	delta := must(t, d, ReplaceText{Find: Finder{Text: "one"}, Only: hits[1], With: "three"})
	if got := d.Line(0).Text; got != "one three" || delta.Caret != 9 || delta.Focus != "a" {
		t.Errorf("replacing one hit: %q, caret %d", got, delta.Caret)
	}
	must(t, d, ReplaceText{Find: Finder{Text: "one"}, IDs: []string{"c"}, With: "four"})
	if got := texts(d); !slices.Equal(got, []string{"one three", "one", "four"}) {
		t.Errorf("replacing in one line: %q", got)
	}
	if len(p.In(d.Line(1))) != 1 {
		t.Error("nothing found in one line")
	}
}
