package farm

import (
	"container/heap"
	"context"
	"crypto/rand"
	"sync"
	"time"

	"voicewright/script"
)

// Options say how a queue works. The zero value has one worker, rolls twice and tells nobody.
type Options struct {
	Workers int     // how many lines are rendered at once; 0 is 1, since the engine spreads a line over the cores itself
	Rerolls int     // how often a doubted take is rolled again; 0 is DefaultRerolls, less is never
	Paused  bool    // start nothing before Resume, also not what a crash has left
	Speed   float64 // seconds of work for a second of speech as measured earlier, for the first estimate; 0 is unknown

	// OnChange is called from a goroutine of the queue, one call at a time, at most ten times a second. It may call
	// the queue's methods but Close.
	OnChange func(Event)
}

// DefaultRerolls is how often a doubted take is rolled again. A third roll would seldom help: what three seeds all get
// wrong is in the text or in the voice.
const DefaultRerolls = 2

// A Queue renders jobs. It is safe for concurrent use, and none of its methods but Close and Wait blocks for long.
type Queue struct {
	renderer Renderer
	keeper   Keeper
	workers  int
	rerolls  int
	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	detach   func() bool // lets go of the context given to New
	jobs     sync.WaitGroup
	helpers  sync.WaitGroup
	closing  sync.Once
	scribe   *scribe
	news     *news

	mu      sync.Mutex
	waiting waiting
	tasks   map[string]*task // by job ID, waiting and running
	lines   map[string]*line // those with such tasks
	busy    int              // workers at work, also on what was cancelled meanwhile
	paused  bool
	closed  bool
	order   int64
	doubted *task         // the last one whose takes could not be kept, while none was kept since
	idle    chan struct{} // closed when nothing waits or runs; nil unless somebody waits for that
	meter   *meter
}

// A task is a job in the queue.
type task struct {
	job      Job
	line     *line
	order    int64
	place    int // in the heap; -1 when it is not there
	tries    int // how often its takes could not be kept
	cancel   context.CancelFunc
	started  time.Time
	progress float64 // of the roll under way
	roll     int
}

// A line gathers what is known of the jobs of one line since it last had none.
type line struct {
	id           string
	tasks        map[*task]struct{}
	running      int
	done, failed int
	why          string
}

// New starts a queue, at once with the jobs that are pending since a crash. It ends with Close or with ctx.
func New(ctx context.Context, renderer Renderer, keeper Keeper, options Options) *Queue {
	q := &Queue{
		renderer: renderer, keeper: keeper,
		workers: max(1, options.Workers), rerolls: options.Rerolls,
		tasks: map[string]*task{}, lines: map[string]*line{},
		paused: options.Paused,
		meter:  newMeter(options.Speed),
	}
	if q.rerolls == 0 {
		q.rerolls = DefaultRerolls
	}
	q.ctx, q.cancel = context.WithCancel(ctx)
	q.scribe = newScribe(keeper)
	q.news = newNews(options.OnChange)
	q.helpers.Go(func() { q.scribe.run(context.WithoutCancel(ctx), q.news.trouble) })
	q.helpers.Go(func() { q.news.run(q.ctx, q.Progress) })
	pending, err := keeper.Pending(ctx)
	if err != nil {
		q.news.trouble(err)
	}
	q.mu.Lock()
	for _, job := range pending {
		q.enter(job)
	}
	q.start()
	q.detach = context.AfterFunc(ctx, q.Close)
	q.mu.Unlock()
	return q
}

// Close cancels what is running, waits until it has returned and ends all goroutines. What was not finished stays with
// the Keeper. It may be called more than once.
func (q *Queue) Close() {
	q.closing.Do(func() {
		q.mu.Lock()
		q.closed = true
		q.release()
		q.detach()
		q.mu.Unlock()
		q.cancel()
		q.jobs.Wait()
		q.scribe.end()
		q.helpers.Wait()
	})
}

// Add puts jobs at the end of those with their priority. Unfinished jobs of the same line with another key are
// cancelled, since the line has changed. A job whose ID is in the queue already only gets the higher priority.
func (q *Queue) Add(jobs ...Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	var queued []Job
	for _, several := range jobs {
		if several.ID == "" {
			several.ID = rand.Text()
		}
		q.supersede(several)
		for _, job := range several.single() {
			if t := q.tasks[job.ID]; t != nil {
				if job.Priority <= t.job.Priority || t.place < 0 {
					continue
				}
				t.job.Priority = job.Priority
				heap.Fix(&q.waiting, t.place)
				job = t.job
			} else {
				q.enter(job)
			}
			queued = append(queued, job)
		}
	}
	q.scribe.queue(queued)
	q.start()
}

// supersede cancels the jobs of a line whose content is another one by now.
func (q *Queue) supersede(job Job) {
	l := q.lines[job.Line]
	if l == nil || job.Key == "" {
		return
	}
	for t := range l.tasks {
		if t.job.Key != "" && t.job.Key != job.Key {
			q.remove(t)
			q.tell(l)
		}
	}
}

