package ort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Variable is the environment variable that names the ONNX Runtime library, or the folder it lies in.
const Variable = "VOICEWRIGHT_ORT"

// Wanted is the version of ONNX Runtime that the fetch script brings and that every release is tested with.
const Wanted = "1.30.0"

// ErrNoLibrary tells that no ONNX Runtime library was found; its text says how to get one.
var ErrNoLibrary = errors.New("the ONNX Runtime library was not found: run `sh scripts/fetch-onnxruntime`, or set " +
	Variable + " to the library file")

// names are the file names under which the library is looked for, the tested version first.
func names() []string {
	switch runtime.GOOS {
	case "windows":
		return []string{"onnxruntime.dll"}
	case "darwin":
		return []string{"libonnxruntime." + Wanted + ".dylib", "libonnxruntime.dylib"}
	default:
		return []string{"libonnxruntime.so." + Wanted, "libonnxruntime.so.1", "libonnxruntime.so"}
	}
}

// Find returns the path of the ONNX Runtime library. An explicit path, or else the environment variable, is used as it
// is and must exist: whoever names a library wants that one. Otherwise the places of Places are tried in order.
// Both names may be a folder. The error is ErrNoLibrary where nothing was named and nothing was found.
func Find(explicit string) (string, error) {
	if explicit != "" {
		return named(explicit, "the library option")
	}
	if set := os.Getenv(Variable); set != "" {
		return named(set, Variable)
	}
	for _, folder := range Places() {
		if path, ok := inFolder(folder); ok {
			return path, nil
		}
	}
	return "", ErrNoLibrary
}

// Places lists the folders in which Find looks when no library is named: beside the program, the data folder, and the
// download folder of a checkout, seen from the program and from the working directory.
func Places() []string {
	var places []string
	program := ""
	if executable, err := os.Executable(); err == nil {
		if resolved, err := filepath.EvalSymlinks(executable); err == nil {
			executable = resolved
		}
		program = filepath.Dir(executable)
		places = append(places, program, filepath.Join(program, "lib"))
	}
	if data := dataFolder(); data != "" {
		places = append(places, filepath.Join(data, "voicewright", "lib"))
	}
	starts := []string{program}
	if working, err := os.Getwd(); err == nil {
		starts = append(starts, working)
	}
	seen := map[string]bool{}
	for _, start := range starts {
		root := moduleRoot(start)
		if root != "" && !seen[root] {
			seen[root] = true
			places = append(places, filepath.Join(root, ".cache", "ort"))
		}
	}
	return places
}

// dataFolder is where programs keep their data for one person, by the custom of the operating system.
func dataFolder() string {
	if set := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(set) {
		return set
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "" // no home: the other places are still tried
	}
	switch runtime.GOOS {
	case "windows":
		if set := os.Getenv("LOCALAPPDATA"); set != "" {
			return set
		}
		return filepath.Join(home, "AppData", "Local")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support")
	default:
		return filepath.Join(home, ".local", "share")
	}
}

// moduleRoot walks up from a folder to the checkout of this module; empty when there is none.
func moduleRoot(folder string) string {
	for folder != "" {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && isOurs(string(text)) {
			return folder
		}
		up := filepath.Dir(folder)
		if up == folder {
			return ""
		}
		folder = up
	}
	return ""
}

func isOurs(gomod string) bool {
	for line := range strings.Lines(gomod) {
		if strings.TrimSpace(line) == "module voicewright" {
			return true
		}
	}
	return false
}

func named(path, by string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("the ONNX Runtime library %q, named by %s, cannot be read: %w; run `sh scripts/fetch-onnxruntime` or name another", path, by, reason(err))
	}
	if !info.IsDir() {
		return path, nil
	}
	if found, ok := inFolder(path); ok {
		return found, nil
	}
	return "", fmt.Errorf("the folder %q, named by %s, holds no ONNX Runtime library (%s); run `sh scripts/fetch-onnxruntime` or name another",
		path, by, strings.Join(names(), ", "))
}

func inFolder(folder string) (string, bool) {
	for _, name := range names() {
		path := filepath.Join(folder, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, true
		}
	}
	return "", false
}

// reason strips the operation and the path from a file error: the sentence around it already names them.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
