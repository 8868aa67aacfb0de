package voices

import "voicewright/synth"

// Speak makes a request speak with the voice and in its manner. Where prosody is not nil, a share (0 to 1) of rhythm, pace,
// melody and stress is that voice's. The request keeps what it asks for on top, within its limits.
func (v *Voice) Speak(r *synth.Request, prosody *Voice, share float64) {
	r.Timbre = v.Timbre
	manner := v.Manner
	if prosody != nil && share > 0 {
		r.Prosody = &synth.Prosody{Timbre: prosody.Timbre, Share: share}
		var mixed mixture
		mixed.add(v.Manner, 1-share)
		mixed.add(prosody.Manner, share)
		both := mixed.manner()
		manner.Pace, manner.Range = both.Pace, both.Range
	}
	manner.Apply(r)
}
