package voices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"voicewright/prompts"
)

// FromReferences makes a voice of recordings. What is known of it beforehand (name, description, licence, consent, tags,
// seeds) is taken from about; the rest is filled in. The report says what became of every recording, also when there is
// an error.
func FromReferences(ctx context.Context, encoder prompts.Encoder, about Voice, paths []string, progress func(prompts.Progress)) (*Voice, prompts.Report, error) {
	return FromSources(ctx, encoder, about, whole(paths), progress)
}

// FromSources is FromReferences of recordings of which parts are switched off.
func FromSources(ctx context.Context, encoder prompts.Encoder, about Voice, sources []prompts.Source, progress func(prompts.Progress)) (*Voice, prompts.Report, error) {
	about.Statistics, about.Clips, about.Origin, about.Prosody = prompts.Statistics{}, nil, Origin{}, Prosody{}
	return add(ctx, encoder, about, sources, progress)
}

// whole are recordings with nothing switched off.
func whole(paths []string) []prompts.Source {
	sources := make([]prompts.Source, len(paths))
	for i, path := range paths {
		sources[i].Path = path
	}
	return sources
}

// ErrNoStatistics says that a voice has no sums that recordings could be added to.
var ErrNoStatistics = errors.New("it keeps no sums of its recordings, because it is a blend, was described, or is of an older version: make it again from all recordings")

// ErrHeard says that a voice was made of all the recordings already that were to be added.
var ErrHeard = errors.New("it was made of these recordings already: give it others")

// Improve adds recordings to a voice: the result sounds as if all had been given at once, and the old ones are not needed.
// The voice itself stays as it is. Recordings that are in it already are passed over. It fails with
// ErrHeard when all are, and with ErrOtherModel or ErrNoStatistics where nothing can be added. The report's Growth tells what they bring.
func Improve(ctx context.Context, encoder prompts.Encoder, v *Voice, sources []prompts.Source, progress func(prompts.Progress)) (*Voice, prompts.Report, error) {
	if err := improvable(v, encoder); err != nil {
		return nil, prompts.Report{}, err
	}
	fresh, err := unheard(ctx, v, sources)
	if err != nil {
		return nil, prompts.Report{}, err
	}
	return add(ctx, encoder, *v, fresh, progress)
}

// Weigh tells what recordings would bring to a voice: its report is that of Improve, and nothing is made. It fails as Improve does.
func Weigh(ctx context.Context, encoder prompts.Encoder, v *Voice, sources []prompts.Source, progress func(prompts.Progress)) (prompts.Report, error) {
	if err := improvable(v, encoder); err != nil {
		return prompts.Report{}, err
	}
	fresh, err := unheard(ctx, v, sources)
	if err != nil {
		return prompts.Report{}, err
	}
	heard, report, err := prompts.Listen(ctx, encoder, fresh, progress)
	if err == nil {
		report.Growth = prompts.Grow(v.Statistics, heard)
	}
	return report, err
}

func improvable(v *Voice, encoder prompts.Encoder) error {
	if err := v.Fits(encoder.Model()); err != nil {
		return err
	}
	if v.Statistics.Empty() {
		return fmt.Errorf("the voice %q cannot be improved: %w", v.Name, ErrNoStatistics)
	}
	return nil
}

// unheard returns the recordings that a voice was not made of yet, each content once.
func unheard(ctx context.Context, v *Voice, sources []prompts.Source) ([]prompts.Source, error) {
	known := map[string]bool{}
	for _, c := range v.Clips {
		known[c.SHA256] = true
	}
	var fresh []prompts.Source
	for _, source := range sources {
		sum, err := HashFile(ctx, source.Path)
		if err != nil {
			return nil, err
		}
		if !known[sum] {
			fresh = append(fresh, source)
		}
		known[sum] = true
	}
	if len(fresh) == 0 {
		return nil, fmt.Errorf("the voice %q cannot be improved: %w", v.Name, ErrHeard)
	}
	return fresh, nil
}

// add listens to recordings and merges them into what a voice holds.
func add(ctx context.Context, encoder prompts.Encoder, voice Voice, sources []prompts.Source, progress func(prompts.Progress)) (*Voice, prompts.Report, error) {
	heard, report, err := prompts.Listen(ctx, encoder, sources, progress)
	if err != nil {
		return nil, report, err
	}
	voice.Prosody.Level = level(voice, report)
	var sums prompts.Statistics // Merge may change what it merges into, and the caller's voice must stay
	if err := errors.Join(sums.Merge(voice.Statistics), sums.Merge(heard)); err != nil {
		return nil, report, err
	}
	if !voice.Statistics.Empty() {
		report.Growth = prompts.Grow(voice.Statistics, heard)
	}
	voice.Statistics = sums
	if voice.Timbre, err = sums.Timbre(ctx, encoder); err != nil {
		return nil, report, err
	}
	voice.Model, voice.ModelHash = encoder.Model().Name, encoder.Model().VoiceHash()
	voice.Clips = slices.Clone(voice.Clips)
	off := map[string][]prompts.Region{}
	for _, source := range sources {
		off[source.Path] = source.Skip
	}
	for _, file := range report.Files {
		hash, err := HashFile(ctx, file.Path)
		if err != nil {
			return nil, report, err
		}
		voice.Clips = append(voice.Clips, Clip{Name: filepath.Base(file.Path), SHA256: hash, Used: file.Used, Off: slices.Clone(off[file.Path])})
	}
	if err := voice.check(); err != nil {
		return nil, report, err
	}
	return &voice, report, nil
}

// level is the mean level of a voice's recordings by the seconds used, with those just heard.
func level(v Voice, report prompts.Report) float64 {
	sum, seconds := 0.0, 0.0
	if before := v.Statistics.Seconds; v.Prosody.Level != 0 {
		sum, seconds = before*v.Prosody.Level, before
	}
	for _, file := range report.Files {
		sum += file.Used * max(file.Measures.Level, -120)
		seconds += file.Used
	}
	if seconds == 0 {
		return 0
	}
	return sum / seconds
}

// HashFile is the SHA-256 of a file, in hexadecimal.
func HashFile(ctx context.Context, path string) (sum string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the reference recording cannot be opened again: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	hash := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		switch _, err := io.CopyN(hash, file, 4<<20); {
		case err == io.EOF:
			return hex.EncodeToString(hash.Sum(nil)), nil
		case err != nil:
			return "", fmt.Errorf("read %s: %w", path, err)
		}
	}
}
