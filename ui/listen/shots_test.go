package listen

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"voicewright/audio"
	"voicewright/script"
	"voicewright/ui/look"
)

// TestScreenshots draws real speech into the folder that SHOTS names.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("SHOTS")
	if folder == "" {
		t.Skip("SHOTS names no folder")
	}
	lj := real(t, "lj/LJ001-0002.opus")
	other := real(t, "lj/LJ001-0004.opus")
	quiet := audio.Buffer{Rate: other.Rate, Samples: make([]float32, len(other.Samples))}
	for i, v := range other.Samples {
		quiet.Samples[i] = v * 0.6
	}
	a := &Sound{ID: "1", Title: "Take 1 · in being comparatively modern", Buffer: lj,
		Trace: spread(lj.Seconds(), "ɪ n|b ˈi ɪ ŋ|k ə m p ˈɛ ɹ ə t ɪ v l i|m ˈɑ d ɚ n", "in being comparatively modern")}
	b := &Sound{ID: "2", Title: "Take 2", Buffer: quiet,
		Trace: spread(quiet.Seconds(), "p ɹ ə d ˈu s t|ð ə|b l ˈɑ k|b ˈʊ k s", "produced the block books")}
	shoot := func(o *opened, name string) {
		o.settle(t)
		file, err := os.Create(filepath.Join(folder, name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := png.Encode(file, o.window.Canvas().Capture()); err != nil {
			t.Fatal(err)
		}
	}
	for _, dark := range []bool{true, false} {
		name := map[bool]string{true: "dark", false: "light"}[dark]
		o := open(t, studio(dark), 1200, 680)
		o.SetSounds(a, nil)
		o.Seek(0.62)
		o.stage.MouseMoved(mouseAt(700, 220))
		shoot(o, name+"-one")
		o.SetRegion(0.8, 1.1)
		o.ToggleLoop()
		o.ZoomTo(0.5, 1.3)
		shoot(o, name+"-zoom")
		o.ZoomTo(0.8, 0.812)
		shoot(o, name+"-samples")
		o.SetSounds(a, b)
		o.Seek(1)
		shoot(o, name+"-both")
		o.change(func(s *Settings) { s.Scale = 1; s.Detail = 2; s.Map = 1; s.Semitones = true; s.Range = 60 })
		o.ChooseB()
		o.Fit()
		shoot(o, name+"-other")
		o.bar.showView()
		shoot(o, name+"-view")
		o.window.Canvas().Overlays().Top().Hide()
		o.SetSettings(DefaultSettings())
		o.SetSounds(a, b)
		o.window.Resize(fyne.NewSize(760, 330))
		shoot(o, name+"-small")
		test.ApplyTheme(t, look.Theme(map[bool]look.Choice{true: look.Dark, false: look.Light}[dark], 1.5))
		o.window.Resize(fyne.NewSize(1100, 800))
		o.SetRegion(1, 1.4)
		o.stage.FocusGained()
		shoot(o, name+"-large-text")
		o.window.Canvas().(software.WindowlessCanvas).SetScale(2)
		o.window.Resize(fyne.NewSize(500, 360))
		o.SetSounds(b, nil)
		shoot(o, name+"-hidpi")
		o.Clear("Choose a line to hear it.")
		shoot(o, name+"-empty")
	}
}

// spread lays phonemes out over a sound, words separated by bars.
func spread(seconds float64, phones, words string) script.Trace {
	var tr script.Trace
	groups := strings.Split(phones, "|")
	n := 0
	for _, g := range groups {
		n += len(strings.Fields(g))
	}
	at, step := 0.1, (seconds-0.2)/float64(n)
	for i, w := range strings.Fields(words) {
		start := at
		for _, p := range strings.Fields(groups[i]) {
			tr.Phones = append(tr.Phones, script.Span{Start: at, End: at + step, Label: p})
			at += step
		}
		tr.Words = append(tr.Words, script.Span{Start: start, End: at, Label: w})
	}
	return tr
}
