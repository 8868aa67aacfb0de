package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/studio/desk"
	"voicewright/ui/look"
)

// projectEnding ends the name of a project's folder.
const projectEnding = ".vwp"

// openFirst opens the project that was asked for, or the last one, or at the very first start the demo.
func (w *Window) openFirst(folder string) {
	if folder != "" {
		w.open(folder)
		return
	}
	last, ok, err := w.studio.Setting(w.ctx, settingLast)
	if err == nil && ok {
		if _, err := os.Stat(last); err == nil {
			w.open(last)
			return
		}
	}
	w.openDemo()
}

// openDemo opens the demo project and makes it first where it is not there.
func (w *Window) openDemo() {
	folder := filepath.Join(w.studio.ProjectsFolder(), lang.L("Demo")+projectEnding)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		w.create(folder, w.studio.Demo())
		return
	}
	w.open(folder)
}

func (w *Window) open(folder string) {
	w.switchTo(folder, func(ctx context.Context, onEvent func(desk.Event)) (Project, error) {
		return w.studio.OpenProject(ctx, folder, onEvent)
	})
}

func (w *Window) create(folder string, content script.Content) {
	w.switchTo(folder, func(ctx context.Context, onEvent func(desk.Event)) (Project, error) {
		if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
			return nil, err
		}
		return w.studio.CreateProject(ctx, folder, content, onEvent)
	})
}

// switchTo opens another project in the background; the one that is open stays until then, and for good where that fails.
func (w *Window) switchTo(folder string, open func(context.Context, func(desk.Event)) (Project, error)) {
	if w.opening {
		return
	}
	w.opening = true
	w.list.StopEditing()
	w.status.say(lang.L("Opening {{.Name}} …", map[string]any{"Name": strings.TrimSuffix(filepath.Base(folder), projectEnding)}))
	from := new(Project)
	w.background(func(ctx context.Context) func() {
		project, err := open(ctx, func(e desk.Event) { w.happened(from, e) })
		if err == nil && ctx.Err() != nil {
			err = errors.Join(ctx.Err(), project.Close())
		}
		return func() {
			w.opening = false
			if err != nil {
				w.status.say("")
				w.fail(err)
				return
			}
			*from = project
			w.take(project)
		}
	})
}

// take shows a project that was just opened and closes the one before.
func (w *Window) take(project Project) {
	w.playback.stop()
	if old := w.project; old != nil {
		w.background(func(context.Context) func() {
			if err := old.Close(); err != nil {
				return func() { w.fail(err) }
			}
			return nil
		})
	}
	w.project = project
	w.status.say("")
	if reason, readOnly := project.ReadOnly(); readOnly {
		w.status.say(capital(reason))
	}
	w.remember(settingLast, project.Path())
	clear(w.names)
	w.refresh()
	if project.Document().Len() > 0 {
		w.list.Select(w.firstLine())
		w.showLine()
	}
	w.win.Canvas().Focus(w.list)
	w.status.progress(project.Progress())
}

// firstLine is the first one that is spoken and no heading.
func (w *Window) firstLine() string {
	document := w.project.Document()
	for i := range document.Len() {
		if l := document.Line(i); l.Kind == script.Speech {
			return l.ID
		}
	}
	return document.Line(0).ID
}

// newProject asks for a name and makes an empty project.
func (w *Window) newProject() {
	name := look.NewEntry()
	name.SetPlaceHolder(lang.L("My story"))
	folder := w.studio.ProjectsFolder()
	where := widget.NewLabel(folder)
	where.Truncation = fyne.TextTruncateEllipsis
	change := look.NewButton(lang.L("Elsewhere…"), func() {
		w.chooseFolder(folder, func(path string) {
			folder = path
			where.SetText(path)
		})
	})
	name.Validator = func(s string) error {
		switch s = strings.TrimSpace(s); {
		case s == "":
			return sentenceError(lang.L("Give the project a name."))
		case strings.ContainsAny(s, `/\:*?"<>|`) || strings.HasPrefix(s, "."):
			return sentenceError(lang.L("A name cannot begin with a dot or hold any of / \\ : * ? \" < > |"))
		}
		if _, err := os.Stat(filepath.Join(folder, s+projectEnding)); err == nil {
			return sentenceError(lang.L("There is a project of this name already."))
		}
		return nil
	}
	d := look.AskForm(lang.L("New project"), lang.L("Create"), lang.L("Cancel"), []*widget.FormItem{
		widget.NewFormItem(lang.L("Name"), name),
		widget.NewFormItem(lang.L("Folder"), container.NewBorder(nil, nil, nil, change, where)),
	}, func(ok bool) {
		if ok {
			w.create(filepath.Join(folder, strings.TrimSpace(name.Text)+projectEnding), w.emptyScript())
		}
	}, w.win)
	name.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(560, 220))
	d.Show()
	w.win.Canvas().Focus(name)
}

