package studio

import (
	"math"
	"path/filepath"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/studio/desk"
	"voicewright/voices/card"
)

func TestPartsThatAreSwitchedOffStayOut(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "eval", "prompts", "ls1737-10.opus")
	sound, err := audio.Load(path, audio.SampleRate, time.Hour)
	if err != nil {
		t.Skipf("skipped: the shared recordings are not here (%v)", err)
	}
	s := open(t)
	fraction := 0.0
	whole, err := s.CheckReferences(t.Context(), desk.Whole(path), func(l desk.Listening) { fraction = l.Fraction })
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Files) != 1 || whole.Verdict == "" || len(whole.Files[0].Windows) < 4 || fraction <= 0 {
		t.Fatalf("the report is %+v, progress %.2f", whole, fraction)
	}
	off := []desk.Source{{Path: path, Off: []desk.Region{whole.Files[0].Windows[1].Region, whole.Files[0].Windows[2].Region}}}
	rest, err := s.CheckReferences(t.Context(), off, ignore)
	if err != nil {
		t.Fatal(err)
	}
	lost := off[0].Off[1].End - off[0].Off[0].Start
	if math.Abs(whole.Used-rest.Used-lost) > 0.1 || rest.Files[0].Windows[1].Used || rest.Files[0].Windows[2].Used || !rest.Files[0].Windows[3].Used {
		t.Errorf("%.2f s of %.2f s are used without %.2f s", rest.Used, whole.Used, lost)
	}
	made, report, err := s.AddRecordings(t.Context(), card.Card{Name: "Anna", Consent: "She agreed."}, off, ignore)
	if err != nil || math.Abs(made.Seconds-rest.Used) > 0.1 || report.Used != rest.Used {
		t.Errorf("the voice is made of %.2f s, %v", made.Seconds, err)
	}
	again, err := s.Renew(t.Context(), made.ID, ignore)
	if err != nil || math.Abs(again.Seconds-made.Seconds) > 0.1 {
		t.Errorf("made again, the voice is made of %.2f s instead of %.2f s, %v", again.Seconds, made.Seconds, err)
	}

	outline, err := s.Outline(t.Context(), path)
	if err != nil || math.Abs(outline.Seconds-sound.Seconds()) > 0.1 {
		t.Fatalf("the outline has %.2f of %.2f s, %v", outline.Seconds, sound.Seconds(), err)
	}
	loudest := float32(0)
	for _, v := range sound.Samples {
		loudest = max(loudest, v, -v)
	}
	if got := maximum(outline.Peaks); math.Abs(float64(got-loudest)) > 0.02 || len(outline.Peaks) > mostPeaks {
		t.Errorf("%d peaks up to %.3f, not %.3f", len(outline.Peaks), got, loudest)
	}
}

func TestSilenceIsNoErrorOfACheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "silence.wav")
	if err := audio.WriteWAV(path, audio.Buffer{Rate: 16000, Samples: make([]float32, 5*16000)}, audio.PCM16); err != nil {
		t.Fatal(err)
	}
	s := open(t)
	report, err := s.CheckReferences(t.Context(), desk.Whole(path), ignore)
	if err != nil || report.Verdict != desk.Unusable || len(report.Files) != 1 || len(report.Files[0].Findings) == 0 {
		t.Errorf("the report is %+v, %v", report, err)
	}
	if _, _, err := s.AddRecordings(t.Context(), card.Card{Name: "Nobody"}, desk.Whole(path), ignore); err == nil {
		t.Error("a voice was made of silence")
	}
}

func maximum(x []float32) (most float32) {
	for _, v := range x {
		most = max(most, v)
	}
	return most
}
