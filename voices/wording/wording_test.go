package wording

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"
)

// show writes strengths in one line, sorted by the attributes' numbers.
func show(w Wish) string {
	strengths := w.Strengths()
	var parts []string
	for a := range Attribute(len(Names)) {
		if s, ok := strengths[a]; ok {
			parts = append(parts, fmt.Sprintf("%s %.2f", a, s))
		}
	}
	for _, u := range w.Unknown {
		part := "?" + u.Text
		if u.Suggestion != "" {
			part += "=" + u.Suggestion
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func TestDescribe(t *testing.T) {
	for text, want := range map[string]string{
		"a low, calm, slightly hoarse older man, unhurried": "pitch -1.30, range -0.70, pace -1.30, loudness -0.40, breathiness 0.69, sex 1.00, age 2.40",
		"a high voice":           "pitch 1.30",
		"very low":               "pitch -1.95",
		"extremely low":          "pitch -2.60",
		"very, very low":         "pitch -1.95",
		"very very low":          "pitch -2.93",
		"slightly low":           "pitch -0.60",
		"a bit bright":           "brightness 0.60",
		"not bright":             "brightness -0.65",
		"not very bright":        "brightness -0.39",
		"not at all bright":      "brightness -1.04",
		"not bright or crisp":    "brightness -0.65, pace -0.10",
		"not bright, crisp":      "pace 0.20, brightness 0.45",
		"brighter":               "brightness 0.98",
		"the brightest voice":    "brightness 1.95",
		"softly spoken":          "loudness -1.00, brightness -0.50, breathiness 0.30",
		"speaks slowly":          "pace -1.30",
		"she speaks gently":      "loudness -1.00, brightness -0.50, breathiness 0.30, sex -1.00",
		"Low-pitched":            "pitch -1.30",
		"low in volume":          "loudness -1.30",
		"high energy":            "range 0.60, loudness 1.10",
		"a much wider range":     "range 1.46",
		"with little expression": "range -1.30",
		"more breath":            "breathiness 0.98",
		"a touch of breath":      "breathiness 0.60",
		"without expression":     "range -0.65",
		"a pitch":                "",
		"an old woman":           "sex -1.00, age 2.80",
		"a 45 year old man":      "sex 1.00, age 2.06",
		"a 45-year-old woman":    "sex -1.00, age 2.06",
		"aged 30":                "age 1.32",
		"a man in his 60s":       "sex 1.00, age 2.74",
		"a little boy":           "pitch 1.00, sex 1.00, age -1.40",
		"a little excited":       "pitch 0.41, range 0.55, pace 0.37, loudness 0.41, brightness 0.28",
		"teenage girl":           "pitch 0.80, sex -1.00, age 0.00",
		"very young":             "age 0.00",
		"deep, high":             "pitch -0.30, brightness -0.30",
		"a gravely voice":        "range -0.60, pace -0.60, pitch -0.40",
		"a velvety purple voice": "brightness -1.00, breathiness 0.20, ?purple",
		"hosky and warrm":        "?hosky=husky, ?warrm=warm",
		"energtic":               "?energtic=energetic",
		"brihgt":                 "?brihgt=bright",
		"WHISPERY":               "range -0.60, loudness -1.50, breathiness 2.00",
		"monotone":               "range -1.60",
		"":                       "",
		"low low low low extremely extremely low": "pitch -3.00",
		"un-hurried xyzzy 12":                     "pace -0.65, ?xyzzy, ?12",
	} {
		got := show(Describe(text))
		if !same(got, want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// same compares two lines of show whatever the order of their parts.
func same(a, b string) bool {
	x, y := strings.Split(a, ", "), strings.Split(b, ", ")
	sort.Strings(x)
	sort.Strings(y)
	return slices.Equal(x, y)
}

func TestDeliver(t *testing.T) {
	for text, want := range map[string]string{
		"slower, warmer, a little excited, whisper-soft": "",
		"slower":           "pace -0.98",
		"much slower":      "pace -1.46",
		"a bit louder":     "loudness 0.45",
		"too fast":         "pace -0.98",
		"less breathy":     "breathiness -1.12",
		"not so bright":    "brightness -0.39",
		"as an old man":    "?old man",
		"more boyish":      "pitch 0.30",
		"with more energy": "range 0.45, loudness 0.83",
	} {
		got := show(Deliver(text))
		if want != "" && !same(got, want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	m := Deliver("slower, warmer, a little excited, whisper-soft").Manner()
	if !(m.Speed < 0.98 && m.Brightness < 0 && m.Breath > 0.5 && m.Energy < 0) {
		t.Errorf("the issue's example is %+v", m)
	}
	if m := Deliver("").Manner(); m != (Manner{Speed: 1, Range: 1}) {
		t.Errorf("nothing is %+v", m)
	}
}

func TestSpansNameTheWords(t *testing.T) {
	text := "Ein “very low”, très husky man"
	w := Describe(text)
	var got []string
	for _, s := range w.Said {
		got = append(got, s.Attribute.String()+":"+text[s.Start:s.End])
	}
	for _, u := range w.Unknown {
		got = append(got, "?"+text[u.Start:u.End])
	}
	want := "pitch:very low pitch:husky brightness:husky breathiness:husky sex:man ?Ein ?très"
	if strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}

func TestVocabularyIsWhole(t *testing.T) {
	v, err := parse(vocabularyText)
	if err != nil {
		t.Fatal(err)
	}
	says := 0
	for phrase, e := range v.entries {
		if phrase != strings.ToLower(phrase) || phrase != strings.Join(strings.Fields(phrase), " ") || phrase == "" {
			t.Errorf("%q can never be found", phrase)
		}
		for _, meaning := range e.says {
			says++
			for a, s := range meaning {
				if math.Abs(s) > MostStrength {
					t.Errorf("%q says %s %g", phrase, a, s)
				}
			}
		}
	}
	if says < 250 {
		t.Errorf("only %d words and phrases say something", says)
	}
	for _, broken := range []string{"low = pitch", "low = pitsch 1", "low = pitch x", "low = pitch 1\nlow = pitch 2", "[degrees]\nvery = much"} {
		if _, err := parse(broken); err == nil {
			t.Errorf("%q was taken", broken)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"a low, calm man", "not very\xff low", "45 years", "’", strings.Repeat("very ", 900) + "low", "low in", "too\u200b much"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range []Wish{Describe(text), Deliver(text)} {
			for _, s := range w.Said {
				if !(math.Abs(s.Strength) <= MostStrength) || s.Start < 0 || s.End <= s.Start || s.End > len(text) {
					t.Fatalf("%q: %+v", text, s)
				}
			}
			for _, u := range w.Unknown {
				if u.Text == "" || u.Start < 0 || u.End <= u.Start || u.End > len(text) {
					t.Fatalf("%q: %+v", text, u)
				}
			}
			if m := w.Manner(); !(m.Speed > 0.5 && m.Speed < 2 && math.Abs(m.Breath) <= 1) {
				t.Fatalf("%q: %+v", text, m)
			}
		}
	})
}

func BenchmarkDescribe(b *testing.B) {
	for b.Loop() {
		Describe("a low, calm, slightly hoarse older man, unhurried, with a purple touch")
	}
}
