package prompts

import (
	"fmt"
	"math"
)

// Pool is attention pooling over any number of states in fixed memory: for every token s, the sum over all states f of
// softmax_f(logits[f,s]) * states[f].
//
// A softmax needs the largest logit before it can be written down safely. Keeping, for every token, the largest logit m
// seen so far, the numerator sum exp(l-m)*state and the denominator sum exp(l-m) makes it a running sum: a larger logit
// that comes later scales both down. The result is exact (up to rounding), whatever the order or the grouping of the
// states, and pools over different recordings merge.
type Pool struct {
	tokens, dim int
	largest     []float64
	above       []float64 // numerators, tokens*dim
	below       []float64 // denominators
}

// NewPool makes an empty pool.
func NewPool(tokens, dim int) *Pool {
	p := &Pool{tokens: tokens, dim: dim, largest: make([]float64, tokens), above: make([]float64, tokens*dim), below: make([]float64, tokens)}
	for s := range p.largest {
		p.largest[s] = math.Inf(-1)
	}
	return p
}

// Add takes states, dim values each, and their logits, tokens values each.
func (p *Pool) Add(logits, states []float32) error {
	n := len(states) / p.dim
	if len(states) != n*p.dim || len(logits) != n*p.tokens {
		return fmt.Errorf("pooling: %d logits and %d state values do not fit %d tokens of %d", len(logits), len(states), p.tokens, p.dim)
	}
	for f := range n {
		state := states[f*p.dim : (f+1)*p.dim]
		for s := range p.tokens {
			weight := p.scale(s, float64(logits[f*p.tokens+s]))
			p.below[s] += weight
			above := p.above[s*p.dim : (s+1)*p.dim]
			for i, v := range state {
				above[i] += weight * float64(v)
			}
		}
	}
	return nil
}

// scale makes sure that a token's largest logit is at least the given one and returns the latter's weight.
func (p *Pool) scale(s int, logit float64) float64 {
	if logit > p.largest[s] {
		shrink := math.Exp(p.largest[s] - logit) // 0 at the first state
		p.largest[s] = logit
		p.below[s] *= shrink
		above := p.above[s*p.dim : (s+1)*p.dim]
		for i := range above {
			above[i] *= shrink
		}
		return 1
	}
	return math.Exp(logit - p.largest[s])
}

// Merge adds all states of another pool of the same sizes.
func (p *Pool) Merge(other *Pool) {
	for s := range p.tokens {
		if other.below[s] == 0 {
			continue
		}
		weight := p.scale(s, other.largest[s])
		p.below[s] += weight * other.below[s]
		for i := s * p.dim; i < (s+1)*p.dim; i++ {
			p.above[i] += weight * other.above[i]
		}
	}
}

// Empty tells whether nothing was added.
func (p *Pool) Empty() bool { return p.below[0] == 0 }

// Result returns the pooled states, tokens*dim values; zeros when nothing was added.
func (p *Pool) Result() []float32 {
	pooled := make([]float32, len(p.above))
	for s, below := range p.below {
		for i := s * p.dim; below > 0 && i < (s+1)*p.dim; i++ {
			pooled[i] = float32(p.above[i] / below)
		}
	}
	return pooled
}
