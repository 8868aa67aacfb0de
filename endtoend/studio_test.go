// Package endtoend uses the whole studio as a person does: the real window on Fyne's test driver, with the real engine,
// catalogue, project files and exports.
package endtoend

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	driver "fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"voicewright/assets/translations"
	"voicewright/audio"
	"voicewright/audio/play"
	"voicewright/desktop"
	"voicewright/script"
	"voicewright/studio"
	"voicewright/studio/desk"
	"voicewright/synth/synthtest"
	"voicewright/ui"
	"voicewright/ui/lines"
	"voicewright/ui/look"
	"voicewright/voices"
	"voicewright/voices/card"
)

// person is somebody at the window. What the window's thread has to do is done while the person waits.
type person struct {
	t      *testing.T
	app    fyne.App
	window *ui.Window
	studio *studio.Studio
	player *play.Player
	data   string
	tasks  chan func()
}

// Do implements thread.Dispatcher.
func (p *person) Do(f func()) { p.tasks <- f }

func TestMain(m *testing.M) {
	if err := translations.Load(); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func sitDown(t *testing.T) *person {
	t.Helper()
	synthtest.NeedLibrary(t)
	if all, err := voices.Builtin(); err != nil || len(all) == 0 {
		t.Skipf("skipped: this checkout has no built-in voices (%v)", err)
	}
	p := &person{t: t, app: test.NewTempApp(t), data: t.TempDir(), tasks: make(chan func(), 10000)}
	p.start()
	return p
}

func (p *person) start() {
	p.t.Helper()
	s, err := studio.Open(p.t.Context(), studio.Options{Places: studio.PlacesIn(p.data)})
	if err != nil {
		p.t.Fatal(err)
	}
	player := play.Open()
	p.studio, p.player = s, player
	p.window = desktop.New(p.app, s, player, ui.Options{Thread: p})
	p.window.Fyne().Resize(fyne.NewSize(1320, 860))
	p.window.Fyne().Show()
	w := p.window
	p.t.Cleanup(func() {
		w.Close()
		player.Close()
		if err := s.Close(); err != nil {
			p.t.Error(err)
		}
	})
}

// until waits, and lets the window work, until something holds.
func (p *person) until(what string, ok func() bool) {
	p.t.Helper()
	late := time.After(90 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case f := <-p.tasks:
			f()
		case <-tick.C:
		case <-late:
			p.picture("late")
			p.t.Fatalf("waited in vain until %s", what)
		}
	}
}

// picture keeps what the window shows where VOICEWRIGHT_PICTURES says.
func (p *person) picture(name string) {
	folder := os.Getenv("VOICEWRIGHT_PICTURES")
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, p.window.Fyne().Canvas().Capture()); err != nil {
		p.t.Fatal(err)
	}
}

// press runs a command by the name that menus and palette show.
func (p *person) press(name string) {
	p.t.Helper()
	for _, menu := range p.window.Fyne().MainMenu().Items {
		for _, item := range menu.Items {
			if item.Label == name {
				item.Action()
				return
			}
		}
	}
	p.t.Fatalf("there is no command %q", name)
}

// tap presses the button with a text in the topmost dialog, when it is there.
func (p *person) tap(text string) {
	p.t.Helper()
	var found fyne.Tappable
	p.until("there is a button "+text, func() bool {
		top := p.window.Fyne().Canvas().Overlays().Top()
		if top == nil {
			return false
		}
		walk(top, func(o fyne.CanvasObject) {
			switch b := o.(type) {
			case *look.Button:
				if b.Text == text {
					found = b
				}
			case *widget.Button: // Fyne's own dialogs have these
				if b.Text == text {
					found = b
				}
			}
		})
		return found != nil
	})
	test.Tap(found)
}

func (p *person) dialogOpen() bool { return p.window.Fyne().Canvas().Overlays().Top() != nil }

// find returns the first object of a type in the window.
func find[T fyne.CanvasObject](p *person, root fyne.CanvasObject) T {
	p.t.Helper()
	var found T
	ok := false
	walk(root, func(o fyne.CanvasObject) {
		if x, is := o.(T); is && !ok {
			found, ok = x, true
		}
	})
	if !ok {
		p.t.Fatalf("there is no %T", found)
	}
	return found
}

