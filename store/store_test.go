package store

import (
	"context"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"voicewright/audio"
	"voicewright/script"
)

// fill gives every field of a value something that no other field has, so that a field that is not stored is found by
// comparison, also one that is added later.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + string(rune('a'+*n%26)) + "ä\u200f")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Uint64:
		v.SetUint(math.MaxUint64 - uint64(*n))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(*n) + 0.25)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Struct:
		if v.Type().String() == "time.Time" {
			v.Set(reflect.ValueOf(fromNano(1764_000_000_123_456_789 + int64(*n))))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}

// filled returns a value with something in every field.
func filled[T any](t *testing.T) T {
	t.Helper()
	var v T
	n := 0
	fill(t, reflect.ValueOf(&v).Elem(), &n)
	return v
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newProject makes a project of a few lines in a folder of its own and closes it at the end.
func newProject(t testing.TB, lines ...string) *Project {
	t.Helper()
	p, err := CreateProject(context.Background(), filepath.Join(t.TempDir(), "Play äö #1?.vwp"), contentOf(lines...))
	must(t, err)
	t.Cleanup(func() { _ = p.Close() }) // some tests close it themselves
	<-p.backups.done                    // else the first backup may come between those of the test
	return p
}

func contentOf(lines ...string) script.Content {
	c := script.Content{Roles: []script.Role{{ID: "narrator", Name: "Narrator"}}, Settings: script.DefaultSettings()}
	for i, text := range lines {
		c.Lines = append(c.Lines, script.Line{ID: "line" + string(rune('a'+i)), Text: text})
	}
	return c
}

// noise returns sound of a length in samples that no other seed gives.
func noise(seed uint64, length int) audio.Buffer {
	rng := rand.New(rand.NewPCG(seed, 1))
	b := audio.Buffer{Rate: audio.SampleRate, Samples: make([]float32, length)}
	for i := range b.Samples {
		b.Samples[i] = rng.Float32() - 0.5
	}
	return b
}
