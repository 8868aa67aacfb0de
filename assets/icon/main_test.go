package main

import (
	"bytes"
	"os"
	"testing"
)

func TestPictureIsThatOfTheDrawing(t *testing.T) {
	svg, err := os.ReadFile("../icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(svg)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../icon.png")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("assets/icon.png is not what assets/icon.svg draws: run go run ./assets/icon assets/icon.svg assets/icon.png")
	}
}
