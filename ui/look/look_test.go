package look

import (
	"image/color"
	"math"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"voicewright/script"
)

var variants = map[string]Choice{"light": Light, "dark": Dark}

func TestTextIsReadable(t *testing.T) {
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, ColorSurface, theme.ColorNameInputBackground,
		theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground}
	letters := []fyne.ThemeColorName{theme.ColorNameForeground, ColorSubtle, theme.ColorNamePlaceHolder, theme.ColorNamePrimary,
		theme.ColorNameHyperlink, theme.ColorNameError, theme.ColorNameSuccess, theme.ColorNameWarning}
	type text struct{ letter, ground fyne.ThemeColorName }
	texts := []text{
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnError, theme.ColorNameError},
		{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning},
		{theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNameForeground, ColorRaised}, {ColorSubtle, ColorRaised},
		{theme.ColorNameForeground, ColorAccentSoft}, {theme.ColorNamePrimary, ColorAccentSoft}, {ColorSubtle, ColorAccentSoft},
		{ColorOnHint, ColorHint},
	}
	for _, ground := range grounds {
		for _, letter := range letters {
			texts = append(texts, text{letter, ground})
		}
	}
	for i := range Roles {
		texts = append(texts, text{onRoleNames[i], roleNames[i]})
	}
	for name, choice := range variants {
		th := Theme(choice, 1)
		for _, x := range texts {
			if c := Contrast(th.Color(x.letter, 0), th.Color(x.ground, 0)); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", name, x.letter, x.ground, c)
			}
		}
		signs := append([]fyne.ThemeColorName{ColorOutline, ColorStar, ColorHeart, ColorWave, ColorPlayhead, ColorPitch, ColorLoudness}, roleNames[:]...)
		for _, sign := range signs {
			for _, ground := range []fyne.ThemeColorName{theme.ColorNameBackground, ColorSurface, theme.ColorNameOverlayBackground} {
				if c := Contrast(th.Color(sign, 0), th.Color(ground, 0)); c < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want 3", name, sign, ground, c)
				}
			}
		}
	}
}

