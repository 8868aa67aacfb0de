package prompts_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/synth"
	"voicewright/synth/synthtest"
)

// babble is something like speech, which the detector takes for it: syllables of gliding pitch through three wandering
// formants.
func babble(seconds float64, seed uint64) []float32 {
	random := rand.New(rand.NewPCG(seed, 1))
	x := make([]float32, int(seconds*audio.SampleRate))
	pitch := 110 + 40*random.Float64()
	var phase, formant, target float64
	var states [3][2]float64
	for n := range x {
		at := float64(n) / audio.SampleRate
		if n%4000 == 0 {
			target = random.Float64()
		}
		formant += (target - formant) / (0.02 * audio.SampleRate)
		phase += pitch * (1 + 0.2*math.Sin(2*math.Pi*0.7*at)) / audio.SampleRate
		pulse := 0.002 * random.NormFloat64()
		if phase >= 1 {
			phase--
			pulse++
		}
		sum := 0.0
		for k, hertz := range []float64{350 + 450*formant, 1000 + 1300*formant, 2600 + 500*formant} {
			radius := math.Exp(-math.Pi * 90 / audio.SampleRate)
			y := pulse + 2*radius*math.Cos(2*math.Pi*hertz/audio.SampleRate)*states[k][0] - radius*radius*states[k][1]
			states[k][1], states[k][0] = states[k][0], y
			sum += y / float64(k+1)
		}
		x[n] = float32(0.03*sum*math.Pow(math.Sin(math.Pi*4*at), 2) + 0.0001*random.NormFloat64())
	}
	return x
}

func noise(seconds, level float64) []float32 {
	random := rand.New(rand.NewPCG(9, 9))
	x := make([]float32, int(seconds*audio.SampleRate))
	for n := range x {
		x[n] = float32(level * random.NormFloat64())
	}
	return x
}

func write(t testing.TB, x []float32) string {
	t.Helper()
	return writeAs(t, x, audio.PCM16)
}

func writeAs(t testing.TB, x []float32, format audio.SampleFormat) string {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "*.wav")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := audio.WriteWAV(file.Name(), audio.Buffer{Rate: audio.SampleRate, Samples: x}, format); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

