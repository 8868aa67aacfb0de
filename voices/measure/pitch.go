package measure

import (
	"math"
	"slices"

	"voicewright/audio"
)

// leastVoiced is how many voiced frames of 10 ms a median needs.
const leastVoiced = 20

// pitch returns the median F0 in Hz and its spread in semitones, or zeros where too little is voiced. Only F0 within the
// floor and ceiling that fit the bulk of it count (De Looze & Hirst 2008): a tracker's octave errors lie beyond.
func pitch(track audio.PitchTrack) (median, spread float64) {
	var voiced []float64
	for _, hz := range track.Hertz {
		if hz > 0 {
			voiced = append(voiced, float64(hz))
		}
	}
	if len(voiced) < leastVoiced {
		return 0, 0
	}
	slices.Sort(voiced)
	floor, ceiling := 0.72*at(voiced, 0.35)-10, 1.9*at(voiced, 0.65)+10
	from, _ := slices.BinarySearch(voiced, floor)
	to, _ := slices.BinarySearch(voiced, ceiling)
	voiced = voiced[from:to]
	return at(voiced, 0.5), 12 * math.Log2(at(voiced, 0.75)/at(voiced, 0.25)) / 1.349
}

// at is the value below which a part of the sorted values lies, in a straight line between neighbours.
func at(sorted []float64, part float64) float64 {
	place := part * float64(len(sorted)-1)
	i := int(place)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (place-float64(i))*(sorted[i+1]-sorted[i])
}
