package deliver

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/script"
)

func export(t *testing.T, items []Item, spec Spec) (string, Report) {
	t.Helper()
	if spec.Folder == "" {
		spec.Folder = t.TempDir()
	}
	e, err := Plan(items, spec)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Write(t.Context(), e, nil)
	if err != nil {
		t.Fatal(err)
	}
	return spec.Folder, r
}

func load(t *testing.T, path string) audio.Buffer {
	t.Helper()
	b, err := audio.Load(path, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWriteEveryFormat(t *testing.T) {
	for _, format := range []audio.SampleFormat{audio.PCM16, audio.PCM24, audio.Float32} {
		for _, rate := range []int{24000, 48000} {
			dir, report := export(t, play(), Spec{Group: Whole, Format: format, Rate: rate, Project: "Play"})
			b := load(t, filepath.Join(dir, "Play.wav"))
			if b.Rate != rate || len(b.Samples) != 7*rate {
				t.Errorf("%v at %d: %d samples at %d Hz", format, rate, len(b.Samples), b.Rate)
			}
			if report.Seconds != 7 || len(report.Files) != 1 || report.Files[0].Clipped != 0 || len(report.Missing) != 1 {
				t.Errorf("%v at %d: the report is %+v", format, rate, report)
			}
			// 1 s of tone, 0.5 s of silence, and so on.
			for i, want := range []float64{0.1, 0, 0.1, 0, 0.1, 0, 0.1, 0, 0.1} {
				at := []float64{0.5, 1.25, 2, 2.75, 3.5, 4.25, 5, 5.75, 6.5}[i]
				top := 0.0
				for _, v := range b.Samples[int((at-0.1)*float64(rate)):int((at+0.1)*float64(rate))] {
					top = max(top, math.Abs(float64(v)))
				}
				if math.Abs(top-want) > 0.001 {
					t.Errorf("%v at %d: at %.2f s the amplitude is %.4f, want %.2f", format, rate, at, top, want)
				}
			}
			r, err := audio.Open(filepath.Join(dir, "Play.wav"))
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Info().Coding; got != format.String() {
				t.Errorf("%v at %d: the file holds %s", format, rate, got)
			}
			_ = r.Close()
		}
	}
}

func TestWriteGroups(t *testing.T) {
	for _, c := range []struct {
		group Group
		want  map[string]float64 // name to seconds
	}{
		{Lines, map[string]float64{"001 Narrator Chapter one.wav": 1, "002 Anna Hello there- how are you.wav": 1, "004 Narrator She left.wav": 1, "005 Narrator Chapter one, again.wav": 1, "006 Anna Bye.wav": 1}},
		{Roles, map[string]float64{"P - Narrator.wav": 4, "P - Anna.wav": 2.5}},
		{Chapters, map[string]float64{"01 One.wav": 4, "02 One.wav": 2.5}},
	} {
		dir, r := export(t, play(), Spec{Group: c.group, Project: "P"})
		if got := files(t, dir); len(got) != len(c.want) || len(r.Files) != len(c.want) {
			t.Errorf("%d: the folder holds %q", c.group, got)
		}
		for name, seconds := range c.want {
			if b := load(t, filepath.Join(dir, name)); b.Seconds() != seconds {
				t.Errorf("%s lasts %v s, want %v", name, b.Seconds(), seconds)
			}
		}
	}
}

func TestSubtitlesFollowTheSound(t *testing.T) {
	items := []Item{saying(1, "Anna", "", "One."), saying(2, "Ben", "", "Two.")}
	items[0].Sound = func(context.Context) (audio.Buffer, error) { return beep(1.5, 0.1), nil } // longer than planned
	dir, r := export(t, items, Spec{Group: Whole, Project: "P", Subtitles: SRT | VTT | Labels, Rate: 48000})
	want := map[string]string{
		"P.srt": "1\n00:00:00,000 --> 00:00:01,500\nOne.\n\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n\n",
		"P.vtt": "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n<v Anna>One.\n\n00:00:02.000 --> 00:00:03.000\n<v Ben>Two.\n\n",
		"P.txt": "0.000000\t1.500000\tAnna: One.\n2.000000\t3.000000\tBen: Two.\n",
	}
	for name, text := range want {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(b) != text {
			t.Errorf("%s holds %q: %v", name, b, err)
		}
	}
	if got := r.Files[0].Beside; !slices.Equal(got, []string{"P.srt", "P.vtt", "P.txt"}) {
		t.Errorf("beside are %v", got)
	}
}

func TestLoudness(t *testing.T) {
	quiet := saying(1, "A", "One", "Quiet.")
	quiet.Sound = func(context.Context) (audio.Buffer, error) { return beep(2, 0.05), nil }
	loud := saying(2, "A", "Two", "Loud.")
	loud.Sound = func(context.Context) (audio.Buffer, error) { return beep(2, 0.2), nil }
	items := []Item{quiet, loud}
	measure := func(path string) audio.Loudness { return audio.MeasureLoudness(load(t, path)) }

	// Chapters come to the target each.
	dir, r := export(t, items, Spec{Group: Chapters, Loudness: -20, Format: audio.PCM24, Rate: 48000})
	for i, name := range []string{"01 One.wav", "02 Two.wav"} {
		got := measure(filepath.Join(dir, name))
		if math.Abs(got.Integrated+20) > 0.1 || math.Abs(r.Files[i].Loudness-got.Integrated) > 0.1 || math.Abs(r.Files[i].Peak-got.TruePeak) > 0.1 || r.Files[i].Limited {
			t.Errorf("%s has %+v, the report says %+v", name, got, r.Files[i])
		}
	}
	// Lines keep how loud they are beside each other, and together come to the target.
	dir, r = export(t, items, Spec{Group: Lines, Pattern: "{index}", Loudness: -20, Format: audio.Float32})
	a, b := measure(filepath.Join(dir, "001.wav")), measure(filepath.Join(dir, "002.wav"))
	if d := b.Integrated - a.Integrated; math.Abs(d-12.04) > 0.05 || r.Files[0].Gain != r.Files[1].Gain || math.Abs(r.Files[0].Loudness+20) > 0.1 {
		t.Errorf("lines are %.2f LU apart, the report says %+v", d, r.Files)
	}
	// Peaks forbid the target.
	dir, r = export(t, items, Spec{Group: Whole, Project: "P", Loudness: -2, Format: audio.PCM24})
	got := measure(filepath.Join(dir, "P.wav"))
	if !r.Files[0].Limited || math.Abs(got.TruePeak-PeakLimit) > 0.05 || len(r.Files[0].Notes) != 1 || !strings.Contains(r.Files[0].Notes[0], "instead of -2.0") {
		t.Errorf("the file has %+v, the report says %+v", got, r.Files[0])
	}
	// Silence stays silent.
	quiet.Sound = func(context.Context) (audio.Buffer, error) {
		return audio.Buffer{Rate: 24000, Samples: make([]float32, 24000)}, nil
	}
	_, r = export(t, []Item{quiet}, Spec{Loudness: -20})
	if f := r.Files[0]; f.Gain != 0 || !math.IsInf(f.Loudness, -1) || f.Limited {
		t.Errorf("silence has %+v", f)
	}
	// As it is, what is too loud is cut and told.
	loud.Sound = func(context.Context) (audio.Buffer, error) { return beep(1, 1.5), nil }
	_, r = export(t, []Item{loud}, Spec{})
	if f := r.Files[0]; f.Clipped == 0 || len(f.Notes) != 1 {
		t.Errorf("the report says %+v", f)
	}
}

// What is given is not changed, since it may be played meanwhile.
func TestSoundsAreNotTouched(t *testing.T) {
	b := beep(1, 0.1)
	before := slices.Clone(b.Samples)
	item := saying(1, "", "", "Hello.")
	item.Sound = func(context.Context) (audio.Buffer, error) { return b, nil }
	export(t, []Item{item}, Spec{Loudness: -30})
	if !slices.Equal(before, b.Samples) {
		t.Error("the sound was changed")
	}
}

func TestOverwrite(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "P.wav")
	if err := os.WriteFile(old, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	spec := Spec{Folder: dir, Group: Whole, Project: "P", Subtitles: SRT}
	e, err := Plan(play(), spec)
	if err != nil || e.Existing() != 1 {
		t.Fatal(e.Existing(), err)
	}
	if _, err := Write(t.Context(), e, nil); !errors.Is(err, ErrExists) {
		t.Errorf("unexpected error %v", err)
	}
	if b, _ := os.ReadFile(old); string(b) != "old" {
		t.Error("the old file was touched")
	}
	spec.Overwrite = true
	export(t, play(), spec)
	if b := load(t, old); b.Seconds() != 7 {
		t.Errorf("the file lasts %v s", b.Seconds())
	}
}

// A file that somebody puts there while the export runs is not replaced.
func TestALatecomerIsKept(t *testing.T) {
	dir := t.TempDir()
	item := saying(1, "", "", "Hello.")
	item.Sound = func(context.Context) (audio.Buffer, error) {
		return beep(1, 0.1), os.WriteFile(filepath.Join(dir, "x.wav"), []byte("theirs"), 0o666)
	}
	e, err := Plan([]Item{item}, Spec{Folder: dir, Pattern: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), e, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("unexpected error %v", err)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "x.wav")); string(b) != "theirs" {
		t.Error("the file was replaced")
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
}

func TestASoundThatCannotBeRead(t *testing.T) {
	items := play()[:2]
	items[1].Sound = func(context.Context) (audio.Buffer, error) { return audio.Buffer{}, errors.New("the file is gone") }
	dir := t.TempDir()
	e, err := Plan(items, Spec{Folder: dir})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Write(t.Context(), e, nil)
	if err == nil || err.Error() != `export line 2 ("Hello there: how are you?"): its sound cannot be read: the file is gone` {
		t.Errorf("unexpected error %v", err)
	}
	if len(r.Files) != 1 || len(files(t, dir)) != 1 {
		t.Errorf("the report has %+v, the folder %v", r.Files, files(t, dir))
	}
	items[1].Sound = func(context.Context) (audio.Buffer, error) { return audio.Buffer{Samples: make([]float32, 10)}, nil }
	if _, err = Write(t.Context(), Export{Spec: e.Spec, Files: []File{{Name: "y.wav", Items: items[1:]}}}, nil); err == nil || !strings.Contains(err.Error(), "0 Hz") {
		t.Errorf("unexpected error %v", err)
	}
	items[1].Sound = func(context.Context) (audio.Buffer, error) { return audio.Buffer{}, nil } // nothing said, nothing written
	if _, err = Write(t.Context(), Export{Spec: e.Spec, Files: []File{{Name: "y.wav", Items: items[1:]}}}, nil); err != nil {
		t.Error(err)
	}
}

func TestNotEnoughSpace(t *testing.T) {
	dir := t.TempDir()
	if _, ok := freeSpace(dir); !ok {
		t.Skip("this system does not tell what is free")
	}
	item := saying(1, "", "", "For ever.")
	item.Seconds = 1e12
	e, err := Plan([]Item{item}, Spec{Folder: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), e, nil); !errors.Is(err, ErrSpace) || !strings.Contains(err.Error(), "GB are needed") {
		t.Errorf("unexpected error %v", err)
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("the folder holds %v", got)
	}
}

// A cancel comes through within 200 ms amid a long line, and leaves what is complete and nothing else.
func TestCancelRemovesThePartialFile(t *testing.T) {
	for _, loudness := range []float64{0, -20} {
		dir := t.TempDir()
		long := saying(2, "", "", "For ever.")
		long.Seconds = 200
		sound := beep(200, 0.1)
		ctx, cancel := context.WithCancel(t.Context())
		long.Sound = func(context.Context) (audio.Buffer, error) { return sound, nil }
		first := saying(1, "", "", "First.")
		e, err := Plan([]Item{first, long}, Spec{Folder: dir, Pattern: "{index}", Rate: 48000, Loudness: loudness})
		if err != nil {
			t.Fatal(err)
		}
		cancelled := make(chan time.Time, 1)
		time.AfterFunc(100*time.Millisecond, func() {
			cancelled <- time.Now()
			cancel()
		})
		r, err := Write(ctx, e, nil)
		if took := time.Since(<-cancelled); !errors.Is(err, context.Canceled) || took > 200*time.Millisecond {
			t.Errorf("the cancel took %v and gave %v", took, err)
		}
		if got := files(t, dir); len(got) != len(r.Files) {
			t.Errorf("the folder holds %v, the report %v", got, r.Files)
		}
	}
}

func TestProgress(t *testing.T) {
	items := make([]Item, 40)
	for i := range items {
		items[i] = saying(i+1, "", "", "Hello.")
		items[i].Sound = func(context.Context) (audio.Buffer, error) {
			time.Sleep(10 * time.Millisecond)
			return beep(1, 0.1), nil
		}
	}
	e, err := Plan(items, Spec{Folder: t.TempDir(), Loudness: -20})
	if err != nil {
		t.Fatal(err)
	}
	var all []Progress
	if _, err := Write(t.Context(), e, func(p Progress) { all = append(all, p) }); err != nil {
		t.Fatal(err)
	}
	if len(all) < 4 || !all[0].Measuring || all[len(all)-1].Fraction != 1 || all[len(all)-1].Remaining != 0 || all[len(all)-1].File != 39 {
		t.Errorf("%d calls, the first %+v, the last %+v", len(all), all[0], all[len(all)-1])
	}
	for i := 1; i < len(all); i++ {
		if all[i].Fraction < all[i-1].Fraction {
			t.Errorf("%+v came after %+v", all[i], all[i-1])
		}
	}
}

func TestSweepsLeftovers(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, ".voicewright-01234567.tmp")
	if err := os.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * leftover)
	if err := os.Chtimes(name, old, old); err != nil {
		t.Fatal(err)
	}
	export(t, play(), Spec{Folder: dir, Group: Whole, Project: "P"})
	if got := files(t, dir); !slices.Equal(got, []string{"P.wav"}) {
		t.Errorf("the folder holds %v", got)
	}
}

