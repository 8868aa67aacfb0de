package voices

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Extension ends the name of a voice file.
const Extension = ".voice"

// ReadFile reads a voice file.
func ReadFile(path string) (*Voice, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the voice file cannot be opened: %w", err)
	}
	voice, err := Read(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return voice, nil
}

// WriteFile writes a voice file. Whoever reads the path sees the old file or the whole new one, never a part.
func WriteFile(path string, v *Voice) (err error) {
	data, err := v.Encode()
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("the voice file cannot be written: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, errors.Join(err, discard(file)))
		}
	}()
	if _, err = file.Write(data); err != nil {
		return err
	}
	if err = file.Chmod(0o644); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// discard removes a temporary file that came to nothing.
func discard(file *os.File) error {
	if err := file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return os.Remove(file.Name())
}
