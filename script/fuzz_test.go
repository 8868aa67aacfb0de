package script

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "Wait [pause] for *it*.", "[slow]a [pace 80%]b[/pace][/slow]", "{a|b} \\{ {c", "*a [1s] b* **", "[[1.5s]]*", "日本*語*。\xff", "{a|b|c}*d*[/fast]"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, at int) {
		pieces, problems := Parse(s)
		if err := checkPieces(s, pieces, problems); err != nil {
			t.Errorf("%q: %v", s, err)
		}
		plain := Plain(s)
		if strings.TrimSpace(plain) != plain {
			t.Errorf("Plain(%q) is %q", s, plain)
		}
		Key(KeyParts{Text: s, Words: []Word{{"a", "b"}, {plain, s}}})
		d := New(Content{Lines: []Line{{ID: "a", Text: s}}})
		p, err := Finder{Text: "a"}.Compile()
		if err != nil {
			t.Fatal(err)
		}
		text := d.Line(0).Text
		for _, h := range p.All(d) {
			if h.Start < 0 || h.End <= h.Start || h.End > len(text) {
				t.Errorf("%q: hit %+v", text, h)
			}
		}
		if _, err := d.Do(ReplaceText{Find: Finder{Text: "a"}, With: "bc"}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if !utf8.ValidString(d.Line(0).Text) {
			t.Errorf("replacing makes %q of %q", d.Line(0).Text, text)
		}
		if text = d.Line(0).Text; at < 0 || at > len(text) {
			return
		}
		before := ""
		for _, p := range pieces {
			before += p.Text
		}
		if _, err := d.Do(Split{"a", at}); err != nil {
			t.Errorf("%q at %d: %v", text, at, err)
		}
		for _, l := range d.Content().Lines {
			if !utf8.ValidString(l.Text) {
				t.Errorf("splitting %q makes %q", text, l.Text)
			}
		}
		for range 3 {
			d.Undo()
		}
		if d.Len() != 1 {
			t.Errorf("undo leaves %d lines", d.Len())
		}
	})
}

// hostile are texts that invite a reader to look for an end that is not there, again from every place, or to keep more than
// it was given; repeated they make the worst of it.
var hostile = []string{"[slow]", "[slow][fast][/slow]", "*a* ", "*a ", "{", "{a|b}", "[", "[x](y)", "\\", "_a", "[pause]*", "<", "`", "~~~", "a: b\n", "- ", "#", "x", "。", "> ", "|a|", "\"", "a,", "a\t"}

// readAll reads a text in every way that a text from outside is read.
func readAll(text string) {
	Parse(text)
	Plain(text)
	for format := PlainText; format <= CSV; format++ {
		_, _ = Import("", []byte(text), ImportOptions{Format: format}) // only the work counts
	}
}

// TestHostile checks that no text makes its reader allocate in proportion to the square of its length: four times the text may
// take four times the memory, twice that where a slice has just grown, but not sixteen times. That the time grows no
// faster either is for BenchmarkHostile to show.
func TestHostile(t *testing.T) {
	const short, long = 25_000, 100_000
	allocated := func(text string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		readAll(text)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for _, s := range hostile {
		few, many := allocated(strings.Repeat(s, short/len(s))), allocated(strings.Repeat(s, long/len(s)))
		if many > 8*few+1<<20 {
			t.Errorf("%d kB of %q take %d kB of memory, %d kB take %d kB", short/1000, s, few>>10, long/1000, many>>10)
		}
	}
}

// BenchmarkHostile reads 25 kB and 100 kB of every hostile text. The time a byte is the same for both where the work is
// linear.
func BenchmarkHostile(b *testing.B) {
	for _, s := range hostile {
		for _, size := range []int{25_000, 100_000} {
			text := strings.Repeat(s, size/len(s))
			b.Run(fmt.Sprintf("%q/%d", s, size), func(b *testing.B) {
				for b.Loop() {
					readAll(text)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/byte")
			})
		}
	}
}

func FuzzImport(f *testing.F) {
	fuzzing := flag.Lookup("test.fuzz").Value.String() != "" // only then is a slow text looked for: the seeds are known not to be
	for _, s := range []string{"One. Two.\n\nANNA: Hi.\nBEN (sad): Ho\n* * *\nChapter 1\n\nx", "---\na: b\n---\n# T\n\n**a** _b_ [c](d) `e` ![f](g) <h>\n```\nx\n```\n| a | b |\n|---|---|\n",
		"1\n00:00:01,000 --> 00:00:02,000\n- a\n- <i>b</i>\n\n2\n00:00:02,000 --> 1\nc", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>x", "a,b\n\"c\nd\",e\n", "a\tb\nc\td", "\xff\xfea\x00", "日本。語\n[slow]a. b.", ">-\n- [ ] *a\n==="} {
		for format := range uint8(6) {
			f.Add([]byte(s), format, uint8(0))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, format, split uint8) {
		o := ImportOptions{Format: Format(format % 6), Split: Splitting(split % 3)}
		begun := time.Now()
		in, err := Import("", data, o)
		if took := time.Since(begun); fuzzing && took > 2*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
		if err != nil {
			return
		}
		roles := map[string]bool{"": true}
		for _, r := range in.Roles {
			roles[r.ID] = true
		}
		for _, l := range in.Lines {
			switch {
			case strings.TrimSpace(l.Text) == "":
				t.Errorf("%q gives an empty line", data)
			case l.Text != tidyText(l.Text), strings.TrimSpace(l.Text) != l.Text:
				t.Errorf("%q gives the line %q", data, l.Text)
			case !roles[l.Role], l.ID == "":
				t.Errorf("%q gives the line %+v", data, l)
			}
		}
		d := New(Content{})
		if _, err := d.Do(Insert{Lines: in.Lines, Roles: in.Roles}); err != nil || d.Len() != len(in.Lines) {
			t.Errorf("%q cannot be inserted: %v", data, err)
		}
	})
}
