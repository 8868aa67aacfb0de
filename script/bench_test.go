package script

import (
	"fmt"
	"strings"
	"testing"
)

const tenThousand = 10_000

func BenchmarkSetText10k(b *testing.B) {
	d := sample(tenThousand)
	for i := 0; b.Loop(); i++ {
		if _, err := d.Do(SetText{"l5000", fmt.Sprint("typed ", i)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInsert10k puts a line in near the beginning, the worst place, and takes it out again.
func BenchmarkInsert10k(b *testing.B) {
	d := sample(tenThousand)
	for b.Loop() {
		delta, err := d.Do(Insert{At: 1, Lines: []Line{{Text: "new"}}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Do(Delete{[]string{delta.Focus}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSplit10k splits a line near the beginning and joins it again.
func BenchmarkSplit10k(b *testing.B) {
	d := sample(tenThousand)
	for b.Loop() {
		delta, err := d.Do(Split{"l1", 10})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Do(Join{delta.Focus}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUndo10k undoes and redoes a split.
func BenchmarkUndo10k(b *testing.B) {
	d := sample(tenThousand)
	if _, err := d.Do(Split{"l1", 10}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d.Undo()
		d.Redo()
	}
}

// BenchmarkReplace10k replaces a word in every line and undoes it.
func BenchmarkReplace10k(b *testing.B) {
	d := sample(tenThousand)
	for b.Loop() {
		if _, err := d.Do(ReplaceText{Find: Finder{Text: "line"}, With: "row"}); err != nil {
			b.Fatal(err)
		}
		d.Undo()
	}
}

func BenchmarkFind10k(b *testing.B) {
	d := sample(tenThousand)
	p, err := Finder{Text: "read aloud"}.Compile()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n := len(p.All(d)); n != tenThousand {
			b.Fatal(n)
		}
	}
}

// BenchmarkKey10k makes the keys of 10,000 lines, with ten words in the dictionary.
func BenchmarkKey10k(b *testing.B) {
	d := sample(tenThousand)
	for i := range 10 {
		if _, err := d.Do(PutWord{Word{fmt.Sprint("word", i), "said"}}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		for i := range d.Len() {
			Key(d.Parts(d.Line(i)))
		}
	}
}

// manuscript5MB is prose of 5 MB: wrapped, with dialogue and chapters.
func manuscript5MB() []byte {
	var out strings.Builder
	for chapter := 1; out.Len() < 5<<20; chapter++ {
		fmt.Fprintf(&out, "Chapter %d\n\n", chapter)
		for range 40 {
			out.WriteString(`Dr. Reyes walked down to the harbour at 7:30 a.m., as she had done on every
morning since the 14th of May. "Is the boat ready?" she asked. Nobody
answered; the gulls were louder than she was. She had paid $12.50 for the
ticket, which was _far_ too much, and now it would not even leave.

ANNA: You are late. We had given you up.

`)
		}
	}
	return []byte(out.String())
}

func BenchmarkImport5MB(b *testing.B) {
	data := manuscript5MB()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Import("", data, ImportOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
