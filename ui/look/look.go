// Package look is how the studio looks: its colours, sizes and signs, and the small parts that several views share.
//
// A view takes colours by name from the theme (theme.Color with the names of Fyne, or Color with the names here) and
// never writes one down. Nothing is told by colour alone: a state has its own shape, a speaker an initial.
package look

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/script"
)

// Distances between things, in Fyne's units. Views use these and no numbers of their own.
const (
	Tight float32 = 4  // between parts of one thing
	Space float32 = 8  // between things that belong together
	Wide  float32 = 16 // between groups, and around the content of a pane
	Page  float32 = 32 // around the content of an empty page
)

// Roles is how many colours speakers have; the ninth begins again with the first.
const Roles = 8

// Role returns the colour of speaker i, counted from 0. It is seen well on the background and on a surface, as a disc,
// a bar or large text; OnRole is the colour of text on it.
func Role(i int) color.Color { return Color(roleNames[wrap(i)]) }

// OnRole returns the colour of text on Role(i).
func OnRole(i int) color.Color { return Color(onRoleNames[wrap(i)]) }

// wrap brings any number into 0 to Roles-1.
func wrap(i int) int { return ((i % Roles) + Roles) % Roles }

// Initial returns the one or two letters that stand beside a speaker's colour: "N" for "Narrator", "MR" for "Mr Reed".
// It is "?" for a name without letters and digits.
func Initial(name string) string {
	var initials []rune
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		initials = append(initials, unicode.ToUpper([]rune(word)[0]))
		if len(initials) == 2 {
			break
		}
	}
	if len(initials) == 0 {
		return "?"
	}
	return string(initials)
}

// State returns the sign of a line's state in its colour, its name in the person's language and the colour's name.
func State(s script.State) (fyne.Resource, string, fyne.ThemeColorName) {
	switch s {
	case script.Waiting:
		return stateSigns[s], lang.L("Waiting"), stateColours[s]
	case script.Rendering:
		return stateSigns[s], lang.L("Rendering"), stateColours[s]
	case script.Ready:
		return stateSigns[s], lang.L("Ready"), stateColours[s]
	case script.Stale:
		return stateSigns[s], lang.L("Changed since it was voiced"), stateColours[s]
	case script.Failed:
		return stateSigns[s], lang.L("Failed"), stateColours[s]
	case script.Silent:
		return stateSigns[s], lang.L("Nothing to say"), stateColours[s]
	}
	return stateSigns[script.Todo], lang.L("Not voiced yet"), stateColours[script.Todo]
}

var stateColours = [...]fyne.ThemeColorName{
	script.Todo:      ColorSubtle,
	script.Waiting:   ColorSubtle,
	script.Rendering: theme.ColorNamePrimary,
	script.Ready:     theme.ColorNameSuccess,
	script.Stale:     theme.ColorNameWarning,
	script.Failed:    theme.ColorNameError,
	script.Silent:    ColorSubtle,
}

var stateSigns = [...]fyne.Resource{
	script.Todo:      Tinted(IconTodo, ColorSubtle),
	script.Waiting:   Tinted(IconWaiting, ColorSubtle),
	script.Rendering: Tinted(IconRendering, theme.ColorNamePrimary),
	script.Ready:     Tinted(IconReady, theme.ColorNameSuccess),
	script.Stale:     Tinted(IconStale, theme.ColorNameWarning),
	script.Failed:    Tinted(IconFailed, theme.ColorNameError),
	script.Silent:    Tinted(IconSilent, ColorSubtle),
}
