package store

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"voicewright/script"
)

// A packed trace is the byte traceVersion and, deflated:
//
//	varint Rate, float64 Step
//	varint count, then pitches as varint differences of cents above 1 Hz plus one; 0 is no pitch
//	varint count, then voicing as bytes of 1/255
//	twice, for phones and for words: varint count, then of each span the varint samples from the end of the one before to its
//	start, the varint samples from there to its end, and its label with its varint length before
//
// All varints are zigzag. Where the rate is not known, times count microseconds instead of samples. Five seconds of speech
// take about 800 bytes.
const traceVersion = 1

// traceLimit bounds the size of an unpacked trace, for a file that was damaged or made to harm: 64 MB are a day of speech.
const traceLimit = 64 << 20

var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

func packTrace(t script.Trace) ([]byte, error) {
	raw := binary.AppendVarint(nil, int64(t.Rate))
	raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(t.Step))
	raw = binary.AppendVarint(raw, int64(len(t.Pitch)))
	last := int64(0)
	for _, hertz := range t.Pitch {
		cents := toCents(hertz)
		raw = binary.AppendVarint(raw, cents-last)
		last = cents
	}
	raw = binary.AppendVarint(raw, int64(len(t.Voicing)))
	for _, v := range t.Voicing {
		raw = append(raw, byte(math.Round(255*float64(min(max(v, 0), 1)))))
	}
	for _, spans := range [][]script.Span{t.Phones, t.Words} {
		raw = packSpans(raw, spans, t.Rate)
	}
	packed := bytes.NewBuffer([]byte{traceVersion})
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(packed)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func packSpans(raw []byte, spans []script.Span, rate int) []byte {
	scale := timeScale(rate)
	raw = binary.AppendVarint(raw, int64(len(spans)))
	last := int64(0)
	for _, s := range spans {
		start, end := toTicks(s.Start, scale), toTicks(s.End, scale)
		raw = binary.AppendVarint(raw, start-last)
		raw = binary.AppendVarint(raw, end-start)
		raw = binary.AppendVarint(raw, int64(len(s.Label)))
		raw = append(raw, s.Label...)
		last = end
	}
	return raw
}

// toCents returns a pitch in cents above 1 Hz, plus one so that 0 is free for no pitch.
func toCents(hertz float32) int64 {
	if !(hertz > 0) || math.IsInf(float64(hertz), 0) {
		return 0
	}
	return max(0, int64(math.Round(1200*math.Log2(float64(hertz))))) + 1
}

func fromCents(cents int64) float32 {
	if cents <= 0 {
		return 0
	}
	return float32(math.Exp2(float64(cents-1) / 1200))
}

// timeScale returns how many ticks a second has.
func timeScale(rate int) float64 {
	if rate > 0 {
		return float64(rate)
	}
	return 1e6
}

func toTicks(seconds, scale float64) int64 {
	ticks := math.Round(seconds * scale)
	if !(math.Abs(ticks) < 1<<52) {
		return 0
	}
	return int64(ticks)
}

var errTrace = fmt.Errorf("%w: the curves of the take make no sense", ErrDamaged)

func unpackTrace(packed []byte) (t script.Trace, err error) {
	if len(packed) == 0 {
		return t, errTrace
	}
	if packed[0] != traceVersion {
		return t, fmt.Errorf("its curves are of format %d: %w", packed[0], ErrNewer)
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed[1:])), traceLimit))
	if err != nil {
		return t, errors.Join(errTrace, err)
	}
	r := traceBytes{left: raw}
	t.Rate = int(r.number())
	t.Step = math.Float64frombits(r.word())
	if n := r.count(); n > 0 {
		t.Pitch = make([]float32, n)
		last := int64(0)
		for i := range t.Pitch {
			last += r.number()
			t.Pitch[i] = fromCents(last)
		}
	}
	if n := r.count(); n > 0 {
		t.Voicing = make([]float32, n)
		for i, b := range r.take(n) {
			t.Voicing[i] = float32(b) / 255
		}
	}
	t.Phones = r.spans(t.Rate)
	t.Words = r.spans(t.Rate)
	if r.failed || len(r.left) > 0 {
		return script.Trace{}, errTrace
	}
	return t, nil
}

// traceBytes reads the inside of a packed trace. After the first failure it gives zeros.
type traceBytes struct {
	left   []byte
	failed bool
}

func (r *traceBytes) number() int64 {
	v, n := binary.Varint(r.left)
	if n <= 0 {
		r.left, r.failed = nil, true
		return 0
	}
	r.left = r.left[n:]
	return v
}

// count returns a number of things that have at least one byte each.
func (r *traceBytes) count() int {
	n := r.number()
	if n < 0 || n > int64(len(r.left)) {
		r.left, r.failed = nil, true
		return 0
	}
	return int(n)
}

func (r *traceBytes) take(n int) []byte {
	if n > len(r.left) {
		r.left, r.failed = nil, true
		return nil
	}
	b := r.left[:n]
	r.left = r.left[n:]
	return b
}

func (r *traceBytes) word() uint64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint64(b)
}

func (r *traceBytes) spans(rate int) []script.Span {
	n := r.count()
	if n == 0 {
		return nil
	}
	scale := timeScale(rate)
	spans := make([]script.Span, 0, n)
	last := int64(0)
	for range n {
		start := last + r.number()
		last = start + r.number()
		label := r.take(r.count())
		if r.failed {
			return nil
		}
		spans = append(spans, script.Span{Start: float64(start) / scale, End: float64(last) / scale, Label: string(label)})
	}
	return spans
}
