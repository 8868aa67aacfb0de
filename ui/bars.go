package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/farm"
	"voicewright/script"
	"voicewright/ui/look"
)

// toolBar holds what is needed most, at the top of the window.
type toolBar struct {
	window  *Window
	play    *look.IconButton
	title   *widget.Label
	undo    *look.IconButton
	redo    *look.IconButton
	content fyne.CanvasObject
}

func newToolBar(w *Window) *toolBar {
	b := &toolBar{window: w, title: widget.NewLabel("")}
	b.title.TextStyle = fyne.TextStyle{Bold: true}
	button := func(icon fyne.Resource, id string) *look.IconButton {
		c := w.command(id)
		hint := c.name
		if keys := c.keys(); keys != "" {
			hint += "  (" + keys + ")"
		}
		return look.NewIconButton(icon, hint, c.invoke)
	}
	b.play = button(look.IconPlay, "play")
	b.undo, b.redo = button(look.IconUndo, "undo"), button(look.IconRedo, "redo")
	export := look.NewButtonWithIcon(lang.L("Export"), look.IconExport, w.command("export").invoke)
	export.Importance = widget.HighImportance
	voice := look.NewButtonWithIcon(lang.L("Voice all"), look.IconRender, w.command("render-all").invoke)
	row := container.NewHBox(
		b.title, look.NewIconButton(look.IconDown, lang.L("Projects"), nil), widget.NewSeparator(),
		b.undo, b.redo, layout.NewSpacer(),
		b.play, button(look.IconNext, "play-on"), button(look.IconTake, "another-take"), button(look.IconTakes, "three-takes"),
		layout.NewSpacer(),
		button(look.IconSearch, "find"), button(look.IconPalette, "palette"), voice, export)
	projects := row.Objects[1].(*look.IconButton)
	projects.OnTapped = func() { w.projectMenu(projects) }
	b.content = container.NewVBox(container.NewPadded(row), widget.NewSeparator())
	return b
}

func (b *toolBar) refresh() {
	w := b.window
	if w.project == nil {
		return
	}
	title := w.project.Name()
	if _, readOnly := w.project.ReadOnly(); readOnly {
		title += "  ·  " + lang.L("read only")
	}
	b.title.SetText(title)
	w.win.SetTitle(title + " – Voicewright")
}

func (b *toolBar) playing(on bool) {
	if on {
		b.play.SetIcon(look.IconStop)
	} else {
		b.play.SetIcon(look.IconPlay)
	}
}

// statusBar tells, at the foot of the window, how long the script is, how far the queue is, and what is wrong.
type statusBar struct {
	window  *Window
	left    *widget.Label
	note    *widget.Label
	queue   *widget.Label
	bar     *widget.ProgressBar
	pause   *look.IconButton
	working *fyne.Container
	content fyne.CanvasObject
	paused  bool
	counted bool
}

func newStatusBar(w *Window) *statusBar {
	s := &statusBar{window: w, left: quiet(), note: quiet(), queue: quiet(), bar: widget.NewProgressBar()}
	s.note.Truncation = fyne.TextTruncateEllipsis
	s.bar.TextFormatter = func() string { return "" }
	s.pause = look.NewIconButton(look.IconPause, lang.L("Pause or go on"), func() { w.run("pause") })
	stop := look.NewIconButton(look.IconStop, lang.L("Stop rendering"), func() { w.run("cancel") })
	s.working = container.NewHBox(s.queue, container.NewCenter(container.NewGridWrap(fyne.NewSize(140, 12), s.bar)), s.pause, stop)
	s.working.Hide()
	s.content = container.NewVBox(widget.NewSeparator(), container.NewBorder(nil, nil, s.left, s.working, s.note))
	return s
}

func quiet() *widget.Label {
	l := widget.NewLabel("")
	l.SizeName = theme.SizeNameCaptionText
	return l
}

// count tells how long the script is; at most once a round of the window's thread.
func (s *statusBar) count() {
	if s.counted {
		return
	}
	s.counted = true
	s.window.thread.Do(func() {
		s.counted = false
		s.countNow()
	})
}

func (s *statusBar) countNow() {
	w := s.window
	if w.project == nil {
		return
	}
	document := w.project.Document()
	lines, ready, todo, failed := 0, 0, 0, 0
	seconds := 0.0
	for i := range document.Len() {
		status := w.project.Status(document.Line(i).ID)
		if status.State == script.Silent {
			continue
		}
		lines++
		switch status.State {
		case script.Ready:
			ready++
			seconds += status.Seconds
		case script.Failed:
			failed++
		default:
			todo++
		}
	}
	text := lang.L("{{.Ready}} of {{.Lines}} lines voiced, {{.Length}}", map[string]any{"Ready": ready, "Lines": lines, "Length": clock(seconds)})
	if failed > 0 {
		text += "  ·  " + lang.L("{{.N}} failed", map[string]any{"N": failed})
	}
	s.left.SetText(text)
}

// clock is a length in minutes and seconds.
func clock(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second)).Round(time.Second)
	if d >= time.Hour {
		return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// progress shows how far the queue is.
func (s *statusBar) progress(p farm.Progress) {
	s.paused = p.Paused
	if p.Waiting+p.Running == 0 {
		s.working.Hide()
		return
	}
	text := lang.L("{{.N}} to voice", map[string]any{"N": p.Waiting + p.Running})
	switch {
	case p.Paused:
		text += "  ·  " + lang.L("paused")
	case p.Remaining > 0:
		text += "  ·  " + lang.L("about {{.Time}} left", map[string]any{"Time": remaining(p.Remaining)})
	}
	s.queue.SetText(text)
	s.bar.SetValue(p.Fraction)
	if p.Paused {
		s.pause.SetIcon(look.IconPlay)
	} else {
		s.pause.SetIcon(look.IconPause)
	}
	s.working.Show()
}

// remaining is an estimate, no finer than it deserves.
func remaining(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return lang.L("{{.N}} s", map[string]any{"N": int(d.Seconds() + 1)})
	case d < 2*time.Minute:
		return lang.L("{{.N}} s", map[string]any{"N": int(d.Seconds()/5+1) * 5})
	}
	return lang.L("{{.N}} min", map[string]any{"N": int(d.Minutes() + 1)})
}

// say shows a sentence until the next one.
func (s *statusBar) say(text string) {
	s.note.Importance = widget.MediumImportance
	s.note.SetText(text)
}

func (s *statusBar) unsaved(err error) {
	s.note.Importance = widget.DangerImportance
	s.note.SetText(lang.L("Not saved yet, trying again: {{.Why}}", map[string]any{"Why": err.Error()}))
}

func (s *statusBar) saved() { s.say(lang.L("All changes are saved.")) }

// silent tells that there is no sound device.
func (s *statusBar) silent(err error) {
	s.say(lang.L("No sound: {{.Why}}", map[string]any{"Why": err.Error()}))
}

// engine tells which model speaks, or why none does.
func (s *statusBar) engine(name string, err error) {
	if err != nil {
		s.note.Importance = widget.DangerImportance
		s.note.SetText(lang.L("Nothing can be voiced: {{.Why}}", map[string]any{"Why": err.Error()}))
	}
}
