package phoneme

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

func TestSymbolTable(t *testing.T) {
	table := Symbols()
	if len(table) != 57 || table[Space] != " " || table[Ellipsis] != "…" || table[PhoneBase] != "A" || table[56] != "ɐ" {
		t.Fatalf("%d symbols: %q", len(table), table)
	}
}

func TestSequence(t *testing.T) {
	p := newPhonemizer(t, nil)
	s, err := p.Sequence("the end, Zendaya’s quorbling")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Phonemes; got != "ði ˈɛnd,zɛndˈAəz kwˈɔɹbᵊlɪŋ." && got != "ði ˈɛnd,zɛndˈAəz kwˈɔɹblɪŋ." {
		t.Errorf("phonemes %q", got)
	}
	if first, last := s.Symbols[0], s.Symbols[len(s.Symbols)-1]; first.ID != Start || last.ID != End || first.Word != -1 {
		t.Errorf("starts with %v, ends with %v", first, last)
	}
	for i, want := range []struct {
		text   string
		source Source
	}{{"the", FromContext}, {"end", FromLexicon}, {"Zendaya's", FromRule}, {"quorbling", FromLetters}} {
		word := s.Words[i]
		if word.Text != want.text || word.Source != want.source {
			t.Errorf("word %d is %q from %v, want %q from %v", i, word.Text, word.Source, want.text, want.source)
		}
		for _, symbol := range s.Symbols[word.First : word.First+word.Len] {
			if symbol.Word != i || symbol.ID < PhoneBase {
				t.Errorf("word %d has symbol %v", i, symbol)
			}
		}
	}
	if word := s.Words[3]; "the end, Zendaya’s quorbling"[word.Start:word.End] != "quorbling" {
		t.Errorf("the last word lies at %d-%d", word.Start, word.End)
	}
	ids, stresses := s.IDs(), s.Stresses()
	if len(ids) != len(stresses) || ids[3] != Space || stresses[4] != Primary {
		t.Errorf("ids %v, stresses %v", ids, stresses)
	}
}

func TestErrors(t *testing.T) {
	p := newPhonemizer(t, nil)
	for _, text := range []string{"", "  ", "...", "?!", "''", "🙂", "—"} {
		if _, err := p.Sequence(text); !errors.Is(err, ErrSilent) {
			t.Errorf("%q: %v", text, err)
		}
	}
	var script *UnknownScriptError
	_, err := p.Sequence("hello Привет world")
	if !errors.As(err, &script) || script.Word != "Привет" || script.Offset != 6 {
		t.Errorf("other script: %v", err)
	}
	if _, err := p.Sequence("see 東京"); !errors.As(err, &script) || script.Word != "東京" {
		t.Errorf("other script: %v", err)
	}
}

func TestLongInput(t *testing.T) {
	p := newPhonemizer(t, nil)
	for _, text := range []string{strings.Repeat("a", maxWord), strings.Repeat("read the live record ", 3000), strings.Repeat("bzz'", 40), strings.Repeat("un", 90)} {
		if _, err := p.Sequence(text); err != nil {
			t.Errorf("%.20s…: %v", text, err)
		}
	}
	var long *LongWordError
	if _, err := p.Sequence("see " + strings.Repeat("x", 1_000_000)); !errors.As(err, &long) || long.Offset != 4 || len(err.Error()) > 300 {
		t.Errorf("a million letters: %v", err)
	}
}

func TestRules(t *testing.T) {
	p := newPhonemizer(t, nil)
	for word, want := range map[string]string{
		"unbrewable": "ˌʌnbɹˈuəbᵊl", "quorbs": "", "podcasts": "pˈɑdkˌæsts", "lived": "lˈɪvd", "bbc": "bˌibˌisˈi",
		"voicewrights'": "vˈYsɹˌIts", "bookshelfless": "bˈʊkʃˌɛlfləs", "café": "kæfˈA", "jalapeños": "hˌɑləpˈAnjOz",
	} {
		found, err := p.entryOf(word)
		if err != nil {
			t.Fatal(err)
		}
		if want != "" && found.entry.sound != want {
			t.Errorf("%s is %q, want %q", word, found.entry.sound, want)
		}
		if want == "" && found.source != FromLetters {
			t.Errorf("%s comes from the %v", word, found.source)
		}
	}
}

