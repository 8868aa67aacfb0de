package lines

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voicewright/script"
	"voicewright/ui/thread"
)

// A desk is a list over a real document, wired as the studio wires it, that notes the callbacks.
type desk struct {
	doc    *script.Document
	status map[string]script.Status
	list   *List
	log    []string
	queue  thread.Queue
	ran    chan struct{} // something was dispatched
	time   time.Time
	timers []timer
}

type timer struct {
	at time.Time
	f  *func()
}

func (d *desk) Len() int               { return d.doc.Len() }
func (d *desk) Line(i int) script.Line { return d.doc.Line(i) }
func (d *desk) Index(id string) int    { return d.doc.Index(id) }

func (d *desk) Status(id string) script.Status { return d.status[id] }

func (d *desk) Speaker(l script.Line) (string, int) {
	r := d.doc.RoleOf(l)
	for i, q := range d.doc.Roles() {
		if q.ID == r.ID {
			return r.Name, i
		}
	}
	return r.Name, 0
}

func (d *desk) VoiceName(l script.Line) string { return d.doc.VoiceOf(l) }

// Do implements thread.Dispatcher.
func (d *desk) Do(f func()) {
	d.queue.Do(f)
	select {
	case d.ran <- struct{}{}:
	default:
	}
}

// newDesk makes a list whose clock stands still until pass.
func newDesk(s script.Content) *desk {
	d := &desk{doc: script.New(s), status: map[string]script.Status{}, ran: make(chan struct{}, 1), time: time.Unix(1000, 0)}
	d.doc.Now = func() time.Time { return d.time }
	for i := range d.doc.Len() {
		l := d.doc.Line(i)
		d.status[l.ID] = demoStatus(i, l)
	}
	l := New(d, d)
	l.now = func() time.Time { return d.time }
	l.after = func(wait time.Duration, f func()) func() {
		p := &f
		d.timers = append(d.timers, timer{d.time.Add(wait), p})
		return func() { *p = nil }
	}
	d.list = l
	do := func(e script.Edit) {
		if _, err := d.doc.Do(e); err != nil {
			d.note("refused: %v", err)
		}
	}
	l.OnText = func(id, text string) {
		d.note("text %s %q", id, text)
		do(script.SetText{ID: id, Text: text})
		l.RefreshLine(id)
	}
	l.OnSplit = func(id string, at int) {
		d.note("split %s %d", id, at)
		do(script.Split{ID: id, At: at})
		l.Refresh()
	}
	l.OnJoin = func(id string) {
		d.note("join %s", id)
		do(script.Join{ID: id})
		l.Refresh()
	}
	l.OnInsert = func(at int, text string) {
		d.note("insert %d %q", at, text)
		do(script.Insert{At: at, Lines: []script.Line{{Text: text}}})
		l.Refresh()
	}
	l.OnDelete = func(ids []string) {
		d.note("delete %s", strings.Join(ids, " "))
		do(script.Delete{IDs: ids})
		l.Refresh()
	}
	l.OnMove = func(ids []string, to int) {
		d.note("move %s to %d", strings.Join(ids, " "), to)
		do(script.Move{IDs: ids, To: to})
		l.Refresh()
	}
	l.OnPaste = func(at int, text string) {
		d.note("paste %d %q", at, text)
		var lines []script.Line
		for _, s := range strings.Split(strings.TrimSpace(text), "\n") {
			lines = append(lines, script.Line{Text: s})
		}
		do(script.Insert{At: at, Lines: lines})
		l.Refresh()
	}
	l.OnSelect = func(ids []string) { d.note("select %s", strings.Join(ids, " ")) }
	l.OnPlay = func(id string) { d.note("play %s", id) }
	l.OnSpeaker = func(ids []string, at fyne.Position) { d.note("speaker %s", strings.Join(ids, " ")) }
	l.OnMenu = func(ids []string, at fyne.Position) { d.note("menu %s", strings.Join(ids, " ")) }
	return d
}