func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			walk(child, visit)
		}
	case *container.Split:
		walk(x.Leading, visit)
		walk(x.Trailing, visit)
	case *lines.List:
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			walk(child, visit)
		}
	}
}

func (p *person) list() *lines.List { return find[*lines.List](p, p.window.Fyne().Content()) }

func (p *person) states() map[script.State]int {
	counts := map[script.State]int{}
	project := p.window.Project()
	for i := range project.Document().Len() {
		counts[project.Status(project.Document().Line(i).ID).State]++
	}
	return counts
}

func (p *person) open() bool { return p.window.Project() != nil }

// manuscript has thirty lines of three roles.
func manuscript() string {
	var b strings.Builder
	parts := []string{
		"Narrator: The harbour was quiet that morning.", "Anna: Did you hear the bell last night?", "Tom: I heard it twice.",
		"Anna: Nobody has rung it for years.", "Tom: Then somebody has begun again.", "Narrator: They looked at the tower in silence.",
	}
	for range 5 {
		for _, l := range parts {
			b.WriteString(l + "\n\n")
		}
	}
	return b.String()
}

func TestFirstStartSpeaks(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	p.until("the first line is selected", func() bool { return p.list().Current() != "" })
	p.until("the engine is there", func() bool { return p.states()[script.Todo] > 0 })
	p.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	p.list().TypedRune(' ')
	p.until("a line is voiced", func() bool { return p.states()[script.Ready] == 1 })
	p.until("it is on the bench", func() bool { return p.window.Showing() != "" })
	p.picture("first-start")
}

func TestAScriptFromPasteToExport(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)

	p.press("New project…")
	for _, r := range "Harbour" { // the field has the focus
		p.window.Fyne().Canvas().Focused().TypedRune(r)
	}
	p.tap("Create")
	p.until("the new project is open", func() bool { return p.window.Project().Name() == "Harbour" })

	p.app.Clipboard().SetContent(manuscript())
	p.list().TypedShortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	p.until("the manuscript is offered", p.dialogOpen)
	p.until("it is read", func() bool {
		found := false
		walk(p.window.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if l, ok := o.(*widget.Label); ok && strings.HasPrefix(l.Text, "30 lines") {
				found = true
			}
		})
		return found
	})
	p.picture("import")
	p.tap("Put into the script")
	project := p.window.Project()
	document := project.Document()
	if document.Len() != 30 || len(document.Roles()) != 3 {
		t.Fatalf("%d lines, %d roles", document.Len(), len(document.Roles()))
	}

	// A voice for each role: through the document, as the catalogue's Use does.
	voice := []string{"builtin-rowan", "builtin-wren", "builtin-rowan"}
	for i, r := range document.Roles() {
		r.Voice = voice[i]
		if i == 2 {
			r.Pitch = -2
		}
		if _, err := project.Do(script.PutRole{Role: r}); err != nil {
			t.Fatal(err)
		}
	}
	p.press("Voice all lines")
	p.until("all lines are voiced", func() bool { return p.states()[script.Ready] == 30 })
	p.picture("voiced")

	// Another take of a line, and the first one passed over.
	third := document.Line(2).ID
	p.list().Select(third)
	before, _ := project.Chosen(third)
	p.press("Another take")
	p.until("there is another take", func() bool { return len(project.Takes(third)) > 1 && project.Status(third).State == script.Ready })
	p.press("Pass over this take")
	if after, fits := project.Chosen(third); !fits || after.ID == before.ID {
		t.Errorf("the line still has the take that was passed over")
	}

	// One line is changed, and only that one is rendered again.
	takes := map[string]int{}
	for i := range document.Len() {
		takes[document.Line(i).ID] = len(project.Takes(document.Line(i).ID))
	}
	changed := document.Line(3).ID
	p.list().Edit(changed)
	for _, r := range " Until today." {
		p.list().TypedRune(r)
	}
	p.list().StopEditing()
	if got := document.Line(3).Text; got != "Nobody has rung it for years. Until today." {
		t.Fatalf("the line reads %q", got)
	}
	if got := p.states(); got[script.Stale] != 1 {
		t.Fatalf("after an edit: %v", got)
	}
	p.press("Voice all lines")
	p.until("it is voiced again", func() bool { return p.states()[script.Ready] == 30 })
	for id, n := range takes {
		if got := len(project.Takes(id)); got != n && id != changed {
			t.Errorf("line %d has %d takes instead of %d", document.Index(id), got, n)
		}
	}

	// Undo brings the old text back, and with it the old sound.
	p.press("Undo")
	if got := p.states(); got[script.Ready] != 30 {
		t.Errorf("after undo: %v", got)
	}
	p.press("Redo")

	p.press("Export audio…")
	p.picture("export")
	p.tap("Export")
	exported := filepath.Join(p.data, "projects", "Harbour.wav")
	p.until("the file is written", func() bool { _, err := os.Stat(exported); return err == nil })
	sound, err := audio.Load(exported, 0, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if sound.Rate != 48000 || sound.Seconds() < 30 {
		t.Errorf("%.1f s at %d Hz", sound.Seconds(), sound.Rate)
	}
	p.tap("Close")

	// The same by line, into a folder where the kit can hear them.
	p.press("Export audio…")
	find[*look.Select](p, p.window.Fyne().Canvas().Overlays().Top()).SetSelectedIndex(0)
	p.tap("Export")
	wavs := func() []string {
		found, _ := filepath.Glob(filepath.Join(p.data, "projects", "*.wav")) // the pattern is well formed
		return found
	}
	p.until("every line has its file", func() bool { return len(wavs()) == 31 })
	p.keepForTheKit(document, wavs())
}

