package references

import (
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// A form asks what is to be known of the voice. Consent is asked for once and kept with the voice; where recordings are added to
// one, it has to cover them.
type form struct {
	voice                *card.Card // that recordings are added to; nil where a new one is made
	content              fyne.CanvasObject
	name, about, licence *look.Entry
	consent              *look.Select
	who                  *look.Entry
	covered              *look.Check
	note                 *widget.Label
	make                 *look.Button
	named                string // the name that was suggested last
}

func newForm(d *Desk) *form {
	entry := func(placeholder string) *look.Entry {
		e := look.NewEntry()
		e.SetPlaceHolder(placeholder)
		return e
	}
	f := &form{voice: d.voice, name: entry(lang.L("How you call this voice")), about: entry(lang.L("Calm, low, a little hoarse")),
		licence: entry(lang.L("For this project only")), who: entry(lang.L("Who agreed, when and how")), note: widget.NewLabel("")}
	f.consent = look.NewSelect([]string{lang.L("It is my own voice"), lang.L("The speaker agreed"), lang.L("The recording is free to use for this")}, nil)
	f.consent.PlaceHolder = lang.L("Choose one")
	f.note.Wrapping = fyne.TextWrapWord
	f.note.Importance = widget.WarningImportance
	f.note.Hide()
	field := func(title string, fields ...fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedVBoxLayout(2),
			append([]fyne.CanvasObject{look.NewLine(title, look.ColorSubtle, theme.SizeNameCaptionText, true)}, fields...)...)
	}
	f.covered = look.NewCheck(lang.L("It covers these recordings too"), nil)
	asked := field(lang.L("Consent"), f.consent, f.who)
	switch {
	case f.voice == nil:
		f.content = container.New(layout.NewCustomPaddedVBoxLayout(look.Space),
			field(lang.L("Name"), f.name), asked, field(lang.L("Licence"), f.licence), field(lang.L("How it sounds"), f.about), f.note)
	case f.voice.Consent == "":
		f.content = container.New(layout.NewCustomPaddedVBoxLayout(look.Space), asked, f.note)
	default:
		kept := widget.NewLabel(f.voice.Consent)
		kept.Wrapping = fyne.TextWrapWord
		f.content = container.New(layout.NewCustomPaddedVBoxLayout(look.Space), field(lang.L("Consent"),
			container.New(layout.NewCustomPaddedLayout(-look.Tight, -look.Space, -look.Space, -look.Space), kept), f.covered), f.note)
	}
	return f
}

// suggest names the voice after its first recording as long as nobody has named it.
func (f *form) suggest(entries []*entry) {
	if f.voice != nil || len(entries) == 0 || f.name.Text != f.named {
		return
	}
	name := entries[0].name()
	f.named = strings.TrimSuffix(name, filepath.Ext(name))
	f.name.SetText(f.named)
}

// read returns what was filled in, and what is missing as a sentence.
func (f *form) read() (about card.Card, missing string) {
	switch {
	case f.voice != nil && f.voice.Consent != "" && f.covered.Checked:
		return *f.voice, ""
	case f.voice != nil && f.voice.Consent != "":
		return about, lang.L("Say that the consent covers these recordings too.")
	case f.voice == nil && trim(f.name.Text) == "":
		return about, lang.L("Give the voice a name.")
	case f.consent.Selected == "":
		return about, lang.L("Say who agreed to the use of this voice; it is kept with the voice.")
	}
	agreed := f.consent.Selected
	if who := trim(f.who.Text); who != "" {
		agreed += ": " + who
	}
	agreed += " (" + time.Now().Format(time.DateOnly) + ")"
	if f.voice != nil {
		about = *f.voice
		about.Consent = agreed
		return about, ""
	}
	return card.Card{Name: trim(f.name.Text), Description: trim(f.about.Text), Licence: trim(f.licence.Text), Consent: agreed}, ""
}

func (f *form) warn(text string) {
	f.note.SetText(text)
	f.note.Hidden = text == ""
	f.content.Refresh()
}
