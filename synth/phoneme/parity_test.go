package phoneme

import (
	"os"
	"strings"
	"testing"

	embedded "voicewright/assets/lexicon"
)

// TestParity compares with the phonemes that training/phonemes.py wrote. After a change of both:
//
//	cut -f1 synth/phoneme/testdata/parity.tsv | python -m training.phonemes > new && mv new synth/phoneme/testdata/parity.tsv
func TestParity(t *testing.T) {
	path := "testdata/parity.tsv"
	if other := os.Getenv("VOICEWRIGHT_PARITY"); other != "" {
		path = other
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := newPhonemizer(t, nil)
	for line := range strings.Lines(string(data)) {
		text, want, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		s, err := p.Sequence(text)
		if got := s.Phonemes; got != want && !(err != nil && want == "None") {
			t.Errorf("%s\n  Go     %s %v\n  Python %s", text, got, err, want)
		}
	}
}

func newPhonemizer(t testing.TB, user *Dictionary) *Phonemizer {
	t.Helper()
	p, err := New(user)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// embeddedWords gives the benchmark the packed lexicon.
func embeddedWords() []byte { return embedded.Words }
