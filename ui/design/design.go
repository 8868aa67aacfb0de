// Package design is where voices are made of words and changed by sliders: a description is read into attributes, which
// stand as sliders, and several voices that fit them are made, each with what was measured of it beside what was asked.
//
// The view makes no sound and keeps no voice itself. It asks a Source and says through its callbacks what is to be heard
// and kept.
package design

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/wording"
)

// A Wish is how strong attributes are to be, in deviations over voices; what it does not name is left open.
type Wish = map[wording.Attribute]float64

// A Source makes voices. It is asked on another thread than the window's.
type Source interface {
	// Describe makes the voice that a seed stands for among those that fit a wish.
	Describe(ctx context.Context, wish Wish, seed uint64) (desk.Candidate, error)
}

// Candidates is how many voices are made at a time.
const Candidates = 4

// A View makes voices of words. Set its callbacks before it is shown; all belongs to the window's thread. Close it after use.
type View struct {
	widget.BaseWidget

	OnHear  func(sound audio.Buffer)
	OnKeep  func(name, words string, wish Wish, seed uint64)
	OnClose func()

	source Source
	work   *thread.Newest[order]
	made   []desk.Candidate
	wish   Wish   // that the made voices were made for
	seed   uint64 // of the next voice
	chosen int    // -1 for none
	named  bool   // a person has written the name

	words   *entry
	note    *widget.Label
	sliders *sliders
	unknown bool // some words of the description say nothing, and the note names them
	list    *fyne.Container
	wait    *widget.ProgressBar
	name    *entry
	more    *look.Button
	keep    *look.Button
	body    fyne.CanvasObject
}

// New makes an empty view.
func New(source Source, to thread.Dispatcher) *View {
	v := &View{source: source, chosen: -1, seed: 1}
	v.work = thread.NewNewest(to, v.describe, nil)
	v.ExtendBaseWidget(v)
	v.build()
	return v
}

// Close ends the work in the background and waits for it.
func (v *View) Close() { v.work.Close() }

// Focus moves the keyboard to the description.
func (v *View) Focus(c fyne.Canvas) { c.Focus(v.words) }

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.body) }

func (v *View) build() {
	v.words = newEntry(lang.L("A low, calm, slightly hoarse older man, unhurried"), v.Make, func() { call(v.OnClose) })
	v.words.OnChanged = v.read
	v.note = widget.NewLabel(lang.L("Write how the voice sounds, or move the sliders; then press Enter."))
	v.note.Wrapping = fyne.TextWrapWord
	v.sliders = newSliders(lang.L("open"), v.tell)
	v.list = container.NewVBox()
	v.wait = widget.NewProgressBar()
	v.wait.Hide()
	v.name = newEntry(lang.L("How you call this voice"), v.keepIt, func() { call(v.OnClose) })
	v.name.typed = func() { v.named = true }
	make := look.NewButtonWithIcon(lang.L("Make voices"), look.IconVoice, v.Make)
	make.Importance = widget.HighImportance
	v.more = look.NewButtonWithIcon(lang.L("Others like this"), look.IconTake, v.Others)
	v.keep = look.NewButtonWithIcon(lang.L("Keep this voice"), look.IconCheck, v.keepIt)
	leave := look.NewButton(lang.L("Cancel"), func() { call(v.OnClose) })

	title := func(text string) fyne.CanvasObject {
		return look.NewLine(text, look.ColorSubtle, theme.SizeNameCaptionText, true)
	}
	left := container.NewBorder(title(lang.L("What it is to be")), nil, nil, nil, container.NewVScroll(v.sliders.box))
	heading := container.NewBorder(nil, nil, nil, newKey(), title(lang.L("Voices that fit")))
	right := container.NewBorder(container.NewVBox(heading, v.wait), container.NewVBox(title(lang.L("Name")), v.name), nil, nil, container.NewVScroll(v.list))
	columns := container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), container.New(&halves{gap: look.Page / 2}, left, right))
	top := container.NewVBox(container.NewBorder(nil, nil, nil, make, v.words), v.note)
	foot := container.NewBorder(nil, nil, v.more, container.NewHBox(leave, v.keep))
	v.body = container.NewBorder(top, container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), foot), nil, nil, columns)
	v.show()
}

// read turns the description into sliders, and names the words that say nothing.
func (v *View) read(text string) {
	said := wording.Describe(text)
	v.sliders.set(said.Strengths())
	var unknown []string
	for _, u := range said.Unknown {
		word := fmt.Sprintf("“%s”", u.Text)
		if u.Suggestion != "" {
			word = lang.L("“{{.Word}}” (did you mean “{{.Suggestion}}”?)", map[string]any{"Word": u.Text, "Suggestion": u.Suggestion})
		}
		unknown = append(unknown, word)
	}
	v.unknown = len(unknown) > 0
	switch {
	case v.unknown:
		v.note.SetText(lang.L("These words say nothing of a voice here: {{.Words}}", map[string]any{"Words": strings.Join(unknown, ", ")}))
		v.note.Importance = widget.WarningImportance
	default:
		v.tell()
	}
	v.note.Refresh()
	if !v.named {
		v.name.SetText("")
	}
}

