package play

import (
	"math"
	"math/rand/v2"
	"testing"

	"voicewright/audio"
)

// tone is a sound of so many seconds with an amplitude of one half.
func tone(hertz, seconds float64, rate int) audio.Buffer {
	b := audio.Buffer{Rate: rate, Samples: make([]float32, int(seconds*float64(rate)))}
	for i := range b.Samples {
		b.Samples[i] = float32(0.5 * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate)))
	}
	return b
}

// ramp is a sound whose value tells the time: 1 at so many seconds.
func ramp(seconds float64, rate int) audio.Buffer {
	b := audio.Buffer{Rate: rate, Samples: make([]float32, int(seconds*float64(rate)))}
	for i := range b.Samples {
		b.Samples[i] = float32(i) / float32(len(b.Samples))
	}
	return b
}

func quietMixer() *mixer { return newMixer(func() {}) }

// make returns the next seconds of a mixer.
func (m *mixer) next(seconds float64) []float32 {
	out := make([]float32, int(seconds*rate+0.5))
	for at := 0; at < len(out); at += 480 {
		n := min(480, len(out)-at)
		m.mix(out[at:at+n], n)
	}
	return out
}

// jolt is the largest change of slope between neighbouring samples.
func jolt(x []float32) float64 {
	worst := 0.0
	for i := 2; i < len(x); i++ {
		worst = math.Max(worst, math.Abs(float64(x[i]-2*x[i-1]+x[i-2])))
	}
	return worst
}

func TestATrackIsPlayedAsItIs(t *testing.T) {
	m := quietMixer()
	sound := tone(300, 1, rate)
	m.load([]Track{{Sound: sound, Gain: 0.5}})
	m.play()
	out := m.next(1.1)
	for i := seekFade; i < rate-endFade; i++ {
		if out[i] != sound.Samples[i]/2 {
			t.Fatalf("frame %d is %g, not half of %g", i, out[i], sound.Samples[i])
		}
	}
	for i, v := range out[rate:] {
		if v != 0 {
			t.Fatalf("%d frames after the end there is %g", i, v)
		}
	}
	if left, ended := m.settle(rate - 1); left != 1 || ended {
		t.Errorf("a frame before the end: %d left, ended %v", left, ended)
	}
	if left, ended := m.settle(rate); left != 0 || !ended {
		t.Errorf("at the end: %d left, ended %v", left, ended)
	}
	if _, again := m.settle(rate); again {
		t.Error("the end is told twice")
	}
}

func TestBlocksAreTheSameAsOneConversion(t *testing.T) {
	for _, from := range []int{8000, 16000, 22050, 24000, 44100, 96000} {
		sound := tone(440, 1.3, from)
		want := audio.Resample(sound, rate)
		s := newSource(Track{Sound: sound, Growing: true}, map[int]*audio.Resampler{})
		got := make([]float32, 3000)
		for _, at := range []int64{0, 7000, 20000, 59000, 1000} {
			s.read(got, at)
			for i, v := range got {
				place := at + int64(i)
				if place < s.frames() && math.Abs(float64(v-want.Samples[place])) > 1e-6 {
					t.Fatalf("%d Hz: frame %d is %g, not %g", from, place, v, want.Samples[place])
				}
			}
		}
		if len(s.blocks) > blocksKept {
			t.Errorf("%d Hz: %d blocks are kept", from, len(s.blocks))
		}
	}
}

func TestNothingClicks(t *testing.T) {
	const hertz = 220
	m := quietMixer()
	m.load([]Track{{Sound: tone(hertz, 2, 24000)}, {Sound: tone(hertz*1.5, 1.7, 44100), Gain: 0.8}})
	random := rand.New(rand.NewPCG(1, 2))
	var out []float32
	for range 2000 {
		switch random.IntN(9) {
		case 0, 1:
			m.play()
		case 2:
			m.pause()
		case 3, 4:
			m.seek(random.Float64() * 2.2)
		case 5, 6:
			m.choose(random.IntN(3))
		case 7:
			from := random.Float64() * 2
			m.setLoop(from, from+random.Float64()*0.2)
		case 8:
			m.unloop()
		}
		out = append(out, m.next(random.Float64()*0.03)...)
	}
	// A tone bends by A*w^2 a sample, a fade of n samples by up to A*(pi/n)^2/2 and where it begins by as much again; several at once add
	// up. A click, a jump of the signal, bends by its height: some tenths.
	w, n := 2*math.Pi*hertz*1.5/rate, float64(endFade)
	if worst, bound := jolt(out), 4*0.5*(w*w+2*w*math.Pi/n+math.Pi*math.Pi/n/n); worst > bound {
		t.Errorf("the signal bends by %g, bound %g", worst, bound)
	}
	loud := 0
	for _, v := range out {
		if math.Abs(float64(v)) > 0.1 {
			loud++
		}
	}
	if loud < len(out)/5 {
		t.Errorf("only %d of %d samples sound", loud, len(out))
	}
}

