package audio

import (
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// sharedSpeech returns some real recordings, or skips the test where the folder
// with them is not beside the repository.
func sharedSpeech(t testing.TB, most int) []string {
	root := filepath.Join("..", "..", "shared", "speech")
	var files []string
	for _, pattern := range []string{"lj/*.opus", "oneshot/*.opus", "librispeech/*/*.opus", "speechocean/*/*.opus"} {
		found, _ := filepath.Glob(filepath.Join(root, pattern))
		sort.Strings(found)
		if n := most / 4; len(found) > n {
			step := len(found) / n
			for i := range n {
				files = append(files, found[i*step])
			}
		} else {
			files = append(files, found...)
		}
	}
	if len(files) == 0 {
		t.Skipf("no real recordings: %s is not there or empty", root)
	}
	return files
}

func TestRealSpeech(t *testing.T) {
	seconds := 0.0
	for _, path := range sharedSpeech(t, 40) {
		b, err := Load(path, SampleRate, 0)
		if err != nil {
			t.Error(err)
			continue
		}
		seconds += b.Seconds()
		level := ActiveLevel(b.Samples, b.Rate)
		if b.Seconds() < 0.3 || level < -50 || level > -5 {
			t.Errorf("%s: %.2f s at %.1f dBFS", path, b.Seconds(), level)
		}
		l := MeasureLoudness(b)
		if math.Abs(l.Integrated-level) > 8 || l.TruePeak < level || l.TruePeak > 3 {
			t.Errorf("%s: level %.1f dBFS but %.1f LUFS and a peak of %.1f dBTP", path, level, l.Integrated, l.TruePeak)
		}
		// A spectrogram of speech is neither silent nor flat.
		quiet, loud := math.Inf(1), math.Inf(-1)
		for _, frame := range Mel(b.Samples) {
			for _, v := range frame {
				quiet, loud = min(quiet, float64(v)), max(loud, float64(v))
			}
		}
		if loud-quiet < 5 || loud > 8 {
			t.Errorf("%s: the mel values run from %.1f to %.1f", path, quiet, loud)
		}
		// 16 kHz sources must stay empty above 8 kHz.
		if !strings.Contains(path, "lj") {
			edge := 0.0
			for _, frame := range Mel(b.Samples) {
				edge += math.Exp(float64(frame[95]))
			}
			if mean := edge / float64(FrameCount(len(b.Samples))); mean > 0.02 {
				t.Errorf("%s: %.4f above the band of the source", path, mean)
			}
		}
	}
	t.Logf("%.0f s of speech", seconds)
}

func BenchmarkOpus(b *testing.B) {
	files := sharedSpeech(b, 4)
	total := 0.0
	for b.Loop() {
		for _, f := range files {
			x, err := Load(f, SampleRate, 0)
			if err != nil {
				b.Fatal(err)
			}
			total += x.Seconds()
		}
	}
	b.ReportMetric(total/b.Elapsed().Seconds(), "xrealtime")
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"mp3-44100-2.mp3", "mp3-22050-2.mp3", "flac-16.flac", "flac-24.flac", "wav-s24.wav"} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join("testdata", name)
			if _, err := os.Stat(path); err != nil {
				b.Fatal(err)
			}
			total := 0.0
			for b.Loop() {
				x, err := Load(path, 0, 0)
				if err != nil {
					b.Fatal(err)
				}
				total += x.Seconds()
			}
			b.ReportMetric(total/b.Elapsed().Seconds(), "xrealtime")
		})
	}
}
