package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"voicewright/script"
)

// Set in the environment: the number of kills instead of the usual one, and, for the program that is killed, the project
// that it works on and the seed of its work.
const (
	killsVariable   = "VOICEWRIGHT_KILLS"
	projectVariable = "VOICEWRIGHT_KILL_PROJECT"
	seedVariable    = "VOICEWRIGHT_KILL_SEED"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(projectVariable); dir != "" {
		seed, err := strconv.ParseUint(os.Getenv(seedVariable), 10, 64)
		if err == nil {
			err = session(dir, seed)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) // a session only ends by being killed
	}
	os.Exit(m.Run())
}

// A step is what the session tells of its work: first what it is about to do, then that it is done.
type step struct {
	Done   bool
	Delta  *script.Delta `json:",omitempty"`
	Take   *script.Take  `json:",omitempty"` // added
	Delete string        `json:",omitempty"` // a take
	Opened bool          `json:",omitempty"`
}

// A worker is the writer who is interrupted.
type worker struct {
	p        *Project
	document *script.Document
	takes    map[string][]script.Take
	rng      *rand.Rand
	out      *json.Encoder
}

// session works on a project like a writer in a hurry until it is killed.
func session(dir string, seed uint64) error {
	ctx := context.Background()
	p, err := OpenProject(ctx, dir)
	if err != nil {
		return err
	}
	if reason, yes := p.ReadOnly(); yes {
		return errors.New(reason)
	}
	content, err := p.Load(ctx)
	if err != nil {
		return err
	}
	takes, err := p.AllTakes(ctx)
	if err != nil {
		return err
	}
	w := worker{p, script.New(content), takes, rand.New(rand.NewPCG(seed, 7)), json.NewEncoder(os.Stdout)}
	if err := w.out.Encode(step{Opened: true}); err != nil {
		return err
	}
	for {
		if err := w.work(ctx); err != nil {
			return err
		}
	}
}

func (w *worker) work(ctx context.Context) error {
	line := w.document.Line(w.rng.IntN(w.document.Len()))
	switch n := w.rng.IntN(20); {
	case n < 6:
		return w.edit(ctx, script.SetText{ID: line.ID, Text: fmt.Sprintf("Text %d.", w.rng.Uint64())})
	case n < 8:
		return w.edit(ctx, script.Insert{At: w.rng.IntN(w.document.Len() + 1), Lines: []script.Line{{Text: "New."}, {Text: "And another."}}})
	case n < 9 && w.document.Len() > 4:
		return w.edit(ctx, script.Delete{IDs: []string{line.ID}})
	case n < 10:
		return w.edit(ctx, script.Move{IDs: []string{line.ID}, To: w.rng.IntN(w.document.Len())})
	case n < 11:
		if delta, ok := w.document.Undo(); ok {
			return w.save(ctx, delta)
		}
	case n < 15:
		return w.render(ctx, line)
	case n < 17:
		if takes := w.takes[line.ID]; len(takes) > 0 {
			return w.edit(ctx, script.Choose{Line: line.ID, Take: takes[w.rng.IntN(len(takes))].ID})
		}
	case n < 18:
		return w.forget(ctx, line)
	case n < 19:
		_, err := w.p.Clean(ctx)
		return err
	default:
		return w.p.Backup(ctx)
	}
	return nil
}

func (w *worker) edit(ctx context.Context, e script.Edit) error {
	delta, err := w.document.Do(e)
	if err != nil {
		return err
	}
	return w.save(ctx, delta)
}

func (w *worker) save(ctx context.Context, delta script.Delta) error {
	return w.durably(step{Delta: &delta}, func() error { return w.p.Save(ctx, delta) })
}

func (w *worker) render(ctx context.Context, line script.Line) error {
	take := script.Take{ID: script.NewID(), Line: line.ID, Text: line.Text}
	job := script.NewID()
	if err := w.p.PutJobs(ctx, []Job{{ID: job, Line: line.ID}}); err != nil {
		return err
	}
	return w.durably(step{Take: &take}, func() error {
		_, err := w.p.AddTake(ctx, take, someTrace(40), noise(w.rng.Uint64(), 5000), job)
		w.takes[line.ID] = append(w.takes[line.ID], take)
		return err
	})
}

// forget deletes a take of a line that the line has not chosen.
func (w *worker) forget(ctx context.Context, line script.Line) error {
	for i, take := range w.takes[line.ID] {
		if take.ID != line.Take {
			w.takes[line.ID] = slices.Delete(w.takes[line.ID], i, i+1)
			return w.durably(step{Delete: take.ID}, func() error { return w.p.DeleteTake(ctx, take.ID) })
		}
	}
	return nil
}

func (w *worker) durably(s step, do func() error) error {
	if err := w.out.Encode(s); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return w.out.Encode(step{Done: true})
}

// A ledger is what must be in the project.
type ledger struct {
	content script.Content
	takes   map[string]string // lines of takes by their ID
}