// enter puts a job into the queue.
func (q *Queue) enter(job Job) {
	if q.tasks[job.ID] != nil {
		return
	}
	if len(q.tasks) == 0 {
		q.meter.begin()
	}
	l := q.lines[job.Line]
	if l == nil {
		l = &line{id: job.Line, tasks: map[*task]struct{}{}}
		q.lines[job.Line] = l
	}
	q.order++
	t := &task{job: job, line: l, order: q.order}
	q.tasks[job.ID] = t
	l.tasks[t] = struct{}{}
	heap.Push(&q.waiting, t)
	q.meter.wait(t)
	q.tell(l)
}

// CancelLines takes all jobs of these lines out of the queue. Running ones are cut off; whatever they still return is
// dropped.
func (q *Queue) CancelLines(ids ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, id := range ids {
		if l := q.lines[id]; l != nil {
			for t := range l.tasks {
				q.remove(t)
			}
			q.tell(l)
		}
	}
	q.settle()
}

// CancelAll takes all jobs out of the queue, like CancelLines.
func (q *Queue) CancelAll() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, t := range q.tasks {
		q.remove(t)
		q.tell(t.line)
	}
	q.settle()
}

// remove takes a task out of the queue and forgets its job.
func (q *Queue) remove(t *task) {
	if t.place >= 0 {
		heap.Remove(&q.waiting, t.place)
		q.meter.unwait(t)
	} else {
		t.cancel()
		t.line.running--
		q.meter.stopped(t)
	}
	q.leave(t)
	q.scribe.drop(t.job.ID)
}

// leave unhooks a task that is in the heap no more.
func (q *Queue) leave(t *task) {
	delete(q.tasks, t.job.ID)
	delete(t.line.tasks, t)
}

// holds says whether t is still in the queue and was not cancelled.
func (q *Queue) holds(t *task) bool { return q.tasks[t.job.ID] == t }

// Pause starts nothing more. What is running finishes.
func (q *Queue) Pause() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.paused = true
	q.news.stir()
}

// Resume goes on after Pause, or after the queue has paused itself because takes could not be kept.
func (q *Queue) Resume() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.paused = false
	q.doubted = nil
	q.news.stir()
	q.start()
}

// Raise puts the waiting jobs of a line before all others.
func (q *Queue) Raise(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lines[id]
	if l == nil {
		return
	}
	priority := ByHand
	for _, t := range q.waiting {
		if t.line != l {
			priority = max(priority, t.job.Priority+1)
		}
	}
	var raised []Job
	for t := range l.tasks {
		if t.place >= 0 && t.job.Priority < priority {
			t.job.Priority = priority
			heap.Fix(&q.waiting, t.place)
			raised = append(raised, t.job)
		}
	}
	q.scribe.queue(raised)
}

// Status returns how far the jobs of a line are, and false when it has none.
func (q *Queue) Status(id string) (Change, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lines[id]
	if l == nil {
		return Change{}, false
	}
	return l.change(), true
}

// Wait returns when nothing waits or runs, or with the error of ctx. It returns nil as well when the queue is closed.
func (q *Queue) Wait(ctx context.Context) error {
	q.mu.Lock()
	if len(q.tasks) == 0 || q.closed {
		q.mu.Unlock()
		return ctx.Err()
	}
	if q.idle == nil {
		q.idle = make(chan struct{})
	}
	idle := q.idle
	q.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle wakes those who wait for the end when it has come.
func (q *Queue) settle() {
	if len(q.tasks) == 0 {
		q.release()
	}
}

func (q *Queue) release() {
	if q.idle != nil {
		close(q.idle)
		q.idle = nil
	}
}

// change returns the status of a line's jobs together.
func (l *line) change() Change {
	c := Change{Line: l.id, Why: l.why}
	switch {
	case l.running > 0:
		c.State = script.Rendering
	case len(l.tasks) > 0:
		c.State = script.Waiting
	case l.done > 0:
		c.State = script.Ready
	case l.failed > 0:
		c.State = script.Failed
	default:
		c.State = script.Todo
	}
	sum := float64(l.done + l.failed)
	for t := range l.tasks {
		sum += t.progress
		c.Roll = max(c.Roll, t.roll)
	}
	if all := l.done + l.failed + len(l.tasks); all > 0 {
		c.Progress = sum / float64(all)
	}
	return c
}

// waiting is a heap of tasks: higher priority first, then who came first.
type waiting []*task

func (w waiting) Len() int { return len(w) }

func (w waiting) Less(i, j int) bool {
	if a, b := w[i].job.Priority, w[j].job.Priority; a != b {
		return a > b
	}
	return w[i].order < w[j].order
}

func (w waiting) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].place, w[j].place = i, j
}

// Push implements heap.Interface.
func (w *waiting) Push(x any) {
	t := x.(*task)
	t.place = len(*w)
	*w = append(*w, t)
}

// Pop implements heap.Interface.
func (w *waiting) Pop() any {
	old := *w
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*w = old[:len(old)-1]
	t.place = -1
	return t
}
