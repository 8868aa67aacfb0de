package prompts

import (
	"cmp"
	"fmt"
	"slices"
)

// Kind is what a finding is about.
type Kind string

// The kinds of findings, each with what its value means.
const (
	Silence       Kind = "silence"       // level, dBFS
	NoSpeech      Kind = "no speech"     // seconds of the recording
	Short         Kind = "short"         // seconds of speech
	Quiet         Kind = "quiet"         // level, dBFS
	Noise         Kind = "noise"         // signal-to-noise ratio, dB
	Clipping      Kind = "clipping"      // samples cut off, of a thousand; 0 where later treatment has blurred them
	Reverberation Kind = "reverberation" // estimated T60, s
	Hum           Kind = "hum"           // dB above the neighbours
	Band          Kind = "band"          // highest frequency, Hz
	Music         Kind = "music"         // tones held at a time
	Speakers      Kind = "speakers"      // contrast between the two voices
	Pauses        Kind = "pauses"        // share of the recording without speech
)

// Severity is how much a finding harms a voice made of the recording.
type Severity int

// Severities. A note harms little, a fault can be heard in the voice, a grave fault spoils it.
const (
	Minor Severity = iota + 1
	Fault
	Grave
)

var severities = map[Severity]string{Minor: "minor", Fault: "fault", Grave: "grave"}

// String is the severity as one word.
func (s Severity) String() string { return severities[s] }

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Severity) UnmarshalText(text []byte) error {
	for severity, word := range severities {
		if word == string(text) {
			*s = severity
			return nil
		}
	}
	return fmt.Errorf("there is no severity %q", text)
}

// Finding is one thing that is wrong with a recording. It is data: Sentence says it in English, and who says it in another
// language does so by kind and value.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	Value    float64  `json:"value"`             // see Kind
	Regions  []Region `json:"regions,omitempty"` // where; none where it is everywhere
}

// Sentence says what is wrong and what to do.
func (f Finding) Sentence() string {
	switch f.Kind {
	case Silence:
		return fmt.Sprintf("It is silent (%.0f dBFS): check that the right microphone was chosen and record again.", f.Value)
	case NoSpeech:
		return "No clear speech was found in it: record someone speaking, close to the microphone."
	case Short:
		return fmt.Sprintf("It holds only %.1f s of speech: ten seconds or more make a steadier voice.", f.Value)
	case Quiet:
		return fmt.Sprintf("It is very quiet (%.0f dBFS): turn the microphone up, or come closer.", f.Value)
	case Noise:
		return fmt.Sprintf("There is noise behind the voice (signal-to-noise ratio %.0f dB; 35 is clean): record in a quieter place, or closer to the microphone.", f.Value)
	case Clipping:
		return "It was recorded too loud, so that its peaks are cut off: turn the microphone down and record again."
	case Reverberation:
		return fmt.Sprintf("The room can be heard (it rings for about %.1f s): come closer to the microphone, or record where there are curtains and cushions.", f.Value)
	case Hum:
		return fmt.Sprintf("The mains can be heard as a hum (%.0f dB above what is around it): try another cable, socket or power supply.", f.Value)
	case Band:
		if f.Value < telephoneBand {
			return fmt.Sprintf("It sounds like a telephone, with nothing above %.1f kHz: use a recording that was not made over a call.", f.Value/1000)
		}
		return fmt.Sprintf("It is dull, with nothing above %.1f kHz: use the original rather than a compressed copy.", f.Value/1000)
	case Music:
		return "Music or steady tones play behind the voice: use a recording without them, or switch those parts off."
	case Speakers:
		return "A second voice seems to speak: listen to the marked part, and switch it off if it is another person."
	case Pauses:
		return fmt.Sprintf("%.0f %% of it is pauses; they are left out.", 100*f.Value)
	default:
		return string(f.Kind)
	}
}

// Bounds of the findings: minor, fault, grave. They were set on the speakers that bench/faults calls tune; bench/FAULTS.md tells how
// they do on others.
const (
	noiseMinor, noiseFault, noiseGrave    = 31.0, 23.0, 10.0 // dB
	clippedMinor, clippedFault            = 0.1, 1.0         // of a thousand
	crowdMinor, crowdFault                = 1.4, 1.8
	fallMinor                             = 300.0    // dB/s
	decayFault, decayGrave                = 0.4, 1.0 // s
	humNote, humFault                     = 7.0, 13.0
	telephoneBand, dullBand               = 4300.0, 6500.0 // Hz
	musicMinor, musicFault                = 0.25, 1.0
	turnFault                             = 0.5
	quietMinor, quietFault                = -45.0, -53.0 // dBFS
	shortMinor, shortFault                = 5.0, 2.0     // seconds of speech
	pausesMinor                           = 0.5
	crowdLeast, pausesLeast, regionsShown = -40.0, 3.0, 50
)

// findings judges what was measured of a file, the gravest first.
func findings(f *FileReport, turn found) []Finding {
	m := f.Measures
	all := []Finding{} // none is an empty list in JSON, too
	add := func(kind Kind, value float64, severity Severity, regions []Region) {
		if severity > 0 {
			all = append(all, Finding{kind, severity, value, regions[:min(len(regions), regionsShown)]})
		}
	}
	if m.Level <= silence {
		add(Silence, m.Level, Grave, nil)
		return all
	}
	add(Quiet, m.Level, below(m.Level, quietMinor, quietFault, -1e9), nil)
	music := above(m.Tones, musicMinor, musicFault, 1e9)
	add(Music, m.Tones, music, f.places.music)
	add(Hum, m.Hum, above(m.Hum, humNote, humFault, 1e9), nil)
	clipped := above(m.Clipped, clippedMinor, clippedFault, 1e9)
	if m.Level > crowdLeast { // the heights of a faint recording are too coarse to crowd
		clipped = max(clipped, above(m.Crowd, crowdMinor, crowdFault, 1e9))
	}
	if clipped > 0 && (m.Clipped >= clippedMinor || music == 0) {
		add(Clipping, m.Clipped, clipped, f.places.clipped)
	}
	if m.Noise > 0 {
		add(Noise, m.Noise, below(m.Noise, noiseMinor, noiseFault, noiseGrave), nil)
	}
	if len(f.Regions) == 0 {
		add(NoSpeech, f.Seconds, Grave, nil)
		return sorted(all)
	}
	add(Short, m.Speech, below(m.Speech, shortMinor, shortFault, 0), nil)
	if m.Fall > 0 && m.Fall < fallMinor && music == 0 { // held notes fall slowly too
		add(Reverberation, m.Decay, max(Minor, above(m.Decay, 0, decayFault, decayGrave)), nil)
	}
	if m.Band > 0 {
		add(Band, m.Band, below(m.Band, dullBand, telephoneBand, 0), nil)
	}
	if turn.contrast >= turnFault {
		add(Speakers, turn.contrast, Grave, turn.where)
	}
	if rest := 1 - m.Speech/f.Seconds; rest >= pausesMinor && rest*f.Seconds >= pausesLeast {
		add(Pauses, rest, Minor, f.places.pauses)
	}
	return sorted(all)
}

// above and below tell how severe a value is by three bounds.
func above(v, minor, fault, grave float64) Severity {
	switch {
	case v >= grave:
		return Grave
	case v >= fault:
		return Fault
	case v >= minor:
		return Minor
	}
	return 0
}

func below(v, minor, fault, grave float64) Severity { return above(-v, -minor, -fault, -grave) }

func sorted(all []Finding) []Finding {
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return all
}
