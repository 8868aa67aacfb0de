package synth

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"voicewright/synth/duration"
)

// atSpeed bends one take's lengths to a speed. Where the limits of the phones stand in the way, the nearest is taken.
func atSpeed(p piece, speed float64) func([]float64) []float64 {
	return func(audible []float64) []float64 {
		if speed == 1 {
			return audible
		}
		fitted, err := duration.Fit(audible, p.phone, total(audible)/speed)
		var outside *duration.RangeError
		if err != nil && !errors.As(err, &outside) {
			return audible
		}
		return fitted
	}
}

// pace bends a whole text to an exact length: one factor for all its sentences and the pauses between them. It has to
// know every natural length first, so the text graph runs over all jobs before the first of them is rendered.
func (e *Engine) pace(ctx context.Context, jobs []*job, target time.Duration) error {
	audible := make([][]float64, len(jobs))
	next := make(chan int)
	errs := make([]error, e.threads)
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for worker := range e.threads {
		group.Go(func() {
			for i := range next {
				if errs[worker] == nil {
					audible[i], errs[worker] = e.natural(ctx, jobs[i])
				}
				if errs[worker] != nil {
					cancel() // the other workers' lengths are of no use now
				}
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	group.Wait()
	if err := firstReal(errs); err != nil {
		return err
	}

	// All sentences are fitted as one, the pause after each as one more boundary.
	var lengths []float64
	var phone []bool
	for i, j := range jobs {
		lengths = append(append(lengths, audible[i]...), float64(j.pause)/Hop)
		phone = append(append(phone, j.piece.phone...), false)
	}
	frames := target.Seconds() * SampleRate / Hop
	fitted, err := duration.Fit(lengths, phone, frames)
	if outside := (*duration.RangeError)(nil); errors.As(err, &outside) {
		return fmt.Errorf("%w: this text can last %.1f to %.1f seconds, not %.1f", ErrDuration,
			math.Ceil(outside.Least*Hop/SampleRate*10)/10, math.Floor(outside.Most*Hop/SampleRate*10)/10, target.Seconds())
	} else if err != nil {
		return err
	}
	// The samples are rounded by cumulative sums, so the whole is exact: what a take's own rounding leaves over goes into
	// the pause after it, and after the last take into its silent end.
	sum, given := 0.0, 0
	for i, j := range jobs {
		n := len(audible[i])
		own, pause := fitted[:n:n], fitted[n]
		fitted = fitted[n+1:]
		j.lengths = func([]float64) []float64 { return own }
		sum += total(own) + pause
		take := int(math.Round(total(own) * Hop))
		j.pause = max(0, int(math.Round(sum*Hop))-given-take)
		given += take + j.pause
	}
	return nil
}

// natural is the audible length of every symbol of a job before any bending.
func (e *Engine) natural(ctx context.Context, j *job) ([]float64, error) {
	if err := e.acquire(ctx); err != nil {
		return nil, err
	}
	defer e.release()
	_, _, natural, err := e.spell(ctx, j)
	if err != nil {
		return nil, err
	}
	return duration.Audible(natural, j.piece.phone), nil
}

// firstReal returns the first error that is not only the echo of another one's cancel.
func firstReal(errs []error) error {
	var echo error
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			echo = err
		}
	}
	return echo
}

func total(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
