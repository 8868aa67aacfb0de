// Package record records speech from a microphone into a WAV file.
//
// The sound goes to disk while it is recorded, so a recording may last as long as there is room. Devices are asked for
// through miniaudio (package malgo), which knows the sound systems of Linux, Windows and macOS.
package record

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/gen2brain/malgo"

	"voicewright/audio"
)

// Rate is the sampling rate of recordings, in Hz.
const Rate = 48000

// ErrNoDevice says that there is nothing to record with.
var ErrNoDevice = errors.New("no microphone was found: plug one in, or allow this program to use it, and try again")

// A Device is a microphone or another input.
type Device struct {
	ID      string // tells it from others; empty is the system's choice
	Name    string
	Default bool
}

// open begins to talk to the sound system.
func open() (*malgo.AllocatedContext, error) {
	ctx, err := malgo.InitContext(nil, malgo.ContextConfig{}, nil)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNoDevice, err)
	}
	return ctx, nil
}

func shut(ctx *malgo.AllocatedContext) {
	_ = ctx.Uninit() // there is nothing to be done about it
	ctx.Free()
}

// Devices lists what can be recorded with, the system's choice first. Without any it fails with ErrNoDevice.
func Devices() ([]Device, error) {
	ctx, err := open()
	if err != nil {
		return nil, err
	}
	defer shut(ctx)
	infos, err := ctx.Devices(malgo.Capture)
	if err != nil || len(infos) == 0 {
		return nil, ErrNoDevice
	}
	var devices []Device
	for _, info := range infos {
		d := Device{ID: hex.EncodeToString(info.ID[:]), Name: info.Name(), Default: info.IsDefault != 0}
		if d.Default {
			devices = append([]Device{d}, devices...)
		} else {
			devices = append(devices, d)
		}
	}
	return devices, nil
}

// A Recording is under way. Its methods are safe for concurrent use; Stop or Discard ends it.
type Recording struct {
	stop   func() // ends the device
	path   string
	blocks chan []float32 // to the goroutine that writes
	wrote  chan struct{}  // closed when it has ended
	once   sync.Once

	mu      sync.Mutex
	writer  *audio.WAVWriter
	peak    float64 // since it was asked for last
	samples int
	ended   bool
	err     error
}

// Start records with a device, named by its ID, into the file path, which stands there once Stop has succeeded.
func Start(device, path string) (*Recording, error) {
	ctx, err := open()
	if err != nil {
		return nil, err
	}
	r, err := begin(path)
	if err != nil {
		shut(ctx)
		return nil, err
	}
	config := malgo.DefaultDeviceConfig(malgo.Capture)
	config.Capture.Format, config.Capture.Channels, config.SampleRate = malgo.FormatF32, 1, Rate
	config.Alsa.NoMMap = 1
	var id malgo.DeviceID
	if raw, err := hex.DecodeString(device); device != "" && err == nil && len(raw) == len(id) {
		copy(id[:], raw)
		config.Capture.DeviceID = id.Pointer()
	}
	from, err := malgo.InitDevice(ctx.Context, config, malgo.DeviceCallbacks{Data: r.data})
	if err != nil {
		from = nil
	} else {
		err = from.Start()
	}
	r.stop = func() {
		if from != nil {
			from.Uninit()
		}
		shut(ctx)
	}
	if err != nil {
		r.Discard()
		return nil, fmt.Errorf("the microphone cannot be opened: choose another one, or close the program that uses it (%w)", err)
	}
	return r, nil
}

// begin makes a recording that writes what data is given.
func begin(path string) (*Recording, error) {
	writer, err := audio.CreateWAVWith(path, Rate, audio.PCM24, audio.WAVOptions{Long: true, Keep: true})
	if err != nil {
		return nil, err
	}
	r := &Recording{stop: func() {}, path: path, writer: writer, blocks: make(chan []float32, 512), wrote: make(chan struct{})}
	go r.write()
	return r, nil
}

// data takes sound from the device, on its thread, and must not wait.
func (r *Recording) data(_, in []byte, frames uint32) {
	block := make([]float32, min(int(frames), len(in)/4))
	peak := 0.0
	for i := range block {
		bits := uint32(in[4*i]) | uint32(in[4*i+1])<<8 | uint32(in[4*i+2])<<16 | uint32(in[4*i+3])<<24
		v := math.Float32frombits(bits)
		if v != v {
			v = 0
		}
		block[i] = v
		peak = math.Max(peak, math.Abs(float64(v)))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	r.peak = math.Max(r.peak, peak)
	select {
	case r.blocks <- block:
		r.samples += len(block)
	default:
		r.err = errors.New("the disk is too slow for the recording, so that a part of it is missing: record to another one")
	}
}

func (r *Recording) write() {
	defer close(r.wrote)
	for block := range r.blocks {
		if err := r.writer.Write(block); err != nil {
			r.mu.Lock()
			r.err = err
			r.mu.Unlock()
			for range r.blocks { // so that nobody waits
			}
			return
		}
	}
}

// Level is the largest magnitude since it was asked for last, 0 to 1 and above where it clips, and the seconds so far.
func (r *Recording) Level() (peak, seconds float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	peak, r.peak = r.peak, 0
	return peak, float64(r.samples) / Rate
}

// Stop ends the recording and returns where it lies. It fails when the sound could not be written as a whole.
func (r *Recording) Stop() (path string, err error) {
	if !r.end() {
		return r.path, r.err
	}
	if r.err != nil {
		r.writer.Abort()
		return "", r.err
	}
	r.err = r.writer.Close()
	return r.path, r.err
}

// Discard ends the recording and leaves no file. After Stop it does nothing.
func (r *Recording) Discard() {
	if r.end() {
		r.writer.Abort()
	}
}

// end stops the device and waits until all sound is written. It is true the first time.
func (r *Recording) end() (first bool) {
	r.once.Do(func() {
		first = true
		r.mu.Lock()
		r.ended = true
		r.mu.Unlock()
		r.stop()
		close(r.blocks)
		<-r.wrote
	})
	return first
}