func TestEncodeUsesSpeechInAnyOrderOfFiles(t *testing.T) {
	engine := synthtest.Open(t, 2)
	paths := []string{write(t, babble(6, 1)), write(t, babble(3.3, 2)), write(t, babble(0.9, 3)), write(t, noise(4, 0.1))}
	var progress []prompts.Progress
	want, report, err := prompts.Encode(t.Context(), engine, paths, func(p prompts.Progress) { progress = append(progress, p) })
	if err != nil {
		t.Fatal(err)
	}
	if err := want.Check(engine.Model()); err != nil {
		t.Error(err)
	}
	if math.Abs(report.Seconds-14.2) > 0.01 || report.Used < 8 || report.Used > 10.3 || want.Seconds != report.Used {
		t.Errorf("read %g s, used %g s", report.Seconds, report.Used)
	}
	for i, file := range report.Files {
		if spoken := i < 3; spoken != (file.Note == "") || spoken != (len(file.Regions) > 0) {
			t.Errorf("file %d: regions %v, note %q", i, file.Regions, file.Note)
		}
		for _, region := range file.Regions {
			if !(region.Start >= 0 && region.End > region.Start && region.End <= file.Seconds+0.02) {
				t.Errorf("file %d of %g s has the region %v", i, file.Seconds, region)
			}
		}
	}
	if last := progress[len(progress)-1]; last.Fraction != 1 || last.Files != 4 {
		t.Errorf("the last progress is %+v", last)
	}
	slices.Reverse(paths)
	got, _, err := prompts.Encode(t.Context(), engine, paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Style {
		if math.Abs(float64(got.Style[i]-want.Style[i])) > 1e-5 {
			t.Fatalf("style value %d is %g in one order and %g in the other", i, want.Style[i], got.Style[i])
		}
	}
}

func TestLevelDoesNotMatter(t *testing.T) {
	engine := synthtest.Open(t, 1)
	loud := babble(5, 4)
	soft := make([]float32, len(loud))
	for i := range soft {
		soft[i] = loud[i] / 16
	}
	a, _, err := prompts.Encode(t.Context(), engine, []string{writeAs(t, loud, audio.Float32)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := prompts.Encode(t.Context(), engine, []string{writeAs(t, soft, audio.Float32)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Style {
		if math.Abs(float64(a.Style[i]-b.Style[i])) > 0.001 {
			t.Fatalf("style value %d is %g loud and %g soft", i, a.Style[i], b.Style[i])
		}
	}
}

func TestBadReferences(t *testing.T) {
	engine := synthtest.Open(t, 1)
	text := filepath.Join(t.TempDir(), "text.wav")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no sound. ", 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	var short *prompts.SilentError
	for name, bad := range map[string]struct {
		paths []string
		quiet bool // whether the error must be a SilentError
	}{
		"none":       {nil, false},
		"missing":    {[]string{"/nowhere/none.wav"}, false},
		"no sound":   {[]string{text}, false},
		"a folder":   {[]string{t.TempDir()}, false},
		"silent":     {[]string{write(t, make([]float32, 48000))}, true},
		"noise":      {[]string{write(t, noise(5, 0.1))}, true},
		"faint hiss": {[]string{write(t, noise(5, 0.0005))}, true},
		"0.2 s":      {[]string{write(t, babble(0.2, 5))}, true},
	} {
		_, _, err := prompts.Encode(t.Context(), engine, bad.paths, nil)
		if err == nil || strings.Contains(err.Error(), "\n") || errors.As(err, &short) != bad.quiet {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACutFileIsUsedWithANote(t *testing.T) {
	engine := synthtest.Open(t, 1)
	path := write(t, babble(6, 6))
	if err := os.Truncate(path, 44+2*4*audio.SampleRate); err != nil {
		t.Fatal(err)
	}
	_, report, err := prompts.Encode(t.Context(), engine, []string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(report.Seconds-4) > 0.01 || report.Used < 3 || !strings.Contains(report.Files[0].Note, "first 4.0 s") {
		t.Errorf("the report is %+v", report)
	}
}

// patience is how long a cancelled encoding may take here. What is promised is 200 ms on a machine that has time for it;
// the rest is for one that does not, or for the race detector.
const patience = time.Second

func TestEncodeStops(t *testing.T) {
	engine := synthtest.Open(t, 1)
	path := write(t, babble(60, 7))
	ctx, cancel := context.WithCancel(t.Context())
	var cancelled time.Time
	_, _, err := prompts.Encode(ctx, engine, []string{path}, func(p prompts.Progress) {
		if p.Fraction > 0.3 && cancelled.IsZero() {
			cancelled = time.Now()
			cancel()
		}
	})
	cancel()
	if took := time.Since(cancelled); !errors.Is(err, context.Canceled) || took > patience {
		t.Errorf("%v after %v", err, took)
	}
}

func TestEncoderErrorsComeThrough(t *testing.T) {
	broken := errors.New("broken")
	model := &synth.Model{ReferenceWindow: 128, StyleTokens: 2, StyleDim: 2, BankSize: 2}
	_, _, err := prompts.Encode(t.Context(), failing{model, broken}, []string{write(t, babble(30, 8))}, nil)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct {
	model *synth.Model
	err   error
}

func (f failing) Model() *synth.Model { return f.model }
func (f failing) Reference(context.Context, []float32) (logits, states []float32, err error) {
	return nil, nil, f.err
}
func (f failing) Style(context.Context, []float32) ([]float32, error) { return nil, f.err }

// TestMemoryIsConstant encodes minutes of speech and looks at the heap on the way.
func TestMemoryIsConstant(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: -short")
	}
	engine := synthtest.Open(t, 2)
	path := write(t, babble(60, 10))
	paths := []string{path, path, path}
	var early, late uint64
	_, _, err := prompts.Encode(t.Context(), engine, paths, func(p prompts.Progress) {
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		if p.Fraction < 0.3 {
			early = max(early, memory.HeapAlloc)
		}
		late = memory.HeapAlloc
	})
	if err != nil {
		t.Fatal(err)
	}
	if late > early+8<<20 {
		t.Errorf("the heap grew from %d KB to %d KB", early>>10, late>>10)
	}
}