// sights are the matrices of Machado, Oliveira and Fernandes (2009) for complete absence of one kind of cones.
var sights = map[string][9]float64{
	"usual":      {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanope":  {.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998},
	"deuteran":   {.367322, .860646, -.227968, .280085, .672501, .047413, -.011820, .042940, .968881},
	"tritanopes": {1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .303900},
}

func TestSpeakersAreToldApart(t *testing.T) {
	for name, choice := range variants {
		th := Theme(choice, 1)
		for sight, m := range sights {
			for i := range Roles {
				for j := range i {
					a, b := lab(th.Color(roleNames[i], 0), m), lab(th.Color(roleNames[j], 0), m)
					if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 18 {
						t.Errorf("%s, %s: speakers %d and %d differ by %.1f, want 18", name, sight, i, j, d)
					}
				}
			}
		}
	}
}

// lab converts a colour, as a sight has it, to CIE L*a*b* under D65.
func lab(c color.Color, m [9]float64) [3]float64 {
	r, g, b, _ := c.RGBA()
	in := [3]float64{linear(r), linear(g), linear(b)}
	var s [3]float64
	for i := range s {
		s[i] = min(max(m[3*i]*in[0]+m[3*i+1]*in[1]+m[3*i+2]*in[2], 0), 1)
	}
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	x := f((.4124564*s[0] + .3575761*s[1] + .1804375*s[2]) / .95047)
	y := f(.2126729*s[0] + .7151522*s[1] + .0721750*s[2])
	z := f((.0193339*s[0] + .1191920*s[1] + .9503041*s[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestStatesDifferWithoutColour(t *testing.T) {
	test.NewTempApp(t)
	shapes, names := map[string]script.State{}, map[string]script.State{}
	for s := script.Todo; s <= script.Silent; s++ {
		icon, name, _ := State(s)
		key := icon.(*theme.ThemedResource).Name()
		key = key[len(icon.(*theme.ThemedResource).ColorName):]
		if other, taken := shapes[key]; taken {
			t.Errorf("states %d and %d have the same sign %s", s, other, key)
		}
		if other, taken := names[name]; taken {
			t.Errorf("states %d and %d have the same name %s", s, other, name)
		}
		shapes[key], names[name] = s, s
	}
	if _, name, _ := State(script.State(99)); name == "" {
		t.Error("an unknown state has no name")
	}
}

func TestInitial(t *testing.T) {
	for name, want := range map[string]string{"Narrator": "N", "mr reed": "MR", "Anna-Maria of York": "AM", "Émile": "É", "": "?", " … ": "?", "小明": "小", "Guard 2": "G2"} {
		if got := Initial(name); got != want {
			t.Errorf("Initial(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestThemeScalesText(t *testing.T) {
	test.NewTempApp(t)
	for _, x := range []struct{ scale, want float32 }{{0, 14}, {1, 14}, {1.5, 21}, {9, 28}, {0.1, 14 * MinScale}} {
		if got := Theme(System, x.scale).Size(theme.SizeNameText); got != x.want {
			t.Errorf("text at scale %v is %v, want %v", x.scale, got, x.want)
		}
	}
	system := Theme(System, 1)
	if system.Color(theme.ColorNameBackground, theme.VariantLight) == system.Color(theme.ColorNameBackground, theme.VariantDark) {
		t.Error("the theme of the system is the same in light and in dark")
	}
	for _, c := range []Choice{System, Light, Dark} {
		if ParseChoice(c.String()) != c {
			t.Errorf("choice %v does not survive its name", c)
		}
	}
}

func TestColourUnderAnotherTheme(t *testing.T) {
	test.NewTempApp(t)
	if _, _, _, a := Color(ColorSubtle).RGBA(); a == 0 {
		t.Error("a colour of ours is transparent under Fyne's theme")
	}
}

func TestChipByKeyAndPointer(t *testing.T) {
	test.NewTempApp(t)
	var got []bool
	chip := NewChip("warm", IconTag, func(on bool) { got = append(got, on) })
	test.NewTempWindow(t, chip)
	test.Tap(chip)
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	chip.SetOn(true)
	if len(got) != 2 || !got[0] || got[1] || !chip.On() {
		t.Errorf("changes %v, on %v", got, chip.On())
	}
}

// TestTheWholeTrackOfASliderIsSeen looks at what is drawn, on a dialog and beside the part that is filled.
func TestTheWholeTrackOfASliderIsSeen(t *testing.T) {
	for name, choice := range variants {
		app := test.NewTempApp(t)
		app.Settings().SetTheme(Theme(choice, 1))
		s := NewSlider(-1, 1)
		test.NewTempWindow(t, s)
		s.SetValue(0)
		objects := test.WidgetRenderer(s).Objects()
		track, filled := objects[0].(*canvas.Rectangle).FillColor, objects[1].(*canvas.Rectangle).FillColor
		for what, other := range map[string]color.Color{"a dialog": Color(theme.ColorNameOverlayBackground), "the filled part": filled} {
			if c := Contrast(track, other); c < 3 {
				t.Errorf("%s: the track has a contrast of %.2f to %s, want 3", name, c, what)
			}
		}
	}
}

func TestStarsByPointerAndKey(t *testing.T) {
	test.NewTempApp(t)
	var given []int
	s := NewStars(5, func(stars int) { given = append(given, stars) })
	test.NewTempWindow(t, s)
	tap := func(star float32) { test.TapAt(s, fyne.NewPos((star-0.5)*s.side(), 4)) }
	tap(4)
	tap(2)
	tap(2) // takes them away
	tap(9)
	s.TypedRune('3')
	s.TypedRune('7')
	s.TypedRune('x')
	for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyEnd, fyne.KeyRight, fyne.KeyHome, fyne.KeyLeft} {
		s.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if want := []int{4, 2, 0, 5, 3, 2, 5, 0}; !slices.Equal(given, want) {
		t.Errorf("given %v, want %v", given, want)
	}
	s.Set(4)
	if len(given) != 8 || s.Value() != 4 {
		t.Errorf("set by the program: %d stars, given %v", s.Value(), given)
	}
}

func TestDisabledIconButton(t *testing.T) {
	test.NewTempApp(t)
	taps := 0
	b := NewIconButton(IconUndo, "Undo", func() { taps++ })
	test.NewTempWindow(t, b)
	b.Disable()
	test.Tap(b)
	b.Enable()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taps != 1 {
		t.Errorf("%d taps, want 1", taps)
	}
}

func TestHintAppearsAndGoes(t *testing.T) {
	test.NewTempApp(t)
	b := NewIconButton(IconUndo, "Undo (Ctrl+Z)", nil)
	w := test.NewTempWindow(t, nil)
	w.SetContent(WithHints(w.Canvas(), container.NewCenter(b)))
	w.Resize(fyne.NewSize(300, 120))
	defer DropHints(w.Canvas())
	layer := hintLayers[w.Canvas()]

	place(layer, w.Canvas(), b, b.Hint)
	if len(layer.Objects) != 2 || layer.Objects[0].Position().Y < b.Position().Y {
		t.Fatalf("the hint has %d parts, want 2 beneath the button", len(layer.Objects))
	}
	if right := layer.Objects[0].Position().X + layer.Objects[0].Size().Width; right > layer.Size().Width {
		t.Errorf("the hint ends at %v, outside of the window", right)
	}
	b.hint.layer = layer
	b.MouseOut()
	if len(layer.Objects) != 0 {
		t.Error("the hint stays when the pointer has left")
	}
	b.hint.show(b, b.Hint)
	if b.hint.timer == nil || hintDelay < 100*time.Millisecond {
		t.Error("no hint is on its way")
	}
	b.Tapped(nil)
	if b.hint.timer != nil {
		t.Error("a hint is on its way after the button was pressed")
	}
}

func TestCut(t *testing.T) {
	test.NewTempApp(t)
	long := "A voice that has a good deal to say about itself"
	wide := fyne.MeasureText(long, 14, fyne.TextStyle{}).Width
	if got := Cut(long, 14, fyne.TextStyle{}, wide); got != long {
		t.Errorf("a text that fits was cut to %q", got)
	}
	got := Cut(long, 14, fyne.TextStyle{}, wide/2)
	if w := fyne.MeasureText(got, 14, fyne.TextStyle{}).Width; w > wide/2 || w < wide/2-20 {
		t.Errorf("%q is %v wide, want a little less than %v", got, w, wide/2)
	}
	if got := Cut(long, 14, fyne.TextStyle{}, 0); got != "…" {
		t.Errorf("no room gives %q", got)
	}
}
