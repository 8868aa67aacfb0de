package prompts

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"voicewright/assets"
	"voicewright/synth/synthtest"
)

func TestGrowthFollowsFromTheLengths(t *testing.T) {
	for _, x := range []struct{ alike, a, b float64 }{{0.9, 10, 10}, {0.7, 3, 120}, {0.95, 120, 3}, {0.3, 40, 60}} {
		before, after := settled(x.alike, x.a, x.b)
		added := longer(before, x.b/x.a) // by the formula for other lengths
		if got := math.Sqrt(before * added); math.Abs(got-x.alike) > 1e-9 {
			t.Errorf("%+v: the two are expected to be %g alike", x, got)
		}
		if want := longer(before, (x.a+x.b)/x.a); math.Abs(after-want) > 1e-9 || after <= before || after >= 1 {
			t.Errorf("%+v: %g becomes %g, want %g", x, before, after, want)
		}
	}
	for _, alike := range []float64{0, -0.4} {
		if before, after := settled(alike, 10, 10); before != 0 || after != 0 {
			t.Errorf("speakers who are %g alike settle a voice to %g and %g", alike, before, after)
		}
	}
	if before, after := settled(1, 10, 10); before != 1 || after != 1 {
		t.Errorf("the same speech gives %g and %g", before, after)
	}
}

// TestLikenessTellsHowMuchSpeechThereIs listens to four speakers at three lengths: more speech settles a voice further, and
// what is added to a voice is like it only if the same person speaks.
func TestLikenessTellsHowMuchSpeechThereIs(t *testing.T) {
	const folder = "../../shared/eval/prompts"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("skipped: ../shared/eval/prompts is not here")
	}
	engine := synthtest.OpenBundle(t, assets.Models(), 1)
	speakers, lengths := []string{"ls1737", "ls32", "ls3664", "ls7312"}, []string{"3", "10", "120"}
	heard := map[string]Statistics{}
	now := map[string]float64{}
	for _, speaker := range speakers {
		for _, length := range lengths {
			s, report, err := Listen(t.Context(), engine, []Source{{Path: filepath.Join(folder, speaker+"-"+length+".opus")}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			heard[speaker+length] = s
			now[length] += report.Likeness.Now / float64(len(speakers))
		}
	}
	t.Logf("expected likeness by seconds: %v", now)
	if now["3"] > 0.95 || now["10"] < now["3"] || now["120"] < now["10"] || now["120"] < 0.95 {
		t.Errorf("the expected likeness does not grow with the seconds: %v", now)
	}
	for _, speaker := range speakers {
		g := Grow(heard[speaker+"10"], heard[speaker+"120"])
		if g.Alike < 0.8 || g.After <= g.Before || g.SecondsAfter <= g.SecondsBefore {
			t.Errorf("%s: more of the same speaker: %+v", speaker, g)
		}
		for _, other := range speakers {
			if g := Grow(heard[speaker+"10"], heard[other+"120"]); other != speaker && g.Alike > 0.65 {
				t.Errorf("%s and %s are %.2f alike", speaker, other, g.Alike)
			}
		}
	}
}
