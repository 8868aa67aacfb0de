package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/listen"
	"voicewright/ui/look"
)

// takeStrip lists the takes of the current line: choose one, star it, pass it over, compare it.
type takeStrip struct {
	window  *Window
	line    string
	takes   []script.Take
	chips   *fyne.Container
	content *fyne.Container
	title   *widget.Label
	shown   string // what the bench shows or will show: the keys of one or two sides, the line's take first
	loaded  string // what it shows already
}

// loading tells whether the bench waits for a sound.
func (s *takeStrip) loading() bool { return s.shown != s.loaded }

func newTakeStrip(w *Window) *takeStrip {
	s := &takeStrip{window: w, chips: container.NewHBox(), title: widget.NewLabel("")}
	s.title.TextStyle = fyne.TextStyle{Bold: true}
	s.content = container.NewBorder(widget.NewSeparator(), nil, s.title, nil, container.NewHScroll(s.chips))
	return s
}

// showLine brings the takes of the current line to the strip and its chosen take to the bench.
func (w *Window) showLine() {
	s := w.takes
	if w.project == nil {
		return
	}
	id := w.list.Current()
	s.line = id
	s.takes = w.project.Takes(id)
	chosen, fits := w.project.Chosen(id)
	s.fill(chosen, fits)
	switch {
	case id == "":
		s.clear(lang.L("Select a line to see and hear it."))
	case chosen.ID == "":
		s.clear(w.emptyBench(id))
	case !strings.HasPrefix(s.shown, chosen.ID+" "): // a take that is being compared stays so while its line's state changes
		s.show(chosen, nil)
	}
}

// emptyBench says why there is nothing to hear of a line.
func (w *Window) emptyBench(id string) string {
	switch status := w.project.Status(id); status.State {
	case script.Waiting, script.Rendering:
		return lang.L("This line is being voiced.")
	case script.Failed:
		return capital(status.Why)
	case script.Silent:
		return lang.L("There is nothing to say in this line.")
	}
	return lang.L("Not voiced yet: press Space to hear this line.")
}

func (s *takeStrip) clear(message string) {
	s.shown, s.loaded = "", ""
	s.window.bench.Clear(message)
}

func (s *takeStrip) fill(chosen script.Take, fits bool) {
	s.chips.RemoveAll()
	s.title.SetText("")
	if len(s.takes) == 0 {
		s.content.Refresh()
		return
	}
	s.title.SetText(lang.L("Takes"))
	for i, t := range s.takes {
		s.chips.Add(s.chip(i, t, t.ID == chosen.ID, fits))
	}
	more := look.NewIconButton(look.IconTake, lang.L("Another take"), func() { s.window.run("another-take") })
	s.chips.Add(more)
	s.content.Refresh()
}

// chip is a take: number, length, marks. A tap chooses it, the menu has the rest.
func (s *takeStrip) chip(i int, t script.Take, chosen, fits bool) fyne.CanvasObject {
	w := s.window
	text := fmt.Sprintf("%d  ·  %.1f s", i+1, t.Seconds)
	var icon fyne.Resource
	switch {
	case t.Rejected:
		icon = look.IconRejected
	case len(t.Flags) > 0:
		icon = look.Tinted(look.IconFlagged, theme.ColorNameWarning)
	case t.Starred:
		icon = look.Tinted(look.IconStarred, look.ColorStar)
	case chosen && fits:
		icon = look.Tinted(look.IconCheck, theme.ColorNameSuccess)
	case chosen:
		icon = look.Tinted(look.IconStale, theme.ColorNameWarning)
	}
	chip := look.NewChip(text, icon, nil)
	chip.SetOn(chosen)
	chip.OnChanged = func(bool) { w.choose(t) }
	more := look.NewIconButton(look.IconMore, takeHint(t), nil)
	more.OnTapped = func() { w.popUpMenu(more, w.takeMenu(t, chosen)) }
	return container.NewHBox(container.NewCenter(chip), container.NewCenter(more))
}

// takeHint says what the check doubts, for the pointer that rests on a take.
func takeHint(t script.Take) string {
	if len(t.Flags) == 0 {
		return lang.L("What to do with this take")
	}
	var doubts []string
	for _, f := range t.Flags {
		doubts = append(doubts, doubt(f))
	}
	return strings.Join(doubts, "; ")
}

