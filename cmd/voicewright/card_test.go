package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"voicewright/audio"
	"voicewright/prompts"
)

// TestCheckTellsWhatIsWrong checks a recording of which a second is cut off, and a silent one.
func TestCheckTellsWhatIsWrong(t *testing.T) {
	models, folder := tiny(t), t.TempDir()
	loud, silent := filepath.Join(folder, "loud.wav"), filepath.Join(folder, "silent.wav")
	speechLike(t, loud, 8)
	b, err := audio.Load(loud, audio.SampleRate, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range b.Samples {
		b.Samples[i] = 0.1 * v
		if i > 3*audio.SampleRate && i < 4*audio.SampleRate {
			b.Samples[i] = min(0.5, max(-0.5, 8*v))
		}
	}
	write(t, loud, b)
	write(t, silent, audio.Buffer{Rate: audio.SampleRate, Samples: make([]float32, 2*audio.SampleRate)})

	got := invoke(t, folder, "", "prompts", "check", "--models", models, "--regions", loud, silent)
	for _, part := range []string{"loud.wav: usable", "peaks are cut off", "(0:03.", "silent.wav: unusable", "It is silent", "score", "Together 10.0 s"} {
		if !strings.Contains(got.out, part) {
			t.Errorf("the card does not say %q:\n%s%s", part, got.out, got.err)
		}
	}
	if got.code != exitDone {
		t.Errorf("it ends with %d: %s", got.code, got.err)
	}

	got = invoke(t, folder, "", "prompts", "check", "--models", models, "--json", loud)
	var report prompts.Report
	if err := json.Unmarshal([]byte(got.out), &report); err != nil {
		t.Fatalf("%v in %s", err, got.out)
	}
	if len(report.Files) != 1 || report.Files[0].Verdict != prompts.Usable || report.Used == 0 || len(report.Files[0].Windows) == 0 {
		t.Errorf("the report is %+v", report)
	}
	if f := report.Files[0].Findings; len(f) == 0 || f[0].Kind != prompts.Clipping || len(f[0].Regions) == 0 {
		t.Errorf("the findings are %+v", f)
	}

	got = invoke(t, folder, "", "prompts", "check", "--models", models, silent)
	if got.code != exitFailed || !strings.Contains(got.out, "unusable") || !strings.Contains(got.err, "silent") {
		t.Errorf("a silent recording alone: %+v", got)
	}
}
