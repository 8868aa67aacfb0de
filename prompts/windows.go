package prompts

import (
	"voicewright/audio"
	"voicewright/synth"
)

// Region is a stretch of a file, in seconds.
type Region struct {
	Start float64 `json:"start"`
	End   float64 `json:"end"`
}

// Window is a stretch of a file that was judged as a whole, less than two seconds long.
type Window struct {
	Region
	Score float64 `json:"score"` // 0 to 1: how much of it is speech, and how far that stands above the noise
	Used  bool    `json:"used"`
}

// framesPerSecond is the rate of mel frames.
const framesPerSecond = float64(audio.SampleRate) / audio.Hop

// cutter cuts one levelled file into windows of consecutive frames and keeps those that are speech. Windows follow each
// other without a gap. What is left at the end, when it is more than a moment, becomes one more window that overlaps the
// last one; a file shorter than a window is repeated until it fills one. Of two windows in a row that are kept, the second half of the
// first and the first half of the second are encoded once more, as a window between them: the encoder sees no further than a window, so
// that across a border it hears nothing otherwise (the kit's SIM 0.791 -> 0.795 on its zeroshot list, see training/LOG.md).
type cutter struct {
	size    int // frames a window
	skip    []Region
	speech  []float32 // probability, chunk after chunk, of the file's chunks from speechAt on
	heard   int       // chunks of the file before those
	watch   func(*frame)
	emit    func(mel []float32, start, end float64, between bool) error
	mel     *audio.MelStream
	ears    listener
	frames  []frame // up to the last size frames of the window before, then those of the current one
	current int     // where the current window begins in frames
	seen    int     // frames of the file so far
	covered int     // frames of the file up to the end of the last window used
	active  int     // active frames in the windows used, each counted once
	regions []Region
	judged  []Window
	pitches pitches // of the voiced frames in the windows used
	colour  synth.Colour
	err     error
}

func newCutter(size int, skip []Region, emit func(mel []float32, start, end float64, between bool) error) *cutter {
	return &cutter{size: size, skip: skip, emit: emit, mel: audio.NewMelStream()}
}

// push takes the next stretch of the file.
func (c *cutter) push(s stretch) error {
	c.speech = append(c.speech, s.speech...)
	c.ears.push(s.samples)
	c.mel.Push(s.samples, c.frame)
	return c.err
}

// finish handles the end of the file.
func (c *cutter) finish() error {
	c.mel.Finish(c.frame)
	rest := len(c.frames) - c.current
	switch {
	case c.err != nil || rest == 0:
	case c.seen < c.size:
		once := c.frames
		for len(c.frames) < c.size {
			c.frames = append(c.frames, once[len(c.frames)%c.seen])
		}
		c.judge(c.frames[:c.size], 0, c.seen)
	case rest >= leftoverLeast:
		c.judge(c.frames[len(c.frames)-c.size:], c.seen-c.size, c.seen)
	}
	return c.err
}

// frame takes one mel frame. The ears are never behind: a mel frame needs samples up to half a window after its centre.
func (c *cutter) frame(mel []float32) {
	var f frame
	copy(f.mel[:], mel)
	if len(c.ears.results) > 0 {
		f.active, f.voiced = c.ears.results[0].active, c.ears.results[0].voiced
		f.pitch = c.ears.results[0].pitch
		c.ears.results = c.ears.results[1:]
	}
	if at := c.seen/framesOf - c.heard; len(c.speech) > 0 {
		f.speech = c.speech[min(at, len(c.speech)-1)]
		if at > 1000 { // what is behind is not needed any more
			c.speech = c.speech[:copy(c.speech, c.speech[at:])]
			c.heard += at
		}
	}
	if c.watch != nil {
		c.watch(&f)
	}
	c.frames = append(c.frames, f)
	c.seen++
	if len(c.frames)-c.current < c.size {
		return
	}
	c.judge(c.frames[c.current:], c.seen-c.size, c.seen)
	if n := len(c.judged); n > 1 && c.judged[n-2].Used && c.judged[n-1].Used {
		c.between(c.frames[c.size/2:c.size/2+c.size], c.seen-c.size-c.size/2)
	}
	// Only the window just finished is kept, for those that overlap it.
	c.frames = c.frames[:copy(c.frames, c.frames[c.current:])]
	c.current = c.size
}

// judge hands a window on if it is speech. from and to are the frames of the file that it covers.
func (c *cutter) judge(window []frame, from, to int) {
	if c.err != nil {
		return
	}
	start, end := float64(from)/framesPerSecond, float64(to)/framesPerSecond
	use := isSpeech(window) && !c.skipped(from, to)
	c.judged = append(c.judged, Window{Region{start, end}, score(window), use})
	if !use {
		return
	}
	for i := range window {
		if at := from + i; window[i].active && at >= c.covered && at < to {
			c.active++
			c.colour.Add(window[i].mel[:])
			if window[i].voiced {
				c.pitches.add(window[i].pitch)
			}
		}
	}
	if n := len(c.regions); n > 0 && from <= c.covered {
		c.regions[n-1].End = end
	} else {
		c.regions = append(c.regions, Region{start, end})
	}
	c.covered = to
	c.err = c.emit(flat(window), start, end, false)
}

// between hands on a window that lies across two others that were used.
func (c *cutter) between(window []frame, from int) {
	if c.err == nil && isSpeech(window) {
		c.err = c.emit(flat(window), float64(from)/framesPerSecond, float64(from+c.size)/framesPerSecond, true)
	}
}

// flat lays the mel of frames one after the other.
func flat(frames []frame) []float32 {
	mel := make([]float32, 0, len(frames)*audio.MelBands)
	for i := range frames {
		mel = append(mel, frames[i].mel[:]...)
	}
	return mel
}

// skipped tells whether the frames from..to of the file reach into a region that was switched off. A frame's length is
// forgiven, since regions come back rounded.
func (c *cutter) skipped(from, to int) bool {
	for _, region := range c.skip {
		if float64(from+1) < region.End*framesPerSecond && float64(to-1) > region.Start*framesPerSecond {
			return true
		}
	}
	return false
}
