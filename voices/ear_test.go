package voices

import (
	"bufio"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voicewright/assets"
	"voicewright/prompts"
	"voicewright/synth/synthtest"
	"voicewright/voices/ear"
)

// TestEarsTellSpeakersApart makes two ears each of speakers of the shared corpora, of different clips, and finds the
// equal-error rate of telling by their likeness whether two are of one speaker. With VOICEWRIGHT_ALL_SPEAKERS set it
// takes 171 of them instead of 14.
func TestEarsTellSpeakersApart(t *testing.T) {
	const root = "../../shared/speech"
	manifest, err := os.Open(filepath.Join(root, "manifest.tsv"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: ../shared/speech is not here")
	} else if err != nil {
		t.Fatal(err)
	}
	defer manifest.Close()
	bySpeaker, order := map[string][]string{}, []string(nil)
	lines := bufio.NewScanner(manifest)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if cells[1] != "librispeech" && cells[1] != "speechocean" {
			continue
		}
		if bySpeaker[cells[2]] == nil {
			order = append(order, cells[2])
		}
		bySpeaker[cells[2]] = append(bySpeaker[cells[2]], filepath.Join(root, cells[0]))
	}
	engine := synthtest.OpenBundle(t, assets.Models(), 1)
	m := engine.Model()
	builtin, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var own []ear.States
	for _, v := range builtin {
		if v.Fits(m) == nil {
			own = append(own, ear.States{Values: v.Timbre.Bank, Shares: v.Timbre.Weights})
		}
	}
	if len(own) == 0 {
		t.Skip("skipped: the built-in voices are not of the built-in model")
	}
	hearing := ear.NewHearing(m.VoiceHash(), m.StyleDim, own...)
	most, every := 14, len(order)/14
	if os.Getenv("VOICEWRIGHT_ALL_SPEAKERS") != "" {
		most, every = 171, 1
	}
	var ears [2][]ear.Ear
	for i := 0; i < len(order) && len(ears[0]) < most; i += every {
		clips := bySpeaker[order[i]]
		count := 6
		if strings.HasPrefix(order[i], "ls") {
			count = 3 // they are longer
		}
		if len(clips) < 2*count {
			continue
		}
		for side, part := range [][]string{clips[:count], clips[len(clips)-count:]} {
			timbre, _, err := prompts.Encode(t.Context(), engine, part, nil)
			if err != nil {
				t.Fatal(err)
			}
			ears[side] = append(ears[side], hearing.Of(ear.States{Values: timbre.Bank, Shares: timbre.Weights}))
		}
	}
	var same, other []float64
	for i, a := range ears[0] {
		for j, b := range ears[1] {
			if i == j {
				same = append(same, ear.Likeness(a, b))
			} else {
				other = append(other, ear.Likeness(a, b))
			}
		}
	}
	slices.Sort(same)
	slices.Sort(other)
	rate, at, gap := 1.0, 0.0, 2.0
	for _, bar := range slices.Concat(same, other) {
		below, _ := slices.BinarySearch(same, bar)
		above, _ := slices.BinarySearch(other, bar)
		missed, taken := float64(below)/float64(len(same)), 1-float64(above)/float64(len(other))
		if d := math.Abs(missed - taken); d < gap {
			rate, at, gap = (missed+taken)/2, bar, d
		}
	}
	t.Logf("%d speakers: equal-error rate %.1f %% at %.2f; one speaker %.2f in the middle, two %.2f", len(ears[0]), 100*rate, at,
		same[len(same)/2], other[len(other)/2])
	if len(ears[0]) < 12 || rate > 0.15 {
		t.Errorf("%d speakers are told apart with an equal-error rate of %.1f %%", len(ears[0]), 100*rate)
	}
}
