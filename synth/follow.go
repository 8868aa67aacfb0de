package synth

import (
	"context"
	"math"
)

// A turn is what a leading voice does to a take over time: it has a value a frame, and none where nobody leads.
type turn struct {
	pitch []float32 // added to ln F0
	level []float32 // added to every band of log mel
}

// follow renders what the regression makes of a take's symbols, in the lengths that the take has, in the voice that leads, and
// compares it with what it makes of them in the voice that follows: by a share of the difference, pitch and loudness
// over time are turned. So what a flow adds of its own stays, as does the voicing. At a share of 1 the regression
// has the melody with which the other voice would speak in these lengths.
func (e *Engine) follow(ctx context.Context, j *job, f features, stages *Stages, watch *stopwatch) (t turn, err error) {
	if j.lead == nil {
		return t, nil
	}
	theirs := *j
	theirs.voice, theirs.sampling.Steps = j.lead.voice, 0
	there := features{plan: f.plan, hidden: f.led}
	if err := e.sound(ctx, &theirs, &there, stages, watch); err != nil {
		return t, err
	}
	here := f
	if j.sampling.Steps > 0 {
		own := *j
		own.sampling.Steps = 0
		if err := e.sound(ctx, &own, &here, stages, watch); err != nil {
			return t, err
		}
	}
	t.pitch = j.lead.melody(j.tuning, here, there)
	t.level = j.lead.stress(here.mel.Floats, there.mel.Floats)
	return t, nil
}

// melody is what is added to ln F0: by a share how the one voice moves around its level and the other one around its own, and
// as much of the difference between the levels as is followed. Both are tuned to their references before they are compared.
func (l *lead) melody(own *tuning, here, there features) []float32 {
	voicing := here.voicing.Floats // so that both medians are of the same frames
	mine := append([]float32(nil), here.logF0.Floats...)
	added := append([]float32(nil), there.logF0.Floats...)
	own.intone(mine, voicing)
	l.tuning.intone(added, voicing)
	over := l.over
	if !l.known {
		from, _, _ := pitchOf(mine, voicing)
		to, _, _ := pitchOf(added, voicing)
		over = to - from
	}
	for i := range added {
		added[i] = float32(l.share*(float64(added[i]-mine[i])-over) + l.rise)
	}
	return added
}

const (
	stressFloor = 25 * math.Ln10 / 20 // how far below the mean, in ln of magnitude, quiet is quiet: 25 dB
	mostStress  = 4 * math.Ln10 / 20  // 4 dB
	stressReach = 4                   // frames on either side that loudness is smoothed over: 96 ms in all
)

// stress is what is added to log mel frames: the difference of the two voices' loudness over time, each seen from its own
// mean, so that neither is louder as a whole.
func (l *lead) stress(here, there []float32) []float32 {
	mine, theirs := loudness(here), loudness(there)
	added := make([]float32, len(mine))
	for i := range added {
		sum, n := 0.0, 0.0
		for k := max(0, i-stressReach); k <= min(len(mine)-1, i+stressReach); k++ {
			weight := 1 - math.Abs(float64(k-i))/(stressReach+1)
			sum, n = sum+weight*(theirs[k]-mine[k]), n+weight
		}
		added[i] = float32(l.share * max(-mostStress, min(mostStress, sum/n)))
	}
	return added
}

// loudness is the level of log mel frames in ln of magnitude, seen from the mean of those that are not quiet.
func loudness(mel []float32) []float64 {
	levels := make([]float64, len(mel)/MelBands)
	loudest := math.Inf(-1)
	for i := range levels {
		power := 0.0
		for _, v := range mel[i*MelBands : (i+1)*MelBands] {
			power += math.Exp(2 * float64(v))
		}
		levels[i] = math.Log(power+1e-12) / 2
		loudest = max(loudest, levels[i])
	}
	mean, n := 0.0, 0.0
	for _, v := range levels {
		if v > loudest-stressFloor {
			mean, n = mean+v, n+1
		}
	}
	for i := range levels {
		levels[i] = max(-stressFloor, levels[i]-mean/n)
	}
	return levels
}

// apply turns log mel frames and ln F0 in place.
func (t turn) apply(mel, logF0 []float32) {
	for i, v := range t.pitch {
		logF0[i] = inRange(float64(logF0[i]) + float64(v))
	}
	for i, v := range t.level {
		frame := mel[i*MelBands : (i+1)*MelBands]
		for k := range frame {
			frame[k] += v
		}
	}
}
