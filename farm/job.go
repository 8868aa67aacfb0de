// Package farm renders lines in the background: a queue in order of priority, workers, an automatic check of every take
// that rolls bad ones again, and figures of how far it all is.
//
// The queue knows neither engine nor store. A Renderer makes takes, a Keeper keeps them and remembers what waits, so that
// a crash loses no job.
package farm

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"voicewright/audio"
	"voicewright/script"
)

// Priorities of jobs. Any other number is allowed; the higher one comes first.
const (
	Batch  = 0 // one of many lines
	ByHand = 1 // a line that someone waits for
)

// A Job asks for one take of one line.
type Job struct {
	ID         string // unique; made up by Add when empty
	Line       string // ID of the line
	Key        string // of the line's content; a job makes unfinished ones with another key of the same line void
	Seed       uint64
	Candidates int     // how many takes to make; Add turns a job for several into as many jobs for one. 0 is 1
	Priority   int     // higher comes first; among equals the order of Add
	Seconds    float64 // how long the speech will roughly be, for the estimate; 0 is unknown
}

// Expect is what a take is checked against. A zero in a field leaves that check out.
type Expect struct {
	Seconds float64 // length by the duration model at the line's pace, with the quiet that takes have at their ends
	Pause   float64 // seconds of the longest pause that the text asks for by markup
	Pitch   float64 // Hz, median F0 of the voice, moved by the line's semitones
	Level   float64 // dBFS, the project's usual active level (audio.ActiveLevel)
}

// Made is a rendered take with what the check needs to know.
type Made struct {
	Sound  audio.Buffer
	Trace  script.Trace
	Expect Expect
	// Take comes from the Renderer with what it knows: ID, voice, model, text, time. The queue fills in Line, Key and
	// Seconds where they are empty, and always Seed, Flags and Rejected.
	Take script.Take
}

// A Renderer makes takes. It is called by several workers at once.
type Renderer interface {
	// Render makes the take of job with the job's seed, and nothing else may change what comes out. It returns soon
	// after ctx has ended. It may call progress with numbers rising from 0 to 1, as often as it likes.
	Render(ctx context.Context, job Job, progress func(float64)) (Made, error)
}

// A Keeper keeps takes and remembers jobs. Keep and Failed are called by several workers at once, the other methods by
// one goroutine after another. Their ctx outlives a cancelled job, so that what is finished is not lost.
type Keeper interface {
	// Keep stores a take. Takes that the check passed over come first and have Take.Rejected set; the last one of a job
	// has not and is its candidate. Drop follows.
	Keep(ctx context.Context, job Job, made Made) error
	// Failed notes that a job came to nothing. Drop follows.
	Failed(ctx context.Context, job Job, reason error) error
	// Pending returns the jobs that were queued and not dropped, in the order in which they were queued.
	Pending(ctx context.Context) ([]Job, error)
	// Queue remembers jobs. One whose ID is known already replaces it, in its place.
	Queue(ctx context.Context, jobs []Job) error
	// Drop forgets jobs. IDs that are not known are no error.
	Drop(ctx context.Context, ids []string) error
}

// single returns the jobs for one take each that job stands for. The first keeps ID and seed.
func (j Job) single() []Job {
	n := max(1, j.Candidates)
	jobs := make([]Job, n)
	for i := range jobs {
		jobs[i] = j
		jobs[i].Candidates = 1
		if i > 0 {
			jobs[i].ID = fmt.Sprintf("%s/%d", j.ID, i+1)
			jobs[i].Seed = derive("candidate", j.Seed, i)
		}
	}
	return jobs
}

// RollSeed returns the seed of a job's n-th roll: its own for 0, others for the rolls after a take that was doubted.
func RollSeed(seed uint64, n int) uint64 {
	if n == 0 {
		return seed
	}
	return derive("roll", seed, n)
}

// derive hashes a seed to another one, so that what is drawn later is as reproducible as what was asked for.
func derive(what string, seed uint64, n int) uint64 {
	b := append([]byte("voicewright farm 1 "), what...)
	b = binary.LittleEndian.AppendUint64(b, seed)
	b = binary.LittleEndian.AppendUint64(b, uint64(n))
	sum := sha256.Sum256(b)
	return binary.LittleEndian.Uint64(sum[:])
}
