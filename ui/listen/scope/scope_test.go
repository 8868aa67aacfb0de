package scope

import (
	"context"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"voicewright/audio"
)

func sine(hz, amplitude, seconds float64, rate int) *Wave {
	x := make([]float32, int(seconds*float64(rate)))
	for i := range x {
		x[i] = float32(amplitude * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return NewWave(x, rate)
}

// plainPeak is what Peaks.Range must give, without a pyramid.
func plainPeak(x []float32, from, to int) Peak {
	from, to = max(from, 0), min(to, len(x))
	if from >= to {
		return Peak{}
	}
	return extent(x[from:to])
}

func TestPeaks(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 63, 64, 65, 1000, 64 * 256, 100_001} {
		w := NewWave(make([]float32, n), 24000)
		for i := range w.Samples {
			w.Samples[i] = float32(r.NormFloat64())
		}
		w.Peaks = NewPeaks(w.Samples)
		for range 200 {
			from := r.IntN(n+200) - 100
			to := from + r.IntN(n/2+200)
			got, want := w.Peaks.Range(from, to), plainPeak(w.Samples, from, to)
			if got.Min != want.Min || got.Max != want.Max || math.Abs(float64(got.Square-want.Square)) > 0.02*float64(want.Square) {
				t.Fatalf("%d samples, %d to %d: %v, want %v", n, from, to, got, want)
			}
		}
	}
}

func TestScales(t *testing.T) {
	for _, s := range []Scale{Mel, Linear, Log} {
		last := -1.0
		for hz := 60.0; hz <= 12000; hz *= 1.1 {
			h := s.Height(hz, 12000)
			if back := s.Hertz(h, 12000); math.Abs(back-hz) > 1e-6*hz {
				t.Errorf("%s: %g Hz comes back as %g", s, hz, back)
			}
			if h <= last || h > 1 {
				t.Errorf("%s: %g Hz lies at %g", s, hz, h)
			}
			last = h
		}
		ticks := s.Ticks(12000, 0.1)
		if len(ticks) < 3 {
			t.Errorf("%s: only the ticks %v", s, ticks)
		}
		for i, a := range ticks {
			for _, b := range ticks[:i] {
				if math.Abs(s.Height(a, 12000)-s.Height(b, 12000)) < 0.099 {
					t.Errorf("%s: the ticks at %g and %g Hz are too near", s, a, b)
				}
			}
		}
	}
}

// lightness is CIE L*.
func lightness(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	y := 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	if y <= 0.008856 {
		return 903.3 * y
	}
	return 116*math.Cbrt(y) - 16
}

// TestMaps holds the maps to what makes them good: lightness grows evenly, on a dark ground and on a light one.
func TestMaps(t *testing.T) {
	for _, m := range Maps {
		for _, light := range []bool{false, true} {
			table := NewTable(m, light)
			const steps = 32
			from, to := lightness(table[0]), lightness(table[tableSize-1])
			if light && from < 99 || math.Abs(to-from) < 70 {
				t.Errorf("%s, light %v: lightness from %.0f to %.0f", m, light, from, to)
			}
			for i := range steps {
				step := (lightness(table.At(float64(i+1)/steps)) - lightness(table.At(float64(i)/steps))) / (to - from) * steps
				if step < 0 || step > 2.2 {
					t.Errorf("%s, light %v: step %d of %d is %.2f times as large as the mean", m, light, i, steps, step)
				}
			}
		}
	}
	// Some rows of matplotlib's own table of 256 that are no control points.
	table := NewTable(Magma, false)
	for row, want := range map[int][3]float64{
		14: {0.031696, 0.025765, 0.116965}, 51: {0.232077, 0.059889, 0.437695}, 76: {0.390384, 0.100379, 0.501864},
		102: {0.550287, 0.161158, 0.505719}, 153: {0.868793, 0.287728, 0.409303}, 178: {0.967671, 0.439703, 0.359810},
	} {
		c := table.At(float64(row) / 255)
		for i, v := range []uint8{c.R, c.G, c.B} {
			if math.Abs(float64(v)/255-want[i]) > 0.02 {
				t.Errorf("magma %d: %v, want %.3f", row, c, want)
			}
		}
	}
}

// plainTile is a column of a spectrogram as the comment of compute describes it: mean power of windows, in decibels.
func plainColumn(w *Wave, d Detail, level, column int) []float64 {
	size := d.size(w.Rate)
	width := 1 << level
	windows := max(2*width/size, 1)
	fft := audio.NewFFT(size)
	sum := make([]float64, size/2+1)
	for k := range windows {
		centre := column*width + (2*k+1)*width/(2*windows)
		in, out := make([]float64, size), make([]complex128, size/2+1)
		for i := range in {
			if at := centre - size/2 + i; at >= 0 && at < len(w.Samples) {
				in[i] = float64(w.Samples[at]) * (0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(size)))
			}
		}
		fft.Forward(out, in)
		for i, v := range out {
			sum[i] += (real(v)*real(v) + imag(v)*imag(v)) * 16 / float64(size*size) / float64(windows)
		}
	}
	for i, v := range sum {
		sum[i] = 10 * math.Log10(v+1e-30)
	}
	return sum
}

