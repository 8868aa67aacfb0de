package references

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"voicewright/studio/desk"
	"voicewright/ui/look"
)

// verdict is a verdict as a sign, in a word and in a colour.
func verdict(v desk.Verdict) (icon fyne.Resource, word string, colour fyne.ThemeColorName) {
	switch v {
	case desk.Good:
		return look.IconReady, lang.L("Good"), theme.ColorNameSuccess
	case desk.Usable:
		return look.IconFlagged, lang.L("Usable"), theme.ColorNameWarning
	case desk.Poor:
		return look.IconFailed, lang.L("Poor"), theme.ColorNameError
	case desk.Unusable:
		return look.IconRejected, lang.L("Not usable"), theme.ColorNameError
	}
	return look.IconWaiting, lang.L("Listening…"), look.ColorSubtle
}

// meaning is what a verdict means for the voice.
func meaning(v desk.Verdict) string {
	switch v {
	case desk.Good:
		return lang.L("Nothing is wrong that could be heard in the voice.")
	case desk.Usable:
		return lang.L("A voice can be made, but what is marked will be heard in it.")
	case desk.Poor:
		return lang.L("What is marked would spoil the voice.")
	case desk.Unusable:
		return lang.L("There is too little clear speech for a voice.")
	}
	return ""
}

// severity is how grave a finding is, as a sign with its colour.
func severity(s desk.Severity) (icon fyne.Resource, colour fyne.ThemeColorName) {
	switch s {
	case desk.Grave:
		return look.IconFailed, theme.ColorNameError
	case desk.Fault:
		return look.IconFlagged, theme.ColorNameWarning
	}
	return look.IconInfo, look.ColorSubtle
}

// finding says what is wrong with a recording, and what to do about it.
func finding(f desk.Finding) string {
	value := func(format string, v float64) map[string]any { return map[string]any{"Value": fmt.Sprintf(format, v)} }
	switch f.Kind {
	case "silence":
		return lang.L("It is silent: check that the right microphone was chosen, and record again.")
	case "no speech":
		return lang.L("There is no clear speech in it: record someone speaking close to the microphone.")
	case "short":
		return lang.L("It holds only {{.Value}} s of speech: ten seconds or more make a steadier voice.", value("%.1f", f.Value))
	case "quiet":
		return lang.L("It is very quiet ({{.Value}} dBFS): turn the microphone up, or come closer.", value("%.0f", f.Value))
	case "noise":
		return lang.L("There is noise behind the voice ({{.Value}} dB below it; 35 is clean): record in a quieter place, or closer to the microphone.", value("%.0f", f.Value))
	case "clipping":
		return lang.L("It was recorded too loud, its peaks are cut off: turn the microphone down and record again.")
	case "reverberation":
		return lang.L("The room can be heard, it rings for about {{.Value}} s: come closer to the microphone, or record where there are curtains and cushions.", value("%.1f", f.Value))
	case "hum":
		return lang.L("The mains hums ({{.Value}} dB above what is around it): try another cable, socket or power supply.", value("%.0f", f.Value))
	case "band":
		return lang.L("It is dull, with nothing above {{.Value}} kHz: use the original instead of a call or a compressed copy.", value("%.1f", f.Value/1000))
	case "music":
		return lang.L("Music or steady tones play behind the voice: leave those parts out, or use another recording.")
	case "speakers":
		return lang.L("A second voice seems to speak: listen to the marked part, and leave it out if it is another person.")
	case "pauses":
		return lang.L("{{.Value}} % of it is pauses; they are left out.", value("%.0f", 100*f.Value))
	}
	return f.Text
}

// advice says what to do next.
func advice(a desk.Advice) string {
	switch a.Kind {
	case "record again":
		return lang.L("Record again as the findings say; no setting of the program makes up for it.")
	case "leave out":
		return lang.N("Leave out {{.Count}} recordings; the others hold {{.Seconds}} s of better speech.", len(a.Files),
			map[string]any{"Count": len(a.Files), "Seconds": fmt.Sprintf("%.0f", a.Value)})
	case "add more":
		if a.Value <= 0 {
			return lang.L("Add more: ten seconds or more of speech make a steadier voice.")
		}
		return lang.L("Another minute of speech would make the voice steadier.")
	}
	return a.Text
}

// short is a name that fits on a button.
func short(name string) string {
	const most = 24
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

// clock is a time in a recording.
func clock(seconds float64) string {
	s := int(seconds)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// capital lets a sentence begin with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
