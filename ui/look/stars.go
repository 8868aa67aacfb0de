package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Stars shows a rating and lets it be given: by a click on a star, of which one on the last star that is filled takes the
// rating away, and with the focus by digits and arrows. What is told by colour is told by the filling too.
type Stars struct {
	widget.BaseWidget
	OnChanged func(stars int)

	most, value int
	pointed     int // stars up to the pointer, 0 without it
	focused     bool
	hint        pendingHint
}

var (
	_ fyne.Focusable    = (*Stars)(nil)
	_ fyne.Tappable     = (*Stars)(nil)
	_ desktop.Hoverable = (*Stars)(nil)
)

// NewStars returns so many stars, none of them filled.
func NewStars(most int, changed func(stars int)) *Stars {
	s := &Stars{most: most, OnChanged: changed}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows a rating.
func (s *Stars) Set(stars int) {
	if stars = min(max(stars, 0), s.most); s.value != stars {
		s.value = stars
		s.Refresh()
	}
}

// Value is the rating that is shown.
func (s *Stars) Value() int { return s.value }

// give is Set by the person.
func (s *Stars) give(stars int) {
	stars = min(max(stars, 0), s.most)
	if stars == s.value {
		return
	}
	s.Set(stars)
	if s.OnChanged != nil {
		s.OnChanged(stars)
	}
}

func (s *Stars) side() float32 { return theme.CaptionTextSize() + 2 }

// at is how many stars there are up to a place, 1 at the first.
func (s *Stars) at(x float32) int { return min(max(int(x/s.side())+1, 1), s.most) }

// Tapped implements fyne.Tappable.
func (s *Stars) Tapped(e *fyne.PointEvent) {
	s.hint.hide()
	stars := s.at(e.Position.X)
	if stars == s.value {
		stars = 0
	}
	s.pointed = 0 // what was given shows, not what a next click would give
	s.give(stars)
	s.Refresh()
}

// TypedKey implements fyne.Focusable.
func (s *Stars) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.give(s.value - 1)
	case fyne.KeyRight, fyne.KeyUp:
		s.give(s.value + 1)
	case fyne.KeyHome, fyne.KeyDelete, fyne.KeyBackspace:
		s.give(0)
	case fyne.KeyEnd:
		s.give(s.most)
	default:
		HandOn(s, e)
	}
}

// TypedRune implements fyne.Focusable.
func (s *Stars) TypedRune(r rune) {
	if stars := int(r - '0'); stars >= 0 && stars <= s.most {
		s.give(stars)
	}
}

// FocusGained implements fyne.Focusable.
func (s *Stars) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Stars) FocusLost() { s.focused = false; s.Refresh() }

// MouseIn implements desktop.Hoverable.
func (s *Stars) MouseIn(e *desktop.MouseEvent) {
	s.hint.show(s, lang.L("Rating (0 to 5)"))
	s.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (s *Stars) MouseMoved(e *desktop.MouseEvent) {
	if at := s.at(e.Position.X); at != s.pointed {
		s.pointed = at
		s.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (s *Stars) MouseOut() {
	s.pointed = 0
	s.hint.hide()
	s.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Stars) AccessibilityLabel() string {
	return lang.L("{{.Stars}} of {{.Most}} stars", map[string]any{"Stars": s.value, "Most": s.most})
}

// AccessibilityRole implements fyne.Accessible.
func (s *Stars) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (s *Stars) CreateRenderer() fyne.WidgetRenderer {
	r := &starsRenderer{stars: s, ground: canvas.NewRectangle(color.Transparent), icons: make([]*canvas.Image, s.most)}
	r.ground.CornerRadius = 4
	for i := range r.icons {
		r.icons[i] = canvas.NewImageFromResource(nil)
		r.icons[i].FillMode = canvas.ImageFillContain
	}
	r.Refresh()
	return r
}

type starsRenderer struct {
	stars  *Stars
	ground *canvas.Rectangle
	icons  []*canvas.Image
}

func (r *starsRenderer) Layout(size fyne.Size) {
	side := r.stars.side()
	r.ground.Resize(size)
	for i, icon := range r.icons {
		icon.Resize(fyne.NewSquareSize(side))
		icon.Move(fyne.NewPos(side*float32(i), (size.Height-side)/2))
	}
}

func (r *starsRenderer) MinSize() fyne.Size {
	side := r.stars.side()
	return fyne.NewSize(side*float32(len(r.icons)), side+2)
}

var filledStar, emptyStar = Tinted(IconStarred, ColorStar), Tinted(IconStar, ColorSubtle)

func (r *starsRenderer) Refresh() {
	s := r.stars
	r.ground.StrokeWidth = 0
	if s.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, Color(theme.ColorNamePrimary)
	}
	r.ground.Refresh()
	filled := s.value
	if s.pointed > 0 {
		filled = s.pointed
	}
	for i, icon := range r.icons {
		icon.Resource = emptyStar
		if i < filled {
			icon.Resource = filledStar
		}
		icon.Refresh()
	}
}

func (r *starsRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground}
	for _, icon := range r.icons {
		objects = append(objects, icon)
	}
	return objects
}

func (r *starsRenderer) Destroy() {}
