package synth_test

import (
	"errors"
	"io/fs"
	"math"
	"testing"
	"time"

	"voicewright/assets"
	"voicewright/synth"
	"voicewright/synth/synthtest"
	"voicewright/voices"
)

// builtin opens an engine with the model that is built into the program.
func builtin(t testing.TB, threads int) *synth.Engine {
	t.Helper()
	if _, err := fs.Stat(assets.Models(), synth.Manifest); errors.Is(err, fs.ErrNotExist) {
		t.Skip("skipped: no model is built into this checkout")
	}
	return synthtest.OpenBundle(t, assets.Models(), threads)
}

// anyVoice is the first built-in voice, or numbers of the right size where there is none.
func anyVoice(t testing.TB, engine *synth.Engine) synth.Timbre {
	t.Helper()
	all, err := voices.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if v.Fits(engine.Model()) == nil {
			return v.Timbre
		}
	}
	return synthtest.Timbre(engine.Model())
}

func TestTheBuiltinModelSpeaksTheSameOnAnyNumberOfThreads(t *testing.T) {
	const text = "Rain falls on the roof. Who is there?"
	one := builtin(t, 1)
	request := synth.Request{Text: text, Timbre: anyVoice(t, one), Seed: 5}
	if one.Model().Flow {
		request.Steps = 2
	} else if err := one.Speak(t.Context(), synth.Request{Text: text, Timbre: request.Timbre, Steps: 2}, func(synth.Take) error { return nil }); err == nil {
		t.Error("an untrained flow speaks")
	}
	want, takes := speak(t, one, request)
	if len(takes) != 2 {
		t.Errorf("%d takes", len(takes))
	}
	if seconds := float64(len(want)) / synth.SampleRate; seconds < 0.8 || seconds > 20 {
		t.Errorf("the speech lasts %g s", seconds)
	}
	loudest := 0.0
	for _, v := range want {
		loudest = math.Max(loudest, math.Abs(float64(v)))
	}
	if loudest < 0.02 || loudest > 0.9 {
		t.Errorf("the speech peaks at %g", loudest)
	}
	two := builtin(t, 2)
	if got, _ := speak(t, two, request); !same(got, want) {
		t.Error("two threads give other samples than one")
	}
	request.Duration = time.Duration(1.2 * float64(len(want)) / synth.SampleRate * float64(time.Second))
	if got, _ := speak(t, two, request); math.Abs(float64(len(got))/synth.SampleRate-request.Duration.Seconds()) > 0.001 {
		t.Errorf("a duration of %v gives %d samples", request.Duration, len(got))
	}
}

// BenchmarkStages speaks with the model that is built in and gives the computing time of each stage a second of speech,
// on one thread.
func BenchmarkStages(b *testing.B) {
	engine := builtin(b, 1)
	if err := engine.Warm(); err != nil {
		b.Fatal(err)
	}
	request := synth.Request{Text: story, Timbre: anyVoice(b, engine)}
	var stages synth.Stages
	seconds := 0.0
	for b.Loop() {
		sound, takes := speak(b, engine, request)
		seconds += float64(len(sound)) / synth.SampleRate
		for _, take := range takes {
			stages = stages.Add(take.Stages)
		}
	}
	for name, stage := range map[string]time.Duration{
		"text": stages.Text, "duration": stages.Duration, "prior": stages.Prior, "flow": stages.Flow, "decoder": stages.Decoder,
		"vocoder": stages.Vocoder, "filter": stages.Filter, "join": stages.Join, "all": stages.Total(),
	} {
		b.ReportMetric(float64(stage.Microseconds())/1000/seconds, name+"-ms/s")
	}
}
