package duration

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sentence makes random natural lengths: ^, phones with a space or comma now and then, a stop, $.
func sentence(random *rand.Rand, symbols int) (natural []float64, phone []bool) {
	for i := range symbols {
		speaks := i > 0 && i < symbols-2 && i%6 != 5
		n := 12 * random.Float64()
		if speaks {
			n++
		}
		if i == 0 || i == symbols-1 {
			n = 40 * random.Float64()
		}
		natural, phone = append(natural, n), append(phone, speaks)
	}
	return natural, phone
}

func TestFitMeetsTheTargetAndKeepsItsLimits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		natural, phone := sentence(random, 5+random.IntN(60))
		audible := Audible(natural, phone)
		target := sum(audible) / (0.5 + 1.5*random.Float64())
		fitted, err := Fit(audible, phone, target)
		if err != nil {
			var outside *RangeError
			if !errors.As(err, &outside) {
				t.Fatal(err)
			}
			continue
		}
		if math.Abs(sum(fitted)-target) > 0.51 {
			t.Fatalf("sum %g, want %g", sum(fitted), target)
		}
		plan := New(natural, fitted, phone)
		from, to := plan.Span(256)
		if math.Abs(float64(to-from)-target*256) > 140 {
			t.Fatalf("the sound has %d samples, want %g", to-from, target*256)
		}
		if to > (plan.Total()+1)*256 {
			t.Fatalf("the sound ends at sample %d, the plan has %d frames", to, plan.Total())
		}
		for i, n := range plan.Frames {
			if n < 0 || phone[i] && n < 1 {
				t.Fatalf("symbol %d has %d frames", i, n)
			}
		}
	}
}

func TestFitSaysWhatIsReachable(t *testing.T) {
	lengths, phone := []float64{5, 6, 6, 12}, []bool{false, true, true, false}
	for _, target := range []float64{1, 1000} {
		nearest, err := Fit(lengths, phone, target)
		var outside *RangeError
		if !errors.As(err, &outside) {
			t.Fatalf("target %g gave %v", target, err)
		}
		if n := sum(nearest); math.Abs(n-outside.Least) > 0.1 && math.Abs(n-outside.Most) > 0.1 {
			t.Errorf("the nearest lengths sum to %g, outside the limits of %v", n, outside)
		}
	}
}

func TestAudibleKeepsLittleQuietAndThePlanShowsTheModelMore(t *testing.T) {
	natural := []float64{30, 7, 8, 9, 20}
	phone := []bool{false, true, true, false, false}
	audible := Audible(natural, phone)
	if audible[0] != lead || math.Abs(audible[3]+audible[4]-tail) > 1e-9 || audible[1] != 7 {
		t.Errorf("audible lengths %v", audible)
	}
	plan := New(natural, audible, phone)
	if plan.Skip != context-lead || plan.Frames[0] != context || plan.Frames[3]+plan.Frames[4] != context {
		t.Errorf("plan %+v", plan)
	}
}

func TestNaturalSurvivesOddNetworks(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	got := Natural([]float32{nan, inf, -inf, 2}, []float32{0, 0, 0, 0}, []float64{0, 0, 0, 9}, 0.5, []bool{true, true, true, false})
	want := []float64{1, longest, 1, meanOverTypical * math.Exp(3)}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("length %d is %g, want %g", i, got[i], want[i])
		}
	}
}

func TestWordsThatStandAloneAreLonger(t *testing.T) {
	for count, want := range map[int]float64{1: 1.35, 3: 1.35, 14: 1, 40: 1} {
		natural, phone := []float64{9}, []bool{false}
		for range count {
			natural, phone = append(natural, 8), append(phone, true)
		}
		Alone(natural, phone)
		if natural[0] != 9 || math.Abs(natural[count]-8*want) > 1e-9 {
			t.Errorf("%d phones: quiet of %g frames, the last phone %g instead of %g", count, natural[0], natural[count], 8*want)
		}
	}
}

func TestSpreadPadsByRepeatingTheLastFrame(t *testing.T) {
	plan := Plan{Frames: []int{2, 3, 0, 1}}
	phone := []bool{false, true, false, false}
	index, place := plan.Spread(phone, 8, 0)
	if want := []int64{0, 0, 1, 1, 1, 3, 3, 3}; !slices.Equal(index, want) {
		t.Errorf("index %v, want %v", index, want)
	}
	if len(place) != 32 || place[8] != float32(0.5)/3 || place[11] != 1 || place[2] != float32(math.Log(2)/4) || place[20] != 0.5 || place[28] != 0.5 {
		t.Errorf("place %v", place)
	}
	index, place = plan.Spread(phone, 8, 2)
	if want := []int64{0, 0, 0, 0, 1, 1, 1, 3}; !slices.Equal(index, want) {
		t.Errorf("two frames later index %v, want %v", index, want)
	}
	if len(place) != 32 || place[0] != 0.125 || place[16] != float32(0.5)/3 {
		t.Errorf("two frames later place %v", place)
	}
	if index, _ = (Plan{Frames: []int{0}}).Spread([]bool{false}, 8, 0); !slices.Equal(index, make([]int64, 8)) {
		t.Errorf("of nothing: index %v", index)
	}
}

func TestLengthsAreTheMeanOnesAndNoQuietIsMade(t *testing.T) {
	got := Natural([]float32{float32(math.Log(10)), float32(math.Log(absent)), float32(math.Log(20))}, make([]float32, 3), make([]float64, 3), 0, []bool{true, false, false})
	for i, want := range []float64{10 * meanOverTypical, 0, 20 * meanOverTypical} {
		if math.Abs(got[i]-want) > 1e-5 {
			t.Errorf("length %d is %g, want %g", i, got[i], want)
		}
	}
}
