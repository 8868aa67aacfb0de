package ui

import (
	"context"

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
	w.saveFile(drawing.Title+kind.Extension(), func(ctx context.Context, path string) error { return figure.Write(ctx, path, drawing) },
		func(path string) string {
			return lang.L("The figure was written to {{.Path}}.", map[string]any{"Path": path})
		})
}
