package synth

import (
	"context"
	"time"

	"voicewright/audio"
	"voicewright/synth/duration"
	"voicewright/synth/flow"
	"voicewright/synth/ort"
	"voicewright/synth/vocoder"
)

// voice is a timbre as the graphs take it.
type voice struct{ style, bank, weights ort.Tensor }

func (e *Engine) voice(t Timbre) voice {
	m := e.model
	return voice{
		style:   ort.Floats(t.Style, 1, m.StyleTokens, m.StyleDim),
		bank:    ort.Floats(t.Bank, 1, t.Centroids(), m.StyleDim),
		weights: ort.Floats(t.Weights, 1, t.Centroids()),
	}
}

// job is all that one take depends on.
type job struct {
	piece    piece
	voice    voice
	lead     *lead // whose prosody it is; nil where the voice has its own
	seeding  seeding
	sampling Sampling
	tuning   *tuning
	lengths  func(natural []float64) []float64 // bends the audible lengths to the speed or the target
	pause    int                               // samples of silence after the take
}

// stopwatch adds the time since the last lap to a stage.
type stopwatch time.Time

func (w *stopwatch) lap(stage *time.Duration) {
	now := time.Now()
	*stage += now.Sub(time.Time(*w))
	*w = stopwatch(now)
}

// spell runs the text graph: hidden states, those in the voice that leads, if any, and the natural length of every symbol in
// frames.
func (e *Engine) spell(ctx context.Context, j *job) (hidden, led ort.Tensor, natural []float64, err error) {
	n := len(j.piece.ids)
	ids, stress := ort.Ints(j.piece.ids, 1, n), ort.Ints(j.piece.stress, 1, n)
	out, err := e.sessions.run(ctx, textGraph, ids, stress, j.voice.style)
	if err != nil {
		return hidden, led, nil, err
	}
	for _, o := range out[1:] {
		if err := expect(textGraph, "a length for every symbol", len(o.Floats), n); err != nil {
			return hidden, led, nil, err
		}
	}
	if led, err = j.lead.pace(ctx, e, ids, stress, out[1:]); err != nil {
		return hidden, led, nil, err
	}
	noise := j.seeding.normals("duration", n)
	natural = duration.Natural(out[1].Floats, out[2].Floats, noise, j.sampling.Temperature, j.piece.phone)
	duration.Alone(natural, j.piece.phone)
	j.piece.accent.lengthen(natural)
	return out[0], led, natural, nil
}

// features is what a take sounds like before there are samples.
type features struct {
	plan                duration.Plan
	hidden, led         ort.Tensor // of the text graph, in the voice and in the one that leads
	mel, logF0, voicing ort.Tensor // [1,F,100], ln Hz [1,F], 0..1 [1,F]
}

// feature takes a job from its symbols to mel and pitch as the model says them, in the lengths of the job.
func (e *Engine) feature(ctx context.Context, j *job, stages *Stages, watch *stopwatch) (f features, err error) {
	var natural []float64
	if f.hidden, f.led, natural, err = e.spell(ctx, j); err != nil {
		return f, err
	}
	f.plan = duration.New(natural, j.lengths(duration.Audible(natural, j.piece.phone)), j.piece.phone)
	watch.lap(&stages.Duration)
	err = e.sound(ctx, j, &f, stages, watch)
	return f, err
}

// grids are how many frames later than a take's first frame the grids of latents begin that it is regressed on; increasing. A latent holds
// LatentFrames frames, and what the model says of a sound depends a little on where in them the sound begins. The mean over grids is
// cleaner and a little clearer (cycle spinning: Coifman and Donoho 1995, Translation-invariant de-noising). The prior has learned half-way to say
// on one grid what it says on four on average (training.phases): with two it is as clean as it was with three, and a third grid costs a tenth of the
// computing time (training/LOG.md).
var grids = []int{0, 4}

