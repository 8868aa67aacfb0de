package synth

import (
	"context"

	"voicewright/synth/ort"
)

// Reference encodes windows of ReferenceWindow consecutive mel frames, laid one after the other in mel: for every window
// its states (M rows of StyleDim) and their pooling logits (M rows of StyleTokens). Each window is encoded by itself, so
// how they are grouped into calls does not matter.
func (e *Engine) Reference(ctx context.Context, mel []float32) (logits, states []float32, err error) {
	if err := e.enter(); err != nil {
		return nil, nil, err
	}
	defer e.using.RUnlock()
	if err := e.acquire(ctx); err != nil {
		return nil, nil, err
	}
	defer e.release()
	size := e.model.ReferenceWindow * MelBands
	windows := len(mel) / size
	if err := expect(referenceGraph, "mel values", len(mel), windows*size); err != nil {
		return nil, nil, err
	}
	out, err := e.sessions.run(ctx, referenceGraph, ort.Floats(mel, windows, e.model.ReferenceWindow, MelBands))
	if err != nil {
		return nil, nil, err
	}
	rows := windows * out[0].Dim(1)
	if err := expect(referenceGraph, "logits", len(out[0].Floats), rows*e.model.StyleTokens); err != nil {
		return nil, nil, err
	}
	if err := expect(referenceGraph, "state values", len(out[1].Floats), rows*e.model.StyleDim); err != nil {
		return nil, nil, err
	}
	return out[0].Floats, out[1].Floats, nil
}

// Style turns pooled reference states into the style tokens of a timbre.
func (e *Engine) Style(ctx context.Context, pooled []float32) ([]float32, error) {
	if err := e.enter(); err != nil {
		return nil, err
	}
	defer e.using.RUnlock()
	if err := e.acquire(ctx); err != nil {
		return nil, err
	}
	defer e.release()
	size := e.model.StyleTokens * e.model.StyleDim
	if err := expect(styleGraph, "pooled values", len(pooled), size); err != nil {
		return nil, err
	}
	out, err := e.sessions.run(ctx, styleGraph, ort.Floats(pooled, 1, e.model.StyleTokens, e.model.StyleDim))
	if err != nil {
		return nil, err
	}
	return out[0].Floats, expect(styleGraph, "style values", len(out[0].Floats), size)
}
