package look

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// prefix begins the names of the studio's own colours.
const prefix = "vw"

// Colour names that the studio adds to those of Fyne.
const (
	ColorSurface    fyne.ThemeColorName = "vwSurface"    // panes and cards, on the background
	ColorRaised     fyne.ThemeColorName = "vwRaised"     // what lies on a surface: chips, keys
	ColorSubtle     fyne.ThemeColorName = "vwSubtle"     // text and signs of second rank, still readable
	ColorAccentSoft fyne.ThemeColorName = "vwAccentSoft" // behind what is chosen; text stays in the foreground colour
	ColorOutline    fyne.ThemeColorName = "vwOutline"    // around controls, seen well
	ColorHint       fyne.ThemeColorName = "vwHint"       // behind the text of a hint
	ColorOnHint     fyne.ThemeColorName = "vwOnHint"     // the text of a hint
	ColorStar       fyne.ThemeColorName = "vwStar"       // stars of a rating, and of a take
	ColorHeart      fyne.ThemeColorName = "vwHeart"      // a favourite
	ColorWave       fyne.ThemeColorName = "vwWave"       // waveform
	ColorPlayhead   fyne.ThemeColorName = "vwPlayhead"   // where sound is playing
	ColorPitch      fyne.ThemeColorName = "vwPitch"      // F0 curve
	ColorLoudness   fyne.ThemeColorName = "vwLoudness"   // loudness curve
)

// A pair is a colour in light and in dark, 0xRRGGBB or 0xRRGGBBAA as written by rgb and rgba.
type pair struct{ light, dark color.NRGBA }

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func rgba(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 24), G: uint8(v >> 16), B: uint8(v >> 8), A: uint8(v)}
}

// colours is the whole palette: warm paper or graphite, ink, and one accent, a petrol blue that is neither the green of
// success nor the blue of a link. The test holds text to WCAG AA, 4.5:1, and signs to 3:1.
var colours = map[fyne.ThemeColorName]pair{
	theme.ColorNameBackground:          {rgb(0xf6f6f3), rgb(0x16181b)},
	theme.ColorNameForeground:          {rgb(0x1b1d20), rgb(0xeceef0)},
	theme.ColorNamePrimary:             {rgb(0x0b6a86), rgb(0x56bfdc)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xffffff), rgb(0x06222b)},
	theme.ColorNameHyperlink:           {rgb(0x0b6a86), rgb(0x56bfdc)},
	theme.ColorNameFocus:               {rgba(0x0b6a8638), rgba(0x56bfdc48)},
	theme.ColorNameSelection:           {rgba(0x0b6a8633), rgba(0x56bfdc40)},
	theme.ColorNameHover:               {rgba(0x1b1d200d), rgba(0xffffff10)},
	theme.ColorNamePressed:             {rgba(0x1b1d201f), rgba(0xffffff2a)},

	theme.ColorNameButton:              {rgb(0xe8e8e4), rgb(0x2b2f35)},
	theme.ColorNameDisabledButton:      {rgb(0xeeeeea), rgb(0x22252a)},
	theme.ColorNameDisabled:            {rgb(0x9b9ea3), rgb(0x666b73)},
	theme.ColorNamePlaceHolder:         {rgb(0x62666c), rgb(0x9aa0a8)},
	theme.ColorNameInputBackground:     {rgb(0xffffff), rgb(0x1b1e22)},
	theme.ColorNameInputBorder:         {rgb(0xc6c8c8), rgb(0x3c4148)},
	theme.ColorNameSeparator:           {rgb(0xe0e0db), rgb(0x2a2d32)},
	theme.ColorNameHeaderBackground:    {rgb(0xefefeb), rgb(0x1b1e22)},
	theme.ColorNameMenuBackground:      {rgb(0xffffff), rgb(0x24272c)},
	theme.ColorNameOverlayBackground:   {rgb(0xfdfdfb), rgb(0x1f2226)},
	theme.ColorNameShadow:              {rgba(0x1b1d2033), rgba(0x00000088)},
	theme.ColorNameScrollBar:           {rgba(0x1b1d2059), rgba(0xffffff59)},
	theme.ColorNameScrollBarBackground: {rgba(0x1b1d2000), rgba(0xffffff00)},
	theme.ColorNameError:               {rgb(0xb3261e), rgb(0xff8a80)},
	theme.ColorNameForegroundOnError:   {rgb(0xffffff), rgb(0x2e0905)},
	theme.ColorNameSuccess:             {rgb(0x1b6e3c), rgb(0x6fce91)},
	theme.ColorNameForegroundOnSuccess: {rgb(0xffffff), rgb(0x06240f)},
	theme.ColorNameWarning:             {rgb(0x8a5200), rgb(0xf0b44c)},
	theme.ColorNameForegroundOnWarning: {rgb(0xffffff), rgb(0x2b1a00)},

	theme.ColorNameInnerWindowBorder:         {rgb(0xefefeb), rgb(0x1b1e22)},
	theme.ColorNameInnerWindowBorderInactive: {rgb(0xf6f6f3), rgb(0x16181b)},

	ColorSurface:    {rgb(0xffffff), rgb(0x1d2024)},
	ColorRaised:     {rgb(0xededea), rgb(0x2b2f35)},
	ColorSubtle:     {rgb(0x5c6066), rgb(0xa2a8b0)},
	ColorAccentSoft: {rgb(0xd9ecf1), rgb(0x1d3a44)},
	ColorOutline:    {rgb(0x84888d), rgb(0x70767e)},
	ColorHint:       {rgb(0x26292e), rgb(0xe6e8ea)},
	ColorOnHint:     {rgb(0xf5f6f7), rgb(0x1b1d20)},
	ColorStar:       {rgb(0xa86200), rgb(0xf5c04a)},
	ColorHeart:      {rgb(0xc2255c), rgb(0xff8fab)},
	ColorWave:       {rgb(0x3b7f95), rgb(0x6fb5c9)},
	ColorPlayhead:   {rgb(0xc2410c), rgb(0xff9d66)},
	ColorPitch:      {rgb(0xb3261e), rgb(0xffd166)},
	ColorLoudness:   {rgb(0x1b6e3c), rgb(0x8ce0ab)},
}