// tell says what can be done next.
func (v *View) tell() {
	v.note.Importance = widget.MediumImportance
	switch {
	case len(v.sliders.wish()) == 0:
		v.note.SetText(lang.L("Write how the voice sounds, or move the sliders; then press Enter."))
	case v.wait.Visible():
		v.note.SetText(lang.L("Making voice {{.N}} of {{.Count}}; the first is heard as soon as it is there.", map[string]any{"N": len(v.made) + 1, "Count": Candidates}))
	case len(v.made) == 0:
		v.note.SetText(lang.L("Press Enter to make voices."))
	default:
		v.note.SetText(lang.L("Many voices fit: listen, make others, or move a slider and make them anew."))
	}
	v.note.Refresh()
}

// Make makes voices for what the sliders ask for.
func (v *View) Make() {
	v.seed = 1
	v.Others()
}

// Others makes the next voices of the same wish.
func (v *View) Others() {
	wish := v.sliders.wish()
	if len(wish) == 0 {
		v.tell()
		return
	}
	v.made, v.wish, v.chosen = nil, wish, -1
	v.show()
	v.wait.SetValue(0)
	v.wait.Show()
	if !v.unknown {
		v.tell()
	}
	v.work.Ask(order{wish, v.seed})
	v.seed += Candidates
}

// An order is for the voices of a wish, from a seed on.
type order struct {
	wish  Wish
	first uint64
}

// describe makes the voices of an order in the background and tells each as soon as it is there.
func (v *View) describe(ctx context.Context, o order, tell func(func())) {
	for i := range uint64(Candidates) {
		c, err := v.source.Describe(ctx, o.wish, o.first+i)
		tell(func() { v.arrived(c, err) })
		if err != nil || ctx.Err() != nil {
			return
		}
	}
}

// arrived shows a voice that was just made; the first one is heard at once.
func (v *View) arrived(c desk.Candidate, err error) {
	if err != nil {
		v.wait.Hide()
		v.note.Importance = widget.WarningImportance
		v.note.SetText(err.Error())
		return
	}
	v.made = append(v.made, c)
	v.wait.SetValue(float64(len(v.made)) / Candidates)
	if len(v.made) == Candidates {
		v.wait.Hide()
	}
	if !v.unknown || len(v.made) == Candidates {
		v.tell()
	}
	v.show()
	if len(v.made) == 1 {
		v.choose(0)
	}
}

// show lists the voices.
func (v *View) show() {
	v.list.RemoveAll()
	for i, c := range v.made {
		v.list.Add(v.row(i, c))
	}
	if len(v.made) == 0 && !v.wait.Visible() {
		v.list.Add(widget.NewLabelWithStyle(lang.L("Nothing was made yet."), fyne.TextAlignLeading, fyne.TextStyle{Italic: true}))
	}
	enable(v.more, len(v.made) > 0)
	enable(v.keep, v.chosen >= 0)
}

// row is one voice: its number, whether it is the chosen one, and how near each asked attribute came.
func (v *View) row(i int, c desk.Candidate) fyne.CanvasObject {
	chip := look.NewChip(lang.L("Voice {{.N}}", map[string]any{"N": c.Seed}), look.IconPlay, nil)
	chip.SetOn(i == v.chosen)
	chip.OnChanged = func(bool) { v.choose(i) }
	bars := container.NewVBox()
	for _, t := range c.Traits {
		if t.Asked {
			bars.Add(newBar(t))
		}
	}
	frame := canvas.NewRectangle(look.Color(look.ColorRaised))
	frame.CornerRadius = 8
	return container.NewStack(frame, container.New(layout.NewCustomPaddedLayout(look.Space, look.Space, look.Space, look.Space),
		container.NewBorder(nil, nil, container.NewCenter(chip), nil, container.New(layout.NewCustomPaddedLayout(0, 0, look.Space, 0), bars))))
}

// choose makes a voice the one to be kept and lets it be heard.
func (v *View) choose(i int) {
	v.chosen = i
	if !v.named {
		v.name.SetText(suggestion(v.words.Text, v.made[i].Seed))
	}
	v.show()
	if v.OnHear != nil {
		v.OnHear(v.made[i].Sound)
	}
}

func (v *View) keepIt() {
	if v.chosen < 0 {
		v.Make()
		return
	}
	name := strings.TrimSpace(v.name.Text)
	if name == "" {
		v.note.Importance = widget.WarningImportance
		v.note.SetText(lang.L("Give the voice a name."))
		return
	}
	if v.OnKeep != nil {
		v.OnKeep(name, strings.TrimSpace(v.words.Text), v.wish, v.made[v.chosen].Seed)
	}
}

// longestName is how many runes of a description become a name.
const longestName = 26

// suggestion is a name for a voice that has none yet: the beginning of its description, without the article.
func suggestion(words string, seed uint64) string {
	name := ""
	for i, word := range strings.Fields(words) {
		if i == 0 && (strings.EqualFold(word, "a") || strings.EqualFold(word, "an") || strings.EqualFold(word, "the")) {
			continue
		}
		if len([]rune(name+word)) >= longestName {
			break
		}
		name += " " + word
	}
	name = strings.Trim(name, " ,.;")
	if name == "" {
		return lang.L("Voice {{.N}}", map[string]any{"N": seed})
	}
	first, size := utf8.DecodeRuneInString(name)
	return fmt.Sprintf("%c%s %d", unicode.ToUpper(first), name[size:], seed)
}

func enable(b *look.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}
