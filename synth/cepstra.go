package synth

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	// Cepstra is the number of mel cepstral coefficients that a voice is measured by: the orthonormal DCT-II of the lowest log mel bands, without
	// coefficient 0, which is loudness. Their covariance tells which formants move together and how far; finer ripples are the harmonics'
	// and the noise's. With 11 / 15 / 23 of them the kit's SIM is 0.803 / 0.807 / 0.806, OVRL 3.195 / 3.194 / 3.189 (training/LOG.md).
	Cepstra = 15
	// CovarianceSize is the number of values in the lower triangle of their covariance, which is kept row by row.
	CovarianceSize = Cepstra * (Cepstra + 1) / 2

	cepstralBands = lastColour + 1 // the bands that every recording has whole
)

// cosines is the transform: row k holds the weight of each band in coefficient k + 1.
var cosines = func() (c [Cepstra][cepstralBands]float64) {
	for k := range c {
		for band := range c[k] {
			c[k][band] = math.Sqrt(2.0/cepstralBands) * math.Cos(math.Pi*float64(k+1)*(float64(band)+0.5)/cepstralBands)
		}
	}
	return c
}()

// cepstrum transforms a frame of log mel bands less an average.
func cepstrum(mel []float32, average *[MelBands]float32) (c [Cepstra]float64) {
	var away [cepstralBands]float64
	for band := range away {
		away[band] = float64(mel[band] - average[band])
	}
	for k := range c {
		sum := 0.0
		for band, w := range &cosines[k] {
			sum += w * away[band]
		}
		c[k] = sum
	}
	return c
}

// Moments sums the cepstra of frames and their products.
type Moments struct {
	Frames   int
	Sum      [Cepstra]float64
	Products [CovarianceSize]float64 // lower triangle, row by row
}

// add takes a frame of log mel bands.
func (m *Moments) add(mel []float32) {
	c := cepstrum(mel, &[MelBands]float32{})
	at := 0
	for i, v := range c {
		m.Sum[i] += v
		for _, w := range c[:i+1] {
			m.Products[at] += v * w
			at++
		}
	}
	m.Frames++
}

// merge adds what another one has summed.
func (m *Moments) merge(other *Moments) {
	m.Frames += other.Frames
	for i, v := range other.Sum {
		m.Sum[i] += v
	}
	for i, v := range other.Products {
		m.Products[i] += v
	}
}

// Covariance is that of the cepstra, CovarianceSize values, or nil after less than a fifth of a second of speech.
func (m *Moments) Covariance() []float32 {
	if m.Frames < fewestFrames {
		return nil
	}
	covariance := make([]float32, 0, CovarianceSize)
	n := float64(m.Frames)
	for i, v := range m.Sum {
		for _, w := range m.Sum[:i+1] {
			covariance = append(covariance, float32((m.Products[len(covariance)]-v*w/n)/n))
		}
	}
	return covariance
}

const (
	uncorrelated = 0.4 // share taken off what two coefficients have in common, in both covariances: few seconds overstate it
	doubt        = 400 // frames of the reference that its covariance is weighed against the model's own with
	leastChange  = 0.5 // of a direction's deviation
	mostChange   = 2.0
)

// transport is the linear map [Cepstra, Cepstra], less the identity, that turns cepstra with the covariance own into such with that of a reference of so many
// frames and moves them least on average: the optimal transport between two normal distributions (Olkin and Pukelsheim
// 1982; Peyré and Cuturi 2019, remark 2.31), T = A^-1/2 (A^1/2 B A^1/2)^1/2 A^-1/2. Bounded, so that no reference makes noise of speech.
func transport(own, reference []float32, frames float64) (*mat.Dense, error) {
	a, b := mat.NewSymDense(Cepstra, nil), mat.NewSymDense(Cepstra, nil)
	trust := frames / (frames + doubt)
	at := 0
	for i := range Cepstra {
		for j := range i + 1 {
			x, y := float64(own[at]), float64(reference[at])
			if i != j {
				x, y = (1-uncorrelated)*x, (1-uncorrelated)*y
			}
			a.SetSym(i, j, x)
			b.SetSym(i, j, trust*y+(1-trust)*x)
			at++
		}
	}
	root, err := spectral(a, deviation)
	if err != nil {
		return nil, err
	}
	back, err := spectral(a, func(v float64) float64 { return 1 / deviation(v) })
	if err != nil {
		return nil, err
	}
	var inner, t mat.Dense
	inner.Product(root, b, root)
	middle, err := spectral(symmetric(&inner), deviation)
	if err != nil {
		return nil, err
	}
	t.Product(back, middle, back)
	return spectral(symmetric(&t), func(v float64) float64 { return max(leastChange, min(mostChange, v)) - 1 })
}

// deviation is the square root of a variance, of at least what a coefficient of speech has.
func deviation(variance float64) float64 { return math.Sqrt(max(variance, 1e-4)) }

// spectral applies a function to the eigenvalues of a symmetric matrix.
func spectral(m mat.Symmetric, f func(float64) float64) (*mat.Dense, error) {
	var eigen mat.EigenSym
	if !eigen.Factorize(m, true) {
		return nil, fmt.Errorf("the voice is damaged: the covariance of its spectrum has no eigenvalues")
	}
	var vectors, out mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	for i, v := range values {
		values[i] = f(v)
	}
	out.Product(&vectors, mat.NewDiagDense(len(values), values), vectors.T())
	return &out, nil
}

// symmetric is the mean of a square matrix and its transpose.
func symmetric(m *mat.Dense) *mat.SymDense {
	n, _ := m.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			s.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
		}
	}
	return s
}

// articulation moves log mel frames as the reference moves where the model's own speech does not. The zero value leaves them.
type articulation struct {
	moved [Cepstra][cepstralBands]float32 // the transport of the cepstra and the way back to bands
	known bool
}

// articulate compares the covariances of the model's own rendering and of a reference of so many seconds.
func articulate(own, reference []float32, seconds float64) (a articulation, err error) {
	if len(own) != CovarianceSize || len(reference) != CovarianceSize {
		return a, nil
	}
	t, err := transport(own, reference, seconds*SampleRate/Hop)
	if err != nil {
		return a, err
	}
	for k := range a.moved {
		for band := range a.moved[k] {
			sum := 0.0
			for j := range cosines {
				sum += cosines[j][band] * t.At(j, k)
			}
			a.moved[k][band] = float32(sum)
		}
	}
	a.known = true
	return a, nil
}

// apply adds to a log mel frame a share of what its distance from an average is moved by; beyond the bands that every recording has whole the last
// one's goes on.
func (a *articulation) apply(mel []float32, average *[MelBands]float32, share float32) {
	if !a.known || share == 0 {
		return
	}
	var add [cepstralBands]float32
	for k, v := range cepstrum(mel, average) {
		v := share * float32(v)
		for band, w := range &a.moved[k] {
			add[band] += v * w
		}
	}
	for band := range mel {
		mel[band] += add[min(band, cepstralBands-1)]
	}
}