func (d *desk) note(format string, args ...any) { d.log = append(d.log, fmt.Sprintf(format, args...)) }

// told returns what was noted since the last call.
func (d *desk) told() string {
	s := strings.Join(d.log, "; ")
	d.log = nil
	return s
}

// pass lets time pass: timers that are due fire, and what they dispatch runs.
func (d *desk) pass(by time.Duration) {
	end := d.time.Add(by)
	for {
		next := -1
		for i, t := range d.timers {
			if !t.at.After(end) && (next < 0 || t.at.Before(d.timers[next].at)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		t := d.timers[next]
		d.timers = append(d.timers[:next], d.timers[next+1:]...)
		if t.at.After(d.time) {
			d.time = t.at
		}
		if *t.f != nil {
			(*t.f)()
		}
		d.queue.Run()
	}
	d.time = end
}

// wait runs what background work dispatches.
func (d *desk) wait(t testing.TB) {
	t.Helper()
	for d.list.said.running {
		select {
		case <-d.ran:
			d.queue.Run()
		case <-time.After(10 * time.Second):
			t.Fatal("the background work does not end")
		}
	}
}

// keys types named keys; a prefix "shift+", "ctrl+", "alt+" or "ctrl+shift+" goes the way the window would take.
func (d *desk) keys(names ...string) {
	for _, n := range names {
		mods := fyne.KeyModifier(0)
		for {
			head, rest, ok := strings.Cut(n, "+")
			if !ok {
				break
			}
			mods |= map[string]fyne.KeyModifier{"shift": fyne.KeyModifierShift, "ctrl": fyne.KeyModifierControl, "alt": fyne.KeyModifierAlt}[head]
			n = rest
		}
		key := fyne.KeyName(n)
		switch {
		case mods&^fyne.KeyModifierShift != 0:
			d.list.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods})
		case mods != 0:
			d.list.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			d.list.TypedKey(&fyne.KeyEvent{Name: key})
			d.list.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		default:
			d.list.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
}

func (d *desk) write(text string) {
	for _, r := range text {
		d.list.TypedRune(r)
	}
}

// texts returns the lines of the document.
func (d *desk) texts() string {
	var all []string
	for i := range d.doc.Len() {
		all = append(all, d.doc.Line(i).Text)
	}
	return strings.Join(all, "|")
}

// click is a click of the left button as the window tells it.
func (d *desk) click(x, y float32, mod fyne.KeyModifier) {
	e := fyne.PointEvent{Position: fyne.NewPos(x, y), AbsolutePosition: fyne.NewPos(x, y)}
	d.list.MouseDown(&desktop.MouseEvent{PointEvent: e, Button: desktop.MouseButtonPrimary, Modifier: mod})
	d.list.MouseUp(&desktop.MouseEvent{PointEvent: e, Button: desktop.MouseButtonPrimary, Modifier: mod})
	d.list.Tapped(&e)
}

// drag presses the left button at the first place, moves through the others and lets it go.
func (d *desk) drag(places ...fyne.Position) {
	at := func(p fyne.Position) fyne.PointEvent { return fyne.PointEvent{Position: p, AbsolutePosition: p} }
	d.list.MouseDown(&desktop.MouseEvent{PointEvent: at(places[0]), Button: desktop.MouseButtonPrimary})
	for i, p := range places[1:] {
		d.list.Dragged(&fyne.DragEvent{PointEvent: at(p), Dragged: fyne.NewDelta(p.X-places[i].X, p.Y-places[i].Y)})
	}
	d.list.MouseUp(&desktop.MouseEvent{PointEvent: at(places[len(places)-1]), Button: desktop.MouseButtonPrimary})
	d.list.DragEnd()
}

// place returns the middle of a zone of a line, in the list.
func (d *desk) place(t testing.TB, id string, kind zoneKind) fyne.Position {
	t.Helper()
	r := d.list.rows[id]
	if r == nil {
		t.Fatalf("line %s is not in view", id)
	}
	for _, z := range r.zones {
		if z.kind == kind {
			return fyne.NewPos(z.x+z.w/2, r.y+z.y+min(z.h/2, r.body.Y+r.para.pitch/2))
		}
	}
	t.Fatalf("line %s has no zone %d", id, kind)
	return fyne.Position{}
}

// spot returns the place before byte at of a line's text, in the list.
func (d *desk) spot(t testing.TB, id string, at int) fyne.Position {
	t.Helper()
	r := d.list.rows[id]
	if r == nil {
		t.Fatalf("line %s is not in view", id)
	}
	p := r.para.spot(&d.list.pen, at)
	return fyne.NewPos(r.body.X+p.X, r.y+r.body.Y+p.Y+r.para.pitch/2)
}

func demo() script.Content {
	texts := []string{
		"#The keeper of Skellan Rock",
		"The lighthouse on Skellan Rock was built in 1872, by forty men and one very stubborn mule.",
		"The lighthouse has burned every night since, but for one. [pause] This is the story of that *one* night, and of the two people who were there to see it.",
		"M:You came out here in this weather? In *that* boat?",
		"I:I did not come for the weather, Mr Reed. I came for {Siobhan|shiv awn}.",
		"Nobody spoke for a while. [1.5s] The wind did that for them.",
		"M:[slow]She is not here.[/slow] She has not been here since the spring.",
		"I:Then who lit the lamp?",
		"%Thunder here, far away, before Moss answers.",
		"M:I did. I lit it, as I have lit it every night for thirty-one years, and my father before me, and nobody ever thought to ask who lit it until now.",
		"I:Every night but one.",
		"#What the harbour master wrote",
		"On the 3rd of November the light was dark from 21:40 until dawn. Two boats were lost, the Merle and the Constance, with eleven men.",
		"M:I was ill. I had a fever of 40.2 °C; ask Dr Hale.",
		"I:I have asked him. He says you were in Ballymore that night, at the dance.",
		"M:Then he remembers more than I do.",
		"שלום, this line begins with a Hebrew word.",
		"שלום לכולם, זה סיפור על מגדלור.",
		"灯台は1872年に建てられ、それ以来ずっと海を照らし続けています。",
		"I:Tell me about the mule, then. *Everybody* begins with the mule.",
	}
	s := script.Content{Roles: []script.Role{{ID: "n", Name: "Narrator", Voice: "Alder"}, {ID: "m", Name: "Moss Reed", Voice: "Flint"}, {ID: "i", Name: "Ines", Voice: "Wren"}}}
	for i := range 30 {
		text := texts[i%len(texts)]
		l := script.Line{ID: fmt.Sprintf("l%d", i), Role: "n", Text: text}
		switch {
		case strings.HasPrefix(text, "#"):
			l.Kind, l.Text = script.Heading, text[1:]
		case strings.HasPrefix(text, "%"):
			l.Kind, l.Text = script.Note, text[1:]
		case strings.HasPrefix(text, "M:"):
			l.Role, l.Text = "m", text[2:]
		case strings.HasPrefix(text, "I:"):
			l.Role, l.Text = "i", text[2:]
		}
		l.Locked = i == 3
		s.Lines = append(s.Lines, l)
	}
	return s
}

// demoStatus gives every state to some line.
func demoStatus(i int, l script.Line) script.Status {
	if l.Kind == script.Note {
		return script.Status{State: script.Silent}
	}
	s := script.Status{State: script.Ready, Takes: 1 + i%3, Seconds: float64(len(l.Text)) / 15}
	switch i {
	case 4:
		s.State = script.Stale
	case 5:
		s.Flagged = true
	case 7:
		s = script.Status{State: script.Rendering, Progress: 0.4}
	case 9:
		s = script.Status{State: script.Waiting}
	case 10:
		s = script.Status{State: script.Failed, Why: "The voice “Wren” belongs to another model. Choose another voice, or make this one again."}
	case 11, 12, 13:
		s = script.Status{}
	}
	return s
}