// doubt is a flag in words.
func doubt(f script.Flag) string {
	value := func(format string) map[string]any { return map[string]any{"Value": fmt.Sprintf(format, f.Value)} }
	switch f.Kind {
	case script.TooShort:
		return lang.L("shorter than its text: something may be missing")
	case script.TooLong:
		return lang.L("longer than its text: something may be said twice")
	case script.Silence:
		return lang.L("a silence of {{.Value}} s inside", value("%.1f"))
	case script.Clipping:
		return lang.L("{{.Value}} samples are clipped", value("%.0f"))
	case script.Level:
		return lang.L("{{.Value}} dB off the usual level", value("%+.0f"))
	case script.Drift:
		return lang.L("its pitch is {{.Value}} semitones off the voice", value("%+.1f"))
	}
	return string(f.Kind)
}

func (w *Window) takeMenu(t script.Take, chosen bool) *fyne.Menu {
	star, reject := lang.L("Star"), lang.L("Pass over")
	if t.Starred {
		star = lang.L("Take the star off")
	}
	if t.Rejected {
		reject = lang.L("Consider it again")
	}
	compare := fyne.NewMenuItem(lang.L("Compare with the chosen take"), func() { w.compare(t) })
	compare.Disabled = chosen
	return fyne.NewMenu("",
		fyne.NewMenuItem(lang.L("Choose"), func() { w.choose(t) }),
		compare,
		fyne.NewMenuItem(lang.L("Compare with a recording…"), func() { w.compareRecording(t) }),
		fyne.NewMenuItem(star, func() { w.project.ChangeTake(t.ID, func(t *script.Take) { t.Starred = !t.Starred }) }),
		fyne.NewMenuItem(reject, func() { w.project.ChangeTake(t.ID, func(t *script.Take) { t.Rejected = !t.Rejected }) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Delete take"), func() { w.project.DeleteTake(t) }),
	)
}

// choose makes a take the line's, and plays it.
func (w *Window) choose(t script.Take) {
	if w.do(script.Choose{Line: t.Line, Take: t.ID}) {
		w.takes.show(t, nil)
		w.playback.playWhenShown(t.Line)
	}
}

// stepTake chooses the next or the previous take of the current line.
func (w *Window) stepTake(by int) {
	takes := w.takes.takes
	chosen, _ := w.project.Chosen(w.takes.line)
	for i, t := range takes {
		if t.ID == chosen.ID && i+by >= 0 && i+by < len(takes) {
			w.choose(takes[i+by])
			return
		}
	}
}

// current changes the chosen take of the current line.
func (w *Window) currentTake(change func(*script.Take)) {
	if chosen, _ := w.project.Chosen(w.list.Current()); chosen.ID != "" {
		w.project.ChangeTake(chosen.ID, change)
	}
}

// A side is one of the two sounds that the bench can show.
type side struct {
	key  string // tells it from others
	load func(context.Context) (*listen.Sound, error)
}

// side is a take as the bench shows it.
func (s *takeStrip) side(t script.Take) *side {
	project, title := s.window.project, s.takeTitle(t) // the title here, since the strip belongs to the window's thread
	return &side{key: t.ID, load: func(ctx context.Context) (*listen.Sound, error) {
		sound, trace, err := project.Sound(ctx, t)
		return &listen.Sound{ID: t.ID, Title: title, Buffer: sound, Trace: trace}, err
	}}
}

// show loads a take into the bench, in the background, and where it is compared with something the other side too.
func (s *takeStrip) show(t script.Take, other *side) {
	key := t.ID
	if other != nil {
		key += " " + other.key
	}
	if key == s.shown {
		return
	}
	s.shown = key
	w, project, take := s.window, s.window.project, s.side(t)
	w.background(func(ctx context.Context) func() {
		first, err := take.load(ctx)
		var second *listen.Sound
		if err == nil && other != nil {
			second, err = other.load(ctx)
		}
		return func() {
			if s.shown != key || w.project != project {
				return // something else was asked for meanwhile
			}
			if err != nil {
				s.clear(capital(err.Error()))
				w.playback.shown(t.Line, false)
				return
			}
			w.bench.SetSounds(first, second)
			s.loaded = key
			w.playback.shown(t.Line, true)
		}
	})
}

func (s *takeStrip) takeTitle(t script.Take) string {
	for i, other := range s.takes {
		if other.ID == t.ID {
			return lang.L("Take {{.N}}", map[string]any{"N": i + 1})
		}
	}
	return lang.L("Take")
}
