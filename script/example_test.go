package script_test

import (
	"fmt"

	"voicewright/script"
)

func ExampleParse() {
	pieces, problems := script.Parse("Well [1.5s] that was *very* [slow]quick, {Siobhan|shiv awn}[/slow] [wink].")
	for _, p := range pieces {
		fmt.Printf("%q pause %g s, pace %g\n", p.Text, p.Pause, p.Pace)
	}
	for _, p := range problems {
		fmt.Println(p.Text)
	}
	// Output:
	// "Well" pause 1.5 s, pace 1
	// "that was very" pause 0 s, pace 1
	// "quick, {Siobhan|shiv awn}" pause 0 s, pace 0.8
	// "[wink]." pause 0 s, pace 1
	// [wink] is no markup and is read out; known are [pause], [1.5s], [slow], [fast] and [pace 0.8], and \[ is the sign itself
}

func ExampleImport() {
	manuscript := `Chapter One

The door opened. Nobody
was there.

ANNA: Hello?
BEN (from below): Down here!`
	imported, err := script.Import("story.txt", []byte(manuscript), script.ImportOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	d := script.New(script.Content{})
	if _, err := d.Do(script.Insert{Lines: imported.Lines, Roles: imported.Roles}); err != nil {
		fmt.Println(err)
		return
	}
	kinds := []string{"speech", "heading", "note"}
	for i := range d.Len() {
		l := d.Line(i)
		fmt.Printf("%-8s %-9s %s\n", kinds[l.Kind], d.RoleOf(l).Name, l.Text)
	}
	// Output:
	// heading  Narrator  Chapter One
	// speech   Narrator  The door opened.
	// speech   Narrator  Nobody was there.
	// speech   ANNA      Hello?
	// note     BEN       from below
	// speech   BEN       Down here!
}

func ExampleDocument_Do() {
	d := script.New(script.Content{Lines: []script.Line{{ID: "a", Text: "One. Two."}}})
	delta, err := d.Do(script.Split{ID: "a", At: 4})
	fmt.Println(len(delta.Changed), len(delta.Order), d.Line(1).Text, err)
	label, _ := d.CanUndo()
	d.Undo()
	fmt.Printf("undone %q: %q\n", label, d.Line(0).Text)
	// Output:
	// 2 2 Two. <nil>
	// undone "Split Line": "One. Two."
}
