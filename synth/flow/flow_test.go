package flow

import (
	"context"
	"errors"
	"math"
	"testing"
)

// towards is the field whose exact solution is known: dx/dt = -x, so x(1) = x(s) * exp(s-1).
func towards(_ context.Context, x []float32, _ float32) ([]float32, error) {
	v := make([]float32, len(x))
	for i := range x {
		v[i] = -x[i]
	}
	return v, nil
}

func TestMethodsReachTheSolutionAtTheirOrder(t *testing.T) {
	mean, noise := []float32{2, -1}, []float32{0.5, 3}
	for _, start := range []float64{0, 0.4} {
		for method, bound := range map[Method]float64{Euler: 0.03, Midpoint: 0.0005} {
			got, err := Sample(context.Background(), Path{Start: start, Steps: 32, Method: method}, mean, noise, towards)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				begin := (1-start)*float64(noise[i]) + start*float64(mean[i])
				if want := begin * math.Exp(start-1); math.Abs(float64(got[i])-want) > bound {
					t.Errorf("%s from %g: %g, want %g", method, start, got[i], want)
				}
			}
		}
	}
}

func TestNoStepsIsTheMean(t *testing.T) {
	mean := []float32{1, 2}
	got, err := Sample(context.Background(), Path{}, mean, []float32{9, 9}, nil)
	if err != nil || got[0] != 1 || got[1] != 2 {
		t.Fatalf("got %v, %v", got, err)
	}
	got[0] = 7
	if mean[0] != 1 {
		t.Error("the mean was handed out, not copied")
	}
}

func TestSampleHandsErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	fail := func(context.Context, []float32, float32) ([]float32, error) { return nil, broken }
	if _, err := Sample(context.Background(), Path{Steps: 1}, []float32{1}, []float32{1}, fail); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := Sample(context.Background(), Path{Steps: 1}, []float32{1}, nil, fail); err == nil {
		t.Error("a missing noise was taken")
	}
}

func TestGuide(t *testing.T) {
	v := []float32{1}
	Guide(v, []float32{1}, []float32{0.5}, 2)
	if v[0] != 2 {
		t.Errorf("got %v", v)
	}
}
