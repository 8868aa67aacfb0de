package lines

import (
	"testing"

	"voicewright/script"
)

func TestSurroundMarksWhatIsSelected(t *testing.T) {
	d := newDesk(script.Content{Lines: []script.Line{{ID: "a", Text: "one two three"}}})
	d.list.Surround("*", "*") // nothing is open
	d.list.EditAt("a", 4)
	d.list.edit.move(7, true)
	d.list.Surround("*", "*")
	if got := d.list.edit.text; got != "one *two* three" {
		t.Errorf("the text is %q", got)
	}
	if a, b := d.list.edit.span(); a != 5 || b != 8 {
		t.Errorf("bytes %d to %d are selected", a, b)
	}
}
