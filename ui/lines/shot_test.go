package lines

import (
	"fmt"
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"voicewright/script"
	"voicewright/ui/look"
)

// TestShots paints the list in light and dark into the folder that LINES_SHOTS names, for people to look at.
func TestShots(t *testing.T) {
	dir := os.Getenv("LINES_SHOTS")
	if dir == "" {
		t.Skip("LINES_SHOTS names no folder")
	}
	for _, c := range []look.Choice{look.Light, look.Dark} {
		a := test.NewTempApp(t)
		a.Settings().SetTheme(look.Theme(c, 1))
		d := newDesk(demo())
		d.list.Spoken = func(id, text string) []SpokenPart {
			return []SpokenPart{{Text: "The lighthouse was built in "}, {Text: "eighteen seventy-two", Written: "1872", Changed: true}, {Text: ", "}, {Text: "and its lamp has burned ever since, "}, {Text: "", Written: "漢字", Bad: true, Why: "there is no voice for Chinese characters yet"}, {Text: "."}}
		}
		w := test.NewWindow(d.list)
		w.SetPadded(false)
		save := func(name string) {
			f, err := os.Create(fmt.Sprintf("%s/%s-%s.png", dir, name, c))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, w.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
		w.Resize(fyne.NewSize(1000, 760))
		d.list.SetPlaying("l6")
		d.list.Select("l4")
		test.MoveMouse(w.Canvas(), fyne.NewPos(400, 330))
		save("list")
		d.list.Edit("l2")
		d.wait(t)
		save("edit")
		d.list.Highlight([]script.Hit{{ID: "l1", Start: 4, End: 14}, {ID: "l2", Start: 4, End: 14}}, 0)
		d.list.Select("l4", "l5", "l6")
		save("find")
		d.list.Highlight(nil, -1)
		d.list.Edit("l18")
		d.list.EditAt("l17", 10)
		save("scripts")
		d.list.Edit("l4")
		d.list.edit.anchor = 20
		save("markup")
		d.list.Select("l4", "l5", "l6")
		from := d.place(t, "l5", handleZone)
		p := fyne.PointEvent{Position: from, AbsolutePosition: from}
		d.list.MouseDown(&desktop.MouseEvent{PointEvent: p, Button: desktop.MouseButtonPrimary})
		p.Position = d.spot(t, "l9", 60)
		d.list.Dragged(&fyne.DragEvent{PointEvent: p})
		save("drag")
		d.keys("Escape")
		test.MoveMouse(w.Canvas(), d.place(t, "l10", stateZone))
		d.pass(1e9)
		save("tip")
		w.Resize(fyne.NewSize(1500, 900))
		save("wide")
		w.Resize(fyne.NewSize(560, 600))
		save("narrow")
		w.Close()
		e := newDesk(script.Content{})
		w = test.NewWindow(e.list)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(800, 500))
		save("empty")
		w.Close()
	}
}
