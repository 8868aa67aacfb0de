package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"voicewright/script"
	"voicewright/synth/text"
	"voicewright/ui/lines"
)

// source shows the open project's lines to the list.
type source struct{ window *Window }

// Len implements lines.Source.
func (s source) Len() int {
	if s.window.project == nil {
		return 0
	}
	return s.window.project.Document().Len()
}

// Line implements lines.Source.
func (s source) Line(i int) script.Line { return s.window.project.Document().Line(i) }

// Index implements lines.Source.
func (s source) Index(id string) int {
	if s.window.project == nil {
		return -1
	}
	return s.window.project.Document().Index(id)
}

// Status implements lines.Source.
func (s source) Status(id string) script.Status { return s.window.project.Status(id) }

// Speaker implements lines.Source.
func (s source) Speaker(l script.Line) (name string, colour int) {
	document := s.window.project.Document()
	role := document.RoleOf(l)
	for i, r := range document.Roles() {
		if r.ID == role.ID {
			return role.Name, i
		}
	}
	return role.Name, 0
}

// VoiceName implements lines.Source. It is empty where the line speaks with its role's voice.
func (s source) VoiceName(l script.Line) string {
	if l.Voice == "" {
		return ""
	}
	return s.window.voiceName(l.Voice)
}

// wireList lets the list's wishes change the document.
func (w *Window) wireList() {
	l := w.list
	l.OnText = func(id, text string) { w.do(script.SetText{ID: id, Text: text}) }
	l.OnSplit = func(id string, at int) { w.do(script.Split{ID: id, At: at}) }
	l.OnJoin = func(id string) { w.do(script.Join{ID: id}) }
	l.OnInsert = func(at int, text string) { w.insert(at, text) }
	l.OnDelete = func(ids []string) { w.do(script.Delete{IDs: ids}) }
	l.OnMove = func(ids []string, to int) { w.do(script.Move{IDs: ids, To: to}) }
	l.OnPaste = w.paste
	l.OnSelect = func([]string) {
		if w.playback.line != "" && w.list.Current() != w.playback.line {
			w.playback.stop()
		}
		w.showLine()
	}
	l.OnPlay = func(id string) {
		if w.playback.line == id {
			w.playback.stop()
			return
		}
		w.playLine(id, false)
	}
	l.OnSpeaker = w.speakerMenu
	l.OnMenu = w.lineMenu
	l.Spoken = spoken
}

// do changes the document and shows the outcome; it tells whether that went well.
func (w *Window) do(e script.Edit) bool {
	if w.project == nil {
		return false
	}
	delta, err := w.project.Do(e)
	if err != nil {
		w.status.say(capital(err.Error()))
		w.list.Refresh()
		return false
	}
	w.changed(delta)
	return true
}

// changed shows a change of the document: of single lines where no more has changed.
func (w *Window) changed(d script.Delta) {
	if d.Empty() {
		return
	}
	if len(d.Skipped) > 0 {
		w.status.say(lang.LocalizePluralKey("edit.locked", "{{.N}} locked lines were left as they are.", len(d.Skipped), map[string]any{"N": len(d.Skipped)}))
	}
	if d.Order == nil && d.Roles == nil && d.Words == nil && d.Settings == nil && len(d.Changed) < 50 {
		for _, l := range d.Changed {
			w.list.RefreshLine(l.ID)
		}
		w.status.count()
		w.showLine()
	} else {
		w.refresh()
	}
}

// travel shows where an undo or a redo went.
func (w *Window) travel(d script.Delta, ok bool) {
	if !ok {
		return
	}
	w.changed(d)
	if d.Focus != "" && w.list.Editing() == "" {
		w.list.Select(d.Focus)
		w.list.ScrollTo(d.Focus)
	}
}

func (w *Window) undo() {
	w.list.Flush()
	w.travel(w.project.Undo())
}

func (w *Window) redo() {
	w.list.Flush()
	w.travel(w.project.Redo())
}

// insert puts a new line into the script and opens it. It speaks as the line before it does.
func (w *Window) insert(at int, text string) {
	if w.project == nil {
		return
	}
	line := script.Line{ID: script.NewID(), Text: text}
	if document := w.project.Document(); at > 0 && at <= document.Len() {
		before := document.Line(at - 1)
		line.Role, line.Voice = before.Role, before.Voice
	}
	if w.do(script.Insert{At: at, Lines: []script.Line{line}}) {
		w.list.Edit(line.ID)
	}
}

