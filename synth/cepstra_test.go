package synth

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// speechlike draws frames whose cepstra are normal with deviations that fall as those of speech, turned by a random mixing.
func speechlike(random *rand.Rand, frames int, mix float64) []float32 {
	var turn [Cepstra][Cepstra]float64
	for i := range turn {
		for j := range turn {
			turn[i][j] = mix * random.NormFloat64() / Cepstra
		}
		turn[i][i]++
	}
	mel := make([]float32, frames*MelBands)
	for f := range frames {
		var c [Cepstra]float64
		for k := range c {
			v := random.NormFloat64() * 3 / math.Sqrt(float64(k+1))
			for j := range c {
				c[j] += turn[j][k] * v
			}
		}
		for band := range MelBands {
			mel[f*MelBands+band] = -1
			for k, v := range c {
				if band < cepstralBands {
					mel[f*MelBands+band] += float32(v * cosines[k][band])
				}
			}
		}
	}
	return mel
}

func TestCepstraAreOrthonormal(t *testing.T) {
	for k := range cosines {
		for j := range cosines {
			sum, want := 0.0, 0.0
			for band := range cosines[k] {
				sum += cosines[k][band] * cosines[j][band]
			}
			if k == j {
				want = 1
			}
			if math.Abs(sum-want) > 1e-12 {
				t.Fatalf("coefficients %d and %d have the product %g, want %g", k, j, sum, want)
			}
		}
	}
}

func TestMomentsMergeToTheWhole(t *testing.T) {
	mel := speechlike(rand.New(rand.NewPCG(1, 1)), 300, 1)
	whole, first, second := colourOf(mel), colourOf(mel[:100*MelBands]), colourOf(mel[100*MelBands:])
	first.Merge(&second)
	got, want := first.Cepstra.Covariance(), whole.Cepstra.Covariance()
	if len(want) != CovarianceSize {
		t.Fatalf("%d values, want %d", len(want), CovarianceSize)
	}
	for i := range want {
		if math.Abs(float64(got[i]-want[i])) > 1e-4 {
			t.Fatalf("value %d is %g after the merge, %g of the whole", i, got[i], want[i])
		}
	}
	sum, frames := second.Sums()
	old := ColourOf(sum, frames, Moments{}) // of a program that took no cepstra
	whole.Merge(&old)
	if !slices.Equal(whole.Cepstra.Covariance(), want) || whole.frames != 300+frames {
		t.Fatal("sums without cepstra changed the covariance, or were not added to the average")
	}
	short := colourOf(mel[:(fewestFrames-1)*MelBands])
	if short.Cepstra.Covariance() != nil {
		t.Fatal("less than a fifth of a second has a covariance")
	}
}

// full unpacks a covariance, what two coefficients have in common weakened as transport does.
func full(lower []float32) *mat.Dense {
	m := mat.NewDense(Cepstra, Cepstra, nil)
	at := 0
	for i := range Cepstra {
		for j := range i + 1 {
			v := float64(lower[at])
			if i != j {
				v *= 1 - uncorrelated
			}
			m.Set(i, j, v)
			m.Set(j, i, v)
			at++
		}
	}
	return m
}

func TestTransportGivesTheCovarianceOfTheReference(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	own, reference := colourOf(speechlike(random, 4000, 1)), colourOf(speechlike(random, 4000, 1))
	a, b := own.Cepstra.Covariance(), reference.Cepstra.Covariance()
	moved, err := transport(a, b, 1e12)
	if err != nil {
		t.Fatal(err)
	}
	for i := range Cepstra {
		moved.Set(i, i, moved.At(i, i)+1)
	}
	var got mat.Dense
	got.Product(moved, full(a), moved.T())
	want := full(b)
	for i := range Cepstra {
		for j := range Cepstra {
			if math.Abs(got.At(i, j)-want.At(i, j)) > 1e-2*math.Sqrt(want.At(i, i)*want.At(j, j)) {
				t.Fatalf("covariance of %d and %d is %g, want %g", i, j, got.At(i, j), want.At(i, j))
			}
		}
	}
}

func TestArticulationLeavesWhatIsAlike(t *testing.T) {
	mel := speechlike(rand.New(rand.NewPCG(3, 3)), 400, 1)
	own := colourOf(mel)
	for name, reference := range map[string][]float32{"the same": own.Cepstra.Covariance(), "unknown": nil} {
		a, err := articulate(own.Cepstra.Covariance(), reference, 60)
		if err != nil {
			t.Fatal(err)
		}
		got := append([]float32(nil), mel[:MelBands]...)
		a.apply(got, &[MelBands]float32{}, 1)
		for band, v := range got {
			if math.Abs(float64(v-mel[band])) > 1e-4 {
				t.Fatalf("%s: band %d went from %g to %g", name, band, mel[band], v)
			}
		}
	}
}

func TestArticulationIsBounded(t *testing.T) {
	mel := speechlike(rand.New(rand.NewPCG(4, 4)), 400, 1)
	own := colourOf(mel)
	wild, none := make([]float32, CovarianceSize), make([]float32, CovarianceSize)
	for i := range wild {
		wild[i] = float32(math.Pow(-1, float64(i))) * 1e9
	}
	for name, reference := range map[string][]float32{"enormous, and no covariance at all": wild, "nothing": none} {
		a, err := articulate(own.Cepstra.Covariance(), reference, 1e6)
		if err != nil {
			t.Fatal(err)
		}
		got := append([]float32(nil), mel[:MelBands]...)
		average := [MelBands]float32{}
		before := cepstrum(got, &average)
		a.apply(got, &average, 1)
		after, was, is := cepstrum(got, &average), 0.0, 0.0
		for k := range after {
			was, is = was+before[k]*before[k], is+after[k]*after[k]
		}
		if ratio := math.Sqrt(is / was); !(ratio > leastChange-1e-3 && ratio < mostChange+1e-3) {
			t.Fatalf("%s: the frame's distance from the average changed by a factor of %g", name, ratio)
		}
	}
}

func TestABriefUtteranceIsNotMoved(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	own, reference := colourOf(speechlike(random, 400, 1)), colourOf(speechlike(random, 400, 1))
	a, err := articulate(own.Cepstra.Covariance(), reference.Cepstra.Covariance(), 60)
	if err != nil {
		t.Fatal(err)
	}
	said := speechlike(random, 1, 1)
	moved := func(brevity float64) (distance float64) {
		mel := slices.Clone(said)
		(&tuning{stretch: 1, articulation: a}).apply(mel, nil, nil, brevity)
		for i, v := range mel {
			distance += math.Abs(float64(v - said[i]))
		}
		return distance
	}
	if whole, half, none := moved(0), moved(0.5), moved(1); none != 0 || whole == 0 || math.Abs(half-whole/2) > 1e-3*whole {
		t.Fatalf("moved by %g, %g at half the brevity and %g at the whole", whole, half, none)
	}
}
