package text

import (
	"os"
	"strings"
	"testing"
)

// heard reduces a spoken form to its bare words, as the evaluation compares them.
func heard(s string) string {
	s = strings.ToLower(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\'':
			return -1
		case r >= 'a' && r <= 'z':
			return r
		}
		return ' '
	}, s)
	s = " " + strings.Join(strings.Fields(s), " ") + " "
	s = strings.NewReplacer(" mr ", " mister ", " mrs ", " missus ").Replace(s)
	return strings.TrimSpace(s)
}

// TestEvaluationLists runs the texts of the evaluation lists: each spoken form must match one of the readings given.
func TestEvaluationLists(t *testing.T) {
	for _, name := range []string{"hard", "long", "short", "zeroshot"} {
		path := "../../../shared/eval/" + name + ".tsv"
		data, err := os.ReadFile(path)
		if err != nil {
			t.Skipf("the evaluation lists are not beside this checkout: %v", err)
		}
		lines := strings.Split(strings.TrimSpace(string(data)), "\n")
		for _, line := range lines[1:] {
			cells := strings.Split(line, "\t")
			got := Normalise(cells[2]).String()
			matched := false
			for _, reading := range strings.Split(cells[3], "|") {
				matched = matched || heard(got) == heard(reading)
			}
			if !matched {
				t.Errorf("%s: %q\n got  %q\n want %q", cells[0], cells[2], got, cells[3])
			}
		}
	}
}
