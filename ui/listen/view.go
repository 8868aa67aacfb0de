package listen

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/listen/scope"
	"voicewright/ui/look"
)

// showView opens the settings of the view under their button.
func (r *bar) showView() {
	c := r.canvas()
	if c == nil {
		return
	}
	r.popUp(r.view, widget.NewPopUp(container.NewPadded(r.viewForm()), c))
}

// choice is a list of values with a name each.
func choice[T comparable](names []string, values []T, now T, set func(T)) *look.Select {
	s := look.NewSelect(names, nil)
	for i, v := range values {
		if v == now {
			s.SetSelectedIndex(i)
		}
	}
	s.OnChanged = func(string) {
		if i := s.SelectedIndex(); i >= 0 {
			set(values[i])
		}
	}
	return s
}

func (r *bar) viewForm() fyne.CanvasObject {
	b := r.bench
	now := b.settings
	level := widget.NewLabel("")
	tell := func(db float64) {
		level.SetText(lang.L("{{.Range}} dB", map[string]any{"Range": fmt.Sprintf("%.0f", db)}))
	}
	tell(now.Range)
	slider := look.NewSlider(minRange, maxRange)
	slider.Step = rangeStep
	slider.Value = now.Range
	slider.OnChanged = func(v float64) {
		tell(v)
		b.change(func(s *Settings) { s.Range = v })
	}
	var maps []string
	for _, m := range scope.Maps {
		maps = append(maps, lang.L(m.String()))
	}
	form := widget.NewForm(
		widget.NewFormItem(lang.L("Frequency axis"), choice([]string{lang.L("Mel"), lang.L("Linear"), lang.L("Logarithmic")},
			[]scope.Scale{scope.Mel, scope.Linear, scope.Log}, now.Scale, func(v scope.Scale) { b.change(func(s *Settings) { s.Scale = v }) })),
		widget.NewFormItem(lang.L("Up to"), choice([]string{lang.L("all"), "8 kHz", "5 kHz", "3 kHz"},
			[]float64{0, 8000, 5000, 3000}, now.Top, func(v float64) { b.change(func(s *Settings) { s.Top = v }) })),
		widget.NewFormItem(lang.L("Sharp in"), choice([]string{lang.L("Time and frequency"), lang.L("Frequency: harmonics"), lang.L("Time: pulses of the voice")},
			[]scope.Detail{scope.Balanced, scope.Harmonics, scope.Pulses}, now.Detail, func(v scope.Detail) { b.change(func(s *Settings) { s.Detail = v }) })),
		widget.NewFormItem(lang.L("Colours"), choice(maps, scope.Maps, now.Map, func(v scope.Map) { b.change(func(s *Settings) { s.Map = v }) })),
		widget.NewFormItem(lang.L("Silence is"), choice([]string{lang.L("as the window"), lang.L("dark"), lang.L("light")},
			[]Ground{GroundAuto, GroundDark, GroundLight}, now.Ground, func(v Ground) { b.change(func(s *Settings) { s.Ground = v }) })),
		widget.NewFormItem(lang.L("Dynamic range"), container.NewBorder(nil, nil, nil, level, slider)),
		widget.NewFormItem(lang.L("Pitch axis"), choice([]string{lang.L("Hz"), lang.L("Semitones")},
			[]bool{false, true}, now.Semitones, func(v bool) { b.change(func(s *Settings) { s.Semitones = v }) })),
	)
	check := func(text string, on bool, set func(*Settings, bool)) fyne.CanvasObject {
		c := look.NewCheck(text, nil)
		c.Checked = on
		c.OnChanged = func(on bool) { b.change(func(s *Settings) { set(s, on) }) }
		return c
	}
	lanes := container.NewGridWithColumns(2,
		check(lang.L("Spectrogram"), now.Spectrogram, func(s *Settings, on bool) { s.Spectrogram = on }),
		check(lang.L("Pitch over it"), now.Overlay, func(s *Settings, on bool) { s.Overlay = on }),
		check(lang.L("Pitch"), now.Pitch, func(s *Settings, on bool) { s.Pitch = on }),
		check(lang.L("Loudness"), now.Loudness, func(s *Settings, on bool) { s.Loudness = on }),
		check(lang.L("Phonemes"), now.Phones, func(s *Settings, on bool) { s.Phones = on }),
		check(lang.L("Words"), now.Words, func(s *Settings, on bool) { s.Words = on }),
		check(lang.L("Both sounds"), now.Both, func(s *Settings, on bool) { s.Both = on }),
		check(lang.L("Follow the play-head"), now.Follow, func(s *Settings, on bool) { s.Follow = on }),
	)
	return container.NewVBox(
		look.Text(lang.L("Spectrogram and pitch"), look.ColorSubtle, theme.SizeNameCaptionText), form,
		look.Text(lang.L("Lanes"), look.ColorSubtle, theme.SizeNameCaptionText), lanes,
	)
}
