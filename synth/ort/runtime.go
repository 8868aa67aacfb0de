// Package ort is the one place that knows ONNX Runtime: it finds and loads the library, opens graphs and runs them.
//
// Every session works on the calling thread alone (one intra-op thread, no spinning): the engine spreads sentences over
// the cores instead, which is faster on shared cores and makes a result independent of the number of threads.
package ort

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"
)

// oldest is the first minor version of ONNX Runtime 1.x whose interface the binding can speak.
const oldest = 26

// loaded is the process-wide library: ONNX Runtime keeps global state, so a process loads it once and never unloads it.
var loaded struct {
	sync.Mutex
	path string // empty until the library is loaded
}

// Start finds and loads the library. It is safe to call from several goroutines and again after success or failure;
// once a library is loaded, later calls return nil whatever they name.
func Start(explicit string) error {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.path != "" {
		return nil
	}
	path, err := Find(explicit)
	if err != nil {
		return err
	}
	onnx.SetSharedLibraryPath(path)
	if err := onnx.InitializeEnvironment(onnx.WithLogLevelError()); err != nil {
		return fmt.Errorf("the ONNX Runtime library %q cannot be loaded: %w; run `sh scripts/fetch-onnxruntime` for version %s", path, err, Wanted)
	}
	if version := onnx.GetVersion(); !usable(version) {
		unload := onnx.DestroyEnvironment() // so that a later Start can try another library
		return errors.Join(unload, fmt.Errorf("the ONNX Runtime library %q has version %s, but 1.%d or newer is needed; run `sh scripts/fetch-onnxruntime` for version %s",
			path, version, oldest, Wanted))
	}
	loaded.path = path
	return nil
}

// Library returns the path and the version of the loaded library; both are empty before Start succeeded.
func Library() (path, version string) {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.path == "" {
		return "", ""
	}
	return loaded.path, onnx.GetVersion()
}

func usable(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil || major != 1 {
		return false
	}
	minor, err := strconv.Atoi(parts[1])
	return err == nil && minor >= oldest
}