func TestChooseKeepsTheTime(t *testing.T) {
	m := quietMixer()
	m.load([]Track{{Sound: ramp(2, 24000)}, {Sound: ramp(2, rate), Gain: -1}})
	m.play()
	m.next(0.5)
	m.choose(1)
	out := m.next(0.5)
	// Halfway through the change both are equally strong and cancel out.
	if middle := out[chooseFade/2]; math.Abs(float64(middle)) > 0.002 {
		t.Errorf("in the middle of the change there is %g", middle)
	}
	if got, want := float64(out[chooseFade+100]), -(0.5+float64(chooseFade+100)/rate)/2; math.Abs(got-want) > 1e-3 {
		t.Errorf("after the change there is %g, not %g", got, want)
	}
	if s := m.state(m.made); math.Abs(s.Position-1) > 1e-4 || s.Track != 1 || s.Length != 2 {
		t.Errorf("%+v", s)
	}
}

func TestSeekShowsAtOnceAndThePositionFollowsTheFrames(t *testing.T) {
	m := quietMixer()
	m.load([]Track{{Sound: ramp(3, rate)}})
	m.play()
	m.next(1)
	if s := m.state(rate / 2); s.Position != 0.5 {
		t.Errorf("half a second was heard, the position is %g", s.Position)
	}
	m.seek(2)
	if s := m.state(rate / 2); s.Position != 2 {
		t.Errorf("after the seek the position is %g", s.Position)
	}
	out := m.next(0.25)
	if got, want := float64(out[seekFade+10]), (2+float64(seekFade+10)/rate)/3; math.Abs(got-want) > 1e-4 {
		t.Errorf("after the seek there is %g, not %g", got, want)
	}
	if s := m.state(rate + rate/8); s.Position != 2.125 {
		t.Errorf("an eighth later the position is %g", s.Position)
	}
	m.seek(-1)
	if s := m.state(m.made); s.Position != 0 {
		t.Errorf("a seek before the beginning leads to %g", s.Position)
	}
	m.seek(math.Inf(1))
	if s := m.state(m.made); s.Position != 3 {
		t.Errorf("a seek past the end leads to %g", s.Position)
	}
	m.seek(math.NaN())
	if s := m.state(m.made); !(s.Position >= 0 && s.Position <= 3) {
		t.Errorf("a seek to NaN leads to %g", s.Position)
	}
}

func TestALoopGoesRound(t *testing.T) {
	m := quietMixer()
	m.load([]Track{{Sound: ramp(2, rate)}})
	m.setLoop(0.5, 0.75)
	m.play()
	out := m.next(0.9)
	for _, at := range []float64{0.1, 0.2, 0.3, 0.45, 0.6, 0.85} {
		want := (0.5 + math.Mod(at, 0.25)) / 2
		if got := float64(out[int(at*rate)]); math.Abs(got-want) > 1e-4 {
			t.Errorf("at %g s there is %g, not %g", at, got, want)
		}
		if s := m.state(int64(at * rate)); math.Abs(s.Position-want*2) > 1e-4 {
			t.Errorf("at %g s the position is %g, not %g", at, s.Position, want*2)
		}
	}
	m.unloop()
	m.next(0.5)
	if s := m.state(m.made); math.Abs(s.Position-1.15) > 1e-4 {
		t.Errorf("half a second after the loop the position is %g", s.Position)
	}
	m.setLoop(1.9, 1.9) // too short, at the end of the track
	m.next(0.3)
	if s := m.state(m.made); s.Position < 1.8 || s.Position > 2 || !s.Playing {
		t.Errorf("a loop without length: %+v", s)
	}
}

