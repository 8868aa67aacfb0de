// Command icon renders the program's icon: run it after a change of assets/icon.svg.
//
//	go run ./assets/icon assets/icon.svg assets/icon.png
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// side is the width and height of the picture in pixels; packages and desktops scale it down.
const side = 512

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: icon FROM.svg TO.png")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "icon:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	svg, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	picture, err := render(svg)
	if err != nil {
		return fmt.Errorf("render %s: %w", from, err)
	}
	return os.WriteFile(to, picture, 0o644)
}

// render draws an SVG as a PNG.
func render(svg []byte) ([]byte, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(svg))
	if err != nil {
		return nil, err
	}
	icon.SetTarget(0, 0, side, side)
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, img, img.Bounds())), 1)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, img); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
