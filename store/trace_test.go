package store

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"voicewright/script"
)

// someTrace returns the curves of a take of n frames, as speech has them.
func someTrace(n int) script.Trace {
	t := script.Trace{Rate: 24000, Step: 256.0 / 24000}
	for i := range n {
		voiced := i%37 > 8
		hertz, voicing := float32(0), float32(0.1)
		if voiced {
			hertz, voicing = float32(140+40*math.Sin(float64(i)/9)+3*math.Sin(float64(i))), 0.9
		}
		t.Pitch = append(t.Pitch, hertz)
		t.Voicing = append(t.Voicing, voicing+0.05*float32(math.Sin(float64(i)/3)))
	}
	labels := []string{"h", "ə", "l", "ˈoʊ", " ", "w", "ɜː", "d"}
	at := 0
	for i := 0; at < n*256-4000; i++ {
		end := at + 900 + 311*(i%7)
		t.Phones = append(t.Phones, script.Span{Start: float64(at) / 24000, End: float64(end) / 24000, Label: labels[i%len(labels)]})
		at = end
	}
	t.Words = []script.Span{{Start: 0.1, End: 0.5, Label: "hello"}, {Start: 0.4, End: 0.2, Label: ""}}
	return t
}

func compareTraces(t *testing.T, got, want script.Trace) {
	t.Helper()
	if got.Rate != want.Rate || got.Step != want.Step || len(got.Pitch) != len(want.Pitch) || len(got.Voicing) != len(want.Voicing) ||
		len(got.Phones) != len(want.Phones) || len(got.Words) != len(want.Words) {
		t.Fatalf("got %+v\nwant %+v", got, want)
	}
	for i, hertz := range want.Pitch {
		if hertz <= 0 {
			if got.Pitch[i] != 0 {
				t.Errorf("pitch %d is %g where there is none", i, got.Pitch[i])
			}
		} else if cents := 1200 * math.Log2(float64(got.Pitch[i]/hertz)); math.Abs(cents) > 0.51 {
			t.Errorf("pitch %d is off by %g cents", i, cents)
		}
	}
	for i, v := range want.Voicing {
		if math.Abs(float64(got.Voicing[i]-v)) > 0.5/255+1e-6 {
			t.Errorf("voicing %d is %g, want %g", i, got.Voicing[i], v)
		}
	}
	for k, spans := range [][]script.Span{want.Phones, want.Words} {
		there := [][]script.Span{got.Phones, got.Words}[k]
		for i, s := range spans {
			g := there[i]
			if g.Label != s.Label || math.Abs(g.Start-s.Start) > 0.51/24000 || math.Abs(g.End-s.End) > 0.51/24000 {
				t.Errorf("span %d is %+v, want %+v", i, g, s)
			}
		}
	}
}

func TestTraceComesBack(t *testing.T) {
	for _, want := range []script.Trace{{}, someTrace(470), {Pitch: []float32{1}}, {Words: []script.Span{{Start: 1e-6, Label: "x"}}}} {
		packed, err := packTrace(want)
		must(t, err)
		got, err := unpackTrace(packed)
		must(t, err)
		compareTraces(t, got, want)
	}
}

func TestTraceIsSmall(t *testing.T) {
	packed, err := packTrace(someTrace(470))
	must(t, err)
	t.Logf("%d bytes for 5 s", len(packed))
	if len(packed) > 1500 {
		t.Errorf("%d bytes for 5 s, want at most 1500", len(packed))
	}
}

func TestTraceTakesStrangeValues(t *testing.T) {
	nan := float32(math.NaN())
	want := script.Trace{Rate: -1, Step: math.Inf(1), Pitch: []float32{nan, -5, 0.2, float32(math.Inf(1)), math.MaxFloat32},
		Voicing: []float32{nan, -1, 2}, Words: []script.Span{{Start: math.NaN(), End: math.Inf(-1)}, {Start: 1e300}}}
	packed, err := packTrace(want)
	must(t, err)
	got, err := unpackTrace(packed)
	must(t, err)
	if len(got.Pitch) != 5 || got.Pitch[0] != 0 || got.Pitch[1] != 0 || got.Pitch[3] != 0 || got.Pitch[2] != 1 || len(got.Words) != 2 {
		t.Errorf("got %+v", got)
	}
}

func FuzzTrace(f *testing.F) {
	for _, t := range []script.Trace{{}, someTrace(50)} {
		packed, err := packTrace(t)
		must(f, err)
		f.Add(packed)
	}
	f.Add([]byte{})
	f.Add([]byte{2})
	f.Add(bytes.Repeat([]byte{1}, 50))
	f.Fuzz(func(t *testing.T, packed []byte) {
		trace, err := unpackTrace(packed)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
				t.Errorf("unexpected error %v", err)
			}
			return
		}
		if _, err := packTrace(trace); err != nil {
			t.Error(err)
		}
	})
}
