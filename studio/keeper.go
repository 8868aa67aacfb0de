package studio

import (
	"context"
	"hash/fnv"

	"voicewright/farm"
	"voicewright/script"
	"voicewright/store"
	"voicewright/studio/desk"
)

// keeper keeps what the queue makes, and the queue itself, in the project folder.
type keeper struct{ project *Project }

// Keep implements farm.Keeper.
func (k keeper) Keep(ctx context.Context, job farm.Job, made farm.Made) error {
	take, err := k.project.store.AddTake(ctx, made.Take, made.Trace, made.Sound)
	if err != nil {
		return err
	}
	p := k.project
	p.mu.Lock()
	p.takes[take.Line] = append(p.takes[take.Line], take)
	p.mu.Unlock()
	p.onEvent(desk.Event{Lines: []string{take.Line}, Take: &take})
	if err := p.studio.Used(ctx, take.Voice); err != nil {
		p.studio.options.Log.Warn("uses of a voice", "error", err)
	}
	return nil
}

// Failed implements farm.Keeper.
func (k keeper) Failed(ctx context.Context, job farm.Job, err error) error {
	k.project.studio.options.Log.Warn("render", "line", job.Line, "error", err)
	return nil
}

// Pending implements farm.Keeper.
func (k keeper) Pending(ctx context.Context) ([]farm.Job, error) {
	rows, err := k.project.store.Jobs(ctx)
	jobs := make([]farm.Job, len(rows))
	for i, r := range rows {
		jobs[i] = farm.Job{ID: r.ID, Line: r.Line, Seed: r.Seed, Priority: r.Priority, Candidates: r.Count}
	}
	return jobs, err
}

// Queue implements farm.Keeper.
func (k keeper) Queue(ctx context.Context, jobs []farm.Job) error {
	rows := make([]store.Job, len(jobs))
	for i, j := range jobs {
		rows[i] = store.Job{ID: j.ID, Line: j.Line, Seed: j.Seed, Priority: j.Priority, Count: j.Candidates}
	}
	return k.project.store.PutJobs(ctx, rows)
}

// Drop implements farm.Keeper.
func (k keeper) Drop(ctx context.Context, ids []string) error {
	return k.project.store.DeleteJobs(ctx, ids...)
}

// Priorities of jobs.
const (
	byHand = 10 // somebody waits for it
	batch  = 0
)

// Render asks for a take of every line that has none that fits, those asked for by hand before a batch.
func (p *Project) Render(lines []string, urgent bool) {
	priority := batch
	if urgent {
		priority = byHand
	}
	var jobs []farm.Job
	for _, id := range lines {
		switch p.Status(id).State {
		case script.Ready, script.Silent:
			continue
		case script.Waiting, script.Rendering:
			if urgent {
				p.queue.Raise(id)
			}
			continue
		}
		jobs = append(jobs, p.job(id, 0, priority))
	}
	p.queue.Add(jobs...)
}

// MoreTakes asks for further takes of lines, each with a seed of its own.
func (p *Project) MoreTakes(lines []string, count int) {
	var jobs []farm.Job
	for _, id := range lines {
		if p.Status(id).State == script.Silent {
			continue
		}
		for n := range count {
			jobs = append(jobs, p.job(id, n, byHand))
		}
	}
	p.queue.Add(jobs...)
}

// job makes the order for the line's next take but n.
func (p *Project) job(id string, n, priority int) farm.Job {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := p.shot.lines[id]
	key := p.key(line)
	for _, t := range p.takes[id] {
		if t.Key == key {
			n++
		}
	}
	return farm.Job{ID: script.NewID(), Line: id, Key: key, Seed: seed(id, n), Priority: priority, Candidates: 1}
}

// seed is that of a line's n-th take: 0, which stands for the voice's own, for the first, then one that follows from the
// line and n, so that the same take can be made again.
func seed(line string, n int) uint64 {
	if n == 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(line))
	h.Write([]byte{byte(n), byte(n >> 8)})
	return h.Sum64()>>1 | 1 // SQLite keeps 63 bits
}

// Cancel takes lines out of the queue; CancelAll empties it.
func (p *Project) Cancel(lines ...string) { p.queue.CancelLines(lines...) }

// CancelAll empties the queue.
func (p *Project) CancelAll() { p.queue.CancelAll() }

// Pause lets the queue rest after the jobs under way; Resume goes on.
func (p *Project) Pause() { p.queue.Pause() }

// Resume lets a paused queue go on.
func (p *Project) Resume() { p.queue.Resume() }

// Progress tells how far the queue is.
func (p *Project) Progress() farm.Progress { return p.queue.Progress() }
