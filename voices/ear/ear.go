// Package ear compares voices as a listener would: an ear is a voice reduced to a few hundred bytes of which the angle to
// another one tells how alike the two sound. It knows neither models nor files, so that lists can be searched with it.
//
// What an ear is made of was chosen by measuring 171 speakers of the speech corpora, two sets of clips each (18 s or more,
// other clips in each set; the model of the fourth release). Equal-error rate of "the same speaker or not", all pairs, and pairs
// of one sex:
//
//	mean of the style tokens, raw                         8.2 %   8.2 %
//	all style tokens, raw                                 7.6 %   7.6 %
//	mean of the style tokens, standardised                5.3 %   5.9 %
//	all style tokens, standardised                        5.1 %   5.3 %
//	mean of the reference states (the bank), raw          5.8 %   5.9 %
//	mean of the reference states, standardised            4.6 %   4.7 %
//	mean of the reference states over their spread        4.7 %   4.8 %
//
// The standardised ones need the mean and deviation of many speakers. The last needs only the spread of the states of the
// few voices that come with every model, and is as good; rounding it to 8 bits changes nothing. It is the one used here.
// TestEarsTellSpeakersApart in package voices measures it again.
package ear

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
)

// An Ear is how a voice sounds. Only its direction counts.
type Ear []int8

// States are reference states of a voice, a number of values each, and the share of the reference that each stands for.
type States struct {
	Values []float32
	Shares []float32
}

// A Hearing turns the states of one model's voices into ears. The zero value hears nothing.
type Hearing struct {
	mark   string
	scales []float64 // one over the spread of each value of a state
}

// NewHearing makes the hearing for a model from the states of voices that come with it. With none at all every value
// of a state counts as much as it is large. dim is the number of values of a state.
func NewHearing(model string, dim int, voices ...States) Hearing {
	h := Hearing{scales: make([]float64, dim)}
	sums, squares, total := make([]float64, dim), make([]float64, dim), 0.0
	for _, v := range voices {
		if len(v.Values) != dim*len(v.Shares) {
			continue
		}
		for k, share := range v.Shares {
			total += float64(share)
			for i, x := range v.Values[k*dim : (k+1)*dim] {
				sums[i] += float64(share) * float64(x)
				squares[i] += float64(share) * float64(x) * float64(x)
			}
		}
	}
	hash := sha256.New()
	hash.Write([]byte("ear 1 " + model))
	for i := range h.scales {
		h.scales[i] = 1
		if total > 0 {
			mean := sums[i] / total
			h.scales[i] = 1 / math.Sqrt(max(squares[i]/total-mean*mean, 1e-12))
		}
		_ = binary.Write(hash, binary.LittleEndian, h.scales[i]) // a hash never fails
	}
	h.mark = hex.EncodeToString(hash.Sum(nil))[:20]
	return h
}

// Mark names the hearing: ears are comparable when they were made by hearings of one mark.
func (h Hearing) Mark() string { return h.mark }

// Of returns the ear of a voice, or nil for states of another size.
func (h Hearing) Of(v States) Ear {
	dim := len(h.scales)
	if dim == 0 || len(v.Shares) == 0 || len(v.Values) != dim*len(v.Shares) {
		return nil
	}
	mean, largest := make([]float64, dim), 0.0
	for i := range mean {
		for k, share := range v.Shares {
			mean[i] += float64(share) * float64(v.Values[k*dim+i])
		}
		mean[i] *= h.scales[i]
		largest = math.Max(largest, math.Abs(mean[i]))
	}
	if !(largest > 0) || math.IsInf(largest, 0) {
		return nil
	}
	e := make(Ear, dim)
	for i, x := range mean {
		e[i] = int8(math.Round(127 * x / largest))
	}
	return e
}

// Likeness is the cosine between two ears of one hearing: 1 for the same voice, about 0.9 for other recordings of the same
// speaker (19 of 20 above 0.82), 0.2 on average for two speakers. It is 0 for ears of two sizes.
func Likeness(a, b Ear) float64 {
	if len(a) != len(b) || len(a) == 0 {
		return 0
	}
	return float64(dot(a, b)) * scale(a) * scale(b)
}

// scale is one over the length of an ear; 0 for one that is all zeros.
func scale(e Ear) float64 {
	if square := dot(e, e); square > 0 {
		return 1 / math.Sqrt(float64(square))
	}
	return 0
}

// dot is the inner product. Four running sums let the processor work on them at once.
func dot(a, b Ear) int32 {
	var s0, s1, s2, s3 int32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		x, y := a[i:i+4:i+4], b[i:i+4:i+4]
		s0 += int32(x[0]) * int32(y[0])
		s1 += int32(x[1]) * int32(y[1])
		s2 += int32(x[2]) * int32(y[2])
		s3 += int32(x[3]) * int32(y[3])
	}
	for ; i < len(a); i++ {
		s0 += int32(a[i]) * int32(b[i])
	}
	return s0 + s1 + s2 + s3
}
