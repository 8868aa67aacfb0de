package listen

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"voicewright/ui/listen/scope"
)

// frameTime is how often the player is asked where it stands while it plays.
const frameTime = time.Second / 30

// load gives the sounds to the player, at equal level where that is wanted.
func (b *Bench) load() {
	a, other := b.sides[0], b.sides[1]
	if other == nil {
		a.gain = 1
		b.player.Load(a.track(lang.L("A")))
		return
	}
	a.gain, other.gain = 1, 1
	if b.settings.Match {
		a.gain, other.gain = matched(a.level, other.level)
	}
	b.player.Load(a.track(lang.L("A")), other.track(lang.L("B")))
}

func (d *side) track(name string) Track {
	if d.sound.Title != "" {
		name = d.sound.Title
	}
	return Track{Name: name, Sound: d.sound.Buffer, Gain: d.gain}
}

// reload loads the sounds again where the player stands.
func (b *Bench) reload() {
	state, active := b.player.State(), b.active
	b.load()
	if active > 0 {
		b.player.Choose(active)
	}
	b.loop()
	b.player.Seek(state.Position)
	if state.Playing {
		b.player.Play()
	}
}

// loop tells the player what to repeat.
func (b *Bench) loop() {
	switch {
	case !b.looping:
		b.player.Unloop()
	case b.region.Seconds() > 0:
		b.player.Loop(b.region.From, b.region.To)
	default:
		b.player.Loop(0, b.time.length)
	}
}

// Play plays from where the play-head stands; from the beginning when it stands at the end, and from the beginning of
// the region that is looped when it stands outside of it.
func (b *Bench) Play() {
	if b.sides[0] == nil {
		return
	}
	state := b.player.State()
	switch r := b.region; {
	case b.looping && r.Seconds() > 0 && (state.Position < r.From || state.Position >= r.To-0.001):
		b.player.Seek(r.From)
	case state.Position >= state.Length-0.001:
		b.player.Seek(0)
	}
	b.player.Play()
	b.Sync()
}

// Pause stops playing; the play-head stays.
func (b *Bench) Pause() {
	b.player.Pause()
	b.Sync()
}

// TogglePlay plays or pauses.
func (b *Bench) TogglePlay() {
	if b.playing {
		b.Pause()
	} else {
		b.Play()
	}
}

// Playing tells whether sound is playing.
func (b *Bench) Playing() bool { return b.playing }

// Head returns where the play-head stands, in seconds.
func (b *Bench) Head() float64 { return b.position }

// Seek moves the play-head to a time in seconds, within the sound.
func (b *Bench) Seek(seconds float64) {
	if b.sides[0] == nil {
		return
	}
	seconds = min(max(seconds, 0), b.time.length)
	b.player.Seek(seconds)
	b.position = seconds
	b.bar.tell()
	b.stage.placeHead()
}

// Sync asks the player where it stands, and goes on asking as long as it plays. Call it when something else than the
// bench has started the player.
func (b *Bench) Sync() {
	b.tick()
	if b.playing && b.poll == nil && b.ctx.Err() == nil {
		b.startPolling()
	}
}

// tick brings the picture up to where the player stands, and ends the polling when it stands still.
func (b *Bench) tick() {
	state := b.player.State()
	was := b.playing
	b.position, b.playing = state.Position, state.Playing && b.sides[0] != nil
	if b.sides[0] != nil && state.Track != b.active && state.Track >= 0 && state.Track < len(b.sides) && b.sides[state.Track] != nil {
		b.active = state.Track
		b.changed()
	}
	if !b.playing {
		b.stopPolling()
	}
	if was != b.playing {
		b.bar.update()
	}
	if b.playing && b.settings.Follow && !b.time.whole() && (b.position < b.time.span.From || b.position > b.time.span.To) && !b.stage.held() {
		width := b.time.span.Seconds()
		b.time.show(b.position-width*0.05, b.position+width*0.95)
		b.moved()
	}
	b.bar.tell()
	b.stage.placeHead()
}

func (b *Bench) startPolling() {
	ctx, cancel := context.WithCancel(b.ctx)
	b.poll = cancel
	b.running.Go(func() {
		ticker := time.NewTicker(frameTime)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				b.frames.Do(func() {
					if ctx.Err() == nil {
						b.tick()
					}
				})
			}
		}
	})
}

func (b *Bench) stopPolling() {
	if b.poll != nil {
		b.poll()
		b.poll = nil
	}
	b.playing = false
}

// ChooseA plays the first sound.
func (b *Bench) ChooseA() { b.choose(0) }

// ChooseB plays the second sound, if there is one.
func (b *Bench) ChooseB() { b.choose(1) }

// Swap plays the other of two sounds, at the same position.
func (b *Bench) Swap() { b.choose(1 - b.active) }

func (b *Bench) choose(i int) {
	if b.sides[i] == nil || i == b.active {
		return
	}
	b.player.Choose(i)
	b.active = i
	b.changed()
}

// ToggleMatch switches between equal level and the sounds as they are.
func (b *Bench) ToggleMatch() { b.change(func(s *Settings) { s.Match = !s.Match }) }

// Looping tells whether the region, or without one the whole sound, is repeated.
func (b *Bench) Looping() bool { return b.looping }

// ToggleLoop repeats the region, or without one the whole sound, or ends that.
func (b *Bench) ToggleLoop() {
	if b.sides[0] == nil {
		return
	}
	b.looping = !b.looping
	b.loop()
	b.foot.region(b.region, b.looping, b.sides[b.active])
	b.bar.update()
	b.stage.placeRegion()
}

// Region returns the chosen stretch in seconds, and false where there is none.
func (b *Bench) Region() (from, to float64, ok bool) {
	return b.region.From, b.region.To, b.region.Seconds() > 0
}

// SetRegion chooses a stretch, in seconds, and moves the play-head to its beginning. A stretch without length gives the
// region up.
func (b *Bench) SetRegion(from, to float64) {
	b.setRegion(from, to)
	if b.region.Seconds() > 0 && !b.playing {
		b.Seek(b.region.From)
	}
	b.regionDone()
}

// setRegion shows a region that may still change.
func (b *Bench) setRegion(from, to float64) {
	if to < from {
		from, to = to, from
	}
	from, to = min(max(from, 0), b.time.length), min(max(to, 0), b.time.length)
	if to-from < minSpan || b.sides[0] == nil {
		from, to = 0, 0
	}
	b.region = scope.Span{From: from, To: to}
	b.foot.region(b.region, b.looping, b.sides[b.active])
	b.stage.placeRegion()
}

// regionDone tells the player and the caller of a region that stays.
func (b *Bench) regionDone() {
	if b.looping {
		b.loop()
	}
	b.bar.update()
	if b.OnRegion != nil {
		b.OnRegion(b.region.From, b.region.To)
	}
}

// ClearRegion gives the region up, and the loop with it.
func (b *Bench) ClearRegion() {
	if b.looping {
		b.looping = false
		b.player.Unloop()
	}
	b.setRegion(0, 0)
	b.regionDone()
}
