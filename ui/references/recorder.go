package references

import (
	"context"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/look"
)

// A Recorder records from microphones. Its methods are called on other threads than the window's.
type Recorder interface {
	// Microphones lists what can be recorded with, the system's choice first. It fails when there is nothing.
	Microphones() ([]desk.Microphone, error)
	// Record begins to record with a microphone into a new file.
	Record(id string) (Recording, error)
}

// A Recording is under way.
type Recording interface {
	Level() (peak, seconds float64) // peak since it was asked for last, 1 is full scale
	Stop() (path string, err error)
	Discard()
}

// A booth is where a recording is made: a microphone, its level, a text to read. It stands above the list while it is
// open.
type booth struct {
	desk    *Desk
	source  Recorder
	content *fyne.Container
	choice  *look.Select
	level   *meter
	clock   *look.Line
	begin   *look.Button
	note    *widget.Label
	ids     []string

	take Recording // under way, or nil
	end  func()    // of showing its level, or nil
}

func newBooth(d *Desk, source Recorder) *booth {
	b := &booth{desk: d, source: source, level: newMeter(), note: widget.NewLabel(""),
		clock: look.NewLine("", theme.ColorNameForeground, theme.SizeNameText, true)}
	b.choice = look.NewSelect(nil, nil)
	b.choice.PlaceHolder = lang.L("Looking for microphones…")
	b.begin = look.NewButtonWithIcon(lang.L("Record"), look.IconMicrophone, b.toggle)
	b.begin.Importance = widget.HighImportance
	b.begin.Disable()
	b.note.Wrapping = fyne.TextWrapWord
	b.note.Importance = widget.WarningImportance
	b.note.Hide()
	text := widget.NewRichText(&widget.TextSegment{Text: lang.L("Read this aloud, as you would tell it to a friend: On a quiet street near the harbour, a girl named Joyce kept five old clocks. Each of them showed a different hour, yet she was never late. “Why choose one,” she would say, “when the day has room for all?” Her father laughed and shook his head, but he never thought of changing them."),
		Style: widget.RichTextStyle{ColorName: theme.ColorNameForeground, SizeName: theme.SizeNameText}})
	text.Wrapping = fyne.TextWrapWord
	card := canvas.NewRectangle(look.Color(look.ColorAccentSoft))
	card.CornerRadius = theme.Size(theme.SizeNameCardRadius)
	leave := look.NewIconButton(look.IconClose, lang.L("Record nothing"), b.close)
	bar := container.NewBorder(nil, nil, nil, container.NewHBox(b.begin, container.NewCenter(leave)), b.choice)
	tell := container.NewBorder(nil, nil, nil, container.NewGridWrap(fyne.NewSize(52, theme.TextSize()*1.4), b.clock),
		container.New(layout.NewCustomPaddedLayout(6, 4, 0, look.Space), b.level))
	b.content = container.NewStack(card, container.New(layout.NewCustomPaddedLayout(look.Space, look.Space, look.Space, look.Space),
		container.New(layout.NewCustomPaddedVBoxLayout(look.Tight), bar, tell, text, b.note)))
	b.content.Hide()
	return b
}

// open shows the booth and looks for microphones.
func (b *booth) open() {
	if b.content.Visible() {
		return
	}
	b.content.Show()
	b.warn("")
	b.desk.own.Go(func(context.Context) {
		found, err := b.source.Microphones()
		b.desk.own.Tell(func() {
			if err != nil {
				b.choice.PlaceHolder = lang.L("No microphone")
				b.choice.Refresh()
				b.warn(capital(err.Error()))
				return
			}
			var names []string
			b.ids = nil
			for _, m := range found {
				names, b.ids = append(names, m.Name), append(b.ids, m.ID)
			}
			b.choice.SetOptions(names)
			b.choice.SetSelectedIndex(0)
			b.begin.Enable()
		})
	})
	b.desk.relayout()
}

// toggle begins a recording, or ends it and puts it on the desk.
func (b *booth) toggle() {
	b.begin.Disable()
	if take := b.take; take != nil {
		b.rest()
		b.desk.own.Go(func(context.Context) {
			path, err := take.Stop()
			b.desk.own.Tell(func() {
				b.begin.Enable()
				if err != nil {
					b.warn(capital(err.Error()))
					return
				}
				b.content.Hide()
				b.desk.Add(path)
			})
		})
		return
	}
	call(b.desk.OnStop)
	id := b.ids[max(b.choice.SelectedIndex(), 0)]
	b.desk.own.Go(func(ctx context.Context) {
		take, err := b.source.Record(id)
		if err == nil && ctx.Err() != nil {
			take.Discard()
			return
		}
		b.desk.own.Tell(func() {
			b.begin.Enable()
			if err != nil {
				b.warn(capital(err.Error()))
				return
			}
			b.run(take)
		})
	})
}

// run shows the level while a recording is made.
func (b *booth) run(take Recording) {
	b.take = take
	b.choice.Disable()
	b.begin.SetText(lang.L("Stop"))
	b.begin.SetIcon(look.IconStop)
	tick, over := time.NewTicker(frameTime), make(chan struct{})
	b.end = func() {
		tick.Stop()
		close(over)
	}
	b.desk.own.Watch(tick.C, over, func() {
		if b.take == take {
			b.show(take.Level())
		}
	})
}

// show draws a level: the bar reaches from -60 dB to full scale.
func (b *booth) show(peak, seconds float64) {
	part := 1 + 20*math.Log10(math.Max(peak, 1e-6))/60
	b.level.set(part, part)
	text := ""
	if peak >= 0.99 {
		text = lang.L("Too loud: turn the microphone down, or step back.")
	}
	if text != "" && b.note.Text != text {
		b.warn(text)
	}
	b.clock.Set(clock(seconds))
}

// rest shows that nothing is recorded.
func (b *booth) rest() {
	if b.end != nil {
		b.end()
	}
	b.take, b.end = nil, nil
	b.choice.Enable()
	b.begin.SetText(lang.L("Record"))
	b.begin.SetIcon(look.IconMicrophone)
	b.level.set(0, 0)
	b.clock.Set("")
	b.warn("")
}

// close leaves the booth; what is being recorded is thrown away.
func (b *booth) close() {
	take := b.take
	b.rest()
	if take != nil {
		take.Discard()
	}
	b.content.Hide()
	b.desk.relayout()
}

func (b *booth) warn(text string) {
	b.note.SetText(text)
	b.note.Hidden = text == ""
	b.desk.relayout()
}
