package script

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// outline writes an import so that a test can hold it: one line each, "# " a heading, "// " a note, "NAME> " a role,
// " +2" a gap.
func outline(in Imported, roles ...Role) string {
	names := map[string]string{}
	for _, r := range append(roles, in.Roles...) {
		names[r.ID] = r.Name
	}
	var out strings.Builder
	for _, l := range in.Lines {
		switch l.Kind {
		case Heading:
			out.WriteString("# ")
		case Note:
			out.WriteString("// ")
		}
		if l.Role != "" {
			out.WriteString(names[l.Role] + "> ")
		}
		out.WriteString(l.Text)
		if l.Gap != 0 {
			fmt.Fprintf(&out, " +%g", l.Gap)
		}
		out.WriteByte('\n')
	}
	return strings.TrimSpace(out.String())
}

func TestImport(t *testing.T) {
	long := strings.Repeat("word ", 900) + "end."
	for _, c := range []struct {
		about, name, text, want string
		o                       ImportOptions
	}{
		{about: "sentences", text: "Dr. Reyes came. He sat down.\n\nThen he left!", want: "Dr. Reyes came.\nHe sat down.\nThen he left!"},
		{about: "paragraphs", text: "Dr. Reyes came. He sat down.\n\nThen he left!", o: ImportOptions{Split: ByParagraph}, want: "Dr. Reyes came. He sat down.\nThen he left!"},
		{about: "a gap after paragraphs", text: "One. Two.\n\nThree.", o: ImportOptions{ParagraphGap: 0.8}, want: "One.\nTwo. +0.8\nThree. +0.8"},
		{about: "lines as they stand", text: "One. Two.\n\nThree is\nwrapped here.", o: ImportOptions{Split: ByLine}, want: "One. Two.\nThree is\nwrapped here."},
		{about: "wrapped text", text: `It was the best of times, it was the worst of times, it was the age
of wisdom, it was the age of foolishness. It was the epoch of
belief, it was the epoch of incredulity, it was the season of Light.
It was the season of Darkness, it was the spring of hope, it was a
well-known winter of despair.

We had everything before us, we had nothing before us, we were all
Going direct to Heaven, we were all going direct the other way.`, o: ImportOptions{Split: ByParagraph}, want: `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness. It was the epoch of belief, it was the epoch of incredulity, it was the season of Light. It was the season of Darkness, it was the spring of hope, it was a well-known winter of despair.
We had everything before us, we had nothing before us, we were all Going direct to Heaven, we were all going direct the other way.`},
		{about: "indented paragraphs", text: `    It was the best of times, it was the worst of times, it was the
age of wisdom, it was the age of foolishness and much more of it that
we cannot remember.
    Then it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, and of many other things which one would
like to tell.`, o: ImportOptions{Split: ByParagraph}, want: `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness and much more of it that we cannot remember.
Then it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, and of many other things which one would like to tell.`},
		{about: "a hyphen at the end of a line", text: "This is a sentence with a very well-\nknown word in it.", want: "This is a sentence with a very well-known word in it."},
		{about: "a line a paragraph", text: "The first paragraph stands on one line.\nThe second one too.\nAnd a third.", o: ImportOptions{Split: ByParagraph}, want: "The first paragraph stands on one line.\nThe second one too.\nAnd a third."},
		{about: "roles", text: "ANNA: Hello. How are you?\nBEN (whispering): Fine.\n\nHe sits down.\n\nAnna: Good.", want: "ANNA> Hello.\nANNA> How are you?\n// BEN> whispering\nBEN> Fine.\nHe sits down.\nANNA> Good."},
		{about: "roles in small letters", text: "Anna: Hello.\nOld Ben: Fine.\n", want: "Anna> Hello.\nOld Ben> Fine."},
		{about: "words that only look like roles", text: "Note: this is text. It went on and on.\nThere were three: one, two and three.\nHe came at 12:30 from http://example.com.\nThen he said: go.\nRemember: never again.\n", want: "Note: this is text.\nIt went on and on.\nThere were three: one, two and three.\nHe came at 12:30 from http://example.com.\nThen he said: go.\nRemember: never again."},
		{about: "words below the name", text: "ANNA:\nHello there.\nMore of it.\n\nA door opens.", want: "ANNA> Hello there.\nANNA> More of it.\nA door opens."},
		{about: "no roles wanted", text: "ANNA: Hello.", o: ImportOptions{NoRoles: true}, want: "ANNA: Hello."},
		{about: "roles of the document", text: "old narrator: Once.\n\nIt was.", o: ImportOptions{Roles: []Role{{ID: "n", Name: "Old Narrator"}}}, want: "Old Narrator> Once.\nIt was."},
		{about: "the narrator", text: "NARRATOR: Once.\nANNA: Yes.", want: "Once.\nANNA> Yes."},
		{about: "chapters and scenes", text: "Chapter One: The Storm\n\nIt rained.\n\n* * *\n\nIt stopped.\n\nII.\n\nThe end\n=======\nGone.\n\nA STORM COMES\n\nYes.\n\nTHE END", want: "# Chapter One: The Storm\nIt rained. +2\nIt stopped.\n# II.\n# The end\nGone.\n# A STORM COMES\nYes.\nTHE END"},
		{about: "a heading at the end", text: "Text.\n\n# Title\n\n", want: "Text.\n# Title"},
		{about: "a chapter without its text", text: "Chapter 3", want: "# Chapter 3"},
		{about: "scenes without a gap", text: "One.\n\n---\n\nTwo.", o: ImportOptions{SceneGap: -1}, want: "One.\nTwo."},
		{about: "emphasis and remarks", text: "She _really_ said snake_case_name.\n\n[Illustration: a map]\n\n[pause]\n\nWait <break time=\"1.5s\"/> here.", want: "She *really* said snake_case_name.\n// [Illustration: a map]\n[pause]\nWait [1.5s] here."},
		{about: "emphasis over sentences", text: "*One. Two.* [slow]Three. Four.[/slow]", want: "*One.*\n*Two.*\n[slow]Three.[/slow]\n[slow]Four.[/slow]"},
		{about: "lists", text: "- apples\n- pears\n3. plums\n— Hello, he said.", want: "apples\npears\n3. plums\n— Hello, he said."},
		{about: "no sentence end", text: long, o: ImportOptions{Split: ByParagraph}, want: long},
		{about: "CJK", text: "これは文章です。次の文章です。\n\n第二段落。", o: ImportOptions{Split: ByParagraph}, want: "これは文章です。次の文章です。\n第二段落。"},
		{about: "right to left", text: "שלום עולם.\n\nمرحبا بالعالم.", want: "שלום עולם.\nمرحبا بالعالم."},
		{about: "full-width roles", text: "小明：你好。\n小红：再见。\n小明：好。", want: "小明> 你好。\n小红> 再见。\n小明> 好。"},
		{about: "old Macintosh line ends", text: "One.\r\rTwo.\r\n\r\nThree.", want: "One.\nTwo.\nThree."},

		{about: "Markdown", name: "a.md", text: `---
title: x
---
# The **Title**

A *word*, __two words__ and ` + "`code*`" + `, with a [link](http://x.y/(z) and <https://a.com>.
Same paragraph &amp; more.  
New line.

> Quoted ![picture](p.png) text[^1]

Setext
------

***

1. first
2. second
   goes on
- [ ] third

| Role | Text |
|------|------|
| a | b |

` + "```go\nfmt.Println(\"x\")\n```" + `
[ref]: http://x
[^1]: A footnote.
**Anna:** Hello [pause] there. <b>Bold</b>
**Anna**: Well.
**BEN**: ***Yes.***
Escaped \*stars\* and 2 * 3 and a\_b.
`, want: `# The Title
A *word*, *two words* and code\*, with a link and https://a.com.
Same paragraph & more.
New line.
Quoted  text
# Setext +2
1. first
2. second goes on
[ ] third
Role, Text
a, b
// fmt.Println("x")
// A footnote.
Anna> Hello [pause] there.
Anna> Bold
Anna> Well.
BEN> *Yes.*
BEN> Escaped \*stars\* and 2 * 3 and a_b.`},
		{about: "Markdown by looks", text: "## One\n\nText.", want: "# One\nText."},
		{about: "a rule at the start", name: "a.md", text: "---\n\nText\n\n---\n\nMore.", want: "Text +2\nMore."},

		{about: "SRT", name: "a.srt", text: "1\r\n00:00:01,000 --> 00:00:02,500\r\nThis sentence runs <i>over</i>\r\n\r\n2\r\n00:00:02,600 --> 00:00:04,000\r\ntwo subtitles. And\r\nmore.\r\n\r\n3\r\n00:00:04,100 --> 00:00:05,000\r\n- Hello.\r\n- {\\an8}Hi!\r\n\r\n4\r\n00:00:05,100 --> 00:00:06,000\r\n[door slams]\r\n\r\n5\r\n00:00:09,100 --> 00:00:10,000\r\nANNA: What was that?\r\n",
			want: "This sentence runs over two subtitles.\nAnd more.\nHello.\nHi!\n// [door slams]\nANNA> What was that?"},
		{about: "cues as they stand", text: "1\n00:00:01,000 --> 00:00:02,500\nThis sentence\nruns\n2\n00:00:02,600 --> 00:00:04,000\nover two.", o: ImportOptions{Split: ByLine}, want: "This sentence runs\nover two."},
		{about: "WebVTT", text: "WEBVTT - x\n\nNOTE not this\n\nSTYLE\n::cue {}\n\nid\n00:01.000 --> 00:02.000 align:start\n<v Anna>Hello <c.x>there</c> &amp; you.\n\n00:02.000 --> 00:03.000\n<v Ben>Hi.\n\n00:03.000 --> 00:04.000\n<v Ben>Hi.\n", want: "Anna> Hello there & you.\nBen> Hi."},

		{about: "CSV", name: "a.csv", text: "Role,Text\nAnna,\"Hello, \"\"you\"\". Yes.\"\n,It rains.\nBen,\"One\n\nTwo\"\n", want: "Anna> Hello, \"you\".\nAnna> Yes.\nIt rains.\nBen> One\nBen> Two"},
		{about: "semicolons and other columns", name: "a.csv", text: "1;Anna;This is a long text, yes.;x\n2;Ben;Another long text; with more\n3;Anna;A third text of some length;x", want: "Anna> This is a long text, yes.\nBen> Another long text\nAnna> A third text of some length"},
		{about: "cells", text: "Anna\tHello.\nBen\tHi.\n", want: "Anna> Hello.\nBen> Hi."},
		{about: "one column", name: "a.csv", text: "Hello there\nAgain\n", want: "Hello there\nAgain"},
		{about: "broken quotes", name: "a.csv", text: "Anna,\"Hello\nBen,Hi\n", want: "Anna> Hello Ben,Hi"},
	} {
		in, err := Import(c.name, []byte(c.text), c.o)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if got := outline(in, c.o.Roles...); got != c.want {
			if c.about == "no sentence end" && len(in.Lines) > 1 && strings.Join(strings.Fields(got), " ") == c.want {
				continue // cut into parts
			}
			t.Errorf("%s (%s):\n got  %s\n want %s", c.about, in.Format, strings.ReplaceAll(got, "\n", "\n      "), strings.ReplaceAll(c.want, "\n", "\n      "))
		}
	}
}

