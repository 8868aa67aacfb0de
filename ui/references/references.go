// Package references is the desk on which a voice is made of recordings, or more of them are added to one: any number of files,
// what is good and bad about each, which parts of them are used, how sure the voice will be, and who agreed to it.
//
// The desk listens through a Source and says through its callbacks what a person wants; it makes no voice itself.
package references

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/studio/desk"
	"voicewright/ui/look"
	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A Desk is the view. Set its callbacks before it is shown; all belongs to the window's thread. Close it after use.
type Desk struct {
	widget.BaseWidget

	// OnFile asks for a recording and gives it to then.
	OnFile func(then func(path string))
	// OnPlay plays a recording from a time in seconds.
	OnPlay func(path string, from float64)
	// OnStop stops what plays.
	OnStop func()
	// Playing tells what plays and where it stands, in seconds.
	Playing func() (path string, at float64, ok bool)
	// OnMake makes the voice, or adds the recordings to the one that about is of.
	OnMake func(about card.Card, sources []desk.Source)
	// OnClose leaves the desk.
	OnClose func()

	voice   *card.Card // that recordings are added to; nil where a new one is made
	checker *checker
	own     *thread.Background // what the desk itself runs: the player's place, recording
	entries []*entry
	rows    map[*entry]*row
	report  *desk.Report // of the desk as it was checked last
	fresh   bool         // the report is of what lies there now

	list   *fyne.Container
	stage  *fyne.Container
	scroll *container.Scroll // of the list
	side   *container.Scroll
	hint   *look.Line
	booth  *booth // nil without a recorder
	form   *form
	result *result
	body   fyne.CanvasObject
	ticker *time.Ticker // while something plays
}

// New makes a desk for a new voice with some recordings on it. recorder may be nil; then nothing can be recorded.
func New(source Source, recorder Recorder, to thread.Dispatcher, paths []string) *Desk {
	return newDesk(source, recorder, to, nil, paths)
}

// NewFor makes a desk on which recordings are added to a voice; the source must know which voice that is.
func NewFor(source Source, recorder Recorder, to thread.Dispatcher, voice card.Card) *Desk {
	return newDesk(source, recorder, to, &voice, nil)
}

func newDesk(source Source, recorder Recorder, to thread.Dispatcher, voice *card.Card, paths []string) *Desk {
	d := &Desk{voice: voice, checker: newChecker(source, to), own: thread.NewBackground(to), rows: map[*entry]*row{}}
	d.checker.outlined, d.checker.heard, d.checker.checked = d.outlined, d.heard, d.checked
	d.ExtendBaseWidget(d)
	if recorder != nil {
		d.booth = newBooth(d, recorder)
	}
	d.build()
	d.Add(paths...)
	return d
}

// CreateRenderer implements fyne.Widget.
func (d *Desk) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.body) }

// Close ends the work in the background and waits for it.
func (d *Desk) Close() {
	if d.ticker != nil {
		d.ticker.Stop()
	}
	if d.booth != nil {
		d.booth.close()
	}
	d.own.Close()
	d.checker.work.Close()
}

// Add puts recordings on the desk. One that lies there already is left alone.
func (d *Desk) Add(paths ...string) {
	for _, path := range paths {
		if slices.ContainsFunc(d.entries, func(e *entry) bool { return e.path == path }) {
			continue
		}
		e := &entry{path: path}
		d.entries = append(d.entries, e)
		d.rows[e] = newRow(d, e)
		d.list.Add(d.rows[e].content)
	}
	d.form.suggest(d.entries)
	d.show()
	if len(d.entries) > 0 {
		d.check(0)
	}
}

// Listened tells whether the desk has listened to what lies on it now.
func (d *Desk) Listened() bool { return d.fresh }

func (d *Desk) remove(e *entry) {
	d.entries = slices.DeleteFunc(d.entries, func(other *entry) bool { return other == e })
	d.list.Remove(d.rows[e].content)
	delete(d.rows, e)
	d.show()
	d.check(settle)
}

func (d *Desk) build() {
	d.list = container.New(layout.NewCustomPaddedVBoxLayout(look.Space))
	d.stage = container.NewStack()
	d.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, look.Space+4), d.list))
	d.form = newForm(d)
	d.result = newResult(d.voice)
	add := look.NewButtonWithIcon(lang.L("Add a recording…"), look.IconAdd, d.choose)
	leave := look.NewButton(lang.L("Cancel"), func() { call(d.OnClose) })
	make := lang.L("Make the voice")
	if d.voice != nil {
		make = lang.L("Add to {{.Name}}", map[string]any{"Name": short(d.voice.Name)})
	}
	d.form.make = look.NewButtonWithIcon(make, look.IconVoice, d.make)
	d.form.make.Importance = widget.HighImportance
	d.hint = look.NewLine(lang.L("Click a part of a waveform to leave it out or to take it back; drag over several."),
		look.ColorSubtle, theme.SizeNameCaptionText, false)
	tools := container.NewHBox(add)
	top := container.NewVBox()
	if d.booth != nil {
		tools.Add(look.NewButtonWithIcon(lang.L("Record…"), look.IconMicrophone, d.booth.open))
		top.Add(d.booth.content)
	}
	foot := container.NewBorder(nil, nil, tools, container.NewHBox(leave, d.form.make),
		container.New(layout.NewCustomPaddedLayout(0, 0, look.Space, look.Space), d.hint))
	d.side = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, look.Space+4),
		container.New(layout.NewCustomPaddedVBoxLayout(look.Space), d.result.content, d.form.content)))
	d.side.SetMinSize(fyne.NewSize(310, 0))
	d.body = container.NewBorder(nil, container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0), foot), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, look.Page/2, 0), d.side), container.NewBorder(top, nil, nil, nil, d.stage))
}

