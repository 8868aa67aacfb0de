package ui

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/catalogue"
	"voicewright/ui/lines"
	"voicewright/ui/listen"
	"voicewright/ui/look"
	"voicewright/ui/references"
	"voicewright/ui/thread"
)

// Options say how a window is opened.
type Options struct {
	Project string            // folder to open; empty is the last one, or the demo at the first start
	Files   []string          // to take as if they were dropped on the window once it is there
	Log     *slog.Logger      // nil keeps quiet
	Thread  thread.Dispatcher // nil is the window's own
}

// Window is the studio's window. Everything in it happens on the window's thread; work that takes time runs in the
// background and comes back through the dispatcher.
type Window struct {
	app    fyne.App
	win    fyne.Window
	studio Studio
	player Player
	thread thread.Dispatcher
	log    *slog.Logger
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	project  Project
	opening  bool
	table    []*command
	list     *lines.List
	bench    *listen.Bench
	voices   *catalogue.Pane
	roles    *rolesPane
	takes    *takeStrip
	find     *findBar
	bar      *toolBar
	status   *statusBar
	side     *container.AppTabs
	middle   *container.Split
	whole    *container.Split
	playback playback
	names    map[string]string            // of voices, by ID
	desk     *references.Desk             // nil while it is not open
	progress *progressDialog              // of the work that is waited for, nil without any
	leaving  map[fyne.CanvasObject]func() // how dialogs are left that have more to end than themselves, by their overlay
}

// New makes the window. Show it with ShowAndRun, close it with Close.
func New(app fyne.App, studio Studio, player Player, options Options) *Window {
	w := &Window{app: app, studio: studio, player: player, thread: options.Thread, log: options.Log, names: map[string]string{}, leaving: map[fyne.CanvasObject]func(){}}
	if w.thread == nil {
		w.thread = thread.Window{}
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.applyTheme()
	w.win = app.NewWindow("Voicewright")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.build()
	w.win.Resize(fyne.NewSize(float32(w.number(settingWidth, 1320)), float32(w.number(settingHeight, 860))))
	w.win.SetCloseIntercept(w.quit)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) {
		paths := make([]string, len(files))
		for i, f := range files {
			paths[i] = f.Path()
		}
		w.Drop(paths...)
	})
	if len(options.Files) > 0 {
		app.Lifecycle().SetOnStarted(func() { w.Drop(options.Files...) })
	}
	w.openFirst(options.Project)
	w.checkEngine()
	return w
}

// Fyne is the window itself, for programs that show it and tests that look at it.
func (w *Window) Fyne() fyne.Window { return w.win }

// ShowAndRun shows the window and returns when it is closed.
func (w *Window) ShowAndRun() {
	w.win.ShowAndRun()
	w.Close()
}

// Close ends all background work and closes the project. It may be called twice.
func (w *Window) Close() {
	w.cancel()
	w.playback.stop()
	w.player.Pause()
	w.bench.Stop()
	w.voices.Close()
	for _, leave := range w.leaving {
		leave()
	}
	w.work.Wait()
	if w.project != nil {
		if err := w.project.Close(); err != nil {
			w.log.Error("close", "error", err)
		}
		w.project = nil
	}
}

func (w *Window) quit() {
	w.list.StopEditing()
	size := w.win.Canvas().Size()
	for key, value := range map[string]float32{settingWidth: size.Width, settingHeight: size.Height} {
		if err := w.studio.SetSetting(w.ctx, key, fmt.Sprintf("%.0f", value)); err != nil {
			w.log.Warn("settings", "error", err)
		}
	}
	for key, split := range map[string]*container.Split{settingSidebar: w.whole, settingBench: w.middle} {
		if err := w.studio.SetSetting(w.ctx, key, fmt.Sprintf("%.3f", split.Offset)); err != nil {
			w.log.Warn("settings", "error", err)
		}
	}
	w.win.Close()
}

// background runs work beside the window. What it returns, if anything, runs on the window's thread afterwards.
func (w *Window) background(work func(ctx context.Context) func()) {
	w.work.Go(func() {
		if after := work(w.ctx); after != nil && w.ctx.Err() == nil {
			w.thread.Do(after)
		}
	})
}

// fail shows what went wrong.
func (w *Window) fail(err error) {
	if err == nil || w.ctx.Err() != nil {
		return
	}
	w.log.Error("shown", "error", err)
	dialog.ShowError(sentence{err}, w.win)
}

