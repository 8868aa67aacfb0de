// Package pad is where voices are blended: two to four of them at the corners, one point between, and a short phrase that
// is heard with the blend wherever the point goes.
//
// The pad makes no sound and keeps no voice itself. It asks a Source for sketches and says through its callbacks what is
// to be heard, chosen and kept.
package pad

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/ui/catalogue"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A Pad blends voices. Set its callbacks before it is shown; all belongs to the window's thread. Close it after use.
type Pad struct {
	widget.BaseWidget

	// OnHear plays a sketch; on is set while the point is moving, where it goes on at the same place of the phrase.
	OnHear func(sound audio.Buffer, on bool)
	// OnChoose lets a person choose a voice for a corner.
	OnChoose func(then func(card.Card))
	// OnKeep keeps the blend under a name; the weights are by the voices' IDs and sum to 1.
	OnKeep func(name string, weights map[string]float64)
	// OnClose leaves the pad without keeping anything.
	OnClose func()

	sketches *thread.Newest[map[string]float64]
	voices   []card.Card
	named    bool // a person has written the name

	field  *field
	rows   *fyne.Container
	shares []*widget.Label // of the rows
	result *canvas.Image
	frame  *canvas.Rectangle // around result
	sound  *look.Line
	note   *widget.Label
	name   *nameEntry
	add    *look.Button
	body   fyne.CanvasObject
}

// New makes a pad with two to four different voices.
func New(source Source, to thread.Dispatcher, voices []card.Card) *Pad {
	if len(voices) < Fewest || len(voices) > Most {
		panic(fmt.Sprintf("pad: %d voices", len(voices)))
	}
	p := &Pad{voices: append([]card.Card(nil), voices...)}
	p.sketches = newSketcher(source, to, p.heard, p.failed)
	p.field = newField(p)
	p.ExtendBaseWidget(p)
	p.build()
	p.arrange()
	return p
}

// Close ends the work in the background and waits for it.
func (p *Pad) Close() { p.sketches.Close() }

// Focus moves the keyboard to the point.
func (p *Pad) Focus(c fyne.Canvas) { c.Focus(p.field) }

// Begin speaks the blend as it stands, as when the pad is opened.
func (p *Pad) Begin() { p.hear() }

// CreateRenderer implements fyne.Widget.
func (p *Pad) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

func (p *Pad) build() {
	p.rows = container.NewVBox()
	p.add = look.NewButtonWithIcon(lang.L("Another voice…"), look.IconAdd, p.another)
	p.add.Importance = widget.LowImportance
	p.result = canvas.NewImageFromImage(nil)
	p.result.FillMode = canvas.ImageFillStretch
	p.result.SetMinSize(fyne.NewSize(0, 56))
	p.frame = canvas.NewRectangle(color.Transparent)
	p.frame.CornerRadius = 8
	p.sound = look.NewLine("", look.ColorSubtle, theme.SizeNameCaptionText, false)
	p.name = newNameEntry(p)
	p.note = widget.NewLabel("")
	p.note.Wrapping = fyne.TextWrapWord
	p.note.Importance = widget.WarningImportance
	p.note.Hide()

	keys := widget.NewRichText(&widget.TextSegment{Text: lang.L("Drag the point, or move it with the arrow keys; Shift moves it finely. 1 to 4 go to a voice, Home to the middle, Space speaks again."),
		Style: widget.RichTextStyle{ColorName: look.ColorSubtle, SizeName: theme.SizeNameCaptionText}})
	keys.Wrapping = fyne.TextWrapWord

	again := look.NewButtonWithIcon(lang.L("Listen"), look.IconPlay, p.hear)
	leave := look.NewButton(lang.L("Cancel"), func() { call(p.OnClose) })
	keep := look.NewButtonWithIcon(lang.L("Keep this voice"), look.IconCheck, p.keep)
	keep.Importance = widget.HighImportance

	title := func(text string) fyne.CanvasObject {
		return look.NewLine(text, look.ColorSubtle, theme.SizeNameCaptionText, true)
	}
	room := func(width, height float32) fyne.CanvasObject {
		r := canvas.NewRectangle(color.Transparent)
		r.SetMinSize(fyne.NewSize(width, height))
		return r
	}
	side := container.New(layout.NewCustomPaddedVBoxLayout(look.Tight),
		title(lang.L("Voices")), p.rows, container.NewHBox(p.add), room(0, look.Tight),
		title(lang.L("The blend")), container.NewStack(p.frame, p.result), p.sound, room(0, look.Tight),
		title(lang.L("Name")), p.name, p.note)
	column := container.NewStack(room(300, 0), container.NewBorder(nil, container.New(layout.NewCustomPaddedLayout(0, 0, -look.Space, -look.Space), keys), nil, nil, side))
	foot := container.NewBorder(nil, nil, again, container.NewHBox(leave, keep))
	p.body = container.NewBorder(nil, container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), foot), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, look.Page/2, 0), column), p.field)
}

// arrange shows the voices after some have come or gone.
func (p *Pad) arrange() {
	p.rows.RemoveAll()
	p.shares = nil
	for i, c := range p.voices {
		p.rows.Add(p.row(i, c))
	}
	if len(p.voices) < Most {
		p.add.Show()
	} else {
		p.add.Hide()
	}
	if !p.named {
		p.name.SetText(suggestion(p.voices))
	}
	p.tell()
	p.field.Refresh()
}

