package figure

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"

	"voicewright/audio/whole"
)

// A PDF tells when it was made and lists its parts in the order of maps, unless it is told not to.
func init() {
	fpdf.SetDefaultCatalogSort(true)
	fpdf.SetDefaultCreationDate(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	fpdf.SetDefaultModificationDate(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
}

// KindOf returns the kind that the end of a file's name stands for.
func KindOf(path string) (Kind, error) {
	for _, k := range Kinds {
		if strings.EqualFold(filepath.Ext(path), k.Extension()) {
			return k, nil
		}
	}
	return 0, fmt.Errorf("write figure %q: its kind is not known; end the name in .png, .svg or .pdf", path)
}

// Write writes a figure to a file, of the kind that its name ends in. The file is there completely or not at all; one
// that stood there before is replaced.
func Write(ctx context.Context, path string, f Figure) error {
	kind, err := KindOf(path)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	if err := Encode(ctx, &data, kind, f); err != nil {
		return fmt.Errorf("write figure %q: %w", path, err)
	}
	return whole.WriteFile(path, data.Bytes(), true)
}

// Encode draws a figure and writes it to w. It gives up when ctx ends.
func Encode(ctx context.Context, w io.Writer, kind Kind, f Figure) error {
	f, err := f.tidy()
	if err != nil {
		return err
	}
	width, height := vg.Length(f.Width)*vg.Millimeter, f.height()
	var canvas vg.CanvasWriterTo
	switch kind {
	case SVG:
		canvas = vgsvg.New(width, height)
	case PDF:
		canvas = vgpdf.New(width, height)
		f.flip = true // gonum turns the page over, and with it the pictures but not the rest
	default:
		image := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(int(f.DPI+0.5)))
		canvas = vgimg.PngCanvas{Canvas: image}
	}
	if err := f.draw(ctx, draw.NewCanvas(canvas, width, height)); err != nil {
		return err
	}
	if kind == SVG { // the pictures in it are PNG, whatever gonum calls them
		var data bytes.Buffer
		if _, err := canvas.WriteTo(&data); err != nil {
			return err
		}
		_, err := w.Write(bytes.ReplaceAll(data.Bytes(), []byte("data:image/jpg;"), []byte("data:image/png;")))
		return err
	}
	_, err = canvas.WriteTo(w)
	return err
}
