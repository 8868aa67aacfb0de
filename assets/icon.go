package assets

import _ "embed"

//go:embed icon.png
var icon []byte

// A Picture is an embedded picture file. It has the methods of a resource of Fyne, which this package does not import.
type Picture struct {
	name string
	data []byte
}

// Name returns the file's name.
func (p Picture) Name() string { return p.name }

// Content returns the file's bytes, which must not be changed.
func (p Picture) Content() []byte { return p.data }

// Icon returns the program's icon, a PNG of 512 by 512 pixels drawn from icon.svg by assets/icon.
func Icon() Picture { return Picture{"icon.png", icon} }
