package deliver

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestProvenance(t *testing.T) {
	items := []Item{saying(1, "A", "", "Hello."), saying(2, "B", "", "Bye.")}
	items[1].Take.Voice, items[1].Prosody = "v2", "v3"
	spec := Spec{
		Group: Whole, Project: "Tom & <Jerry>", Provenance: true, Program: "Voicewright 1.2", Made: time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC),
		Voices: []Voice{{ID: "v1", Name: "Rowan", Licence: "CC0-1.0", Consent: "given in writing"}, {ID: "v2", Name: "Wren"}, {ID: "v3", Name: "Lark", Consent: "by letter"},
			{ID: "v4", Name: "Unused"}},
	}
	dir, _ := export(t, items, spec)
	file, err := os.ReadFile(filepath.Join(dir, "Tom & Jerry.wav"))
	if err != nil {
		t.Fatal(err)
	}
	chunks := readChunks(t, file)
	info := map[string]string{}
	for b := chunks["LIST"][4:]; len(b) > 8; {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		info[string(b[:4])] = strings.TrimRight(string(b[8:8+n]), "\x00")
		b = b[8+n+n%2:]
	}
	for tag, want := range map[string]string{
		"INAM": "Tom & Jerry", "IPRD": "Tom & <Jerry>", "ISFT": "Voicewright 1.2", "ICRD": "2026-11-24",
		"ICMT": "Synthetic speech, made by Voicewright 1.2 with the voices Rowan (consent: given in writing), Wren, " +
			"in rhythm and melody after Lark (consent: by letter).",
	} {
		if info[tag] != want {
			t.Errorf("%s is %q, want %q", tag, info[tag], want)
		}
	}
	if string(chunks["LIST"][:4]) != "INFO" {
		t.Errorf("the list is %q", chunks["LIST"][:4])
	}
	var text []string
	d := xml.NewDecoder(bytes.NewReader(chunks["_PMX"]))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok && len(bytes.TrimSpace(c)) > 0 {
			text = append(text, string(c))
		}
	}
	want := []string{syntheticSource, "Voicewright 1.2", "2026-11-24T05:00:00Z", "Tom & Jerry", "model-hash", "v1", "Rowan", "CC0-1.0", "given in writing", "v2", "Wren",
		"v3", "Lark", "by letter"}
	if !slices.Equal(text, want) {
		t.Errorf("the packet says %q", text)
	}
	if b := load(t, filepath.Join(dir, "Tom & Jerry.wav")); b.Seconds() != 2.5 {
		t.Errorf("the sound lasts %v s", b.Seconds())
	}
	// A file of one line tells its seed, and nothing unknown is made up.
	one := saying(1, "A", "", "Hel\x01lo \xff.")
	dir, _ = export(t, []Item{one}, Spec{Provenance: true, Pattern: "x"})
	file, _ = os.ReadFile(filepath.Join(dir, "x.wav"))
	if p := string(readChunks(t, file)["_PMX"]); !strings.Contains(p, "<vw:seed>42</vw:seed>") || strings.Contains(p, "vw:consent") || strings.Contains(p, "vw:prosody") || strings.Contains(p, "CreateDate") {
		t.Errorf("the packet is %s", p)
	}
}

// readChunks checks the structure of a WAV file on the way.
func readChunks(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	if string(file[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(file[4:])) != len(file)-8 {
		t.Fatalf("the header is %q for %d bytes", file[:12], len(file))
	}
	chunks := map[string][]byte{}
	for b := file[12:]; len(b) > 0; {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		chunks[string(b[:4])] = b[8 : 8+n]
		b = b[8+n+n%2:]
	}
	return chunks
}
