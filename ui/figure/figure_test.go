package figure

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"image"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/ui/listen/scope"
)

var regen = flag.Bool("regen", false, "write the golden files anew")

// glide is a voice of a kind that rises, with its pitch known.
func glide(seconds float64) Sound {
	const rate = 24000
	x := make([]float32, int(seconds*rate))
	phase := 0.0
	pitch := scope.Track{Step: 0.01}
	for i := range x {
		t := float64(i) / rate
		hz := 120 + 60*t
		phase += 2 * math.Pi * hz / rate
		for h := 1.0; h < 30; h++ {
			x[i] += float32(0.15 * math.Sin(h*phase) / h * math.Max(0, math.Sin(2*math.Pi*1.5*t)))
		}
		if i%(rate/100) == 0 {
			if math.Sin(2*math.Pi*1.5*t) < 0.05 {
				hz = math.NaN()
			}
			pitch.Values = append(pitch.Values, float32(hz))
		}
	}
	s := Sound{Title: "A voice that rises", Wave: scope.NewWave(x, rate), Pitch: pitch}
	s.Loudness = scope.Loudness(context.Background(), s.Wave)
	for i, p := range []string{"ʃ", "ə", "v", "ˈɔ", "n"} {
		s.Phones = append(s.Phones, script.Span{Start: seconds / 5 * float64(i), End: seconds / 5 * float64(i+1), Label: p})
	}
	s.Words = []script.Span{{Start: 0, End: seconds, Label: "Siobhan"}}
	return s
}

func all(sounds ...Sound) Figure {
	return Figure{
		Title: "Figure", Sounds: sounds, Width: 120, DPI: 100,
		Spectrogram: true, Overlay: true, Pitch: true, Loudness: true, Phones: true, Words: true,
	}
}

func encode(t *testing.T, kind Kind, f Figure) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(context.Background(), &b, kind, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameFigureSameBytes(t *testing.T) {
	f := all(glide(0.4), glide(0.5))
	for _, kind := range Kinds {
		if !bytes.Equal(encode(t, kind, f), encode(t, kind, f)) {
			t.Errorf("%s: two figures of the same sounds differ", kind.Title())
		}
	}
}

// picture is a picture within an SVG.
var picture = regexp.MustCompile(`base64,[A-Za-z0-9+/=]*`)

func TestGolden(t *testing.T) {
	f := all(glide(1))
	check := func(name string, made []byte, same func(made, golden []byte) bool) {
		path := filepath.Join("testdata", name)
		if *regen {
			if err := os.WriteFile(path, made, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !same(made, golden) {
			failed := filepath.Join(t.ArtifactDir(), name)
			_ = os.WriteFile(failed, made, 0o644)
			t.Errorf("the figure is not that of %s; what was drawn is in %s", path, failed)
		}
	}
	svg := picture.ReplaceAll(encode(t, SVG, f), []byte("base64,"))
	check("figure.svg", svg, func(made, golden []byte) bool {
		return strings.Count(string(made), "\n") == strings.Count(string(golden), "\n") && numbersNear(made, golden)
	})
	check("figure.png", encode(t, PNG, f), func(made, golden []byte) bool { return difference(t, made, golden) < 0.5 })
}

var numbers = regexp.MustCompile(`-?\d+(\.\d+)?(e-?\d+)?`)

// numbersNear tells whether two texts are the same but for numbers that differ by rounding.
func numbersNear(a, b []byte) bool {
	return numbers.ReplaceAllString(string(a), "#") == numbers.ReplaceAllString(string(b), "#")
}

// difference returns the mean difference of two pictures, 0 to 255.
func difference(t *testing.T, a, b []byte) float64 {
	x, y := decode(t, a), decode(t, b)
	if x.Bounds() != y.Bounds() {
		return 255
	}
	sum, n := 0.0, 0
	for py := range x.Bounds().Dy() {
		for px := range x.Bounds().Dx() {
			r1, g1, b1, _ := x.At(px, py).RGBA()
			r2, g2, b2, _ := y.At(px, py).RGBA()
			for _, d := range []float64{float64(r1) - float64(r2), float64(g1) - float64(g2), float64(b1) - float64(b2)} {
				sum += math.Abs(d) / 257
				n++
			}
		}
	}
	return sum / float64(n)
}

func decode(t *testing.T, data []byte) image.Image {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	for _, kind := range Kinds {
		path := filepath.Join(folder, "a"+kind.Extension())
		if err := Write(context.Background(), path, all(glide(0.5))); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := map[Kind]string{PNG: "\x89PNG", SVG: "<?xml", PDF: "%PDF"}[kind]
		if !bytes.HasPrefix(data, []byte(want)) {
			t.Errorf("%s begins with %.8q", path, data)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != len(Kinds) {
		t.Errorf("%d files are left", len(files))
	}
}

func TestRefusals(t *testing.T) {
	folder := t.TempDir()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		path string
		f    Figure
		want error
	}{
		"kind":      {context.Background(), "a.bmp", all(glide(0.2)), nil},
		"no sound":  {context.Background(), "a.png", Figure{}, errNothing},
		"empty":     {context.Background(), "a.png", Figure{Sounds: []Sound{{Wave: scope.NewWave(nil, 24000)}}}, errNothing},
		"stretch":   {context.Background(), "a.png", Figure{Sounds: []Sound{glide(0.2)}, From: 3, To: 4}, nil},
		"three":     {context.Background(), "a.png", all(glide(0.2), glide(0.2), glide(0.2)), nil},
		"cancelled": {ended, "a.png", all(glide(0.2)), context.Canceled},
		"folder":    {context.Background(), filepath.Join("none", "a.png"), all(glide(0.2)), fs.ErrNotExist},
	} {
		err := Write(c.ctx, filepath.Join(folder, c.path), c.f)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != 0 {
		t.Errorf("%d files were written", len(files))
	}
}

// BenchmarkTenMinutes draws a long sound: its lines have two points a column, whatever its length.
func BenchmarkTenMinutes(b *testing.B) {
	s := glide(10)
	x := make([]float32, 0, 600*24000)
	for range 60 {
		x = append(x, s.Wave.Samples...)
	}
	s.Wave = scope.NewWave(x, 24000)
	s.Loudness = scope.Loudness(context.Background(), s.Wave)
	for _, kind := range Kinds {
		b.Run(kind.Title(), func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := Encode(context.Background(), &out, kind, all(s)); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(out.Len())/1000, "kB")
			}
		})
	}
}

// TestRealSpeech draws a recording, into the folder that SHOTS names if it does.
func TestRealSpeech(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "speech", "lj", "LJ001-0002.opus")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real recordings: %v", err)
	}
	b, err := audio.Load(path, audio.SampleRate, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := glide(1.8)
	s.Title = "LJ001-0002"
	s.Wave = scope.NewWave(b.Samples, b.Rate)
	s.Pitch = scope.Pitch(t.Context(), s.Wave)
	s.Loudness = scope.Loudness(t.Context(), s.Wave)
	other := s
	other.Wave = scope.NewWave(b.Samples[:len(b.Samples)*2/3], b.Rate)
	folder := os.Getenv("SHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	for name, f := range map[string]Figure{"one": all(s), "two": all(s, other)} {
		f.Title, f.Width, f.DPI = "", 170, 150
		f.Dark = name == "two"
		for _, kind := range Kinds {
			if err := Write(t.Context(), filepath.Join(folder, "figure-"+name+kind.Extension()), f); err != nil {
				t.Error(err)
			}
		}
	}
}
