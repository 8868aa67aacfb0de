package lines

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voicewright/script"
)

// TypedShortcut belongs to Fyne: a key with Ctrl or Alt. What the list has no use for goes to OnShortcut, and on to the
// window.
func (l *List) TypedShortcut(s fyne.Shortcut) {
	l.want = wish{}
	if l.shortcut(s) {
		return
	}
	l.flush()
	if l.OnShortcut != nil && l.OnShortcut(s) {
		return
	}
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(l).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

func (l *List) shortcut(s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		return l.copy()
	case *fyne.ShortcutCut:
		if l.copy() {
			l.cut()
			return true
		}
		return false
	case *fyne.ShortcutPaste:
		return l.paste()
	case *fyne.ShortcutSelectAll:
		if e := &l.edit; e.id != "" {
			if a, b := e.span(); b-a < len(e.text) {
				e.anchor, e.caret = 0, len(e.text)
				l.moved()
				return true
			}
		}
		l.selectAll()
		return true
	case *desktop.CustomShortcut:
		return l.custom(s)
	}
	return false
}

func (l *List) custom(s *desktop.CustomShortcut) bool {
	mod := s.Modifier &^ fyne.KeyModifierShift
	shift := s.Modifier&fyne.KeyModifierShift != 0
	switch {
	case mod == fyne.KeyModifierAlt && !shift && s.KeyName == fyne.KeyUp:
		l.carryLines(-1)
	case mod == fyne.KeyModifierAlt && !shift && s.KeyName == fyne.KeyDown:
		l.carryLines(1)
	case mod != fyne.KeyModifierShortcutDefault:
		return false
	case !shift && (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter):
		at := l.source.Len()
		if i := l.source.Index(l.current); i >= 0 {
			at = i + 1
		}
		l.addLine(at)
	case s.KeyName == fyne.KeyHome && l.edit.id == "":
		l.goTo(0, shift)
	case s.KeyName == fyne.KeyEnd && l.edit.id == "":
		l.goTo(l.source.Len()-1, shift)
	case l.edit.id == "":
		return false
	default:
		return l.wordKey(s.KeyName, shift)
	}
	return true
}

// wordKey is a key with Ctrl in the editor.
func (l *List) wordKey(key fyne.KeyName, shift bool) bool {
	was := l.shift
	l.shift = shift
	defer func() { l.shift = was }()
	e := &l.edit
	switch key {
	case fyne.KeyLeft:
		l.sideways(e.wordBefore, -1)
	case fyne.KeyRight:
		l.sideways(e.wordBehind, 1)
	case fyne.KeyBackspace:
		l.backspace(e.wordBefore)
	case fyne.KeyDelete:
		l.erase(e.wordBehind)
	case fyne.KeyHome:
		e.move(0, shift)
		l.moved()
	case fyne.KeyEnd:
		e.move(len(e.text), shift)
		l.moved()
	default:
		return false
	}
	return true
}

// A clipping is what was copied here, so that lines come back with their speakers.
type clipping struct {
	text  string
	lines []script.Line
}

// copy brings the selected text, or the selected lines, to the clipboard.
func (l *List) copy() bool {
	board := fyne.CurrentApp().Clipboard()
	if e := &l.edit; e.id != "" {
		a, b := e.span()
		if a < b {
			board.SetContent(e.text[a:b])
		}
		return a < b
	}
	ids := l.Selected()
	if len(ids) == 0 {
		return false
	}
	var c clipping
	var all strings.Builder
	for i, id := range ids {
		line := l.source.Line(l.source.Index(id))
		c.lines = append(c.lines, line)
		if i > 0 {
			all.WriteString("\n")
		}
		all.WriteString(line.Text)
	}
	c.text = all.String()
	l.clip = c
	board.SetContent(c.text)
	return true
}

// cut removes what was copied.
func (l *List) cut() {
	if l.edit.id != "" {
		l.insert("")
		return
	}
	l.remove()
}

// paste brings in the clipboard: words into the editor, paragraphs and lines as lines after the current one.
func (l *List) paste() bool {
	text := fyne.CurrentApp().Clipboard().Content()
	own := len(l.clip.lines) > 0 && text == l.clip.text
	if strings.TrimSpace(text) == "" && !own {
		return false
	}
	many := strings.ContainsAny(strings.Trim(text, "\r\n"), "\r\n")
	if l.edit.id != "" && !many {
		l.insert(clean(strings.Trim(text, "\r\n")))
		return true
	}
	at := l.source.Len()
	switch ids := l.Selected(); {
	case l.edit.id != "":
		if at = l.source.Index(l.edit.id) + 1; l.edit.caret == 0 && l.edit.text != "" {
			at--
		}
	case len(ids) > 0:
		at = l.source.Index(ids[len(ids)-1]) + 1
	}
	then := func(more int) {
		l.anchor = l.source.Line(at).ID
		l.stretch(min(at+more, l.source.Len()) - 1)
		l.show(at)
		l.arrange()
	}
	switch {
	case own && l.OnPasteLines != nil:
		lines := append([]script.Line(nil), l.clip.lines...)
		for i := range lines {
			lines[i].ID, lines[i].Take, lines[i].Locked = "", "", false
		}
		l.ask(func() { l.OnPasteLines(at, lines) }, 0, then)
	case l.OnPaste != nil:
		l.ask(func() { l.OnPaste(at, text) }, 0, then)
	}
	return true
}
