package prompts

import (
	"context"
	"fmt"
	"sync"

	"voicewright/assets"
	"voicewright/audio"
	"voicewright/synth/ort"
)

// Sizes of the speech detector, Silero VAD at 8 kHz: it gives a probability for every chunk of 32 ms and wants to see a few
// samples from before it.
const (
	slowRate   = 8000 // Hz
	chunk      = 256  // samples at slowRate
	chunkFast  = chunk * audio.SampleRate / slowRate
	chunkTime  = float64(chunk) / slowRate // seconds
	framesOf   = chunkFast / audio.Hop     // mel frames a chunk
	lookBack   = 32                        // samples at slowRate
	stateSize  = 128
	lanes      = 8                                  // parts of a stretch that are judged at once
	warmUp     = 16                                 // chunks that a lane hears before its own
	longest    = 32 * audio.SampleRate              // samples a stretch at most
	laneLeast  = 16                                 // chunks a lane at least
	keptChunks = warmUp*chunk + lookBack            // samples kept from the stretch before
	detector8k = "the speech detector (Silero VAD)" // as it is called in errors
)

// stretch is up to half a minute of one file with what the detector says about it. Its parts begin at the same time.
type stretch struct {
	samples []float32 // at 24 kHz, levelled; chunkFast a chunk but for the file's last chunk
	slow    []float32 // at slowRate, levelled; chunk a chunk
	speech  []float32 // probability of speech, chunk after chunk
}

// detector runs Silero VAD over one file after the other.
//
// The network is recurrent, so it hears a recording in order. A stretch is cut into lanes that are heard side by side,
// which costs a third of hearing them one after the other; each lane first hears the half second before it, after which
// the state no longer depends on how it began.
type detector struct {
	session *ort.Session
	slower  *audio.Resampler
	held    []float32 // samples at 24 kHz whose stretch is not complete
	slow    []float32 // keptChunks samples at slowRate from before, then those whose chunk is not complete
}

// silero is the graph, opened once: that takes as long as hearing a minute. It is safe for concurrent use and never closed.
// ONNX Runtime is started from its usual place where the engine has not started it.
var silero = sync.OnceValues(func() (*ort.Session, error) {
	if err := ort.Start(""); err != nil {
		return nil, err
	}
	return ort.Open("silero_vad.onnx", assets.SpeechDetector(), []string{"input", "state", "sr"}, []string{"output", "stateN"})
})

func newDetector() (*detector, error) {
	session, err := silero()
	if err != nil {
		return nil, err
	}
	return &detector{session: session, slower: audio.NewResampler(audio.SampleRate, slowRate)}, nil
}

// begin forgets the file before.
func (d *detector) begin() {
	d.slower.Reset()
	d.held, d.slow = d.held[:0], append(d.slow[:0], make([]float32, keptChunks)...)
}

// push takes the next levelled samples of the file and hands complete stretches to take.
func (d *detector) push(ctx context.Context, samples []float32, take func(stretch) error) error {
	for len(samples) > 0 {
		n := min(len(samples), longest-len(d.held))
		d.held = append(d.held, samples[:n]...)
		d.slow = d.slower.Process(d.slow, samples[:n])
		samples = samples[n:]
		if len(d.held) == longest {
			if err := d.stretch(ctx, len(d.slow)-keptChunks, take); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish hands on what is left at the end of the file.
func (d *detector) finish(ctx context.Context, take func(stretch) error) error {
	d.slow = d.slower.Flush(d.slow)
	ready := len(d.slow) - keptChunks
	for (len(d.slow)-keptChunks)%chunk != 0 {
		d.slow = append(d.slow, 0)
	}
	if ready == 0 {
		return nil
	}
	return d.stretch(ctx, len(d.slow)-keptChunks, take)
}

// stretch judges the whole chunks among the samples that are ready and keeps the rest.
func (d *detector) stretch(ctx context.Context, ready int, take func(stretch) error) error {
	chunks := ready / chunk
	speech, err := d.judge(ctx, chunks)
	if err != nil {
		return err
	}
	fast := min(chunks*chunkFast, len(d.held))
	if err := take(stretch{d.held[:fast], d.slow[keptChunks:][:chunks*chunk], speech}); err != nil {
		return err
	}
	d.held = d.held[:copy(d.held, d.held[fast:])]
	d.slow = d.slow[:copy(d.slow, d.slow[chunks*chunk:])]
	return nil
}

// judge returns the probability of speech in each of the chunks after the kept ones.
func (d *detector) judge(ctx context.Context, chunks int) ([]float32, error) {
	each := max(laneLeast, (chunks+lanes-1)/lanes)
	wide := (chunks + each - 1) / each
	speech := make([]float32, chunks)
	state := make([]float32, 2*wide*stateSize)
	input := make([]float32, wide*(lookBack+chunk))
	for step := range warmUp + each {
		for lane := range wide {
			from := min((lane*each+step)*chunk, len(d.slow)-lookBack-chunk) // a last lane that is shorter hears its end again
			copy(input[lane*(lookBack+chunk):][:lookBack+chunk], d.slow[from:])
		}
		out, err := d.session.Run(ctx, ort.Floats(input, wide, lookBack+chunk), ort.Floats(state, 2, wide, stateSize), ort.Ints([]int64{slowRate}, 1))
		if err != nil {
			return nil, err
		}
		if len(out[0].Floats) != wide || len(out[1].Floats) != len(state) {
			return nil, fmt.Errorf("%s gives %d values for %d lanes", detector8k, len(out[0].Floats), wide)
		}
		state = out[1].Floats
		for lane := range wide {
			if at := lane*each + step - warmUp; step >= warmUp && at < chunks {
				speech[at] = out[0].Floats[lane]
			}
		}
	}
	return speech, nil
}
