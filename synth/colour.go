package synth

// ColourBands is the number of mel bands that lie wholly below 8 kHz, which even a narrow recording has.
const ColourBands = 86

// soundingMel is the mean log mel over ColourBands from which a levelled frame counts as speech, about 26 dB below loud.
const soundingMel = -3.0

// fewestFrames is a fifth of a second: less speech has no average and no covariance.
const fewestFrames = 20

// Colour averages the log mel spectrum of speech, frame by frame, and takes the moments of its cepstra: constant memory, and several may be
// merged.
type Colour struct {
	sum     [ColourBands]float64
	frames  int
	Cepstra Moments // of as many frames, or of fewer where sums of a program that did not take them were merged
}

// Add takes a frame of log mel bands of levelled sound; a quiet frame is left out.
func (c *Colour) Add(mel []float32) {
	total := float32(0)
	for _, v := range mel[:ColourBands] {
		total += v
	}
	if total < soundingMel*ColourBands {
		return
	}
	for band, v := range mel[:ColourBands] {
		c.sum[band] += float64(v)
	}
	c.frames++
	c.Cepstra.add(mel)
}

// Merge adds what another one has heard.
func (c *Colour) Merge(other *Colour) {
	for band, v := range other.sum {
		c.sum[band] += v
	}
	c.frames += other.frames
	c.Cepstra.merge(&other.Cepstra)
}

// Sums returns what it keeps: the sum of the frames that counted, band by band, and their number.
func (c *Colour) Sums() (sum [ColourBands]float64, frames int) { return c.sum, c.frames }

// ColourOf makes a colour of sums that were kept.
func ColourOf(sum [ColourBands]float64, frames int, m Moments) Colour { return Colour{sum, frames, m} }

// Mean is the average spectrum, ColourBands values, or nil after less than a fifth of a second of speech.
func (c *Colour) Mean() []float32 {
	if c.frames < fewestFrames {
		return nil
	}
	mean := make([]float32, ColourBands)
	for band, v := range c.sum {
		mean[band] = float32(v / float64(c.frames))
	}
	return mean
}