// The colours of speakers: apart from each other by at least 18 in CIE Lab, as seen with usual sight and without red,
// green or blue cones (the test computes it with the matrices of Machado, Oliveira and Fernandes, 2009).
var roleColours = [Roles]pair{
	{rgb(0x6b68cd), rgb(0x9fb3fa)}, // blue
	{rgb(0xa34505), rgb(0xea8632)}, // orange
	{rgb(0x397443), rgb(0x53b38e)}, // green
	{rgb(0x902972), rgb(0xc96aaf)}, // magenta
	{rgb(0x512712), rgb(0xa1814c)}, // brown
	{rgb(0x412b8d), rgb(0x9075e9)}, // violet
	{rgb(0x1993b8), rgb(0x73eef0)}, // cyan
	{rgb(0x8d9143), rgb(0xf0e68b)}, // olive
}

var roleNames, onRoleNames [Roles]fyne.ThemeColorName

// The text on a speaker's colour is black or white ink, whichever is read better.
func init() {
	white, ink := rgb(0xffffff), rgb(0x101214)
	for i, c := range roleColours {
		digit := fyne.ThemeColorName(rune('0' + i))
		roleNames[i], onRoleNames[i] = "vwRole"+digit, "vwOnRole"+digit
		colours[roleNames[i]] = c
		colours[onRoleNames[i]] = pair{better(c.light, white, ink), better(c.dark, white, ink)}
	}
}

func better(ground, a, b color.NRGBA) color.NRGBA {
	if Contrast(ground, a) >= Contrast(ground, b) {
		return a
	}
	return b
}

// RoleName returns the theme's name for the colour of speaker i, for icons and for widgets that take names.
func RoleName(i int) fyne.ThemeColorName { return roleNames[wrap(i)] }

func lookup(name fyne.ThemeColorName, variant fyne.ThemeVariant) (color.Color, bool) {
	c, ok := colours[name]
	if !ok {
		return nil, false
	}
	if variant == theme.VariantLight {
		return c.light, true
	}
	return c.dark, true
}

// Contrast returns the contrast of two opaque colours by WCAG 2.2, 1 to 21.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance returns the relative luminance by WCAG 2.2, 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(v uint32) float64 {
	s := float64(v) / 0xffff
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}
