package deliver

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"voicewright/audio"
	"voicewright/audio/whole"
	"voicewright/script"
)

// An Export is what Plan has laid out.
type Export struct {
	Spec    Spec
	Files   []File
	Missing []string // IDs of lines that have no sound and are left out
	Seconds float64
	Bytes   int64
	Free    int64 // bytes that are free in the folder; less than 0 where that cannot be told
}

// A File is one file of an Export, with what stands beside it.
type File struct {
	Name    string   // in Spec.Folder
	Beside  []string // names of its subtitles
	Exists  []string // those of all these names that are taken already
	Items   []Item   // at least one
	Seconds float64
	Bytes   int64
	Long    bool // passes 4 GB and becomes an RF64 file, which not all programs read
}

// Existing returns how many files would be replaced.
func (e Export) Existing() int {
	n := 0
	for _, f := range e.Files {
		n += len(f.Exists)
	}
	return n
}

// Bounds of what an export may ask for.
const (
	lowestTarget = -60.0 // LUFS; below it nothing is left of 16 bits
	longestGap   = 3600  // seconds
	maxData      = math.MaxUint32 - 1<<20
)

// Plan lays an export out: which files there will be, of which lines, how they are called and how large they get. It
// writes nothing. An export that cannot work is an error of one sentence.
func Plan(items []Item, spec Spec) (Export, error) {
	spec, names, err := spec.checked()
	if err != nil {
		return Export{}, err
	}
	e := Export{Spec: spec, Free: -1}
	var spoken []Item
	for _, item := range items {
		switch {
		case item.Line.Kind == script.Note:
		case item.Sound == nil:
			e.Missing = append(e.Missing, item.Line.ID)
		default:
			spoken = append(spoken, item)
		}
	}
	if len(spoken) == 0 {
		return Export{}, ErrNothing
	}
	e.Files = spec.files(spoken)
	taken, err := listing(spec.Folder)
	if err != nil {
		return Export{}, err
	}
	unique := newNamer()
	digits := e.digits()
	for i := range e.Files {
		f := &e.Files[i]
		number := i + 1
		if spec.Group == Lines && f.Items[0].Index > 0 {
			number = f.Items[0].Index
		}
		stem := unique.name(fileName(names.stem(spec.values(*f, number, digits)), spec.Project))
		f.Name = stem + ".wav"
		for _, k := range spec.Subtitles.kinds() {
			f.Beside = append(f.Beside, stem+k.extension)
		}
		for _, name := range append([]string{f.Name}, f.Beside...) {
			if taken.has(name) {
				f.Exists = append(f.Exists, name)
			}
		}
		f.measure(spec)
		e.Seconds += f.Seconds
		e.Bytes += f.Bytes
	}
	if free, ok := freeSpace(spec.Folder); ok {
		e.Free = free
	}
	return e, nil
}

// checked returns s with its defaults filled in, and its pattern.
func (s Spec) checked() (Spec, pattern, error) {
	if s.Rate == 0 {
		s.Rate = audio.SampleRate
	}
	if s.Rate != 24000 && s.Rate != 48000 {
		return s, nil, fmt.Errorf("export at %d Hz: only 24000 and 48000 Hz are possible", s.Rate)
	}
	if s.Format != audio.PCM16 && s.Format != audio.PCM24 && s.Format != audio.Float32 {
		return s, nil, fmt.Errorf("export as %v: there is no such sample format", s.Format)
	}
	if s.Loudness != 0 && !(s.Loudness >= lowestTarget && s.Loudness < 0) {
		return s, nil, fmt.Errorf("export at %.1f LUFS: the loudness must lie between %.0f and 0", s.Loudness, lowestTarget)
	}
	if s.Group > Whole {
		return s, nil, fmt.Errorf("export in group %d: there is no such group", s.Group)
	}
	if s.Pattern == "" {
		s.Pattern = DefaultPattern(s.Group)
	}
	p, err := parsePattern(s.Pattern)
	return s, p, err
}

// files gathers the items of each file, in the order in which files first appear.
func (s Spec) files(items []Item) []File {
	var files []File
	roles := map[string]int{}
	for i, item := range items {
		at := len(files)
		switch s.Group {
		case Roles:
			if known, ok := roles[item.Role]; ok {
				at = known
			}
			roles[item.Role] = at
		case Chapters:
			if i > 0 && item.Line.Kind != script.Heading && item.Chapter == items[i-1].Chapter {
				at--
			}
		case Whole:
			at = 0
		}
		if at == len(files) {
			files = append(files, File{})
		}
		files[at].Items = append(files[at].Items, item)
	}
	return files
}

// digits returns how wide {index} is, so that names sort like the script.
func (e Export) digits() int {
	last, least := len(e.Files), 2
	if e.Spec.Group == Lines {
		least = 3
		for _, f := range e.Files {
			last = max(last, f.Items[0].Index)
		}
	}
	return max(least, len(fmt.Sprint(last)))
}

// measure estimates length and size.
func (f *File) measure(spec Spec) {
	for i, item := range f.Items {
		if item.Seconds > 0 {
			f.Seconds += item.Seconds
		}
		if i < len(f.Items)-1 {
			f.Seconds += item.gap()
		}
	}
	const head = 4096 // header, provenance and subtitles, roughly
	size := map[audio.SampleFormat]float64{audio.PCM16: 2, audio.PCM24: 3, audio.Float32: 4}[spec.Format]
	f.Bytes = int64(f.Seconds*float64(spec.Rate)*size) + head
	f.Long = f.Bytes > maxData
}

// gap returns the seconds of silence after an item, within reason.
func (i Item) gap() float64 {
	if !(i.Gap > 0) {
		return 0
	}
	return min(i.Gap, longestGap)
}

// A folder listing tells which names are taken.
type names struct {
	folder string
	known  map[string]bool // without regard to case
}

func listing(folder string) (names, error) {
	if folder == "" {
		return names{}, errors.New("export: no folder was given; choose one")
	}
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return names{}, whole.Absent(fmt.Sprintf("export to %q: this folder does not exist; make it first", folder))
	case err != nil:
		return names{}, fmt.Errorf("export to %q: the folder cannot be read: %w", folder, plain(err))
	}
	n := names{folder: folder, known: make(map[string]bool, len(entries))}
	for _, e := range entries {
		n.known[same(e.Name())] = true
	}
	return n, nil
}

// has asks the disk only about names that may be taken, so that a preview of ten thousand files takes no time; whether
// case counts, the disk knows best.
func (n names) has(name string) bool {
	if len(n.known) == 0 || !n.known[same(name)] {
		return false
	}
	_, err := os.Lstat(filepath.Join(n.folder, name))
	return err == nil
}

// plain drops the operation and the path from an error of package os, for a sentence that names the path already.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
