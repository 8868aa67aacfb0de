package synth

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"sync"

	"voicewright/synth/vocoder"
)

// A seeding is what fixes all chance in one piece of speech. It is made of the request's seed, the piece's phonemes and
// how many equal pieces came before it, but not of its place in the text: so a sentence keeps its sound when others are
// inserted or removed around it, and a sentence that is said twice does not sound twice the same.
type seeding [sha256.Size]byte

// newSeeding derives the seeding of a piece.
func newSeeding(seed uint64, symbols, stress []int64, repeat int) seeding {
	hash := sha256.New()
	var word [8]byte
	put := func(v uint64) {
		binary.LittleEndian.PutUint64(word[:], v)
		hash.Write(word[:])
	}
	hash.Write([]byte("voicewright noise 1"))
	put(seed)
	put(uint64(repeat))
	put(uint64(len(symbols)))
	for i := range symbols {
		put(uint64(symbols[i])<<8 | uint64(stress[i]))
	}
	return seeding(hash.Sum(nil))
}

// normals returns n draws of the standard normal distribution for one stage. Every stage has its own stream, so what one
// stage draws never shifts the noise of another.
//
// The stream is ChaCha8 (math/rand/v2, whose output is fixed by its specification), keyed by SHA-256 of the seeding and
// the stage's name. The draws are made by the Box-Muller transform: of two uniform numbers u in (0, 1] and w in [0, 1),
// each the top 53 bits of one output word, sqrt(-2 ln u) times cos(2 pi w) and then sin(2 pi w).
func (s seeding) normals(stage string, n int) []float64 {
	stream := s.stream(stage)
	draws := make([]float64, n+n%2)
	for i := 0; i < n; i += 2 {
		u := float64(stream.Uint64()>>11+1) / (1 << 53)
		w := float64(stream.Uint64()>>11) / (1 << 53)
		radius := math.Sqrt(-2 * math.Log(u))
		sin, cos := math.Sincos(2 * math.Pi * w)
		draws[i], draws[i+1] = radius*cos, radius*sin
	}
	return draws[:n]
}

// pick draws a whole number below n for one stage, in streams of their own too; n is so small beside 2^64 that the remainder will do.
func (s seeding) pick(stage string, n uint64) uint64 { return s.stream(stage).Uint64() % n }

func (s seeding) stream(stage string) *rand.ChaCha8 {
	return rand.NewChaCha8(sha256.Sum256(append(s[:], stage...)))
}

// hissFrames is how long the vocoder's noise is, 5.5 seconds. Repeated noise of a second is heard to flutter, of some seconds not, least of all when
// speech has shaped it.
const hissFrames = 512

// hiss is the noise that every take gets a stretch of, beginning where its seed says. Drawing and analysing its own for every take would cost a
// twentieth of all computing.
var hiss = sync.OnceValue(func() vocoder.Hiss {
	return vocoder.NewHiss(seeding{}.normals("vocoder", hissFrames*Hop))
})

func singles(values []float64) []float32 {
	out := make([]float32, len(values))
	for i, v := range values {
		out[i] = float32(v)
	}
	return out
}
