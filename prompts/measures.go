package prompts

import "math"

// Measures are what was measured of one recording.
type Measures struct {
	Speech  float64 `json:"speech_seconds"`
	Level   float64 `json:"level_dbfs"`           // RMS of the active parts, before levelling
	Noise   float64 `json:"signal_to_noise_db"`   // 0 where there is no speech
	Clipped float64 `json:"clipped_per_thousand"` // samples in flat tops
	Crowd   float64 `json:"peak_crowd"`           // samples within 1 dB of the top over those in the next; above 1.3 only where tops are cut
	Fall    float64 `json:"fall_db_per_second"`   // how fast the fastest bands fall silent (95th percentile); 0 where that is not known
	Decay   float64 `json:"decay_seconds"`        // T60 that the falls speak for, roughly; 0 where that is not known
	Hum     float64 `json:"hum_db"`               // mains lines above their neighbours
	Mains   float64 `json:"mains_hz"`             // 50 or 60
	Band    float64 `json:"bandwidth_hz"`         // 0 where there is no speech
	Tones   float64 `json:"tones"`                // held at a time
	Turn    float64 `json:"turn"`                 // contrast between two voices
	Pause   float64 `json:"longest_pause_seconds"`
}

// places are where in the recording something was measured.
type places struct{ clipped, music, pauses []Region }

// measuring measures one recording while it is read.
type measuring struct {
	clip  *clipping
	noise noise
	decay decay
	hum   *hum
	tones *tones
	width width
	rest  pauses
}

func newMeasuring(clip *clipping) *measuring {
	return &measuring{clip: clip, hum: newHum(), tones: newTones()}
}

// push takes the next stretch.
func (m *measuring) push(s stretch) {
	m.noise.push(s)
	m.hum.push(s.slow)
	m.tones.push(s.slow)
	m.rest.push(s.speech)
}

// frame takes the next mel frame.
func (m *measuring) frame(f *frame) {
	m.decay.frame(f.mel[:])
	if f.active && f.speech >= isSpoken {
		m.width.frame(f.mel[:])
	}
}

// result is to be called once.
func (m *measuring) result(level float64) (r Measures, where places) {
	r.Level = level
	r.Speech, r.Pause, where.pauses = m.rest.result()
	r.Noise = m.noise.ratio()
	r.Clipped, r.Crowd, where.clipped = m.clip.result()
	r.Fall = m.decay.steepness(0.95)
	if fall := m.decay.steepness(0.5); fall > 0 {
		// Line through the rooms of bench/faults, whose T60 is known.
		r.Decay = math.Max(0.1, 0.5-(fall-150)/60)
	}
	r.Hum, r.Mains = m.hum.result()
	mains := 0.0
	if r.Hum >= humNote {
		mains = r.Mains
	}
	r.Tones, where.music = m.tones.result(mains), m.tones.where.regions
	r.Band = m.width.result()
	return r, where
}

// pauses counts speech and what is between it.
type pauses struct {
	chunks, spoken int
	run, longest   int // chunks without speech
	where          spans
}

const (
	isSpoken  = 0.5 // probability from which a chunk counts as speech
	longPause = 3.0 // seconds
)

func (p *pauses) push(speech []float32) {
	for _, v := range speech {
		if v >= isSpoken {
			p.end()
			p.spoken++
		} else {
			p.run++
		}
		p.chunks++
	}
}

// end ends a pause.
func (p *pauses) end() {
	if seconds := float64(p.run) * chunkTime; seconds >= longPause {
		end := float64(p.chunks) * chunkTime
		p.where.add(end-seconds, end)
	}
	p.longest = max(p.longest, p.run)
	p.run = 0
}

func (p *pauses) result() (speech, longest float64, where []Region) {
	p.end()
	return float64(p.spoken) * chunkTime, float64(p.longest) * chunkTime, p.where.regions
}
