package studio

import (
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// Places are the folders that a studio keeps its things in.
type Places struct {
	Data     string // catalogue of voices, settings
	State    string // log, crash reports
	Projects string // where new projects are suggested
}

// UserPlaces are the usual folders of the person who runs the program (XDG Base Directory on Linux).
func UserPlaces() Places {
	documents := xdg.UserDirs.Documents
	if documents == "" {
		documents = xdg.Home
	}
	return Places{
		Data:     filepath.Join(xdg.DataHome, "voicewright"),
		State:    filepath.Join(xdg.StateHome, "voicewright"),
		Projects: filepath.Join(documents, "Voicewright"),
	}
}

// PortablePlaces keeps everything in one folder beside the program, so that both travel on one stick.
func PortablePlaces() (Places, error) {
	program, err := os.Executable()
	if err != nil {
		return Places{}, err
	}
	return PlacesIn(filepath.Join(filepath.Dir(program), "voicewright-data")), nil
}

// PlacesIn keeps everything in one folder.
func PlacesIn(folder string) Places {
	return Places{Data: folder, State: filepath.Join(folder, "log"), Projects: filepath.Join(folder, "projects")}
}

// LogFile is where the program writes what it did.
func (p Places) LogFile() string { return filepath.Join(p.State, "voicewright.log") }

// CrashFile is where the Go runtime writes the stacks of a crash.
func (p Places) CrashFile() string { return filepath.Join(p.State, "crash.txt") }
