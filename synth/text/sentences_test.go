package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestSentences gives a text and its sentences parted by " / "; "//" marks the end of a paragraph inside.
func TestSentences(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Hello. How are you? Fine!", "Hello. / How are you? / Fine!"},
		{"Dr. Reyes met Mr. and Mrs. Jones. They left.", "Dr. Reyes met Mr. and Mrs. Jones. / They left."},
		{"He lives on Oak St. near me. She does not.", "He lives on Oak St. near me. / She does not."},
		{"They went to St. Louis. It rained.", "They went to St. Louis. / It rained."},
		{"It is on Oak St. The door is red.", "It is on Oak St. / The door is red."},
		{"Use fruit, e.g. Apples or pears. Done.", "Use fruit, e.g. Apples or pears. / Done."},
		{"The U.S. Senate met in the U.S. It was hot.", "The U.S. Senate met in the U.S. / It was hot."},
		{"Nguyen & Sons, Inc. ordered. Acme Inc. The end.", "Nguyen & Sons, Inc. ordered. / Acme Inc. / The end."},
		{"J. K. Rowling wrote it. George W. Bush read it.", "J. K. Rowling wrote it. / George W. Bush read it."},
		{"Pi is 3.14. Really.", "Pi is 3.14. / Really."},
		{"It was 1990. Then it ended.", "It was 1990. / Then it ended."},
		{"Wait... What? Well... I see.", "Wait... / What? / Well... I see."},
		{"Wait… What?", "Wait… / What?"},
		{"\"Stop!\" he cried. \"Why?\" she asked.", "\"Stop!\" he cried. / \"Why?\" she asked."},
		{"“Stop!” John said. “Go.” He went.", "“Stop!” John said. / “Go.” / He went."},
		{"(He left.) She stayed.", "(He left.) / She stayed."},
		{"Come at 6 p.m. Bring wine.", "Come at 6 p.m. / Bring wine."},
		{"Come at 6 p.m. Monday. Bring wine.", "Come at 6 p.m. Monday. / Bring wine."},
		{"See No. 5. See Fig. 3 and p. 12. No. I will not.", "See No. 5. / See Fig. 3 and p. 12. / No. / I will not."},
		{"Chapter One\n\nIt was late. He slept.", "Chapter One // It was late. / He slept."},
		{"Title\nIt was late.", "Title // It was late."},
		{"Roses are red\nViolets are blue", "Roses are red // Violets are blue"},
		{"this line goes on\nand on", "this line goes on\nand on"},
		{"The quick brown fox jumps over the lazy dog and the line was\nWrapped here by an editor.", "The quick brown fox jumps over the lazy dog and the line was\nWrapped here by an editor."},
		{"It was held in Washington, D.C.\nThe second line of the text is longer than the first one.", "It was held in Washington, D.C. // The second line of the text is longer than the first one."},
		{"1. Eggs\n2. Milk\n3. Rye", "1. Eggs // 2. Milk // 3. Rye"},
		{"- eggs\n- milk", "- eggs // - milk"},
		{"1. Beat the eggs. 2. Add milk.", "1. Beat the eggs. / 2. Add milk."},
		{"So did I. Then we left.", "So did I. / Then we left."},
		{"Take vitamin C. Sleep well.", "Take vitamin C. / Sleep well."},
		{"Ask {Dr. A. Bee|Doctor Bee}. He knows.", "Ask {Dr. A. Bee|Doctor Bee}. / He knows."},
		{"Go to example.org. Then www.example.com/a.b is next.", "Go to example.org. / Then www.example.com/a.b is next."},
		{"She has a Ph.D. in law. He has none.", "She has a Ph.D. in law. / He has none."},
		{"Apples, pears, etc. Then we ate.", "Apples, pears, etc. / Then we ate."},
		{"Born Jan. 5 in Rome. Died in Feb. It snowed.", "Born Jan. 5 in Rome. / Died in Feb. / It snowed."},
		{"What?! No way!! Yes.", "What?! / No way!! / Yes."},
		{"I sat in the sun. The sea was calm.", "I sat in the sun. / The sea was calm."},
		{"She said no. He said yes.", "She said no. / He said yes."},
		{"First line.\r\n\r\nSecond line.", "First line. // Second line."},
		{"  padded.  \n", "padded."},
		{"", ""},
		{" \n\t ", ""},
		{"no stops at all", "no stops at all"},
	} {
		var b strings.Builder
		sentences := Sentences(c.text)
		for i, s := range sentences {
			if s.Text != c.text[s.Start:s.End] {
				t.Errorf("%q: the range of %q is wrong", c.text, s.Text)
			}
			b.WriteString(s.Text)
			switch last := i == len(sentences)-1; {
			case last && !s.EndsParagraph:
				t.Errorf("%q: the text's last sentence does not end a paragraph", c.text)
			case last:
			case s.EndsParagraph:
				b.WriteString(" // ")
			default:
				b.WriteString(" / ")
			}
		}
		if b.String() != c.want {
			t.Errorf("%q\n got  %s\n want %s", c.text, b.String(), c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	s := Sentence{Text: "When the rain had stopped, we went out; the garden smelled of earth, and the children, who had waited all day, ran.", Start: 10, EndsParagraph: true}
	s.End = s.Start + len(s.Text)
	for _, limit := range []int{1, 5, 20, 40, 60, 200} {
		pieces := Split(s, limit)
		var words []string
		for i, p := range pieces {
			if utf8.RuneCountInString(p.Text) > limit {
				t.Errorf("limit %d: %q is longer", limit, p.Text)
			}
			if s.Text[p.Start-s.Start:p.End-s.Start] != p.Text {
				t.Errorf("limit %d: the range of %q is wrong", limit, p.Text)
			}
			if p.EndsParagraph != (i == len(pieces)-1) {
				t.Errorf("limit %d: piece %d: EndsParagraph is %v", limit, i, p.EndsParagraph)
			}
			words = append(words, p.Text)
		}
		if got := strings.ReplaceAll(strings.Join(words, ""), " ", ""); got != strings.ReplaceAll(s.Text, " ", "") {
			t.Errorf("limit %d: text was lost: %q", limit, got)
		}
	}
	if got := Split(s, 60); got[0].Text != "When the rain had stopped, we went out;" {
		t.Errorf("the first cut at 60 is %q, want it at the semicolon", got[0].Text)
	}
}
