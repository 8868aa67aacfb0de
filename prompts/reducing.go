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
	between    bool    // whether it lies across two others
}

// reducing encodes windows and reduces their states as they come.
type reducing struct {
	encoder Encoder
	pool    *Pool
	halves  [2]mean // windows are dealt to them in turn
	bank    *Bank
	count   int // windows, without those between others
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
		pool: NewPool(m.StyleTokens, m.StyleDim)}
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
	alone := NewPool(r.pool.tokens, r.pool.dim)
	if err := alone.Add(logits, states); err != nil {
		return err
	}
	r.pool.Merge(alone)
	if at.between {
		return nil // what the halves and the turns compare must not share any speech
	}
	r.halves[r.count%2].add(states, 1, r.pool.dim)
	r.voices.add(alone.Result(), at.start, at.end)
	r.count++
	return nil
}

func (r *reducing) endFile(file int) {
	r.turns[file].contrast, r.turns[file].where = r.voices.result()
	r.voices = turns{}
}

// result returns what the windows come to; empty statistics when there was none.
func (r *reducing) result() (Statistics, Likeness) {
	if r.count == 0 {
		return Statistics{}, Likeness{}
	}
	m := r.encoder.Model()
	return Statistics{Model: m.VoiceHash(), pool: r.pool, size: m.BankSize, clumps: r.bank.result()}, Likeness{Halves: alike(&r.halves[0], &r.halves[1])}
}
