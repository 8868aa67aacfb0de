package ear

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// someEars makes up ears in crowds around a few directions, so that there are likenesses of every size.
func someEars(rng *rand.Rand, n int) []Ear {
	centres := make([][]float64, 8)
	for c := range centres {
		for range 32 {
			centres[c] = append(centres[c], 60*rng.NormFloat64())
		}
	}
	ears := make([]Ear, n)
	for i := range ears {
		centre, wide := centres[rng.IntN(len(centres))], 30*rng.Float64()
		for _, v := range centre {
			ears[i] = append(ears[i], int8(min(max(v+wide*rng.NormFloat64(), -127), 127)))
		}
	}
	return ears
}

// plainLikeness is the definition.
func plainLikeness(a, b Ear) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

func TestNearestIsThatOfAPlainSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	ears := someEars(rng, 500)
	ears[77] = slices.Clone(ears[5]) // equal ones: the older first
	var x Index
	for i, e := range ears {
		if !x.Add(int64(10*i+1), e) {
			t.Fatalf("ear %d was not taken", i)
		}
	}
	for _, most := range []int{1, 7, 500, 900} {
		want := make([]Hit, len(ears))
		for i, e := range ears {
			want[i] = Hit{int64(10*i + 1), plainLikeness(ears[5], e)}
		}
		slices.SortStableFunc(want, func(a, b Hit) int {
			if math.Abs(a.Likeness-b.Likeness) < 1e-6 {
				return 0
			}
			if a.Likeness > b.Likeness {
				return -1
			}
			return 1
		})
		got := x.Nearest(ears[5], most)
		if len(got) != min(most, len(ears)) {
			t.Fatalf("%d hits, want %d", len(got), most)
		}
		for i, h := range got {
			if math.Abs(h.Likeness-want[i].Likeness) > 1e-5 || math.Abs(Likeness(ears[5], ears[(h.Key-1)/10])-h.Likeness) > 1e-5 {
				t.Errorf("of %d, hit %d is %v, want %v", most, i, h, want[i])
			}
		}
		if got[0].Key != 51 || most > 1 && got[1].Key != 771 {
			t.Errorf("the same ears come as %v", got[:2])
		}
	}
}

func TestIndexRefusesWhatCannotBeCompared(t *testing.T) {
	var x Index
	for _, c := range []struct {
		key  int64
		ear  Ear
		want bool
	}{{3, nil, false}, {3, Ear{0, 0}, false}, {3, Ear{1, 2}, true}, {3, Ear{1, 2}, false}, {2, Ear{1, 2}, false}, {9, Ear{1, 2, 3}, false}, {9, Ear{-127, 0}, true}} {
		if got := x.Add(c.key, c.ear); got != c.want {
			t.Errorf("%d %v: %v", c.key, c.ear, got)
		}
	}
	if x.Len() != 2 || x.Last() != 9 || x.Nearest(Ear{1}, 3) != nil || x.Nearest(Ear{1, 1}, 0) != nil {
		t.Errorf("%+v", x)
	}
	if Likeness(Ear{1}, Ear{1, 2}) != 0 || Likeness(nil, nil) != 0 || Likeness(Ear{0}, Ear{1}) != 0 {
		t.Error("ears that cannot be compared are alike")
	}
}

// plainSame is the definition of Same: the first leader that is near enough in likeness and pitch.
func plainSame(ears map[int64]Ear, members []Member) [][]int64 {
	var groups [][]int64
	var leaders []Member
next:
	for _, m := range members {
		for g, l := range leaders {
			near := l.Pitch <= 0 && m.Pitch <= 0 || l.Pitch > 0 && m.Pitch > 0 && math.Abs(12*math.Log2(l.Pitch/m.Pitch)) <= SamePitch
			if near && Likeness(ears[l.Key], ears[m.Key]) >= SameLikeness {
				groups[g] = append(groups[g], m.Key)
				continue next
			}
		}
		leaders, groups = append(leaders, m), append(groups, []int64{m.Key})
	}
	return slices.DeleteFunc(groups, func(g []int64) bool { return len(g) < 2 })
}

func TestSameIsThatOfAPlainSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var x Index
	ears, members := map[int64]Ear{}, []Member{}
	for i, e := range someEars(rng, 1500) {
		key := int64(i + 1)
		x.Add(key, e)
		ears[key] = e
		pitch := 80 + 60*rng.Float64()
		if i%10 == 0 {
			pitch = 0
		}
		members = append(members, Member{key, pitch})
	}
	rng.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	want := plainSame(ears, members)
	got, err := x.Same(t.Context(), append(members, Member{Key: 99999}))
	if err != nil || len(want) < 20 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d groups, want %d; %v", len(got), len(want), err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Same(cancelled, members); err == nil {
		t.Error("it does not stop")
	}
	if got, err := new(Index).Same(t.Context(), members); err != nil || len(got) != 0 {
		t.Errorf("an empty index has %v, %v", got, err)
	}
}

func TestHearing(t *testing.T) {
	own := []States{{[]float32{1, 10, 3, 30}, []float32{0.5, 0.5}}, {[]float32{5, 50}, []float32{1}}, {[]float32{1}, []float32{0.5, 0.5}}}
	h := NewHearing("m", 2, own...)
	e := h.Of(States{[]float32{2, 10, 4, 50}, []float32{0.75, 0.25}})
	if !reflect.DeepEqual(e, Ear{127, 102}) { // the second value spreads ten times as far: 2.5 against 2.0
		t.Errorf("ear %v", e)
	}
	for what, s := range map[string]States{"nothing": {}, "another size": {[]float32{1, 2, 3}, []float32{1}}, "silence": {[]float32{0, 0}, []float32{1}},
		"no number": {[]float32{float32(math.NaN()), 0}, []float32{1}}, "infinite": {[]float32{float32(math.Inf(1)), 0}, []float32{1}}} {
		if e := h.Of(s); e != nil {
			t.Errorf("%s has the ear %v", what, e)
		}
	}
	marks := map[string]bool{h.Mark(): true, NewHearing("n", 2, own...).Mark(): true, NewHearing("m", 2).Mark(): true, NewHearing("m", 3).Mark(): true}
	if len(marks) != 4 || NewHearing("m", 2, own...).Mark() != h.Mark() {
		t.Errorf("marks %v", marks)
	}
	if e := new(Hearing).Of(own[0]); e != nil {
		t.Errorf("the zero value hears %v", e)
	}
}

// BenchmarkSame has crowds of voices of which hardly any two are the same: the most work there can be.
func BenchmarkSame(b *testing.B) {
	rng := rand.New(rand.NewPCG(7, 8))
	var x Index
	var members []Member
	for i, e := range someEars(rng, 100_000) {
		x.Add(int64(i+1), e)
		members = append(members, Member{int64(i + 1), 80 + 150*rng.Float64()})
	}
	for b.Loop() {
		if _, err := x.Same(b.Context(), members); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	var x Index
	e := make(Ear, 256)
	for key := range int64(100_000) {
		for i := range e {
			e[i] = int8(rng.IntN(255) - 127)
		}
		x.Add(key+1, e)
	}
	for b.Loop() {
		x.Nearest(e, 50)
	}
}
