package ui

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// mostManuscript bounds a file that is read as a manuscript; a long novel has about 1 MB.
const mostManuscript = 32 << 20 // bytes

// importFile asks for a manuscript and shows what would come of it.
func (w *Window) importFile() {
	w.openFile(w.importPath, ".txt", ".md", ".markdown", ".srt", ".vtt", ".csv", ".tsv")
}

func (w *Window) importPath(path string) {
	w.background(func(context.Context) func() {
		data, err := readBounded(path)
		return func() {
			if err != nil {
				w.fail(fmt.Errorf("the manuscript cannot be read: %w", err))
				return
			}
			w.offer(filepath.Base(path), data, w.here())
		}
	})
}

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, mostManuscript+1))
	if err == nil && len(data) > mostManuscript {
		err = sentenceError(lang.L("it is larger than 32 MB; part it into smaller files"))
	}
	return data, err
}

// here is where new lines go: after the current one, or at the end.
func (w *Window) here() int {
	document := w.project.Document()
	if at := document.Index(w.list.Current()); at >= 0 {
		return at + 1
	}
	return document.Len()
}

// paste takes several paragraphs from the clipboard. A few go in at once, a manuscript is shown first.
func (w *Window) paste(at int, text string) {
	if len(text) < 4000 && strings.Count(strings.TrimSpace(text), "\n") < 8 {
		got, err := script.Import("", []byte(text), script.ImportOptions{Split: script.ByParagraph, Roles: w.project.Document().Roles()})
		if err != nil {
			w.fail(err)
			return
		}
		w.insertImported(got, at)
		return
	}
	w.offer("", []byte(text), at)
}

// offer shows what a manuscript would become, and puts it in.
func (w *Window) offer(name string, data []byte, at int) {
	if w.project == nil {
		return
	}
	title := lang.L("Pasted text")
	if name != "" {
		title = lang.L("Import {{.Name}}", map[string]any{"Name": name})
	}
	var got script.Imported
	preview := widget.NewLabel("")
	preview.Wrapping = fyne.TextWrapWord
	summary := widget.NewLabelWithStyle("", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	var d *look.Question
	by := look.NewSelect([]string{lang.L("A line for every paragraph"), lang.L("A line for every sentence")}, nil)
	by.SetSelectedIndex(0)
	splits := []script.Splitting{script.ByParagraph, script.BySentence}
	names := look.NewCheck(lang.L("Names before a colon are roles"), nil)
	names.SetChecked(true)
	replace := look.NewCheck(lang.L("Replace the script that is there"), nil)
	read := func() {
		options := script.ImportOptions{Split: splits[by.SelectedIndex()], NoRoles: !names.Checked, Roles: w.project.Document().Roles()}
		w.background(func(context.Context) func() {
			result, err := script.Import(name, data, options)
			return func() {
				got = result
				if err != nil {
					summary.SetText(capital(err.Error()))
					preview.SetText("")
					return
				}
				summary.SetText(importSummary(result))
				preview.SetText(excerpt(result))
			}
		})
	}
	by.OnChanged = func(string) { read() }
	names.OnChanged = func(bool) { read() }
	top := container.NewVBox(by, names, replace, widget.NewSeparator(), summary)
	d = look.Ask(title, lang.L("Put into the script"), lang.L("Cancel"),
		container.NewBorder(top, nil, nil, nil, container.NewVScroll(preview)), func(ok bool) {
			if !ok || len(got.Lines) == 0 {
				return
			}
			if replace.Checked {
				document := w.project.Document()
				var all []string
				for i := range document.Len() {
					all = append(all, document.Line(i).ID)
				}
				w.do(script.Delete{IDs: all})
				at = document.Len()
			}
			w.insertImported(got, at)
		}, w.win)
	d.Resize(fyne.NewSize(680, 560))
	d.Show()
	read()
}

func (w *Window) insertImported(got script.Imported, at int) {
	document := w.project.Document()
	// The one empty line that a new project has gives way.
	if document.Len() == 1 && document.Line(0).Text == "" {
		w.do(script.Delete{IDs: []string{document.Line(0).ID}})
		at = 0
	}
	if w.do(script.Insert{At: at, Lines: got.Lines, Roles: got.Roles}) && at < document.Len() {
		w.list.Select(document.Line(at).ID)
		w.list.ScrollTo(document.Line(at).ID)
		w.showLine()
	}
}

func importSummary(got script.Imported) string {
	text := lang.L("{{.N}} lines", map[string]any{"N": len(got.Lines)})
	var names []string
	for _, r := range got.Roles {
		names = append(names, r.Name)
	}
	if len(names) > 0 {
		text += "  ·  " + lang.L("new roles: {{.Names}}", map[string]any{"Names": strings.Join(names, ", ")})
	}
	for _, note := range got.Notes {
		text += "\n" + note
	}
	return text
}

// excerpt is the beginning of what was read.
func excerpt(got script.Imported) string {
	names := map[string]string{}
	for _, r := range got.Roles {
		names[r.ID] = r.Name
	}
	var b strings.Builder
	for i, l := range got.Lines {
		if i == 40 {
			b.WriteString("…")
			break
		}
		if l.Kind == script.Heading {
			b.WriteString("# ")
		}
		if name := names[l.Role]; name != "" {
			b.WriteString(name + ": ")
		}
		b.WriteString(l.Text + "\n\n")
	}
	return b.String()
}

// Drop takes files that were dropped on the window: manuscripts, voices, recordings.
func (w *Window) Drop(paths ...string) {
	var recordings []string
	for _, path := range paths {
		switch strings.ToLower(filepath.Ext(path)) {
		case ".wav", ".flac", ".mp3", ".opus", ".ogg":
			recordings = append(recordings, path)
		case ".voice":
			w.importVoicePath(path)
		case projectEnding:
			w.open(path)
			return
		default:
			if w.project != nil {
				w.importPath(path)
			}
		}
	}
	if len(recordings) > 0 {
		w.addRecordings(recordings)
	}
}
