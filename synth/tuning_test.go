package synth

import (
	"math"
	"testing"
)

func TestTuningMovesPitchToTheReference(t *testing.T) {
	logF0, voicing := make([]float32, 100), make([]float32, 100)
	for i := range logF0 {
		logF0[i] = float32(math.Log(120) + 0.1*math.Sin(float64(i)/7))
		voicing[i] = 1
	}
	before, spread, _ := pitchOf(logF0, voicing)
	tuned := tuning{shift: math.Log(200) - before, stretch: 1.5}
	tuned.apply(nil, logF0, voicing, 0)
	median, wider, ok := pitchOf(logF0, voicing)
	if !ok || math.Abs(median-math.Log(200)) > 1e-4 || math.Abs(wider/spread-1.5) > 1e-3 {
		t.Fatalf("median %.4f, want %.4f; spread %.4f, want %.4f", median, math.Log(200), wider, 1.5*spread)
	}
}

func TestTuningOfAnUnknownVoiceChangesNothing(t *testing.T) {
	mel, logF0 := []float32{1, 2}, []float32{5}
	tuned := tuning{stretch: 1}
	tuned.apply(mel, logF0, []float32{1}, 0)
	if mel[0] != 1 || mel[1] != 2 || logF0[0] != 5 {
		t.Fatalf("%v %v", mel, logF0)
	}
}

func TestContrastLeavesTheAverage(t *testing.T) {
	mel := make([]float32, 2*MelBands)
	for band := range MelBands {
		mel[band], mel[MelBands+band] = -2, 0
	}
	tuned := tuning{stretch: 1, contrast: 0.1}
	for band := range tuned.average {
		tuned.average[band] = -1
	}
	tuned.apply(mel, nil, nil, 0)
	for i, v := range mel {
		if want := float32([]float64{-2.1, 0.1}[i/MelBands]); math.Abs(float64(v-want)) > 1e-6 {
			t.Fatalf("value %d is %g, want %g", i, v, want)
		}
	}
}

func TestRecolourIsTheSmoothedDifference(t *testing.T) {
	mel, reference := make([]float32, 40*MelBands), make([]float32, ColourBands)
	for i := range mel {
		mel[i] = -1
	}
	for band := range reference {
		reference[band] = -0.5
	}
	heard := colourOf(mel)
	own := heard.Mean()
	for band, d := range recolour(reference, own) {
		if math.Abs(float64(d)-0.5) > 1e-5 {
			t.Fatalf("band %d: %g, want 0.5", band, d)
		}
	}
	if recolour(nil, own) != ([MelBands]float32{}) {
		t.Fatal("a voice without a spectrum was recoloured")
	}
}
