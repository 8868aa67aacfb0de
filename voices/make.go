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

	"voicewright/prompts"
)

// FromReferences makes a voice of recordings. What is known of it beforehand (name, description, licence, consent, seeds)
// is taken from about; the rest is filled in. The report says what became of every recording, also when there is an error.
func FromReferences(ctx context.Context, encoder prompts.Encoder, about Voice, paths []string, progress func(prompts.Progress)) (*Voice, prompts.Report, error) {
	timbre, report, err := prompts.Encode(ctx, encoder, paths, progress)
	if err != nil {
		return nil, report, err
	}
	voice := about
	voice.Model, voice.ModelHash, voice.Timbre, voice.Clips = encoder.Model().Name, encoder.Model().Hash, timbre, nil
	for _, file := range report.Files {
		hash, err := hashFile(ctx, file.Path)
		if err != nil {
			return nil, report, err
		}
		voice.Clips = append(voice.Clips, Clip{Name: filepath.Base(file.Path), SHA256: hash, Used: file.Used})
	}
	if err := voice.check(); err != nil {
		return nil, report, err
	}
	return &voice, report, nil
}

func hashFile(ctx context.Context, path string) (sum string, err error) {
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
