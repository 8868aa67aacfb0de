package studio

import (
	"context"
	"errors"
	"slices"
	"time"

	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/studio/desk"
	"voicewright/voices"
	"voicewright/voices/card"
)

// CheckReferences listens to recordings of one voice without making it. Recordings that hold too little speech for a voice
// are no error: the report says so.
func (s *Studio) CheckReferences(ctx context.Context, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error) {
	engine, err := s.Engine(ctx)
	if err != nil {
		return desk.Report{}, err
	}
	_, report, err := prompts.Listen(ctx, engine, sourcesOf(sources), listening(progress))
	if short := (*prompts.SilentError)(nil); errors.As(err, &short) {
		err = nil
	}
	return reportOf(report), err
}

// AddRecordings makes a voice of recordings and puts it into the catalogue. What is known of it beforehand (name,
// description, licence, consent, tags) is taken from about. What became of every recording is told also when there is an
// error.
func (s *Studio) AddRecordings(ctx context.Context, about card.Card, sources []desk.Source, progress func(desk.Listening)) (card.Card, desk.Report, error) {
	engine, err := s.Engine(ctx)
	if err != nil {
		return card.Card{}, desk.Report{}, err
	}
	v, report, err := voices.FromSources(ctx, engine,
		voices.Voice{Name: about.Name, Description: about.Description, Licence: about.Licence, Consent: about.Consent, Agreed: today(about.Consent), Tags: about.Tags},
		sourcesOf(sources), listening(progress))
	if err != nil {
		return card.Card{}, reportOf(report), err
	}
	c := cardOf(v)
	c.Folder = about.Folder
	c, err = s.keep(ctx, c, v, clipsOf(v, report.Files))
	return c, reportOf(report), err
}

// today is the date of a consent, if there is one.
func today(consent string) string {
	if consent == "" {
		return ""
	}
	return time.Now().Format(time.DateOnly)
}

func sourcesOf(sources []desk.Source) []prompts.Source {
	all := make([]prompts.Source, len(sources))
	for i, s := range sources {
		all[i].Path = s.Path
		for _, r := range s.Off {
			all[i].Skip = append(all[i].Skip, prompts.Region(r))
		}
	}
	return all
}

func listening(progress func(desk.Listening)) func(prompts.Progress) {
	return func(p prompts.Progress) {
		if progress != nil {
			progress(desk.Listening{Path: p.Path, Fraction: p.Fraction, Remaining: p.Remaining})
		}
	}
}

// reportOf is a report card in the form in which windows take it.
func reportOf(from prompts.Report) desk.Report {
	report := desk.Report{Seconds: from.Seconds, Used: from.Used, Verdict: desk.Verdict(from.Verdict),
		Likeness: desk.Likeness{Now: from.Likeness.Now, More: from.Likeness.More},
		Growth: desk.Growth{Alike: from.Growth.Alike, Before: from.Growth.Before, After: from.Growth.After,
			SecondsBefore: from.Growth.SecondsBefore, SecondsAfter: from.Growth.SecondsAfter}}
	for _, a := range from.Advice {
		report.Advice = append(report.Advice, desk.Advice{Kind: string(a.Kind), Files: a.Files, Value: a.Value, Text: a.Sentence()})
	}
	for _, f := range from.Files {
		r := desk.Reference{Path: f.Path, Format: f.Format, Seconds: f.Seconds, Used: f.Used, Verdict: desk.Verdict(f.Verdict), Note: f.Note}
		for _, w := range f.Windows {
			r.Windows = append(r.Windows, desk.Window{Region: desk.Region(w.Region), Score: w.Score, Used: w.Used})
		}
		for _, x := range f.Findings {
			finding := desk.Finding{Kind: string(x.Kind), Severity: desk.Severity(x.Severity), Value: x.Value, Text: x.Sentence()}
			for _, region := range x.Regions {
				finding.Regions = append(finding.Regions, desk.Region(region))
			}
			r.Findings = append(r.Findings, finding)
		}
		report.Files = append(report.Files, r)
	}
	return report
}

// mostPeaks is how finely an outline is kept at most: finer than any window is wide.
const mostPeaks = 1 << 13

// Outline reads how far a recording reaches, in constant memory however long it is. A recording that is damaged is read
// up to there.
func (s *Studio) Outline(ctx context.Context, path string) (desk.Outline, error) {
	var peaks []float32
	stretch, filled, total := 64, 0, 0 // samples a peak; samples in the last one; samples
	_, err := readRecording(ctx, path, func(samples []float32) bool {
		for _, v := range samples {
			if filled == 0 {
				if len(peaks) == mostPeaks {
					stretch *= 2
					for i := range mostPeaks / 2 {
						peaks[i] = max(peaks[2*i], peaks[2*i+1])
					}
					peaks = peaks[:mostPeaks/2]
				}
				peaks = append(peaks, 0)
			}
			peaks[len(peaks)-1] = max(peaks[len(peaks)-1], v, -v)
			filled = (filled + 1) % stretch
		}
		total += len(samples)
		return true
	})
	if err != nil {
		return desk.Outline{}, err
	}
	return desk.Outline{Seconds: float64(total) / audio.SampleRate, Peaks: slices.Clip(peaks)}, nil
}
