package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/audio"
	"voicewright/deliver"
	"voicewright/ui/look"
)

// exportDialog asks how to export, shows which files will come of it, and writes them.
type exportDialog struct {
	window *Window
	lines  []string // nil is the whole script
	plan   deliver.Export
	err    error

	what, format, rate, loudness *look.Select
	pattern                      *look.Entry
	folder                       *widget.Label
	srt, vtt, labels             *look.Chip
	provenance                   *look.Check
	names                        *look.List
	summary                      *widget.Label
	dialog                       *look.Question
}

var loudnesses = []float64{0, -14, -16, -19, -23}

func (w *Window) showExport() {
	if w.project == nil {
		return
	}
	w.list.StopEditing()
	e := &exportDialog{window: w}
	replan := func(string) { e.replan() }
	e.what = look.NewSelect([]string{lang.L("One file for every line"), lang.L("One file for every role"), lang.L("One file for every chapter"), lang.L("One file for all")}, nil)
	e.what.SetSelectedIndex(3)
	e.format = look.NewSelect([]string{lang.L("16 bit"), lang.L("24 bit"), lang.L("32 bit float")}, nil)
	e.format.SetSelectedIndex(0)
	e.rate = look.NewSelect([]string{"24 kHz", "48 kHz"}, nil)
	e.rate.SetSelectedIndex(1)
	e.loudness = look.NewSelect([]string{lang.L("As it is"), lang.L("-14 LUFS (video, streaming)"), lang.L("-16 LUFS (podcast, stereo)"), lang.L("-19 LUFS (podcast, mono)"), lang.L("-23 LUFS (broadcast, EBU R 128)")}, nil)
	e.loudness.SetSelectedIndex(3)
	e.pattern = look.NewEntry()
	e.pattern.SetPlaceHolder(deliver.DefaultPattern(deliver.Whole))
	e.folder = widget.NewLabel(w.exportFolder())
	e.folder.Truncation = fyne.TextTruncateEllipsis
	for _, s := range []*look.Select{e.what, e.format, e.rate, e.loudness} {
		s.OnChanged = replan
	}
	e.pattern.OnChanged = replan
	again := func(bool) { e.replan() }
	e.srt, e.vtt, e.labels = look.NewChip("SRT", nil, again), look.NewChip("WebVTT", nil, again), look.NewChip(lang.L("Audacity labels"), nil, again)
	e.provenance = look.NewCheck(lang.L("Write into the files that this is synthetic speech, and which voices it has"), again)
	e.provenance.SetChecked(true)
	e.summary = widget.NewLabel("")
	e.summary.Wrapping = fyne.TextWrapWord
	e.names = look.NewList(func() int { return len(e.plan.Files) }, func() fyne.CanvasObject {
		name := widget.NewLabel("")
		name.Truncation = fyne.TextTruncateEllipsis
		return container.NewBorder(nil, nil, nil, look.Text("", look.ColorSubtle, theme.SizeNameText), name)
	}, e.fill)
	choose := look.NewButtonWithIcon(lang.L("Choose…"), look.IconFolder, func() {
		w.chooseFolder(e.folder.Text, func(path string) {
			e.folder.SetText(path)
			e.replan()
		})
	})
	form := widget.NewForm(
		widget.NewFormItem(lang.L("Files"), e.what),
		widget.NewFormItem(lang.L("Folder"), container.NewBorder(nil, nil, nil, choose, e.folder)),
		widget.NewFormItem(lang.L("Names"), e.pattern),
		widget.NewFormItem(lang.L("Samples"), container.NewGridWithColumns(2, e.format, e.rate)),
		widget.NewFormItem(lang.L("Loudness"), e.loudness),
		widget.NewFormItem(lang.L("Subtitles"), container.NewHBox(e.srt, e.vtt, e.labels)),
		widget.NewFormItem("", e.provenance),
	)
	form.Items[2].HintText = lang.L("Fields: {{.Fields}}", map[string]any{"Fields": "{" + strings.Join(deliver.Fields(), "} {") + "}"})
	preview := container.NewBorder(look.NewSectionTitle(lang.L("What will be written")), e.summary, nil, nil, e.names)
	body := container.NewBorder(container.NewPadded(form), nil, nil, nil, container.NewPadded(preview))
	e.dialog = look.Ask(lang.L("Export audio"), lang.L("Export"), lang.L("Cancel"), body, func(ok bool) {
		if ok {
			e.confirm()
		}
	}, w.win)
	e.replan()
	size := w.win.Canvas().Size()
	e.dialog.Resize(fyne.NewSize(min(760, size.Width-2*look.Page), size.Height-2*look.Page))
	e.dialog.Show()
}

// exportFolder is where exports of the project are suggested.
func (w *Window) exportFolder() string { return filepath.Dir(w.project.Path()) }

func (e *exportDialog) spec() deliver.Spec {
	subtitles := deliver.None
	for chip, kind := range map[*look.Chip]deliver.Subtitles{e.srt: deliver.SRT, e.vtt: deliver.VTT, e.labels: deliver.Labels} {
		if chip.On() {
			subtitles |= kind
		}
	}
	return deliver.Spec{
		Folder: e.folder.Text, Project: e.window.project.Name(), Pattern: e.pattern.Text, Group: deliver.Group(e.what.SelectedIndex()),
		Format: []audio.SampleFormat{audio.PCM16, audio.PCM24, audio.Float32}[e.format.SelectedIndex()], Rate: []int{24000, 48000}[e.rate.SelectedIndex()],
		Loudness: loudnesses[e.loudness.SelectedIndex()], Subtitles: subtitles,
		Provenance: e.provenance.Checked, Program: "Voicewright", Made: time.Now(),
	}
}

