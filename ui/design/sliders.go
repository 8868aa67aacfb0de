package design

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/wording"
)

// Poles are what an attribute is called at the two ends of its slider.
func Poles(a wording.Attribute) (low, high string) {
	switch a {
	case wording.Pitch:
		return lang.L("low"), lang.L("high")
	case wording.Range:
		return lang.L("monotonous"), lang.L("lively")
	case wording.Pace:
		return lang.L("slow"), lang.L("fast")
	case wording.Loudness:
		return lang.L("quiet"), lang.L("loud")
	case wording.Brightness:
		return lang.L("dark"), lang.L("bright")
	case wording.Breathiness:
		return lang.L("clear"), lang.L("breathy")
	case wording.Sex:
		return lang.L("woman"), lang.L("man")
	}
	return lang.L("young"), lang.L("old")
}

// sliders hold a wish: one slider for each attribute, which asks for nothing until it is moved.
type sliders struct {
	box     *fyne.Container
	rows    []*row
	open    string // what a slider says that asks for nothing
	changed func()
	setting bool
}

type row struct {
	open   string
	slider *look.Slider
	value  *widget.Label
	clear  *look.IconButton
	asked  bool
}

func newSliders(open string, changed func()) *sliders {
	s := &sliders{box: container.NewVBox(), open: open, changed: changed}
	for i := range wording.Names {
		s.box.Add(s.row(wording.Attribute(i)))
	}
	return s
}

func (s *sliders) row(a wording.Attribute) fyne.CanvasObject {
	r := &row{open: s.open, slider: look.NewSlider(-wording.MostWish, wording.MostWish), value: widget.NewLabelWithStyle("", fyne.TextAlignTrailing, fyne.TextStyle{})}
	r.slider.Step = 0.1
	low, high := Poles(a)
	r.slider.OnChanged = func(float64) {
		r.asked = true
		r.show()
		if !s.setting {
			s.changed()
		}
	}
	r.clear = look.NewIconButton(look.IconClose, lang.L("Leave it open"), func() {
		s.setting = true
		r.slider.SetValue(0)
		s.setting = false
		r.asked = false
		r.show()
		s.changed()
	})
	r.show()
	s.rows = append(s.rows, r)
	side := func(width float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewGridWrapLayout(fyne.NewSize(width, r.value.MinSize().Height)), o)
	}
	return container.NewBorder(nil, nil, side(96, widget.NewLabel(low)),
		container.NewHBox(side(76, widget.NewLabel(high)), side(64, r.value), side(30, container.NewCenter(r.clear))), r.slider)
}

// show says in figures and words where the slider stands.
func (r *row) show() {
	text := r.open
	if r.asked {
		text = strength(r.slider.Value)
	}
	r.value.SetText(text)
	r.value.TextStyle = fyne.TextStyle{Bold: r.asked}
	r.value.Refresh()
	if r.asked {
		r.clear.Show()
	} else {
		r.clear.Hide()
	}
}

// set lets the sliders stand where a wish has them.
func (s *sliders) set(wish Wish) {
	s.setting = true
	defer func() { s.setting = false }()
	for i, r := range s.rows {
		v, asked := wish[wording.Attribute(i)]
		r.slider.SetValue(v)
		r.asked = asked
		r.show()
	}
}

// wish is what the sliders ask for.
func (s *sliders) wish() Wish {
	wish := Wish{}
	for i, r := range s.rows {
		if r.asked {
			wish[wording.Attribute(i)] = r.slider.Value
		}
	}
	return wish
}

// strength writes a strength with its sign.
func strength(v float64) string { return strings.Replace(fmt.Sprintf("%+.1f", v), "-", "−", 1) }
