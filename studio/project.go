package studio

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"voicewright/audio"
	"voicewright/farm"
	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/synth"
)

// Project is an open project: its document, the takes of its lines and the queue that renders them.
//
// The document belongs to the goroutine of the window: Document, Do, Undo and Redo are called there and nowhere else. All
// other methods are safe for concurrent use. What happens in the background is told through OnEvent.
type Project struct {
	studio   *Studio
	store    *store.Project
	document *script.Document
	queue    *farm.Queue
	saver    *saver
	onEvent  func(desk.Event)

	mu      sync.Mutex
	shot    snapshot
	takes   map[string][]script.Take // of every line, in the order in which they were made
	failed  map[string]failure       // lines whose last job came to nothing
	carried map[string]bool          // voices that lie in the project folder
	revised map[string]string        // their revisions, as they came with the folder
}

// snapshot is what the background work reads of the document.
type snapshot struct {
	lines    map[string]script.Line
	roles    []script.Role
	words    []script.Word
	common   []script.Word // of all projects
	settings script.Settings
	keys     map[string]string // cached; a missing one is computed when it is asked for
	model    string            // hash of the engine's model; empty while the engine opens
}

// failure is why a line could not be rendered, as long as the line has this key.
type failure struct{ why, key string }

// CreateProject makes a project folder and opens it.
func (s *Studio) CreateProject(ctx context.Context, folder string, state script.Content, onEvent func(desk.Event)) (*Project, error) {
	p, err := store.CreateProject(ctx, folder, state)
	if err != nil {
		return nil, err
	}
	return s.open(ctx, p, onEvent)
}

// OpenProject opens a project folder. onEvent is called from any goroutine and must return at once.
func (s *Studio) OpenProject(ctx context.Context, folder string, onEvent func(desk.Event)) (*Project, error) {
	p, err := store.OpenProject(ctx, folder)
	if err != nil {
		return nil, err
	}
	return s.open(ctx, p, onEvent)
}

func (s *Studio) open(ctx context.Context, from *store.Project, onEvent func(desk.Event)) (_ *Project, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, from.Close())
		}
	}()
	state, err := from.Load(ctx)
	if err != nil {
		return nil, err
	}
	takes, err := from.AllTakes(ctx)
	if err != nil {
		return nil, err
	}
	cards, err := from.Voices(ctx)
	if err != nil {
		return nil, err
	}
	p := &Project{studio: s, store: from, document: script.New(state), onEvent: onEvent, takes: takes,
		failed: map[string]failure{}, carried: map[string]bool{}, revised: map[string]string{}}
	for _, c := range cards {
		p.carried[c.ID], p.revised[c.ID] = true, c.Revision
	}
	p.shot = snapshot{lines: map[string]script.Line{}, roles: state.Roles, words: state.Words, settings: state.Settings, keys: map[string]string{}}
	for _, l := range state.Lines {
		p.shot.lines[l.ID] = l
	}
	if p.shot.common, err = s.Words(ctx); err != nil {
		return nil, err
	}
	p.saver = newSaver(s.ctx, func(err error) {
		if err != nil {
			s.options.Log.Error("save", "project", from.Path(), "error", err)
		}
		onEvent(desk.Event{Err: err, Saved: err == nil})
	})
	// Paused until everything is in place, since jobs that a crash has left begin at once.
	p.queue = farm.New(s.ctx, renderer{p}, keeper{p}, farm.Options{Paused: true, OnChange: p.farmed})
	p.queue.Resume()
	s.mu.Lock()
	s.projects[p] = true
	s.mu.Unlock()
	s.work.Go(p.engineReady)
	if err := s.AddRecent(ctx, from.Path(), from.Name()); err != nil {
		s.options.Log.Error("recent projects", "error", err)
	}
	return p, nil
}

// engineReady learns the model's hash, on which every line's key depends.
func (p *Project) engineReady() {
	engine, err := p.studio.Engine(p.studio.ctx)
	if err != nil {
		return // whoever renders is told
	}
	p.mu.Lock()
	p.speakWith(engine.Model())
	cast := script.Delta{Changed: slices.Collect(maps.Values(p.shot.lines)), Roles: p.shot.roles, Settings: &p.shot.settings}
	p.mu.Unlock()
	if _, readOnly := p.ReadOnly(); !readOnly {
		p.carry(cast)
	}
	p.onEvent(desk.Event{All: true})
}

// speakWith makes a model the one that lines are spoken with; p.mu is held. Whoever renders as soon as the engine is there may
// come before engineReady, and its take would be stale at once.
func (p *Project) speakWith(m *synth.Model) {
	if p.shot.model != m.Hash {
		p.shot.model = m.Hash
		clear(p.shot.keys)
	}
}

// reword takes a new dictionary of all projects: lines with its words become stale.
func (p *Project) reword(common []script.Word) {
	p.mu.Lock()
	p.shot.common = common
	clear(p.shot.keys)
	p.mu.Unlock()
	p.onEvent(desk.Event{All: true})
}

// revise takes note that a voice has another timbre: its lines become stale, and the copy in the project folder follows.
func (p *Project) revise(id string) {
	p.mu.Lock()
	clear(p.shot.keys)
	carried := p.carried[id]
	p.mu.Unlock()
	if _, readOnly := p.ReadOnly(); carried && !readOnly {
		p.saver.add(func(ctx context.Context) error {
			c, file, err := p.studio.Voice(ctx, id)
			if err != nil {
				return nil // deleted meanwhile
			}
			return p.store.PutVoice(ctx, c, file)
		})
	}
	p.onEvent(desk.Event{All: true})
}

