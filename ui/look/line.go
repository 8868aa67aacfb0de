package look

import (
	"image/color"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Line is one line of text without room around it. Unless it is Whole it asks for no width, and ends with an ellipsis where it has too
// little, and follows the theme.
type Line struct {
	widget.BaseWidget
	text   string
	colour fyne.ThemeColorName
	size   fyne.ThemeSizeName
	bold   bool
	whole  bool
}

// NewLine returns a line with the names of its colour and size.
func NewLine(text string, colour fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *Line {
	l := &Line{text: text, colour: colour, size: size, bold: bold}
	l.ExtendBaseWidget(l)
	return l
}

// Whole makes the line ask for the width of its text, so that nothing of it is cut off, and returns it.
func (l *Line) Whole() *Line {
	l.whole = true
	return l
}

// Set changes the text.
func (l *Line) Set(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	r := &lineRenderer{line: l, text: canvas.NewText("", color.Transparent)}
	r.Refresh()
	return r
}

type lineRenderer struct {
	line *Line
	text *canvas.Text
}

func (r *lineRenderer) Layout(size fyne.Size) {
	r.text.Text = Cut(r.line.text, r.text.TextSize, r.text.TextStyle, size.Width)
	r.text.Resize(fyne.NewSize(size.Width, r.text.MinSize().Height))
	r.text.Move(fyne.NewPos(0, (size.Height-r.text.Size().Height)/2))
}

func (r *lineRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText("M", r.text.TextSize, r.text.TextStyle)
	size.Width = 0
	if r.line.whole {
		size.Width = fyne.MeasureText(r.line.text, r.text.TextSize, r.text.TextStyle).Width
	}
	return size
}

func (r *lineRenderer) Refresh() {
	r.text.Color, r.text.TextSize, r.text.TextStyle.Bold = Color(r.line.colour), theme.Size(r.line.size), r.line.bold
	r.Layout(r.line.Size())
	r.text.Refresh()
}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *lineRenderer) Destroy()                     {}

// mostMeasured is how many characters of a text are measured at most: no line is wider, and a whole essay takes long.
const mostMeasured = 240

// Cut shortens text with an ellipsis so that it fits into the width.
func Cut(text string, size float32, style fyne.TextStyle, width float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, style).Width <= width }
	if text == "" {
		return text
	}
	runes := []rune(text)
	if len(runes) > mostMeasured {
		runes = runes[:mostMeasured]
		text = string(runes) + "…"
	}
	if fits(text) {
		return text
	}
	n := sort.Search(len(runes), func(n int) bool { return !fits(string(runes[:n+1]) + "…") })
	return string(runes[:n]) + "…"
}
