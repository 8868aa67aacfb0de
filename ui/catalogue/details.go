package catalogue

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/voices/card"
)

// The size of the picture in the details; its width follows the pane.
const (
	bigWidth          = 560 // pixels
	bigHeight float32 = 64
)

// details is what is known of the current voice, beneath the list.
type details struct {
	pane  *Pane
	card  card.Card
	shown bool
	box   *fyne.Container

	picture     *canvas.Image
	frame       *canvas.Rectangle
	name        *look.Line
	description *widget.RichText
	facts       *fyne.Container
	tags        *fyne.Container
	hear, use   *look.Button
	heart, more *look.IconButton
	stars       *look.Stars
}

func newDetails(p *Pane) *details {
	d := &details{pane: p, picture: canvas.NewImageFromImage(nil), frame: canvas.NewRectangle(look.Color(look.ColorRaised)),
		name:  look.NewLine("", theme.ColorNameForeground, theme.SizeNameSubHeadingText, true),
		facts: container.New(pairs{}), tags: container.NewHBox()}
	d.picture.FillMode = canvas.ImageFillStretch
	d.frame.SetMinSize(fyne.NewSize(0, bigHeight))
	d.description = widget.NewRichText()
	d.description.Wrapping = fyne.TextWrapWord
	d.hear = look.NewButtonWithIcon(lang.L("Listen"), look.IconPlay, func() { p.with(p.OnPreview) })
	d.use = look.NewButtonWithIcon(lang.L("Use"), look.IconCheck, func() { p.with(p.OnUse) })
	d.use.Importance = widget.HighImportance
	d.heart = look.NewIconButton(look.IconHeart, lang.L("Favourite (F)"), func() { p.with(p.toggleFavourite) })
	d.more = look.NewIconButton(look.IconMore, lang.L("More"), func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.more)
		p.showMenu(d.card, at.AddXY(0, d.more.Size().Height))
	})
	d.stars = look.NewStars(card.MostStars, func(stars int) {
		if p.OnRate != nil {
			p.OnRate([]card.Card{d.card}, stars)
		}
	})
	titled := container.New(layout.NewCustomPaddedLayout(look.Space, 0, 0, 0),
		container.NewBorder(nil, nil, nil, container.NewHBox(container.NewCenter(d.stars), d.heart, d.more), d.name))
	content := container.New(layout.NewCustomPaddedLayout(look.Space, look.Space, look.Space, look.Space), container.New(layout.NewCustomPaddedVBoxLayout(look.Tight),
		container.NewStack(d.frame, d.picture), titled, container.New(layout.NewCustomPaddedLayout(-look.Space, -look.Tight, -look.Space, -look.Space), d.description),
		d.facts, container.NewHScroll(d.tags),
		container.New(layout.NewCustomPaddedLayout(look.Tight, 0, 0, 0), container.NewGridWithColumns(2, d.hear, d.use))))
	d.box = container.NewVBox(widget.NewSeparator(), content)
	d.box.Hide()
	return d
}

func (d *details) hide() {
	d.card, d.shown = card.Card{}, false
	d.box.Hide()
	d.pane.relayout()
}

func (d *details) show(c card.Card) {
	d.card, d.shown = c, true
	d.name.Set(c.Name)
	d.description.Segments = nil
	if c.Description != "" {
		d.description.Segments = []widget.RichTextSegment{&widget.TextSegment{Text: short(c.Description), Style: widget.RichTextStyle{
			ColorName: theme.ColorNameForeground, SizeName: theme.SizeNameText}}}
	}
	d.description.Hidden = c.Description == ""
	d.description.Refresh()

	d.facts.RemoveAll()
	pitch := Sound(c)
	if c.Pitch > 0 {
		pitch = fmt.Sprintf("%s · %.0f Hz", pitch, c.Pitch)
	}
	d.fact(lang.L("Sound"), pitch, "", nil)
	d.fact(lang.L("Likeness"), d.pane.likeness(c), "", nil)
	d.fact(lang.L("Made from"), length(c.Seconds), "", nil)
	if c.Uses > 0 {
		d.fact(lang.L("Used"), lang.N("{{.Count}} times", c.Uses, map[string]any{"Count": grouped(c.Uses)}), "", nil)
	}
	if c.Folder != "" {
		d.fact(lang.L("Folder"), c.Folder, "", nil)
	}
	switch {
	case c.Licence != "":
		d.fact(lang.L("Licence"), c.Licence, "", nil)
	default:
		d.fact(lang.L("Licence"), lang.L("none noted"), theme.ColorNameWarning, look.IconFlagged)
	}
	switch {
	case c.Consent != "":
		d.fact(lang.L("Consent"), c.Consent, theme.ColorNameSuccess, look.IconConsent)
	case c.Builtin:
		d.fact(lang.L("Consent"), lang.L("comes with Voicewright"), theme.ColorNameSuccess, look.IconConsent)
	default:
		d.fact(lang.L("Consent"), lang.L("none noted"), theme.ColorNameWarning, look.IconFlagged)
	}

	d.tags.RemoveAll()
	for _, tag := range c.Tags {
		d.tags.Add(look.NewBadge(tag, look.ColorRaised, theme.ColorNameForeground))
	}
	d.box.Show()
	d.pane.relayout()
	d.repaint()
	d.box.Refresh()
}

// mostDescribed is how many characters of a description are shown; the rest is seen where it is edited.
const mostDescribed = 150

func short(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= mostDescribed {
		return string(runes)
	}
	return string(runes[:mostDescribed]) + "…"
}

// fact adds a line "title value", with a sign in front of the value where icon is set.
func (d *details) fact(title, value string, colour fyne.ThemeColorName, icon fyne.Resource) {
	if value == "" {
		return
	}
	if colour == "" {
		colour = theme.ColorNameForeground
	}
	var right fyne.CanvasObject = look.NewLine(value, colour, theme.SizeNameCaptionText, false)
	if icon != nil {
		sign := canvas.NewImageFromResource(look.Tinted(icon, colour))
		sign.FillMode = canvas.ImageFillContain
		sign.SetMinSize(fyne.NewSquareSize(theme.CaptionTextSize() + 2))
		right = container.New(layout.NewBorderLayout(nil, nil, sign, nil), sign, right)
	}
	name := canvas.NewText(title, look.Color(look.ColorSubtle))
	name.TextSize = theme.CaptionTextSize()
	d.facts.Add(name)
	d.facts.Add(right)
}

// repaint draws the picture and the colours again.
func (d *details) repaint() {
	if !d.shown {
		return
	}
	d.frame.FillColor, d.frame.CornerRadius = look.Color(look.ColorRaised), 8
	d.picture.Image = nil
	if img := d.pane.album.get(d.card, bigWidth, int(bigHeight*pictureScale), look.IsDark()); img != nil {
		d.picture.Image = img
	}
	d.picture.Hidden = d.picture.Image == nil
	d.heart.Hidden = d.card.Trashed || d.pane.OnFavourite == nil
	d.stars.Hidden = d.card.Trashed || d.pane.OnRate == nil
	d.stars.Set(d.card.Rating)
	if d.card.Favourite {
		d.heart.SetIcon(hearted)
	} else {
		d.heart.SetIcon(unhearted)
	}
	d.hear.SetIcon(d.pane.previewIcon(d.card.ID))
	if d.card.Trashed || d.pane.OnUse == nil {
		d.use.Disable()
	} else {
		d.use.Enable()
	}
	for _, o := range []fyne.CanvasObject{d.frame, d.picture} {
		o.Refresh()
	}
}
