package play

import (
	"sync"

	"voicewright/audio"
)

const (
	seekFade   = rate * 5 / 1000   // frames, for play, pause, seek and loop
	chooseFade = rate * 10 / 1000  // for another track
	shortLoop  = rate * 30 / 1000  // the shortest loop
	enough     = rate * 100 / 1000 // of a growing track that ran dry, before it goes on
)

// A mixer makes the sound of a player, frame after frame, and knows for every frame which place of the track it is. It
// is plain arithmetic without a clock, and safe for concurrent use.
type mixer struct {
	changed func() // called when something happened that the player should look at; must not block

	mu         sync.Mutex
	resamplers map[int]*audio.Resampler
	sources    []*source
	track      int
	made       int64 // frames made so far; it only grows
	playing    bool  // until a pause, or until the end has been heard
	ended      bool  // the track's end was made while playing, perhaps not yet heard
	at         int64 // the place of the next frame, while nothing leads
	lead       *head // what sounds; nil when paused, ended or out of sound
	fading     []head
	looping    bool
	from, to   int64  // of the loop
	marks      []mark // in order of frames, at least one
	quiet      int64  // the frame since which nothing sounds, while nothing leads or fades
	hold       int64  // frames of silence before the track begins
	scratch    []float32
}

// A head reads a track. Its gain is curve(x), and x moves by dx a frame until it is 0 or 1.
type head struct {
	source *source
	at     int64
	x, dx  float64
}

// A mark says which place of the track a frame of the mixer is, and whether the frames after it move on from there.
type mark struct {
	frame, at int64
	moving    bool
}

func newMixer(changed func()) *mixer {
	return &mixer{changed: changed, resamplers: map[int]*audio.Resampler{}, marks: []mark{{}}}
}

// mix makes the next n frames: into out, or, where out is nil, only in thought. out has room for n frames.
func (m *mixer) mix(out []float32, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if out != nil {
		clear(out[:n])
	}
	for n > 0 {
		k := m.step(n)
		heads := m.fading
		if m.lead != nil {
			heads = append(heads, *m.lead)
		}
		for i := range heads {
			if out != nil {
				m.render(&heads[i], out[:k])
			} else {
				heads[i].skip(k)
			}
		}
		if m.lead != nil {
			*m.lead = heads[len(heads)-1]
			heads = heads[:len(heads)-1]
		}
		m.made += int64(k)
		m.fading = heads[:0]
		for _, h := range heads {
			if h.x > 0 {
				m.fading = append(m.fading, h)
			}
		}
		if len(heads) > 0 && len(m.fading) == 0 && m.lead == nil {
			m.quiet = m.made
			m.changed()
		}
		n -= k
		if out != nil {
			for i, v := range out[:k] {
				out[i] = max(-1, min(1, v))
			}
			out = out[k:]
		}
	}
}

// step does what is due at this frame and returns how many of the next n frames can be made before something is due again.
func (m *mixer) step(n int) int {
	if m.playing && !m.ended && m.lead == nil {
		if m.hold == 0 {
			m.begin()
		} else {
			n = int(min(int64(n), m.hold))
			m.hold -= int64(n)
		}
	}
	for m.lead != nil {
		due := m.due()
		if due > 0 {
			n = int(min(int64(n), due))
			break
		}
		switch {
		case m.looping && m.lead.at == m.to:
			m.jump(m.from, seekFade)
			m.mark(m.from, true)
		case m.sources[m.track].growing:
			m.rest(seekFade)
			m.mark(m.at, false)
		default:
			m.at, m.lead, m.ended = m.sources[m.track].frames(), nil, true
			m.quiet = m.made
			m.mark(m.at, false)
			m.changed()
		}
	}
	for _, h := range m.fading { // a fade that ends gives the frame since which it is quiet
		n = min(n, max(1, h.left()))
	}
	return n
}

// due is the number of frames until the leading head comes to the end of the loop or of what there is.
func (m *mixer) due() int64 {
	s := m.sources[m.track]
	end := s.frames()
	if s.growing {
		end -= seekFade // what is left is for the fade
	}
	left := max(0, end-m.lead.at)
	if m.looping && m.lead.at <= m.to {
		left = min(left, m.to-m.lead.at)
	}
	return left
}

// begin lets the track sound from m.at, unless it is a growing one that has too little yet.
func (m *mixer) begin() {
	s := m.sources[m.track]
	if s.growing && s.frames()-m.at < enough {
		return
	}
	m.lead = &head{source: s, at: m.at, dx: 1.0 / seekFade}
	m.mark(m.at, true)
}

// rest fades out what leads; it is no longer heard after so many frames.
func (m *mixer) rest(fade int) {
	if m.lead == nil {
		return
	}
	m.at = m.lead.at
	m.fade(fade)
	m.lead = nil
}

// fade moves what leads to the fading heads. A head that made no frame yet is only forgotten.
func (m *mixer) fade(frames int) {
	if m.lead.x > 0 {
		h := *m.lead
		h.dx = -1 / float64(frames)
		m.fading = append(m.fading, h)
	}
}

// jump goes on at another place, from one to the other within a number of frames.
func (m *mixer) jump(at int64, frames int) {
	m.fade(frames)
	m.lead = &head{source: m.sources[m.track], at: at, dx: 1 / float64(frames)}
}

// mark notes the place of the next frame; it replaces a mark that stands there.
func (m *mixer) mark(at int64, moving bool) {
	if last := len(m.marks) - 1; m.marks[last].frame == m.made {
		m.marks = m.marks[:last]
	}
	m.marks = append(m.marks, mark{m.made, at, moving})
}

// render adds the next frames of a head to out.
func (m *mixer) render(h *head, out []float32) {
	if cap(m.scratch) < len(out) {
		m.scratch = make([]float32, len(out))
	}
	sound := m.scratch[:len(out)]
	h.source.read(sound, h.at)
	for i, v := range sound {
		if h.dx != 0 {
			h.x = max(0, min(1, h.x+h.dx))
			if h.x == 1 {
				h.dx = 0
			}
			v *= curve(h.x)
		}
		out[i] += v
	}
	h.at += int64(len(out))
}

// skip passes over frames of a head.
func (h *head) skip(n int) {
	h.at += int64(n)
	h.x = max(0, min(1, h.x+h.dx*float64(n)))
}

// left is the number of frames until a falling head is silent.
func (h *head) left() int {
	return int(h.x/-h.dx + 0.999999)
}
