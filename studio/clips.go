package studio

import (
	"context"
	"os"
	"path/filepath"

	"voicewright/prompts"
	"voicewright/voices"
	"voicewright/voices/card"
)

// Clips returns the recordings that a voice of the catalogue was made of, in their order, and of each whether the very
// same file is still where it was.
func (s *Studio) Clips(ctx context.Context, id string) ([]card.Clip, error) {
	clips, err := s.Library.Clips(ctx, id)
	for i := range clips {
		clips[i].There = isThere(ctx, clips[i])
	}
	return clips, err
}

// isThere tells whether the file of a clip is what it was: by its size and time, and where it was merely touched or
// copied, by its content.
func isThere(ctx context.Context, c card.Clip) bool {
	if c.Path == "" {
		return false
	}
	info, err := os.Stat(c.Path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != c.Size {
		return false
	}
	if info.ModTime().Equal(c.Changed) {
		return true
	}
	sum, err := voices.HashFile(ctx, c.Path)
	return err == nil && sum == c.SHA256
}

// clipsOf are the recordings that a voice names. files are those that were just listened to: they lie at the end of the
// list, and of them it is known where they are.
func clipsOf(v *voices.Voice, files []prompts.FileReport) []card.Clip {
	clips := make([]card.Clip, len(v.Clips))
	before := len(clips) - len(files)
	for i, c := range v.Clips {
		clips[i] = card.Clip{Name: c.Name, SHA256: c.SHA256, Used: c.Used}
		if i < before {
			continue
		}
		path, err := filepath.Abs(files[i-before].Path)
		if err != nil {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			continue // it was there a moment ago; the voice does not need it any more
		}
		clips[i].Path, clips[i].Size, clips[i].Changed = path, info.Size(), info.ModTime()
	}
	return clips
}