func TestAGrowingTrackWaitsForMore(t *testing.T) {
	m := quietMixer()
	whole := tone(200, 2, 24000)
	m.load([]Track{{Sound: audio.Buffer{Rate: 24000}, Growing: true}})
	m.play()
	out := m.next(0.2)
	var at int
	for _, n := range []int{12000, 12000, 24000} {
		m.grow(audio.Buffer{Rate: 24000, Samples: whole.Samples[at : at+n]})
		at += n
		out = append(out, m.next(float64(n)/24000+0.3)...)
		if _, ended := m.settle(m.made); ended || !m.busy() {
			t.Fatal("it ended while more was to come")
		}
	}
	before := m.state(m.made)
	if before.Position > 2-seekFade/float64(rate)+1e-6 || !before.Playing {
		t.Errorf("waiting: %+v", before)
	}
	m.finish()
	out = append(out, m.next(0.1)...)
	if _, ended := m.settle(m.made); !ended {
		t.Error("it did not end after Finish")
	}
	if s := m.state(m.made); s.Position != 2 || s.Length != 2 || s.Playing {
		t.Errorf("at the end: %+v", s)
	}
	if worst := jolt(out); worst > 0.01 {
		t.Errorf("the signal bends by %g", worst)
	}
	sounding := 0
	for _, v := range out {
		if v != 0 {
			sounding++
		}
	}
	if math.Abs(float64(sounding)/rate-2) > 0.05 {
		t.Errorf("%g s sounded", float64(sounding)/rate)
	}
}

func TestAnAppendedSoundOfAnotherRateIsConverted(t *testing.T) {
	m := quietMixer()
	m.load([]Track{{Sound: tone(200, 1, 24000)}})
	m.grow(tone(200, 1, 48000))
	m.grow(audio.Buffer{Rate: -1, Samples: make([]float32, 100)})
	if s := m.state(0); s.Length != 2 {
		t.Errorf("the length is %g", s.Length)
	}
}

func TestBadTracksAreSilent(t *testing.T) {
	m := quietMixer()
	m.seek(1)
	m.choose(1)
	m.setLoop(1, 2)
	m.grow(audio.Buffer{})
	m.finish()
	if m.play() || m.busy() {
		t.Error("there is something to play")
	}
	m.load([]Track{{}, {Sound: audio.Buffer{Rate: 5, Samples: make([]float32, 100)}}})
	m.setLoop(0, 1)
	m.play()
	m.next(0.1)
	m.choose(1)
	m.unloop()
	m.next(0.1)
	if m.busy() {
		t.Error("a track without sound does not end")
	}
}

func TestThoughtAndSoundAgree(t *testing.T) {
	heard, thought := quietMixer(), quietMixer()
	random := rand.New(rand.NewPCG(5, 6))
	for _, m := range []*mixer{heard, thought} {
		m.load([]Track{{Sound: tone(100, 1, 24000)}, {Sound: tone(100, 0.8, 24000)}})
	}
	for range 500 {
		n, do, where := 1+random.IntN(2000), random.IntN(6), random.Float64()
		for i, m := range []*mixer{heard, thought} {
			switch do {
			case 0:
				m.play()
			case 1:
				m.pause()
			case 2:
				m.seek(where)
			case 3:
				m.choose(int(where * 2))
			case 4:
				m.setLoop(where, where+0.1)
			case 5:
				m.unloop()
			}
			out := make([]float32, n)
			if i == 1 {
				out = nil
			}
			m.mix(out, n)
			m.settle(m.made)
		}
		if a, b := heard.state(heard.made), thought.state(thought.made); a != b {
			t.Fatalf("%+v and %+v", a, b)
		}
	}
}

func BenchmarkMixASecond(b *testing.B) {
	m := quietMixer()
	m.load([]Track{{Sound: tone(200, 600, 24000)}})
	m.setLoop(0, 600)
	m.play()
	out := make([]float32, 1536)
	for b.Loop() {
		for made := 0; made < rate; made += len(out) {
			m.mix(out, len(out))
		}
	}
}

func BenchmarkLoadTenMinutesAndFirstSound(b *testing.B) {
	sound := tone(200, 600, 24000)
	m := quietMixer()
	out := make([]float32, 1536)
	for b.Loop() {
		m.load([]Track{{Sound: sound}})
		m.seek(300)
		m.play()
		m.mix(out, len(out))
	}
}
