package synth

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
)

// Speak speaks a text. emit gets one take after the other in the order of the text, each as soon as it and all before it
// are ready, from the goroutine that called Speak; when it returns an error, Speak stops and returns that error. Takes
// are made some sentences ahead of emit, on all cores, and no further, so a text of any length needs little memory.
//
// Speak returns when all its work has ended: within moments after ctx ends, at whatever stage.
func (e *Engine) Speak(ctx context.Context, request Request, emit func(Take) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	defer e.using.RUnlock()
	sampling, err := request.sampling(e.model)
	if err != nil {
		return err
	}
	if err := request.check(e.model); err != nil {
		return err
	}
	if strings.TrimSpace(request.Text) == "" {
		return ErrEmptyText
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	run := &run{engine: e, request: request, sampling: sampling, voice: e.voice(request.Timbre), lead: e.lead(request),
		queue: make(chan *order, e.threads+1), work: make(chan *order), begun: make(chan struct{})}
	if sampling.Steps == 0 || sampling.GuidanceVoice == 0 && sampling.GuidanceText == 0 {
		run.open.Do(func() { close(run.begun) })
	}

	var group sync.WaitGroup
	defer group.Wait()
	defer cancel() // runs before the wait
	group.Go(func() {
		// Opening the graphs beside the first sentence's text stages. An error shows again where the graph is needed.
		_ = e.warm(ctx, sampling.Steps > 0)
	})
	group.Go(func() { run.produce(ctx) })
	for range e.threads {
		group.Go(func() { run.render(ctx) })
	}
	return run.deliver(ctx, emit)
}

// run is one call of Speak: produce reads the text and makes orders, render works on them, deliver hands the takes on.
type run struct {
	engine   *Engine
	request  Request
	sampling Sampling
	voice    voice
	lead     *lead
	queue    chan *order // in the order of the text, for deliver; its room bounds how far the work runs ahead
	work     chan *order // the same orders for whoever of render is free
	err      error       // of produce, readable when queue is closed
	// begun is closed when the first take is made. Guided sampling makes several passes that idle cores can share, so until
	// then the others wait: the first sound comes sooner and the whole takes as long. Without guidance nobody waits.
	begun chan struct{}
	open  sync.Once // closes begun

	tune   sync.Once // measures tuning, which all takes share
	tuning tuning
	untune error
}

// order is a take to be made.
type order struct {
	first bool
	line  line
	job   *job
	ready chan result // has room for its one result
}

type result struct {
	take Take
	err  error
}

func (r *run) produce(ctx context.Context) {
	defer close(r.queue)
	defer close(r.work)
	r.err = r.orders(ctx, func(o *order) error {
		for _, to := range []chan *order{r.queue, r.work} {
			select {
			case to <- o:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
}

// orders reads the text and hands an order for every line to send.
func (r *run) orders(ctx context.Context, send func(*order) error) error {
	phonemes, err := r.engine.phonemes(ctx, r.request.Dictionary)
	if err != nil {
		return fmt.Errorf("the pronunciation data cannot be opened: %w", err)
	}
	var all []*order // only when the whole text must be known first
	first := true
	for line, err := range script(ctx, r.request.Text, r.request.Emphasis, phonemes) {
		if err != nil {
			return err
		}
		o := &order{first: first, line: line, job: r.job(line), ready: make(chan result, 1)}
		first = false
		if r.request.Duration > 0 {
			all = append(all, o)
			continue
		}
		if err := send(o); err != nil {
			return err
		}
	}
	if r.request.Duration == 0 {
		return nil
	}
	jobs := make([]*job, len(all))
	for i, o := range all {
		jobs[i] = o.job
	}
	if err := r.engine.pace(ctx, jobs, r.request.Duration); err != nil {
		return err
	}
	for _, o := range all {
		if err := send(o); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) job(l line) *job {
	speed := r.request.speed()
	return &job{
		piece: l.piece, voice: r.voice, lead: r.lead, sampling: r.sampling,
		seeding: newSeeding(r.request.Seed, l.piece.ids, l.piece.stress, l.repeat),
		lengths: atSpeed(l.piece, speed),
		pause:   int(math.Round(float64(l.pause) / speed)),
	}
}

func (r *run) render(ctx context.Context) {
	for o := range r.work {
		if !o.first {
			select {
			case <-r.begun:
			case <-ctx.Done():
			}
		}
		take, err := r.one(ctx, o)
		o.ready <- result{take, err}
		if o.first {
			r.open.Do(func() { close(r.begun) })
		}
	}
}

func (r *run) one(ctx context.Context, o *order) (Take, error) {
	if err := r.engine.acquire(ctx); err != nil {
		return Take{}, err
	}
	defer r.engine.release()
	r.tune.Do(func() { r.untune = r.tuneAll(ctx) })
	if r.untune != nil {
		return Take{}, fmt.Errorf("the voice could not be tuned to its reference: %w", r.untune)
	}
	o.job.tuning = &r.tuning
	take, err := r.engine.render(ctx, o.job)
	if err != nil {
		if ctx.Err() != nil {
			return Take{}, err
		}
		return Take{}, fmt.Errorf("the sentence %q could not be spoken: %w", shorten(o.line.sentence.Text), err)
	}
	take.Sentence, take.Part, take.Spoken, take.Sequence = o.line.sentence, o.line.part, o.line.spoken, o.line.piece.sequence
	take.Stages.Text = o.line.took
	return take, nil
}

// tuneAll tunes the voice, and the one that leads it where there is one, to what their references measure.
func (r *run) tuneAll(ctx context.Context) error {
	own, err := r.engine.tuned(ctx, r.request.Timbre, r.voice, r.sampling)
	if err != nil {
		return err
	}
	r.tuning = r.request.delivery(own)
	if r.lead == nil {
		return nil
	}
	theirs, err := r.engine.tuned(ctx, r.lead.timbre, r.lead.voice, r.sampling)
	r.lead.tuning = r.request.delivery(theirs)
	return err
}

func (r *run) deliver(ctx context.Context, emit func(Take) error) error {
	index := 0
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case o, more := <-r.queue:
			if !more {
				return r.ended(ctx)
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case done := <-o.ready:
				if done.err != nil {
					return done.err
				}
				done.take.Index = index
				index++
				if err := emit(done.take); err != nil {
					return err
				}
			}
		}
	}
}

// ended is the outcome after the last take.
func (r *run) ended(ctx context.Context) error {
	if r.err != nil && errors.Is(r.err, context.Canceled) && ctx.Err() != nil {
		return ctx.Err()
	}
	return r.err
}
