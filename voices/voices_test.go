package voices

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"voicewright/prompts"
	"voicewright/synth"
)

func sample() *Voice {
	return &Voice{
		Name: "Ada", Description: "calm, low", Licence: "CC0-1.0", Consent: "given in writing", Model: "k", ModelHash: "abc",
		Clips: []Clip{{"a.wav", "00ff", 12.5, []prompts.Region{{Start: 1, End: 2.5}}}}, Seeds: []uint64{math.MaxUint64, 3},
		Timbre: synth.Timbre{Style: []float32{1, -2, 0.1}, Bank: []float32{1, 2, 3, 4}, Weights: []float32{0.25, 0.75}, Seconds: 12.5,
			Covariance: slices.Repeat([]float32{0.5}, synth.CovarianceSize)},
	}
}

func TestAVoiceFileIsExact(t *testing.T) {
	want := sample()
	path := filepath.Join(t.TempDir(), "ada.voice")
	if err := WriteFile(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	again, err := got.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, again) {
		t.Error("equal voices give other bytes")
	}
}

func TestEveryFlippedBitAndEveryCutIsFound(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		broken := bytes.Clone(data)
		broken[i] ^= 1 << (i % 8)
		if _, err := Decode(broken); err == nil {
			t.Errorf("a flipped bit in byte %d was not seen", i)
		}
		if _, err := Decode(data[:i]); err == nil {
			t.Errorf("a cut at byte %d was not seen", i)
		}
	}
	if _, err := Decode([]byte("RIFF....WAVEfmt and so on")); !errors.Is(err, ErrNotVoice) {
		t.Errorf("a WAV gives %v", err)
	}
}

func TestWriteLeavesNoPartBehind(t *testing.T) {
	folder := t.TempDir()
	bad := sample()
	bad.Name = " "
	if err := WriteFile(filepath.Join(folder, "x.voice"), bad); err == nil {
		t.Error("a voice without a name was written")
	}
	if err := WriteFile(filepath.Join(folder, "none", "x.voice"), sample()); err == nil {
		t.Error("a voice was written into no folder")
	}
	if err := os.Mkdir(filepath.Join(folder, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(folder, "taken"), sample()); err == nil {
		t.Error("a voice was written over a folder")
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := ReadFile(filepath.Join(folder, "none.voice")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestBlend(t *testing.T) {
	a, b := sample(), sample()
	b.Name = "Bob"
	b.Timbre = synth.Timbre{Style: []float32{3, 2, 0.1}, Bank: []float32{9, 9}, Weights: []float32{1}, Seconds: 2}
	got, err := Blend(Part{a, 3}, Part{b, 1})
	if err != nil {
		t.Fatal(err)
	}
	// The first token points to (1.5, -1); its length is the mean of those of (1, -2) and (3, 2). The last one is cut short.
	scale := float32((0.75*math.Sqrt(5) + 0.25*math.Sqrt(13)) / math.Hypot(1.5, 1))
	want := synth.Timbre{Style: []float32{1.5 * scale, -1 * scale, 0.1}, Bank: []float32{3, 4, 9, 9}, Weights: []float32{0.5625 / 0.8125, 0.25 / 0.8125}}
	for i := range want.Style {
		if math.Abs(float64(got.Timbre.Style[i]-want.Style[i])) > 1e-6 {
			t.Errorf("style %v, want %v", got.Timbre.Style, want.Style)
		}
	}
	if !reflect.DeepEqual(got.Timbre.Bank, want.Bank) || math.Abs(float64(got.Timbre.Weights[0]-want.Weights[0])) > 1e-6 {
		t.Errorf("bank %v with %v", got.Timbre.Bank, got.Timbre.Weights)
	}
	if got.Description != "A blend of 75 % Ada and 25 % Bob" {
		t.Errorf("description %q", got.Description)
	}
	same, err := Blend(Part{a, 2}, Part{b, 0})
	if err != nil || !reflect.DeepEqual(same.Timbre.Style, a.Timbre.Style) {
		t.Errorf("a voice alone becomes %v (%v)", same.Timbre.Style, err)
	}
	other := sample()
	other.ModelHash = "def"
	for name, parts := range map[string][]Part{
		"nothing": nil, "no weight": {{a, 0}}, "negative": {{a, -1}, {b, 2}}, "two models": {{a, 1}, {other, 1}},
	} {
		if _, err := Blend(parts...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestBuiltinVoicesFitTheBuiltinModel(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if v.Licence == "" || v.Consent == "" {
			t.Errorf("the voice %q lacks its licence or consent", v.Name)
		}
		if found, err := FindBuiltin(strings.ToUpper(v.Name)); err != nil || found.Name != v.Name {
			t.Errorf("the voice %q is not found: %v", v.Name, err)
		}
	}
	if _, err := FindBuiltin("nobody"); err == nil {
		t.Error("nobody was found")
	}
}

// TestRandomDamageUnderAGoodChecksum does what a hostile file would: wrong contents with the right checksum.
func TestRandomDamageUnderAGoodChecksum(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	body := data[:len(data)-sha256.Size]
	const likely = "0123456789-\"{}[],:e.\x00\xff"
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		broken := bytes.Clone(body)
		for range 1 + random.IntN(3) {
			broken[8+random.IntN(len(broken)-8)] = likely[random.IntN(len(likely))]
		}
		voice, err := Decode(sealed(broken))
		if err != nil {
			continue
		}
		if _, err := voice.Encode(); err != nil {
			t.Fatalf("a voice that was read cannot be written: %v", err)
		}
	}
}

// FuzzDecode looks for bytes that make the reader panic, or that it takes but would write differently.
func FuzzDecode(f *testing.F) {
	data, err := sample().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:20])
	rich := sample()
	rich.Agreed, rich.Tags, rich.Prosody = "2026-05-03", []string{"warm"}, Prosody{Pace: 11, Level: -20}
	rich.Origin = Origin{Parts: []Ingredient{{"Bob", "0f", 0.5}}, Words: "a calm woman", Seed: 7}
	if data, err = rich.Encode(); err != nil {
		f.Fatal(err)
	}
	f.Add(data[:len(data)-sha256.Size])
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, file := range [][]byte{data, sealed(data)} {
			voice, err := Decode(file)
			if err != nil {
				continue
			}
			if _, err := voice.Encode(); err != nil {
				t.Errorf("a voice that was read cannot be written: %v", err)
			}
		}
	})
}

// sealed adds the checksum, so that the fuzzer gets past it.
func sealed(body []byte) []byte {
	hash := sha256.Sum256(body)
	return append(bytes.Clone(body), hash[:]...)
}
