package measure

import (
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"voicewright/audio"
)

var speakers = flag.Int("speakers", 12, "how many real speakers the attributes are compared over; the figures in the package are of 90")

// TestAttributesTellSpeakersApart measures three sentences each of real speakers: what differs between people must
// differ more than what one says twice.
func TestAttributesTellSpeakersApart(t *testing.T) {
	root := "../../../shared/speech"
	file, err := os.Open(filepath.Join(root, "manifest.tsv"))
	if err != nil {
		t.Skip("the shared speech is not here:", err)
	}
	defer file.Close()
	files, sex := map[string][]string{}, map[string]string{}
	var names []string
	r := csv.NewReader(file)
	r.Comma, r.LazyQuotes = '\t', true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if row[1] != "speechocean" && row[1] != "librispeech" {
			continue
		}
		if files[row[2]] == nil {
			names = append(names, row[2])
		}
		files[row[2]], sex[row[2]] = append(files[row[2]], row[0]), row[3]
		if age, err := strconv.Atoi(row[4]); err == nil && age < 16 {
			sex[row[2]] = ""
		}
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:min(len(names), *speakers)]
	values := map[string][][]float64{}
	bySex := map[string][]float64{}
	for _, name := range names {
		all := files[name]
		got := map[string][]float64{}
		for _, i := range []int{1, len(all) / 2, len(all) - 2} {
			b, err := audio.Load(filepath.Join(root, all[i]), audio.SampleRate, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			b.Samples = b.Samples[:min(len(b.Samples), 8*audio.SampleRate)]
			a := sound(t, b, 0)
			got["pitch"] = append(got["pitch"], 12*math.Log2(a.Pitch))
			got["range"] = append(got["range"], a.Range)
			got["loudness"] = append(got["loudness"], a.Loudness)
			got["brightness"] = append(got["brightness"], a.Brightness)
			got["breathiness"] = append(got["breathiness"], a.Breathiness)
		}
		for k, v := range got {
			values[k] = append(values[k], v)
		}
		bySex[sex[name]] = append(bySex[sex[name]], mean(got["pitch"]))
	}
	for what, least := range map[string]float64{"pitch": 2, "range": 0.1, "loudness": 1, "brightness": 0.9, "breathiness": 1} {
		between, within := spreads(values[what])
		t.Logf("%-11s of %d speakers: %.2f between them, %.2f within one, ratio %.2f", what, len(names), between, within, between/within)
		if between < least*within {
			t.Errorf("%s differs by %.2f between speakers and by %.2f within one", what, between, within)
		}
	}
	if m, f := mean(bySex["M"]), mean(bySex["F"]); f < m+6 {
		t.Errorf("women speak %.1f semitones higher than men", f-m)
	}
}

// spreads returns the standard deviation between the means of groups, without what chance within them adds, and that within them.
func spreads(groups [][]float64) (between, within float64) {
	var means []float64
	for _, g := range groups {
		m := mean(g)
		means = append(means, m)
		for _, v := range g {
			within += (v - m) * (v - m) / float64(len(g)-1) / float64(len(groups))
		}
	}
	m := mean(means)
	for _, v := range means {
		between += (v - m) * (v - m) / float64(len(means)-1)
	}
	return math.Sqrt(max(0, between-within/float64(len(groups[0])))), math.Sqrt(within)
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(max(1, len(values)))
}
