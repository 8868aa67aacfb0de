package deliver

import (
	"context"
	"fmt"
	"math"
	"strings"

	"voicewright/audio"
)

// piece is how many samples are worked on between two looks at the context: a few milliseconds of work.
const piece = 1 << 14

// stream passes the sound of a file on at a rate in Hz: its lines with the silence between them. push may change what it
// is given. mark is told where each line lies, in samples of that rate; it may be nil.
func (w *writer) stream(ctx context.Context, f File, rate int, push func([]float32) error, mark func(item Item, start, end int64)) error {
	at := int64(0)
	counted := func(x []float32) error {
		at += int64(len(x))
		return push(x)
	}
	for i, item := range f.Items {
		start := at
		if err := w.sound(ctx, item, rate, counted); err != nil {
			return err
		}
		if mark != nil {
			mark(item, start, at)
		}
		if i < len(f.Items)-1 {
			if err := silence(ctx, int64(math.Round(item.gap()*float64(rate))), counted); err != nil {
				return err
			}
		}
		w.progress.add(item)
	}
	return nil
}

// sound passes on the sound of one line.
func (w *writer) sound(ctx context.Context, item Item, rate int, push func([]float32) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b, err := item.Sound(ctx)
	if err != nil {
		return fmt.Errorf("export %s: its sound cannot be read: %w", item.describe(), err)
	}
	if len(b.Samples) == 0 {
		return nil
	}
	if b.Rate < audio.MinRate || b.Rate > audio.MaxRate {
		return fmt.Errorf("export %s: its sound has a sample rate of %d Hz, which makes no sense; render it again", item.describe(), b.Rate)
	}
	// Every line has its own resampler, so that it sounds the same alone and in company.
	r := w.resampler(b.Rate, rate)
	for x := b.Samples; len(x) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(piece, len(x))
		w.scratch = r.Process(w.scratch[:0], x[:n])
		if err := push(w.scratch); err != nil {
			return err
		}
		x = x[n:]
	}
	w.scratch = r.Flush(w.scratch[:0])
	return push(w.scratch)
}

// resampler returns one that has seen nothing, the last one if it fits.
func (w *writer) resampler(from, to int) *audio.Resampler {
	if w.rates != nil {
		if f, t := w.rates.Rates(); f == from && t == to {
			w.rates.Reset()
			return w.rates
		}
	}
	w.rates = audio.NewResampler(from, to)
	return w.rates
}

// describe names a line in a sentence.
func (i Item) describe() string {
	text := strings.TrimSpace(beginning(i.Text, 30))
	if i.Index > 0 {
		return fmt.Sprintf("line %d (%q)", i.Index, text)
	}
	return fmt.Sprintf("the line %q", text)
}

func silence(ctx context.Context, samples int64, push func([]float32) error) error {
	var x [1 << 12]float32
	for samples > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(samples, int64(len(x)))
		clear(x[:n])
		if err := push(x[:n]); err != nil {
			return err
		}
		samples -= n
	}
	return nil
}
