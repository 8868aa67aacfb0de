package voices

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"voicewright/synth"
)

// A voice file, in order; numbers are little-endian:
//
//	8 bytes   "VWVOICE" and a zero byte
//	4 bytes   version of the layout, 3 (2 has no covariance, 1 no statistics either)
//	4 bytes   length of the header
//	header    JSON in UTF-8: texts, tags, consent and licence, clips, origin, prosody, seeds, and how much follows
//	numbers   float32: the style, then the bank, then the weights
//	bytes     prompts.Statistics in their own layout, with which the voice can be improved; there may be none
//	32 bytes  SHA-256 of everything before
//
// Equal voices give equal bytes. A reader refuses what is longer than mostBytes, whose parts do not add up, or whose
// hash is wrong, so a voice is either exact or not there.
const (
	magic      = "VWVOICE\x00"
	version    = 3
	mostHeader = 4 << 20
	mostKept   = 16 << 20 // bytes of statistics
	mostBytes  = mostHeader + 3*4*mostValues + mostKept + 1024
)

// ErrNotVoice tells that a file is not a voice file at all.
var ErrNotVoice = errors.New("this is not a Voicewright voice file")

// header is the JSON part of a voice file.
type header struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Licence     string    `json:"licence,omitempty"`
	Consent     string    `json:"consent,omitempty"`
	Agreed      string    `json:"agreed,omitempty"`
	Tags        []string  `json:"tags,omitempty"`
	Origin      Origin    `json:"origin,omitzero"`
	Prosody     Prosody   `json:"prosody,omitzero"`
	Manner      Manner    `json:"manner,omitzero"`
	Model       string    `json:"model"`
	ModelHash   string    `json:"model_hash"`
	Clips       []Clip    `json:"clips,omitempty"`
	Seeds       []uint64  `json:"seeds,omitempty"`
	Seconds     float64   `json:"seconds"`                // of reference speech
	Pitch       float64   `json:"pitch,omitempty"`        // Hz
	PitchSpread float64   `json:"pitch_spread,omitempty"` // semitones
	Colour      []float32 `json:"colour,omitempty"`       // average log mel spectrum
	Covariance  []float32 `json:"covariance,omitempty"`   // of the mel cepstra, lower triangle row by row
	Style       int       `json:"style"`                  // numbers in the style
	Bank        int       `json:"bank"`                   // numbers in the bank
	Weights     int       `json:"weights"`                // numbers in the weights
	Statistics  int       `json:"statistics,omitempty"`   // bytes of statistics
}

// Encode returns the bytes of a voice file.
func (v *Voice) Encode() ([]byte, error) {
	if err := v.check(); err != nil {
		return nil, err
	}
	t := v.Timbre
	var kept []byte
	if !v.Statistics.Empty() {
		var err error
		if kept, err = v.Statistics.MarshalBinary(); err != nil {
			return nil, fmt.Errorf("encode voice %q: %w", v.Name, err)
		}
	}
	if len(kept) > mostKept {
		return nil, fmt.Errorf("the voice %q keeps more than %d bytes of sums", v.Name, mostKept)
	}
	text, err := json.Marshal(header{
		Name: v.Name, Description: v.Description, Licence: v.Licence, Consent: v.Consent, Agreed: v.Agreed, Tags: v.Tags,
		Origin: v.Origin, Prosody: v.Prosody, Manner: v.Manner, Model: v.Model, ModelHash: v.ModelHash, Clips: v.Clips, Seeds: v.Seeds,
		Seconds: t.Seconds, Pitch: t.Pitch, PitchSpread: t.PitchSpread, Colour: t.Colour, Covariance: t.Covariance,
		Style: len(t.Style), Bank: len(t.Bank), Weights: len(t.Weights), Statistics: len(kept)})
	if err != nil {
		return nil, fmt.Errorf("encode voice %q: %w", v.Name, err)
	}
	if len(text) > mostHeader {
		return nil, fmt.Errorf("the voice %q names too many recordings", v.Name)
	}
	data := make([]byte, 0, 16+len(text)+4*(len(t.Style)+len(t.Bank)+len(t.Weights))+len(kept)+sha256.Size)
	data = append(data, magic...)
	data = binary.LittleEndian.AppendUint32(data, version)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(text)))
	data = append(data, text...)
	for _, numbers := range [][]float32{t.Style, t.Bank, t.Weights} {
		for _, n := range numbers {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(n))
		}
	}
	data = append(data, kept...)
	hash := sha256.Sum256(data)
	return append(data, hash[:]...), nil
}

// Decode reads a voice from the bytes of a voice file.
func Decode(data []byte) (*Voice, error) {
	if len(data) < 16 || string(data[:8]) != magic {
		return nil, ErrNotVoice
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v < 1 || v > version {
		return nil, fmt.Errorf("the voice file has layout %d, this program knows the layouts up to %d: update the program", v, version)
	}
	if len(data) > mostBytes {
		return nil, fmt.Errorf("the voice file is larger than %d bytes, which no voice is", mostBytes)
	}
	length := int64(binary.LittleEndian.Uint32(data[12:]))
	if int64(len(data)) < 16+length+sha256.Size {
		return nil, errors.New("the voice file is cut short: copy or export it again")
	}
	body, tail := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if hash := sha256.Sum256(body); !bytes.Equal(hash[:], tail) {
		return nil, errors.New("the voice file is damaged, its checksum is wrong: copy or export it again")
	}
	var h header
	strict := json.NewDecoder(bytes.NewReader(body[16 : 16+length]))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&h); err != nil {
		return nil, fmt.Errorf("the header of the voice file cannot be read: %w", err)
	}
	numbers := body[16+length:]
	sizes := []int{h.Style, h.Bank, h.Weights}
	total := 0
	for _, n := range sizes {
		if n < 0 || n > mostValues {
			return nil, fmt.Errorf("the voice file claims %d numbers", n)
		}
		total += n
	}
	if h.Statistics < 0 || h.Statistics > mostKept || len(numbers) != 4*total+h.Statistics {
		return nil, fmt.Errorf("the voice file holds %d bytes of numbers, its header says %d", len(numbers), 4*total+h.Statistics)
	}
	parts := make([][]float32, len(sizes))
	for p, n := range sizes {
		parts[p] = make([]float32, n)
		for i := range parts[p] {
			parts[p][i] = math.Float32frombits(binary.LittleEndian.Uint32(numbers))
			numbers = numbers[4:]
		}
	}
	v := &Voice{Name: h.Name, Description: h.Description, Licence: h.Licence, Consent: h.Consent, Agreed: h.Agreed,
		Tags: h.Tags, Origin: h.Origin, Prosody: h.Prosody, Manner: h.Manner, Model: h.Model,
		ModelHash: h.ModelHash, Clips: h.Clips, Seeds: h.Seeds,
		Timbre: synth.Timbre{Style: parts[0], Bank: parts[1], Weights: parts[2], Seconds: h.Seconds,
			Pitch: h.Pitch, PitchSpread: h.PitchSpread, Colour: h.Colour, Covariance: h.Covariance}}
	if h.Statistics > 0 {
		if err := v.Statistics.UnmarshalBinary(numbers); err != nil {
			return nil, fmt.Errorf("read the voice file: %w", err)
		}
	}
	return v, v.check()
}

// Read reads a voice from a stream, at most as many bytes as a voice can have.
func Read(r io.Reader) (*Voice, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the voice file: %w", err)
	}
	return Decode(data)
}
