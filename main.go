// Voicewright is a desktop studio for speech synthesis and voice design. See README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"

	"fyne.io/fyne/v2/app"

	"voicewright/assets"
	"voicewright/assets/translations"
	"voicewright/audio/play"
	"voicewright/desktop"
	"voicewright/studio"
	"voicewright/ui"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "voicewright:", err)
		os.Exit(1)
	}
}

// run wires the parts together and shows the window until it is closed.
func run() error {
	portable := flag.Bool("portable", false, "keep voices, settings and projects in a folder beside the program")
	data := flag.String("data", "", "keep voices, settings and projects in this `folder`")
	library := flag.String("library", "", "the ONNX Runtime library, a `file` or its folder; found by itself in the usual places")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "Usage: voicewright [options] [project folder] [recordings, voices or texts]")
		flag.PrintDefaults()
	}
	flag.Parse()

	places := studio.UserPlaces()
	if *portable {
		var err error
		if places, err = studio.PortablePlaces(); err != nil {
			return fmt.Errorf("the program cannot find its own folder: %w", err)
		}
	}
	if *data != "" {
		places = studio.PlacesIn(*data)
	}
	log, err := openLog(places)
	if err != nil {
		return err
	}
	defer log.file.Close()

	if err := translations.Load(); err != nil {
		log.Error("translations", "error", err)
	}
	open, err := studio.Open(context.Background(), studio.Options{Places: places, Library: *library, Log: log.Logger})
	if err != nil {
		return err
	}
	defer func() {
		if err := open.Close(); err != nil {
			log.Error("close", "error", err)
		}
	}()
	player := play.Open()
	defer player.Close()

	fyneApp := app.NewWithID("io.github.voicewright.Studio")
	fyneApp.SetIcon(assets.Icon())
	project, files := flag.Arg(0), flag.Args()
	if info, err := os.Stat(project); err == nil && !info.IsDir() {
		project = ""
	} else {
		files = files[min(1, len(files)):]
	}
	desktop.New(fyneApp, open, player, ui.Options{Project: project, Files: files, Log: log.Logger}).ShowAndRun()
	return nil
}

// logbook is the program's log with its file.
type logbook struct {
	*slog.Logger
	file *os.File
}

// openLog opens the log and lets the Go runtime write the stacks of a crash into a file of their own.
func openLog(places studio.Places) (logbook, error) {
	if err := os.MkdirAll(places.State, 0o755); err != nil {
		return logbook{}, fmt.Errorf("the folder for the log cannot be made: %w", err)
	}
	file, err := os.OpenFile(places.LogFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return logbook{}, fmt.Errorf("the log cannot be opened: %w", err)
	}
	if crash, err := os.OpenFile(places.CrashFile(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644); err == nil {
		err = debug.SetCrashOutput(crash, debug.CrashOptions{})
		_ = crash.Close() // the runtime keeps a handle of its own
		if err != nil {
			return logbook{}, fmt.Errorf("the crash file cannot be set: %w", err)
		}
	}
	return logbook{slog.New(slog.NewTextHandler(file, nil)), file}, nil
}
