package synth_test

import (
	"math"
	"testing"

	"voicewright/audio"
	"voicewright/synth"
	"voicewright/synth/synthtest"
	"voicewright/voices"
	"voicewright/voices/measure"
)

// attributes speaks a request and measures its sound.
func attributes(t testing.TB, engine *synth.Engine, r synth.Request) measure.Attributes {
	t.Helper()
	sound, takes := speak(t, engine, r)
	phones := 0
	for _, take := range takes {
		p, _ := take.Spans()
		phones += len(p)
	}
	a, err := measure.Sound(t.Context(), audio.Buffer{Rate: synth.SampleRate, Samples: sound}, phones)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// pair is a low and a high one of the built-in voices.
func pair(t testing.TB, engine *synth.Engine) (low, high synth.Timbre) {
	t.Helper()
	all, err := voices.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if v.Fits(engine.Model()) != nil || v.Timbre.Pitch == 0 {
			continue
		}
		if low.Style == nil || v.Timbre.Pitch < low.Pitch {
			low = v.Timbre
		}
		if v.Timbre.Pitch > high.Pitch {
			high = v.Timbre
		}
	}
	if high.Pitch < 1.3*low.Pitch {
		t.Skip("skipped: there is no low and high voice of this model")
	}
	return low, high
}

const aLongWay = "Nobody minded the long way home that morning, and the old boat lay quietly in the harbour."

func TestControlsHaveTheirMeasuredEffect(t *testing.T) {
	engine := builtin(t, 2)
	low, high := pair(t, engine)
	for _, timbre := range []synth.Timbre{low, high} {
		with := func(r synth.Request) measure.Attributes {
			r.Text, r.Timbre, r.Steps = aLongWay, timbre, synth.MeanOnly
			return attributes(t, engine, r)
		}
		plain := with(synth.Request{})
		for _, tilt := range []float64{-4, 2} {
			if got := with(synth.Request{Brightness: tilt}).Brightness - plain.Brightness; math.Abs(got-tilt) > 0.3 {
				t.Errorf("a brightness of %g tilts the spectrum by %.2f dB an octave", tilt, got)
			}
		}
		if got := with(synth.Request{Energy: -6}).Loudness - plain.Loudness; math.Abs(got+6) > 0.1 {
			t.Errorf("an energy of -6 makes it %.2f dB louder", got)
		}
		clear, breathy := with(synth.Request{Breath: -1}).Breathiness, with(synth.Request{Breath: 1}).Breathiness
		if clear > plain.Breathiness-0.3 || breathy < plain.Breathiness+3 {
			t.Errorf("the breathiness is %.1f, with a breath of -1 %.1f, with 1 %.1f", plain.Breathiness, clear, breathy)
		}
	}
}

func TestEnergyNeverClips(t *testing.T) {
	engine := synthtest.Open(t, 2)
	sound, _ := speak(t, engine, synth.Request{Text: "Rain falls.", Energy: synth.MostEnergy, Brightness: synth.MostBrightness})
	for _, v := range sound {
		if math.Abs(float64(v)) > 0.9 {
			t.Fatalf("a sample is %g", v)
		}
	}
}

