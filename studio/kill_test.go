package studio

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"voicewright/audio"
	"voicewright/deliver"
	"voicewright/script"
	"voicewright/studio/desk"
	"voicewright/synth/synthtest"
)

// The variables by which the test runs itself as the program that is killed.
const (
	killFolder = "VOICEWRIGHT_TEST_KILL_FOLDER"
	killRounds = "VOICEWRIGHT_TEST_KILLS" // how often to kill; 6 without it
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(killFolder); folder != "" {
		if err := session(folder); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// session works on a project until it is killed: it edits, renders, chooses and exports, and says on standard output what
// is on disk by now.
func session(folder string) error {
	ctx := context.Background()
	s, err := Open(ctx, Options{Places: PlacesIn(folder)})
	if err != nil {
		return err
	}
	taken := make(chan script.Take, 100)
	onEvent := func(e desk.Event) {
		if e.Take != nil {
			taken <- *e.Take
		}
	}
	project := filepath.Join(folder, "Killed.vwp")
	var p *Project
	if _, err := os.Stat(project); err == nil {
		p, err = s.OpenProject(ctx, project, onEvent)
		if err != nil {
			return err
		}
	} else if p, err = s.CreateProject(ctx, project, s.Demo(), onEvent); err != nil {
		return err
	}
	if _, err := s.Engine(ctx); err != nil {
		return err
	}
	if reason, yes := p.ReadOnly(); yes {
		return fmt.Errorf("read only: %s", reason)
	}
	saved := func() {
		done := make(chan struct{})
		p.saver.add(func(context.Context) error { close(done); return nil })
		<-done
	}
	fmt.Println("ready")
	for n := 0; ; n++ {
		line := script.Line{ID: script.NewID(), Text: fmt.Sprintf("Line %d of this session.", n)}
		if _, err := p.Do(script.Insert{At: p.Document().Len() / 2, Lines: []script.Line{line}}); err != nil {
			return err
		}
		saved()
		fmt.Println("line", line.ID, line.Text)
		p.MoreTakes([]string{line.ID}, 1)
		take := <-taken
		if _, err := p.Do(script.Choose{Line: take.Line, Take: take.ID}); err != nil {
			return err
		}
		saved()
		fmt.Println("chosen", take.Line, take.ID)
		out := filepath.Join(folder, "out")
		if err := os.MkdirAll(out, 0o755); err != nil {
			return err
		}
		plan, err := deliver.Plan(p.Items(nil), deliver.Spec{Folder: out, Project: fmt.Sprintf("Export%d", n%3), Group: deliver.Whole, Rate: 48000, Overwrite: true})
		if err != nil {
			return err
		}
		if _, err := deliver.Write(ctx, plan, func(deliver.Progress) {}); err != nil {
			return err
		}
	}
}

// TestKilledAtAnyMoment kills a working studio at random moments: no line and no chosen take that was said to be on disk is
// lost, and no export is left half-written.
func TestKilledAtAnyMoment(t *testing.T) {
	synthtest.NeedLibrary(t)
	if testing.Short() {
		t.Skip("skipped: -short")
	}
	rounds := 6
	if text := os.Getenv(killRounds); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	lines, chosen := map[string]string{}, map[string]string{}
	for round := range rounds {
		work(t, folder, lines, chosen)
		check(t, round, folder, lines, chosen)
		if t.Failed() {
			return
		}
	}
	t.Logf("killed %d times: %d lines and %d chosen takes are all there", rounds, len(lines), len(chosen))
}

// work runs a session, kills it and notes what it had said.
func work(t *testing.T, folder string, lines, chosen map[string]string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), killFolder+"="+folder)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for said.Scan() {
		words := strings.SplitN(said.Text(), " ", 3)
		switch words[0] {
		case "ready":
			time.AfterFunc(time.Duration(rand.IntN(1500))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		case "line":
			lines[words[1]] = words[2]
		case "chosen":
			chosen[words[1]] = words[2]
		case "error":
			t.Fatalf("the session ended by itself: %s", said.Text())
		}
	}
	_ = cmd.Wait() // it was killed
}

func check(t *testing.T, round int, folder string, lines, chosen map[string]string) {
	t.Helper()
	s, err := Open(t.Context(), Options{Places: PlacesIn(folder)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.OpenProject(t.Context(), filepath.Join(folder, "Killed.vwp"), func(desk.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.CancelAll()
	if reason, yes := p.ReadOnly(); yes {
		t.Errorf("round %d: opened read-only: %s", round, reason)
	}
	for id, text := range lines {
		if l, ok := p.Document().Find(id); !ok || l.Text != text {
			t.Errorf("round %d: line %s is lost: %q", round, id, l.Text)
		}
	}
	for id, take := range chosen {
		l, _ := p.Document().Find(id)
		if l.Take != take {
			t.Errorf("round %d: line %s has lost its chosen take %s", round, id, take)
			continue
		}
		found := false
		for _, kept := range p.Takes(id) {
			if kept.ID == take {
				_, _, err := p.Sound(t.Context(), kept)
				found = err == nil
			}
		}
		if !found {
			t.Errorf("round %d: the chosen take %s of line %s cannot be heard", round, take, id)
		}
	}
	exports, _ := filepath.Glob(filepath.Join(folder, "out", "Export*.wav")) // the pattern is well formed
	for _, path := range exports {
		if _, err := audio.Load(path, 0, time.Hour); err != nil {
			t.Errorf("round %d: the export %s is broken: %v", round, filepath.Base(path), err)
		}
	}
}
