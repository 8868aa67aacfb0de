package design

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// An Editor speaks with changed voices. It is asked on another thread than the window's.
type Editor interface {
	// SketchEdit speaks a short phrase with a voice of the catalogue, changed by so many deviations.
	SketchEdit(ctx context.Context, id string, change Wish) (audio.Buffer, error)
}

// settle is how long a slider rests before its voice is spoken: shorter than a pause of the hand.
const settle = 120 * time.Millisecond

// An Edit changes a voice by sliders, and lets it be heard whenever a slider comes to rest. The voice itself stays; what is
// kept is a new one. Set its callbacks before it is shown; all belongs to the window's thread. Close it after use.
type Edit struct {
	widget.BaseWidget

	OnHear  func(sound audio.Buffer)
	OnKeep  func(name string, change Wish)
	OnClose func()

	source Editor
	voice  card.Card
	work   *thread.Newest[Wish]

	sliders *sliders
	note    *widget.Label
	name    *entry
	body    fyne.CanvasObject
}

// NewEdit makes the view for a voice.
func NewEdit(source Editor, to thread.Dispatcher, voice card.Card) *Edit {
	e := &Edit{source: source, voice: voice}
	e.work = thread.NewNewest(to, e.sketch, nil)
	e.ExtendBaseWidget(e)
	e.build()
	return e
}

// Close ends the work in the background and waits for it.
func (e *Edit) Close() { e.work.Close() }

// Focus moves the keyboard to the first slider.
func (e *Edit) Focus(c fyne.Canvas) { c.Focus(e.sliders.rows[0].slider) }

// CreateRenderer implements fyne.Widget.
func (e *Edit) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.body) }

func (e *Edit) build() {
	e.sliders = newSliders(lang.L("as it is"), e.Hear)
	e.note = widget.NewLabel(lang.L("Move a slider to hear the voice changed. One step is as far as one voice in six is from most."))
	e.note.Wrapping = fyne.TextWrapWord
	e.name = newEntry(lang.L("How you call this voice"), e.keep, func() { call(e.OnClose) })
	e.name.SetText(e.voice.Name + " 2")
	keep := look.NewButtonWithIcon(lang.L("Keep as a new voice"), look.IconCheck, e.keep)
	keep.Importance = widget.HighImportance
	foot := container.NewBorder(nil, nil, look.NewButtonWithIcon(lang.L("Listen"), look.IconPlay, e.Hear),
		container.NewHBox(look.NewButton(lang.L("Cancel"), func() { call(e.OnClose) }), keep))
	name := container.NewVBox(look.NewLine(lang.L("Name"), look.ColorSubtle, theme.SizeNameCaptionText, true), e.name)
	e.body = container.NewBorder(e.note, container.NewVBox(name, container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), foot)), nil, nil,
		container.NewVScroll(e.sliders.box))
}

// Hear speaks the voice as the sliders have it.
func (e *Edit) Hear() {
	e.work.Ask(e.sliders.wish())
}

// sketch speaks a changed voice in the background, once the sliders have come to rest.
func (e *Edit) sketch(ctx context.Context, change Wish, tell func(func())) {
	select {
	case <-time.After(settle):
	case <-ctx.Done():
		return
	}
	sound, err := e.source.SketchEdit(ctx, e.voice.ID, change)
	tell(func() {
		if err != nil {
			e.warn(err.Error())
			return
		}
		if e.OnHear != nil {
			e.OnHear(sound)
		}
	})
}

func (e *Edit) keep() {
	name := strings.TrimSpace(e.name.Text)
	switch {
	case name == "":
		e.warn(lang.L("Give the voice a name."))
	case len(e.sliders.wish()) == 0:
		e.warn(lang.L("Nothing is changed yet: move a slider first."))
	case e.OnKeep != nil:
		e.OnKeep(name, e.sliders.wish())
	}
}

func (e *Edit) warn(text string) {
	e.note.Importance = widget.WarningImportance
	e.note.SetText(text)
}
