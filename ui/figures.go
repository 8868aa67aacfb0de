package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"voicewright/ui/figure"
)

// saveFigure asks where a figure of what the bench shows goes, and draws it in the background.
func (w *Window) saveFigure(kind figure.Kind) {
	drawing := w.bench.Figure()
	if len(drawing.Sounds) == 0 {
		w.status.say(lang.L("There is no sound on the bench to draw."))
		return
	}
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			w.fail(err)
		case file != nil:
			path := file.URI().Path()
			_ = file.Close() // the figure is written by its path, whole or not at all
			w.background(func(ctx context.Context) func() {
				err := figure.Write(ctx, path, drawing)
				return func() {
					if err != nil {
						w.fail(err)
						return
					}
					w.status.say(lang.L("The figure was written to {{.Path}}.", map[string]any{"Path": path}))
				}
			})
		}
	}, w.win)
	d.SetFileName(drawing.Title + kind.Extension())
	w.place(d, w.studio.ProjectsFolder())
	d.Show()
}
