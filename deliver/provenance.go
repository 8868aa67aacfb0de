package deliver

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"voicewright/audio"
)

// syntheticSource is the term of the IPTC Digital Source Type vocabulary for media that a trained model has made. It is
// what platforms look for when they mark synthetic media.
const syntheticSource = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

// provenance returns the chunks of a file that tell where its speech comes from, once for people and once for machines:
//
//   - LIST/INFO, the tags of the RIFF standard (Multimedia Programming Interface and Data Specifications 1.0, 1991), which
//     every player and editor shows;
//   - _PMX, an XMP packet (ISO 16684-1; its place in WAV files by XMP Specification Part 3) with the IPTC property
//     DigitalSourceType, and with model, voices and consent in a namespace of our own.
//
// bext and iXML were passed over: neither has a field that says that a sound is synthetic.
func (s Spec) provenance(f File) []audio.WAVChunk {
	p := s.origin(f)
	return []audio.WAVChunk{
		{Name: "LIST", Data: infoChunk(p)},
		{Name: "_PMX", Data: p.packet()},
	}
}

// An origin is what is told about a file.
type origin struct {
	title, project, program, comment string
	made                             time.Time
	models                           []string
	voices                           []Voice // that are heard
	led                              []Voice // that rhythm and melody are of
	seed                             string  // of the only take
}

func (s Spec) origin(f File) origin {
	p := origin{title: strings.TrimSuffix(f.Name, ".wav"), project: s.Project, program: s.Program, made: s.Made}
	if p.program == "" {
		p.program = "Voicewright"
	}
	for _, item := range f.Items {
		p.voices = s.with(p.voices, item.Take.Voice)
		p.led = s.with(p.led, item.Prosody)
		if m := item.Take.Model; m != "" && !slices.Contains(p.models, m) {
			p.models = append(p.models, m)
		}
	}
	if len(f.Items) == 1 && f.Items[0].Take.ID != "" {
		p.seed = fmt.Sprint(f.Items[0].Take.Seed)
	}
	p.comment = "Synthetic speech, made by " + p.program
	p.comment += credit(" with the voice ", " with the voices ", p.voices)
	p.comment += credit(", in rhythm and melody after ", ", in rhythm and melody after ", p.led) + "."
	return p
}

// with adds the voice of an ID to those that are told about, unless it is among them or nothing is known of it.
func (s Spec) with(voices []Voice, id string) []Voice {
	if v := s.voice(id); v.ID != "" && !slices.Contains(voices, v) {
		voices = append(voices, v)
	}
	return voices
}

// credit names voices for people, with what their speakers agreed to.
func credit(one, several string, voices []Voice) string {
	var names []string
	for _, v := range voices {
		name := v.Name
		if v.Consent != "" {
			name += " (consent: " + v.Consent + ")"
		}
		names = append(names, name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return one + names[0]
	}
	return several + strings.Join(names, ", ")
}

// infoChunk returns the content of a LIST chunk of type INFO. Texts end with a zero byte and are padded to even length.
func infoChunk(p origin) []byte {
	date := ""
	if !p.made.IsZero() {
		date = p.made.Format(time.DateOnly)
	}
	b := []byte("INFO")
	for _, tag := range [][2]string{{"INAM", p.title}, {"IPRD", p.project}, {"ISFT", p.program}, {"ICRD", date}, {"ICMT", p.comment}} {
		text := strings.ReplaceAll(strings.ToValidUTF8(tag[1], "?"), "\x00", "")
		if text == "" {
			continue
		}
		b = append(b, tag[0]...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(text)+1))
		b = append(b, text...)
		b = append(b, 0)
		if len(b)%2 == 1 {
			b = append(b, 0)
		}
	}
	return b
}

// packet returns the XMP packet.
func (p origin) packet() []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
		` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:vw="urn:voicewright:provenance:1#">` + "\n")
	element := func(name, text string) {
		if text == "" {
			return
		}
		fmt.Fprintf(&b, "<%s>", name)
		_ = xml.EscapeText(&b, []byte(text)) // a bytes.Buffer never fails
		fmt.Fprintf(&b, "</%s>\n", name)
	}
	element("Iptc4xmpExt:DigitalSourceType", syntheticSource)
	element("xmp:CreatorTool", p.program)
	if !p.made.IsZero() {
		element("xmp:CreateDate", p.made.Format(time.RFC3339))
	}
	b.WriteString("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">")
	_ = xml.EscapeText(&b, []byte(p.title))
	b.WriteString("</rdf:li></rdf:Alt></dc:title>\n")
	if len(p.models) > 0 {
		b.WriteString("<vw:models><rdf:Bag>\n")
		for _, m := range p.models {
			element("rdf:li", m)
		}
		b.WriteString("</rdf:Bag></vw:models>\n")
	}
	voices := func(name string, all []Voice) {
		if len(all) == 0 {
			return
		}
		fmt.Fprintf(&b, "<%s><rdf:Bag>\n", name)
		for _, v := range all {
			b.WriteString("<rdf:li rdf:parseType=\"Resource\">\n")
			element("vw:id", v.ID)
			element("vw:name", v.Name)
			element("vw:licence", v.Licence)
			element("vw:consent", v.Consent)
			b.WriteString("</rdf:li>\n")
		}
		fmt.Fprintf(&b, "</rdf:Bag></%s>\n", name)
	}
	voices("vw:voices", p.voices)
	voices("vw:prosody", p.led)
	element("vw:seed", p.seed)
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}
