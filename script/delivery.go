package script

// Delivery is how something is said, as against how the voice would say it by itself. The zero Delivery changes nothing.
type Delivery struct {
	Pace       float64 // factor on the natural pace, 0.5 to 2; 0 is 1
	Pitch      float64 // semitones, -12 to 12
	Range      float64 // factor on how far the pitch moves, 0.1 to 3; 0 is 1
	Energy     float64 // dB, -12 to 12
	Brightness float64 // dB an octave of tilt, -6 to 6
	Breath     float64 // -1 (clear) to 1 (breathy)
}

// The ranges of a delivery, which are those of the engine.
const (
	LeastPace, MostPace   = 0.5, 2.0
	MostPitch             = 12.0
	LeastRange, MostRange = 0.1, 3.0
	MostEnergy            = 12.0
	MostBrightness        = 6.0
	MostBreath            = 1.0
)

// Over is d on top of another delivery, as a line's on its role's: factors multiply, the rest adds up, all within its range.
func (d Delivery) Over(below Delivery) Delivery {
	return Delivery{
		Pace: factor(d.Pace) * factor(below.Pace), Pitch: d.Pitch + below.Pitch, Range: factor(d.Range) * factor(below.Range),
		Energy: d.Energy + below.Energy, Brightness: d.Brightness + below.Brightness, Breath: d.Breath + below.Breath,
	}.tidy()
}

// tidy brings a delivery into its ranges.
func (d Delivery) tidy() Delivery {
	return Delivery{
		Pace: tidyFactor(d.Pace, LeastPace, MostPace), Pitch: tidyNumber(d.Pitch, -MostPitch, MostPitch),
		Range:  tidyFactor(d.Range, LeastRange, MostRange),
		Energy: tidyNumber(d.Energy, -MostEnergy, MostEnergy), Brightness: tidyNumber(d.Brightness, -MostBrightness, MostBrightness),
		Breath: tidyNumber(d.Breath, -MostBreath, MostBreath),
	}
}

// tidyFactor holds a factor between least and most; what is none is 0, which means 1.
func tidyFactor(v, least, most float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(max(v, least), most)
}
