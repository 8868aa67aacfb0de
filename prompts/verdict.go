package prompts

import "fmt"

// Verdict is how well a recording, or a set of them, serves as a reference.
type Verdict string

// The verdicts, best first.
const (
	Good     Verdict = "good"     // nothing that can be heard in the voice
	Usable   Verdict = "usable"   // the voice will have a fault that can be heard
	Poor     Verdict = "poor"     // the voice will be spoilt
	Unusable Verdict = "unusable" // no voice can be made of it
)

// Advice is something to do next.
type Advice struct {
	Kind  AdviceKind `json:"kind"`
	Files []string   `json:"files,omitempty"` // which recordings it is about; none where all are meant
	Value float64    `json:"value"`           // see AdviceKind
}

// AdviceKind is what to do.
type AdviceKind string

// The kinds of advice, each with what its value means.
const (
	RecordAgain AdviceKind = "record again" // 0
	LeaveOut    AdviceKind = "leave out"    // seconds of speech that are left
	AddMore     AdviceKind = "add more"     // what another minute adds to the expected likeness; 0 where that is not known
)

// Sentence says it in English.
func (a Advice) Sentence() string {
	switch a.Kind {
	case RecordAgain:
		return "Record again as the findings say; no setting of the program makes up for it."
	case LeaveOut:
		return fmt.Sprintf("Leave out %d of the recordings; the others hold %.0f s of better speech.", len(a.Files), a.Value)
	case AddMore:
		if a.Value == 0 {
			return "Add more: ten seconds or more of speech make a steadier voice."
		}
		return fmt.Sprintf("Another minute of speech would settle the voice further (expected likeness +%.2f).", a.Value)
	default:
		return string(a.Kind)
	}
}

const (
	enoughLeft  = 10.0 // seconds of better speech for which poor recordings are worth leaving out
	fewSeconds  = 10.0 // seconds of speech that are too few whatever the likeness says
	worthAdding = 0.02 // likeness that is worth another minute
	partThat    = 0.25 // of the speech used, from which its verdict holds for the set
)

// judge fills in findings, verdicts and advice. short says that all together hold too little speech.
func (r *Report) judge(turns []found, likeness Likeness, short bool) {
	r.Likeness = likeness
	used := map[Verdict]float64{}
	var bad []string
	for i := range r.Files {
		f := &r.Files[i]
		f.Measures.Turn = turns[i].contrast
		f.Findings = findings(f, turns[i])
		f.Verdict = verdictOf(f)
		used[f.Verdict] += f.Used
		if f.Verdict == Poor || f.Verdict == Unusable {
			bad = append(bad, f.Path)
		}
	}
	switch {
	case short:
		r.Verdict = Unusable
	case used[Poor] >= partThat*r.Used:
		r.Verdict = Poor
	case used[Poor]+used[Usable] >= partThat*r.Used:
		r.Verdict = Usable
	default:
		r.Verdict = Good
	}
	better := used[Good] + used[Usable]
	if len(bad) > 0 && better >= enoughLeft {
		r.Advice = append(r.Advice, Advice{LeaveOut, bad, better})
	} else if r.Verdict == Poor || r.Verdict == Unusable {
		r.Advice = append(r.Advice, Advice{Kind: RecordAgain})
	}
	if short {
		return
	}
	gain := likeness.More - likeness.Now
	if r.Used < fewSeconds || gain >= worthAdding {
		r.Advice = append(r.Advice, Advice{Kind: AddMore, Value: max(0, gain)})
	}
}

// verdictOf follows from the gravest finding.
func verdictOf(f *FileReport) Verdict {
	switch {
	case len(f.Regions) == 0:
		return Unusable
	case len(f.Findings) == 0 || f.Findings[0].Severity == Minor:
		return Good
	case f.Findings[0].Severity == Fault:
		return Usable
	default:
		return Poor
	}
}