// sound fills in mel, pitch and voicing of a job whose symbols are laid out: as many frames as its plan has.
func (e *Engine) sound(ctx context.Context, j *job, f *features, stages *Stages, watch *stopwatch) error {
	grids := grids
	if j.sampling.Steps > 0 {
		grids = grids[:1] // what a flow samples on one grid, it does not sample on another
	}
	latents, err := e.latents(ctx, j, f.hidden, f.plan, grids, stages, watch)
	if err != nil {
		return err
	}
	out, err := e.sessions.run(ctx, decoderGraph, latents)
	if err != nil {
		return err
	}
	laid, kept := latents.Dim(1)*e.model.LatentFrames, max(1, f.plan.Total())
	for i, to := range []struct {
		lane  *ort.Tensor
		width int
		shape []int
	}{{&f.mel, MelBands, []int{1, kept, MelBands}}, {&f.logF0, 1, []int{1, kept}}, {&f.voicing, 1, []int{1, kept}}} {
		if err := expect(decoderGraph, "values of "+decoderGraph.outputs[i], len(out[i].Floats), len(grids)*laid*to.width); err != nil {
			return err
		}
		*to.lane = ort.Floats(aligned(out[i].Floats, grids, laid*to.width, to.width, kept*to.width), to.shape...)
	}
	watch.lap(&stages.Decoder)
	return nil
}

// aligned is the mean of what the grids say of the same frames: x holds size values a grid, width a frame; the result as many as are kept.
func aligned(x []float32, grids []int, size, width, kept int) []float32 {
	mean := make([]float32, kept)
	for i, later := range grids {
		for at, v := range x[i*size+later*width:][:kept] {
			mean[at] += v / float32(len(grids))
		}
	}
	return mean
}

// render makes the sound of one take. The caller holds a core; more are used where they are idle.
func (e *Engine) render(ctx context.Context, j *job) (take Take, err error) {
	watch := stopwatch(time.Now())
	f, err := e.feature(ctx, j, &take.Stages, &watch)
	if err != nil {
		return take, err
	}
	take.Plan = f.plan
	turned, err := e.follow(ctx, j, f, &take.Stages, &watch)
	if err != nil {
		return take, err
	}
	j.tuning.apply(f.mel.Floats, f.logF0.Floats, f.voicing.Floats, duration.Brevity(j.piece.phone))
	turned.apply(f.mel.Floats, f.logF0.Floats)
	j.piece.accent.apply(f.plan, f.mel.Floats, f.logF0.Floats, f.voicing.Floats)

	sound, err := e.vocode(ctx, j, f, &take.Stages, &watch)
	if err != nil {
		return take, err
	}
	from, to := take.Plan.Span(Hop)
	samples, gain := finish(sound, from, to, j.pause, j.tuning.energy)
	take.Audio, take.Pause, take.Gain = audio.Buffer{Rate: SampleRate, Samples: samples}, j.pause, gain
	take.Pitch, take.Voicing = lanes(f.logF0.Floats, f.voicing.Floats, from, to)
	watch.lap(&take.Stages.Join)
	return take, nil
}

