package prompts

import (
	"context"
	"math"
)

// Likeness estimates how far a voice is settled by the speech that it was made of.
//
// The windows used are dealt to two halves in turn, and a style is made of each. The cosine between the two styles is how
// alike two voices are that are made of half as much speech each; for other lengths the formula of Spearman and Brown
// (1910) tells what to expect. Strangers have about 0.1, and 0.6 at the most. Both halves share a room and a
// mood, so this says whether there is enough speech, not whether the speech is good.
type Likeness struct {
	Halves  float64 `json:"halves"`  // cosine between the styles of the two halves; 0 where there are too few windows
	Now     float64 `json:"now"`     // expected between voices made of as much speech as there is
	More    float64 `json:"more"`    // expected with another minute
	Seconds float64 `json:"seconds"` // of speech used
}

const anotherMinute = 60.0 // seconds

// compare compares two halves; settle then tells what follows.
func compare(ctx context.Context, encoder Encoder, halves [2]*Pool) (l Likeness, err error) {
	var styles [2][]float32
	for i, half := range halves {
		if half.Empty() {
			return l, nil
		}
		if styles[i], err = encoder.Style(ctx, half.Result()); err != nil {
			return l, err
		}
	}
	l.Halves = cosine(styles[0], styles[1])
	return l, nil
}

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

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i, v := range a {
		ab += float64(v) * float64(b[i])
		aa += float64(v) * float64(v)
		bb += float64(b[i]) * float64(b[i])
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
