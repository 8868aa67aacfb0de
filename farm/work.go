package farm

import (
	"container/heap"
	"context"
	"fmt"
	"strings"
	"time"
)

// start lets idle workers begin. Every worker is a goroutine that lives for one job.
func (q *Queue) start() {
	for !q.paused && !q.closed && q.busy < q.workers && len(q.waiting) > 0 {
		t := heap.Pop(&q.waiting).(*task)
		var ctx context.Context
		ctx, t.cancel = context.WithCancel(q.ctx)
		t.started = time.Now()
		t.line.running++
		q.busy++
		q.meter.unwait(t)
		q.meter.started(t)
		q.tell(t.line)
		q.jobs.Go(func() { q.work(ctx, t) })
	}
}

// work does one job and then hands its worker's place on.
func (q *Queue) work(ctx context.Context, t *task) {
	defer t.cancel()
	keeping := context.WithoutCancel(ctx) // what is finished is kept even when the queue closes now
	takes, err := q.render(ctx, t)
	switch {
	case !q.current(t): // cancelled
		q.finish(t, nil)
	case err == nil:
		if err := q.keep(keeping, t.job, takes); err != nil {
			q.finish(t, func() { q.unkept(t, err) })
			return
		}
		q.finish(t, func() { q.succeeded(t, takes[len(takes)-1]) })
	case ctx.Err() != nil: // closing; the job stays with the Keeper
		q.finish(t, nil)
	default:
		if err := q.keeper.Failed(keeping, t.job, err); err != nil {
			q.news.trouble(err)
		}
		q.finish(t, func() { q.failed(t, err) })
	}
}

func (q *Queue) current(t *task) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.holds(t)
}

// render makes takes until one passes the check or the rolls are used up. The takes come in the order of Keep: the best
// one last.
func (q *Queue) render(ctx context.Context, t *task) ([]Made, error) {
	var takes []Made
	for roll := 0; roll <= max(0, q.rerolls); roll++ {
		job := t.job
		job.Seed = RollSeed(t.job.Seed, roll)
		q.advance(t, roll, 0)
		made, err := q.renderer.Render(ctx, job, func(p float64) { q.advance(t, roll, p) })
		if err != nil && roll > 0 && ctx.Err() == nil {
			break // there is a take already, if a doubtful one
		}
		if err != nil {
			return nil, err
		}
		made.Take.Seed = job.Seed
		made.Take.Flags = Check(made)
		fill(&made, job)
		takes = append(takes, made)
		if len(made.Take.Flags) == 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	best := 0
	for i := range takes {
		takes[i].Take.Rejected = true
		if badness(takes[i].Take.Flags) < badness(takes[best].Take.Flags) {
			best = i
		}
	}
	takes[best].Take.Rejected = false
	candidate := takes[best]
	return append(append(takes[:best:best], takes[best+1:]...), candidate), nil
}

func fill(made *Made, job Job) {
	if made.Take.Line == "" {
		made.Take.Line = job.Line
	}
	if made.Take.Key == "" {
		made.Take.Key = job.Key
	}
	if made.Take.Seconds == 0 {
		made.Take.Seconds = made.Sound.Seconds()
	}
}

func (q *Queue) keep(ctx context.Context, job Job, takes []Made) error {
	for _, made := range takes {
		if err := q.keeper.Keep(ctx, job, made); err != nil {
			return err
		}
	}
	return nil
}

// advance notes the progress of a roll.
func (q *Queue) advance(t *task, roll int, p float64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.holds(t) || t.place >= 0 || roll < t.roll {
		return
	}
	if roll == t.roll && !(p > t.progress) { // also false for what is not a number
		return
	}
	t.roll, t.progress = roll, min(p, 1)
	q.tell(t.line)
}

// finish gives the worker's place back, lets end enter the outcome unless the task was cancelled meanwhile, and starts
// what comes next.
func (q *Queue) finish(t *task, end func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy--
	if q.holds(t) && end != nil {
		t.line.running--
		q.meter.stopped(t)
		end()
		q.tell(t.line)
	}
	q.start()
	q.settle()
}

func (q *Queue) succeeded(t *task, candidate Made) {
	q.doubted = nil
	q.meter.succeeded(t, candidate)
	t.line.done++
	q.leave(t)
	q.scribe.drop(t.job.ID)
}

func (q *Queue) failed(t *task, err error) {
	q.meter.gaveUp(t)
	t.line.failed++
	t.line.why = sentence(err)
	q.leave(t)
	q.scribe.drop(t.job.ID)
}

// keepTries is how often takes of a job are made that cannot be kept.
const keepTries = 2

// unkept deals with takes that were made but could not be kept. The job waits again, since its seed makes the same takes
// another time. When that happens to two jobs one after the other, it is the disk that fails and not a take: then the
// queue pauses, because going on would only waste work.
func (q *Queue) unkept(t *task, err error) {
	t.tries++
	switch {
	case q.doubted != nil && q.doubted != t:
		q.paused = true
		q.news.trouble(fmt.Errorf("the queue pauses, since takes cannot be kept: %w", err))
	case t.tries >= keepTries:
		q.failed(t, err)
		return
	}
	q.doubted = t
	t.progress, t.roll = 0, 0
	q.order++
	t.order = q.order
	heap.Push(&q.waiting, t)
	q.meter.wait(t)
}

// sentence brings an error to one line.
func sentence(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// tell passes a line's status on, and forgets the line when it has no jobs left.
func (q *Queue) tell(l *line) {
	q.news.change(l.change())
	if len(l.tasks) == 0 {
		delete(q.lines, l.id)
	}
}
