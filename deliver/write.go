package deliver

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"voicewright/audio"
	"voicewright/audio/whole"
)

// Progress is how far a Write is.
type Progress struct {
	File      int    // from 0
	Name      string // of that file
	Measuring bool   // its loudness is measured before it is written
	Fraction  float64
	Remaining time.Duration // estimate by what was done so far; 0 while that is too little
}

// A Report is what a Write has done, also when it did not get to the end.
type Report struct {
	Files   []Written
	Missing []string // IDs of lines that have no sound and were left out
	Seconds float64
	Took    time.Duration
}

// Written is a file that is complete.
type Written struct {
	Name    string
	Beside  []string
	Seconds float64
	// Gain is by how many dB the file was made louder. Loudness is what it has then, in LUFS, and Peak its true peak in
	// dBTP: of all files together where they are lines or roles, which share one gain. All are 0 unless a loudness was
	// asked for; silence has negative infinity.
	Gain, Loudness, Peak float64
	Limited              bool  // more gain would have let the peaks pass PeakLimit
	Clipped              int64 // samples that were too loud for the format and were cut
	Notes                []string
}

// reserve is the space in bytes that stays free, so that an export never takes the last of a disk.
const reserve = 64 << 20

// leftover is the age from which a temporary file in the folder belongs to nobody: a running export writes several
// times a second.
const leftover = time.Hour

// Write carries an export out. When it fails or ctx ends, the file under way vanishes and those before it stay, as the
// report tells. It returns within a fifth of a second after ctx has ended if the items' sounds do. Progress may be nil;
// it is called from the calling goroutine, at most ten times a second.
func Write(ctx context.Context, e Export, progress func(Progress)) (Report, error) {
	w := &writer{export: e, spec: e.Spec, progress: newReporter(progress, e)}
	began := time.Now()
	err := w.run(ctx)
	w.report.Missing = e.Missing
	w.report.Took = time.Since(began)
	if ctx.Err() != nil && err != nil {
		return w.report, fmt.Errorf("the export was cancelled: %w", context.Cause(ctx))
	}
	return w.report, err
}

// A writer carries out one export.
type writer struct {
	export   Export
	spec     Spec
	progress *reporter
	report   Report
	rates    *audio.Resampler
	scratch  []float32
}

func (w *writer) run(ctx context.Context) error {
	if err := w.check(); err != nil {
		return err
	}
	whole.Sweep(w.spec.Folder, leftover)
	var common *level // stays nil where every file has its own
	if w.spec.Loudness != 0 && w.spec.commonGain() {
		m := audio.NewLoudnessMeter(audio.SampleRate)
		for i, f := range w.export.Files {
			w.progress.file(i, f, true)
			if err := w.measure(ctx, f, m); err != nil {
				return err
			}
		}
		common = levelFor(m.Loudness(), w.spec.Loudness)
	}
	for i, f := range w.export.Files {
		own := common
		if w.spec.Loudness != 0 && own == nil {
			w.progress.file(i, f, true)
			m := audio.NewLoudnessMeter(audio.SampleRate)
			if err := w.measure(ctx, f, m); err != nil {
				return err
			}
			own = levelFor(m.Loudness(), w.spec.Loudness)
		}
		w.progress.file(i, f, false)
		if err := w.write(ctx, f, own); err != nil {
			return err
		}
	}
	w.progress.done()
	return nil
}

// check looks once more at what may have changed since the plan.
func (w *writer) check() error {
	taken, err := listing(w.spec.Folder)
	if err != nil {
		return err
	}
	var existing []string
	for _, f := range w.export.Files {
		for _, name := range append([]string{f.Name}, f.Beside...) {
			if _, err := inside(w.spec.Folder, name); err != nil {
				return err
			}
			if !w.spec.Overwrite && taken.has(name) {
				existing = append(existing, name)
			}
		}
	}
	if len(existing) > 0 {
		return fmt.Errorf("export to %q: %s; choose another folder or other names, or allow to replace: %w",
			w.spec.Folder, list(existing), ErrExists)
	}
	if free, ok := freeSpace(w.spec.Folder); ok && free < w.export.Bytes+reserve {
		return fmt.Errorf("export to %q: %s are needed and %s are free: %w",
			w.spec.Folder, size(w.export.Bytes+reserve), size(free), ErrSpace)
	}
	return nil
}

// list names the first few of many.
func list(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func size(bytes int64) string {
	if bytes < 1e9 {
		return fmt.Sprintf("%d MB", (bytes+999999)/1000000)
	}
	return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
}

// write makes one file and its subtitles.
func (w *writer) write(ctx context.Context, f File, level *level) error {
	path, err := inside(w.spec.Folder, f.Name)
	if err != nil {
		return err
	}
	options := audio.WAVOptions{Keep: !w.spec.Overwrite, Long: f.Bytes > maxData*9/10}
	if w.spec.Provenance {
		options.Chunks = w.spec.provenance(f)
	}
	out, err := audio.CreateWAVWith(path, w.spec.Rate, w.spec.Format, options)
	if err != nil {
		return err
	}
	defer out.Abort()
	gain := float32(1)
	if level != nil {
		gain = float32(math.Pow(10, level.gain/20))
	}
	var cues []cue
	err = w.stream(ctx, f, w.spec.Rate, func(x []float32) error {
		for i := range x {
			x[i] *= gain
		}
		return out.Write(x)
	}, func(item Item, start, end int64) {
		rate := float64(w.spec.Rate)
		cues = append(cues, cue{float64(start) / rate, float64(end) / rate, item.Role, item.Text})
	})
	if err != nil {
		return err
	}
	done := Written{Name: f.Name, Seconds: float64(out.Samples()) / float64(w.spec.Rate), Clipped: out.Clipped()}
	if err := out.Close(); err != nil {
		return err
	}
	done.describe(w.spec, level)
	w.report.Files = append(w.report.Files, done)
	w.report.Seconds += done.Seconds
	written := &w.report.Files[len(w.report.Files)-1]
	for i, k := range w.spec.Subtitles.kinds() {
		path, err := inside(w.spec.Folder, f.Beside[i])
		if err != nil {
			return err
		}
		if err := whole.WriteFile(path, []byte(k.write(cues)), w.spec.Overwrite); err != nil {
			return err
		}
		written.Beside = append(written.Beside, f.Beside[i])
	}
	return nil
}

// describe enters what became of the level.
func (d *Written) describe(spec Spec, l *level) {
	if l != nil {
		d.Gain, d.Loudness, d.Peak, d.Limited = l.gain, l.reached, l.peak, l.limited
	}
	if d.Limited {
		d.Notes = append(d.Notes, fmt.Sprintf("%.1f LUFS instead of %.1f: with more gain the peaks would pass %.0f dBTP",
			d.Loudness, spec.Loudness, PeakLimit))
	}
	if d.Clipped > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%d samples were too loud and had to be cut; export with a loudness target or as 32-bit float", d.Clipped))
	}
}