// emptyScript is a script with one empty line, in the first voice of the catalogue.
func (w *Window) emptyScript() script.Content {
	settings := script.DefaultSettings()
	if cards, err := w.studio.Voices(w.ctx, firstVoice); err == nil && len(cards) > 0 {
		settings.FirstVoice = cards[0].ID
	}
	return script.Content{
		Settings: settings,
		Roles:    []script.Role{{ID: script.Narrator, Name: lang.L("Narrator")}},
		Lines:    []script.Line{{ID: script.NewID()}},
	}
}

func (w *Window) openProject() {
	w.chooseFolder(w.studio.ProjectsFolder(), w.open)
}

// chooseFolder asks for a folder.
func (w *Window) chooseFolder(start string, then func(path string)) {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.fail(err)
		case folder != nil:
			then(folder.Path())
		}
	}, w.win)
	w.place(d, start)
	d.Show()
}

// openFile asks for a file with one of the extensions and hands its path on.
func (w *Window) openFile(use func(path string), extensions ...string) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.fail(err)
		case file != nil:
			path := file.URI().Path()
			_ = file.Close() // it is read by its path, in the background
			use(path)
		}
	}, w.win)
	d.SetFilter(storage.NewExtensionFileFilter(extensions))
	w.place(d, w.studio.ProjectsFolder())
	d.Show()
}

// saveFile asks where a file goes, writes it in the background and shows what done says.
func (w *Window) saveFile(name string, write func(ctx context.Context, path string) error, done func(path string) string) {
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.fail(err)
		case file != nil:
			path := file.URI().Path()
			_ = file.Close() // it is written by its path, whole or not at all
			w.background(func(ctx context.Context) func() {
				err := write(ctx, path)
				return func() {
					if err != nil {
						w.fail(err)
						return
					}
					w.status.say(done(path))
				}
			})
		}
	}, w.win)
	d.SetFileName(name)
	w.place(d, w.studio.ProjectsFolder())
	d.Show()
}

// place lets a file dialog begin in a folder and gives it room.
func (w *Window) place(d *dialog.FileDialog, folder string) {
	if at, err := storage.ListerForURI(storage.NewFileURI(folder)); err == nil {
		d.SetLocation(at)
	}
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(size.Width*0.8, size.Height*0.8))
}

// recent are the recent projects that are still there, and a message where they cannot be read.
func (w *Window) recent() []desk.Recent {
	all, err := w.studio.RecentProjects(w.ctx)
	if err != nil {
		w.fail(err)
	}
	var there []desk.Recent
	for _, r := range all {
		if _, err := os.Stat(r.Path); err == nil {
			there = append(there, r)
		}
	}
	return there
}

func (w *Window) projectMenu(below fyne.CanvasObject) {
	var items []*fyne.MenuItem
	for i, r := range w.recent() {
		if i == 8 {
			break
		}
		item := fyne.NewMenuItem(r.Name, func() { w.open(r.Path) })
		item.Checked = w.project != nil && r.Path == w.project.Path()
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	for _, id := range []string{"new", "open", "import"} {
		c := w.command(id)
		items = append(items, fyne.NewMenuItem(c.name, c.invoke))
	}
	w.popUpMenu(below, fyne.NewMenu("", items...))
}

// showRecent lists the recent projects with their folders.
func (w *Window) showRecent() {
	rows := w.recent()
	if len(rows) == 0 {
		w.inform(lang.L("Recent projects"), lang.L("No project was opened yet."))
		return
	}
	var d dialog.Dialog
	list := look.NewList(func() int { return len(rows) }, func() fyne.CanvasObject {
		return container.NewVBox(widget.NewLabel(""), look.Text("", look.ColorSubtle, theme.SizeNameCaptionText))
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		box := o.(*fyne.Container)
		name := box.Objects[0].(*widget.Label)
		name.TextStyle = fyne.TextStyle{Bold: true}
		name.SetText(rows[i].Name)
		box.Objects[1].(*widget.RichText).Segments[0].(*widget.TextSegment).Text = rows[i].Path
		box.Objects[1].Refresh()
	})
	list.OnSelected = func(i widget.ListItemID) {
		d.Hide()
		w.open(rows[i].Path)
	}
	d = look.Tell(lang.L("Recent projects"), lang.L("Close"), list, w.win)
	d.Resize(fyne.NewSize(560, 420))
	d.Show()
}
