package main

import "testing"

func TestDecode(t *testing.T) {
	for raw, want := range map[string]string{
		"plain":                    "plain",
		"\xEF\xBB\xBFmark":         "mark",
		"\xFF\xFEa\x00\xAC\x20":    "a€",
		"\xFE\xFF\x00a\x20\xAC":    "a€",
		"\xFF\xFE\x3D\xD8\x00\xDE": "😀",
		"\xFF\xFE\x3D\xD8":         "", // half a pair
		"\xFF\xFE\x3D\xD8a\x00":    "",
		"\xFF\xFEa":                "", // half a unit
		"\xFF\xFE":                 "",
		"latin\xE9":                "",
		"nul\x00":                  "",
		"\u2003\n":                 "",
	} {
		got, err := decode([]byte(raw), "it")
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q and %v, want %q", raw, got, err, want)
		}
	}
}
