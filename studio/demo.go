package studio

import "voicewright/script"

// Demo is the script of the project that opens at the first start: short, and every line shows something.
func (s *Studio) Demo() script.Content {
	const narrator, guide = "narrator", "guide"
	line := func(role, text string) script.Line { return script.Line{ID: script.NewID(), Role: role, Text: text} }
	heading := func(text string) script.Line {
		return script.Line{ID: script.NewID(), Role: narrator, Kind: script.Heading, Text: text}
	}
	return script.Content{
		Settings: script.DefaultSettings(),
		Roles: []script.Role{
			{ID: narrator, Name: "Narrator", Voice: builtinID("Rowan")},
			{ID: guide, Name: "Guide", Voice: builtinID("Wren")},
		},
		Lines: []script.Line{
			heading("Welcome to Voicewright"),
			line(narrator, "Hello. Everything you hear was made on this computer, just now, from the words on this page."),
			line(guide, "Press Space to hear a line. Change a word, press Space again, and only that line is made anew."),
			line(narrator, "Numbers and dates are read as people say them: on 3 May 2026, 12.5% of $4,000 is $500."),
			line(guide, "You can ask for a pause, [pause] lean on *one* word, or [slow]take your time[/slow]."),
			line(narrator, "And where the spelling misleads, say what you mean: {Siobhán|shi vawn} lives in {Cholmondeley|chumley}."),
			heading("Your own voices"),
			line(guide, "Give me a recording of somebody who agrees to it, and I will speak with that voice."),
			line(narrator, "Ask for another take of any line, and keep the one you like best."),
			{ID: script.NewID(), Kind: script.Note, Text: "A note is for you alone. It is never spoken and never exported."},
			line(guide, "When it all sounds right, export it. Good luck with your story!"),
		},
	}
}