// sentence is an error as it is shown: it begins with a capital and wraps.
type sentence struct{ error }

func (s sentence) Error() string { return capital(s.error.Error()) }

func (w *Window) build() {
	w.list = lines.New(source{w}, w.thread)
	w.bench = listen.New(w.player, w.thread)
	w.voices = catalogue.New(w.studio, w.thread)
	w.roles = newRolesPane(w)
	w.takes = newTakeStrip(w)
	w.find = newFindBar(w)
	w.status = newStatusBar(w)
	w.wireList()
	w.wireBench()
	w.wireVoices()
	w.table = w.commands()
	w.bar = newToolBar(w)
	w.win.SetMainMenu(mainMenu(w.table))

	w.side = container.NewAppTabs(container.NewTabItem(lang.L("Cast"), w.roles.content), container.NewTabItem(lang.L("Voices"), w.voices))
	listening := container.NewBorder(w.takes.content, nil, nil, nil, w.bench)
	w.middle = container.NewVSplit(container.NewBorder(w.find.content, nil, nil, nil, w.list), listening)
	w.middle.Offset = w.number(settingBench, 0.5)
	w.whole = container.NewHSplit(w.side, w.middle)
	w.whole.Offset = w.number(settingSidebar, 0.24)
	w.win.SetContent(container.NewBorder(w.bar.content, w.status.content, nil, nil, w.whole))
	w.win.Canvas().SetOnTypedKey(w.typed)
}

// typed is for keys that nothing in focus takes.
func (w *Window) typed(k *fyne.KeyEvent) {
	if w.win.Canvas().Overlays().Top() != nil {
		if k.Name == fyne.KeyEscape {
			w.dismiss()
		}
		return
	}
	switch k.Name {
	case fyne.KeyEscape:
		w.playback.stop()
	case fyne.KeySpace:
		w.togglePlay()
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		w.win.Canvas().Focus(w.list)
		w.list.TypedKey(k)
	}
}

// dismiss closes the topmost dialog without its consequences; work that it shows the progress of is cancelled.
func (w *Window) dismiss() {
	if w.progress != nil {
		w.progress.stop()
		return
	}
	top := w.win.Canvas().Overlays().Top()
	if leave := w.leaving[top]; leave != nil {
		leave()
	} else if top != nil {
		w.win.Canvas().Overlays().Remove(top)
	}
}

// checkEngine tells when the engine cannot speak.
func (w *Window) checkEngine() {
	w.background(func(ctx context.Context) func() {
		name, err := w.studio.Engine(ctx)
		return func() { w.status.engine(name, err) }
	})
	if err := w.player.Err(); err != nil {
		w.status.silent(err)
	}
}

// happened takes news of the open project, from any goroutine.
func (w *Window) happened(from *Project, e desk.Event) {
	w.thread.Do(func() {
		if *from == nil || w.project != *from {
			return
		}
		w.news(e)
	})
}

func (w *Window) news(e desk.Event) {
	switch {
	case e.Err != nil:
		w.status.unsaved(e.Err)
	case e.Saved:
		w.status.saved()
	}
	if e.Note != "" {
		w.status.say(e.Note)
	}
	if e.Progress != nil {
		w.status.progress(*e.Progress)
	}
	if e.All {
		w.refresh()
	}
	for _, id := range e.Lines {
		w.list.RefreshLine(id)
		if id == w.list.Current() {
			w.showLine()
		}
	}
	if len(e.Lines) > 0 {
		w.status.count()
	}
	if e.Take != nil {
		w.playback.arrived(e.Take.Line)
	} else if len(e.Lines) > 0 {
		w.playback.changed(e.Lines)
	}
}

// refresh brings all views to the document as it is now.
func (w *Window) refresh() {
	w.list.Refresh()
	w.roles.refresh()
	w.bar.refresh()
	w.status.count()
	w.showLine()
}

// inform shows a text that the person reads and closes.
func (w *Window) inform(title, text string) {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	d := look.Tell(title, lang.L("Close"), label, w.win)
	d.Resize(fyne.NewSize(460, 220))
	d.Show()
}

// Project is the open project, nil while there is none.
func (w *Window) Project() Project { return w.project }

// Showing names what the bench shows: the IDs of one or two takes; empty for nothing.
func (w *Window) Showing() string { return w.takes.loaded }

// Desk is the reference desk, nil while it is not open.
func (w *Window) Desk() *references.Desk { return w.desk }
