package synth_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"voicewright/synth"
	"voicewright/synth/synthtest"
)

const story = "The kettle sings. Outside, rain falls on the roof and on the old blue car!\n\nWho is there? Nobody, said the cat."

// speak returns the whole speech and its takes.
func speak(t testing.TB, engine *synth.Engine, request synth.Request) ([]float32, []synth.Take) {
	t.Helper()
	if request.Timbre.Style == nil {
		request.Timbre = synthtest.Timbre(engine.Model())
	}
	var sound []float32
	var takes []synth.Take
	err := engine.Speak(t.Context(), request, func(take synth.Take) error {
		sound = append(sound, take.Audio.Samples...)
		takes = append(takes, take)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sound, takes
}

func same(a, b []float32) bool {
	var x, y bytes.Buffer
	_ = binary.Write(&x, binary.LittleEndian, a) // a bytes.Buffer takes everything
	_ = binary.Write(&y, binary.LittleEndian, b)
	return bytes.Equal(x.Bytes(), y.Bytes())
}

func TestSpeakIsTheSameOnAnyNumberOfThreads(t *testing.T) {
	one := synthtest.Open(t, 1)
	want, takes := speak(t, one, synth.Request{Text: story, Seed: 7})
	if len(takes) != 4 {
		t.Fatalf("%d takes", len(takes))
	}
	for _, threads := range []int{1, 2, 3} {
		got, _ := speak(t, synthtest.Open(t, threads), synth.Request{Text: story, Seed: 7})
		if !same(got, want) {
			t.Errorf("%d threads give other samples", threads)
		}
	}
	if other, _ := speak(t, one, synth.Request{Text: story, Seed: 8}); same(other, want) {
		t.Error("another seed gives the same samples")
	}
}

func TestTakesAreInOrderCleanAndJoinedWithoutClicks(t *testing.T) {
	_, takes := speak(t, synthtest.Open(t, 2), synth.Request{Text: story})
	for i, take := range takes {
		x := take.Audio.Samples
		if take.Index != i || take.Audio.Rate != synth.SampleRate || !strings.Contains(story, take.Sentence.Text) {
			t.Errorf("take %d is %d %q at %d Hz", i, take.Index, take.Sentence.Text, take.Audio.Rate)
		}
		speech := x[:len(x)-take.Pause]
		if math.Abs(float64(speech[0])) > 1e-3 || math.Abs(float64(speech[len(speech)-1])) > 1e-3 {
			t.Errorf("take %d begins with %g and ends with %g", i, speech[0], speech[len(speech)-1])
		}
		loudest := 0.0
		for _, v := range x {
			loudest = math.Max(loudest, math.Abs(float64(v)))
		}
		if loudest < 0.01 || loudest > 0.9 {
			t.Errorf("take %d peaks at %g", i, loudest)
		}
		if len(take.Pitch) != len(take.Voicing) || math.Abs(float64(len(take.Pitch)*synth.Hop-len(speech))) > 2*synth.Hop {
			t.Errorf("take %d has %d pitch values for %d samples", i, len(take.Pitch), len(speech))
		}
		if take.Stages.Flow <= 0 || take.Stages.Vocoder <= 0 || take.Stages.Text <= 0 || take.Stages.Total() > time.Minute {
			t.Errorf("take %d took %+v", i, take.Stages)
		}
	}
	if last := takes[len(takes)-1]; last.Pause != 0 {
		t.Errorf("there is a pause of %d after the last take", last.Pause)
	}
	if sentence, paragraph := takes[0].Pause, takes[1].Pause; !(sentence > 4000 && paragraph > sentence) {
		t.Errorf("the pauses are %d and at the paragraph %d", sentence, paragraph)
	}
}

func TestASentenceKeepsItsSoundWhenOthersChange(t *testing.T) {
	engine := synthtest.Open(t, 2)
	_, alone := speak(t, engine, synth.Request{Text: "Rain falls.", Seed: 3})
	_, among := speak(t, engine, synth.Request{Text: "Snow melts. Rain falls. Rain falls.", Seed: 3})
	first := among[1].Audio.Samples[:len(among[1].Audio.Samples)-among[1].Pause]
	if !same(alone[0].Audio.Samples, first) {
		t.Error("a sentence sounds different after another one")
	}
	if same(first, among[2].Audio.Samples) {
		t.Error("a repeated sentence is an exact copy")
	}
}

func TestSpeedIsMet(t *testing.T) {
	engine := synthtest.Open(t, 2)
	natural, _ := speak(t, engine, synth.Request{Text: story})
	for _, speed := range []float64{0.5, 0.8, 1.25, 2} {
		sound, _ := speak(t, engine, synth.Request{Text: story, Speed: speed})
		ratio := float64(len(natural)) / float64(len(sound))
		if math.Abs(ratio/speed-1) > 0.02 {
			t.Errorf("speed %g gives %g", speed, ratio)
		}
	}
}

func TestDurationIsMet(t *testing.T) {
	engine := synthtest.Open(t, 2)
	natural, _ := speak(t, engine, synth.Request{Text: story})
	whole := float64(len(natural)) / synth.SampleRate
	for _, factor := range []float64{0.6, 0.93, 1, 1.7} {
		target := time.Duration(factor * whole * float64(time.Second)).Round(time.Millisecond)
		sound, _ := speak(t, engine, synth.Request{Text: story, Duration: target})
		if off := float64(len(sound))/synth.SampleRate - target.Seconds(); math.Abs(off) > 0.001 {
			t.Errorf("a duration of %v is missed by %g s", target, off)
		}
	}
	for _, target := range []time.Duration{100 * time.Millisecond, 10 * time.Minute} {
		err := engine.Speak(t.Context(), synth.Request{Text: story, Timbre: synthtest.Timbre(engine.Model()), Duration: target}, nil)
		if !errors.Is(err, synth.ErrDuration) {
			t.Errorf("a duration of %v gives %v", target, err)
		}
	}
}

func TestBadRequests(t *testing.T) {
	engine := synthtest.Open(t, 2)
	good := synthtest.Timbre(engine.Model())
	short := good
	short.Style = short.Style[1:]
	broken := synthtest.Timbre(engine.Model())
	broken.Bank[3] = float32(math.NaN())
	for name, request := range map[string]synth.Request{
		"empty text":         {Timbre: good},
		"only spaces":        {Text: " \n\t ", Timbre: good},
		"an endless word":    {Text: strings.Repeat("rainfall", 120), Timbre: good},
		"nothing to say":     {Text: "*** --- …", Timbre: good},
		"too fast":           {Text: "Yes.", Timbre: good, Speed: 2.1},
		"speed is NaN":       {Text: "Yes.", Timbre: good, Speed: math.NaN()},
		"negative duration":  {Text: "Yes.", Timbre: good, Duration: -1},
		"negative steps":     {Text: "Yes.", Timbre: good, Steps: -2},
		"no voice":           {Text: "Yes."},
		"a voice too short":  {Text: "Yes.", Timbre: short},
		"a voice with NaN":   {Text: "Yes.", Timbre: broken},
		"start beyond range": {Text: "Yes.", Timbre: good, Sampling: &synth.Sampling{Start: 1}},
		"unknown method":     {Text: "Yes.", Timbre: good, Sampling: &synth.Sampling{Method: "heun"}},
	} {
		err := engine.Speak(t.Context(), request, func(synth.Take) error { t.Errorf("%s: a take came", name); return nil })
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

func TestAllMethodsAndNoneSpeak(t *testing.T) {
	engine := synthtest.Open(t, 2)
	d := engine.Model().Defaults
	d.Method = "midpoint"
	midpoint, _ := speak(t, engine, synth.Request{Text: "Yes.", Sampling: &d})
	euler, _ := speak(t, engine, synth.Request{Text: "Yes."})
	mean, _ := speak(t, engine, synth.Request{Text: "Yes.", Steps: synth.MeanOnly})
	if same(midpoint, euler) || same(euler, mean) {
		t.Error("methods make no difference")
	}
}

// patience is how long a cancelled Speak may take here. What is promised is 200 ms on a machine that has time for it;
// the rest is for one that does not, or for the race detector.
const patience = time.Second

func TestCancelStopsWithinMoments(t *testing.T) {
	engine := synthtest.Open(t, 2)
	long := strings.Repeat("Rain falls on the roof, and on the old blue car, and on the green boat by the pier. ", 200)
	before := runtime.NumGoroutine()
	for _, after := range []int{0, 1, 5} {
		ctx, cancel := context.WithCancel(t.Context())
		if after == 0 {
			cancel()
		}
		var cancelled time.Time
		count := 0
		err := engine.Speak(ctx, synth.Request{Text: long, Timbre: synthtest.Timbre(engine.Model())}, func(synth.Take) error {
			if count++; count == after {
				cancelled = time.Now()
				cancel()
			}
			return nil
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled after %d takes: %v", after, err)
		}
		if took := time.Since(cancelled); after > 0 && took > patience {
			t.Errorf("cancelled after %d takes, it took %v to stop", after, took)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	err := engine.Speak(ctx, synth.Request{Text: long, Timbre: synthtest.Timbre(engine.Model()), Duration: 20 * time.Minute}, nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a deadline while planning gives %v", err)
	}
	time.Sleep(20 * time.Millisecond)
	if now := runtime.NumGoroutine(); now > before+2 {
		t.Errorf("%d goroutines before, %d after", before, now)
	}
}

func TestEmitErrorStops(t *testing.T) {
	engine := synthtest.Open(t, 2)
	full := errors.New("the disk is full")
	count := 0
	err := engine.Speak(t.Context(), synth.Request{Text: story, Timbre: synthtest.Timbre(engine.Model())}, func(synth.Take) error {
		count++
		return full
	})
	if !errors.Is(err, full) || count != 1 {
		t.Errorf("after %d takes: %v", count, err)
	}
}

func TestALongSentenceIsSpokenInParts(t *testing.T) {
	engine := synthtest.Open(t, 2)
	for name, long := range map[string]string{
		"words":   strings.Repeat("rain falls on the roof and ", 40) + "so on.",
		"figures": strings.Repeat("9876543210987654321 ", 8) + ".",
	} {
		_, takes := speak(t, engine, synth.Request{Text: long, Steps: synth.MeanOnly})
		if len(takes) < 2 {
			t.Errorf("%s: %d takes", name, len(takes))
		}
		for _, take := range takes {
			if len(take.Sequence.Symbols) > 400 {
				t.Errorf("%s: a take has %d symbols", name, len(take.Sequence.Symbols))
			}
		}
	}
}

func TestAMegabyteStreamsInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: -short")
	}
	engine := synthtest.Open(t, 2)
	text := strings.Repeat("Rain falls on the roof, and on the car. ", 1<<20/40)
	enough := errors.New("enough")
	count, peak := 0, uint64(0)
	err := engine.Speak(t.Context(), synth.Request{Text: text, Timbre: synthtest.Timbre(engine.Model()), Steps: synth.MeanOnly}, func(synth.Take) error {
		if count++; count%20 == 0 {
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			peak = max(peak, memory.HeapAlloc)
		}
		if count == 60 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || peak > 400<<20 {
		t.Errorf("after %d takes: %v, %d MB in use", count, err, peak>>20)
	}
}

// TestOneFlippedBitIsFound changes one bit in every file of the bundle in turn.
func TestOneFlippedBitIsFound(t *testing.T) {
	synthtest.NeedLibrary(t)
	bundle := fstest.MapFS{}
	err := fs.WalkDir(synthtest.Bundle(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(synthtest.Bundle(), path)
		bundle[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range bundle {
		if name == synth.Manifest {
			continue
		}
		at := len(file.Data) / 2
		file.Data[at] ^= 4
		engine := synthtest.OpenBundle(t, bundle, 2)
		timbre := synthtest.Timbre(engine.Model())
		var err error
		switch name {
		case "reference.onnx":
			_, _, err = engine.Reference(t.Context(), make([]float32, 128*100))
		case "style.onnx":
			_, err = engine.Style(t.Context(), timbre.Style)
		default:
			err = engine.Speak(t.Context(), synth.Request{Text: "Yes.", Timbre: timbre}, func(synth.Take) error { return nil })
		}
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("a flipped bit in %s gives %v", name, err)
		}
		file.Data[at] ^= 4
	}
	manifest := bundle[synth.Manifest].Data
	for _, cut := range []int{0, 1, len(manifest) / 2} {
		bundle[synth.Manifest].Data = manifest[:cut]
		if _, err := synth.Open(synth.Options{Models: bundle}); err == nil || !strings.Contains(err.Error(), synth.Manifest) {
			t.Errorf("a manifest of %d bytes gives %v", cut, err)
		}
	}
	delete(bundle, synth.Manifest)
	if _, err := synth.Open(synth.Options{Models: bundle}); err == nil || !strings.Contains(err.Error(), "no "+synth.Manifest) {
		t.Errorf("a missing manifest gives %v", err)
	}
}

func TestAClosedEngineSaysSo(t *testing.T) {
	engine := synthtest.Open(t, 1)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	err := engine.Speak(t.Context(), synth.Request{Text: "Yes.", Timbre: synthtest.Timbre(engine.Model())}, nil)
	if err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v", err)
	}
}
