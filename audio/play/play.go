// Package play plays sound through the computer's loudspeakers, for listening: several tracks on one time axis of which
// one is heard, changed without a gap; seeking and loops without clicks; sound that is still being made.
//
// A mixer in plain Go decides every sample; below it lies a thin output, the device or, where there is none, a clock.
// So without a device everything but the sound itself is the same.
package play

import (
	"sync"
	"time"

	"voicewright/audio"
)

// A Track is one of the sounds that a Player chooses from. All tracks share one time axis.
type Track struct {
	Name  string
	Sound audio.Buffer // any rate; its samples must not be changed while the player has them
	Gain  float64      // factor; 0 is 1
	// Growing says that more of the sound will come by Append: the player waits at its end until Finish.
	Growing bool
}

// State is what a Player does at one moment. Times are in seconds.
type State struct {
	Position float64 // what is heard right now: what the device still holds back is not counted
	Length   float64 // of the track
	Playing  bool
	Track    int
}

// A Player plays. It is safe for concurrent use. Idle it costs nothing: the device sleeps.
type Player struct {
	mix    *mixer
	opened chan struct{} // closed when it is known whether there is a device
	wake   chan struct{} // has room for one: something changed that watch should look at
	stop   chan struct{} // closed by Close
	gone   chan struct{} // closed when watch has ended
	once   sync.Once

	mu    sync.Mutex // held while the output is started, stopped or exchanged
	out   output     // nil until it is known whether there is a device
	err   error
	onEnd func()
}

// An output takes sound from a mixer and plays it.
type output interface {
	start()       // there is something to hear
	stop()        // there is nothing more to hear: rest
	heard() int64 // frames of the mixer that have been heard; never falls
	err() error   // why it is broken for good, or nil
	close()
}

// closed is the output of a player that was closed.
type closed struct{}

func (closed) start()       {}
func (closed) stop()        {}
func (closed) heard() int64 { return 0 }
func (closed) err() error   { return nil }
func (closed) close()       {}

// Open makes a player and looks for the device in the background. It never fails: without a device the player is silent
// and runs by the clock, and Err tells why. Close it after use.
func Open() *Player { return open(openDevice) }

// open makes a player with the output that find gives; find is called in the background and may take its time.
func open(find func(*mixer) (output, error)) *Player {
	p := &Player{
		opened: make(chan struct{}), wake: make(chan struct{}, 1), stop: make(chan struct{}), gone: make(chan struct{}),
	}
	p.mix = newMixer(p.signal)
	go p.watch(find)
	return p
}

// Opened is closed when it is known whether there is a device.
func (p *Player) Opened() <-chan struct{} { return p.opened }

// Err tells in one sentence why there is no sound. It is nil while there is, and until Opened is closed.
func (p *Player) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// Load replaces all tracks, stops, and goes to the beginning of the first one.
func (p *Player) Load(tracks ...Track) { p.mix.load(tracks) }

// Choose changes to another track at the same time, without a gap. A number that is no track is passed over.
func (p *Player) Choose(track int) { p.mix.choose(track) }

// Play plays from the position on; from the beginning when the track was at its end, and from the beginning of the loop
// when the position lies outside of it.
func (p *Player) Play() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mix.play() && p.out != nil {
		p.out.start()
	}
}

// Pause stops where it is.
func (p *Player) Pause() { p.mix.pause() }

// Seek goes to a time in seconds, playing or not. A time outside of the track is moved to its edge.
func (p *Player) Seek(seconds float64) { p.mix.seek(seconds) }

// Loop plays a part over and over, from its beginning when the position lies outside of it. The times are in seconds; a
// part shorter than 30 ms is made as long.
func (p *Player) Loop(from, to float64) { p.mix.setLoop(from, to) }

// Unloop plays on past the end of the loop.
func (p *Player) Unloop() { p.mix.unloop() }

// Append lengthens the first track, for sound that is still being made; see Track.Growing. Another rate than the
// track's is converted.
func (p *Player) Append(more audio.Buffer) { p.mix.grow(more) }

// Finish says that nothing more will be appended.
func (p *Player) Finish() { p.mix.finish() }

// State tells what the player does.
func (p *Player) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mix.state(p.heard())
}

// OnEnd sets what is called when a track was heard to its end, not when it was paused. It is called from a goroutine of
// the player and may use it, except for Close.
func (p *Player) OnEnd(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onEnd = f
}

// Close fades out, which takes a tenth of a second while it plays, and frees the device. The player is silent from then on.
func (p *Player) Close() {
	p.once.Do(func() { close(p.stop) })
	<-p.gone
}

// heard is called with p.mu held.
func (p *Player) heard() int64 {
	if p.out == nil {
		return 0
	}
	return p.out.heard()
}

// signal wakes watch.
func (p *Player) signal() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

const (
	checkEvery = 500 * time.Millisecond // how often a playing device is asked whether it still works
	farewell   = 200 * time.Millisecond // how long a device may take to play the last fade
)

// watch finds the output and then waits for what has to be done when something has been heard: to tell of the end, to
// put the device to rest. It is the only goroutine of a player but for those of its output.
func (p *Player) watch(find func(*mixer) (output, error)) {
	defer close(p.gone)
	out, err := find(p.mix)
	p.mu.Lock()
	p.out, p.err = out, err
	if p.mix.busy() {
		out.start()
	}
	p.mu.Unlock()
	close(p.opened)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-p.stop:
			p.end()
			return
		case <-p.wake:
		case <-timer.C:
		}
		wait, ended := p.settle()
		if ended != nil {
			ended()
		}
		timer.Stop()
		if wait > 0 {
			timer.Reset(wait)
		}
	}
}

// end lets the sound fade out and closes the output.
func (p *Player) end() {
	p.mix.load(nil)
	for deadline := time.Now().Add(farewell); time.Now().Before(deadline); time.Sleep(tick) {
		if wait, _ := p.settle(); wait == 0 {
			break
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.close()
	p.out = closed{}
}

// settle does what is due and returns when to look again, 0 for not before the next signal, and what to call.
func (p *Player) settle() (wait time.Duration, ended func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.out.err(); err != nil {
		p.err = err
		p.out.close()
		p.out = newSilent(p.mix)
		if p.mix.busy() {
			p.out.start()
		}
	}
	left, end := p.mix.settle(p.out.heard())
	if end {
		ended = p.onEnd
	}
	switch {
	case left > 0: // something has still to be heard
		return time.Duration(left)*time.Second/rate + time.Millisecond, ended
	case p.mix.busy():
		return checkEvery, ended
	}
	p.out.stop()
	return 0, ended
}
