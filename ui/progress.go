package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"voicewright/ui/look"
	"voicewright/ui/thread"
)

// progressDialog shows how far long work is, with an estimate and a button that cancels it.
type progressDialog struct {
	window *Window
	dialog *dialog.CustomDialog
	bar    *widget.ProgressBar
	detail *widget.Label
	latest thread.Latest

	mu     sync.Mutex
	cancel func()
	asked  bool // to cancel, before there was anything to cancel
}

func (w *Window) showProgress(title string) *progressDialog {
	p := &progressDialog{window: w, bar: widget.NewProgressBar(), detail: widget.NewLabel(""), latest: thread.Latest{To: w.thread}}
	p.detail.Truncation = fyne.TextTruncateEllipsis
	p.dialog = dialog.NewCustomWithoutButtons(title, container.NewVBox(p.bar, p.detail), w.win)
	stop := look.NewButton(lang.L("Cancel"), p.stop)
	p.dialog.SetButtons([]fyne.CanvasObject{stop})
	p.dialog.Resize(fyne.NewSize(460, 180))
	p.dialog.Show()
	w.progress = p
	return p
}

func (p *progressDialog) onCancel(cancel context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel = cancel
	if p.asked {
		cancel()
	}
}

func (p *progressDialog) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = true
	if p.cancel != nil {
		p.cancel()
	}
}

// set shows how far the work is; it may be called from anywhere and as often as one likes.
func (p *progressDialog) set(fraction float64, left time.Duration, detail string) {
	p.latest.Do(func() {
		p.bar.SetValue(fraction)
		if left > 0 {
			if detail != "" {
				detail += "  ·  "
			}
			detail += lang.L("about {{.Time}} left", map[string]any{"Time": remaining(left)})
		}
		p.detail.SetText(detail)
	})
}

func (p *progressDialog) hide() {
	p.window.progress = nil
	p.dialog.Hide()
}