// show shows the list, or what to do where it is empty.
func (d *Desk) show() {
	var what fyne.CanvasObject = d.scroll
	d.hint.Hidden = len(d.entries) == 0
	if len(d.entries) == 0 {
		title := lang.L("Drop recordings of one voice here")
		text := lang.L("Any length helps: ten seconds will do, some minutes of clean speech are better. What is no clear speech is left out by itself.")
		if d.voice != nil {
			title = lang.L("Drop more recordings of {{.Name}} here", map[string]any{"Name": d.voice.Name})
			text = lang.L("Those that the voice was made of are not needed again. What is no clear speech is left out by itself.")
		}
		what = look.NewEmptyState(look.IconMicrophone, title, text, lang.L("Choose a file…"), d.choose)
	}
	d.stage.Objects = []fyne.CanvasObject{what}
	d.stage.Refresh()
	d.tell()
}

func (d *Desk) choose() {
	if d.OnFile != nil {
		d.OnFile(func(path string) { d.Add(path) })
	}
}

// check listens again after a change.
func (d *Desk) check(wait time.Duration) {
	d.fresh = false
	var fresh []string
	var sources []desk.Source
	for _, e := range d.entries {
		if e.outline == nil && e.broken == nil {
			fresh = append(fresh, e.path)
		}
		if e.broken == nil {
			sources = append(sources, e.source())
		}
	}
	d.checker.work.Ask(state{fresh, sources, wait})
	d.tell()
}

// switched is called when a part was switched off or on.
func (d *Desk) switched(e *entry) {
	d.rows[e].tell()
	d.check(settle)
}

func (d *Desk) find(path string) *entry {
	for _, e := range d.entries {
		if e.path == path {
			return e
		}
	}
	return nil
}

func (d *Desk) outlined(path string, o desk.Outline, err error) {
	if e := d.find(path); e != nil {
		e.broken = err
		e.version++
		if err == nil {
			e.outline = &o
		}
		d.rows[e].tell()
		d.tell()
	}
}

func (d *Desk) heard(l desk.Listening) { d.result.working(l) }

func (d *Desk) checked(asked []desk.Source, r desk.Report, err error) {
	d.fresh = true
	if err != nil {
		d.report = nil
		d.result.fail(err)
		return
	}
	d.report = &r
	for i, f := range r.Files {
		if e := d.find(f.Path); e != nil && i < len(asked) {
			e.take(f, asked[i])
			d.rows[e].tell()
		}
	}
	d.tell()
}

// sources are the recordings that something is used of.
func (d *Desk) sources() (all []desk.Source) {
	for _, e := range d.entries {
		if e.broken == nil {
			all = append(all, e.source())
		}
	}
	return all
}

// tell brings the totals up to date.
func (d *Desk) tell() {
	used, seconds := 0.0, 0.0
	for _, e := range d.entries {
		used += e.used()
		seconds += e.seconds()
	}
	d.result.show(len(d.entries), used, seconds, d.report, d.fresh)
	if len(d.entries) == 0 || d.fresh && d.report != nil && d.report.Verdict == desk.Unusable {
		d.form.make.Disable()
	} else {
		d.form.make.Enable()
	}
	d.relayout()
}

// relayout gives every part its place again after one has come, gone or grown. A text that wraps knows its height only
// once it has its width, hence twice.
func (d *Desk) relayout() {
	if d.Size().IsZero() {
		return
	}
	for range 2 {
		for _, e := range d.entries {
			d.rows[e].content.Refresh()
		}
		d.list.Refresh()
		d.body.Refresh()
		d.stage.Objects[0].Refresh()
		d.result.content.Refresh()
		d.side.Refresh()
	}
}

// make hands on what was filled in, or says what is missing.
func (d *Desk) make() {
	about, missing := d.form.read()
	if missing != "" {
		d.form.warn(missing)
		return
	}
	d.form.warn("")
	if d.OnMake != nil {
		call(d.OnStop)
		d.OnMake(about, d.sources())
	}
}

// play plays a recording, or stops it where it plays already.
func (d *Desk) play(e *entry, from float64) {
	if d.Playing != nil {
		if path, _, ok := d.Playing(); ok && path == e.path && from == 0 {
			call(d.OnStop)
			d.follow()
			return
		}
	}
	if d.OnPlay != nil {
		d.OnPlay(e.path, from)
	}
	if d.ticker == nil {
		d.ticker = time.NewTicker(frameTime)
		d.own.Watch(d.ticker.C, nil, d.follow)
	} else {
		d.ticker.Reset(frameTime)
	}
}

// frameTime is how often the desk looks where the player stands.
const frameTime = time.Second / 20

// follow draws where what plays stands, and rests when nothing does.
func (d *Desk) follow() {
	path, at, ok := "", 0.0, false
	if d.Playing != nil {
		path, at, ok = d.Playing()
	}
	for _, e := range d.entries {
		d.rows[e].playing(ok && e.path == path, at)
	}
	if !ok && d.ticker != nil {
		d.ticker.Stop()
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}

func trim(s string) string { return strings.TrimSpace(s) }
