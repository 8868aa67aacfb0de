package play

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"
)

const (
	deviceBuffer = 40 * time.Millisecond // what the driver holds: enough for a machine that renders on all cores
	playerBuffer = 40 * time.Millisecond // what is made ahead of it, for a driver may ask for all that it can hold at once
	mostGiven    = rate * 10 / 1000      // frames that the player gets at once
	leadIn       = rate * 10 / 1000      // frames of silence at a start: a driver that slept may swallow the first ones
	frameBytes   = 8                     // two channels of float32, for not every device takes one
	deviceFrames = int64(deviceBuffer) * rate / int64(time.Second)
)

// device is the computer's loudspeaker. There is one a process, opened at first use and never closed, as package oto has
// it; it sleeps while no player plays.
type device struct {
	context *oto.Context
	err     error

	mu      sync.Mutex
	players int // that play
}

var theDevice = sync.OnceValue(func() *device {
	hush()
	context, ready, err := oto.NewContext(&oto.NewContextOptions{SampleRate: rate, ChannelCount: 2, Format: oto.FormatFloat32LE,
		BufferSize: deviceBuffer, ApplicationName: "Voicewright"})
	if err == nil {
		<-ready
		err = context.Err()
	}
	if err == nil {
		err = context.Suspend()
	}
	if err != nil {
		err = fmt.Errorf("no sound device could be opened, so nothing is heard; connect one and start again: %w", err)
	}
	return &device{context: context, err: err}
})

// openDevice returns an output that sounds, or a silent one and the reason.
func openDevice(m *mixer) (output, error) {
	d := theDevice()
	if d.err != nil {
		return newSilent(m), d.err
	}
	s := &speaker{device: d, mix: m, base: m.total()}
	s.player = d.context.NewPlayer(s)
	s.player.SetBufferSize(int(int64(playerBuffer) * rate / int64(time.Second) * frameBytes))
	return s, nil
}

// use counts one more or one less player that plays, and lets the device sleep when there is none.
func (d *device) use(more int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.players
	d.players += more
	switch {
	case before == 0 && d.players > 0:
		return d.context.Resume()
	case before > 0 && d.players == 0:
		return d.context.Suspend()
	}
	return nil
}

// speaker is the output through the device.
type speaker struct {
	device  *device
	mix     *mixer
	player  *oto.Player
	playing bool

	mu      sync.Mutex
	base    int64     // frames of the mixer before this speaker
	given   int64     // frames handed to the player
	gone    int64     // of those, the ones that had left for the driver at the time seen
	seen    time.Time // zero before the first read
	highest int64     // the most that heard has returned
	frames  [mostGiven]float32
}

// Read gives the player its sound: the io.Reader that package oto pulls from. It gives little at once, for the player asks
// for as much as its whole buffer when there is only a little room in it.
func (s *speaker) Read(p []byte) (int, error) {
	// At this moment all that was given lies in the player's buffer or is gone from it: what is known here of the position
	// is exact.
	gone := -int64(s.player.BufferedSize() / frameBytes)
	n := min(len(p)/frameBytes, mostGiven)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone, s.seen = s.given+gone, time.Now()
	s.mix.mix(s.frames[:n], n)
	for i, v := range s.frames[:n] {
		bits := math.Float32bits(v)
		binary.LittleEndian.PutUint32(p[i*frameBytes:], bits)
		binary.LittleEndian.PutUint32(p[i*frameBytes+4:], bits)
	}
	s.given += int64(n)
	return n * frameBytes, nil
}

// Seek does nothing: the player asks for it when it is told to drop what it holds.
func (s *speaker) Seek(int64, int) (int64, error) { return 0, nil }

// heard counts what has left the player, by the clock since the last read, less what the driver holds.
func (s *speaker) heard() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen.IsZero() {
		return s.base
	}
	gone := min(s.given, s.gone+int64(time.Since(s.seen).Seconds()*rate))
	s.highest = max(s.highest, gone-deviceFrames)
	return s.base + s.highest
}

func (s *speaker) start() {
	if s.playing {
		return
	}
	s.playing = true
	s.mix.delay(leadIn)
	_ = s.device.use(1) // an error shows in err
	s.player.Play()
}

// stop drops what the player still holds, which is silence, so that the next start is heard at once.
func (s *speaker) stop() {
	if !s.playing {
		return
	}
	s.playing = false
	s.player.PauseAndStopReading()
	_, _ = s.player.Seek(0, io.SeekCurrent) // see Seek: there is no error
	_ = s.device.use(-1)                    // an error shows in err
}

func (s *speaker) err() error {
	err := s.player.Err()
	if err == nil {
		err = s.device.context.Err()
	}
	if err != nil {
		return fmt.Errorf("the sound device stopped working, so nothing is heard; connect it and start again: %w", err)
	}
	return nil
}

func (s *speaker) close() { s.stop() }
