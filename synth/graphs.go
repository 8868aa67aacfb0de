package synth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"voicewright/synth/ort"
)

// A graph is one file of the bundle with the names of its inputs and outputs, in the order in which the engine uses them.
type graph struct {
	file            string
	inputs, outputs []string
}

// The graphs of a bundle. Shapes (N symbols, F = latent_frames*T mel frames, G grids that a take is laid out on, S style tokens of D, K centroids):
var (
	textGraph = graph{"text.onnx", // what is said -> hidden states [1,N,H], ln of mel frames [1,N] and its deviation [1,N]
		[]string{"phonemes", "stress", "style"}, []string{"hidden", "log_duration", "log_sigma"}}
	priorGraph = graph{"prior.onnx", // laid out in time -> regressed latents [G,T,L] and condition [G,T,C]
		[]string{"hidden", "index", "place", "style", "bank", "bank_weight", "use_text", "use_voice"}, []string{"mean", "cond"}}
	flowGraph = graph{"flow.onnx", // a point [1,T,L] and a time [1] -> velocity [1,T,L]
		[]string{"x", "time", "mean", "cond"}, []string{"velocity"}}
	decoderGraph = graph{"decoder.onnx", // latents [G,T,L] -> mel [G,F,100], ln Hz [G,F], voicing 0..1 [G,F]
		[]string{"latents"}, []string{"mel", "log_f0", "voicing"}}
	vocoderGraph = graph{"vocoder.onnx", // -> filters [1,F,513] for the pulses and the noise
		[]string{"mel", "log_f0", "voicing"}, []string{"harmonic_magnitude", "harmonic_phase", "noise_magnitude"}}
	referenceGraph = graph{"reference.onnx", // windows of mel [B,128,100] -> pooling logits [B,M,S], states [B,M,D]
		[]string{"mel"}, []string{"logits", "states"}}
	styleGraph = graph{"style.onnx", // pooled states [1,S,D] -> style tokens [1,S,D]
		[]string{"pooled"}, []string{"style"}}

	graphs = []graph{textGraph, priorGraph, flowGraph, decoderGraph, vocoderGraph, referenceGraph, styleGraph}
)

// sessions opens the graphs of a bundle when they are first needed. Safe for concurrent use.
type sessions struct {
	bundle  fs.FS
	model   *Model
	library string
	opened  map[string]*opening // by file name; the map itself never changes
}

// opening is a session that is opened once, by whoever needs it first.
type opening struct {
	once    sync.Once
	session *ort.Session
	err     error
}

func newSessions(bundle fs.FS, model *Model, library string) *sessions {
	s := &sessions{bundle: bundle, model: model, library: library, opened: map[string]*opening{}}
	for _, g := range graphs {
		s.opened[g.file] = &opening{}
	}
	return s
}

// open returns the session of a graph, which is verified and opened at the first call.
func (s *sessions) open(g graph) (*ort.Session, error) {
	o := s.opened[g.file]
	o.once.Do(func() {
		if o.err = ort.Start(s.library); o.err != nil {
			return
		}
		var data []byte
		if data, o.err = s.model.readFile(s.bundle, g.file); o.err != nil {
			return
		}
		o.session, o.err = ort.Open(g.file, data, g.inputs, g.outputs)
	})
	return o.session, o.err
}

// run opens a graph if need be and runs it.
func (s *sessions) run(ctx context.Context, g graph, inputs ...ort.Tensor) ([]ort.Tensor, error) {
	session, err := s.open(g)
	if err != nil {
		return nil, err
	}
	outputs, err := session.Run(ctx, inputs...)
	if err != nil {
		return nil, err
	}
	for i, output := range outputs {
		if len(output.Floats) == 0 {
			return nil, fmt.Errorf("run %s: output %s is empty", g.file, g.outputs[i])
		}
	}
	return outputs, nil
}

// close frees all sessions. No run may be under way; a later open fails.
func (s *sessions) close() error {
	var all error
	for _, o := range s.opened {
		o.once.Do(func() { o.err = errClosed })
		if o.session != nil {
			all = errors.Join(all, o.session.Close())
			o.session, o.err = nil, errClosed
		}
	}
	return all
}

var errClosed = errors.New("the speech engine is closed")

// expect compares the size of what a graph gave with what the engine needs.
func expect(g graph, what string, got, want int) error {
	if got != want {
		return fmt.Errorf("the model file %s gives %d %s instead of %d: it does not fit this program", g.file, got, what, want)
	}
	return nil
}
