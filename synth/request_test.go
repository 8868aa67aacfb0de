package synth_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"voicewright/synth"
	"voicewright/synth/phoneme"
	"voicewright/synth/synthtest"
	"voicewright/voices"
)

// voicedPitch are the ln F0 of the voiced frames of takes, in ascending order.
func voicedPitch(takes []synth.Take) []float64 {
	var all []float64
	for _, take := range takes {
		for i, hz := range take.Pitch {
			if take.Voicing[i] > 0.5 {
				all = append(all, math.Log(float64(hz)))
			}
		}
	}
	slices.Sort(all)
	return all
}

func quantile(sorted []float64, part float64) float64 {
	return sorted[int(part*float64(len(sorted)-1))]
}

func TestPitchAndRangeMoveTheMelody(t *testing.T) {
	engine := builtin(t, 2)
	request := synth.Request{Text: "Nobody minded the long way home that morning.", Timbre: anyVoice(t, engine), Steps: synth.MeanOnly}
	_, plain := speak(t, engine, request)
	request.Pitch, request.Range = 3, 0.5
	_, moved := speak(t, engine, request)
	a, b := voicedPitch(plain), voicedPitch(moved)
	if up := (quantile(b, 0.5) - quantile(a, 0.5)) / math.Ln2 * 12; math.Abs(up-3) > 0.1 {
		t.Errorf("a pitch of 3 raises the median by %g semitones", up)
	}
	narrow := (quantile(b, 0.75) - quantile(b, 0.25)) / (quantile(a, 0.75) - quantile(a, 0.25))
	if math.Abs(narrow-0.5) > 0.05 {
		t.Errorf("a range of 0.5 gives %g", narrow)
	}
	request.Pitch, request.Range = 0, 1
	if same1, same2 := first(speak(t, engine, request)), flat(plain); !same(same1, same2) {
		t.Error("a pitch of 0 and a range of 1 change the sound")
	}
}

func first[A, B any](a A, _ B) A { return a }

func flat(takes []synth.Take) (sound []float32) {
	for _, take := range takes {
		sound = append(sound, take.Audio.Samples...)
	}
	return sound
}

