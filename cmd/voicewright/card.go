package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"voicewright/prompts"
)

// showCard prints a report card: every recording with its verdict and findings, then what holds for all of them.
func showCard(out io.Writer, report prompts.Report, regions bool) error {
	var w strings.Builder
	for _, f := range report.Files {
		fmt.Fprintf(&w, "%s: %s\n  %s\n  %.1f s, of which %.1f s are speech without its pauses; %.1f s used, pauses within them included\n", f.Path, f.Verdict, f.Format, f.Seconds, f.Measures.Speech, f.Used)
		if f.Measures.Speech > 0 {
			fmt.Fprintf(&w, "  level %.0f dBFS, signal-to-noise ratio %.0f dB, nothing above %.1f kHz\n",
				f.Measures.Level, f.Measures.Noise, f.Measures.Band/1000)
		}
		for _, finding := range f.Findings {
			fmt.Fprintf(&w, "  %s: %s%s\n", finding.Severity, finding.Sentence(), times(finding.Regions))
		}
		if f.Note != "" {
			fmt.Fprintf(&w, "  %s\n", f.Note)
		}
		if regions {
			for _, window := range f.Windows {
				fmt.Fprintf(&w, "  %s to %s  score %.2f  %s\n", moment(window.Start), moment(window.End), window.Score, used(window.Used))
			}
		}
	}
	fmt.Fprintf(&w, "Together %.1f s, %.1f s of it used: %s.\n", report.Seconds, report.Used, report.Verdict)
	if l := report.Likeness; l.Halves > 0 {
		fmt.Fprintf(&w, "Two voices made of as much speech would be %.2f alike (1 is the same, strangers have 0.1); with another minute %.2f.\n", l.Now, l.More)
	}
	for _, a := range report.Advice {
		fmt.Fprintln(&w, a.Sentence())
		for _, file := range a.Files {
			fmt.Fprintf(&w, "  %s\n", file)
		}
	}
	_, err := io.WriteString(out, w.String())
	return err
}

func used(yes bool) string {
	if yes {
		return "used"
	}
	return "left out"
}

// shownTimes is how many places of a finding are named.
const shownTimes = 5

// times names the places of a finding.
func times(regions []prompts.Region) string {
	if len(regions) == 0 {
		return ""
	}
	var places []string
	for _, r := range regions[:min(len(regions), shownTimes)] {
		places = append(places, moment(r.Start)+"-"+moment(r.End))
	}
	if more := len(regions) - shownTimes; more > 0 {
		places = append(places, fmt.Sprintf("%d more", more))
	}
	return " (" + strings.Join(places, ", ") + ")"
}

// moment writes seconds as minutes and seconds with a decimal.
func moment(seconds float64) string {
	tenths := int(seconds*10 + 0.5)
	return fmt.Sprintf("%d:%02d.%d", tenths/600, tenths/10%60, tenths%10)
}

// writeJSON prints a report card for other programs.
func writeJSON(w io.Writer, report prompts.Report) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", " ")
	return encoder.Encode(report)
}