func TestSplit(t *testing.T) {
	p := newPhonemizer(t, nil)
	s, err := p.Sequence(strings.Repeat("when the committee met, it published the report that everyone had been waiting for; ", 20))
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for _, piece := range s.Split(MaxSymbols) {
		if len(piece.Symbols) > MaxSymbols || piece.Symbols[0].ID != Start || piece.Symbols[len(piece.Symbols)-1].ID != End {
			t.Errorf("a piece of %d symbols", len(piece.Symbols))
		}
		if last := piece.Symbols[len(piece.Symbols)-2].ID; last != Semicolon && last != Period {
			t.Errorf("a piece ends with %q", symbols[last])
		}
		for i, word := range piece.Words {
			if piece.Symbols[word.First].Word != i {
				t.Errorf("word %q starts at a wrong symbol", word.Text)
			}
		}
		words += len(piece.Words)
	}
	if words != len(s.Words) {
		t.Errorf("%d words after the split, %d before", words, len(s.Words))
	}
	// One endless word still comes out in pieces.
	if s, err = p.Sequence(strings.Repeat("banana", 33)); err != nil {
		t.Fatal(err)
	}
	for _, piece := range s.Split(100) {
		if len(piece.Symbols) > 100 {
			t.Errorf("a piece of %d symbols", len(piece.Symbols))
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	p := newPhonemizer(t, nil)
	want, err := p.Sequence("blorptastic snorfles read the unzombified record")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 5 {
				got, err := p.Sequence("blorptastic snorfles read the unzombified record")
				if err != nil || got.Phonemes != want.Phonemes {
					t.Errorf("%q %v, want %q", got.Phonemes, err, want.Phonemes)
				}
			}
		})
	}
	wait.Wait()
}

func FuzzSequence(f *testing.F) {
	for _, text := range []string{"Hello, world!", "it's the 'n' -- read-only...", "naïve café ß", "a i o 1&2%", "Привет", "\xff\u0301-'"} {
		f.Add(text)
	}
	p := newPhonemizer(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := p.Sequence(text)
		if err != nil {
			return
		}
		boundary := true
		for i, symbol := range s.Symbols[1:] {
			if symbol.ID <= Pad || symbol.ID >= len(symbols) || symbol.Word >= len(s.Words) {
				t.Fatalf("%q: symbol %d is %v", text, i, symbol)
			}
			if symbol.ID < PhoneBase && symbol.ID != End && boundary {
				t.Fatalf("%q: two boundaries meet in %q", text, s.Phonemes)
			}
			boundary = symbol.ID < PhoneBase
		}
		for _, piece := range s.Split(20) {
			if len(piece.Symbols) > 20 {
				t.Fatalf("%q: a piece of %d symbols", text, len(piece.Symbols))
			}
		}
	})
}

func BenchmarkSequence(b *testing.B) {
	p := newPhonemizer(b, nil)
	text := "When the committee that the minister who resigned last year had appointed finally published the report, nobody bothered to read more than two pages."
	words := len(strings.Fields(text))
	for b.Loop() {
		if _, err := p.Sequence(text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkLetters(b *testing.B) {
	model, err := loadLetters()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		model.pronounce("schwarzenegger")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		data, err := unzip(embeddedWords(), lexiconMagic)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := parseWords(data); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDrawnOutWordsAreWhatTheyMean(t *testing.T) {
	p := newPhonemizer(t, nil)
	for text, want := range map[string]string{
		"sooo":                        "sˈOu.", // not the "soo" of the lexicon
		"cooool":                      "kˈuul.",
		"buttt":                       "bˈʌʌt.", // a stop cannot go on
		"shhh":                        "ʃˈʊʃʃ.",
		"www":                         "dˌʌbᵊljudˌʌbᵊljudˈʌbᵊlju.", // no word
		"a" + strings.Repeat("b", 60): "",
		strings.Repeat("aaabbb", 9):   "",
	} {
		got, err := p.Sequence(text)
		if err != nil || want != "" && got.Phonemes != want {
			t.Errorf("%s is read as %s, not %s (%v)", text, got.Phonemes, want, err)
		}
	}
}
