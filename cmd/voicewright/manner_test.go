package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheMannerIsHeard(t *testing.T) {
	models, folder := tiny(t), t.TempDir()
	speechLike(t, filepath.Join(folder, "ref.wav"), 4)
	speechLike(t, filepath.Join(folder, "other.wav"), 7)
	if err := os.WriteFile(filepath.Join(folder, "words.tsv"), []byte("# names\r\nSiobhan\t/sˈIəbən/\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, options := range [][]string{nil, {"--pitch=-3"}, {"--range", "0.5"}, {"--dictionary", "words.tsv"}, {"--energy=-4"},
		{"--brightness", "2"}, {"--breath", "0.5"}, {"--prosody-ref", "other.wav"}, {"--prosody-ref", "other.wav", "--prosody-share", "0.4"}} {
		got := invoke(t, folder, "", append([]string{"say", "Siobhan sings.", "--ref", "ref.wav", "--models", models, "--out", "a.wav"}, options...)...)
		if got.code != exitDone {
			t.Fatalf("%q: exit code %d: %s", options, got.code, got.err)
		}
		raw, err := os.ReadFile(filepath.Join(folder, "a.wav"))
		if err != nil {
			t.Fatal(err)
		}
		if seen[string(raw)] {
			t.Errorf("%q changes nothing", options)
		}
		seen[string(raw)] = true
	}
	got := invoke(t, folder, "", "phonemes", "Siobhan sings.", "--dictionary", "words.tsv")
	if got.code != exitDone || !strings.Contains(got.out, "sˈIəbən") {
		t.Errorf("phonemes with a dictionary: %d, %s%s", got.code, got.out, got.err)
	}
}

func TestBadManner(t *testing.T) {
	models, folder := tiny(t), t.TempDir()
	speechLike(t, filepath.Join(folder, "ref.wav"), 4)
	if err := os.WriteFile(filepath.Join(folder, "bad.tsv"), []byte("Siobhan = shiv awn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := files(t, folder)
	for says, options := range map[string][]string{
		"pitch":            {"--pitch", "13"},
		"not 9":            {"--range", "9"},
		"not 0":            {"--range", "0"},
		"energy":           {"--energy", "13"},
		"brightness":       {"--brightness", "NaN"},
		"breath must be":   {"--breath=-2"},
		"give one of them": {"--prosody-ref", "ref.wav", "--prosody-voice", "Reed"},
		"of no use":        {"--prosody-share", "0.5"},
		"not 1.5":          {"--prosody-share", "1.5", "--prosody-ref", "ref.wav"},
		"no such file":     {"--dictionary", "missing.tsv"},
		"line 1: no tab":   {"--dictionary", "bad.tsv"},
		"not plain text":   {"--dictionary", "ref.wav"},
		"speed must be 0.": {"--speed", "7"},
	} {
		got := invoke(t, folder, "", append([]string{"say", "Hello.", "--ref", "ref.wav", "--models", models, "--out", "a.wav"}, options...)...)
		if got.code == exitDone || !strings.Contains(got.err, says) {
			t.Errorf("%q: exit code %d, %s", options, got.code, got.err)
		}
		isOneSentence(t, got)
	}
	if left := files(t, folder); len(left) != len(before) {
		t.Errorf("left behind: %v", left)
	}
}

func TestADictionaryMayBeMissing(t *testing.T) {
	if d, err := readDictionary(""); d != nil || err != nil {
		t.Error(d, err)
	}
	path := filepath.Join(t.TempDir(), "words.tsv")
	if err := os.WriteFile(path, bytes.Repeat([]byte("# nothing\n"), 3), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := readDictionary(path); err != nil || len(d.Words()) != 0 {
		t.Error(d.Words(), err)
	}
}
