package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"voicewright/audio"
)

// clip is one clean recording, of 8 to 20 seconds, at 24 kHz.
type clip struct {
	speaker string
	samples []float32
}

// shortest and longest in seconds of the clips; the short ones of a speaker are joined until they are long enough.
const (
	shortest = 8.0
	longest  = 20.0
)

// clips reads one clip a speaker, of n speakers that the seed picks. Only recordings of readers are taken: those of learners
// (speechocean) were made with all kinds of telephones and are not clean.
func clips(folder string, n int, seed uint64) ([]clip, error) {
	text, err := os.ReadFile(filepath.Join(folder, "manifest.tsv"))
	if err != nil {
		return nil, fmt.Errorf("the clean clips cannot be read: %w", err)
	}
	paths := map[string][]string{} // by speaker
	var speakers []string
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		fields := strings.Split(line, "\t")
		if i == 0 || len(fields) < 3 || fields[1] == "speechocean" {
			continue
		}
		if paths[fields[2]] == nil {
			speakers = append(speakers, fields[2])
		}
		paths[fields[2]] = append(paths[fields[2]], fields[0])
	}
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(speakers), func(i, j int) { speakers[i], speakers[j] = speakers[j], speakers[i] })
	var picked []clip
	for _, speaker := range speakers {
		c := clip{speaker: speaker}
		for _, i := range random.Perm(len(paths[speaker])) {
			if len(c.samples) >= shortest*audio.SampleRate {
				break
			}
			b, err := audio.Load(filepath.Join(folder, paths[speaker][i]), audio.SampleRate, 0)
			if err != nil {
				return nil, err
			}
			c.samples = append(c.samples, b.Samples...)
		}
		c.samples = c.samples[:min(len(c.samples), longest*audio.SampleRate)]
		if len(c.samples) < shortest*audio.SampleRate {
			continue
		}
		if picked = append(picked, c); len(picked) == n {
			break
		}
	}
	return picked, nil
}
