package listen

// laneKind says what a lane shows.
type laneKind uint8

const (
	laneRuler laneKind = iota
	laneHeader
	laneWave
	laneSpectrogram
	lanePitch
	laneLoudness
	lanePhones
	laneWords
	laneOverview
)

// shared is the side of a lane that shows both sounds, or none.
const shared = -1

// A laneID names a lane.
type laneID struct {
	kind laneKind
	side int // 0, 1 or shared
}

// A place is where a lane lies, in Fyne's units from the top of the stage.
type place struct {
	laneID
	top, height float32
}

// flexible holds the lanes that share what height is left: their parts of it and the least that they are good for, in
// heights of a line of small text.
var flexible = map[laneKind]struct{ part, least float32 }{
	laneWave:        {1, 3},
	laneSpectrogram: {2.4, 6},
	lanePitch:       {1, 4.5},
	laneLoudness:    {0.75, 3.5},
}

// plan lays lanes out in a height. Where it is not enough for all, it leaves out the loudness, then the pitch, then the
// other of two sounds, and words and phonemes at last. sides are those that are shown, the one that is heard first.
func plan(height, text float32, sides []int, titled bool, s Settings) []place {
	type variant struct {
		loudness, pitch, both, words, phones bool
	}
	variants := []variant{
		{true, true, true, true, true}, {false, true, true, true, true}, {false, false, true, true, true},
		{true, true, false, true, true}, {false, true, false, true, true}, {false, false, false, true, true},
		{false, false, false, false, true}, {},
	}
	for i, v := range variants {
		shown := sides
		if !v.both && len(shown) > 1 {
			shown = shown[:1]
		}
		set := s
		set.Loudness = s.Loudness && v.loudness
		set.Pitch = s.Pitch && v.pitch
		set.Words = s.Words && v.words
		set.Phones = s.Phones && v.phones
		lanes, fits := stack(height, text, order(shown, titled, set))
		if fits || i == len(variants)-1 {
			return lanes
		}
	}
	return nil
}

// order returns the lanes from top to bottom.
func order(sides []int, titled bool, s Settings) []laneID {
	lanes := []laneID{{laneRuler, shared}}
	add := func(on bool, kind laneKind, side int) {
		if on {
			lanes = append(lanes, laneID{kind, side})
		}
	}
	labels := func(side int) {
		add(s.Phones, lanePhones, side)
		add(s.Words, laneWords, side)
	}
	sorted := sides
	if len(sides) == 2 && sides[0] > sides[1] {
		sorted = []int{sides[1], sides[0]}
	}
	for _, side := range sorted {
		add(titled || len(sorted) > 1, laneHeader, side)
		add(true, laneWave, side)
		add(s.Spectrogram, laneSpectrogram, side)
		if len(sorted) > 1 {
			labels(side)
		}
	}
	add(s.Pitch, lanePitch, shared)
	add(s.Loudness, laneLoudness, shared)
	if len(sorted) == 1 {
		labels(sorted[0])
	}
	add(true, laneOverview, shared)
	return lanes
}

// laneGap is the distance of lanes, sideGap what there is more between two sounds, in Fyne's units.
const (
	laneGap = 3
	sideGap = 6
)

// stack gives lanes their heights, and tells whether there was enough for all of them.
func stack(height, text float32, lanes []laneID) (places []place, fits bool) {
	fixed, parts, least := float32(0), float32(0), float32(0)
	row := func(kind laneKind) float32 {
		switch kind {
		case laneRuler:
			return text + 12
		case laneHeader:
			return text + 12
		case laneOverview:
			return text + 16
		}
		return text + 9
	}
	for _, l := range lanes {
		if l.kind == laneHeader && l.side == 1 {
			fixed += sideGap
		}
		if f, ok := flexible[l.kind]; ok {
			parts += f.part
			least += f.least * text
		} else {
			fixed += row(l.kind)
		}
		fixed += laneGap
	}
	rest := height - fixed
	top := float32(0)
	for _, l := range lanes {
		if l.kind == laneHeader && l.side == 1 && len(places) > 1 {
			top += sideGap
		}
		h := row(l.kind)
		if f, ok := flexible[l.kind]; ok {
			h = max(rest, 0) * f.part / parts
		}
		places = append(places, place{l, top, h})
		top += h + laneGap
	}
	return places, rest >= least
}
