package studio

import (
	"slices"
	"strings"

	"voicewright/farm"
	"voicewright/script"
	"voicewright/studio/desk"
	"voicewright/synth"
)

// Status tells how far a line's sound is.
func (p *Project) Status(id string) script.Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	line, ok := p.shot.lines[id]
	if !ok {
		return script.Status{State: script.Silent}
	}
	var status script.Status
	for _, t := range p.takes[id] {
		if !t.Rejected {
			status.Takes++
		}
	}
	take, fits := p.chosen(line)
	status.Seconds, status.Flagged = take.Seconds, len(take.Flags) > 0
	job, queued := p.queue.Status(id)
	failed := p.failed[id]
	switch {
	case line.Kind == script.Note:
		return script.Status{State: script.Silent}
	case queued:
		status.State, status.Progress = job.State, job.Progress
	case fits:
		status.State = script.Ready
	case failed.why != "" && failed.key == p.key(line):
		status.State, status.Why = script.Failed, failed.why
	case strings.TrimSpace(script.Plain(line.Text)) == "":
		status.State = script.Silent
	case take.ID != "":
		status.State = script.Stale
	}
	return status
}

// Chosen is the take that stands for a line, and whether it fits the line as it is. Its ID is empty when the line has none.
func (p *Project) Chosen(id string) (take script.Take, fits bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.chosen(p.shot.lines[id])
}

// chosen picks the take that stands for a line: the one that was chosen by hand if it fits the line, else the newest that
// fits, else, for want of one that fits, the one chosen by hand or the newest. A locked line keeps what it has.
func (p *Project) chosen(line script.Line) (take script.Take, fits bool) {
	takes := p.takes[line.ID]
	if len(takes) == 0 {
		return script.Take{}, false // without a key, which takes some time in a script of thousands of lines
	}
	key := p.key(line)
	var byHand, newest, fitting *script.Take
	for i := range takes {
		t := &takes[i]
		if t.ID == line.Take {
			byHand = t
		}
		if t.Rejected {
			continue
		}
		newest = t
		// Of several the first stands until another is chosen, unless the check doubts it.
		if t.Key == key && (fitting == nil || len(t.Flags) < len(fitting.Flags)) {
			fitting = t
		}
	}
	switch {
	case byHand != nil && (line.Locked || byHand.Key == key):
		return *byHand, true
	case fitting != nil:
		return *fitting, true
	case byHand != nil:
		return *byHand, false
	case newest != nil:
		return *newest, false
	}
	return script.Take{}, false
}

// key is the line's key as it stands; p.mu is held.
func (p *Project) key(line script.Line) string {
	if key, ok := p.shot.keys[line.ID]; ok {
		return key
	}
	role := p.roleOf(line)
	prosody, share := role.ProsodyOf()
	if prosody != "" {
		prosody = p.timbreOf(prosody)
	}
	key := script.Key(script.KeyParts{
		Text: line.Text, Voice: p.timbreOf(p.voiceOf(line)), Delivery: line.Delivery.Over(role.Delivery), Prosody: prosody, Share: share,
		Model: p.shot.model, Engine: synth.Revision, Words: p.words(),
	})
	p.shot.keys[line.ID] = key
	return key
}

// keyNow is the key of a line as it stands.
func (p *Project) keyNow(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.key(p.shot.lines[id])
}

func (p *Project) roleOf(line script.Line) script.Role {
	for _, r := range p.shot.roles {
		if r.ID == line.Role {
			return r
		}
	}
	if len(p.shot.roles) > 0 {
		return p.shot.roles[0]
	}
	return script.Role{}
}

// timbreOf names the sound of a voice in a key: by its ID, and by its revision where it was improved or renewed.
func (p *Project) timbreOf(id string) string {
	revision := p.studio.revision(id)
	if revision == "" {
		revision = p.revised[id]
	}
	if revision == "" {
		return id
	}
	return id + "@" + revision
}

func (p *Project) voiceOf(line script.Line) string {
	for _, id := range []string{line.Voice, p.roleOf(line).Voice, p.shot.settings.FirstVoice} {
		if id != "" {
			return id
		}
	}
	return ""
}

// words are the dictionary's entries for all projects and, over them, the project's own; p.mu is held.
func (p *Project) words() []script.Word {
	return append(slices.Clip(p.shot.common), p.shot.words...)
}

// factor is a pace where 0 stands for 1.
func factor(pace float64) float64 {
	if pace == 0 {
		return 1
	}
	return pace
}

// farmed takes news of the queue.
func (p *Project) farmed(e farm.Event) {
	lines := make([]string, len(e.Lines))
	p.mu.Lock()
	for i, c := range e.Lines {
		lines[i] = c.Line
		if c.State == script.Failed {
			p.failed[c.Line] = failure{why: c.Why, key: p.key(p.shot.lines[c.Line])}
		} else {
			delete(p.failed, c.Line)
		}
	}
	p.mu.Unlock()
	p.onEvent(desk.Event{Lines: lines, Progress: &e.Progress, Err: e.Trouble})
}
