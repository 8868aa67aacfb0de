package synth

import (
	"context"
	"strings"
)

// Expected tells how many seconds a request's speech is likely to last, at its speed and with its pauses: what the takes of
// any seed vary around. It takes milliseconds a sentence.
func (e *Engine) Expected(ctx context.Context, request Request) (seconds float64, err error) {
	if err := e.enter(); err != nil {
		return 0, err
	}
	defer e.using.RUnlock()
	sampling, err := request.sampling(e.model)
	if err != nil {
		return 0, err
	}
	if err := request.check(e.model); err != nil {
		return 0, err
	}
	if strings.TrimSpace(request.Text) == "" {
		return 0, ErrEmptyText
	}
	if request.Duration > 0 {
		return request.Duration.Seconds(), nil
	}
	sampling.Temperature = 0
	r := &run{engine: e, request: request, sampling: sampling, voice: e.voice(request.Timbre), lead: e.lead(request)}
	samples := 0.0
	err = r.orders(ctx, func(o *order) error {
		audible, err := e.natural(ctx, o.job)
		if err != nil {
			return err
		}
		samples += total(o.job.lengths(audible))*Hop + float64(o.job.pause)
		return nil
	})
	return samples / SampleRate, err
}