func TestTilesAgreeWithPlainTransform(t *testing.T) {
	w := noise(3)
	for _, d := range []Detail{Balanced, Harmonics, Pulses} {
		for _, columns := range []int{50, 400, 5000} {
			tiles := NewTiles(1<<30, func() {})
			v := Sight{Wave: w, Detail: d, Span: Span{0.2, 2.9}, Columns: columns}
			if err := tiles.Complete(t.Context(), v); err != nil {
				t.Fatal(err)
			}
			for _, at := range []float64{0.2, 1, 2.5} {
				level := v.level()
				want := plainColumn(w, d, level, int(at*24000)>>level)
				for _, bin := range []int{1, 10, 30} {
					hz := float64(bin) / float64(len(want)-1) * 12000
					got, ok := tiles.Level(v, at, hz)
					if !ok || math.Abs(got-max(want[bin], byteFloor)) > 0.3 {
						t.Errorf("%s, %d columns, %g s, %g Hz: %.2f dB (%v), want %.2f", d, columns, at, hz, got, ok, want[bin])
					}
				}
			}
		}
	}
}

// TestSineIsWhereItBelongs finds the brightest row of a sine on every axis.
func TestSineIsWhereItBelongs(t *testing.T) {
	const hz = 3000
	w := sine(hz, 0.5, 1, 24000)
	img := image.NewRGBA(image.Rect(0, 0, 60, 200))
	for _, s := range []Scale{Mel, Linear, Log} {
		tiles := NewTiles(1<<24, func() {})
		v := Sight{Wave: w, Span: Span{0, 1}, Columns: 60}
		if err := tiles.Complete(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		tiles.Paint(img, img.Rect, v, Look{Scale: s, Top: 12000, Table: NewTable(Grey, false), Loudest: 10, Range: 100})
		best, row := uint8(0), 0
		for y := range 200 {
			if g := img.RGBAAt(30, y).G; g > best {
				best, row = g, y
			}
		}
		if want := 200 * (1 - s.Height(hz, 12000)); math.Abs(float64(row)+0.5-want) > 2 {
			t.Errorf("%s: brightest in row %d, want %.1f", s, row, want)
		}
	}
	tiles := NewTiles(1<<24, func() {})
	v := Sight{Wave: w, Span: Span{0, 1}, Columns: 60}
	if err := tiles.Complete(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if db, _ := tiles.Level(v, 0.5, hz); math.Abs(db+6) > 0.5 {
		t.Errorf("a sine at half of full scale has %.1f dB, want -6", db)
	}
}

// TestCoarseFirst looks at a long sound: all of it is there before any part is there finely.
func TestCoarseFirst(t *testing.T) {
	w := noise(120)
	v := Sight{Wave: w, Span: Span{0, 120}, Columns: 600}
	changed := make(chan struct{}, 1000)
	tiles := NewTiles(1<<26, func() { changed <- struct{}{} })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { tiles.Run(ctx); close(ended) }()
	tiles.Want(v)
	<-changed
	tiles.mu.Lock()
	missing := tiles.missing()
	tiles.mu.Unlock()
	if missing {
		t.Error("something is shown although parts are missing")
	}
	for !tiles.Idle() {
		<-changed
	}
	for _, e := range tiles.tiles {
		if e.Value.(*tile).coarse {
			t.Error("a tile has stayed coarse")
		}
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("Run goes on after its context has ended")
	}
}

func TestTilesAreBounded(t *testing.T) {
	w := noise(30)
	const limit = 1 << 20
	tiles := NewTiles(limit, func() {})
	for from := 0.0; from < 29; from += 0.5 {
		v := Sight{Wave: w, Span: Span{from, from + 0.5}, Columns: 400}
		if err := tiles.Complete(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, e := range tiles.tiles {
			sum += len(e.Value.(*tile).data)
		}
		if sum != tiles.bytes || sum > limit {
			t.Fatalf("at %g s: %d bytes are kept, %d counted, %d allowed", from, sum, tiles.bytes, limit)
		}
	}
	tiles.Want()
	tiles.Forget()
	if len(tiles.tiles) != 0 || tiles.bytes != 0 {
		t.Error("tiles of a forgotten sound are kept")
	}
}

// TestCoarserTilesStandIn paints a part that has not been computed from a view of the whole.
func TestCoarserTilesStandIn(t *testing.T) {
	w := sine(2000, 0.5, 20, 24000)
	tiles := NewTiles(1<<24, func() {})
	if err := tiles.Complete(t.Context(), Sight{Wave: w, Span: Span{0, 20}, Columns: 300}); err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 300, 100))
	tiles.Paint(img, img.Rect, Sight{Wave: w, Span: Span{5, 6}, Columns: 300}, Look{Scale: Linear, Top: 12000, Table: NewTable(Grey, false), Range: 90})
	row := 83 // of 100, for 2000 of 12,000 Hz
	for x := range 300 {
		if img.RGBAAt(x, row).G < 100 {
			t.Fatalf("nothing stands in at column %d", x)
		}
	}
}

func TestOddSounds(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 50, 40))
	for _, w := range []*Wave{NewWave(nil, 24000), NewWave([]float32{1}, 0), NewWave(make([]float32, 10), 8000), sine(1, 1, 0.01, 192000)} {
		for _, span := range []Span{{0, 1}, {-1, 0.001}, {5, 6}, {1, 1}} {
			v := Sight{Wave: w, Span: span, Columns: 50}
			tiles := NewTiles(1<<20, func() {})
			if err := tiles.Complete(t.Context(), v); err != nil {
				t.Error(err)
			}
			tiles.Paint(img, img.Rect, v, Look{Table: NewTable(Magma, true), Top: 100, Range: 50})
			PaintWave(img, img.Rect, w, span, WaveLook{Body: color.White, Core: color.White, Axis: color.White, Clip: color.White, Full: 1, Scale: 1})
		}
		Loudness(t.Context(), w)
		Pitch(t.Context(), w)
	}
}

