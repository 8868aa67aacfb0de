package deliver

import (
	"time"

	"voicewright/audio"
)

// progressEvery is the shortest time between two calls of a progress function.
const progressEvery = 100 * time.Millisecond

// What a second of sound costs, beside writing it at 24 kHz; by the processor time of BenchmarkWrite.
const (
	measureCost  = 8.0 // finding the true peak
	resampleCost = 7.0 // to 48 kHz
)

// A reporter tells the progress of an export at a bearable rate.
type reporter struct {
	tell       func(Progress)
	began      time.Time
	last       time.Time
	now        Progress
	all, spent float64 // work
	cost       float64 // of a second of sound, as things stand
	write      float64
}

func newReporter(tell func(Progress), e Export) *reporter {
	r := &reporter{tell: tell, began: time.Now(), write: 1}
	if e.Spec.Rate != audio.SampleRate {
		r.write += resampleCost
	}
	each := r.write
	if e.Spec.Loudness != 0 {
		each += measureCost
	}
	for _, f := range e.Files {
		for _, item := range f.Items {
			r.all += each * item.work()
		}
	}
	return r
}

// work returns the seconds of sound that an item takes to write. Reading it takes something, however short it is.
func (i Item) work() float64 { return max(0, i.Seconds) + i.gap() + 0.1 }

func (r *reporter) file(i int, f File, measuring bool) {
	r.cost = r.write
	if measuring {
		r.cost = measureCost
	}
	r.now.File, r.now.Name, r.now.Measuring = i, f.Name, measuring
	r.report(false)
}

func (r *reporter) add(item Item) {
	r.spent += r.cost * item.work()
	r.report(false)
}

func (r *reporter) done() {
	r.spent = r.all
	r.report(true)
}

func (r *reporter) report(now bool) {
	if r.tell == nil || !now && time.Since(r.last) < progressEvery {
		return
	}
	r.last = time.Now()
	if r.all > 0 {
		r.now.Fraction = min(r.spent/r.all, 1)
	}
	r.now.Remaining = 0
	if took := time.Since(r.began); r.now.Fraction > 0.01 {
		r.now.Remaining = time.Duration(float64(took) * (1/r.now.Fraction - 1))
	}
	r.tell(r.now)
}
