// Package lines shows a script and lets it be written: a list of rows of which only the visible ones exist, with one
// editor that stands in the row of the line that is edited.
//
// The list draws and edits; it does not change the document. What the writer wants done goes out through callbacks,
// and Refresh or RefreshLine bring back what became of it. Everything here belongs to the thread of the window.
package lines

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"github.com/go-text/typesetting/segmenter"

	"voicewright/script"
	"voicewright/ui/thread"
)

// A Source is the document as the list sees it. Its methods are called often and must be quick.
type Source interface {
	Len() int
	Line(i int) script.Line
	Index(id string) int // -1 where there is no such line
	Status(id string) script.Status
	Speaker(script.Line) (name string, colour int)
	VoiceName(script.Line) string
}

// A SpokenPart is a stretch of what will be said for a line.
type SpokenPart struct {
	Text    string // as it is said
	Written string // as it is written
	Changed bool   // Text is not what is written
	Bad     bool   // cannot be said
	Why     string // why it cannot be said, in one sentence
}

// A List is the script view. Its fields may be set until it is first shown; those that are nil are left out.
type List struct {
	widget.BaseWidget

	OnText       func(id, text string)          // the text of a line, a moment after the last key and before any other callback
	OnSplit      func(id string, at int)        // divide the line at this byte of its text
	OnJoin       func(id string)                // join the line to the one before it
	OnInsert     func(at int, text string)      // put a new line before index at
	OnDelete     func(ids []string)             // remove lines
	OnMove       func(ids []string, to int)     // put lines before the line that has index to now; Len puts them last
	OnPaste      func(at int, text string)      // put several paragraphs before index at
	OnPasteLines func(at int, ls []script.Line) // put back lines that were copied here, with new IDs; without it they go to OnPaste
	OnSelect     func(ids []string)             // the writer selected other lines; not called by Select
	OnPlay       func(id string)
	OnSpeaker    func(ids []string, at fyne.Position) // open a menu of roles at a place of the canvas
	OnMenu       func(ids []string, at fyne.Position) // open the menu of the lines
	OnShortcut   func(fyne.Shortcut) bool             // takes what the list has no use for
	OnKey        func(*fyne.KeyEvent) bool            // the same, for keys while no line is edited
	OnRune       func(rune) bool                      // the same, for characters while no line is edited
	Spoken       func(id, text string) []SpokenPart   // called in the background, one call at a time

	source Source
	do     thread.Dispatcher
	now    func() time.Time
	after  func(time.Duration, func()) (stop func())

	size    fyne.Size
	pen     pen
	breaks  segmenter.Segmenter
	heights heights
	known   map[string]measured
	ids     int // lines at the last Refresh
	offset  float64
	upward  bool // the last scroll went up

	rows, spare map[string]*row
	free        []*row

	layer, over *fyne.Container
	caret       *canvas.Rectangle
	beat        *canvas.Rectangle
	marks       sketch // drop mark, scroll bar, tooltip, hint

	chosen  map[string]bool
	anchor  string // where a range of selected lines begins
	current string // the line that the keyboard is at
	untold  bool   // the selection changed, and OnSelect waits for what comes next
	place   int    // its index, to find a neighbour when it is gone

	edit    editor
	text    pending
	said    speech
	want    wish
	clip    clipping
	blink   blinking
	hits    map[string][]mark
	hitted  uint // counts calls of Highlight
	playing string

	focused bool
	shift   bool
	mouse   pointer
	tip     hint
}

// New returns a list that shows source and brings background work back through do.
func New(source Source, do thread.Dispatcher) *List {
	l := &List{
		source: source, do: do,
		now: time.Now,
		after: func(d time.Duration, f func()) func() {
			t := time.AfterFunc(d, f)
			return func() { t.Stop() }
		},
		known:  map[string]measured{},
		rows:   map[string]*row{},
		spare:  map[string]*row{},
		layer:  container.NewWithoutLayout(),
		over:   container.NewWithoutLayout(),
		caret:  canvas.NewRectangle(nil),
		beat:   canvas.NewRectangle(nil),
		chosen: map[string]bool{},
		hits:   map[string][]mark{},
	}
	l.mouse.row = -1
	l.mouse.drop = -1
	l.caret.Hide()
	l.marks.box = l.over
	l.ExtendBaseWidget(l)
	l.pen.load()
	l.count()
	return l
}

