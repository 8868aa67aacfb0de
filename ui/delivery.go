package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
	"voicewright/voices/wording"
)

// deliveryForm shows a delivery as sliders, and moves them by words: what is typed is laid over where they stood, and what is
// dragged afterwards stays when the typing goes on.
type deliveryForm struct {
	content fyne.CanvasObject
	words   *look.Entry
	note    *widget.Label
	rows    []*deliveryRow
	setting bool
}

// deliveryRow is one slider. A factor stands at its logarithm to the base of 2, so that half and twice lie equally far.
type deliveryRow struct {
	field  func(*script.Delivery) *float64
	factor bool
	slider *look.Slider
	value  *widget.Label
	show   func(float64) string
	base   float64 // where the slider stands without the words
	spoken float64 // what the words add
}

// newDeliveryForm shows a delivery.
func newDeliveryForm(d script.Delivery) *deliveryForm {
	f := &deliveryForm{words: look.NewEntry(), note: widget.NewLabel("")}
	f.words.SetPlaceHolder(lang.L("slower, warmer, a little excited"))
	f.words.OnChanged = f.read
	f.note.Wrapping = fyne.TextWrapWord
	f.note.SizeName = theme.SizeNameCaptionText
	percent := func(v float64) string { return strconv.Itoa(int(math.Round(v*100))) + " %" }
	signed := func(unit string, decimals int) func(float64) string {
		return func(v float64) string {
			text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
			switch sign := strconv.FormatFloat(v, 'f', decimals, 64); {
			case strings.Trim(text, "0.") == "":
			case sign[0] == '-':
				text = "−" + text
			default:
				text = "+" + text
			}
			return text + " " + unit
		}
	}
	share := signed("%", 0)
	hundredths := func(v float64) string { return share(100 * v) }
	octave := lang.L("dB/oct")
	rows := container.NewVBox(
		f.row(lang.L("Pace"), lang.L("slow"), lang.L("fast"), script.MostPace, 0, percent,
			func(d *script.Delivery) *float64 { return &d.Pace }),
		f.row(lang.L("Pitch"), lang.L("low"), lang.L("high"), script.MostPitch, 0.5, signed(lang.L("st"), 1),
			func(d *script.Delivery) *float64 { return &d.Pitch }),
		f.row(lang.L("Melody"), lang.L("flat"), lang.L("lively"), script.MostRange, 0, percent,
			func(d *script.Delivery) *float64 { return &d.Range }),
		f.row(lang.L("Energy"), lang.L("quiet"), lang.L("loud"), script.MostEnergy, 0.5, signed("dB", 1),
			func(d *script.Delivery) *float64 { return &d.Energy }),
		f.row(lang.L("Brightness"), lang.L("dark"), lang.L("bright"), script.MostBrightness, 0.1, signed(octave, 1),
			func(d *script.Delivery) *float64 { return &d.Brightness }),
		f.row(lang.L("Breath"), lang.L("clear"), lang.L("breathy"), script.MostBreath, 0.05, hundredths,
			func(d *script.Delivery) *float64 { return &d.Breath }),
	)
	plain := look.NewButton(lang.L("As the voice says it"), func() {
		f.words.SetText("")
		f.set(script.Delivery{})
	})
	plain.Importance = widget.LowImportance
	f.content = container.NewVBox(
		container.New(layout.NewFormLayout(), widget.NewLabel(lang.L("In words")), container.NewBorder(nil, nil, nil, plain, f.words)),
		f.note, rows)
	f.set(d)
	f.read("")
	return f
}

// row adds a slider that goes as far as most either way; a step of 0 is for a factor.
func (f *deliveryForm) row(name, low, high string, most, step float64, show func(float64) string, field func(*script.Delivery) *float64) fyne.CanvasObject {
	r := &deliveryRow{field: field, factor: step == 0, show: show, value: widget.NewLabelWithStyle("", fyne.TextAlignTrailing, fyne.TextStyle{})}
	if r.factor {
		most, step = math.Log2(most), 0.02
	}
	r.slider = look.NewSlider(-most, most)
	r.slider.Step = step
	r.slider.OnChanged = func(v float64) {
		if !f.setting {
			r.base = v - r.spoken
		}
		r.value.SetText(r.show(r.read()))
	}
	f.rows = append(f.rows, r)
	side := func(width float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSize(width, r.value.MinSize().Height), o)
	}
	pole := func(text string) fyne.CanvasObject {
		return container.NewCenter(look.Text(text, look.ColorSubtle, theme.SizeNameCaptionText))
	}
	return container.NewBorder(nil, nil,
		container.NewHBox(side(104, widget.NewLabelWithStyle(name, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})), side(64, pole(low))),
		container.NewHBox(side(64, pole(high)), side(104, r.value)), r.slider)
}

// read is the row's value.
func (r *deliveryRow) read() float64 {
	if r.factor {
		return math.Exp2(r.slider.Value)
	}
	return r.slider.Value
}

// stand moves the slider to where base and words together lie.
func (f *deliveryForm) stand() {
	f.setting = true
	defer func() { f.setting = false }()
	for _, r := range f.rows {
		r.slider.SetValue(r.base + r.spoken)
		r.value.SetText(r.show(r.read()))
	}
}

// place is where a value stands on the row's scale.
func (r *deliveryRow) place(v float64) float64 {
	switch {
	case !r.factor:
		return v
	case v == 0:
		return 0
	}
	return math.Log2(v)
}

func (f *deliveryForm) set(d script.Delivery) {
	for _, r := range f.rows {
		r.base = r.place(*r.field(&d))
	}
	f.stand()
}

// read lays what the words ask for over the sliders, and names the words that say nothing.
func (f *deliveryForm) read(text string) {
	wish := wording.Deliver(text)
	m := wish.Manner()
	d := script.Delivery{Pace: m.Speed, Pitch: m.Pitch, Range: m.Range, Energy: m.Energy, Brightness: m.Brightness, Breath: m.Breath}
	for _, r := range f.rows {
		r.spoken = r.place(*r.field(&d))
	}
	f.stand()
	f.note.Importance = widget.MediumImportance
	note := lang.L("Write how it should be said, or move the sliders.")
	if len(wish.Unknown) > 0 {
		note = lang.L("These words say nothing of a delivery here: {{.Words}}", map[string]any{"Words": unknownWords(wish.Unknown)})
		f.note.Importance = widget.WarningImportance
	}
	f.note.SetText(note)
}

// unknownWords lists words with what they may have been meant for.
func unknownWords(words []wording.Word) string {
	var all []string
	for _, u := range words {
		word := fmt.Sprintf("“%s”", u.Text)
		if u.Suggestion != "" {
			word = lang.L("“{{.Word}}” (did you mean “{{.Suggestion}}”?)", map[string]any{"Word": u.Text, "Suggestion": u.Suggestion})
		}
		all = append(all, word)
	}
	return strings.Join(all, ", ")
}

// delivery is what the sliders say. What stands in the middle is 0, as a delivery that changes nothing has it.
func (f *deliveryForm) delivery() script.Delivery {
	var d script.Delivery
	for _, r := range f.rows {
		if math.Abs(r.slider.Value) > 1e-9 {
			*r.field(&d) = r.read()
		}
	}
	return d
}
