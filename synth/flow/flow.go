// Package flow draws latents: it follows a learned velocity field from a noised guess to a sample.
package flow

import (
	"context"
	"fmt"
)

// Method is a way to integrate the velocity.
type Method string

const (
	Euler    Method = "euler"    // one look at the velocity a step
	Midpoint Method = "midpoint" // two looks a step, error falls with the square of the step
)

// Velocity gives the direction at a point x and a time in 0..1; it must not keep or change x.
type Velocity func(ctx context.Context, x []float32, time float32) ([]float32, error)

// Path says where a sample starts and how it is followed.
type Path struct {
	Start  float64 // in [0, 1): the time at which it starts; 0 is pure noise, more keeps that share of the mean
	Steps  int     // steps from Start to 1; 0 takes the mean itself
	Method Method  // empty is Euler
}

// Sample follows the velocity from (1-start)*noise + start*mean at time start to time 1. mean and noise have one length
// and are not changed.
func Sample(ctx context.Context, path Path, mean, noise []float32, velocity Velocity) ([]float32, error) {
	if len(noise) != len(mean) {
		return nil, fmt.Errorf("flow: %d values of noise for %d of the mean", len(noise), len(mean))
	}
	x := append([]float32(nil), mean...)
	if path.Steps <= 0 {
		return x, nil
	}
	start := float32(path.Start)
	for i := range x {
		x[i] = (1-start)*noise[i] + start*mean[i]
	}
	half := make([]float32, len(x))
	at := func(step float64) float64 { return path.Start + (1-path.Start)*step/float64(path.Steps) }
	for step := range path.Steps {
		now, next := at(float64(step)), at(float64(step+1))
		v, err := look(ctx, velocity, x, now)
		if err != nil {
			return nil, err
		}
		if path.Method == Midpoint {
			middle := (now + next) / 2
			move(half, x, v, float32(middle-now))
			if v, err = look(ctx, velocity, half, middle); err != nil {
				return nil, err
			}
		}
		move(x, x, v, float32(next-now))
	}
	return x, nil
}

// look asks for a velocity and makes sure that it fits the point.
func look(ctx context.Context, velocity Velocity, x []float32, time float64) ([]float32, error) {
	v, err := velocity(ctx, x, float32(time))
	if err == nil && len(v) != len(x) {
		err = fmt.Errorf("flow: the velocity has %d values for a point of %d", len(v), len(x))
	}
	return v, err
}

func move(to, from, v []float32, dt float32) {
	for i := range to {
		to[i] = from[i] + dt*v[i]
	}
}

// Guide pushes a velocity away from one that lacks a condition: v += strength * (with - without), in place.
func Guide(v, with, without []float32, strength float32) {
	for i := range v {
		v[i] += strength * (with[i] - without[i])
	}
}
