package synth

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Manifest is the name of the file that describes a model bundle and holds the hashes of all its other files.
const Manifest = "model.json"

// SampleRate in Hz, Hop in samples and MelBands are the fixed front end that every model of this engine shares.
const (
	SampleRate = 24000
	Hop        = 256
	MelBands   = 100
)

// Model describes a bundle of graphs, as read from its manifest.
type Model struct {
	Name            string          `json:"name"`
	Version         string          `json:"version"`
	SampleRate      int             `json:"sample_rate"` // Hz
	Hop             int             `json:"hop"`         // samples a mel frame
	MelBands        int             `json:"mel_bands"`
	LatentFrames    int             `json:"latent_frames"` // mel frames a latent
	LatentDim       int             `json:"latent_dim"`
	StyleTokens     int             `json:"style_tokens"`
	StyleDim        int             `json:"style_dim"`
	BankSize        int             `json:"bank_size"`        // most centroids in a voice's bank
	ReferenceWindow int             `json:"reference_window"` // mel frames
	Symbols         []string        `json:"symbols"`
	Flow            bool            `json:"flow"` // whether the flow is trained; true where the manifest does not say
	Defaults        Sampling        `json:"defaults"`
	Files           map[string]File `json:"files"`
	Voices          string          `json:"voices"` // VoiceHash of an earlier model whose timbres this one takes as they are; may be empty
	// Hash is the SHA-256 of the manifest in hexadecimal. As the manifest holds the hash of every file, it stands for
	// the whole bundle.
	Hash string `json:"-"`
}

// File is what the manifest says about one file of the bundle.
type File struct {
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// VoiceHash stands for what a timbre means: the hash of the graphs that make timbres and that speak with them. Models with
// the same one share their voices, whatever their vocoder. A model that makes the same timbres as an earlier one, and learned to speak with
// them from it, names that one's.
func (m *Model) VoiceHash() string {
	if m.Voices != "" {
		return m.Voices
	}
	hash := sha256.New()
	for _, g := range []graph{priorGraph, referenceGraph, styleGraph, textGraph} {
		file, ok := m.Files[g.file]
		if !ok {
			return m.Hash // a model without graphs, as tests have it
		}
		fmt.Fprint(hash, file.SHA256) // a hash never fails
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Sampling holds the settings of the acoustic model. Its zero value is not useful; start from Model.Defaults.
type Sampling struct {
	Steps         int     `json:"steps"`          // steps of the flow; 0 takes the regressed mean as it is
	GuidanceVoice float64 `json:"guidance_voice"` // how far to push towards the voice; 0 costs nothing
	GuidanceText  float64 `json:"guidance_text"`  // how far to push towards the text; 0 costs nothing
	Start         float64 `json:"start"`          // where the flow starts: 0 from noise, towards 1 from the mean
	Temperature   float64 `json:"temperature"`    // variety of the durations; 0 takes the likeliest
	Method        string  `json:"method"`         // "euler" (also when empty) or "midpoint"
}

// ShortHash is the form of the hash that is shown to people.
func (m *Model) ShortHash() string { return m.Hash[:min(12, len(m.Hash))] }

// ReadModel reads and checks the manifest of a bundle. The other files are checked when they are opened.
func ReadModel(bundle fs.FS) (*Model, error) {
	text, err := fs.ReadFile(bundle, Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the model bundle has no %s: this program was built without a model, or the folder is not a model bundle", Manifest)
	}
	if err != nil {
		return nil, fmt.Errorf("read the model's %s: %w", Manifest, err)
	}
	model := Model{Flow: true}
	if err := json.Unmarshal(text, &model); err != nil {
		return nil, fmt.Errorf("the model's %s is damaged: %w", Manifest, err)
	}
	hash := sha256.Sum256(text)
	model.Hash = hex.EncodeToString(hash[:])
	if err := model.check(); err != nil {
		return nil, fmt.Errorf("the model's %s does not fit this program: %w", Manifest, err)
	}
	return &model, nil
}

func (m *Model) check() error {
	if m.SampleRate != SampleRate || m.Hop != Hop || m.MelBands != MelBands {
		return fmt.Errorf("its front end is %d Hz, hop %d, %d bands, not %d Hz, hop %d, %d bands",
			m.SampleRate, m.Hop, m.MelBands, SampleRate, Hop, MelBands)
	}
	sizes := map[string]int{
		"latent_frames": m.LatentFrames, "latent_dim": m.LatentDim, "style_tokens": m.StyleTokens,
		"style_dim": m.StyleDim, "bank_size": m.BankSize, "reference_window": m.ReferenceWindow,
	}
	for _, name := range slices.Sorted(maps.Keys(sizes)) {
		if n := sizes[name]; n < 1 || n > 1<<14 {
			return fmt.Errorf("%s is %d", name, n)
		}
	}
	for _, graph := range graphs {
		if _, ok := m.Files[graph.file]; !ok {
			return fmt.Errorf("it lists no %s", graph.file)
		}
	}
	return m.checkSampling(m.Defaults)
}

func (m *Model) checkSampling(s Sampling) error {
	if s.Steps > 0 && !m.Flow {
		return fmt.Errorf("this model's flow is not trained yet: steps must be 0, not %d", s.Steps)
	}
	return s.check()
}

func (s Sampling) check() error {
	switch {
	case s.Steps < 0 || s.Steps > 1000:
		return fmt.Errorf("steps must be 0 to 1000, not %d", s.Steps)
	case !(s.Start >= 0 && s.Start < 1):
		return fmt.Errorf("the start of the flow must be in 0 to 1 and below 1, not %g", s.Start)
	case !(s.GuidanceVoice >= 0 && s.GuidanceVoice <= 20 && s.GuidanceText >= 0 && s.GuidanceText <= 20):
		return fmt.Errorf("guidance must be 0 to 20, not %g for the voice and %g for the text", s.GuidanceVoice, s.GuidanceText)
	case !(s.Temperature >= 0 && s.Temperature <= 2):
		return fmt.Errorf("the temperature must be 0 to 2, not %g", s.Temperature)
	case s.Method != "" && s.Method != "euler" && s.Method != "midpoint":
		return fmt.Errorf("the method must be euler or midpoint, not %q", s.Method)
	}
	return nil
}

// readFile reads one file of the bundle and compares it with the manifest.
func (m *Model) readFile(bundle fs.FS, name string) ([]byte, error) {
	want, ok := m.Files[name]
	if !ok {
		return nil, fmt.Errorf("the model's %s lists no %s", Manifest, name)
	}
	data, err := fs.ReadFile(bundle, name)
	if err != nil {
		return nil, fmt.Errorf("the model file %s cannot be read: %w", name, err)
	}
	if int64(len(data)) != want.Bytes {
		return nil, fmt.Errorf("the model file %s has %d bytes instead of %d: it is damaged, install the model again", name, len(data), want.Bytes)
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != want.SHA256 {
		return nil, fmt.Errorf("the model file %s does not match its SHA-256 in %s: it is damaged, install the model again", name, Manifest)
	}
	return data, nil
}
