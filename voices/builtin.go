package voices

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"voicewright/assets"
)

// Builtin returns the voices that come with the program, in the order of their file names. There may be none.
func Builtin() ([]*Voice, error) { return fromFolder(assets.Voices()) }

// FindBuiltin returns the built-in voice of a name, whatever its capitals.
func FindBuiltin(name string) (*Voice, error) {
	all, err := Builtin()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(all))
	for i, v := range all {
		if strings.EqualFold(v.Name, name) {
			return v, nil
		}
		names[i] = v.Name
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("there is no voice %q: this program was built without voices", name)
	}
	return nil, fmt.Errorf("there is no voice %q: the built-in voices are %s", name, strings.Join(names, ", "))
}

func fromFolder(folder fs.FS) ([]*Voice, error) {
	names, err := fs.Glob(folder, "*"+Extension)
	if err != nil {
		return nil, fmt.Errorf("list the built-in voices: %w", err)
	}
	var all []*Voice
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("read the built-in voice %s: %w", path.Base(name), err)
		}
		voice, err := Read(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("read the built-in voice %s: %w", path.Base(name), err)
		}
		all = append(all, voice)
	}
	return all, nil
}
