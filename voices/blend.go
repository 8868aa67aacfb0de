package voices

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"voicewright/synth"
)

// Part is a voice's share in a blend.
type Part struct {
	Voice  *Voice
	Weight float64 // at least 0; only the ratio to the other weights counts
}

// Blend mixes voices of one model: their styles are averaged by weight, token by token in direction and in length, and their banks are laid together with each
// centroid's share scaled by its voice's weight, the largest shares kept up to the size of the largest bank. The result
// has no name, licence or consent of its own; its description and model are filled in.
func Blend(parts ...Part) (*Voice, error) {
	total := 0.0
	for _, p := range parts {
		if !(p.Weight >= 0 && p.Weight < 1e9) {
			return nil, fmt.Errorf("the weight of the voice %q must be 0 or more, not %g", p.Voice.Name, p.Weight)
		}
		total += p.Weight
	}
	if total == 0 {
		return nil, errors.New("a blend needs at least one voice with a weight above 0")
	}
	first := parts[0].Voice
	blend := &Voice{Model: first.Model, ModelHash: first.ModelHash, Description: "A blend of"}
	type centroid struct {
		state []float32
		share float32
	}
	var bank []centroid
	most := 0
	pitch, spread, pitched := 0.0, 0.0, true
	colour, covariance := common{sum: make([]float32, synth.ColourBands)}, common{sum: make([]float32, synth.CovarianceSize)}
	style := make([]float64, len(first.Timbre.Style))
	dim := len(first.Timbre.Bank) / len(first.Timbre.Weights) // of a centroid and of a style token
	lengths := make([]float64, (len(style)+dim-1)/dim)
	manner := mixture{}
	for i, p := range parts {
		t := p.Voice.Timbre
		if p.Voice.ModelHash != first.ModelHash || len(t.Style) != len(style) || len(t.Bank) != dim*len(t.Weights) {
			return nil, fmt.Errorf("the voices %q and %q were made with different models and cannot be blended", first.Name, p.Voice.Name)
		}
		share := p.Weight / total
		if share == 0 {
			continue
		}
		for k, v := range t.Style {
			style[k] += share * float64(v)
		}
		for k := range lengths {
			lengths[k] += share * length(token(t.Style, k, dim))
		}
		for k, w := range t.Weights {
			bank = append(bank, centroid{t.Bank[k*dim : (k+1)*dim], w * float32(share)})
		}
		most = max(most, len(t.Weights))
		manner.add(p.Voice.Manner, share)
		blend.Timbre.Seconds += share * t.Seconds
		pitched = pitched && t.Pitch > 0
		pitch += share * math.Log(max(t.Pitch, 1))
		spread += share * t.PitchSpread
		colour.add(t.Colour, share)
		covariance.add(t.Covariance, share)
		if i > 0 && blend.Description != "A blend of" {
			blend.Description += " and"
		}
		blend.Origin.Parts = append(blend.Origin.Parts, Ingredient{p.Voice.Name, TimbreID(t), share})
		blend.Description += fmt.Sprintf(" %.0f %% %s", 100*share, p.Voice.Name)
	}
	slices.SortStableFunc(bank, func(a, b centroid) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	bank = bank[:min(most, len(bank))]
	var kept float32
	for _, c := range bank {
		kept += c.share
	}
	blend.Timbre = synth.Timbre{Seconds: blend.Timbre.Seconds, Style: make([]float32, len(style))}
	blend.Manner = manner.manner()
	blend.Timbre.Colour, blend.Timbre.Covariance = colour.average(), covariance.average()
	if pitched {
		blend.Timbre.Pitch, blend.Timbre.PitchSpread = math.Exp(pitch), spread
	}
	for k, want := range lengths {
		mixed := token(style, k, dim)
		scale := 1.0
		if has := length(mixed); has > 0 {
			scale = want / has
		}
		for i, v := range mixed {
			blend.Timbre.Style[k*dim+i] = float32(v * scale)
		}
	}
	for _, c := range bank {
		blend.Timbre.Bank = append(blend.Timbre.Bank, c.state...)
		blend.Timbre.Weights = append(blend.Timbre.Weights, c.share/kept)
	}
	return blend, nil
}

// common averages what all parts of a blend have; where one lacks it, so does the blend.
type common struct {
	sum     []float32
	missing bool
}

func (c *common) add(values []float32, share float64) {
	if c.missing = c.missing || len(values) != len(c.sum); c.missing {
		return
	}
	for i, v := range values {
		c.sum[i] += float32(share) * v
	}
}

func (c *common) average() []float32 {
	if c.missing {
		return nil
	}
	return c.sum
}

// token is the k-th one of a style.
func token[F float32 | float64](style []F, k, dim int) []F {
	return style[k*dim : min((k+1)*dim, len(style))]
}

// length is the Euclidean length of a token. An average of tokens that point different ways is shorter than they are, and
// the model takes a short one for a voice with less of a character. With the length kept, the blends halfway between 6
// pairs of speakers are 0.008 more alike to the second one and no less to the first (bench/blend.py --sentences 3).
func length[F float32 | float64](token []F) float64 {
	sum := 0.0
	for _, v := range token {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}
