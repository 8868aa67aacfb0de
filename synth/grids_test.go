package synth

import (
	"math"
	"testing"
)

func TestGridsAreAveragedFrameByFrame(t *testing.T) {
	const frames, width, kept = 24, 2, 17
	grids := []int{0, 3, 7}
	var x []float32
	for g, later := range grids {
		for frame := range frames { // what a grid says of a frame: its number, and something of its own
			n := float32(frame - later)
			x = append(x, n+float32(g-1), -n)
		}
	}
	mean := aligned(x, grids, frames*width, width, kept*width)
	if len(mean) != kept*width {
		t.Fatalf("%d values, want %d", len(mean), kept*width)
	}
	for frame := range kept {
		if a, b := mean[2*frame], mean[2*frame+1]; math.Abs(float64(a)-float64(frame)) > 1e-5 || math.Abs(float64(b)+float64(frame)) > 1e-5 {
			t.Errorf("frame %d says %g and %g", frame, a, b)
		}
	}
}

func TestAModelMayTakeOverVoices(t *testing.T) {
	m := &Model{Hash: "own", Files: map[string]File{}}
	for _, g := range graphs {
		m.Files[g.file] = File{SHA256: g.file}
	}
	own := m.VoiceHash()
	if m.Voices = "earlier"; m.VoiceHash() != "earlier" || own == "earlier" || own == "own" {
		t.Errorf("voices of %q, and without a word about it of %q", m.VoiceHash(), own)
	}
}
