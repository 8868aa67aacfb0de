package references

import (
	"path/filepath"

	"voicewright/studio/desk"
)

// An entry is one recording on the desk.
type entry struct {
	path    string
	outline *desk.Outline   // nil until it was read
	report  *desk.Reference // nil until it was listened to
	broken  error           // why it cannot be read
	windows []window
	version int // counts what changes its picture
}

// A window is a stretch of the recording as the check judged it.
type window struct {
	desk.Region
	speech bool // it is used unless it is switched off
	off    bool // a person switched it off
}

func (w window) counts() bool { return w.speech && !w.off }

func (e *entry) name() string { return filepath.Base(e.path) }

// seconds is how long the recording is, as far as that is known.
func (e *entry) seconds() float64 {
	switch {
	case e.outline != nil:
		return e.outline.Seconds
	case e.report != nil:
		return e.report.Seconds
	}
	return 0
}

// used is how many seconds go into the voice as the windows are switched now. The last window may reach into the one
// before.
func (e *entry) used() (seconds float64) {
	end := 0.0
	for _, w := range e.windows {
		if w.counts() {
			seconds += w.End - max(w.Start, end)
			end = w.End
		}
	}
	return seconds
}

func (e *entry) findings() []desk.Finding {
	if e.report == nil {
		return nil
	}
	return e.report.Findings
}

// source is the recording without what is switched off.
func (e *entry) source() desk.Source {
	s := desk.Source{Path: e.path}
	for _, w := range e.windows {
		if !w.off {
			continue
		}
		if n := len(s.Off); n > 0 && s.Off[n-1].End >= w.Start {
			s.Off[n-1].End = w.End
			continue
		}
		s.Off = append(s.Off, w.Region)
	}
	return s
}

// take brings what a check found into the entry. asked is the source that was checked: what was off in it was not judged.
func (e *entry) take(r desk.Reference, asked desk.Source) {
	e.report = &r
	e.version++
	if len(e.windows) != len(r.Windows) {
		e.windows = make([]window, len(r.Windows))
	}
	for i, w := range r.Windows {
		e.windows[i].Region = w.Region
		if !reaches(asked.Off, w.Region) {
			e.windows[i].speech = w.Used
		}
	}
}

// leaveOut switches off all windows that reach into regions.
func (e *entry) leaveOut(regions []desk.Region) {
	e.version++
	for i, w := range e.windows {
		if reaches(regions, w.Region) {
			e.windows[i].off = true
		}
	}
}

// left tells whether nothing of the regions is used any more.
func (e *entry) left(regions []desk.Region) bool {
	for _, w := range e.windows {
		if w.counts() && reaches(regions, w.Region) {
			return false
		}
	}
	return true
}

// reaches tells whether a region overlaps with any of some, a frame of 11 ms forgiven.
func reaches(regions []desk.Region, in desk.Region) bool {
	const frame = 0.0107
	for _, r := range regions {
		if in.Start+frame < r.End && in.End-frame > r.Start {
			return true
		}
	}
	return false
}