// keepForTheKit copies one file a line to where VOICEWRIGHT_PICTURES says, with a list by which the evaluation kit can tell
// whether they hold the text.
func (p *person) keepForTheKit(document *script.Document, wavs []string) {
	folder := os.Getenv("VOICEWRIGHT_PICTURES")
	if folder == "" {
		return
	}
	list := "id\tprompt_wav\ttext\tspoken\tsim_wav\n"
	line := 0
	for _, path := range wavs { // sorted, and the names begin with the line's number
		id := strings.TrimSuffix(filepath.Base(path), ".wav")
		if id == "Harbour" {
			continue
		}
		text := script.Plain(document.Line(line).Text)
		line++
		list += strings.Join([]string{id, "", text, strings.ToLower(strings.NewReplacer(".", "", "?", "", ",", "").Replace(text)), ""}, "\t") + "\n"
		data, err := os.ReadFile(path)
		if err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, id+".wav"), data, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "lines.tsv"), []byte(list), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// TestATakeBesideItsRecording compares what a voice says with a recording that the voice was made of.
func TestATakeBesideItsRecording(t *testing.T) {
	recording := filepath.Join("..", "..", "shared", "speech", "lj", "LJ001-0002.opus")
	if _, err := os.Stat(recording); err != nil {
		t.Skipf("skipped: the shared speech is not here (%v)", err)
	}
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	about := card.Card{Name: "Linda", Consent: "A recording in the public domain."}
	voice, _, err := p.studio.AddRecordings(t.Context(), about, desk.Whole(recording), func(desk.Listening) {})
	if err != nil {
		t.Fatal(err)
	}
	project := p.window.Project()
	line := project.Document().Line(1)
	p.list().Select(line.ID)
	role := project.Document().RoleOf(line)
	role.Voice = voice.ID
	if _, err := project.Do(script.PutRole{Role: role}); err != nil {
		t.Fatal(err)
	}
	p.press("Voice these lines")
	p.until("the line is on the bench", func() bool { return project.Status(line.ID).State == script.Ready && p.window.Showing() != "" })
	take := p.window.Showing()
	p.press("Compare with a recording…")
	p.until("the recordings of the voice are offered", p.dialogOpen)
	p.picture("recordings")
	find[*look.List](p, p.window.Fyne().Canvas().Overlays().Top()).Select(0)
	p.until("both are on the bench", func() bool { return p.window.Showing() != take })
	if got := p.window.Showing(); !strings.HasPrefix(got, take+" file:") || !strings.HasSuffix(got, "LJ001-0002.opus") {
		t.Errorf("the bench shows %q", got)
	}
	p.rest(500 * time.Millisecond)
	p.picture("take-and-recording")
	p.press("Star this take")
	p.rest(300 * time.Millisecond)
	if got := p.window.Showing(); !strings.Contains(got, " file:") {
		t.Errorf("after a star the bench shows %q alone", got)
	}
	p.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	p.list().TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	p.until("the take is alone again", func() bool { return p.window.Showing() == take })
}

