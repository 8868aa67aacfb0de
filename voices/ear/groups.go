package ear

import (
	"context"
	"math"
	"slices"
)

// When two voices are the same to the ear. Of 171 speakers, two sets of other clips of one speaker pass in 40 of 100 cases,
// and of pairs of two speakers 1 in 1,000; at 0.95 it would be 56 and 3, at 0.98 32 and 0.4. The same recordings, a blend that
// is nearly one of its parents, and a voice renewed for the model that it had all pass.
const (
	SameLikeness = 0.97
	SamePitch    = 2.0 // semitones between the medians of F0
)

// A Member is an ear of an index with the pitch of its voice.
type Member struct {
	Key   int64
	Pitch float64 // Hz; 0 where it is not known
}

// Same groups the members that are the same to the ear; those that are alone are left out. A group has its first member in
// front, and every other is like that one: likeness is no chain, on which a crowd of voices would hang together although
// its ends have nothing in common. Groups and members keep the order that members are given in.
func (x *Index) Same(ctx context.Context, members []Member) ([][]int64, error) {
	s := sameness{index: x, shelves: map[shelf][]leader{}}
	s.chooseAxes()
	var groups [][]int64
	for n, m := range members {
		if n%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		place, ok := slices.BinarySearch(x.keys, m.Key)
		if !ok {
			continue
		}
		if g := s.find(place, m.Pitch); g >= 0 {
			groups[g] = append(groups[g], m.Key)
			continue
		}
		s.lead(place, m.Pitch, len(groups))
		groups = append(groups, []int64{m.Key})
	}
	return slices.DeleteFunc(groups, func(g []int64) bool { return len(g) < 2 }), nil
}

// axes is the number of directions in which all ears are known as plain numbers. A distance in these alone is never larger
// than the whole one, so that most pairs are told apart by a few subtractions.
const axes = 12

// apart is the largest squared distance between two ears of length 1 that are the same: |a-b|^2 = 2 - 2 cos.
const apart = 2 - 2*SameLikeness + 1e-4 // and some rounding

// side of a shelf along the first two axes, its square is just more than apart.
const side = 0.2452

// sameness finds the group of an ear among those that lead one.
type sameness struct {
	index   *Index
	axes    [][]float64 // of length 1, at right angles
	shelves map[shelf][]leader
}

type leader struct {
	place, group int
	pitch        float64 // semitones above 1 Hz
	at           [axes]float32
}

// unit returns an ear at length 1.
func (s *sameness) unit(place int) []float64 {
	v := make([]float64, s.index.dim)
	for i, x := range s.index.ear(place) {
		v[i] = float64(x) * float64(s.index.scales[place])
	}
	return v
}

// chooseAxes picks directions in which the ears differ: each through the ear that those before say least about.
func (s *sameness) chooseAxes() {
	if s.index.Len() == 0 {
		return
	}
	known := make([]float64, s.index.Len()) // squared length of every ear along the axes so far
	next := 0
	for range axes {
		axis := s.unit(next)
		for _, before := range s.axes {
			along := product(axis, before)
			for i, v := range before {
				axis[i] -= along * v
			}
		}
		length := math.Sqrt(product(axis, axis))
		if length < 1e-3 {
			return // the axes hold all ears already
		}
		for i := range axis {
			axis[i] /= length
		}
		s.axes = append(s.axes, axis)
		least := 2.0
		for i := range known {
			along := s.along(i, axis)
			if known[i] += along * along; known[i] < least {
				least, next = known[i], i
			}
		}
	}
}

func (s *sameness) along(place int, axis []float64) float64 {
	sum := 0.0
	for i, v := range s.index.ear(place) {
		sum += float64(v) * axis[i]
	}
	return sum * float64(s.index.scales[place])
}

func product(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func (s *sameness) cosine(a, b int) float64 {
	x := s.index
	return float64(dot(x.ear(a), x.ear(b))) * float64(x.scales[a]) * float64(x.scales[b])
}

// describe is what an ear would be as a leader.
func (s *sameness) describe(place int, pitch float64) leader {
	l := leader{place: place, pitch: unknownPitch}
	if pitch > 0 {
		l.pitch = 12 * math.Log2(pitch)
	}
	for i, axis := range s.axes {
		l.at[i] = float32(s.along(place, axis))
	}
	return l
}

// unknownPitch is far from every pitch, so that voices of unknown pitch are compared with each other only.
const unknownPitch = -1e3

// A shelf is where leaders of about one pitch and one place along the first two axes stand: those that may be the same as an ear
// stand on its own shelf or on one that touches it.
type shelf struct{ pitch, x, y int }

func (l *leader) shelf() shelf {
	return shelf{int(math.Floor(l.pitch / SamePitch)), int(math.Floor(float64(l.at[0]) / side)), int(math.Floor(float64(l.at[1]) / side))}
}

// around calls visit with a shelf and all those that touch it.
func (h shelf) around(visit func(shelf)) {
	for pitch := h.pitch - 1; pitch <= h.pitch+1; pitch++ {
		for x := h.x - 1; x <= h.x+1; x++ {
			for y := h.y - 1; y <= h.y+1; y++ {
				visit(shelf{pitch, x, y})
			}
		}
	}
}

func (s *sameness) lead(place int, pitch float64, group int) {
	l := s.describe(place, pitch)
	l.group = group
	s.shelves[l.shelf()] = append(s.shelves[l.shelf()], l)
}

// find returns the first group that an ear belongs to, or -1.
func (s *sameness) find(place int, pitch float64) int {
	is := s.describe(place, pitch)
	first := -1
	is.shelf().around(func(at shelf) {
		leaders := s.shelves[at]
	next:
		for i := range leaders {
			l := &leaders[i]
			if first >= 0 && l.group > first {
				return // those on a shelf stand in the order of their groups
			}
			distance := float32(0)
			for k, v := range l.at {
				if distance += (v - is.at[k]) * (v - is.at[k]); distance > apart {
					continue next
				}
			}
			if math.Abs(l.pitch-is.pitch) <= SamePitch && s.cosine(place, l.place) >= SameLikeness {
				first = l.group
				return
			}
		}
	})
	return first
}
