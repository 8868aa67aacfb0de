package prompts

import (
	"fmt"
	"time"
)

// Report is the report card of a set of reference recordings.
type Report struct {
	Seconds  float64      `json:"seconds"`      // read, of all files
	Used     float64      `json:"seconds_used"` // of the files, that went into the voice
	Files    []FileReport `json:"files"`
	Verdict  Verdict      `json:"verdict"`
	Advice   []Advice     `json:"advice,omitempty"` // what to do next, the most useful first; none when the set is fine
	Likeness Likeness     `json:"likeness"`
	Growth   Growth       `json:"growth,omitzero"` // where they are added to a voice
}

// FileReport says what was found in one recording and what became of it.
type FileReport struct {
	Path     string    `json:"path"`
	Format   string    `json:"format"`       // such as "WAV, 16-bit PCM, 44.1 kHz, stereo"
	Seconds  float64   `json:"seconds"`      // read
	Used     float64   `json:"seconds_used"` // in regions
	Regions  []Region  `json:"regions"`      // what was used, in order
	Windows  []Window  `json:"windows"`      // how every part was scored, in order
	Verdict  Verdict   `json:"verdict"`
	Findings []Finding `json:"findings"` // the gravest first; none when nothing is wrong
	Measures Measures  `json:"measures"`
	Note     string    `json:"note,omitempty"` // one sentence where something is worth telling; else empty

	places places
}

// Progress tells how far an encoding is.
type Progress struct {
	File      int           // from 0, the file in work
	Files     int           // how many there are
	Path      string        // of the file in work
	Seconds   float64       // of recordings encoded so far
	Fraction  float64       // 0 to 1, of all the work
	Remaining time.Duration // estimate; 0 while there is none
}

// meter turns the reader's position into Progress, a few times a second at most.
type meter struct {
	report  func(Progress)
	begun   time.Time
	last    time.Time
	weights []float64 // of the files; they sum to 1
	state   Progress
}

const progressEvery = 100 * time.Millisecond

// at reports that a part (0 to 1) of the current file is done.
func (m *meter) at(part float64, now bool) {
	if m.report == nil || !now && time.Since(m.last) < progressEvery {
		return
	}
	m.last = time.Now()
	done := 0.0
	for _, w := range m.weights[:m.state.File] {
		done += w
	}
	if m.state.File < len(m.weights) {
		done += part * m.weights[m.state.File]
	}
	m.state.Fraction = max(m.state.Fraction, min(1, done))
	m.state.Remaining = 0
	if f := m.state.Fraction; f > 0.02 {
		m.state.Remaining = time.Duration(float64(time.Since(m.begun)) * (1 - f) / f).Round(100 * time.Millisecond)
	}
	m.report(m.state)
}

// SilentError tells that a set of references holds too little speech to make a voice of.
type SilentError struct {
	Seconds float64 // of recordings
	Speech  float64 // seconds of speech found in them
	Why     string  // what was found instead
}

func (e *SilentError) Error() string {
	return fmt.Sprintf("the reference recordings (%.1f s) %s: a voice needs at least %.1f s of clear speech, better ten seconds or more",
		e.Seconds, e.Why, shortestUse)
}
