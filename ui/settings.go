package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// Names of settings in the catalogue's database.
const (
	settingTheme     = "theme"
	settingTextScale = "text-scale"
	settingSidebar   = "sidebar-width" // share of the window
	settingBench     = "bench-height"
	settingView      = "bench-view" // as JSON
	settingLast      = "last-project"
	settingWidth     = "window-width"
	settingHeight    = "window-height"
)

// number reads a setting that is a number; fallback where there is none.
func (w *Window) number(key string, fallback float64) float64 {
	text, ok, err := w.studio.Setting(w.ctx, key)
	if err != nil || !ok {
		return fallback
	}
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v
	}
	return fallback
}

func (w *Window) remember(key, value string) {
	w.background(func(ctx context.Context) func() {
		if err := w.studio.SetSetting(ctx, key, value); err != nil && ctx.Err() == nil {
			return func() { w.fail(err) }
		}
		return nil
	})
}

// applyTheme sets colours and text size as they are stored.
func (w *Window) applyTheme() {
	choice, _, err := w.studio.Setting(w.ctx, settingTheme)
	if err != nil {
		choice = ""
	}
	w.app.Settings().SetTheme(look.Theme(look.ParseChoice(choice), float32(w.number(settingTextScale, 1))))
}

func (w *Window) showSettings() {
	choices := []look.Choice{look.System, look.Light, look.Dark}
	names := []string{lang.L("As the system"), lang.L("Light"), lang.L("Dark")}
	current, _, _ := w.studio.Setting(w.ctx, settingTheme) // an unreadable setting shows as the default
	colours := look.NewSelect(names, nil)
	for i, c := range choices {
		if c == look.ParseChoice(current) {
			colours.SetSelectedIndex(i)
		}
	}
	colours.OnChanged = func(string) {
		if i := colours.SelectedIndex(); i >= 0 {
			w.setTheme(choices[i].String(), settingTheme)
		}
	}
	percent := widget.NewLabel("")
	scale := look.NewSlider(0.8, 2)
	scale.Step = 0.1
	scale.SetValue(w.number(settingTextScale, 1))
	show := func(v float64) { percent.SetText(strconv.Itoa(int(v*100+0.5)) + " %") }
	show(scale.Value)
	scale.OnChanged = show
	scale.OnChangeEnded = func(v float64) { w.setTheme(strconv.FormatFloat(v, 'f', 2, 64), settingTextScale) }

	items := []*widget.FormItem{
		widget.NewFormItem(lang.L("Colours"), colours),
		widget.NewFormItem(lang.L("Text size"), container.NewBorder(nil, nil, nil, percent, scale)),
	}
	if w.project != nil {
		items = append(items, w.projectSettings()...)
	}
	form := widget.NewForm(items...)
	d := look.Tell(lang.L("Settings"), lang.L("Close"), container.NewPadded(form), w.win)
	d.Resize(fyne.NewSize(520, 320))
	d.Show()
}

func (w *Window) setTheme(value, key string) {
	if err := w.studio.SetSetting(w.ctx, key, value); err != nil {
		w.fail(err)
		return
	}
	w.applyTheme()
}

// projectSettings are the pauses of the open project.
func (w *Window) projectSettings() []*widget.FormItem {
	settings := w.project.Document().Settings()
	pause := func(value *float64) fyne.CanvasObject {
		label := widget.NewLabel("")
		show := func(v float64) {
			label.SetText(lang.L("{{.Seconds}} s", map[string]any{"Seconds": strconv.FormatFloat(v, 'f', 1, 64)}))
		}
		slider := look.NewSlider(0, 5)
		slider.Step = 0.1
		slider.SetValue(*value)
		show(*value)
		slider.OnChanged = show
		slider.OnChangeEnded = func(v float64) {
			*value = v
			w.do(script.Change{Settings: settings})
		}
		return container.NewBorder(nil, nil, nil, label, slider)
	}
	return []*widget.FormItem{
		widget.NewFormItem(lang.L("Pause after a line"), pause(&settings.Gap)),
		widget.NewFormItem(lang.L("Pause after a heading"), pause(&settings.ChapterGap)),
	}
}
