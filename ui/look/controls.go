package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// An IconButton is a quiet button: a sign that shows its ground under the pointer and with the focus, and says what it
// does in a hint.
type IconButton struct {
	widget.DisableableWidget
	Hint     string
	OnTapped func()

	icon             fyne.Resource
	on               bool
	hovered, focused bool
	hint             pendingHint
}

// NewIconButton returns a button. hint says in one or two words what it does, and may name its key in brackets.
func NewIconButton(icon fyne.Resource, hint string, tapped func()) *IconButton {
	b := &IconButton{Hint: hint, OnTapped: tapped, icon: icon}
	b.ExtendBaseWidget(b)
	return b
}

// SetIcon shows another sign.
func (b *IconButton) SetIcon(icon fyne.Resource) {
	if b.icon != icon {
		b.icon = icon
		b.Refresh()
	}
}

// SetOn shows whether what the button switches is on.
func (b *IconButton) SetOn(on bool) {
	if b.on != on {
		b.on = on
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (b *IconButton) Tapped(*fyne.PointEvent) {
	b.hint.hide()
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey implements fyne.Focusable: Space and Enter press the button.
func (b *IconButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		HandOn(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *IconButton) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (b *IconButton) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *IconButton) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn implements desktop.Hoverable.
func (b *IconButton) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	b.hint.show(b, b.Hint)
	b.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (b *IconButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *IconButton) MouseOut() {
	b.hovered = false
	b.hint.hide()
	b.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (b *IconButton) AccessibilityLabel() string { return b.Hint }

// AccessibilityRole implements fyne.Accessible.
func (b *IconButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	r := &iconButtonRenderer{button: b, ground: canvas.NewRectangle(color.Transparent), icon: canvas.NewImageFromResource(nil)}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type iconButtonRenderer struct {
	button *IconButton
	ground *canvas.Rectangle
	icon   *canvas.Image
	drawn  drawnIcon
}

// A drawnIcon is all that the picture of an icon depends on.
type drawnIcon struct {
	icon         fyne.Resource
	disabled, on bool
	ink, accent  color.Color
}

func (r *iconButtonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	side := theme.IconInlineSize()
	r.icon.Resize(fyne.NewSquareSize(side))
	r.icon.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
}

func (r *iconButtonRenderer) MinSize() fyne.Size {
	return fyne.NewSquareSize(theme.IconInlineSize() + 2*Tight + 4)
}

func (r *iconButtonRenderer) Refresh() {
	b := r.button
	r.ground.CornerRadius = theme.Size(theme.SizeNameButtonRadius)
	r.ground.StrokeWidth = 0
	switch {
	case b.on:
		r.ground.FillColor = Color(ColorAccentSoft)
	case b.hovered && !b.Disabled():
		r.ground.FillColor = Color(theme.ColorNameHover)
	default:
		r.ground.FillColor = color.Transparent
	}
	if b.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, Color(theme.ColorNamePrimary)
	}
	res := b.icon
	switch {
	case b.Disabled():
		res = theme.NewDisabledResource(b.icon)
	case b.on:
		res = Tinted(b.icon, theme.ColorNamePrimary)
	}
	r.ground.Refresh()
	drawn := drawnIcon{b.icon, b.Disabled(), b.on, Color(theme.ColorNameForeground), Color(theme.ColorNamePrimary)}
	if r.drawn != drawn { // reading an SVG takes longer than all the rest of a row
		r.drawn = drawn
		r.icon.Resource = res
		r.icon.Refresh()
	}
}

func (r *iconButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon}
}
func (r *iconButtonRenderer) Destroy() {}

// A Chip is a choice that is on or off: a filter, a tag.
type Chip struct {
	widget.BaseWidget
	OnChanged func(on bool)

	text             string
	icon             fyne.Resource // may be nil
	on               bool
	hovered, focused bool
}

// NewChip returns a chip that is off. icon may be nil.
func NewChip(text string, icon fyne.Resource, changed func(on bool)) *Chip {
	c := &Chip{text: text, icon: icon, OnChanged: changed}
	c.ExtendBaseWidget(c)
	return c
}

// On tells whether the chip is on.
func (c *Chip) On() bool { return c.on }

// SetOn switches the chip without calling OnChanged.
func (c *Chip) SetOn(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// SetText changes the text.
func (c *Chip) SetText(text string) {
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (c *Chip) Tapped(*fyne.PointEvent) {
	c.SetOn(!c.on)
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

// TypedKey implements fyne.Focusable: Space and Enter switch the chip.
func (c *Chip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		HandOn(c, e)
	}
}

// TypedRune implements fyne.Focusable.
func (c *Chip) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (c *Chip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *Chip) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn implements desktop.Hoverable.
func (c *Chip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *Chip) MouseOut() { c.hovered = false; c.Refresh() }

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{chip: c, ground: canvas.NewRectangle(color.Transparent), cover: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil), text: canvas.NewText("", color.Transparent)}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type chipRenderer struct {
	chip          *Chip
	ground, cover *canvas.Rectangle
	icon          *canvas.Image
	text          *canvas.Text
}

func (r *chipRenderer) Layout(size fyne.Size) {
	const edge = 1 // the outline lies half outside of the ground
	inside := fyne.NewSize(max(size.Width-2*edge, 0), max(size.Height-2*edge, 0))
	for _, rect := range []*canvas.Rectangle{r.ground, r.cover} {
		rect.Resize(inside)
		rect.Move(fyne.NewPos(edge, edge))
		rect.CornerRadius = inside.Height / 2
	}
	x := Space + 2
	if r.chip.icon != nil {
		side := theme.CaptionTextSize() + 2
		x = Space
		r.icon.Resize(fyne.NewSquareSize(side))
		r.icon.Move(fyne.NewPos(x, (size.Height-side)/2))
		x += side + Tight
	}
	text := r.text.MinSize()
	r.text.Resize(text)
	r.text.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
}

func (r *chipRenderer) MinSize() fyne.Size {
	size := r.text.MinSize().Add(fyne.NewSize(2*Space+4, Space+2))
	if r.chip.icon != nil {
		size.Width += theme.CaptionTextSize() + 2 + Tight - 2
		if r.chip.text == "" {
			size.Width -= Tight + 2
		}
	}
	return size
}

func (r *chipRenderer) Refresh() {
	c := r.chip
	letter := theme.ColorNameForeground
	r.ground.FillColor = Color(ColorRaised)
	r.ground.StrokeWidth = 0
	if c.on {
		letter = theme.ColorNamePrimary
		r.ground.FillColor = Color(ColorAccentSoft)
		r.ground.StrokeWidth, r.ground.StrokeColor = 1, Color(theme.ColorNamePrimary)
	}
	if c.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, Color(theme.ColorNamePrimary)
	}
	r.cover.FillColor = color.Transparent
	if c.hovered {
		r.cover.FillColor = Color(theme.ColorNameHover)
	}
	r.text.Text = c.text
	r.text.Color = Color(letter)
	r.text.TextSize = theme.CaptionTextSize()
	if c.icon != nil {
		r.icon.Resource = Tinted(c.icon, letter)
	}
	r.icon.Hidden = c.icon == nil
	r.Layout(c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.cover, r.icon, r.text}
}
func (r *chipRenderer) Destroy() {}