// latents lays the symbols out in time, once a grid, regresses the mean of the latents [G, T, L] and samples around it.
func (e *Engine) latents(ctx context.Context, j *job, hidden ort.Tensor, plan duration.Plan, grids []int, stages *Stages, watch *stopwatch) (ort.Tensor, error) {
	steps := max(1, (plan.Total()+grids[len(grids)-1]+e.model.LatentFrames-1)/e.model.LatentFrames)
	frames := steps * e.model.LatentFrames
	var index []int64
	var place []float32
	for _, later := range grids {
		i, p := plan.Spread(j.piece.phone, frames, later)
		index, place = append(index, i...), append(place, p...)
	}
	at, where := ort.Ints(index, len(grids), frames), ort.Floats(place, len(grids), frames, 4)
	s := j.sampling

	// The guided passes: with everything, without the voice, without the text. Only those that count are made.
	type pass struct{ text, voice, strength float32 }
	passes := []pass{{1, 1, 0}}
	if s.GuidanceVoice > 0 {
		passes = append(passes, pass{1, 0, float32(s.GuidanceVoice)})
	}
	if s.GuidanceText > 0 {
		passes = append(passes, pass{0, 1, float32(s.GuidanceText)})
	}
	priors := make([][]ort.Tensor, len(passes))
	tasks := make([]func() error, len(passes))
	for i, p := range passes {
		tasks[i] = func() (err error) {
			priors[i], err = e.sessions.run(ctx, priorGraph, hidden, at, where, j.voice.style, j.voice.bank, j.voice.weights,
				ort.Floats([]float32{p.text}, 1), ort.Floats([]float32{p.voice}, 1))
			return err
		}
	}
	if err := e.together(tasks...); err != nil {
		return ort.Tensor{}, err
	}
	mean := priors[0][0]
	if err := expect(priorGraph, "values of the mean", len(mean.Floats), len(grids)*steps*e.model.LatentDim); err != nil {
		return ort.Tensor{}, err
	}
	if s.Steps <= 0 {
		// Without a flow the regression itself is pushed away from what it would say of no voice or no text.
		guided := append([]float32(nil), mean.Floats...)
		for i, p := range passes[1:] {
			flow.Guide(guided, mean.Floats, priors[i+1][0].Floats, p.strength)
		}
		watch.lap(&stages.Prior)
		return ort.Tensor{Shape: mean.Shape, Floats: guided}, nil
	}
	watch.lap(&stages.Prior)

	velocity := func(ctx context.Context, x []float32, time float32) ([]float32, error) {
		speeds := make([][]float32, len(passes))
		for i := range passes {
			tasks[i] = func() error {
				out, err := e.sessions.run(ctx, flowGraph, ort.Tensor{Shape: mean.Shape, Floats: x}, ort.Floats([]float32{time}, 1),
					priors[i][0], priors[i][1])
				if err == nil {
					speeds[i] = out[0].Floats
					err = expect(flowGraph, "values of the velocity", len(speeds[i]), len(x))
				}
				return err
			}
		}
		if err := e.together(tasks...); err != nil {
			return nil, err
		}
		v := append([]float32(nil), speeds[0]...)
		for i, p := range passes[1:] {
			flow.Guide(v, speeds[0], speeds[i+1], p.strength)
		}
		return v, nil
	}
	noise := singles(j.seeding.normals("flow", len(mean.Floats)))
	path := flow.Path{Start: s.Start, Steps: s.Steps, Method: flow.Method(s.Method)}
	latents, err := flow.Sample(ctx, path, mean.Floats, noise, velocity)
	watch.lap(&stages.Flow)
	return ort.Tensor{Shape: mean.Shape, Floats: latents}, err
}

// vocode turns mel, pitch and voicing into samples. The excitation depends on the pitch alone, so it is made beside the
// filters where a core is idle.
func (e *Engine) vocode(ctx context.Context, j *job, f features, stages *Stages, watch *stopwatch) ([]float32, error) {
	logF0, voicing := f.logF0.Floats, f.voicing.Floats
	var pulses []float64
	var filters []ort.Tensor
	err := e.together(
		func() error {
			pulses = vocoder.Pulses(logF0, voicing)
			return ctx.Err()
		},
		func() (err error) {
			filters, err = e.sessions.run(ctx, vocoderGraph, f.mel, f.logF0, f.voicing)
			return err
		},
	)
	if err != nil {
		return nil, err
	}
	watch.lap(&stages.Vocoder)
	shaded := vocoder.Filters{Harmonic: filters[0].Floats, Phase: filters[1].Floats, Noise: filters[2].Floats}
	if err := expect(vocoderGraph, "filter values", min(len(shaded.Harmonic), len(shaded.Noise)), len(logF0)*vocoder.Bins); err != nil {
		return nil, err
	}
	j.tuning.hush(shaded, f.mel.Floats)
	j.tuning.shade.Apply(shaded, voicing)
	sound, err := vocoder.Filter(ctx, pulses, hiss(), int(j.seeding.pick("vocoder", hissFrames)), shaded)
	watch.lap(&stages.Filter)
	return sound, err
}

// lanes cuts pitch (in Hz) and voicing to the kept part of a sound.
func lanes(logF0, voicing []float32, from, to int) (pitch, voiced []float32) {
	first := (from + Hop/2) / Hop
	last := min(len(logF0), (to+Hop-1)/Hop)
	for i := first; i < last; i++ {
		pitch = append(pitch, float32(vocoder.Hertz(logF0[i])))
		voiced = append(voiced, max(0, min(1, voicing[i])))
	}
	return pitch, voiced
}