// after returns the ledger with a step.
func (l ledger) after(s step) ledger {
	if s.Delta != nil {
		l.content = apply(l.content, *s.Delta)
	}
	takes := map[string]string{}
	for id, line := range l.takes {
		if id != s.Delete {
			takes[id] = line
		}
	}
	if s.Take != nil {
		takes[s.Take.ID] = s.Take.Line
	}
	l.takes = takes
	return l
}

// apply carries a change out on plain lists.
func apply(c script.Content, d script.Delta) script.Content {
	lines := map[string]script.Line{}
	var order []string
	for _, l := range c.Lines {
		lines[l.ID] = l
		order = append(order, l.ID)
	}
	for _, id := range d.Removed {
		delete(lines, id)
	}
	for _, l := range d.Changed {
		lines[l.ID] = l
	}
	if d.Order != nil {
		order = d.Order
	}
	c.Lines = nil
	for _, id := range order {
		c.Lines = append(c.Lines, lines[id])
	}
	return c
}

// killed runs a session, kills it at a random moment and returns what must be in the project then: one ledger, or two
// when it was killed between the announcement of a step and its end.
func killed(t *testing.T, dir string, rng *rand.Rand, before ledger) (possible []ledger, steps int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), projectVariable+"="+dir, fmt.Sprintf("%s=%d", seedVariable, rng.Uint64()))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	kill := func() { _ = cmd.Process.Kill() }
	if rng.IntN(5) == 0 { // while it opens, perhaps
		time.AfterFunc(time.Duration(rng.IntN(120))*time.Millisecond, kill)
	}
	possible = []ledger{before}
	until := rng.IntN(80)
	lines := bufio.NewReader(out)
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil { // the end, perhaps in the middle of a line
			if err != io.EOF {
				t.Fatal(err)
			}
			break
		}
		var s step
		must(t, json.Unmarshal(text, &s))
		switch {
		case s.Done:
			possible = possible[len(possible)-1:]
			steps++
		case !s.Opened:
			possible = append(possible, possible[0].after(s))
		}
		if steps == until {
			until = -1
			time.AfterFunc(time.Duration(rng.IntN(8000))*time.Microsecond, kill)
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() == 1 {
		t.Fatalf("the session ended by itself: %v", err)
	}
	return possible, steps
}

// TestKill kills a program again and again while it works on a project. After every kill nothing is lost that it had
// finished, nothing is there by halves, and every take can be heard.
func TestKill(t *testing.T) {
	kills := 15
	if text := os.Getenv(killsVariable); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		must(t, err)
	}
	ctx := context.Background()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 3))
	dir := filepath.Join(t.TempDir(), "Killed.vwp")
	p, err := CreateProject(ctx, dir, contentOf("One.", "Two.", "Three.", "Four.", "Five."))
	must(t, err)
	now := ledger{takes: map[string]string{}}
	now.content, err = p.Load(ctx)
	must(t, err)
	must(t, p.Close())
	total, between := 0, 0
	for round := range kills {
		possible, steps := killed(t, dir, rng, now)
		total += steps
		p, err := OpenProject(ctx, dir)
		must(t, err)
		if reason, yes := p.ReadOnly(); yes {
			t.Fatalf("kill %d: read only: %s", round, reason)
		}
		now = found(t, p, possible)
		if len(possible) > 1 {
			between++
		}
		must(t, p.Close())
		if t.Failed() {
			t.Fatalf("kill %d", round)
		}
	}
	t.Logf("%d kills, %d of them inside of a step, %d steps, %d lines, %d takes", kills, between, total, len(now.content.Lines), len(now.takes))
}

// found checks a project against what may be in it and returns what is.
func found(t *testing.T, p *Project, possible []ledger) ledger {
	t.Helper()
	ctx := context.Background()
	content, err := p.Load(ctx)
	must(t, err)
	all, err := p.AllTakes(ctx)
	must(t, err)
	there := ledger{content: content, takes: map[string]string{}}
	for line, takes := range all {
		for _, take := range takes {
			there.takes[take.ID] = line
			if _, err := p.Sound(ctx, take); err != nil {
				t.Error(err)
			}
			if _, err := p.Trace(ctx, take.ID); err != nil {
				t.Error(err)
			}
		}
	}
	lines := map[string]bool{}
	for _, l := range content.Lines {
		lines[l.ID] = true
		if l.Take != "" && there.takes[l.Take] != l.ID {
			t.Errorf("the chosen take %s of line %s is lost", l.Take, l.ID)
		}
	}
	matches := false
	for _, want := range possible {
		matches = matches || slices.Equal(content.Lines, want.content.Lines) && holds(there.takes, want.takes, lines)
	}
	if !matches {
		t.Errorf("found %+v\nwant one of %+v", there, possible)
	}
	r, err := p.Check(ctx)
	must(t, err)
	if !r.Sound() {
		t.Errorf("check: %+v", r)
	}
	return there
}

// holds tells whether the takes are those that are wanted. Takes of lines that are gone may be cleaned away.
func holds(there, want map[string]string, lines map[string]bool) bool {
	for id, line := range want {
		if there[id] != line && lines[line] {
			return false
		}
	}
	for id := range there {
		if _, ok := want[id]; !ok {
			return false
		}
	}
	return true
}
