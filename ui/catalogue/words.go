package catalogue

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"voicewright/voices/card"
)

// height says in a word how high a voice is, by its median F0, and is empty where that is not known.
func height(c card.Card) string {
	switch p := c.Pitch; {
	case p <= 0:
		return ""
	case p < 95:
		return lang.L("very deep")
	case p < 130:
		return lang.L("deep")
	case p < 175:
		return lang.L("medium")
	case p < 230:
		return lang.L("high")
	}
	return lang.L("very high")
}

// motion says in a word how much a voice's pitch moves, by its standard deviation in semitones.
func motion(c card.Card) string {
	switch s := c.Spread; {
	case c.Pitch <= 0 || s <= 0:
		return ""
	case s < 2.2:
		return lang.L("even")
	case s < 3.4:
		return lang.L("natural")
	case s < 4.6:
		return lang.L("lively")
	}
	return lang.L("very lively")
}

// Sound joins the words about a voice's sound.
func Sound(c card.Card) string {
	var words []string
	for _, w := range []string{height(c), motion(c)} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

// subtitle is the second line of a voice in the list: how it sounds, then what was written about it.
func subtitle(c card.Card) string {
	words, about := Sound(c), strings.Join(strings.Fields(c.Description), " ")
	switch {
	case words == "":
		return about
	case about == "":
		return words
	}
	return words + " · " + about
}

// length says how much reference speech a voice was made of.
func length(seconds float64) string {
	switch {
	case seconds <= 0:
		return lang.L("not known")
	case seconds < 90:
		return lang.L("{{.N}} seconds", map[string]any{"N": int(seconds + 0.5)})
	case seconds < 90*60:
		return lang.L("{{.N}} minutes", map[string]any{"N": int(seconds/60 + 0.5)})
	}
	return lang.L("{{.N}} hours", map[string]any{"N": int(seconds/3600 + 0.5)})
}
