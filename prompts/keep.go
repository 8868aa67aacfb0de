package prompts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"voicewright/synth"
)

// Statistics as bytes, in order; numbers are little-endian, counts unsigned varints:
//
//	1 byte   layout, 2
//	text     its length, then the model's hash; length 0 and nothing further stand for the empty value
//	float64  seconds
//	counts   style tokens S, values a state D, most centroids, centroids K
//	float64  the pool: S largest logits, S denominators, S*D numerators
//	bank     K*D centroids as float32, then K counts as float64
//	counts   frames in each of the pitch bins
//	colour   number of frames as a count, then one float64 a band
//	cepstra  number of frames as a count, then their sums and the sums of their products as float64; layout 1 has none
//
// Sums are kept whole, so that reading them back and going on gives the same bits as never having stopped. Equal
// statistics give equal bytes, about 165 KB with 16 tokens and 128 centroids of 256.
const (
	statisticsLayout = 2
	mostHash         = 128     // bytes
	mostSize         = 1 << 14 // of tokens, values a state, centroids
	mostPool         = 1 << 20 // values in the pool and in the bank
	mostSum          = 1e18    // magnitude of a sum
	mostLogit        = 1e9     // magnitude of a logit
)

var errStatistics = errors.New("the kept sums of the recordings are damaged: read the recordings again")

// AppendBinary implements encoding.BinaryAppender; it never fails.
func (s Statistics) AppendBinary(data []byte) ([]byte, error) {
	data = append(data, statisticsLayout)
	if s.Empty() {
		return append(data, 0), nil
	}
	data = binary.AppendUvarint(data, uint64(len(s.Model)))
	data = append(data, s.Model...)
	data = appendFloats(data, s.Seconds)
	for _, n := range []int{s.pool.tokens, s.pool.dim, s.size, len(s.clumps.counts)} {
		data = binary.AppendUvarint(data, uint64(n))
	}
	data = appendFloats(data, s.pool.largest...)
	data = appendFloats(data, s.pool.below...)
	data = appendFloats(data, s.pool.above...)
	for _, v := range s.clumps.centroids {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	data = appendFloats(data, s.clumps.counts...)
	for _, n := range s.pitches {
		data = binary.AppendUvarint(data, uint64(n))
	}
	sum, frames := s.colour.Sums()
	data = binary.AppendUvarint(data, uint64(frames))
	data = appendFloats(data, sum[:]...)
	moments := &s.colour.Cepstra
	data = binary.AppendUvarint(data, uint64(moments.Frames))
	data = appendFloats(data, moments.Sum[:]...)
	return appendFloats(data, moments.Products[:]...), nil
}

// MarshalBinary implements encoding.BinaryMarshaler; it never fails.
func (s Statistics) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

func appendFloats(data []byte, values ...float64) []byte {
	for _, v := range values {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return data
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler. It takes nothing from data that it keeps, and it refuses bytes
// whose sizes do not add up or whose numbers cannot be; s is then as it was.
func (s *Statistics) UnmarshalBinary(data []byte) error {
	p := &parser{rest: data}
	layout := p.byte()
	if !p.bad && (layout < 1 || layout > statisticsLayout) {
		return fmt.Errorf("the kept sums of the recordings have layout %d, this program knows those up to %d: update the program, or read the recordings again",
			layout, statisticsLayout)
	}
	length := p.count(mostHash)
	if length == 0 && !p.bad && len(p.rest) == 0 {
		*s = Statistics{}
		return nil
	}
	read := Statistics{Model: string(p.bytes(length)), Seconds: p.float(0, 1e9)}
	tokens, dim := p.count(mostSize), p.count(mostSize)
	read.size = p.count(mostSize)
	centroids := p.count(read.size)
	if p.bad || tokens*dim == 0 || tokens*dim > mostPool || centroids == 0 || read.size*dim > mostPool {
		return errStatistics
	}
	if len(p.rest) < 8*(tokens*(dim+2)+centroids)+4*centroids*dim { // before any room is made for them
		return errStatistics
	}
	read.pool = NewPool(tokens, dim)
	p.floats(read.pool.largest, -mostLogit, mostLogit)
	p.floats(read.pool.below, 1-1e-9, mostSum) // the largest logit itself weighs 1
	p.floats(read.pool.above, -mostSum, mostSum)
	read.clumps = clumps{make([]float32, centroids*dim), make([]float64, centroids)}
	for i := range read.clumps.centroids {
		read.clumps.centroids[i] = p.single()
	}
	p.floats(read.clumps.counts, 1, mostSum)
	for i := range read.pitches {
		read.pitches[i] = p.count(1 << 50)
	}
	frames := p.count(1 << 50)
	var sum [synth.ColourBands]float64
	p.floats(sum[:], -mostSum, mostSum)
	var moments synth.Moments
	if layout > 1 {
		moments.Frames = p.count(1 << 50)
		p.floats(moments.Sum[:], -mostSum, mostSum)
		p.floats(moments.Products[:], -mostSum, mostSum)
	}
	read.colour = synth.ColourOf(sum, frames, moments)
	if p.bad || len(p.rest) > 0 {
		return errStatistics
	}
	*s = read
	return nil
}

// parser takes values from the front of bytes. Once something is missing or out of its bounds it is bad and gives zeros.
type parser struct {
	rest []byte
	bad  bool
}

func (p *parser) bytes(n int) []byte {
	if p.bad || n > len(p.rest) {
		p.bad = true
		return make([]byte, min(n, 8))
	}
	taken := p.rest[:n]
	p.rest = p.rest[n:]
	return taken
}

func (p *parser) byte() byte { return p.bytes(1)[0] }

// count takes a number from 0 to most, in its shortest form so that equal values have equal bytes.
func (p *parser) count(most int) int {
	v, n := binary.Uvarint(p.rest)
	if p.bad || n <= 0 || v > uint64(most) || n > 1 && p.rest[n-1] == 0 {
		p.bad = true
		return 0
	}
	p.rest = p.rest[n:]
	return int(v)
}

func (p *parser) float(low, high float64) float64 {
	v := math.Float64frombits(binary.LittleEndian.Uint64(p.bytes(8)))
	p.bad = p.bad || !(v >= low && v <= high)
	return v
}

func (p *parser) floats(into []float64, low, high float64) {
	for i := range into {
		into[i] = p.float(low, high)
	}
}

func (p *parser) single() float32 {
	v := math.Float32frombits(binary.LittleEndian.Uint32(p.bytes(4)))
	p.bad = p.bad || v-v != 0 || math.Abs(float64(v)) > mostLogit
	return v
}
