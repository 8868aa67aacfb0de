// Package describe makes voices that no recording has, out of attributes, and changes voices that there are. The words of
// a description become attributes in package wording; here a small flow, learned from the timbres of some thousand
// voices and from what was measured of their rendered speech, draws timbres that have these attributes. Many voices fit
// one description: every seed is another one, and the same seed is the same voice.
package describe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"sync"

	"voicewright/synth"
	"voicewright/synth/ort"
	"voicewright/voices"
	"voicewright/voices/measure"
	"voicewright/voices/wording"
)

// An Attribute is a way in which voices differ, in the order of the graphs.
type Attribute = wording.Attribute

// The attributes.
const (
	Pitch       = wording.Pitch
	Range       = wording.Range
	Pace        = wording.Pace
	Loudness    = wording.Loudness
	Brightness  = wording.Brightness
	Breathiness = wording.Breathiness
	Sex         = wording.Sex
	Age         = wording.Age
)

const attributes = Attribute(len(wording.Names))

// Attributes lists them all.
func Attributes() []Attribute {
	all := make([]Attribute, attributes)
	for i := range all {
		all[i] = Attribute(i)
	}
	return all
}

// A Wish says how strong some attributes are to be, in standard deviations over all voices: 0 is as usual, 1 as one voice
// in six, 2 as one in forty. What it does not name is left open.
type Wish map[Attribute]float64

// Bounded is the wish within what there are voices for.
func (w Wish) Bounded() Wish {
	bounded := Wish{}
	for a, v := range w {
		bounded[a] = max(-wording.MostWish, min(wording.MostWish, v))
	}
	return bounded
}

// check refuses what no wish can be.
func (w Wish) check() error {
	for a, v := range w {
		if a < 0 || a >= attributes || !(math.Abs(v) <= wording.MostWish) {
			return fmt.Errorf("the wish for %v must lie between %g and %g, not at %g", a, -wording.MostWish, wording.MostWish, v)
		}
	}
	return nil
}

// Manifest describes the graphs, and how attributes are measured in standard deviations.
const Manifest = "describe.json"

type manifest struct {
	Model      string                `json:"model"` // hash of the model whose timbres were learned
	Noise      int                   `json:"noise"` // numbers that one draw takes
	Attributes []scale               `json:"attributes"`
	Sex        [3]float64            `json:"sex"`     // bias, weight of what the style tells, weight of the pitch's strength
	Pitches    map[string][2]float64 `json:"pitches"` // "men", "women": mean and deviation of their pitch, in strengths
	Files      map[string]synth.File `json:"files"`
}

// scale turns a measured value into a strength.
type scale struct {
	Name      string  `json:"name"`
	Mean      float64 `json:"mean"`
	Deviation float64 `json:"deviation"`
	Logarithm bool    `json:"logarithm"` // mean and deviation are of the logarithm
}

// ErrUntrained says that this program cannot make voices from words, because its net belongs to another model or is missing.
var ErrUntrained = errors.New("this build cannot make voices from words: its describing net was learned for another model")

// Describer draws and edits timbres of one model. It is safe for concurrent use; Close it after use.
type Describer struct {
	bundle  fs.FS
	model   *synth.Model
	library string
	card    manifest

	mu     sync.Mutex
	opened map[string]*ort.Session
}

// The graphs. A attributes, N numbers of noise, S style tokens of D numbers, K centroids:
var graphs = map[string]struct{ inputs, outputs []string }{
	// noise [1,N], strengths [1,A], which are known [1,A] (0 or 1) -> style [1,S*D], bank [1,K*D], weights [1,K], colour [1,C]
	"describe.onnx": {[]string{"noise", "attributes", "known"}, []string{"style", "bank", "weights", "colour"}},
	// style [1,S*D], bank [1,K,D], change of strengths [1,A] -> style, bank
	"edit.onnx": {[]string{"style", "bank", "delta"}, []string{"edited_style", "edited_bank"}},
	// style [1,S*D] -> strengths [1,A] as far as a timbre tells them
	"read.onnx": {[]string{"style"}, []string{"strengths"}},
}

// Open reads the manifest in bundle and checks that it belongs to the model. Graphs are opened when they are needed.
func Open(bundle fs.FS, m *synth.Model, library string) (*Describer, error) {
	raw, err := fs.ReadFile(bundle, Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUntrained
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", Manifest, err)
	}
	d := &Describer{bundle: bundle, model: m, library: library, opened: map[string]*ort.Session{}}
	if err := json.Unmarshal(raw, &d.card); err != nil {
		return nil, fmt.Errorf("read %s: %w", Manifest, err)
	}
	if len(d.card.Attributes) != int(attributes) || d.card.Noise <= 0 || d.card.Noise > 4096 {
		return nil, fmt.Errorf("read %s: it has %d attributes and %d numbers of noise; this program knows %d attributes", Manifest,
			len(d.card.Attributes), d.card.Noise, int(attributes))
	}
	for i, s := range d.card.Attributes {
		if s.Name != wording.Names[i] || !(s.Deviation > 0) {
			return nil, fmt.Errorf("read %s: attribute %d is %q with deviation %g", Manifest, i, s.Name, s.Deviation)
		}
	}
	if d.card.Model != m.VoiceHash() {
		return nil, ErrUntrained
	}
	return d, nil
}