func TestLoudnessOfStandardTone(t *testing.T) {
	for _, rate := range []int{24000, 44100, 48000} {
		w := sine(997, 0.1, 3, rate)
		want := audio.MeasureLoudness(audio.Buffer{Rate: rate, Samples: w.Samples}).Integrated
		got, ok := Loudness(t.Context(), w).At(1.5)
		if !ok || math.Abs(got-want) > 0.05 {
			t.Errorf("%d Hz: %.2f LUFS, the meter says %.2f", rate, got, want)
		}
	}
	if _, ok := Loudness(t.Context(), NewWave(make([]float32, 24000), 24000)).At(0.5); ok {
		t.Error("silence has a loudness")
	}
}

func TestPitchOfKnownVoice(t *testing.T) {
	x := make([]float32, 3*24000)
	phase := 0.0
	at := func(t float64) float64 { return 140 * math.Exp2(0.5*math.Sin(2*t)) }
	for i := range x {
		s := float64(i) / 24000
		phase += 2 * math.Pi * at(s) / 24000
		if s > 1 && s < 1.4 {
			continue
		}
		for h := 1.0; h < 25; h++ {
			x[i] += float32(0.1 * math.Sin(h*phase) / math.Sqrt(h))
		}
	}
	p := Pitch(t.Context(), NewWave(x, 24000))
	for s := 0.1; s < 2.9; s += 0.05 {
		hz, ok := p.At(s)
		if silent := s > 1.03 && s < 1.37; silent {
			if ok {
				t.Errorf("%.2f s: %.0f Hz in silence", s, hz)
			}
			continue
		}
		if s > 0.95 && s < 1.45 {
			continue
		}
		if !ok || math.Abs(12*math.Log2(hz/at(s))) > 0.5 {
			t.Errorf("%.2f s: %.1f Hz (%v), want %.1f", s, hz, ok, at(s))
		}
	}
	r := noise(1)
	voiced := 0
	for _, v := range Pitch(t.Context(), r).Values {
		if v == v {
			voiced++
		}
	}
	if voiced > 10 {
		t.Errorf("%d of 100 frames of noise are voiced", voiced)
	}
}

func TestMeasuringEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := noise(20)
	if got := Loudness(ctx, w); len(got.Values) != 0 {
		t.Error("loudness was measured to the end")
	}
	if got := Pitch(ctx, w); len(got.Values) != 0 {
		t.Error("pitch was measured to the end")
	}
	if err := NewTiles(1<<20, func() {}).Complete(ctx, Sight{Wave: w, Span: Span{0, 20}, Columns: 100}); err == nil {
		t.Error("a spectrogram was computed to the end")
	}
}

func TestTrack(t *testing.T) {
	track := Track{Step: 0.5, Values: []float32{1, 2, NaN, 4}}
	for at, want := range map[float64]float64{0: 1, 0.25: 1.5, 0.5: 2, 0.7: 2, 1.3: 4, 1.5: 4} {
		if got, ok := track.At(at); !ok || got != want {
			t.Errorf("at %g: %g (%v), want %g", at, got, ok, want)
		}
	}
	for _, at := range []float64{-1, 0.8, 1, 1.2, 2.1} {
		if got, ok := track.At(at); ok {
			t.Errorf("at %g: %g", at, got)
		}
	}
	if got, ok := track.Mean(0, 2); !ok || math.Abs(got-7.0/3) > 1e-9 {
		t.Errorf("mean %g", got)
	}
}

// TestCurveCovers adds up how much of a picture a line covers: its length times its width.
func TestCurveCovers(t *testing.T) {
	for _, slope := range []float64{0, 0.5, 2} {
		img := image.NewRGBA(image.Rect(0, 0, 100, 260))
		Fill(img, img.Rect, color.Black)
		Curve(img, img.Rect, func(x float64) (float64, bool) { return 30 + slope*x, true }, Stroke{Colour: color.White, Width: 3})
		sum := 0.0
		for x := range 100 {
			for y := range 260 {
				sum += float64(img.RGBAAt(x, y).R) / 255
			}
		}
		want := 3 * 100 * math.Sqrt(1+slope*slope)
		if math.Abs(sum-want) > 0.03*want {
			t.Errorf("slope %g: %.0f pixels are covered, want %.0f", slope, sum, want)
		}
	}
}

func TestClippingIsMarked(t *testing.T) {
	w := sine(200, 1.2, 0.1, 24000)
	img := image.NewRGBA(image.Rect(0, 0, 40, 40))
	red := color.NRGBA{R: 255, A: 255}
	PaintWave(img, img.Rect, w, Span{0, 0.1}, WaveLook{Body: color.White, Core: color.White, Axis: color.White, Clip: red, Full: 1.3, Scale: 1})
	if c := img.RGBAAt(20, 0); c.R != 255 || c.G != 0 {
		t.Errorf("no mark where samples are cut: %v", c)
	}
}
