package desk

// A Source is one reference recording with the parts of it that a person switched off.
type Source struct {
	Path string
	Off  []Region
}

// Whole are recordings with nothing switched off.
func Whole(paths ...string) []Source {
	sources := make([]Source, len(paths))
	for i, path := range paths {
		sources[i].Path = path
	}
	return sources
}

// Region is a stretch of a recording, in seconds.
type Region struct{ Start, End float64 }

// Window is a stretch of a recording that was judged as a whole, less than two seconds long.
type Window struct {
	Region
	Score float64 // 0 to 1: how well it serves
	Used  bool
}

// Verdict is how well a recording, or a set of them, serves as a reference.
type Verdict string

// The verdicts, best first.
const (
	Good     Verdict = "good"     // nothing that can be heard in the voice
	Usable   Verdict = "usable"   // the voice will have a fault that can be heard
	Poor     Verdict = "poor"     // the voice will be spoilt
	Unusable Verdict = "unusable" // no voice can be made of it
)

// Severity is how much a finding harms a voice made of the recording.
type Severity int

// A minor finding harms little, a fault can be heard in the voice, a grave fault spoils it.
const (
	Minor Severity = iota + 1
	Fault
	Grave
)

// Finding is one thing that is wrong with a recording.
type Finding struct {
	Kind     string // as package prompts names it; the value's meaning depends on it
	Severity Severity
	Value    float64
	Regions  []Region // where; none where it is everywhere
	Text     string   // the same as an English sentence
}

// GiveOthers is the kind of advice where a voice was made of all the recordings already.
const GiveOthers = "give others"

// Advice is something to do next.
type Advice struct {
	Kind  string   // as package prompts names it
	Files []string // which recordings it is about; none where all are meant
	Value float64
	Text  string // the same as an English sentence
}

// Reference is what was found in one recording.
type Reference struct {
	Path     string
	Format   string  // such as "WAV, 16-bit PCM, 44100 Hz, 2 channels"
	Seconds  float64 // read
	Used     float64 // seconds that go into the voice
	Windows  []Window
	Verdict  Verdict
	Findings []Finding // the gravest first
	Note     string    // one sentence where something is worth telling
}

// Report is what was found in a set of recordings of one voice.
type Report struct {
	Files    []Reference
	Seconds  float64 // read, of all
	Used     float64 // of it, that goes into the voice
	Verdict  Verdict
	Advice   []Advice // the most useful first
	Likeness Likeness
	Growth   Growth // what they bring to a voice that they are added to; zero for a new voice, and where it is not known
}

// Likeness is how alike two voices are to be expected that are made of as much speech of this speaker: 1 is the same.
type Likeness struct {
	Now  float64 // with what there is; 0 where it cannot be told
	More float64 // with another minute
}

// Growth is how likeness and length of a voice change by recordings that are added to it.
type Growth struct {
	Alike                       float64 // how alike what was there and what is new sound; below Stranger it is another person
	Before, After               float64 // as Likeness.Now, with what there was and with what there is
	SecondsBefore, SecondsAfter float64 // of speech
}

// Stranger is the likeness up to which two speakers have been seen; two recordings of one have 0.8 and more.
const Stranger = 0.65

// Outline is how far a recording reaches, from its beginning to its end.
type Outline struct {
	Seconds float64
	Peaks   []float32 // largest magnitude of each of equally long stretches, 0 to 1
}

// Microphone is something to record with.
type Microphone struct{ ID, Name string }
