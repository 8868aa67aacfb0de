package prompts

import "math"

// Likeness estimates how far a voice is settled by the speech that it was made of.
//
// The windows used are dealt to two halves in turn. The cosine between how the two halves sound (see mean) is how alike two
// voices are that are made of half as much speech each; for other lengths the formula of Spearman and Brown (1910) tells what to
// expect. Strangers have about 0.1, and 0.6 at the most. Both halves share a room and a mood, so this says whether there is
// enough speech, not whether the speech is good.
type Likeness struct {
	Halves  float64 `json:"halves"`  // cosine between the two halves; 0 where there are too few windows
	Now     float64 `json:"now"`     // expected between voices made of as much speech as there is
	More    float64 `json:"more"`    // expected with another minute
	Seconds float64 `json:"seconds"` // of speech used
}

const anotherMinute = 60.0 // seconds

// settle works out what the halves of so many seconds of speech together speak for.
func (l *Likeness) settle(seconds float64) {
	l.Seconds = seconds
	if seconds > 0 {
		l.Now = longer(l.Halves, 2)
		l.More = longer(l.Halves, 2*(seconds+anotherMinute)/seconds)
	}
}

// longer is what a likeness becomes with times as much speech.
func longer(likeness, times float64) float64 {
	if likeness <= 0 {
		return 0
	}
	return times * likeness / (1 + (times-1)*likeness)
}

// A mean is how a stretch of speech sounds: its reference states on average. Two are compared by the angle between them, every value
// over its spread, as voices are by ear (package voices/ear has the measurements). The style that the model makes of the states
// would not do: it is trained to speak with, not to tell voices apart, and lies near that of any other voice.
type mean struct {
	sums, squares []float64 // a value of a state
	weight        float64   // states
}

// add takes states in, of dim values each, that stand for weight states of speech each.
func (m *mean) add(states []float32, weight float64, dim int) {
	if m.sums == nil {
		m.sums, m.squares = make([]float64, dim), make([]float64, dim)
	}
	for i, v := range states {
		m.sums[i%dim] += weight * float64(v)
		m.squares[i%dim] += weight * float64(v) * float64(v)
	}
	m.weight += weight * float64(len(states)/dim)
}

// alike is the cosine between two; 0 where one of them is empty.
func alike(a, b *mean) float64 {
	if a.weight == 0 || b.weight == 0 {
		return 0
	}
	var ab, aa, bb float64
	for i := range a.sums {
		both := (a.sums[i] + b.sums[i]) / (a.weight + b.weight)
		spread := (a.squares[i]+b.squares[i])/(a.weight+b.weight) - both*both
		if spread <= 1e-12 {
			continue // says nothing
		}
		x, y := a.sums[i]/a.weight, b.sums[i]/b.weight
		ab += x * y / spread
		aa += x * x / spread
		bb += y * y / spread
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// Growth is what recordings bring to a voice that they are added to.
//
// How the new ones sound is compared with what the voice was made of. Neither has heard the other, and they may be years and rooms
// apart, so their cosine also tells whether the same person speaks. The theory behind the formula of Spearman and Brown says how
// much that is for every second of speech, and so how alike two voices of this speaker are to be expected that are made of as much
// speech as there was before and as there is after.
type Growth struct {
	Alike         float64 `json:"alike"`  // cosine between what was there and what is new; 0 where nothing was added
	Before        float64 `json:"before"` // expected between voices made of as much speech as before
	After         float64 `json:"after"`
	SecondsBefore float64 `json:"seconds_before"`
	SecondsAfter  float64 `json:"seconds_after"`
}

// Grow tells what one set of recordings brings to another. Both must be of one model.
func Grow(before, added Statistics) Growth {
	g := Growth{SecondsBefore: before.Seconds, SecondsAfter: before.Seconds + added.Seconds}
	a, b := before.mean(), added.mean()
	g.Alike = alike(&a, &b)
	g.Before, g.After = settled(g.Alike, before.Seconds, added.Seconds)
	return g
}

// mean is how the speech sounds, by its centroids.
func (s Statistics) mean() (m mean) {
	for k, count := range s.clumps.counts {
		m.add(s.clumps.centroids[k*s.pool.dim:(k+1)*s.pool.dim], count, s.pool.dim)
	}
	return m
}

// settled works out the likeness expected between two voices of a seconds each, and of a+b seconds each, from the one between a voice
// of a seconds and one of b. Where r(t) = tx/(1+tx) is the first for t seconds, the last is the square root of r(a)r(b); x is the root
// of a quadratic equation.
func settled(alike, a, b float64) (before, after float64) {
	c := alike * alike
	switch {
	case alike <= 0 || a <= 0 || b <= 0:
		return 0, 0
	case c >= 1:
		return 1, 1
	}
	x := (c*(a+b) + math.Sqrt(c*c*(a+b)*(a+b)+4*a*b*c*(1-c))) / (2 * a * b * (1 - c))
	return a * x / (1 + a*x), (a + b) * x / (1 + (a+b)*x)
}
