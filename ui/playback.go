package ui

import (
	"encoding/json"
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"voicewright/script"
	"voicewright/ui/listen"
)

// playback plays lines: one, or one after the other with the pauses of the script. A line that is not voiced yet is
// rendered first and plays as soon as it is there. All of it belongs to the window's thread; only the player's end comes
// from elsewhere and is dispatched.
type playback struct {
	window  *Window
	line    string // that plays or is to play
	waiting bool   // for its sound
	through bool   // goes on with the next line
	gap     *time.Timer
	round   int // counts starts, so that a late timer or end of an earlier one is known
}

// playLine plays a line, and with through what comes after it.
func (w *Window) playLine(id string, through bool) {
	if w.project == nil || id == "" {
		return
	}
	p := &w.playback
	p.window = w
	p.stop()
	p.line, p.through, p.waiting = id, through, true
	if w.project.Status(id).State == script.Silent {
		p.waiting = false
		w.status.say(lang.L("There is nothing to say in this line."))
		p.next()
		return
	}
	if _, fits := w.project.Chosen(id); !fits {
		w.project.Render([]string{id}, true)
	}
	if through {
		w.project.Render(w.following(id, 6), false)
	}
	if w.list.Current() != id {
		w.list.Select(id) // the bench follows the selection
		w.list.ScrollTo(id)
	}
	p.arrived(id)
}

// arrived looks whether the line that is waited for can play.
func (p *playback) arrived(id string) {
	if !p.waiting || id != p.line {
		return
	}
	w := p.window
	if _, fits := w.project.Chosen(id); !fits {
		return
	}
	w.showLine()
	if w.takes.shown != "" && !w.takes.loading() {
		p.shown(id, true)
	}
}

// changed gives up on a line that failed.
func (p *playback) changed(ids []string) {
	if !p.waiting || !slices.Contains(ids, p.line) {
		return
	}
	switch status := p.window.project.Status(p.line); status.State {
	case script.Failed:
		p.waiting = false
		p.window.status.say(capital(status.Why))
	case script.Silent:
		p.waiting = false
		p.next()
	case script.Ready:
		p.arrived(p.line)
	}
}

// shown is called when the bench has the sound of a line, or could not load it.
func (p *playback) shown(id string, ok bool) {
	if !p.waiting || id != p.line {
		return
	}
	p.waiting = false
	if !ok {
		return
	}
	w := p.window
	w.list.SetPlaying(id)
	w.bar.playing(true)
	w.bench.Play()
}

// playWhenShown plays a line as soon as the bench has it.
func (p *playback) playWhenShown(id string) {
	p.stop()
	p.line, p.waiting, p.through = id, true, false
	if !p.window.takes.loading() {
		p.shown(id, true)
	}
}

// ended goes on with the next line after the pause between them, or stops.
func (p *playback) ended() {
	w := p.window
	if w == nil || w.project == nil || p.waiting || p.line == "" {
		return
	}
	if !p.through {
		p.rest()
		return
	}
	round := p.round
	p.gap = time.AfterFunc(w.gapAfter(p.line), func() {
		w.thread.Do(func() {
			if p.round == round && w.project != nil {
				p.next()
			}
		})
	})
}

func (p *playback) next() {
	w := p.window
	next := w.following(p.line, 1)
	if !p.through || len(next) == 0 {
		p.rest()
		return
	}
	w.playLine(next[0], true)
}

// stop ends what plays or waits to play.
func (p *playback) stop() {
	p.round++
	if p.gap != nil {
		p.gap.Stop()
	}
	if p.window != nil && p.line != "" {
		p.window.bench.Pause()
		p.rest()
	}
}

// rest shows that nothing plays.
func (p *playback) rest() {
	p.line, p.waiting, p.through = "", false, false
	p.window.list.SetPlaying("")
	p.window.bar.playing(false)
}

// togglePlay starts the current line or stops what plays.
func (w *Window) togglePlay() {
	p := &w.playback
	p.window = w
	if p.line != "" {
		p.stop()
		return
	}
	id := w.list.Current()
	if id == "" && w.project != nil && w.project.Document().Len() > 0 {
		id = w.project.Document().Line(0).ID
	}
	w.playLine(id, false)
}

// following are the speakable lines after one, at most n.
func (w *Window) following(id string, n int) (ids []string) {
	document := w.project.Document()
	for i := document.Index(id) + 1; i > 0 && i < document.Len() && len(ids) < n; i++ {
		if l := document.Line(i); w.project.Status(l.ID).State != script.Silent {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// gapAfter is the pause of the script after a line.
func (w *Window) gapAfter(id string) time.Duration {
	document := w.project.Document()
	return time.Duration(document.GapAfter(document.Index(id)) * float64(time.Second))
}

func (w *Window) wireBench() {
	w.playback.window = w
	w.player.OnEnd(func() { w.thread.Do(w.playback.ended) })
	w.bench.OnExportFigure = w.saveFigure
	w.bench.OnKey = w.typed
	w.bench.OnSettings = w.keepBench
	w.restoreBench()
	w.bench.Clear(lang.L("Select a line to see and hear it."))
}

// keepBench remembers how the bench shows sound.
func (w *Window) keepBench(s listen.Settings) {
	text, err := json.Marshal(s)
	if err != nil {
		w.fail(err)
		return
	}
	w.remember(settingView, string(text))
}

func (w *Window) restoreBench() {
	text, ok, err := w.studio.Setting(w.ctx, settingView)
	s := w.bench.Settings()
	if err == nil && ok && json.Unmarshal([]byte(text), &s) == nil { // settings of another version are left alone
		w.bench.SetSettings(s)
	}
}
