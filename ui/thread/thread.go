// Package thread brings results of background work to the thread that draws the window. It is the only place that
// knows fyne.Do, so that tests can run the same work in an order of their own.
package thread

import (
	"sync"

	"fyne.io/fyne/v2"
)

// A Dispatcher runs functions on the thread of the window, in the order in which they were given.
type Dispatcher interface {
	// Do returns at once; f runs later, or never when the program ends first.
	Do(f func())
}

// Window dispatches to the running program's window.
type Window struct{}

// Do implements Dispatcher.
func (Window) Do(f func()) { fyne.Do(f) }

// A Queue is a Dispatcher for tests: it keeps what it is given until Run. It is safe for concurrent use.
type Queue struct {
	mu    sync.Mutex
	tasks []func()
}

// Do implements Dispatcher.
func (q *Queue) Do(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, f)
}

// Run runs what was given so far, and what that gives in turn, and returns how many functions ran.
func (q *Queue) Run() int {
	n := 0
	for {
		q.mu.Lock()
		tasks := q.tasks
		q.tasks = nil
		q.mu.Unlock()
		if len(tasks) == 0 {
			return n
		}
		for _, f := range tasks {
			f()
		}
		n += len(tasks)
	}
}

// A Latest passes on only the newest of the functions that are given while one waits: for progress, which is worth
// showing a few times a second and not for every chunk. Its zero value needs To.
type Latest struct {
	To Dispatcher

	mu      sync.Mutex
	next    func()
	waiting bool
}

// Do replaces the function that waits, or lets f wait.
func (l *Latest) Do(f func()) {
	l.mu.Lock()
	l.next = f
	start := !l.waiting
	l.waiting = true
	l.mu.Unlock()
	if !start {
		return
	}
	l.To.Do(func() {
		l.mu.Lock()
		f := l.next
		l.next, l.waiting = nil, false
		l.mu.Unlock()
		f()
	})
}
