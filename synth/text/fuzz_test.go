package text

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// invisible reports whether s holds only white space, control characters and characters that cannot be seen.
func invisible(s string) bool {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r >= ' ' && r != 0x7F && strings.Trim(canonicalRune(r), " \n") != "" {
			return false
		}
		i += size
	}
	return true
}

// checkSpoken returns what is wrong with the spoken form of s, nil when all promises hold.
func checkSpoken(s string) error {
	spoken := Normalise(s)
	at := 0
	for i, span := range spoken.Spans {
		switch {
		case span.Start < at || span.End < span.Start || span.End > len(s):
			return fmt.Errorf("span %d has the range %d..%d after %d", i, span.Start, span.End, at)
		case span.Written != s[span.Start:span.End]:
			return fmt.Errorf("span %d has the wrong text %q", i, span.Written)
		case !invisible(s[at:span.Start]):
			return fmt.Errorf("%q before span %d is in no span", s[at:span.Start], i)
		case span.Kind == Unspeakable && span.Spoken != "":
			return fmt.Errorf("span %d is unspeakable and says %q", i, span.Spoken)
		case span.Kind == Punctuation && span.Spoken != "" && strength(span.Spoken) == 0:
			return fmt.Errorf("span %d says %q as a stop", i, span.Spoken)
		}
		at = span.End
	}
	if !invisible(s[at:]) {
		return fmt.Errorf("%q at the end is in no span", s[at:])
	}
	out := spoken.String()
	afterStop := true
	for _, r := range out {
		stop := strings.ContainsRune(",.?!;:—…", r)
		if !stop && r != ' ' && r != '\'' && !(r < 128 && isLetter(byte(r))) {
			return fmt.Errorf("%q is not allowed in %q", r, out)
		}
		if stop && afterStop {
			return fmt.Errorf("a stop without a word before it in %q", out)
		}
		if r != ' ' {
			afterStop = stop
		}
	}
	if strings.Contains(out, "  ") || strings.TrimSpace(out) != out {
		return fmt.Errorf("needless spaces in %q", out)
	}
	if spoken.Speakable() != hasLetter(out) {
		return fmt.Errorf("Speakable is %v for %q", spoken.Speakable(), out)
	}
	return nil
}

// checkSentences returns what is wrong with the sentences of s.
func checkSentences(s string) error {
	at := 0
	for i, sentence := range Sentences(s) {
		if sentence.Start < at || sentence.End <= sentence.Start || sentence.End > len(s) {
			return fmt.Errorf("sentence %d has the range %d..%d after %d", i, sentence.Start, sentence.End, at)
		}
		if sentence.Text != s[sentence.Start:sentence.End] || !invisible(s[at:sentence.Start]) {
			return fmt.Errorf("sentence %d does not follow on: %q", i, s[at:sentence.Start])
		}
		at = sentence.End
		inner := sentence.Start
		for _, piece := range Split(sentence, 30) {
			if piece.Start < inner || piece.Text != s[piece.Start:piece.End] || utf8.RuneCountInString(piece.Text) > 30 {
				return fmt.Errorf("a piece of sentence %d is wrong: %q", i, piece.Text)
			}
			inner = piece.End
		}
	}
	if !invisible(s[at:]) {
		return fmt.Errorf("%q is in no sentence", s[at:])
	}
	return nil
}

func FuzzNormalise(f *testing.F) {
	for _, line := range strings.Split(caseTable, "\n") {
		if written, _, ok := strings.Cut(line, "\t"); ok {
			f.Add(written)
		}
	}
	f.Add("a\x00b\xff\xfe c\u200bd \u0301e {a|b {c|} | {|x}")
	f.Add("$\u0660 1\u0301st 5\u00a0km 3\u20443 \U0001F1FA\U0001F1F8 \U0001D400\U0001D7CE")
	f.Fuzz(func(t *testing.T, s string) {
		if err := checkSpoken(s); err != nil {
			t.Error(err)
		}
		if err := checkSentences(s); err != nil {
			t.Error(err)
		}
	})
}

// TestLinear feeds many shapes of repeated text. With VOICEWRIGHT_LONG set each is a megabyte, which would take many
// minutes if the time were quadratic.
func TestLinear(t *testing.T) {
	size := 1 << 13
	if os.Getenv("VOICEWRIGHT_LONG") != "" {
		size = 1 << 20
	}
	for _, unit := range []string{
		"a", "a ", "1", "1 ", ".", ". ", "1.", "a.", "A.", "A. ", "1,000,", "1/", "1-", "1:", "$", "$1", "{", "{|", "}", "'", "\"", "\n",
		"-", "- ", "_", "*", "#", "@", "a@", "a@a.", "http://", "www.a", "a/", "\x00", "\xff", "\u0301", "\u200b", "…", "é", "я", "👍",
		"II ", "I ", "Dr. ", "St. A", "a\n", "\r\n", "(", ") ", "? ", "\" A", "5'", "5\" ", "1 x ", "(555", "+1 ", "°", "½", "AB", "aB", "<a",
		"The quick brown fox met Dr. No at 6:45 p.m. on 3/14/2026 for $5. ", "word-", "1990s ", "Jan. 5, ", "T5", "٣",
	} {
		s := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		Normalise(s)
		sentences := Sentences(s)
		for _, sentence := range sentences {
			Split(sentence, 400)
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%q: %d bytes took %v", unit, len(s), d)
		} else if testing.Verbose() {
			t.Logf("%12q %8d sentences %v", unit, len(sentences), d.Round(time.Millisecond))
		}
	}
}
