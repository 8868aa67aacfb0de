package voices

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"testing"

	"voicewright/synth/synthtest"
)

// clips are some of the evaluation kit's recordings.
func clips(t testing.TB, count int) []string {
	t.Helper()
	found, err := filepath.Glob("../../shared/eval/prompts/*.*")
	if err != nil || len(found) < count {
		t.Skip("skipped: ../shared/eval/prompts is not here")
	}
	return found[:count]
}

func TestImproveIsAllAtOnce(t *testing.T) {
	paths, engine := clips(t, 3), synthtest.Open(t, 1)
	about := Voice{Name: "Anna", Consent: "She agreed.", Agreed: "2026-05-03", Tags: []string{"warm"}}
	first, _, err := FromReferences(t.Context(), engine, about, paths[:2], nil)
	if err != nil {
		t.Fatal(err)
	}
	before, err := first.Encode()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := Decode(before) // as in the catalogue: the old recordings are not read again
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(kept.Timbre, first.Timbre) {
		t.Error("the timbre does not come back")
	}
	better, report, err := Improve(t.Context(), engine, kept, whole(paths[1:]), nil)
	if err != nil || len(report.Files) != 1 || len(better.Clips) != 3 {
		t.Fatalf("%d files heard, %v", len(report.Files), err)
	}
	atOnce, _, err := FromReferences(t.Context(), engine, about, paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range atOnce.Timbre.Style {
		if math.Abs(float64(v-better.Timbre.Style[i])) > 1e-4 {
			t.Fatalf("style value %d is %g, all at once give %g", i, better.Timbre.Style[i], v)
		}
	}
	if math.Abs(better.Timbre.Seconds-atOnce.Timbre.Seconds) > 1e-6 || math.Abs(better.Timbre.Pitch-atOnce.Timbre.Pitch) > 1e-6 ||
		!reflect.DeepEqual(better.Clips, atOnce.Clips) || math.Abs(better.Prosody.Level-atOnce.Prosody.Level) > 0.01 || better.Prosody.Level >= 0 {
		t.Errorf("improved %+v\nat once %+v", better.Clips, atOnce.Clips)
	}
	if after, err := kept.Encode(); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the voice that was improved is not as it was, %v", err)
	}
	again, _, err := Improve(t.Context(), engine, kept, whole(paths[1:]), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, errA := again.Encode()
	b, errB := better.Encode()
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Error("the same recordings give other bytes")
	}

	if _, _, err := Improve(t.Context(), engine, better, whole(paths), nil); err == nil {
		t.Error("recordings were added twice")
	}
	old := sample()
	if _, _, err := Improve(t.Context(), engine, old, whole(paths), nil); !errors.Is(err, ErrOtherModel) {
		t.Errorf("another model: %v", err)
	}
	blend, err := Blend(Part{first, 1}, Part{better, 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Improve(t.Context(), engine, blend, whole(paths), nil); !errors.Is(err, ErrNoStatistics) {
		t.Errorf("a blend: %v", err)
	}
}

func TestTheSameBlendIsTheSameBytes(t *testing.T) {
	paths, engine := clips(t, 2), synthtest.Open(t, 1)
	var files [2][]byte
	for i := range files {
		var parts []Part
		for _, path := range paths {
			v, _, err := FromReferences(t.Context(), engine, Voice{Name: filepath.Base(path)}, []string{path}, nil)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, Part{v, 1 + float64(len(parts))})
		}
		blend, err := Blend(parts...)
		if err != nil {
			t.Fatal(err)
		}
		blend.Name = "Both"
		if files[i], err = blend.Encode(); err != nil {
			t.Fatal(err)
		}
		got, err := Decode(files[i])
		if err != nil || len(got.Origin.Parts) != 2 || got.Origin.Parts[1].Name != parts[1].Voice.Name || got.Origin.Parts[1].Timbre != TimbreID(parts[1].Voice.Timbre) {
			t.Errorf("the blend was made of %+v, %v", got.Origin, err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same blend gives other bytes")
	}
}

// TestOlderFilesAreRead reads a file as version 1 wrote it.
func TestOlderFilesAreRead(t *testing.T) {
	want := sample()
	want.Timbre.Covariance = nil
	text, err := json.Marshal(map[string]any{"name": want.Name, "description": want.Description, "licence": want.Licence, "consent": want.Consent,
		"model": want.Model, "model_hash": want.ModelHash, "clips": want.Clips, "seeds": want.Seeds, "seconds": want.Timbre.Seconds,
		"style": 3, "bank": 4, "weights": 2})
	if err != nil {
		t.Fatal(err)
	}
	data := append([]byte(magic), 1, 0, 0, 0)
	data = append(binary.LittleEndian.AppendUint32(data, uint32(len(text))), text...)
	for _, numbers := range [][]float32{want.Timbre.Style, want.Timbre.Bank, want.Timbre.Weights} {
		for _, n := range numbers {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(n))
		}
	}
	got, err := Decode(sealed(data))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}
