package prompts

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"voicewright/audio"
)

// sine adds a tone.
func sine(x []float32, rate, hertz, amplitude float64) {
	for i := range x {
		x[i] += float32(amplitude * math.Sin(2*math.Pi*hertz*float64(i)/rate))
	}
}

func quietNoise(n int, amplitude float64) []float32 {
	random := rand.New(rand.NewPCG(3, 3))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(amplitude * random.NormFloat64())
	}
	return x
}

func TestClippingFindsFlatTopsWithTheirPlace(t *testing.T) {
	for _, limit := range []float32{2, 0.3} {
		x := quietNoise(3*audio.SampleRate, 0.05)
		sine(x[audio.SampleRate:audio.SampleRate+6000], audio.SampleRate, 150, 0.6)
		for i, v := range x {
			x[i] = min(limit, max(-limit, v))
		}
		c := &clipping{rate: audio.SampleRate}
		for len(x) > 0 { // in uneven pieces
			n := min(len(x), 777)
			c.push(x[:n])
			x = x[n:]
		}
		cut, _, where := c.result()
		if limit > 1 {
			if cut > 0.01 || len(where) > 0 {
				t.Errorf("uncut tops give %.2f of a thousand at %v", cut, where)
			}
			continue
		}
		if cut < 5 || len(where) != 1 || math.Abs(where[0].Start-1) > 0.05 || math.Abs(where[0].End-1.25) > 0.15 {
			t.Errorf("cut tops between 1 and 1.25 s give %.2f of a thousand at %v", cut, where)
		}
	}
}

func TestHumIsFoundAtBothMains(t *testing.T) {
	for _, base := range []float64{0, 50, 60} {
		x := quietNoise(6*slowRate, 0.01)
		for k := 1.0; base > 0 && k <= 4; k++ {
			sine(x, slowRate, k*base, 0.01)
		}
		h := newHum()
		for len(x) > 0 {
			n := min(len(x), 1000)
			h.push(x[:n])
			x = x[n:]
		}
		excess, mains := h.result()
		if base > 0 && (excess < humFault || mains != base) || base == 0 && excess >= humNote {
			t.Errorf("%g Hz: %.1f dB above the neighbours, mains %g Hz", base, excess, mains)
		}
	}
}

func TestTonesHoldStillAndVoicesDoNot(t *testing.T) {
	held, gliding := quietNoise(4*slowRate, 0.001), quietNoise(4*slowRate, 0.001)
	for _, hertz := range []float64{262, 330, 392} {
		sine(held, slowRate, hertz, 0.05)
	}
	phase := 0.0
	for i := range gliding {
		phase += 150 * (1 + 0.2*math.Sin(2*math.Pi*2*float64(i)/slowRate)) / slowRate
		for k := 1.0; k < 12; k++ {
			gliding[i] += float32(0.05 / k * math.Sin(2*math.Pi*k*phase))
		}
	}
	count := func(x []float32) float64 {
		tones := newTones()
		tones.push(x)
		return tones.result(0)
	}
	if a, b := count(held), count(gliding); a < musicFault || b >= musicMinor {
		t.Errorf("a chord holds %.2f tones, a gliding voice %.2f", a, b)
	}
}

// TestDecayTellsRooms lets bands fall at a known rate.
func TestDecayTellsRooms(t *testing.T) {
	for _, rate := range []float64{100, 200, 400} { // dB/s
		var d decay
		mel := make([]float32, audio.MelBands)
		random := rand.New(rand.NewPCG(1, 1))
		for range 40 {
			for f := range 40 {
				for band := range mel {
					level := math.Max(-8, -math.Max(0, float64(f-15))*rate/framesPerSecond/8.6859)
					mel[band] = float32(level + 0.02*random.NormFloat64())
				}
				d.frame(mel)
			}
		}
		if got := d.steepness(0.5); math.Abs(got-rate) > 0.15*rate {
			t.Errorf("a fall of %g dB/s is measured as %.0f dB/s", rate, got)
		}
	}
}

func TestNoiseRatio(t *testing.T) {
	for _, want := range []float64{10, 20, 40} {
		x := quietNoise(20*audio.SampleRate, 0.1*math.Pow(10, -want/20))
		speech := make([]float32, len(x)/chunkFast)
		for i := range speech {
			if i/50%2 == 0 { // 1.6 s of speech, as much of pause
				speech[i] = 1
				loud := rand.New(rand.NewPCG(7, uint64(i)))
				for n := range chunkFast {
					x[i*chunkFast+n] += float32(0.1 * loud.NormFloat64())
				}
			}
		}
		var n noise
		n.push(stretch{samples: x, speech: speech})
		if got := n.ratio(); math.Abs(got-want) > 1 {
			t.Errorf("%g dB is measured as %.1f dB", want, got)
		}
	}
}

// TestTurnsFindTheOtherVoice gives windows of one direction with a stretch of another, in files short and long.
func TestTurnsFindTheOtherVoice(t *testing.T) {
	for _, n := range []int{24, 300, 5000} {
		for _, second := range []bool{false, true} {
			random := rand.New(rand.NewPCG(9, uint64(n)))
			var voices turns
			for i := range n {
				pooled := make([]float32, 64)
				for k := range pooled {
					pooled[k] = float32(math.Sin(float64(k)) + 0.3*random.NormFloat64())
					if second && i >= n/2 && i < n*3/4 {
						pooled[k] = float32(math.Cos(float64(k)) + 0.3*random.NormFloat64())
					}
				}
				voices.add(pooled, float64(i), float64(i+1))
			}
			contrast, where := voices.result()
			if !second {
				if contrast >= turnFault {
					t.Errorf("%d windows of one voice have a contrast of %.2f", n, contrast)
				}
				continue
			}
			if contrast < turnFault || len(where) != 1 || math.Abs(where[0].Start-float64(n)/2) > float64(n)/12 ||
				math.Abs(where[0].End-0.75*float64(n)) > float64(n)/12 {
				t.Errorf("%d windows with another voice: contrast %.2f at %v", n, contrast, where)
			}
			if len(voices.points) > mostTurns {
				t.Errorf("%d points are kept", len(voices.points))
			}
		}
	}
}

