package phoneme

import (
	"strings"
	"testing"
)

func TestDictionary(t *testing.T) {
	global, err := ReadDictionary(strings.NewReader("# names\nReyes\t/ˈreɪɛs/\nGIF\tjiff\n東京\t/tˈOkiO/\nwell-oiled\twell oiled\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	project := &Dictionary{}
	if err := project.Set("GIF", "/ɡˈɪf/"); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		user       *Dictionary
		text, want string
	}{
		{global, "Reyes", "ɹˈAɛs."},
		{global, "reyes's gif", "ɹˈAɛsᵻz ʤˈɪf."},
		{Layer(global, project), "a GIF of 東京", "ɐ ɡˈɪf əv tˈOkiO."},
		{global, "well-oiled", "wˈɛl ˈYld."},
	} {
		s, err := newPhonemizer(t, one.user).Sequence(one.text)
		if err != nil || s.Phonemes != one.want {
			t.Errorf("%q is %q %v, want %q", one.text, s.Phonemes, err, one.want)
		}
		if last := s.Words[len(s.Words)-1]; err == nil && last.Source != FromDictionary {
			t.Errorf("%q comes from the %v", last.Text, last.Source)
		}
	}
	var out strings.Builder
	if _, err := global.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	again, err := ReadDictionary(strings.NewReader(out.String()))
	if err != nil || strings.Join(again.Words(), " ") != strings.Join(global.Words(), " ") {
		t.Errorf("read back %v %v", again.Words(), err)
	}
}

func TestDictionaryErrors(t *testing.T) {
	for _, line := range []string{"no tab", "two words\tone", "\tx", "word\t", "word\t/", "word\t/1/", "word\t//", "word\tслово", "word\t...", "x1\ty",
		"word\t" + strings.Repeat("a", 300), strings.Repeat("a", 300) + "\tb"} {
		if _, err := ReadDictionary(strings.NewReader(line)); err == nil || !strings.HasPrefix(err.Error(), "dictionary line 1: ") {
			t.Errorf("%.30q: %v", line, err)
		}
	}
	var none *Dictionary
	if _, ok := none.Get("x"); ok || len(none.Words()) > 0 {
		t.Error("a nil dictionary has entries")
	}
}

func FuzzReadDictionary(f *testing.F) {
	f.Add("word\t/wˈɜɹd/\n# note\nGIF\tjiff\n")
	f.Add("a\t/\xff/")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadDictionary(strings.NewReader(text))
		if err != nil {
			return
		}
		p := newPhonemizer(t, d)
		for _, word := range d.Words() {
			s, err := p.Sequence(word)
			if err == nil && len(s.Symbols) < 4 {
				t.Errorf("%q is spoken as %q", word, s.Phonemes)
			}
		}
	})
}
