package farm

import "time"

// Progress is how far the queue is since it was last empty.
type Progress struct {
	Waiting, Running, Done, Failed int // jobs; cancelled ones do not count

	Fraction  float64       // 0 to 1, by expected seconds of speech
	Remaining time.Duration // estimate of the time to the end without pauses; 0 while no speed was measured
	Speed     float64       // seconds of work that a job takes for a second of speech; 0 while none was measured
	Paused    bool
}

// Progress returns how far the queue is.
func (q *Queue) Progress() Progress {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.meter.progress(q.workers)
	p.Waiting, p.Running, p.Paused = len(q.waiting), len(q.meter.running), q.paused
	return p
}

const (
	// speedWeight is the share of the newest job in the measured speed: the last ten jobs make up nine tenths of it, so
	// that it follows another model or a busy machine within a minute and does not jump with every line.
	speedWeight = 0.2
	// usualSeconds stands for the length of a line while none is known: a sentence of 15 words.
	usualSeconds = 5
)

// A meter measures speed and estimates what is left. The queue's mutex guards it.
type meter struct {
	speed        float64 // wall seconds of a job for an expected second of speech
	known        amount  // lengths of lines seen so far, for those whose length is not known
	waiting      amount
	ended        amount
	running      map[*task]struct{}
	done, failed int
}

// An amount of speech, part of which is only known as a number of lines.
type amount struct {
	seconds float64
	jobs    int // that seconds holds
	unknown int // others
}

func (a *amount) add(j Job, sign int) {
	if j.Seconds > 0 {
		a.seconds += float64(sign) * j.Seconds
		a.jobs += sign
	} else {
		a.unknown += sign
	}
	if a.jobs == 0 {
		a.seconds = 0 // no rounding error stays behind
	}
}

func newMeter(speed float64) *meter {
	return &meter{speed: max(0, speed), running: map[*task]struct{}{}}
}

// begin starts counting anew; what was measured stays.
func (m *meter) begin() { m.ended, m.done, m.failed = amount{}, 0, 0 }

func (m *meter) wait(t *task)   { m.waiting.add(t.job, 1) }
func (m *meter) unwait(t *task) { m.waiting.add(t.job, -1) }

func (m *meter) started(t *task) { m.running[t] = struct{}{} }
func (m *meter) stopped(t *task) { delete(m.running, t) }

// gaveUp counts a job that came to nothing; its time tells nothing about the speed.
func (m *meter) gaveUp(t *task) {
	m.failed++
	m.ended.add(t.job, 1)
}

// succeeded measures the speed with a job's time, all of its rolls together.
func (m *meter) succeeded(t *task, made Made) {
	m.done++
	m.ended.add(t.job, 1)
	seconds := made.Expect.Seconds
	if seconds <= 0 {
		seconds = made.Sound.Seconds()
	}
	if seconds <= 0 {
		return
	}
	m.known.add(Job{Seconds: seconds}, 1)
	speed := time.Since(t.started).Seconds() / seconds
	if m.speed == 0 {
		m.speed = speed
	}
	m.speed += speedWeight * (speed - m.speed)
}

// mean returns the length to assume for a line whose length is not known.
func (m *meter) mean() float64 {
	if m.known.jobs == 0 {
		return usualSeconds
	}
	return m.known.seconds / float64(m.known.jobs)
}

func (m *meter) seconds(a amount) float64 { return a.seconds + float64(a.unknown)*m.mean() }

func (m *meter) progress(workers int) Progress {
	p := Progress{Done: m.done, Failed: m.failed, Speed: m.speed}
	ended, waiting := m.seconds(m.ended), m.seconds(m.waiting)
	all, gone, left, longest := ended+waiting, ended, waiting, 0.0
	for t := range m.running {
		var one amount
		one.add(t.job, 1)
		s := m.seconds(one)
		all += s
		gone += s * t.progress
		left += s * (1 - t.progress)
		longest = max(longest, s*(1-t.progress))
	}
	if all > 0 {
		p.Fraction = min(gone/all, 1)
	}
	// The last line keeps one worker busy while the others have nothing left.
	p.Remaining = time.Duration(max(left/float64(workers), longest) * m.speed * float64(time.Second))
	return p
}
