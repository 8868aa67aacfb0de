package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"voicewright/script"
	"voicewright/ui/figure"
)

// commands is the table of everything that can be asked for.
func (w *Window) commands() []*command {
	open := func() bool { return w.project != nil }
	writable := func() bool {
		if w.project == nil {
			return false
		}
		_, readOnly := w.project.ReadOnly()
		return !readOnly
	}
	lined := func() bool { return writable() && len(w.selection()) > 0 }
	return []*command{
		{id: "new", menu: menuFile, name: lang.L("New project…"), key: fyne.KeyN, modifier: ctrl, run: w.newProject},
		{id: "open", menu: menuFile, name: lang.L("Open project…"), key: fyne.KeyO, modifier: ctrl, run: w.openProject},
		{id: "recent", menu: menuFile, name: lang.L("Recent projects…"), key: fyne.KeyO, modifier: ctrl | shift, run: w.showRecent},
		{id: "demo", menu: menuFile, name: lang.L("Demo project"), run: w.openDemo},
		{id: "import", menu: menuFile, name: lang.L("Import a manuscript…"), key: fyne.KeyI, modifier: ctrl, run: w.importFile, enabled: writable, line: true},
		{id: "export", menu: menuFile, name: lang.L("Export audio…"), key: fyne.KeyE, modifier: ctrl, run: w.showExport, enabled: open},
		{id: "settings", menu: menuFile, name: lang.L("Settings…"), key: fyne.KeyComma, modifier: ctrl, run: w.showSettings, line: true},
		{id: "quit", menu: menuFile, name: lang.L("Quit"), key: fyne.KeyQ, modifier: ctrl, run: w.quit, line: true},

		{id: "undo", menu: menuEdit, name: lang.L("Undo"), key: fyne.KeyZ, modifier: ctrl, run: w.undo, enabled: open},
		{id: "redo", menu: menuEdit, name: lang.L("Redo"), key: fyne.KeyY, modifier: ctrl, run: w.redo, enabled: open},
		{id: "find", menu: menuEdit, name: lang.L("Find…"), key: fyne.KeyF, modifier: ctrl, run: func() { w.find.show(false) }, enabled: open, line: true},
		{id: "replace", menu: menuEdit, name: lang.L("Find and replace…"), key: fyne.KeyH, modifier: ctrl, run: func() { w.find.show(true) }, enabled: open},
		{id: "find-next", menu: menuEdit, name: lang.L("Next place"), key: fyne.KeyG, modifier: ctrl, run: func() { w.find.step(1) }, enabled: open},
		{id: "find-previous", menu: menuEdit, name: lang.L("Previous place"), key: fyne.KeyG, modifier: ctrl | shift, run: func() { w.find.step(-1) }, enabled: open},
		{id: "copy-text", menu: menuEdit, name: lang.L("Copy the text of lines"), run: w.copyText, enabled: lined, line: true},
		{id: "delete", menu: menuEdit, name: lang.L("Delete lines"), note: lang.L("Delete"), run: func() { w.do(script.Delete{IDs: w.selection()}) }, enabled: lined},

		{id: "add", menu: menuLine, name: lang.L("New line"), key: fyne.KeyReturn, modifier: ctrl, run: func() { w.insertBelow(script.Speech) }, enabled: writable},
		{id: "add-heading", menu: menuLine, name: lang.L("New chapter heading"), key: fyne.KeyReturn, modifier: ctrl | shift, run: func() { w.insertBelow(script.Heading) }, enabled: writable},
		{id: "speaker", menu: menuLine, name: lang.L("Role or voice…"), key: fyne.KeyL, modifier: ctrl, run: w.speakerHere, enabled: lined, line: true},
		{id: "adjust", menu: menuLine, name: lang.L("Pace, pitch and pause…"), key: fyne.KeyP, modifier: ctrl, run: w.adjust, enabled: lined},
		{id: "lock", menu: menuLine, name: lang.L("Lock or unlock"), key: fyne.KeyK, modifier: ctrl | shift, run: w.toggleLock, enabled: lined},
		{id: "kind-speech", menu: menuLine, name: lang.L("Make it speech"), run: func() { w.setKind(script.Speech) }, enabled: lined, line: true},
		{id: "kind-heading", menu: menuLine, name: lang.L("Make it a chapter heading"), run: func() { w.setKind(script.Heading) }, enabled: lined},
		{id: "kind-note", menu: menuLine, name: lang.L("Make it a note"), run: func() { w.setKind(script.Note) }, enabled: lined},
		{id: "split-sentences", menu: menuLine, name: lang.L("Split into sentences"), run: w.splitSentences, enabled: lined},
		{id: "emphasise", menu: menuLine, name: lang.L("Emphasise"), key: fyne.KeyB, modifier: ctrl, run: func() { w.mark("*", "*") }, enabled: writable, line: true},
		{id: "pause-mark", menu: menuLine, name: lang.L("Pause here"), key: fyne.KeyPeriod, modifier: ctrl, run: func() { w.mark("[pause] ", "") }, enabled: writable},
		{id: "slow-mark", menu: menuLine, name: lang.L("Slower"), run: func() { w.mark("[slow]", "[/slow]") }, enabled: writable},
		{id: "say-mark", menu: menuLine, name: lang.L("Say it differently"), key: fyne.KeyD, modifier: ctrl, run: func() { w.mark("{", "|}") }, enabled: writable},

		{id: "play", menu: menuSound, name: lang.L("Play or stop"), note: lang.L("Space"), run: w.togglePlay, enabled: open},
		{id: "play-line", menu: menuSound, name: lang.L("Play while writing"), key: fyne.KeySpace, modifier: ctrl, run: w.togglePlay, enabled: open},
		{id: "play-on", menu: menuSound, name: lang.L("Play from here on"), key: fyne.KeySpace, modifier: ctrl | shift, run: func() { w.playLine(w.list.Current(), true) }, enabled: open},
		{id: "render", menu: menuSound, name: lang.L("Voice these lines"), key: fyne.KeyR, modifier: ctrl, run: func() { w.project.Render(w.selection(), true) }, enabled: lined, line: true},
		{id: "render-all", menu: menuSound, name: lang.L("Voice all lines"), key: fyne.KeyR, modifier: ctrl | shift, run: w.renderAll, enabled: writable},
		{id: "another-take", menu: menuSound, name: lang.L("Another take"), key: fyne.KeyT, modifier: ctrl, run: func() { w.project.MoreTakes(w.selection(), 1) }, enabled: lined},
		{id: "three-takes", menu: menuSound, name: lang.L("Three takes"), key: fyne.KeyT, modifier: ctrl | shift, run: func() { w.project.MoreTakes(w.selection(), 3) }, enabled: lined},
		{id: "next-take", menu: menuSound, name: lang.L("Next take"), key: fyne.KeyRight, modifier: alt, run: func() { w.stepTake(1) }, enabled: open, line: true},
		{id: "previous-take", menu: menuSound, name: lang.L("Previous take"), key: fyne.KeyLeft, modifier: alt, run: func() { w.stepTake(-1) }, enabled: open},
		{id: "star", menu: menuSound, name: lang.L("Star this take"), key: fyne.KeyS, modifier: alt, run: func() { w.currentTake(func(t *script.Take) { t.Starred = !t.Starred }) }, enabled: writable},
		{id: "reject", menu: menuSound, name: lang.L("Pass over this take"), key: fyne.KeyX, modifier: alt, run: func() { w.currentTake(func(t *script.Take) { t.Rejected = !t.Rejected }) }, enabled: writable},
		{id: "compare-recording", menu: menuSound, name: lang.L("Compare with a recording…"), key: fyne.KeyC, modifier: alt, run: w.compareChosen, enabled: open},
		{id: "pause", menu: menuSound, name: lang.L("Pause or go on rendering"), run: w.togglePause, enabled: open, line: true},
		{id: "cancel", menu: menuSound, name: lang.L("Stop rendering"), run: func() { w.project.CancelAll() }, enabled: open},
		{id: "figure", menu: menuSound, name: lang.L("Save a figure…"), run: func() { w.saveFigure(figure.PNG) }, enabled: open},

		{id: "voice-search", menu: menuVoices, name: lang.L("Find a voice"), key: fyne.KeyV, modifier: ctrl | shift, run: w.focusVoices},
		{id: "voice-add", menu: menuVoices, name: lang.L("New voice from recordings…"), run: w.addVoice},
		{id: "voice-improve", menu: menuVoices, name: lang.L("Add recordings to this voice…"), run: w.improveChosen},
		{id: "voice-describe", menu: menuVoices, name: lang.L("New voice from words…"), run: w.describeVoice},
		{id: "voice-edit", menu: menuVoices, name: lang.L("Change a voice by sliders…"), run: w.editChosenVoice},
		{id: "voice-like", menu: menuVoices, name: lang.L("More like this"), key: fyne.KeyL, modifier: ctrl | shift, run: w.moreLikeChosen},
		{id: "voice-duplicates", menu: menuVoices, name: lang.L("Find duplicates…"), run: w.findDuplicates},
		{id: "voice-blend", menu: menuVoices, name: lang.L("Blend voices…"), run: w.blendVoices},
		{id: "voice-import", menu: menuVoices, name: lang.L("Import a voice file…"), run: w.importVoice},
		{id: "dictionary", menu: menuVoices, name: lang.L("Dictionary…"), key: fyne.KeyD, modifier: ctrl | shift, run: w.showDictionary, enabled: open, line: true},

		{id: "cast", menu: menuView, name: lang.L("Cast"), key: fyne.Key1, modifier: ctrl, run: func() { w.side.SelectIndex(0) }},
		{id: "voices", menu: menuView, name: lang.L("Voices"), key: fyne.Key2, modifier: ctrl, run: w.focusVoices},
		{id: "script", menu: menuView, name: lang.L("Script"), key: fyne.Key3, modifier: ctrl, run: func() { w.win.Canvas().Focus(w.list) }},
		{id: "bench", menu: menuView, name: lang.L("Listening bench"), key: fyne.Key4, modifier: ctrl, run: func() { w.bench.Focus() }},
		{id: "full", menu: menuView, name: lang.L("Full screen"), key: fyne.KeyF11, modifier: ctrl, run: func() { w.win.SetFullScreen(!w.win.FullScreen()) }, line: true},

		{id: "palette", menu: menuHelp, name: lang.L("Find a command…"), key: fyne.KeyK, modifier: ctrl, run: func() { showPalette(w.win, w.table) }},
		{id: "keys", menu: menuHelp, name: lang.L("Keyboard shortcuts"), key: fyne.KeySlash, modifier: ctrl, run: func() { showSheet(w.win, w.table) }},
		{id: "about", menu: menuHelp, name: lang.L("About Voicewright"), run: func() { w.inform(lang.L("About Voicewright"), w.studio.About()) }},
	}
}

// find1 returns the command of a name, which must be in the table.
func (w *Window) command(id string) *command {
	for _, c := range w.table {
		if c.id == id {
			return c
		}
	}
	panic("ui: no command " + id) // the names are constants, and a test asks for each
}

// run runs a command by its name.
func (w *Window) run(id string) { w.command(id).invoke() }

func (w *Window) renderAll() {
	document := w.project.Document()
	ids := make([]string, document.Len())
	for i := range ids {
		ids[i] = document.Line(i).ID
	}
	w.project.Render(ids, false)
}

func (w *Window) togglePause() {
	if w.status.paused {
		w.project.Resume()
	} else {
		w.project.Pause()
	}
}
