package look

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A Choice says whether the window is light or dark.
type Choice uint8

// The choices.
const (
	System Choice = iota // as the desktop is set
	Light
	Dark
)

// String returns the name under which the choice is kept in the settings.
func (c Choice) String() string {
	switch c {
	case Light:
		return "light"
	case Dark:
		return "dark"
	}
	return "system"
}

// ParseChoice returns the choice of the given name, and System for a name that it does not know.
func ParseChoice(name string) Choice {
	switch name {
	case "light":
		return Light
	case "dark":
		return Dark
	}
	return System
}

// The bounds of the text scale.
const (
	MinScale float32 = 0.8
	MaxScale float32 = 2
)

// Theme returns the studio's theme. textScale multiplies all text, and with it the icons beside text; 1 is the usual
// size, 0 means 1, and values outside of MinScale to MaxScale are brought inside.
func Theme(choice Choice, textScale float32) fyne.Theme {
	if textScale == 0 {
		textScale = 1
	}
	return &studio{choice: choice, scale: min(max(textScale, MinScale), MaxScale)}
}

type studio struct {
	choice Choice
	scale  float32
}

// Color implements fyne.Theme.
func (s *studio) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch s.choice {
	case Light:
		variant = theme.VariantLight
	case Dark:
		variant = theme.VariantDark
	}
	if c, ok := lookup(name, variant); ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font implements fyne.Theme.
func (s *studio) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon implements fyne.Theme. Widgets of Fyne get our own signs where we have drawn them.
func (s *studio) Icon(name fyne.ThemeIconName) fyne.Resource {
	if icon, ok := fyneIcons[name]; ok {
		return icon
	}
	return theme.DefaultTheme().Icon(name)
}

var fyneIcons = map[fyne.ThemeIconName]fyne.Resource{
	theme.IconNameSearch:         IconSearch,
	theme.IconNameSettings:       IconSettings,
	theme.IconNameDelete:         IconTrash,
	theme.IconNameCancel:         IconClose,
	theme.IconNameConfirm:        IconCheck,
	theme.IconNameContentAdd:     IconAdd,
	theme.IconNameContentUndo:    IconUndo,
	theme.IconNameContentRedo:    IconRedo,
	theme.IconNameMoreHorizontal: IconMore,
	theme.IconNameMediaPlay:      IconPlay,
	theme.IconNameMediaPause:     IconPause,
	theme.IconNameMediaStop:      IconStop,
	theme.IconNameArrowDropDown:  IconDown,
	theme.IconNameArrowDropUp:    IconUp,
	theme.IconNameMenuExpand:     IconRight,
	theme.IconNameFolder:         IconFolder,
	theme.IconNameWarning:        IconFlagged,
	theme.IconNameError:          IconFailed,
	theme.IconNameInfo:           IconInfo,
	theme.IconNameViewRefresh:    IconStale,
}

// Size implements fyne.Theme.
func (s *studio) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 14 * s.scale
	case theme.SizeNameCaptionText:
		return 12 * s.scale
	case theme.SizeNameSubHeadingText:
		return 17 * s.scale
	case theme.SizeNameHeadingText:
		return 24 * s.scale
	case theme.SizeNameInlineIcon:
		return 18 * s.scale
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return 6
	case theme.SizeNameSelectionRadius:
		return 5
	case theme.SizeNameCardRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return 8
	case theme.SizeNameDialogRadius:
		return 12
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBarRadius:
		return 5
	}
	return theme.DefaultTheme().Size(name)
}

// Color returns a colour of the theme in use by name, of Fyne's names and of those here. It knows the names here also
// under another theme than the studio's.
func Color(name fyne.ThemeColorName) color.Color {
	if _, ours := theme.Current().(*studio); !ours && strings.HasPrefix(string(name), prefix) {
		c, _ := lookup(name, fyne.CurrentApp().Settings().ThemeVariant())
		return c
	}
	return theme.Color(name)
}

// IsDark tells whether the theme in use is dark, for pictures that are painted and not drawn by the theme.
func IsDark() bool { return luminance(theme.Color(theme.ColorNameBackground)) < 0.5 }
