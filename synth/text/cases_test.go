package text

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/cases.tsv
var caseTable string

// TestCases checks the words of several hundred short texts of all classes.
func TestCases(t *testing.T) {
	count := 0
	for _, line := range strings.Split(caseTable, "\n") {
		written, want, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		count++
		if got := Normalise(written).String(); heard(got) != heard(want) {
			t.Errorf("%q\n got  %q\n want %q", written, got, want)
		}
	}
	if count < 300 {
		t.Errorf("the table has %d cases, expected several hundred", count)
	}
}
