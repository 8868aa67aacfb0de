package text

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func ExampleNormalise() {
	spoken := Normalise("Dr. Reyes paid $5 for {SQL|sequel}, ✓ да.")
	fmt.Println(spoken)
	for _, s := range spoken.Spans {
		fmt.Printf("%2d-%2d %-12s %q %q\n", s.Start, s.End, s.Kind, s.Written, s.Spoken)
	}
	// Output:
	// doctor Reyes paid five dollars for sequel, check.
	//  0- 3 abbreviation "Dr." "doctor"
	//  4- 9 plain        "Reyes" "Reyes"
	// 10-14 plain        "paid" "paid"
	// 15-17 money        "$5" "five dollars"
	// 18-21 plain        "for" "for"
	// 22-34 markup       "{SQL|sequel}" "sequel"
	// 34-35 punctuation  "," ","
	// 36-39 symbol       "✓" "check"
	// 40-44 unspeakable  "да" ""
	// 44-45 punctuation  "." "."
}

func ExampleSentences() {
	for _, s := range Sentences("Dr. Reyes left at 6 p.m. It rained.\n\nThe End") {
		fmt.Printf("%d-%d %v %s\n", s.Start, s.End, s.EndsParagraph, s.Text)
	}
	// Output:
	// 0-24 false Dr. Reyes left at 6 p.m.
	// 25-35 true It rained.
	// 37-44 true The End
}

// TestExactForm checks case and stops, which the table of cases leaves out.
func TestExactForm(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"\"Wait,\" she said, \"is that -- no, it can't be -- Siobhan?\"", "Wait, she said, is that — no, it can't be — Siobhan?"},
		{"Call +1 (555) 010-4477, ext. 9.", "Call plus one, five five five, zero one zero, four four seven seven, extension nine."},
		{"NASA and the FBI met.", "NASA and the F B I met."},
		{"What?! (Really.) Yes...", "What? Really. Yes…"},
		{"He left (at 7 a.m.).", "He left, at seven A M."},
		{"  \"...and so,\" he said…  ", "and so, he said…"},
		{"A dog; a cat: one.", "a dog; a cat: one."},
		{"A is a letter. Type A or B? A long one.", "A is a letter. Type A or B? a long one."},
		{"Heading\n\nText.", "Heading. Text."},
		{"In the U.S.", "In the U S."},
		{"STOP! NOW!", "stop! now!"},
		{"crème brûlée", "creme brulee"},
		{"She paused . . . then left.", "She paused… then left."},
		{"word — word", "word — word"},
		{"It was Inc. magazine (Acme Inc.).", "It was incorporated magazine, Acme incorporated."},
	} {
		if got := Normalise(c.written).String(); got != c.want {
			t.Errorf("%q\n got  %q\n want %q", c.written, got, c.want)
		}
	}
}

func TestSpeakable(t *testing.T) {
	for written, want := range map[string]bool{
		"": false, " \n": false, "...": false, "\"?!\"": false, "你好": false, "\xff\xfe": false, "-": false, "a": true,
		"7": true, "&": true, "👍": true, "{x|}": false, "{你|ni}": true, "* * *": false, "\u200b": false,
	} {
		if got := Normalise(written).Speakable(); got != want {
			t.Errorf("Speakable(%q) = %v, want %v", written, got, want)
		}
	}
	if got := Normalise("a 你好 b \x01\xff").Unspeakable(); len(got) != 2 || got[0].Written != "你好" || got[1].Written != "\xff" {
		t.Errorf("the unspeakable spans are %v", got)
	}
}

// TestPromises checks on real text what the fuzz target checks on made-up text.
func TestPromises(t *testing.T) {
	for _, s := range []string{caseTable, strings.ReplaceAll(caseTable, "\n", " ")} {
		if err := checkSpoken(s); err != nil {
			t.Error(err)
		}
		if err := checkSentences(s); err != nil {
			t.Error(err)
		}
	}
}

// TestPlainWords runs the transcripts of the speech corpora, which are words already: they must come out as they are.
func TestPlainWords(t *testing.T) {
	data, err := os.ReadFile("../../../shared/speech/manifest.tsv")
	if err != nil {
		t.Skipf("the speech corpora are not beside this checkout: %v", err)
	}
	short := strings.NewReplacer("i.e.", "that is", "e.g.", "for example", "etc.", "et cetera", "MSS", "manuscripts", "Messrs.", "messers")
	changed := 0
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		words := short.Replace(cells[len(cells)-1])
		if got := Normalise(words).String(); heard(got) != heard(words) {
			if changed++; changed <= 40 {
				t.Errorf("%q\n got %q", words, got)
			}
		}
	}
	if changed > 0 {
		t.Errorf("%d transcripts changed", changed)
	}
}
