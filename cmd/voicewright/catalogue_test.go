package main

import (
	"path/filepath"
	"strings"
	"testing"

	"voicewright/synth/synthtest"
	"voicewright/voices"
)

// The catalogue on the command line, by the program as it is delivered.
func TestCatalogue(t *testing.T) {
	synthtest.NeedLibrary(t)
	if all, err := voices.Builtin(); err != nil || len(all) < 2 {
		t.Skipf("skipped: this checkout has no built-in voices (%v)", err)
	}
	folder := t.TempDir()
	speechLike(t, filepath.Join(folder, "a.wav"), 6)
	speechLike(t, filepath.Join(folder, "b.wav"), 9)
	voice := func(code int, says string, args ...string) string {
		t.Helper()
		got := invoke(t, folder, "", append(append([]string{"voices"}, args...), "--data", "data")...)
		if got.code != code || !strings.Contains(got.out+got.err, says) {
			t.Fatalf("voices %v: exit code %d, want %d with %q\n%s%s", args, got.code, code, says, got.out, got.err)
		}
		if code != exitDone {
			isOneSentence(t, got)
		}
		return got.out
	}
	voice(exitUsage, "--consent", "add", "a.wav", "--name", "Anna")
	id := strings.Fields(voice(exitDone, "Anna", "add", "a.wav", "--name", "Anna", "--consent", "Anna agreed.", "--tag", "warm"))[0]
	voice(exitDone, "Rowan", "list")
	voice(exitDone, id, "search", "war")
	voice(exitDone, "Anna agreed.", "show", "anna")
	voice(exitDone, "Rowan", "like", "Anna")
	voice(exitDone, id, "improve", "Anna", "b.wav")
	voice(exitDone, "b.wav", "show", id)
	voice(exitFailed, "already", "improve", "Anna", "b.wav")
	voice(exitFailed, "cannot be opened", "improve", "Anna", "none.wav")
	voice(exitDone, "Both", "blend", "Anna=1", "Rowan=2", "--name", "Both")
	voice(exitDone, "Did you mean", "describe", "a low, hoarze man", "--count", "1", "--name", "Low Tom", "--out", "auditions")
	voice(exitDone, "Made from words", "show", "Low Tom")
	voice(exitUsage, "how a voice sounds", "describe", "of the")
	voice(exitUsage, "--count", "describe", "a man", "--count", "99")
	voice(exitDone, "anna.voice", "export", "Anna", "-o", "anna.voice")
	voice(exitFailed, "no voice", "export", "Nobody", "-o", "x.voice")
	voice(exitDone, "", "trash", "Anna")
	voice(exitFailed, "no voice", "like", "Anna")
	voice(exitDone, "", "restore", "Anna")
	if out := voice(exitDone, "", "search", "Anna"); !strings.Contains(out, id) {
		t.Errorf("after the trash: %s", out)
	}
	if got := invoke(t, folder, "", "voices", "import", "anna.voice", "--data", "other"); got.code != exitDone || !strings.Contains(got.out, "Anna") {
		t.Errorf("import: %d %s%s", got.code, got.out, got.err)
	}
	if got := invoke(t, folder, "", "say", "Hello.", "--voice", "anna", "--data", "data", "--out", "a1.wav"); got.code != exitDone {
		t.Errorf("say: %d %s", got.code, got.err)
	}
	if got := invoke(t, folder, "", "say", "Hello.", "--voice", "nobody", "--data", "data", "--out", "a2.wav"); got.code != exitFailed {
		t.Errorf("say with nobody: %d", got.code)
	}
}
