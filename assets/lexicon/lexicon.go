// Package lexicon holds the embedded pronunciation data: the compact US English lexicon, the
// letter-to-sound model and the word classes that homographs are told apart by. The formats are
// described in training/lexicon.py and training/letters.py, which write the files.
package lexicon

import _ "embed"

// Words is the gzip-compressed lexicon.
//
//go:embed lexicon.bin.gz
var Words []byte

// Letters is the gzip-compressed letter-to-sound model.
//
//go:embed letters.bin.gz
var Letters []byte

// Context is the text file of word classes.
//
//go:embed context.txt
var Context string
