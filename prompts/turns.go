package prompts

import "math"

// turns looks for a second speaker in one file: a stretch whose windows sound alike and unlike the rest.
//
// What the model's reference encoder makes of three windows after each other is averaged to one point. The stretch is
// sought whose points differ most from the others, compared with how much points differ among themselves (Fisher's
// ratio, as in circular binary segmentation, Olshen et al. 2004), and weighed by how different the two directions are:
// one speaker who becomes louder or livelier moves along, another speaker points elsewhere. However long the file, the
// points are few: when they are too many, neighbours are joined.
type turns struct {
	points  []turn
	span    int // windows a point
	pending turn
}

type turn struct {
	sum        []float64 // of the windows' pooled states
	windows    int
	start, end float64 // seconds
}

const (
	turnWindows = 3
	mostTurns   = 96
	leastTurns  = 2 // points that a speaker must have
)

// add takes the pooled states of the next window used.
func (t *turns) add(pooled []float32, start, end float64) {
	if t.pending.windows == 0 {
		t.pending = turn{sum: make([]float64, len(pooled)), start: start}
	}
	for i, v := range pooled {
		t.pending.sum[i] += float64(v)
	}
	t.pending.windows++
	t.pending.end = end
	if t.pending.windows >= max(turnWindows, t.span) {
		t.points = append(t.points, t.pending)
		t.pending = turn{}
	}
	if len(t.points) == mostTurns {
		for i := range mostTurns / 2 {
			a, b := t.points[2*i], t.points[2*i+1]
			for k, v := range b.sum {
				a.sum[k] += v
			}
			t.points[i] = turn{a.sum, a.windows + b.windows, a.start, b.end}
		}
		t.points = t.points[:mostTurns/2]
		t.span = 2 * max(turnWindows, t.span)
	}
}

// result returns how much the most different stretch differs, and where it is: the stretch, or what is around it when that
// is shorter. It is 0 for a file with too little speech to tell.
func (t *turns) result() (contrast float64, where []Region) {
	n := len(t.points)
	if n < 2*leastTurns {
		return 0, nil
	}
	dim := len(t.points[0].sum)
	sums := make([][]float64, n+1) // of the points up to one
	sums[0] = make([]float64, dim)
	squares := 0.0
	for i, p := range t.points {
		sums[i+1] = make([]float64, dim)
		for k, v := range p.sum {
			v /= float64(p.windows)
			sums[i+1][k] = sums[i][k] + v
			squares += v * v
		}
	}
	spread := squares - dot(sums[n], sums[n])/float64(n) // squared distances from the mean of all
	from, to := 0, 0
	for i := range n {
		for j := i + leastTurns; j <= n && n-(j-i) >= leastTurns; j++ {
			if c := contrastOf(sums[i], sums[j], sums[n], float64(j-i), float64(n), spread); c > contrast {
				contrast, from, to = c, i, j
			}
		}
	}
	if contrast == 0 {
		return 0, nil
	}
	if 2*(to-from) <= n {
		return contrast, []Region{{t.points[from].start, t.points[to-1].end}}
	}
	if from > 0 {
		where = append(where, Region{t.points[0].start, t.points[from-1].end})
	}
	if to < n {
		where = append(where, Region{t.points[to].start, t.points[n-1].end})
	}
	return contrast, where
}

// contrastOf compares k of n points, whose sum is until - before, with the others; all is the sum of all points.
func contrastOf(before, until, all []float64, k, n, spread float64) float64 {
	var between, cross, one, two float64
	for i, v := range all {
		a := until[i] - before[i]
		b := (v - a) / (n - k)
		a /= k
		between += (a - b) * (a - b)
		cross += a * b
		one += a * a
		two += b * b
	}
	between *= k * (n - k) / n
	within := math.Max((spread-between)/(n-2), 1e-3*spread)
	if one == 0 || two == 0 || within <= 0 {
		return 0
	}
	return between / within * (1 - cross/math.Sqrt(one*two))
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