// Refresh shows the document as it is now: after lines came, went or moved.
func (l *List) Refresh() {
	if l.pen.load() {
		clear(l.known)
		l.drop()
	}
	id, y := l.fixed()
	l.count()
	if i := l.source.Index(id); i >= 0 {
		l.offset = float64(l.start()) + l.heights.top(i) - float64(y)
	}
	l.prune()
	l.meet()
	l.settle()
	l.arrange()
}

// RefreshLine shows one line as it is now: its text, its state, its speaker.
func (l *List) RefreshLine(id string) {
	i := l.source.Index(id)
	if i < 0 || l.source.Len() != l.ids {
		l.Refresh()
		return
	}
	if l.edit.id == id {
		l.meet()
	} else if l.rows[id] == nil {
		l.remember(i, l.guess(l.source.Line(i)))
		return
	}
	l.arrange()
}

// Select selects these lines and no others and leaves the editor unless its line is the only one of them.
// Lines that are not in the document are passed over. OnSelect is not called.
func (l *List) Select(ids ...string) {
	clear(l.chosen)
	last := ""
	for _, id := range ids {
		if l.source.Index(id) >= 0 {
			l.chosen[id] = true
			last = id
		}
	}
	if last != l.edit.id || len(l.chosen) > 1 {
		l.leave()
	}
	l.current, l.anchor = last, last
	if last != "" {
		l.place = l.source.Index(last)
		l.show(l.place)
	}
	l.arrange()
}

// Selected returns the IDs of the selected lines in the order of the document.
func (l *List) Selected() []string {
	if len(l.chosen) == 0 {
		return nil
	}
	if len(l.chosen) == 1 {
		return []string{l.current}
	}
	ids := make([]string, 0, len(l.chosen))
	for i := range l.source.Len() {
		if id := l.source.Line(i).ID; l.chosen[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// Current returns the ID of the line that the keyboard is at, or nothing.
func (l *List) Current() string { return l.current }

// Editing returns the ID of the line that is edited, or nothing.
func (l *List) Editing() string { return l.edit.id }

// Edit opens the editor in a line, with the caret at the end, and takes the keyboard. A locked line is selected only.
func (l *List) Edit(id string) {
	i := l.source.Index(id)
	if i < 0 {
		return
	}
	l.enter(i, len(l.source.Line(i).Text))
}

// StopEditing hands over what was typed and closes the editor. Its line stays selected.
func (l *List) StopEditing() {
	l.leave()
	l.arrange()
}

// Flush hands over what was typed and not yet told. Call it before a command that reads or changes the document
// by another way than this list, as undo does.
func (l *List) Flush() { l.flush() }

// ScrollTo brings a line into view.
func (l *List) ScrollTo(id string) {
	if i := l.source.Index(id); i >= 0 {
		l.show(i)
		l.arrange()
	}
}

// Highlight marks what was found and brings the hit with index current into view; -1 is none. No hits end it.
func (l *List) Highlight(hits []script.Hit, current int) {
	clear(l.hits)
	for i, h := range hits {
		l.hits[h.ID] = append(l.hits[h.ID], mark{h.Start, h.End, i == current})
	}
	l.hitted++
	if current >= 0 && current < len(hits) {
		if i := l.source.Index(hits[current].ID); i >= 0 {
			l.show(i)
		}
	}
	l.arrange()
}

// SetPlaying marks the line that is heard; an empty ID is none.
func (l *List) SetPlaying(id string) {
	if l.playing != id {
		l.playing = id
		l.arrange()
	}
}

// Cursor is the shape of the pointer: a text cursor over the editor, a hand over what can be pressed. It is asked for before
// the pointer is said to have come, and Fyne does not survive an answer of nil.
func (l *List) Cursor() desktop.Cursor {
	if l.mouse.cursor == nil {
		return desktop.DefaultCursor
	}
	return l.mouse.cursor
}

// CreateRenderer belongs to Fyne.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	return &renderer{l: l, objects: []fyne.CanvasObject{l.layer, l.caret, l.over, l.beat}}
}

type renderer struct {
	l       *List
	objects []fyne.CanvasObject
}

func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(280, 160) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout is called by the driver whenever something in the list changed its size; most often the list itself did not.
func (r *renderer) Layout(size fyne.Size) {
	if size == r.l.size {
		return
	}
	wide := size.Width != r.l.size.Width
	r.l.resize(size, wide)
}

// Refresh is called when the theme changed.
func (r *renderer) Refresh() { r.l.Refresh() }

func (r *renderer) Destroy() {
	r.l.flush()
	r.l.blink.stop()
}
