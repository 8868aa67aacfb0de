package deliver

import (
	"slices"
	"strings"
	"testing"
)

func TestBreakText(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // blocks, lines parted by |
	}{
		{"", []string{""}},
		{"Hello.", []string{"Hello."}},
		{"The quick brown fox jumps over a lazy dog.", []string{"The quick brown fox jumps over a lazy dog."}},
		{"The quick brown fox jumps over the lazy dog, again.", []string{"The quick brown fox jumps|over the lazy dog, again."}},
		{"When the rain came, nobody in the whole village was surprised.", []string{"When the rain came,|nobody in the whole village was surprised."}},
		{
			"It was late. The street lamps had gone out one after the other, and only the river still held a little light.",
			[]string{"It was late. The street lamps|had gone out one after the other,", "and only the river still|held a little light."},
		},
		{strings.Repeat("x", 100), []string{strings.Repeat("x", 42) + "|" + strings.Repeat("x", 42), strings.Repeat("x", 16)}},
	} {
		var got []string
		for _, b := range breakText(c.text) {
			got = append(got, strings.Join(b, "|"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q became %q", c.text, got)
		}
	}
}

// Whatever the text, no block has more than two lines of 42 characters and no word is lost.
func TestBreakTextKeepsItsMeasures(t *testing.T) {
	text := strings.Repeat("In the beginning, there were words; long ones (antidisestablishmentarianism) and short ones. Were they good? ", 30)
	var words []string
	for _, b := range breakText(text) {
		if len(b) > blockLines {
			t.Errorf("a block has %d lines", len(b))
		}
		for _, l := range b {
			if width(l) > lineWidth {
				t.Errorf("a line is %q", l)
			}
			words = append(words, strings.Fields(l)...)
		}
	}
	if !slices.Equal(words, strings.Fields(text)) {
		t.Error("words were lost")
	}
}

func TestSubtitleFormats(t *testing.T) {
	cues := []cue{
		{0, 1.25, "Anna", "Tom & <Jerry> --> now"},
		{3661.5, 3665.5, "The\nVoice", "When the rain came down at last, nobody in the whole village was surprised. Not even the\tpriest."},
	}
	want := `1
00:00:00,000 --> 00:00:01,250
Tom & <Jerry> → now

2
01:01:01,500 --> 01:01:04,692
When the rain came down at last,
nobody in the whole village was surprised.

3
01:01:04,692 --> 01:01:05,500
Not even the priest.

`
	if got := formatSRT(cues); got != want {
		t.Errorf("SRT:\n%s", got)
	}
	want = `WEBVTT

00:00:00.000 --> 00:00:01.250
<v Anna>Tom &amp; &lt;Jerry&gt; --&gt; now

01:01:01.500 --> 01:01:04.692
<v The Voice>When the rain came down at last,
nobody in the whole village was surprised.

01:01:04.692 --> 01:01:05.500
<v The Voice>Not even the priest.

`
	if got := formatVTT(cues); got != want {
		t.Errorf("VTT:\n%s", got)
	}
	want = "0.000000\t1.250000\tAnna: Tom & <Jerry> --> now\n" +
		"3661.500000\t3665.500000\tThe Voice: When the rain came down at last, nobody in the whole village was surprised. Not even the priest.\n"
	if got := formatLabels(cues); got != want {
		t.Errorf("labels:\n%s", got)
	}
}

func BenchmarkBreakText(b *testing.B) {
	text := strings.Repeat("When the rain came down at last, nobody was surprised. ", 20)
	for b.Loop() {
		breakText(text)
	}
}