// Close frees the graphs. No other method may be under way.
func (d *Describer) Close() error {
	var all error
	for _, s := range d.opened {
		all = errors.Join(all, s.Close())
	}
	clear(d.opened)
	return all
}

// run opens a graph at its first use, with its hash checked, and runs it.
func (d *Describer) run(ctx context.Context, name string, inputs ...ort.Tensor) ([]ort.Tensor, error) {
	session, err := d.session(name)
	if err != nil {
		return nil, err
	}
	return session.Run(ctx, inputs...)
}

func (d *Describer) session(name string) (*ort.Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.opened[name]; s != nil {
		return s, nil
	}
	if err := ort.Start(d.library); err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(d.bundle, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != d.card.Files[name].SHA256 {
		return nil, fmt.Errorf("the file %s of the describing net is damaged: install the program again", name)
	}
	s, err := ort.Open(name, data, graphs[name].inputs, graphs[name].outputs)
	if err != nil {
		return nil, err
	}
	d.opened[name] = s
	return s, nil
}

// draw returns the timbre that a seed draws for a wish.
func (d *Describer) draw(ctx context.Context, w Wish, seed, try uint64) (synth.Timbre, error) {
	random := rand.New(rand.NewPCG(seed, try))
	noise := make([]float32, d.card.Noise)
	for i := range noise {
		noise[i] = float32(random.NormFloat64())
	}
	strengths, known := make([]float32, attributes), make([]float32, attributes)
	for a, v := range w {
		strengths[a], known[a] = float32(v), 1
	}
	out, err := d.run(ctx, "describe.onnx", ort.Floats(noise, 1, len(noise)), ort.Floats(strengths, 1, len(strengths)), ort.Floats(known, 1, len(known)))
	if err != nil {
		return synth.Timbre{}, err
	}
	t := synth.Timbre{Style: out[0].Floats, Bank: out[1].Floats, Weights: out[2].Floats, Colour: out[3].Floats}
	return t, t.Check(d.model)
}

// Edit changes a voice by so many standard deviations of some attributes, the others kept. What the engine sets exactly
// (pitch, range, pace, loudness, brightness, breathiness) becomes part of the voice's manner; what only a timbre has (sex,
// age) moves the style.
func (d *Describer) Edit(ctx context.Context, t synth.Timbre, m voices.Manner, change Wish) (synth.Timbre, voices.Manner, error) {
	if err := change.check(); err != nil {
		return t, m, err
	}
	ratio := func(a Attribute) float64 { return d.Value(a, change[a]) / d.Value(a, 0) }
	if t.Pitch > 0 {
		t.Pitch = max(lowestPitch, min(highestPitch, t.Pitch*ratio(Pitch)))
	}
	factor := func(old, by float64) float64 {
		if old == 0 && by != 1 {
			old = 1
		}
		return old * by
	}
	m.Range, m.Pace = factor(m.Range, max(0.2, ratio(Range))), factor(m.Pace, ratio(Pace))
	m.Energy += change[Loudness] * d.card.Attributes[Loudness].Deviation
	m.Brightness += change[Brightness] * d.card.Attributes[Brightness].Deviation
	m.Breath = breathed(m.Breath, change[Breathiness])
	m = m.Bounded()
	if change[Sex] == 0 && change[Age] == 0 {
		return t, m, nil
	}
	delta := make([]float32, attributes)
	delta[Sex], delta[Age] = float32(change[Sex]), float32(change[Age])
	out, err := d.run(ctx, "edit.onnx", ort.Floats(t.Style, 1, len(t.Style)), ort.Floats(t.Bank, 1, t.Centroids(), d.model.StyleDim), ort.Floats(delta, 1, len(delta)))
	if err != nil {
		return t, m, err
	}
	t.Style, t.Bank = out[0].Floats, out[1].Floats
	return t, m, t.Check(d.model)
}

// Bounds of a voice's pitch in Hz, those that people have.
const lowestPitch, highestPitch = 60.0, 450.0

// Strength says how unusual a measured value is, in standard deviations over all voices.
func (d *Describer) Strength(a Attribute, value float64) float64 {
	s := d.card.Attributes[a]
	if s.Logarithm {
		value = math.Log(max(value, 1e-9))
	}
	return (value - s.Mean) / s.Deviation
}

// Value undoes Strength.
func (d *Describer) Value(a Attribute, strength float64) float64 {
	s := d.card.Attributes[a]
	v := s.Mean + strength*s.Deviation
	if s.Logarithm {
		return math.Exp(v)
	}
	return v
}

// Strengths are the strengths of what was measured; sex and age are read from the
// timbre, as far as it tells them, the sex from the pitch as well.
func (d *Describer) Strengths(ctx context.Context, t synth.Timbre, heard measure.Attributes) (Wish, error) {
	out, err := d.run(ctx, "read.onnx", ort.Floats(t.Style, 1, len(t.Style)))
	if err != nil {
		return nil, err
	}
	pitch := d.Strength(Pitch, heard.Pitch)
	w := Wish{Sex: d.card.Sex[0] + d.card.Sex[1]*float64(out[0].Floats[Sex]) + d.card.Sex[2]*pitch, Age: float64(out[0].Floats[Age])}
	for a, v := range map[Attribute]float64{Pitch: heard.Pitch, Range: heard.Range, Pace: heard.Pace, Loudness: heard.Loudness,
		Brightness: heard.Brightness, Breathiness: heard.Breathiness} {
		w[a] = d.Strength(a, v)
	}
	return w, nil
}