func TestLikenessGrowsWithLength(t *testing.T) {
	l := Likeness{Halves: 0.8}
	l.settle(30)
	if math.Abs(l.Now-2*0.8/1.8) > 1e-9 || l.More <= l.Now || l.More >= 1 {
		t.Errorf("%+v", l)
	}
	if got := longer(longer(0.5, 2), 3); math.Abs(got-longer(0.5, 6)) > 1e-9 {
		t.Errorf("twice, then three times as long gives %g, six times %g", got, longer(0.5, 6))
	}
}

func TestSpansStayBounded(t *testing.T) {
	var s spans
	for i := range 100_000 {
		s.add(float64(2*i), float64(2*i)+0.2)
	}
	if len(s.regions) > mostSpans || s.regions[0].Start != 0 || s.regions[len(s.regions)-1].End < 199_998 {
		t.Errorf("%d regions from %v to %v", len(s.regions), s.regions[0], s.regions[len(s.regions)-1])
	}
	if !slices.IsSortedFunc(s.regions, func(a, b Region) int { return int(a.Start - b.Start) }) {
		t.Error("they are not in order")
	}
}

func TestVerdictsAndAdvice(t *testing.T) {
	clean := Measures{Speech: 20, Level: -20, Noise: 40, Fall: 450, Band: 8000}
	file := func(change func(*Measures)) FileReport {
		m := clean
		change(&m)
		return FileReport{Seconds: 24, Used: 20, Regions: []Region{{0, 20}}, Measures: m}
	}
	for _, c := range []struct {
		change  func(*Measures)
		kind    Kind
		verdict Verdict
	}{
		{func(*Measures) {}, "", Good},
		{func(m *Measures) { m.Noise = 28 }, Noise, Good},
		{func(m *Measures) { m.Noise = 15 }, Noise, Usable},
		{func(m *Measures) { m.Noise = 5 }, Noise, Poor},
		{func(m *Measures) { m.Clipped = 3 }, Clipping, Usable},
		{func(m *Measures) { m.Fall, m.Decay = 200, 0.6 }, Reverberation, Usable},
		{func(m *Measures) { m.Hum = 20 }, Hum, Usable},
		{func(m *Measures) { m.Band = 3400 }, Band, Usable},
		{func(m *Measures) { m.Tones = 3 }, Music, Usable},
		{func(m *Measures) { m.Level = -60 }, Quiet, Usable},
	} {
		r := Report{Seconds: 24, Used: 20, Files: []FileReport{file(c.change)}}
		r.judge([]found{{}}, Likeness{Halves: 0.9, Now: 0.95, More: 0.96}, false)
		f := r.Files[0]
		if f.Verdict != c.verdict || r.Verdict != c.verdict || c.kind == "" && len(f.Findings) > 0 || c.kind != "" && f.Findings[0].Kind != c.kind {
			t.Errorf("%s: %s, %v", c.kind, f.Verdict, f.Findings)
		}
		for _, finding := range f.Findings {
			if finding.Sentence() == string(finding.Kind) {
				t.Errorf("%s has no sentence", finding.Kind)
			}
		}
		if again := len(r.Advice) > 0 && r.Advice[0].Kind == RecordAgain; again != (c.verdict == Poor) {
			t.Errorf("%s: advice %v", c.kind, r.Advice)
		}
	}
	bad := file(func(m *Measures) { m.Noise = 5 })
	bad.Path = "bad.wav"
	r := Report{Seconds: 48, Used: 40, Files: []FileReport{file(func(*Measures) {}), bad}}
	r.judge(make([]found, 2), Likeness{}, false)
	if len(r.Advice) == 0 || r.Advice[0].Kind != LeaveOut || !slices.Equal(r.Advice[0].Files, []string{"bad.wav"}) {
		t.Errorf("one bad of two: %v", r.Advice)
	}
}

// TestDetectorHearsInLanes compares the lanes with hearing the same from one end to the other in stretches of another length.
func TestDetectorHearsInLanes(t *testing.T) {
	d, err := newDetector()
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	x := quietNoise(40*audio.SampleRate+123, 0.02)
	hear := func(piece int) (speech []float32, samples int) {
		d.begin()
		take := func(s stretch) error {
			if len(s.slow) != len(s.speech)*chunk {
				t.Errorf("%d slow samples for %d chunks", len(s.slow), len(s.speech))
			}
			speech, samples = append(speech, s.speech...), samples+len(s.samples)
			return nil
		}
		for rest := x; len(rest) > 0; {
			n := min(len(rest), piece)
			if err := d.push(t.Context(), rest[:n], take); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := d.finish(context.Background(), take); err != nil {
			t.Fatal(err)
		}
		return speech, samples
	}
	one, n := hear(5000)
	two, m := hear(audio.SampleRate)
	if n != len(x) || m != len(x) || !slices.Equal(one, two) {
		t.Errorf("%d and %d of %d samples came through, %d and %d chunks", n, m, len(x), len(one), len(two))
	}
	if want := (len(x) + chunkFast - 1) / chunkFast; len(one) != want {
		t.Errorf("%d chunks instead of %d", len(one), want)
	}
	if loudest := slices.Max(one); loudest > 0.5 {
		t.Errorf("noise is taken for speech with %.2f", loudest)
	}
}