// insertBelow adds an empty line of a kind after the current one.
func (w *Window) insertBelow(kind script.Kind) {
	at := w.project.Document().Index(w.list.Current()) + 1
	if at == 0 {
		at = w.project.Document().Len()
	}
	w.insert(at, "")
	if id := w.list.Editing(); kind != script.Speech && id != "" {
		w.do(script.Set{IDs: []string{id}, Label: "Kind", Change: func(l *script.Line) { l.Kind = kind }})
	}
}

// setKind makes the selected lines speech, headings or notes.
func (w *Window) setKind(kind script.Kind) {
	w.do(script.Set{IDs: w.selection(), Label: "Kind", Change: func(l *script.Line) { l.Kind = kind }})
}

// selection are the selected lines, or the current one.
func (w *Window) selection() []string {
	if ids := w.list.Selected(); len(ids) > 0 {
		return ids
	}
	if id := w.list.Current(); id != "" {
		return []string{id}
	}
	return nil
}

// mark puts markup around what is selected in the open editor, or in at its caret.
func (w *Window) mark(before, after string) { w.list.Surround(before, after) }

func (w *Window) toggleLock() {
	ids := w.selection()
	if len(ids) == 0 {
		return
	}
	first, _ := w.project.Document().Find(ids[0])
	if !first.Locked { // what is locked now stays what is heard now
		for _, id := range ids {
			if take, fits := w.project.Chosen(id); fits {
				w.do(script.Choose{Line: id, Take: take.ID})
			}
		}
	}
	w.do(script.Set{IDs: ids, Label: "Lock", Change: func(l *script.Line) { l.Locked = !first.Locked }})
}

// lineMenu is the context menu of lines.
func (w *Window) lineMenu(ids []string, at fyne.Position) {
	var items []*fyne.MenuItem
	for _, id := range []string{"play", "play-on", "", "another-take", "three-takes", "", "speaker", "adjust", "lock", "", "copy-text", "split-sentences", "delete"} {
		if id == "" {
			items = append(items, fyne.NewMenuItemSeparator())
			continue
		}
		c := w.command(id)
		item := fyne.NewMenuItem(c.name, c.invoke)
		item.Disabled = !c.ready()
		items = append(items, item)
	}
	w.popUpAt(fyne.NewMenu("", items...), at)
}

// adjust asks for the delivery of the selected lines and the pause after them.
func (w *Window) adjust() {
	ids := w.selection()
	if len(ids) == 0 {
		return
	}
	line, _ := w.project.Document().Find(ids[0])
	w.adjustLine(line, func(delivery script.Delivery, gap float64) {
		w.do(script.Set{IDs: ids, Label: "Delivery", Change: func(l *script.Line) { l.Delivery, l.Gap = delivery, gap }})
	})
}

// splitSentences parts the selected lines at their sentences.
func (w *Window) splitSentences() {
	ids := w.selection()
	for _, id := range ids {
		for { // from the end, so that the places before it stay
			line, ok := w.project.Document().Find(id)
			sentences := text.Sentences(line.Text)
			if !ok || len(sentences) < 2 || !w.do(script.Split{ID: id, At: sentences[len(sentences)-1].Start}) {
				break
			}
		}
	}
}

// copyText puts the text of the selected lines on the clipboard.
func (w *Window) copyText() {
	var texts []string
	for _, id := range w.selection() {
		if l, ok := w.project.Document().Find(id); ok {
			texts = append(texts, script.Plain(l.Text))
		}
	}
	w.app.Clipboard().SetContent(strings.Join(texts, "\n"))
}

// spoken is the spoken form of a line for its editor. It is called in the background.
func spoken(_ string, written string) []lines.SpokenPart {
	pieces, problems := script.Parse(written)
	var parts []lines.SpokenPart
	for _, p := range pieces {
		for _, span := range text.Normalise(p.Text).Spans {
			part := lines.SpokenPart{Text: span.Spoken, Written: span.Written}
			if span.Kind == text.Unspeakable {
				part.Bad, part.Text, part.Why = true, span.Written, lang.L("This cannot be read aloud and is left out.")
			} else {
				part.Changed = !strings.EqualFold(span.Spoken, span.Written)
			}
			if part.Text != "" {
				parts = append(parts, part)
			}
		}
	}
	for _, p := range problems {
		parts = append(parts, lines.SpokenPart{Text: p.Text, Bad: true, Why: p.Text})
	}
	return parts
}
