// Package duration plans how long every symbol of a sentence sounds. Lengths are in mel frames; real-valued until the
// last step, so that speeds and target lengths are met exactly.
package duration

import "math"

const (
	// longest in frames bounds what the network may ask for one symbol: 2 seconds.
	longest = 187.5
	// lead and tail in frames are the quiet that stays before and after a sentence: enough for the onset of the first
	// and the decay of the last sound, so that joins are set by the engine and not by the recordings it learned from.
	lead, tail = 5.0, 12.0
	// context in frames is how much quiet the acoustic model may see at either end; what exceeds lead and tail is cut
	// from the sound again. The model learned on recordings that begin and end with quiet.
	context = 24.0
	// absent in frames is the length by which a boundary of no frames stands in the training data, since the logarithm
	// of nothing is not a number: that length means none, and twice of it and more means itself.
	absent = 0.35
	// meanOverTypical makes a typical length a mean one. The network learns logarithms, in which the sounds that people now and then
	// draw out count little: summed over recordings its lengths are 0.93 of the real ones (training/pace.py).
	// With this, sentences that a reader spoke with 2.56 words a second have 2.7; some of the longest sounds there are mistakes of the alignment.
	meanOverTypical = 1.08
)

// Natural draws the length of every symbol in frames: meanOverTypical*exp(logLength + temperature*noise*exp(logSpread)), a phone
// at least one. The four slices have one length.
func Natural(logLength, logSpread []float32, noise []float64, temperature float64, phone []bool) []float64 {
	lengths := make([]float64, len(logLength))
	for i := range lengths {
		spread := 0.0
		if temperature != 0 {
			// A draw beyond two deviations is an odd rhythm rather than variety.
			spread = temperature * math.Exp(float64(logSpread[i])) * math.Max(-2, math.Min(2, noise[i]))
		}
		n := math.Exp(float64(logLength[i]) + spread)
		if !(n > 0) { // also NaN
			n = 0
		}
		if !phone[i] && n < 2*absent {
			n = math.Max(0, 2*(n-absent))
		}
		n *= meanOverTypical
		if phone[i] {
			n = math.Max(1, n)
		}
		lengths[i] = math.Min(n, longest)
	}
	return lengths
}

// Words that stand alone are spoken longer than in a sentence (Klatt 1976, Linguistic uses of segmental duration), and the recordings
// learned from have few of them: an utterance of up to fewPhones grows by aloneLonger, one of manyPhones not at all.
const fewPhones, manyPhones, aloneLonger = 3, 14, 0.35

// Alone lengthens the phones of a brief utterance in place.
func Alone(natural []float64, phone []bool) {
	factor := 1 + aloneLonger*Brevity(phone)
	for i, is := range phone {
		if is {
			natural[i] *= factor
		}
	}
}

// Brevity is 1 of an utterance of up to fewPhones, 0 of one of manyPhones or more.
func Brevity(phone []bool) float64 {
	count := 0
	for _, is := range phone {
		if is {
			count++
		}
	}
	return max(0, min(1, float64(manyPhones-count)/(manyPhones-fewPhones)))
}

// edges returns the index of the first symbol that speaks and the index after the last one that does.
func edges(phone []bool) (first, end int) {
	first, end = 0, len(phone)
	for first < end && !phone[first] {
		first++
	}
	for end > first && !phone[end-1] {
		end--
	}
	return first, end
}

// Audible shortens the quiet at both ends of a sentence's natural lengths to what stays in the sound.
func Audible(natural []float64, phone []bool) []float64 {
	audible := append([]float64(nil), natural...)
	first, end := edges(phone)
	cap := func(part []float64, most float64) {
		if total := sum(part); total > most {
			for i := range part {
				part[i] *= most / total
			}
		}
	}
	cap(audible[:first], lead)
	cap(audible[end:], tail)
	return audible
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}