// Close finishes saving, stops the queue and closes the files. Jobs that wait are taken up when the project is opened again.
func (p *Project) Close() error {
	p.studio.mu.Lock()
	delete(p.studio.projects, p)
	p.studio.mu.Unlock()
	p.queue.Close()
	return errors.Join(p.saver.close(), p.store.Close())
}

// Document is the script. It belongs to the goroutine of the window; change it through Do.
func (p *Project) Document() *script.Document { return p.document }

// Name is the project's name, Path its folder.
func (p *Project) Name() string { return p.store.Name() }

// Path is the project's folder.
func (p *Project) Path() string { return p.store.Path() }

// ReadOnly tells whether changes cannot be kept, and why.
func (p *Project) ReadOnly() (reason string, yes bool) { return p.store.ReadOnly() }

// Do applies an edit to the document and saves it.
func (p *Project) Do(e script.Edit) (script.Delta, error) {
	if reason, yes := p.ReadOnly(); yes {
		return script.Delta{}, fmt.Errorf("the project cannot be changed: %s", reason)
	}
	delta, err := p.document.Do(e)
	if err == nil {
		p.accept(delta)
	}
	return delta, err
}

// Undo takes the last edit back, Redo makes it again.
func (p *Project) Undo() (script.Delta, bool) {
	delta, ok := p.document.Undo()
	if ok {
		p.accept(delta)
	}
	return delta, ok
}

// Redo makes the last undone edit again.
func (p *Project) Redo() (script.Delta, bool) {
	delta, ok := p.document.Redo()
	if ok {
		p.accept(delta)
	}
	return delta, ok
}

// accept brings a change of the document to the snapshot and to disk.
func (p *Project) accept(d script.Delta) {
	p.mu.Lock()
	for _, l := range d.Changed {
		p.shot.lines[l.ID] = l
		delete(p.shot.keys, l.ID)
	}
	for _, id := range d.Removed {
		delete(p.shot.lines, id)
		delete(p.shot.keys, id)
	}
	if d.Roles != nil {
		p.shot.roles = d.Roles
	}
	if d.Words != nil {
		p.shot.words = d.Words
	}
	if d.Settings != nil {
		p.shot.settings = *d.Settings
	}
	if d.Roles != nil || d.Words != nil || d.Settings != nil {
		clear(p.shot.keys)
	}
	p.mu.Unlock()
	if len(d.Removed) > 0 {
		p.queue.CancelLines(d.Removed...)
	}
	p.saver.add(func(ctx context.Context) error { return p.store.Save(ctx, d) })
	p.carry(d)
}

// carry copies the voices that a change brought in into the project folder, so that it can move to another machine.
func (p *Project) carry(d script.Delta) {
	var ids []string
	for _, l := range d.Changed {
		ids = append(ids, l.Voice)
	}
	for _, r := range d.Roles {
		ids = append(ids, r.Voice, r.Prosody)
	}
	if d.Settings != nil {
		ids = append(ids, d.Settings.FirstVoice)
	}
	for _, id := range ids {
		p.mu.Lock()
		known := id == "" || p.carried[id]
		p.carried[id] = true
		p.mu.Unlock()
		if known {
			continue
		}
		p.saver.add(func(ctx context.Context) error {
			c, file, err := p.studio.Voice(ctx, id)
			if err != nil {
				return nil // not in the catalogue: a line with this voice says so when it is rendered
			}
			return p.store.PutVoice(ctx, c, file)
		})
	}
}

// Takes are the takes of a line, the oldest first.
func (p *Project) Takes(line string) []script.Take {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.takes[line])
}

// Sound reads the sound of a take and what is known of it over time.
func (p *Project) Sound(ctx context.Context, t script.Take) (audio.Buffer, script.Trace, error) {
	sound, err := p.store.Sound(ctx, t)
	if err != nil {
		return audio.Buffer{}, script.Trace{}, err
	}
	trace, err := p.store.Trace(ctx, t.ID)
	return sound, trace, err
}

// ChangeTake changes a take's marks (starred, rejected).
func (p *Project) ChangeTake(id string, change func(*script.Take)) {
	p.mu.Lock()
	var line string
	for l, takes := range p.takes {
		for i := range takes {
			if takes[i].ID == id {
				change(&takes[i])
				line = l
			}
		}
	}
	p.mu.Unlock()
	p.saver.add(func(ctx context.Context) error { return p.store.SetTake(ctx, id, change) })
	p.onEvent(desk.Event{Lines: []string{line}})
}

// DeleteTake forgets a take; its sound is deleted when the project is opened the next time.
func (p *Project) DeleteTake(t script.Take) {
	p.mu.Lock()
	p.takes[t.Line] = slices.DeleteFunc(p.takes[t.Line], func(other script.Take) bool { return other.ID == t.ID })
	p.mu.Unlock()
	p.saver.add(func(ctx context.Context) error { return p.store.DeleteTake(ctx, t.ID) })
	p.onEvent(desk.Event{Lines: []string{t.Line}})
}