func TestProsodyIsTakenFromTheOtherVoice(t *testing.T) {
	engine := builtin(t, 2)
	low, high := pair(t, engine)
	request := synth.Request{Text: aLongWay, Timbre: low, Steps: synth.MeanOnly}
	plain, takes := speak(t, engine, request)
	own, other := attributes(t, engine, request), attributes(t, engine, synth.Request{Text: aLongWay, Timbre: high, Steps: synth.MeanOnly})

	request.Prosody = &synth.Prosody{Timbre: high}
	if none, _ := speak(t, engine, request); !same(plain, none) {
		t.Error("a share of 0 changes the sound")
	}
	request.Prosody = &synth.Prosody{Timbre: low, Share: 1}
	if itself, _ := speak(t, engine, request); len(itself) != len(plain) {
		t.Error("a voice with its own prosody speaks in another rhythm")
	}
	request.Prosody = &synth.Prosody{Timbre: high, Share: 1}
	whole := attributes(t, engine, request)
	semitones := func(a, b float64) float64 { return 12 * math.Log2(a/b) }
	follows := math.Exp2(min(7, semitones(high.Pitch, low.Pitch)) / 12) // the level follows by a fifth at most
	led := other.Pitch * low.Pitch * follows / high.Pitch               // the other voice's sentence, at the level that is followed
	if d := semitones(whole.Pitch, led); math.Abs(d) > 1 {
		t.Errorf("the pitch is %.1f Hz, %.1f semitones from where it is to be", whole.Pitch, d)
	}
	if math.Abs(whole.Pace-other.Pace) > 0.3*math.Abs(own.Pace-other.Pace)+0.2 {
		t.Errorf("the pace is %.2f, the other voice's %.2f", whole.Pace, other.Pace)
	}
	if got, want := request.ExpectedPitch(), low.Pitch*follows; math.Abs(got-want) > 0.01 {
		t.Errorf("a pitch of %.1f Hz is expected instead of %.1f", got, want)
	}
	_, mixed := speak(t, engine, request)
	_, theirs := speak(t, engine, synth.Request{Text: aLongWay, Timbre: high, Steps: synth.MeanOnly})
	for i, n := range theirs[0].Plan.Frames {
		if mixed[0].Plan.Frames[i] != n {
			t.Fatalf("symbol %d lasts %d frames, in the other voice %d, in its own %d", i, mixed[0].Plan.Frames[i], n, takes[0].Plan.Frames[i])
		}
	}
	if d := apart(mixed, theirs); d > 0.1 {
		t.Errorf("the melody is %.2f semitones from the other voice's", d)
	}
	if d := apart(mixed, takes); d < 0.5 {
		t.Errorf("the two voices' melodies are only %.2f semitones apart: this tests nothing", d)
	}
	request.Prosody = &synth.Prosody{Timbre: high, Share: 0.5}
	if half := attributes(t, engine, request); math.Abs(semitones(half.Pitch, math.Sqrt(own.Pitch*led))) > 1.5 {
		t.Errorf("halfway the pitch is %.1f Hz, between %.1f and %.1f", half.Pitch, own.Pitch, led)
	}
}

// apart is how far the melodies of two takes are from each other in semitones, each seen from its mean: the mean over frames
// that are voiced in both, symbol after symbol.
func apart(one, two []synth.Take) float64 {
	var between []float64
	for i, take := range one {
		a, b := take, two[i]
		from := [2]float64{}
		for k := range a.Plan.Frames {
			for f := range min(a.Plan.Frames[k], b.Plan.Frames[k]) {
				p, q := int(from[0])+f, int(from[1])+f
				if p < len(a.Pitch) && q < len(b.Pitch) && a.Voicing[p] > 0.5 && b.Voicing[q] > 0.5 {
					between = append(between, 12*math.Log2(float64(a.Pitch[p]/b.Pitch[q])))
				}
			}
			from[0], from[1] = from[0]+float64(a.Plan.Frames[k]), from[1]+float64(b.Plan.Frames[k])
		}
	}
	mean, off := 0.0, 0.0
	for _, v := range between {
		mean += v / float64(len(between))
	}
	for _, v := range between {
		off += math.Abs(v-mean) / float64(len(between))
	}
	return off
}

func TestAFlowFollowsTheProsodyToo(t *testing.T) {
	engine := builtin(t, 2)
	low, high := pair(t, engine)
	rise := func(steps int) float64 {
		request := synth.Request{Text: "Nobody minded the long way home.", Timbre: low, Steps: steps}
		pitch := func() float64 {
			_, takes := speak(t, engine, request)
			sum, n := 0.0, 0.0
			for i, v := range takes[0].Voicing {
				if v > 0.5 {
					sum, n = sum+12*math.Log2(float64(takes[0].Pitch[i])), n+1
				}
			}
			return sum / n
		}
		own := pitch()
		request.Prosody = &synth.Prosody{Timbre: high, Share: 1}
		return pitch() - own
	}
	if mean, flow := rise(synth.MeanOnly), rise(2); mean < 2 || math.Abs(mean-flow) > 1 {
		t.Errorf("the pitch rises by %.1f semitones in the regression and %.1f with a flow", mean, flow)
	}
}

func TestBadControlsAreRefused(t *testing.T) {
	engine := synthtest.Open(t, 1)
	good := synthtest.Timbre(engine.Model())
	for name, request := range map[string]synth.Request{
		"energy": {Energy: 13}, "brightness": {Brightness: -7}, "breath": {Breath: math.NaN()},
		"share": {Prosody: &synth.Prosody{Timbre: good, Share: 1.1}}, "no share": {Prosody: &synth.Prosody{Timbre: good, Share: math.NaN()}},
		"empty prosody": {Prosody: &synth.Prosody{Share: 0.5}},
	} {
		request.Text, request.Timbre = "Rain falls.", good
		if err := engine.Speak(t.Context(), request, func(synth.Take) error { return nil }); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
