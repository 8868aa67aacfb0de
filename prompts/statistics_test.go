package prompts_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/synth"
	"voicewright/synth/synthtest"
)

// babbles are four recordings of one level, so that each can be joined to another without its gain changing.
func babbles(t testing.TB) (paths []string) {
	for i := range 4 {
		paths = append(paths, write(t, babble(4+float64(i), uint64(20+i))))
	}
	return paths
}

func hear(t testing.TB, engine *synth.Engine, paths ...string) prompts.Statistics {
	t.Helper()
	var sources []prompts.Source
	for _, path := range paths {
		sources = append(sources, prompts.Source{Path: path})
	}
	s, _, err := prompts.Listen(t.Context(), engine, sources, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func timbre(t testing.TB, engine *synth.Engine, s prompts.Statistics) synth.Timbre {
	t.Helper()
	timbre, err := s.Timbre(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	if err := timbre.Check(engine.Model()); err != nil {
		t.Fatal(err)
	}
	return timbre
}

func marshal(t testing.TB, s prompts.Statistics) []byte {
	t.Helper()
	data, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// alike compares what must not depend on the order: everything but the bank.
func alike(t *testing.T, got, want synth.Timbre) {
	t.Helper()
	for i := range want.Style {
		if math.Abs(float64(got.Style[i]-want.Style[i])) > 1e-5 {
			t.Fatalf("style value %d is %g, want %g", i, got.Style[i], want.Style[i])
		}
	}
	for i := range want.Colour {
		if math.Abs(float64(got.Colour[i]-want.Colour[i])) > 1e-5 {
			t.Fatalf("colour band %d is %g, want %g", i, got.Colour[i], want.Colour[i])
		}
	}
	if len(got.Covariance) != synth.CovarianceSize || len(want.Covariance) != synth.CovarianceSize {
		t.Fatalf("%d and %d values of the covariance, want %d", len(got.Covariance), len(want.Covariance), synth.CovarianceSize)
	}
	for i := range want.Covariance {
		if math.Abs(float64(got.Covariance[i]-want.Covariance[i])) > 1e-3 {
			t.Fatalf("value %d of the covariance is %g, want %g", i, got.Covariance[i], want.Covariance[i])
		}
	}
	if got.Pitch != want.Pitch || got.PitchSpread != want.PitchSpread || math.Abs(got.Seconds-want.Seconds) > 1e-9 {
		t.Fatalf("pitch %g and %g over %g s, want %g and %g over %g s",
			got.Pitch, got.PitchSpread, got.Seconds, want.Pitch, want.PitchSpread, want.Seconds)
	}
}

func TestStatisticsMergeInAnyOrderAndGrouping(t *testing.T) {
	engine := synthtest.Open(t, 2)
	paths := babbles(t)
	want := timbre(t, engine, hear(t, engine, paths...))
	random := rand.New(rand.NewPCG(5, 6))
	for trial := range 4 {
		random.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		alike(t, timbre(t, engine, hear(t, engine, paths...)), want)
		var merged prompts.Statistics
		cut := trial % len(paths)
		for _, part := range [][]string{paths[:cut], paths[cut:]} {
			if len(part) == 0 {
				continue
			}
			// Kept as bytes between the two, as a voice keeps them.
			var kept prompts.Statistics
			if err := kept.UnmarshalBinary(marshal(t, hear(t, engine, part...))); err != nil {
				t.Fatal(err)
			}
			if err := merged.Merge(kept); err != nil {
				t.Fatal(err)
			}
		}
		alike(t, timbre(t, engine, merged), want)
	}
}

// TestSumsOfAnEarlierProgram reads layout 1, which has no cepstra.
func TestSumsOfAnEarlierProgram(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "small.1.statistics"))
	if err != nil {
		t.Fatal(err)
	}
	var old, again prompts.Statistics
	if err := old.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	now := marshal(t, old)
	if err := again.UnmarshalBinary(now); err != nil || !bytes.Equal(marshal(t, again), now) {
		t.Fatalf("the sums change when they are read and written: %v", err)
	}
}

// TestRechunkedRecordings cuts a recording at the edges of windows, where nothing may change but the grouping.
func TestRechunkedRecordings(t *testing.T) {
	engine := synthtest.Open(t, 1)
	// The first pieces fill whole batches of the encoder, the last do not. Steady level: every piece gets the same gain.
	m := engine.Model()
	piece := babble(float64(m.ReferenceWindow*audio.Hop)/audio.SampleRate, 31)
	short, long := write(t, piece), []string{}
	for range 19 {
		long = append(long, short)
	}
	want := timbre(t, engine, hear(t, engine, long...))
	merged := hear(t, engine, long[:3]...)
	for _, part := range [][]string{long[3:4], long[4:13], long[13:]} {
		if err := merged.Merge(hear(t, engine, part...)); err != nil {
			t.Fatal(err)
		}
	}
	alike(t, timbre(t, engine, merged), want)
}

func TestEqualRecordingsGiveEqualBytes(t *testing.T) {
	engine := synthtest.Open(t, 2)
	paths := babbles(t)
	first := marshal(t, hear(t, engine, paths...))
	if !bytes.Equal(first, marshal(t, hear(t, engine, paths...))) {
		t.Error("the same recordings gave other bytes")
	}
	var read prompts.Statistics
	if err := read.UnmarshalBinary(first); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, marshal(t, read)) {
		t.Error("reading the bytes and writing them gave other bytes")
	}
}

func TestMergeLeavesTheOtherAlone(t *testing.T) {
	engine := synthtest.Open(t, 1)
	paths := babbles(t)
	first, second := hear(t, engine, paths[0]), hear(t, engine, paths[1])
	a, b := marshal(t, first), marshal(t, second)
	var sum prompts.Statistics
	for _, s := range []prompts.Statistics{{}, first, second, {}} {
		if err := sum.Merge(s); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a, marshal(t, first)) || !bytes.Equal(b, marshal(t, second)) {
		t.Error("merging changed what was merged")
	}
	if math.Abs(sum.Seconds-first.Seconds-second.Seconds) > 1e-9 {
		t.Errorf("%g s and %g s make %g s", first.Seconds, second.Seconds, sum.Seconds)
	}
}

func TestStatisticsOfAnotherModel(t *testing.T) {
	engine := synthtest.Open(t, 1)
	path := babbles(t)[0]
	ours, other := hear(t, engine, path), hear(t, engine, path)
	other.Model = "another"
	before := marshal(t, ours)
	if err := ours.Merge(other); err == nil || !bytes.Equal(before, marshal(t, ours)) {
		t.Errorf("the sums of another model were merged: %v", err)
	}
	if _, err := other.Timbre(t.Context(), engine); err == nil {
		t.Error("the sums of another model made a voice")
	}
	if _, err := (prompts.Statistics{}).Timbre(t.Context(), engine); err == nil {
		t.Error("nothing made a voice")
	}
}

func TestSwitchedOffRegionsAreNotUsed(t *testing.T) {
	engine := synthtest.Open(t, 1)
	path := write(t, babble(12, 40))
	whole, report, err := prompts.Listen(t.Context(), engine, []prompts.Source{{Path: path}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	off := prompts.Region{Start: 3, End: 6}
	part, less, err := prompts.Listen(t.Context(), engine, []prompts.Source{{Path: path, Skip: []prompts.Region{off}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !(less.Used < report.Used-1.3 && less.Used > report.Used-6 && part.Seconds < whole.Seconds) {
		t.Errorf("%g s used of %g s without %v", less.Used, report.Used, off)
	}
	for _, region := range less.Files[0].Regions {
		if region.Start < off.End-0.02 && region.End > off.Start+0.02 {
			t.Errorf("the region %v was used, though %v is switched off", region, off)
		}
	}
	// Regions that the report itself names can be switched off to the last one.
	if _, _, err := prompts.Listen(t.Context(), engine, []prompts.Source{{Path: path, Skip: report.Files[0].Regions}}, nil); err == nil {
		t.Error("with all used regions switched off there is still a voice")
	}
}

// FuzzStatistics looks for bytes that are taken though writing them back gives others, or that break what uses them.
func FuzzStatistics(f *testing.F) {
	for _, seed := range []string{"empty.1", "small.1", "empty", "small"} {
		data, err := os.ReadFile(filepath.Join("testdata", seed+".statistics"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s prompts.Statistics
		if s.UnmarshalBinary(data) != nil {
			if !s.Empty() {
				t.Fatal("refused bytes left something behind")
			}
			return
		}
		written := marshal(t, s)
		if data[0] < written[0] { // of an earlier layout
			var again prompts.Statistics
			if err := again.UnmarshalBinary(written); err != nil {
				t.Fatal(err)
			}
			data = marshal(t, again)
		}
		if !bytes.Equal(written, data) {
			t.Fatal("the bytes change when they are read and written")
		}
		double := s
		if err := double.Merge(s); err != nil {
			t.Fatal(err)
		}
	})
}
