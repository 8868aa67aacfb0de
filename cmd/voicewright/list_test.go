package main

import (
	"strings"
	"testing"
)

func TestParseList(t *testing.T) {
	items, err := parseList(strings.NewReader("id\tprompt_wav\ttext\tspoken\r\na\tp/q.opus\tSay \"it\".\tsay it\r\n\r\nb\t\tNo.\n"), "/root")
	if err != nil {
		t.Fatal(err)
	}
	want := []item{{ID: "a", Prompt: "/root/p/q.opus", Text: `Say "it".`}, {ID: "b", Text: "No."}}
	if len(items) != len(want) || items[0] != want[0] || items[1] != want[1] {
		t.Errorf("got %+v, want %+v", items, want)
	}
}

func TestParseListRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":           "",
		"no text column":    "id\tprompt\na\tb\n",
		"header only":       "id\ttext\n",
		"id out of folder":  "id\ttext\n../a\tb\n",
		"same id twice":     "id\ttext\na\tb\na\tc\n",
		"id that is a root": "id\ttext\n/\tb\n",
	} {
		if _, err := parseList(strings.NewReader(text), ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
