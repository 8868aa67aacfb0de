package listen

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/figure"
	"voicewright/ui/listen/scope"
	"voicewright/ui/thread"
)

// cacheLimit bounds what is kept of spectrograms, in bytes: several views of both sounds.
const cacheLimit = 48 << 20

// A Bench shows and plays one or two sounds. Its methods belong to the thread of the window.
type Bench struct {
	widget.BaseWidget

	// OnRegion is called when a region is chosen or given up; then both times are 0. Seconds.
	OnRegion func(from, to float64)
	// OnExportFigure is called when a person asks for a picture of what is seen: see Figure.
	OnExportFigure func(kind figure.Kind)
	// OnSettings is called when a person changes how the bench shows sound, so that it can be kept.
	OnSettings func(Settings)
	// OnKey is called for keys that the bench has no use for while it has the focus, Space among them; when it is nil,
	// Space plays and pauses.
	OnKey func(*fyne.KeyEvent)

	player   Player
	dispatch thread.Dispatcher
	redraw   thread.Latest // for tiles
	frames   thread.Latest // for the play-head
	settings Settings
	sides    [2]*side
	active   int // the side that is heard
	time     timeline
	region   scope.Span // empty is none
	looping  bool
	message  string

	position float64 // seconds, as last heard of
	playing  bool
	poll     context.CancelFunc // ends the polling of the player; nil while there is none

	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
	tiles   *scope.Tiles
	working bool // the goroutine of tiles has been started

	stage *stage
	bar   *bar
	foot  *readout
}

// New returns an empty bench. Stop ends what it has started.
func New(p Player, d thread.Dispatcher) *Bench {
	b := &Bench{player: p, dispatch: d, settings: DefaultSettings()}
	b.redraw.To, b.frames.To = d, d
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.tiles = scope.NewTiles(cacheLimit, func() { b.redraw.Do(b.tilesChanged) })
	b.stage = newStage(b)
	b.bar = newBar(b)
	b.foot = newReadout()
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Bench) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewBorder(b.bar.content, b.foot.content, nil, nil, b.stage))
}

// SetSounds draws a and, when it is not nil, b, and loads them into the player. Sounds that are shown already keep their
// pictures, and the view stays when a does.
func (b *Bench) SetSounds(a, other *Sound) {
	if a == nil {
		b.Clear("")
		return
	}
	b.stopPolling()
	same := b.sides[0].shows(a)
	old := b.sides
	b.sides = [2]*side{b.take(old, a), nil}
	if other != nil {
		b.sides[1] = b.take(old, other)
	}
	b.giveUp(old)
	b.message = ""
	length := b.sides[0].wave.Seconds()
	if d := b.sides[1]; d != nil {
		length = max(length, d.wave.Seconds())
	}
	if !same || length != b.time.length {
		b.time.length = length
		b.time.fit()
		b.region, b.looping = scope.Span{}, false
	}
	b.active, b.position = 0, 0
	b.load()
	if b.region.Seconds() > 0 && b.looping {
		b.player.Loop(b.region.From, b.region.To)
	}
	if !b.working && b.ctx.Err() == nil {
		b.working = true
		b.running.Go(func() { b.tiles.Run(b.ctx) })
	}
	b.tiles.Forget(b.waves()...)
	b.changed()
}

// take returns the side that shows s already, or a new one whose measuring begins.
func (b *Bench) take(old [2]*side, s *Sound) *side {
	for _, d := range old {
		if d.shows(s) {
			fresh := *d
			fresh.sound, fresh.gain, fresh.ended = s, 1, nil
			if len(s.Trace.Pitch) > 0 {
				fresh.pitch = tracePitch(s.Trace)
			}
			if fresh.measured {
				return &fresh
			}
			b.measure(&fresh)
			return &fresh
		}
	}
	d := newSide(s)
	b.measure(d)
	return d
}

// measure computes what takes long beside, and shows it if the side is still there.
func (b *Bench) measure(d *side) {
	if b.ctx.Err() != nil {
		return
	}
	wave, pitch := d.wave, len(d.sound.Trace.Pitch) == 0
	ctx, cancel := context.WithCancel(b.ctx)
	d.ended = cancel
	b.running.Go(func() {
		m := measure(ctx, wave, pitch)
		if ctx.Err() != nil {
			return
		}
		b.dispatch.Do(func() {
			if ctx.Err() == nil {
				d.take(m)
				b.changed()
			}
		})
	})
}

// giveUp ends the measuring of sides that are no longer shown.
func (b *Bench) giveUp(sides [2]*side) {
	for _, d := range sides {
		if d != nil && d.ended != nil && d != b.sides[0] && d != b.sides[1] {
			d.ended()
		}
	}
}

func (b *Bench) waves() (waves []*scope.Wave) {
	for _, d := range b.sides {
		if d != nil {
			waves = append(waves, d.wave)
		}
	}
	return waves
}

// Clear shows a message instead of sounds and unloads the player.
func (b *Bench) Clear(message string) {
	b.stopPolling()
	old := b.sides
	b.sides, b.active, b.message = [2]*side{}, 0, message
	b.giveUp(old)
	b.time, b.region, b.looping, b.position = timeline{}, scope.Span{}, false, 0
	b.player.Unloop()
	b.player.Load()
	b.tiles.Want()
	b.tiles.Forget()
	b.changed()
}

// Stop pauses the player, ends all that the bench has started and waits for it. The bench stays as it was drawn.
func (b *Bench) Stop() {
	if b.playing {
		b.player.Pause()
	}
	b.stopPolling()
	b.cancel()
	b.running.Wait()
}

// Busy tells whether pictures are still being computed.
func (b *Bench) Busy() bool {
	for _, d := range b.sides {
		if d != nil && !d.measured {
			return true
		}
	}
	return !b.tiles.Idle()
}

// Settings returns how the bench shows sound.
func (b *Bench) Settings() Settings { return b.settings }

// SetSettings changes how the bench shows sound, without OnSettings.
func (b *Bench) SetSettings(s Settings) {
	match := b.settings.Match
	b.settings = s.tidy()
	if match != b.settings.Match && b.sides[1] != nil {
		b.reload()
	}
	b.changed()
}

// change is SetSettings by a person.
func (b *Bench) change(f func(*Settings)) {
	s := b.settings
	f(&s)
	b.SetSettings(s)
	if b.OnSettings != nil {
		b.OnSettings(b.settings)
	}
}

// changed draws everything anew.
func (b *Bench) changed() {
	b.bar.update()
	b.foot.region(b.region, b.looping, b.sides[b.active])
	b.stage.arrange()
}

// moved draws what depends on the part of the sound that is seen.
func (b *Bench) moved() {
	b.bar.update()
	b.stage.redraw()
}

// tilesChanged draws the spectrograms anew.
func (b *Bench) tilesChanged() {
	b.stage.redrawKind(laneSpectrogram)
	b.stage.hover()
}
