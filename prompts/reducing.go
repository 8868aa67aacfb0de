package prompts

import "context"

// windows is a batch of windows of one level, with their places.
type windows struct {
	mel    []float32 // one after the other
	places []place
}

// place is where a window comes from.
type place struct {
	file       int
	start, end float64 // seconds
}

// reducing encodes windows and reduces their states as they come.
type reducing struct {
	encoder Encoder
	halves  [2]*Pool // windows are dealt to them in turn; together they are the pool
	bank    *Bank
	count   int // windows
	voices  turns
	turns   []found // of every file
}

// found is what was found about the voices of a file.
type found struct {
	contrast float64
	where    []Region
}

func newReducing(encoder Encoder, files int) *reducing {
	m := encoder.Model()
	return &reducing{encoder: encoder, bank: NewBank(m.BankSize, m.StyleDim), turns: make([]found, files),
		halves: [2]*Pool{NewPool(m.StyleTokens, m.StyleDim), NewPool(m.StyleTokens, m.StyleDim)}}
}

// all takes batches until there are no more.
func (r *reducing) all(ctx context.Context, batches <-chan windows) error {
	file := 0
	for b := range batches {
		logits, states, err := r.encoder.Reference(ctx, b.mel)
		if err != nil {
			return err
		}
		n := len(b.places)
		for i, at := range b.places {
			if at.file != file {
				r.endFile(file)
				file = at.file
			}
			if err := r.window(logits[len(logits)/n*i:len(logits)/n*(i+1)], states[len(states)/n*i:len(states)/n*(i+1)], at); err != nil {
				return err
			}
		}
		r.bank.Add(states)
	}
	r.endFile(file)
	return ctx.Err()
}

func (r *reducing) window(logits, states []float32, at place) error {
	half := r.halves[r.count%2]
	alone := NewPool(half.tokens, half.dim)
	if err := alone.Add(logits, states); err != nil {
		return err
	}
	half.Merge(alone)
	r.voices.add(alone.Result(), at.start, at.end)
	r.count++
	return nil
}

func (r *reducing) endFile(file int) {
	r.turns[file].contrast, r.turns[file].where = r.voices.result()
	r.voices = turns{}
}

// result returns what the windows come to; empty statistics when there was none.
func (r *reducing) result(ctx context.Context) (Statistics, Likeness, error) {
	if r.count == 0 {
		return Statistics{}, Likeness{}, nil
	}
	l, err := compare(ctx, r.encoder, r.halves)
	if err != nil {
		return Statistics{}, l, err
	}
	m := r.encoder.Model()
	pool := NewPool(m.StyleTokens, m.StyleDim)
	pool.Merge(r.halves[0])
	pool.Merge(r.halves[1])
	return Statistics{Model: m.VoiceHash(), pool: pool, size: m.BankSize, clumps: r.bank.result()}, l, nil
}
