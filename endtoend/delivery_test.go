package endtoend

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voicewright/script"
	"voicewright/ui/look"
)

// TestALineIsSaidInOtherWords types a wish into the dialog of a line: the sliders follow, what is not understood is named,
// and the line is voiced anew in that manner.
func TestALineIsSaidInOtherWords(t *testing.T) {
	p := sitDown(t)
	p.until("the demo project is open", p.open)
	line, _ := p.window.Project().Document().Find(p.list().Current())
	p.press("Pace, pitch and pause…")
	p.until("the dialog is open", p.dialogOpen)
	top := p.window.Fyne().Canvas().Overlays().Top()
	entry := p.window.Fyne().Canvas().Focused()
	if entry == nil {
		t.Fatal("no field has the focus")
	}
	for _, r := range "much slower, a bit brighter, purple" {
		entry.TypedRune(r)
	}
	for _, choice := range []look.Choice{look.Light, look.Dark} {
		p.app.Settings().SetTheme(look.Theme(choice, 1))
		p.rest(200 * time.Millisecond)
		p.picture("delivery-" + choice.String())
	}
	named := false
	var sliders []*look.Slider
	walk(top, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Label:
			named = named || strings.Contains(o.Text, "purple")
		case *look.Slider:
			sliders = append(sliders, o)
		}
	})
	if !named {
		t.Error("the unknown word is not named")
	}
	sliders[3].SetValue(-2) // energy, by hand
	p.tap("Apply")
	after, _ := p.window.Project().Document().Find(line.ID)
	d := after.Delivery
	if !(d.Pace < 0.95 && d.Pace > 0.7 && d.Brightness > 0.3 && d.Energy == -2 && d.Pitch == 0 && d.Breath == 0) {
		t.Errorf("the delivery is %+v", d)
	}
	p.press("Voice all lines")
	p.until("the line is voiced", func() bool { return p.window.Project().Status(line.ID).State == script.Ready })
	p.press("Undo")
	if back, _ := p.window.Project().Document().Find(line.ID); back.Delivery != line.Delivery {
		t.Errorf("after undo the delivery is %+v", back.Delivery)
	}
	if p.window.Project().Status(line.ID).State == script.Ready {
		t.Error("the take of another delivery still counts as up to date")
	}
}