func TestEveryCommandIsInTheTable(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	keys := map[string]string{}
	for _, menu := range p.window.Fyne().MainMenu().Items {
		for _, item := range menu.Items {
			if item.Shortcut == nil {
				continue
			}
			if other, taken := keys[item.Shortcut.ShortcutName()]; taken {
				t.Errorf("%q and %q share the keys %s", item.Label, other, item.Shortcut.ShortcutName())
			}
			keys[item.Shortcut.ShortcutName()] = item.Label
		}
	}
}

// TestThePointerHasAShapeEverywhere asks as the driver does, before any pointer has come.
func TestThePointerHasAShapeEverywhere(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	shapes := 0
	walk(p.window.Fyne().Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(driver.Cursorable); ok {
			shapes++
			if c.Cursor() == nil {
				t.Errorf("%T has no shape for the pointer: the window would crash", o)
			}
		}
	})
	if shapes < 2 {
		t.Errorf("only %d parts of the window have a shape for the pointer", shapes)
	}
}

// TestPictures draws the pages of the window in light and dark for whoever looks at them.
func TestPictures(t *testing.T) {
	if os.Getenv("VOICEWRIGHT_PICTURES") == "" {
		t.Skip("skipped: VOICEWRIGHT_PICTURES names no folder")
	}
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	p.press("Voice all lines")
	p.until("all lines are voiced", func() bool { return p.states()[script.Ready] == 10 })
	p.until("a line is on the bench", func() bool { return p.window.Showing() != "" })
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		p.app.Settings().SetTheme(look.Theme(choice, 1))
		p.rest(2 * time.Second)
		p.picture("script-" + choice.String())
		p.press("Voices")
		p.rest(time.Second)
		p.picture("voices-" + choice.String())
		p.press("Export audio…")
		p.rest(300 * time.Millisecond)
		p.picture("export-" + choice.String())
		p.tap("Cancel")
		p.press("Find a command…")
		p.picture("palette-" + choice.String())
		p.window.Fyne().Canvas().Overlays().Top().Hide()
		p.press("Keyboard shortcuts")
		p.picture("keys-" + choice.String())
		p.tap("Close")
		p.press("Settings…")
		p.picture("settings-" + choice.String())
		p.tap("Close")
		p.press("Blend voices…")
		p.rest(2 * time.Second)
		p.picture("blend-" + choice.String())
		p.tap("Cancel")
		p.press("New voice from recordings…")
		p.picture("new-voice-" + choice.String())
		p.tap("Cancel")
		p.press("Cast")
	}
}

// rest lets the window work for some time.
func (p *person) rest(d time.Duration) {
	end := time.Now().Add(d)
	p.until("the time is over", func() bool { return time.Now().After(end) })
}

func TestAPasteOfFiveMegabytes(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	sentence := "The river ran on, and nobody on the bridge could say how long they had stood there. "
	paragraph := strings.Repeat(sentence, 6) + "\n\n"
	p.app.Clipboard().SetContent(strings.Repeat(paragraph, 5<<20/len(paragraph)))
	began := time.Now()
	p.list().TypedShortcut(&fyne.ShortcutPaste{Clipboard: p.app.Clipboard()})
	p.until("it is offered", p.dialogOpen)
	p.until("it is read", func() bool {
		read := false
		walk(p.window.Fyne().Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if l, ok := o.(*widget.Label); ok && strings.Contains(l.Text, " lines") {
				read = true
			}
		})
		return read
	})
	before := p.window.Project().Document().Len()
	inserting := time.Now()
	p.tap("Put into the script")
	t.Logf("offered after %v, put in within %v", inserting.Sub(began).Round(time.Millisecond), time.Since(inserting).Round(time.Millisecond))
	if n := p.window.Project().Document().Len() - before; n < 9000 {
		t.Fatalf("%d lines were put in", n)
	}
	p.press("Undo")
	if n := p.window.Project().Document().Len(); n != before {
		t.Errorf("after undo there are %d lines instead of %d", n, before)
	}
}
