package main

import (
	"path/filepath"
	"strings"
	"sync/atomic"

	"voicewright/audio"
)

// sampleFormats are the values of --format.
var sampleFormats = map[string]audio.SampleFormat{"pcm16": audio.PCM16, "pcm24": audio.PCM24, "float": audio.Float32}

// unfinished counts the output files under way: while there is one, the program must not end without removing it.
var unfinished atomic.Int32

// output is a WAV file under way. One of Close and Abort must be called; after either, both do nothing more.
type output struct {
	*audio.WAVWriter
	over bool
}

// create starts an output file, which appears under its name in Close.
func create(path string, format audio.SampleFormat) (*output, error) {
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".wav" && ext != ".wave" {
		return nil, usagef("the output %q must end in .wav, the one format that is written", path)
	}
	unfinished.Add(1)
	w, err := audio.CreateWAV(path, audio.SampleRate, format)
	if err != nil {
		unfinished.Add(-1)
		return nil, err
	}
	return &output{WAVWriter: w}, nil
}

// probe tells whether an output file can be made, so that one that cannot is told before any work is done.
func probe(path string, format audio.SampleFormat) error {
	out, err := create(path, format)
	if err == nil {
		out.Abort()
	}
	return err
}

// Close completes the file.
func (o *output) Close() error {
	if o.over {
		return nil
	}
	o.over = true
	defer unfinished.Add(-1)
	return o.WAVWriter.Close()
}

// Abort removes what was written.
func (o *output) Abort() {
	if o.over {
		return
	}
	o.over = true
	defer unfinished.Add(-1)
	o.WAVWriter.Abort()
}
