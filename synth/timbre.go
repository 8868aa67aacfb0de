package synth

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
)

// Timbre is how a voice sounds, in the form that the acoustic model takes. It belongs to the model that made it.
type Timbre struct {
	Style   []float32 // style tokens, StyleTokens*StyleDim values, token after token
	Bank    []float32 // centroids of reference states, StyleDim values each
	Weights []float32 // the share of the reference that each centroid stands for; they sum to 1
	Seconds float64   // how much reference speech it was made of

	Pitch       float64   // Hz, median F0 of the reference; 0 where it is not known
	PitchSpread float64   // semitones, robust standard deviation of its F0; 0 where it is not known
	Colour      []float32 // ColourBands values, its average log mel spectrum; empty where it is not known
	Covariance  []float32 // CovarianceSize values, the covariance of its mel cepstra; empty where it is not known
}

// Centroids is the number of centroids in the bank.
func (t Timbre) Centroids() int { return len(t.Weights) }

// Check tells whether the timbre has the sizes that a model needs and only finite numbers.
func (t Timbre) Check(m *Model) error {
	if len(t.Style) != m.StyleTokens*m.StyleDim {
		return fmt.Errorf("the voice has %d style values, the model %s needs %d: make the voice again for this model",
			len(t.Style), m.Name, m.StyleTokens*m.StyleDim)
	}
	if len(t.Weights) == 0 || len(t.Bank) != len(t.Weights)*m.StyleDim {
		return fmt.Errorf("the voice has %d bank values for %d centroids, the model %s needs %d a centroid: make the voice again for this model",
			len(t.Bank), len(t.Weights), m.Name, m.StyleDim)
	}
	if !(t.Pitch >= 0 && t.Pitch < 2000 && t.PitchSpread >= 0 && t.PitchSpread < 100) {
		return fmt.Errorf("the voice is damaged: its pitch is %g Hz, spread over %g semitones", t.Pitch, t.PitchSpread)
	}
	total := 0.0
	for _, w := range t.Weights {
		if !(w >= 0) {
			return fmt.Errorf("the voice is damaged: a weight is %g", w)
		}
		total += float64(w)
	}
	if math.Abs(total-1) > 1e-3 {
		return fmt.Errorf("the voice is damaged: its weights sum to %g instead of 1", total)
	}
	if len(t.Colour) != 0 && len(t.Colour) != ColourBands {
		return fmt.Errorf("the voice is damaged: its spectrum has %d bands instead of %d", len(t.Colour), ColourBands)
	}
	if len(t.Covariance) != 0 && len(t.Covariance) != CovarianceSize {
		return fmt.Errorf("the voice is damaged: the covariance of its spectrum has %d values instead of %d", len(t.Covariance), CovarianceSize)
	}
	for _, values := range [][]float32{t.Style, t.Bank, t.Colour, t.Covariance} {
		for _, v := range values {
			if v-v != 0 {
				return fmt.Errorf("the voice is damaged: it holds the number %g", v)
			}
		}
	}
	return nil
}

// hash stands for a timbre and settings that it is spoken with.
func (t Timbre) hash(s Sampling) (sum [32]byte) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%+v %v %v", s, t.Pitch, t.PitchSpread)
	var word []byte
	for _, values := range [][]float32{t.Style, t.Bank, t.Weights, t.Colour, t.Covariance} {
		word = binary.LittleEndian.AppendUint64(word[:0], uint64(len(values)))
		for _, v := range values {
			word = binary.LittleEndian.AppendUint32(word, math.Float32bits(v))
		}
		hash.Write(word)
	}
	hash.Sum(sum[:0])
	return sum
}