// row is one voice of the list: its number, its picture, its share, and what can be done with it.
func (p *Pad) row(i int, c card.Card) fyne.CanvasObject {
	picture := canvas.NewImageFromImage(catalogue.Paint(c, 112, 64, look.IsDark()))
	picture.SetMinSize(fyne.NewSize(56, 32))
	share := widget.NewLabelWithStyle("", fyne.TextAlignTrailing, fyne.TextStyle{})
	p.shares = append(p.shares, share)
	swap := look.NewIconButton(look.IconReplace, lang.L("Another voice instead of {{.Name}}", map[string]any{"Name": c.Name}), func() { p.replace(i) })
	tools := container.NewHBox(container.NewCenter(share), container.NewCenter(swap))
	if len(p.voices) > Fewest {
		tools.Add(container.NewCenter(look.NewIconButton(look.IconClose, lang.L("Take {{.Name}} out", map[string]any{"Name": c.Name}), func() { p.remove(i) })))
	}
	text := container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(),
		look.NewLine(c.Name, theme.ColorNameForeground, theme.SizeNameText, true),
		look.NewLine(catalogue.Sound(c), look.ColorSubtle, theme.SizeNameCaptionText, false), layout.NewSpacer())
	disc := container.NewCenter(look.NewDisc(string(rune('1'+i)), i, 24))
	return container.NewBorder(nil, nil, container.NewHBox(disc, container.NewCenter(picture)), tools, text)
}

// tell brings what depends on the weights up to date.
func (p *Pad) tell() {
	for i, n := range percent(p.field.shares()) {
		p.shares[i].SetText(percentage(n))
	}
	blend := p.blended()
	p.result.Image = catalogue.Paint(blend, 560, 112, look.IsDark())
	p.result.Refresh()
	p.frame.FillColor = look.Color(look.ColorRaised)
	p.frame.Refresh()
	text := catalogue.Sound(blend)
	if blend.Pitch > 0 {
		text = fmt.Sprintf("%s · %.0f Hz", text, blend.Pitch)
	}
	p.sound.Set(text)
}

// blended is what the catalogue will show of the blend: pitch and colour as they are mixed.
func (p *Pad) blended() card.Card {
	var blend card.Card
	pitch, pitched := 0.0, true
	for i, share := range p.field.shares() {
		c := p.voices[i]
		pitched = pitched && c.Pitch > 0
		pitch += share * math.Log(max(c.Pitch, 1))
		blend.Spread += share * c.Spread
		if blend.Colour == nil {
			blend.Colour = make([]float32, len(c.Colour))
		}
		for k := range blend.Colour {
			if k < len(c.Colour) {
				blend.Colour[k] += float32(share) * c.Colour[k]
			}
		}
	}
	if pitched {
		blend.Pitch = math.Exp(pitch)
	}
	return blend
}

// weights are the shares by the voices' IDs.
func (p *Pad) weights() map[string]float64 {
	all := make(map[string]float64, len(p.voices))
	for i, share := range p.field.shares() {
		all[p.voices[i].ID] = share
	}
	return all
}

// told is every voice with its share, in words.
func (p *Pad) told() (told []string) {
	for i, n := range percent(p.field.shares()) {
		told = append(told, p.voices[i].Name+" "+percentage(n))
	}
	return told
}

// moved is called when the point has moved.
func (p *Pad) moved() {
	p.tell()
	p.hear()
}

// hear asks for a sketch of the blend as it stands.
func (p *Pad) hear() { p.sketches.Ask(p.weights()) }

func (p *Pad) heard(sound audio.Buffer) {
	p.note.Hide()
	if p.OnHear != nil {
		p.OnHear(sound, p.field.held)
	}
}

func (p *Pad) failed(err error) { p.warn(err.Error()) }

func (p *Pad) warn(text string) {
	p.note.SetText(text)
	p.note.Show()
}

func (p *Pad) keep() {
	name := strings.TrimSpace(p.name.Text)
	if name == "" {
		p.warn(lang.L("Give the voice a name."))
		return
	}
	if p.OnKeep != nil {
		p.OnKeep(name, p.weights())
	}
}

// choose asks for a voice that is not on the pad yet.
func (p *Pad) choose(then func(card.Card)) {
	if p.OnChoose == nil {
		return
	}
	p.OnChoose(func(c card.Card) {
		for _, v := range p.voices {
			if v.ID == c.ID {
				p.warn(lang.L("{{.Name}} is on the pad already.", map[string]any{"Name": c.Name}))
				return
			}
		}
		p.note.Hide()
		then(c)
		p.arrange()
		p.hear()
	})
}

func (p *Pad) replace(i int) {
	p.choose(func(c card.Card) { p.voices[i] = c })
}

func (p *Pad) another() {
	p.choose(func(c card.Card) {
		p.voices = append(p.voices, c)
		p.field.at = middle(len(p.voices))
	})
}

func (p *Pad) remove(i int) {
	p.voices = append(p.voices[:i:i], p.voices[i+1:]...)
	p.field.at = middle(len(p.voices))
	p.arrange()
	p.hear()
}

// suggestion is a name for a blend that has none yet.
func suggestion(voices []card.Card) string {
	names := make([]string, len(voices))
	for i, c := range voices {
		names[i] = c.Name
	}
	return strings.Join(names, " + ")
}

func percentage(n int) string { return fmt.Sprintf("%d %%", n) }

func call(f func()) {
	if f != nil {
		f()
	}
}