// replan shows what the settings lead to.
func (e *exportDialog) replan() {
	if e.dialog == nil {
		return
	}
	e.pattern.SetPlaceHolder(deliver.DefaultPattern(deliver.Group(e.what.SelectedIndex())))
	e.plan, e.err = deliver.Plan(e.window.project.Items(e.lines), e.spec())
	e.names.Refresh()
	e.summary.Importance = widget.MediumImportance
	if e.err != nil {
		e.summary.Importance = widget.WarningImportance
		text := capital(e.err.Error())
		if errors.Is(e.err, deliver.ErrNothing) {
			text = lang.L("There is nothing to export yet: voice the lines first.")
		}
		e.summary.SetText(text)
		return
	}
	text := lang.L("{{.Length}}, {{.Size}}", map[string]any{"Length": clock(e.plan.Seconds), "Size": size(e.plan.Bytes)})
	if n := len(e.plan.Missing); n > 0 {
		text += ". " + lang.L("{{.N}} lines are not voiced as they stand; they will be voiced first.", map[string]any{"N": n})
	}
	if n := e.plan.Existing(); n > 0 {
		text += ". " + lang.L("{{.N}} files are there already.", map[string]any{"N": n})
	}
	e.summary.SetText(text)
}

func (e *exportDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	f, row := e.plan.Files[i], o.(*fyne.Container)
	name := f.Name
	if len(f.Beside) > 0 {
		name += "  + " + strings.Join(f.Beside, ", ")
	}
	row.Objects[0].(*widget.Label).SetText(name)
	detail := clock(f.Seconds)
	if len(f.Exists) > 0 {
		detail = lang.L("exists") + "  ·  " + detail
	}
	row.Objects[1].(*widget.RichText).Segments[0].(*widget.TextSegment).Text = detail
	row.Objects[1].Refresh()
	row.Refresh() // the detail may have become wider
}

// size is a number of bytes for people.
func size(bytes int64) string {
	switch {
	case bytes < 1e6:
		return strconv.FormatInt(bytes/1000, 10) + " kB"
	case bytes < 1e9:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
}

// confirm asks what has to be asked before anything is written.
func (e *exportDialog) confirm() {
	w := e.window
	switch {
	case e.err != nil && errors.Is(e.err, deliver.ErrNothing), e.err == nil && len(e.plan.Missing) > 0:
		w.voiceThen(e.lines, func() { e.refreshAndAsk() })
	case e.err != nil:
		w.fail(e.err)
	default:
		e.refreshAndAsk()
	}
}

func (e *exportDialog) refreshAndAsk() {
	w, spec := e.window, e.spec()
	plan, err := deliver.Plan(w.project.Items(e.lines), spec)
	if err != nil {
		w.fail(err)
		return
	}
	if plan.Existing() == 0 {
		e.write(spec)
		return
	}
	look.Ask(lang.L("Replace files?"), lang.L("Replace"), lang.L("Cancel"),
		widget.NewLabel(lang.L("{{.N}} files are there already. Replace them?", map[string]any{"N": plan.Existing()})), func(ok bool) {
			if ok {
				spec.Overwrite = true
				e.write(spec)
			}
		}, w.win).Show()
}

// write exports in the background, with a progress that can be cancelled.
func (e *exportDialog) write(spec deliver.Spec) {
	w, project := e.window, e.window.project
	items := project.Items(e.lines)
	p := w.showProgress(lang.L("Exporting"))
	w.background(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p.onCancel(cancel)
		voices, err := project.Credits(ctx, items)
		var report deliver.Report
		if err == nil {
			spec.Voices = voices
			var plan deliver.Export
			if plan, err = deliver.Plan(items, spec); err == nil {
				report, err = deliver.Write(ctx, plan, func(d deliver.Progress) { p.set(d.Fraction, d.Remaining, d.Name) })
			}
		}
		return func() {
			p.hide()
			switch {
			case errors.Is(err, context.Canceled):
				w.status.say(lang.L("The export was cancelled; no incomplete file was left."))
			case err != nil:
				w.fail(err)
			default:
				w.exported(spec.Folder, report)
			}
		}
	})
}

func (w *Window) exported(folder string, report deliver.Report) {
	text := lang.L("{{.N}} files were written to {{.Folder}}.", map[string]any{"N": len(report.Files), "Folder": folder})
	w.status.say(text)
	for _, f := range report.Files {
		for _, note := range f.Notes {
			text += "\n" + f.Name + ": " + capital(note)
		}
	}
	w.inform(lang.L("Exported"), text)
}

// voiceThen voices the lines that need it and goes on when all are done.
func (w *Window) voiceThen(lines []string, then func()) {
	project := w.project
	if lines == nil {
		w.renderAll()
	} else {
		project.Render(lines, false)
	}
	p := w.showProgress(lang.L("Voicing the script"))
	w.background(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p.onCancel(func() {
			project.CancelAll()
			cancel()
		})
		for {
			now := project.Progress()
			if now.Waiting+now.Running == 0 {
				return func() { p.hide(); then() }
			}
			p.set(now.Fraction, now.Remaining, "")
			select {
			case <-ctx.Done():
				return p.hide
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
}
