package studio

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"voicewright/studio/desk"
	"voicewright/voices/card"
)

// recordings copies some of the evaluation kit's reference recordings into a folder, where a test may do with them what it likes.
func recordings(t testing.TB, count int) []string {
	t.Helper()
	found, err := filepath.Glob("../../shared/eval/prompts/*.*")
	if err != nil || len(found) < count {
		t.Skip("skipped: ../shared/eval/prompts is not here")
	}
	folder := t.TempDir()
	var paths []string
	for _, path := range found[:count] {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, filepath.Join(folder, filepath.Base(path)))
		if err := os.WriteFile(paths[len(paths)-1], data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func ignore(desk.Listening) {}

func TestClipsTellWhatIsStillThere(t *testing.T) {
	ctx, s, paths := t.Context(), open(t), recordings(t, 3)
	made, _, err := s.AddRecordings(ctx, card.Card{Name: "Anna", Consent: "She agreed."}, desk.Whole(paths...), ignore)
	if err != nil {
		t.Fatal(err)
	}
	check := func(want ...bool) {
		t.Helper()
		clips, err := s.Clips(ctx, made.ID)
		if err != nil || len(clips) != len(paths) {
			t.Fatalf("%d clips, %v", len(clips), err)
		}
		for i, c := range clips {
			if c.There != want[i] || c.Path != paths[i] || c.Name != filepath.Base(paths[i]) || len(c.SHA256) != 64 || c.Used <= 0 {
				t.Errorf("clip %d is %+v, want there %v", i, c, want[i])
			}
		}
	}
	check(true, true, true)
	data, err := os.ReadFile(paths[1])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1 // the same size, another content
	if err := os.WriteFile(paths[1], data, 0o600); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Hour)
	for _, path := range paths[1:] { // the last one was only touched
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
	}
	check(true, false, true)
	if err := os.Remove(paths[0]); err != nil {
		t.Fatal(err)
	}
	check(false, false, true)

	if err := s.Trash(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	check(false, false, true)
	if err := s.EmptyTrash(ctx); err != nil {
		t.Fatal(err)
	}
	if clips, err := s.Clips(ctx, made.ID); err != nil || len(clips) != 0 {
		t.Errorf("a deleted voice has %d clips, %v", len(clips), err)
	}
}
