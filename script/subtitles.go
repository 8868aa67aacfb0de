package script

import (
	"html"
	"regexp"
	"strings"
)

var (
	timing      = regexp.MustCompile(`(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})`)
	voiceTag    = regexp.MustCompile(`<v(?:\.[^\s>]*)?\s+([^>]+)>`)
	subtitleTag = regexp.MustCompile(`</?[a-zA-Z0-9][^>]*>|\{\\[^}]*\}`)
)

func looksLikeSRT(head string) bool {
	at := timing.FindStringIndex(head)
	return at != nil && at[0] < 80
}

// A cue is one subtitle.
type cue struct {
	start, end float64 // seconds
	lines      []string
}

// newThought is the silence in seconds between two subtitles from which on they do not belong to one paragraph.
const newThought = 2.0

// subtitles reads SRT and WebVTT. Times go; words that follow each other closely are one paragraph, since sentences
// run over several subtitles.
func (m *manuscript) subtitles(written string) {
	cues := readCues(strings.Split(written, "\n"))
	var all []string
	for _, c := range cues {
		all = append(all, c.lines...)
	}
	cast := m.newCast(all)
	speaker, direction, last, ended := "", "", "", 0.0
	var parts []string
	end := func() {
		m.add(spokenBlock, speaker, direction, joinWrapped(parts))
		parts, direction = parts[:0], ""
	}
	for _, c := range cues {
		if m.options.Split == ByLine || c.start-ended >= newThought {
			end()
			speaker = ""
		}
		ended = c.end
		fresh := true // the first words of the cue
		for _, line := range c.lines {
			name := ""
			if v := voiceTag.FindStringSubmatch(line); v != nil {
				name = strings.TrimSpace(v[1])
			}
			line = strings.TrimSpace(html.UnescapeString(subtitleTag.ReplaceAllString(line, "")))
			line = strings.TrimSpace(strings.Trim(line, "♪♫#"))
			if line == "" || line == last {
				continue // rolling captions say everything twice
			}
			last = line
			said, dash := strings.CutPrefix(line, "-")
			if said = strings.TrimSpace(said); dash && said != "" {
				line = said
			}
			if aside(line) {
				end()
				m.add(noteBlock, "", "", line)
				continue
			}
			who, how, rest, ok := cast.match(line)
			switch {
			case ok:
				end()
				speaker, direction, line = who, how, rest
			case name != "" && !strings.EqualFold(name, speaker) && !m.options.NoRoles:
				end()
				speaker = name
			case dash, name == "" && speaker != "" && fresh && finished(parts):
				end()
				speaker = ""
			}
			fresh = false
			if line != "" {
				parts = append(parts, line)
			}
		}
	}
	end()
}

// finished reports whether the words so far end a sentence.
func finished(parts []string) bool {
	if len(parts) == 0 {
		return true
	}
	last := strings.TrimRight(parts[len(parts)-1], "\"'”’)")
	return strings.HasSuffix(last, "…") || last != "" && strings.ContainsAny(last[len(last)-1:], ".?!")
}

// aside reports whether a subtitle is not spoken: "[door slams]", "(music)".
func aside(s string) bool {
	return len(s) > 2 && (s[0] == '[' && strings.IndexByte(s, ']') == len(s)-1 || s[0] == '(' && strings.IndexByte(s, ')') == len(s)-1)
}

// readCues finds the subtitles: a line of times and the lines below it up to a blank one. All else is numbers, styles
// and remarks.
func readCues(lines []string) []cue {
	var cues []cue
	open := false
	for i, line := range lines {
		if strings.Contains(line, "-->") {
			if t := timing.FindStringSubmatch(line); t != nil {
				cues = append(cues, cue{start: clock(t[1:5]), end: clock(t[5:9])})
				open = true
				continue
			}
		}
		text := strings.TrimSpace(line)
		switch {
		case text == "":
			open = false
		case !open:
		case strings.Trim(text, "0123456789") == "" && i+1 < len(lines) && strings.Contains(lines[i+1], "-->"):
			open = false // the number of the next one, where the blank line is missing
		default:
			last := &cues[len(cues)-1]
			last.lines = append(last.lines, text)
		}
	}
	return cues
}

// clock reads hours, minutes, seconds and the digits behind the point.
func clock(parts []string) float64 {
	sum := 0.0
	for _, part := range parts[:3] {
		v, _ := number(part) // no hours are 0
		sum = sum*60 + v
	}
	fraction, _ := number("0." + parts[3])
	return sum + fraction
}
