package deliver

import (
	"fmt"
	"math"
	"strings"
)

// A kind of subtitles.
type kind struct {
	flag      Subtitles
	extension string
	write     func([]cue) string
}

// kinds returns the kinds that are asked for.
func (s Subtitles) kinds() (k []kind) {
	for _, one := range []kind{{SRT, ".srt", formatSRT}, {VTT, ".vtt", formatVTT}, {Labels, ".txt", formatLabels}} {
		if s&one.flag != 0 {
			k = append(k, one)
		}
	}
	return k
}

// A cue is a line of the script in a file.
type cue struct {
	start, end float64 // seconds
	role, text string
}

// A block is what a subtitle shows at one time.
type block struct {
	start, end float64
	lines      []string
}

// blocks divides the cue's text over its time: every block gets time by its characters, with some more for the pauses
// that speech makes after clauses and sentences.
func (c cue) blocks() []block {
	parts := breakText(c.text)
	weights := make([]float64, len(parts))
	all := 0.0
	for i, lines := range parts {
		for _, l := range lines {
			weights[i] += float64(width(l) + 1)
		}
		if last := lines[len(lines)-1]; i < len(parts)-1 {
			weights[i] += pauseWeight(last)
		}
		all += weights[i]
	}
	var out []block
	at := c.start
	for i, lines := range parts {
		end := at + (c.end-c.start)*weights[i]/all
		out = append(out, block{at, end, lines})
		at = end
	}
	return out
}

// pauseWeight returns for how many characters a speaker is silent after s.
func pauseWeight(s string) float64 {
	switch ending(s) {
	case sentenceEnd:
		return 7 // half a second at 15 characters a second
	case clauseEnd:
		return 3
	}
	return 0
}

func formatSRT(cues []cue) string {
	var b strings.Builder
	n := 0
	for _, c := range cues {
		for _, k := range c.blocks() {
			n++
			// An arrow inside of a text would look like a time to readers.
			text := strings.ReplaceAll(strings.Join(k.lines, "\n"), "-->", "→")
			fmt.Fprintf(&b, "%d\n%s --> %s\n%s\n\n", n, clock(k.start, ","), clock(k.end, ","), text)
		}
	}
	return b.String()
}

// formatVTT writes WebVTT (W3C), with the role as a voice span.
func formatVTT(cues []cue) string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	var b strings.Builder
	b.WriteString("WEBVTT\n\n")
	for _, c := range cues {
		for _, k := range c.blocks() {
			text := escape.Replace(strings.Join(k.lines, "\n"))
			if role := strings.Join(strings.Fields(c.role), " "); role != "" {
				text = "<v " + escape.Replace(role) + ">" + text
			}
			fmt.Fprintf(&b, "%s --> %s\n%s\n\n", clock(k.start, "."), clock(k.end, "."), text)
		}
	}
	return b.String()
}

// formatLabels writes a label track as Audacity imports it: start, end and label, parted by tabs.
func formatLabels(cues []cue) string {
	var b strings.Builder
	for _, c := range cues {
		label := strings.Join(strings.Fields(c.text), " ")
		if role := strings.Join(strings.Fields(c.role), " "); role != "" {
			label = role + ": " + label
		}
		fmt.Fprintf(&b, "%.6f\t%.6f\t%s\n", c.start, c.end, label)
	}
	return b.String()
}

// clock writes a time as hours, minutes, seconds and milliseconds.
func clock(seconds float64, point string) string {
	ms := int64(math.Round(seconds * 1000))
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}
