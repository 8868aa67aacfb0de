package play

import "voicewright/audio"

// What a player's methods do to the mixer. All take effect at the next frame that is made.

func (m *mixer) load(tracks []Track) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rest(seekFade)
	m.sources = nil
	for _, t := range tracks {
		m.sources = append(m.sources, newSource(t, m.resamplers))
	}
	m.track, m.at, m.playing, m.ended, m.looping = 0, 0, false, false, false
	m.place(0)
}

func (m *mixer) choose(track int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if track < 0 || track >= len(m.sources) || track == m.track {
		return
	}
	m.track = track
	if m.lead != nil {
		m.jump(m.lead.at, chooseFade)
	}
}

// play returns whether there is anything to play.
func (m *mixer) play() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sources) == 0 {
		return false
	}
	s := m.sources[m.track]
	if m.lead == nil {
		before := m.at
		switch {
		case m.looping && (m.at < m.from || m.at >= m.to):
			m.at = m.from
		case !s.growing && m.at >= s.frames():
			m.at = 0
		}
		if m.at != before {
			m.place(m.at)
		}
	}
	m.playing, m.ended = true, false
	m.changed()
	return true
}

func (m *mixer) pause() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.playing {
		return
	}
	m.playing, m.ended = false, false
	if m.lead != nil {
		m.rest(seekFade)
		m.mark(m.at, false)
	}
	m.changed()
}

func (m *mixer) seek(seconds float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sources) == 0 {
		return
	}
	m.moveTo(min(toFrames(seconds), m.sources[m.track].frames()))
}

// moveTo goes to a place of the track at once.
func (m *mixer) moveTo(at int64) {
	m.at, m.ended = at, false
	if m.lead != nil {
		m.jump(at, seekFade)
	}
	m.place(at)
	m.changed()
}

// place forgets which frames were which place: from now on the position is at.
func (m *mixer) place(at int64) {
	m.marks = append(m.marks[:0], mark{m.made, at, m.lead != nil})
}

func (m *mixer) setLoop(from, to float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sources) == 0 {
		return
	}
	end := m.sources[m.track].frames()
	a, b := toFrames(min(from, to)), toFrames(max(from, to))
	b = min(max(b, a+shortLoop), end)
	a = max(0, min(a, b-shortLoop))
	m.looping, m.from, m.to = true, a, max(b, a+1) // of a track without length nothing loops
	at := m.at
	if m.lead != nil {
		at = m.lead.at
	}
	if m.playing && (at < m.from || at >= m.to) {
		m.moveTo(m.from)
	}
}

func (m *mixer) unloop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.looping = false
}

func (m *mixer) grow(more audio.Buffer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sources) > 0 {
		m.sources[0].grow(more)
	}
}

func (m *mixer) finish() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sources) > 0 {
		m.sources[0].growing = false
	}
	m.changed()
}

// delay lets a track that does not sound yet begin only after so many frames.
func (m *mixer) delay(frames int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold = frames
}

// busy reports whether frames are needed.
func (m *mixer) busy() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.working()
}

func (m *mixer) working() bool { return m.playing && !m.ended || m.lead != nil || len(m.fading) > 0 }

// settle is told which frames have been heard. It returns how many more must be heard until the mixer may rest, 0 while it
// has more to make; ended is true once, when the end of the track has been heard.
func (m *mixer) settle(heard int64) (left int64, ended bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(heard)
	if m.working() {
		return 0, false
	}
	if left = m.quiet - heard; left > 0 {
		return left, false
	}
	ended = m.ended
	if ended {
		m.playing, m.ended = false, false
	}
	return 0, ended
}

// forget drops the marks before the one that tells of a frame.
func (m *mixer) forget(frame int64) {
	past := 0
	for past+1 < len(m.marks) && m.marks[past+1].frame <= frame {
		past++
	}
	m.marks = append(m.marks[:0], m.marks[past:]...)
}

// state tells where the frame is that is heard.
func (m *mixer) state(heard int64) State {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(heard)
	at := m.marks[0].at
	if m.marks[0].moving && heard > m.marks[0].frame {
		at += heard - m.marks[0].frame
	}
	s := State{Position: float64(at) / rate, Playing: m.playing, Track: m.track}
	if len(m.sources) > 0 {
		s.Length = m.sources[m.track].seconds()
		s.Position = min(s.Position, s.Length)
	}
	return s
}

// total is the number of frames made.
func (m *mixer) total() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made
}
