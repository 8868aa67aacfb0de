package lines

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"voicewright/script"
)

// The figures of the issue: a keystroke and a scroll step in a script of 10,000 lines take at most 16 ms. These measure the
// work of the list, with the document and without drawing pixels.

func BenchmarkScrollStep(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -120)}
	b.ResetTimer()
	for range b.N {
		d.list.Scrolled(e)
		if d.list.offset+float64(d.list.size.Height) >= d.list.whole()-1 {
			d.list.offset = 0
		}
	}
}

// A page shows only new rows.
func BenchmarkScrollPage(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	e := &fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -900)}
	b.ResetTimer()
	for range b.N {
		d.list.Scrolled(e)
		if d.list.offset+float64(d.list.size.Height) >= d.list.whole()-1 {
			d.list.offset = 0
		}
	}
}

func BenchmarkKeystroke(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	d.list.Edit("l5001")
	b.ResetTimer()
	for i := range b.N {
		d.list.TypedRune(rune('a' + i%26))
		if i%8 == 7 {
			d.list.TypedRune(' ')
		}
		if i%60 == 59 {
			b.StopTimer()
			d.list.edit.anchor = 0
			d.list.edit.put("The beginning of a line that is written.")
			b.StartTimer()
		}
	}
}

// The pause after which the text goes to the document and the row is told that it changed.
func BenchmarkHandOver(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	d.list.Edit("l5001")
	b.ResetTimer()
	for i := range b.N {
		d.list.TypedRune(rune('a' + i%26))
		d.list.Flush()
	}
}

// Every change of the order: Enter in the middle of the script.
func BenchmarkSplit(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	d.list.EditAt("l5001", 5)
	b.ResetTimer()
	for range b.N {
		d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.StopTimer()
		d.doc.Undo()
		d.list.Refresh()
		d.list.EditAt("l5001", 5)
		b.StartTimer()
	}
}

func BenchmarkRefresh(b *testing.B) {
	for _, n := range []int{10000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := openContent(b, many(n), fyne.NewSize(1200, 900))
			b.ResetTimer()
			for range b.N {
				d.list.Refresh()
			}
		})
	}
}

func BenchmarkRefreshLine(b *testing.B) {
	d := openContent(b, many(10000), fyne.NewSize(1200, 900))
	b.ResetTimer()
	for i := range b.N {
		d.status["l5"] = script.Status{State: script.Rendering, Progress: float64(i%100) / 100}
		d.list.RefreshLine("l5")
	}
}