func TestImportEncodings(t *testing.T) {
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune("Caf\u00E9 😀.")) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for _, c := range []struct {
		data  string
		want  string
		notes int
	}{
		{"\xEF\xBB\xBFCaf\u00E9.", "Café.", 0}, {string(wide), "Café 😀.", 0}, {"\x93Caf\xE9\x94 \x80", "“Café” €", 1}, {"so\u00ADft", "soft", 0},
	} {
		in, err := Import("x.txt", []byte(c.data), ImportOptions{})
		if err != nil || outline(in) != c.want || len(in.Notes) != c.notes {
			t.Errorf("%q: %v %+v", c.data, err, in)
		}
	}
	for _, data := range []string{"", " \n", "* * *", "%PDF-1.7 x", "PK\x03\x04xx", `{\rtf1 x}`, "a\x00b", strings.Repeat("\x01", 99), strings.Repeat("x", MaxImport+1)} {
		if _, err := Import("", []byte(data), ImportOptions{}); err == nil {
			t.Errorf("%.20q is read", data)
		}
	}
}

// TestImportedRuns checks that Insert takes an import as it is, with its roles, as one step.
func TestImportedRuns(t *testing.T) {
	d := of("before")
	in, err := Import("", []byte("ANNA: Hi.\nBEN: Ho."), ImportOptions{Roles: d.Roles()})
	if err != nil {
		t.Fatal(err)
	}
	must(t, d, Insert{At: 1, Lines: in.Lines, Roles: in.Roles})
	if d.RoleOf(d.Line(2)).Name != "BEN" || len(d.Roles()) != 3 {
		t.Errorf("%+v", d.Content())
	}
	d.Undo()
	if d.Len() != 1 || len(d.Roles()) != 1 {
		t.Error("an import is more than one step")
	}
}

// TestImportKeepsWords checks on real prose that no word is lost by any way of splitting.
func TestImportKeepsWords(t *testing.T) {
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for split := range ByLine + 1 {
		in, err := Import("x.txt", data, ImportOptions{Split: split, NoRoles: true})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, l := range in.Lines {
			for _, w := range words(l.Text) {
				got[w]++
			}
		}
		for _, w := range words(string(data)) {
			if got[w]--; got[w] < 0 {
				t.Errorf("splitting %d loses %q", split, w)
			}
		}
	}
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !letterOrDigit(r) })
}
