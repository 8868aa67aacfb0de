package ort

import (
	"context"
	"errors"
	"fmt"
	"slices"

	onnx "github.com/yalue/onnxruntime_go"
)

// Tensor is a dense array with its shape. Exactly one of Floats and Ints is used.
type Tensor struct {
	Shape  []int64
	Floats []float32
	Ints   []int64
}

// Floats makes a float tensor around data; the product of the shape must be len(data).
func Floats(data []float32, shape ...int) Tensor { return Tensor{Shape: sizes(shape), Floats: data} }

// Ints makes an integer tensor around data; the product of the shape must be len(data).
func Ints(data []int64, shape ...int) Tensor { return Tensor{Shape: sizes(shape), Ints: data} }

func sizes(shape []int) []int64 {
	long := make([]int64, len(shape))
	for i, n := range shape {
		long[i] = int64(n)
	}
	return long
}

// Dim returns the size of one axis; a negative axis counts from the end, an axis that is not there has size 0.
func (t Tensor) Dim(axis int) int {
	if axis < 0 {
		axis += len(t.Shape)
	}
	if axis < 0 || axis >= len(t.Shape) {
		return 0
	}
	return int(t.Shape[axis])
}

// Session is an opened graph. Run may be called from several goroutines at once; Close must come after the last Run.
type Session struct {
	name    string
	inputs  []string
	outputs []string
	session *onnx.DynamicAdvancedSession
}

// Open makes a session of a graph's bytes. The names are the graph's inputs and outputs in the order in which Run
// takes and gives them. Start must have succeeded before. The data is not kept.
func Open(name string, data []byte, inputs, outputs []string) (*Session, error) {
	options, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer options.Destroy()
	settings := []error{
		options.SetIntraOpNumThreads(1),
		options.SetInterOpNumThreads(1),
		options.SetExecutionMode(onnx.ExecutionModeSequential),
		options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
		// A memory pattern is kept for every input shape ever seen, and every sentence has its own shape.
		options.SetMemPattern(false),
	}
	if err := errors.Join(settings...); err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	session, err := onnx.NewDynamicAdvancedSessionWithONNXData(data, inputs, outputs, options)
	if err != nil {
		return nil, fmt.Errorf("ONNX Runtime cannot open the model file %s: %w", name, err)
	}
	return &Session{name: name, inputs: inputs, outputs: outputs, session: session}, nil
}

// Run runs the graph and returns its outputs, whose memory belongs to the caller. When ctx ends, the run stops after the
// graph node it is in, and the error is ctx's.
func (s *Session) Run(ctx context.Context, inputs ...Tensor) (outputs []Tensor, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	values := make([]onnx.Value, 0, len(inputs))
	results := make([]onnx.Value, len(s.outputs))
	defer func() {
		for _, value := range slices.Concat(values, results) {
			if value != nil {
				err = errors.Join(err, value.Destroy())
			}
		}
	}()
	for i, input := range inputs {
		value, err := input.value()
		if err != nil {
			return nil, fmt.Errorf("run %s: input %d: %w", s.name, i, err)
		}
		values = append(values, value)
	}
	if err := s.run(ctx, values, results); err != nil {
		return nil, err
	}
	outputs = make([]Tensor, len(results))
	for i, result := range results {
		tensor, ok := result.(*onnx.Tensor[float32])
		if !ok {
			return nil, fmt.Errorf("run %s: output %s is not float32", s.name, s.outputs[i])
		}
		outputs[i] = Tensor{Shape: tensor.GetShape(), Floats: tensor.GetData()}
	}
	return outputs, nil
}

// run wraps one call of the library with a switch that ctx can pull. The options must outlive the switch, so a pull
// that has begun is waited for.
func (s *Session) run(ctx context.Context, values, results []onnx.Value) error {
	options, err := onnx.NewRunOptions()
	if err != nil {
		return fmt.Errorf("run %s: %w", s.name, err)
	}
	pulled := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { pulled <- options.Terminate() })
	err = s.session.RunWithOptions(values, results, options)
	var terminate error
	if !stop() {
		terminate = <-pulled
	}
	destroy := options.Destroy()
	if ctxErr := ctx.Err(); ctxErr != nil && err != nil {
		return ctxErr // the library's own error only says that it was told to stop
	}
	if err := errors.Join(err, terminate, destroy); err != nil {
		return fmt.Errorf("run %s: %w", s.name, err)
	}
	return nil
}

// Close frees the graph. No Run may be under way.
func (s *Session) Close() error {
	if err := s.session.Destroy(); err != nil {
		return fmt.Errorf("close %s: %w", s.name, err)
	}
	return nil
}

func (t Tensor) value() (onnx.Value, error) {
	if t.Ints != nil {
		return checked(t.Shape, t.Ints)
	}
	return checked(t.Shape, t.Floats)
}

// checked refuses data that does not fill its shape; the binding would take a longer slice silently.
func checked[T float32 | int64](shape []int64, data []T) (onnx.Value, error) {
	want := onnx.Shape(shape).FlattenedSize()
	if want != int64(len(data)) {
		return nil, fmt.Errorf("shape %v needs %d values, not %d", shape, want, len(data))
	}
	return onnx.NewTensor(onnx.NewShape(shape...), data)
}
