package catalogue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
)

// A searchEntry is the search field; from it Down and Enter lead into the list, and Escape takes the text away, or else ends the list by ear.
type searchEntry struct {
	widget.Entry
	pane *Pane
}

func newSearchEntry(p *Pane) *searchEntry {
	s := &searchEntry{pane: p}
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder(lang.L("Search voices"))
	s.SetIcon(look.Tinted(look.IconSearch, look.ColorSubtle))
	s.OnChanged = p.typedText
	return s
}

// TypedKey implements fyne.Focusable.
func (s *searchEntry) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		s.pane.FocusList()
	case fyne.KeyReturn, fyne.KeyEnter:
		s.pane.FocusList()
	case fyne.KeyEscape:
		if s.Text != "" {
			s.SetText("")
			return
		}
		s.pane.leaveLike()
		s.pane.FocusList()
	default:
		s.Entry.TypedKey(e)
	}
}