func TestADictionaryOfTheRequestIsHeard(t *testing.T) {
	engine := synthtest.Open(t, 2)
	entries := func(pairs ...string) *phoneme.Dictionary {
		d := &phoneme.Dictionary{}
		for i := 0; i < len(pairs); i += 2 {
			if err := d.Set(pairs[i], pairs[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		return d
	}
	said := func(d *phoneme.Dictionary) string {
		_, takes := speak(t, engine, synth.Request{Text: "Ask Siobhan.", Dictionary: d})
		return takes[0].Sequence.Phonemes
	}
	plain := said(nil)
	for range 2 {
		if got := said(entries("Siobhan", "/ʃəvˈɔn/")); !strings.Contains(got, "ʃəvˈɔn") {
			t.Errorf("with an entry: %s", got)
		}
		if got := said(entries("Siobhan", "/sˈIəbən/")); !strings.Contains(got, "sˈIəbən") {
			t.Errorf("with another entry: %s", got)
		}
	}
	if got := said(entries()); got != plain {
		t.Errorf("with an empty dictionary: %s, without: %s", got, plain)
	}
	if got := said(nil); got != plain {
		t.Errorf("afterwards: %s, before: %s", got, plain)
	}
}

func TestBadMelodyIsRefused(t *testing.T) {
	engine := synthtest.Open(t, 1)
	good := synthtest.Timbre(engine.Model())
	for name, request := range map[string]synth.Request{
		"too high":        {Pitch: 12.1},
		"too low":         {Pitch: -13},
		"NaN":             {Pitch: math.NaN()},
		"no range":        {Range: 0.01},
		"range NaN":       {Range: math.NaN()},
		"range too wide":  {Range: 5},
		"outside":         {Emphasis: []synth.Region{{Start: 0, End: 5}}},
		"before":          {Emphasis: []synth.Region{{Start: -1, End: 2}}},
		"the wrong way":   {Emphasis: []synth.Region{{Start: 2, End: 1}}},
		"expected nobody": {Speed: 9},
	} {
		request.Text, request.Timbre = "Yes.", good
		if err := engine.Speak(t.Context(), request, nil); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: Speak gives %v", name, err)
		}
		if _, err := engine.Expected(t.Context(), request); err == nil {
			t.Errorf("%s: Expected gives no error", name)
		}
	}
}

func TestExpectedIsWhatASpeechLastsWithoutChance(t *testing.T) {
	engine := synthtest.Open(t, 2)
	still := engine.Model().Defaults
	still.Temperature = 0
	for _, request := range []synth.Request{
		{Text: story},
		{Text: story, Speed: 1.5},
		{Text: story, Emphasis: []synth.Region{{Start: 4, End: 10}}},
		{Text: story, Duration: 8 * time.Second},
	} {
		request.Timbre, request.Sampling = synthtest.Timbre(engine.Model()), &still
		sound, _ := speak(t, engine, request)
		expected, err := engine.Expected(t.Context(), request)
		if length := float64(len(sound)) / synth.SampleRate; err != nil || math.Abs(expected-length) > 0.001 {
			t.Errorf("%g s are expected of %g s (%v)", expected, length, err)
		}
	}
	if _, err := engine.Expected(t.Context(), synth.Request{Text: " ", Timbre: synthtest.Timbre(engine.Model())}); err == nil {
		t.Error("nothing is expected of nothing without an error")
	}
}

func TestSpansCoverTheTake(t *testing.T) {
	engine := synthtest.Open(t, 2)
	_, takes := speak(t, engine, synth.Request{Text: story, Speed: 0.8})
	for _, take := range takes {
		phones, words := take.Spans()
		if len(words) != len(take.Sequence.Words) || len(phones) == 0 {
			t.Fatalf("%d phones, %d words", len(phones), len(words))
		}
		length := float64(len(take.Audio.Samples)-take.Pause) / synth.SampleRate
		last := 0.0
		said := ""
		for _, p := range phones {
			if p.Start < last-1e-9 || p.End <= p.Start || p.End > length+1e-4 {
				t.Errorf("%+v after %g in %g s", p, last, length)
			}
			last = p.End
			said += p.Label
		}
		if want := strings.Map(func(r rune) rune {
			if strings.ContainsRune(" ,.?!;:—…", r) {
				return -1
			}
			return r
		}, take.Sequence.Phonemes); said != want {
			t.Errorf("the phones are %s, not %s", said, want)
		}
		for i, w := range words {
			if w.Label != take.Sequence.Words[i].Text || w.End <= w.Start || i > 0 && w.Start < words[i-1].End-1e-9 {
				t.Errorf("word %d is %+v", i, w)
			}
		}
		if words[0].Start != phones[0].Start || words[len(words)-1].End != last {
			t.Error("words and phones begin or end apart")
		}
	}
	if phones, words := (synth.Take{}).Spans(); phones != nil || words != nil {
		t.Error("an empty take has spans")
	}
}

// region is where a word stands in a text.
func region(t *testing.T, text, word string) synth.Region {
	t.Helper()
	at := strings.Index(text, word)
	if at < 0 {
		t.Fatalf("no %q in %q", word, text)
	}
	return synth.Region{Start: at, End: at + len(word)}
}

// sounding is what was measured of a word.
type sounding struct {
	seconds      float64
	median, peak float64 // of ln F0; the peak is the 0.9 quantile of what is voiced
	level        float64 // dB
}

// heard measures a word of a take.
func heard(take synth.Take, number int) sounding {
	_, words := take.Spans()
	w := words[number]
	var voiced []float64
	for i := int(w.Start * synth.SampleRate / synth.Hop); i < int(w.End*synth.SampleRate/synth.Hop) && i < len(take.Pitch); i++ {
		if take.Voicing[i] > 0.5 {
			voiced = append(voiced, math.Log(float64(take.Pitch[i])))
		}
	}
	slices.Sort(voiced)
	power := 0.0
	samples := take.Audio.Samples[int(w.Start*synth.SampleRate):int(w.End*synth.SampleRate)]
	for _, v := range samples {
		power += float64(v) * float64(v)
	}
	return sounding{w.End - w.Start, quantile(voiced, 0.5), quantile(voiced, 0.9), 10 * math.Log10(power/float64(len(samples)))}
}

func TestAnEmphasisedWordStandsOut(t *testing.T) {
	engine := builtin(t, 2)
	sentences := []struct {
		text string
		word int // that is marked
	}{
		{"I never said she took the money.", 3},
		{"I never said she took the money.", 2},
		{"The red car belongs to my brother.", 1},
		{"You should have told me before we left.", 3},
		{"We will meet on Monday, not on Sunday.", 4},
		{"Nobody wants to read that again.", 3},
		{"This garden was planted by children.", 5},
		{"He drove all the way home in the rain.", 6},
	}
	all, err := voices.Builtin()
	if err != nil || len(all) < 2 {
		t.Skipf("skipped: no built-in voices (%v)", err)
	}
	const semitones = 12 / math.Ln2 // in an ln of F0
	var longer, raised, higher, louder []float64
	for _, voice := range []synth.Timbre{all[0].Timbre, all[1].Timbre} {
		for _, s := range sentences {
			request := synth.Request{Text: s.text, Timbre: voice, Steps: synth.MeanOnly}
			_, plain := speak(t, engine, request)
			request.Emphasis = []synth.Region{region(t, s.text, strings.Trim(strings.Fields(s.text)[s.word], ",."))}
			_, marked := speak(t, engine, request)
			for word := range strings.Fields(s.text) {
				before, after := heard(plain[0], word), heard(marked[0], word)
				if word == s.word {
					longer, louder = append(longer, after.seconds/before.seconds), append(louder, after.level-before.level)
					raised, higher = append(raised, (after.median-before.median)*semitones), append(higher, (after.peak-before.peak)*semitones)
				} else if math.Abs(after.seconds-before.seconds) > 1e-6 {
					t.Errorf("%q: word %d lasts %.3f instead of %.3f s, and is not emphasised", s.text, word, after.seconds, before.seconds)
				}
			}
		}
	}
	t.Logf("length x %.2f, semitones of the median %.1f, of the peak %.1f, dB %.1f", longer, raised, higher, louder)
	for _, of := range [][]float64{longer, raised, higher, louder} {
		slices.Sort(of)
	}
	l, r, h, d := quantile(longer, 0.5), quantile(raised, 0.5), quantile(higher, 0.5), quantile(louder, 0.5)
	t.Logf("in the median %.2f times as long, %.1f semitones higher, at the peak %.1f, %.1f dB louder", l, r, h, d)
	if longer[0] < 1.1 || raised[0] < 0 || higher[0] < 1.5 || l < 1.2 || r < 1.5 || h < 2.5 || d < 1 {
		t.Errorf("at least %.2f times as long, %.1f semitones higher, at the peak %.1f", longer[0], raised[0], higher[0])
	}
}

func TestAnEmphasisIsForItsWordAlone(t *testing.T) {
	engine := builtin(t, 2)
	const text = "It rained. I never said she took the money."
	request := synth.Request{Text: text, Timbre: anyVoice(t, engine), Steps: synth.MeanOnly}
	_, plain := speak(t, engine, request)
	request.Emphasis = []synth.Region{region(t, text, "she")}
	_, marked := speak(t, engine, request)
	if !same(plain[0].Audio.Samples, marked[0].Audio.Samples) {
		t.Error("a sentence without an emphasis sounds different")
	}
	const she, money = 3, 6
	before, after := heard(plain[1], she), heard(marked[1], she)
	if after.seconds < 1.15*before.seconds || after.peak-before.peak < 1.5*math.Ln2/12 || after.level-before.level < 0.5 {
		t.Errorf("the word sounds like %+v instead of %+v", after, before)
	}
	before, after = heard(plain[1], money), heard(marked[1], money)
	if math.Abs(after.seconds-before.seconds) > 1e-6 || math.Abs(after.median-before.median) > 0.2 {
		t.Errorf("another word sounds like %+v instead of %+v", after, before)
	}
}

func TestEmphasisFindsItsWords(t *testing.T) {
	engine := synthtest.Open(t, 2)
	const text = "Rain falls. It cost $5 {here|over there}, the old car!"
	plain := first(speak(t, engine, synth.Request{Text: text}))
	longer := map[string][]string{ // by what is marked
		"Rain":              {"Rain"},
		"$5":                {"five", "dollars"},
		"5":                 {"five", "dollars"},
		"{here|over there}": {"over", "there"},
		"the o":             {"the", "old"},
		"ol":                {"old"},
		", ":                nil,
	}
	_, before := speak(t, engine, synth.Request{Text: text})
	for mark, want := range longer {
		sound, after := speak(t, engine, synth.Request{Text: text, Emphasis: []synth.Region{region(t, text, mark)}})
		var got []string
		for i, take := range after {
			_, old := before[i].Spans()
			_, words := take.Spans()
			for n, w := range words {
				if w.End-w.Start > old[n].End-old[n].Start+1e-6 {
					got = append(got, w.Label)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("marked %q: %q are longer, not %q", mark, got, want)
		}
		if same(sound, plain) != (want == nil) {
			t.Errorf("marked %q: the sound is right only by its length", mark)
		}
	}
}

// BenchmarkFirstSound is the time from a request to its sound in a warm engine, for a voice that was heard before: what
// it takes to hear a short sentence again.
func BenchmarkFirstSound(b *testing.B) {
	engine := builtin(b, 2)
	request := synth.Request{Text: "Good morning, and welcome back.", Timbre: anyVoice(b, engine)}
	speak(b, engine, request)
	for b.Loop() {
		speak(b, engine, request)
	}
}