func TestNotesAreNoLines(t *testing.T) {
	note := saying(1, "", "", "A note.")
	note.Line.Kind = script.Note
	if _, err := Plan([]Item{note}, Spec{Folder: t.TempDir()}); !errors.Is(err, ErrNothing) {
		t.Errorf("unexpected error %v", err)
	}
}

// A minute of sound; the figure to look at is how much longer than that an export takes.
func BenchmarkWrite(b *testing.B) {
	for _, c := range []struct {
		name string
		spec Spec
	}{
		{"24k", Spec{Rate: 24000}}, {"48k", Spec{Rate: 48000}}, {"24k-loudness", Spec{Rate: 24000, Loudness: -20}}, {"48k-loudness", Spec{Rate: 48000, Loudness: -20}},
	} {
		b.Run(c.name, func(b *testing.B) {
			items := make([]Item, 20)
			sound := beep(3, 0.1)
			for i := range sound.Samples { // syllables, as peaks that stand out make the meter fast
				sound.Samples[i] *= float32(1 + math.Sin(2*math.Pi*4*float64(i)/24000))
			}
			for i := range items {
				items[i] = saying(i+1, "", "", "Hello.")
				items[i].Seconds, items[i].Gap = 3, 0
				items[i].Sound = func(context.Context) (audio.Buffer, error) { return sound, nil }
			}
			c.spec.Folder, c.spec.Group, c.spec.Overwrite, c.spec.Format = b.TempDir(), Whole, true, audio.PCM24
			for b.Loop() {
				e, err := Plan(items, c.spec)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := Write(b.Context(), e, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(60*float64(b.N)/b.Elapsed().Seconds(), "x-realtime")
		})
	}
}
