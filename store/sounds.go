package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"voicewright/audio"
	"voicewright/audio/whole"
	"voicewright/script"
)

// soundName matches the path of a sound file below the audio folder.
var soundName = regexp.MustCompile(`^([0-9a-f]{2})/(([0-9a-f]{2})[0-9a-f]{62})\.wav$`)

// soundPath returns where the sound with a hash lies: in one of 256 folders, since some systems are slow with ten
// thousand files in one.
func (p *Project) soundPath(hash string) (string, error) {
	if !soundName.MatchString(hash[:min(2, len(hash))] + "/" + hash + ".wav") {
		return "", fmt.Errorf("%q names no sound: %w", hash, ErrSoundMissing)
	}
	return filepath.Join(p.dir, audioFolder, hash[:2], hash+".wav"), nil
}

// keepSound writes a sound under the name of its content and returns that once it is safely on disk.
func (p *Project) keepSound(ctx context.Context, sound audio.Buffer) (hash string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if len(sound.Samples) == 0 {
		return "", audio.ErrEmpty
	}
	var data bytes.Buffer
	data.Grow(3*len(sound.Samples) + 64)
	if err := audio.EncodeWAV(&data, sound, audio.PCM24); err != nil {
		return "", err
	}
	sum := sha256.Sum256(data.Bytes())
	hash = hex.EncodeToString(sum[:])
	path, err := p.soundPath(hash)
	if err != nil {
		return "", err
	}
	// The same sound may be there already. It may also have been changed, and is put right then.
	if there, err := hashFile(path); err == nil && there == hash {
		return hash, nil
	}
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			return "", err
		}
		syncFolder(filepath.Dir(folder))
	}
	return hash, whole.WriteFile(path, data.Bytes(), true)
}

// Sound reads the sound of a take. It fails with ErrSoundMissing when the file is not there and with ErrSoundChanged when
// it is not the one that was kept.
func (p *Project) Sound(ctx context.Context, t script.Take) (audio.Buffer, error) {
	sound, err := p.readSound(ctx, t.Audio)
	return sound, failure("read the sound of the take", err)
}

func (p *Project) readSound(ctx context.Context, hash string) (b audio.Buffer, err error) {
	if err := ctx.Err(); err != nil {
		return b, err
	}
	path, err := p.soundPath(hash)
	if err != nil {
		return b, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, fmt.Errorf("%w (%s)", ErrSoundMissing, path)
	}
	if err != nil {
		return b, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hash {
		return b, fmt.Errorf("%w (%s)", ErrSoundChanged, path)
	}
	reader, err := audio.NewReader(bytes.NewReader(data), filepath.Base(path), 0)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	return reader.ReadAll(0)
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (hash string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Clean deletes the takes of lines that are gone for good, the sound files that no take names, and what a killed program
// has left. Takes of lines that were deleted since the project was opened stay, because undo may bring the lines back.
// Files that are not the program's are not touched. It returns how many bytes became free.
func (p *Project) Clean(ctx context.Context) (freed int64, err error) {
	const what = "clean the project up"
	p.sounds.Lock()
	defer p.sounds.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	used := map[string]bool{}
	if err := p.update(ctx, what, func(tx *sql.Tx) error {
		if err := p.deleteLostTakes(ctx, tx); err != nil {
			return err
		}
		names, err := texts(ctx, tx, "SELECT DISTINCT audio FROM takes")
		for _, name := range names {
			used[name] = true
		}
		return err
	}); err != nil {
		return 0, err
	}
	err = p.eachSound(func(hash, path string, size int64) error {
		if used[hash] {
			return nil
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		freed += size
		return ctx.Err()
	})
	return freed, failure(what, err)
}

func (p *Project) deleteLostTakes(ctx context.Context, tx *sql.Tx) error {
	lines, err := texts(ctx, tx, "SELECT DISTINCT line FROM takes WHERE line NOT IN (SELECT id FROM lines)")
	if err != nil {
		return err
	}
	for _, line := range lines {
		if p.removed[line] {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM takes WHERE line = ?", line); err != nil {
			return err
		}
	}
	return nil
}

// eachSound calls f for every sound file, and removes unfinished ones.
func (p *Project) eachSound(f func(hash, path string, size int64) error) error {
	root := filepath.Join(p.dir, audioFolder)
	folders, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if !folder.IsDir() || len(folder.Name()) != 2 {
			continue
		}
		whole.Sweep(filepath.Join(root, folder.Name()), leftBehind)
		files, err := os.ReadDir(filepath.Join(root, folder.Name()))
		if err != nil {
			return err
		}
		for _, file := range files {
			parts := soundName.FindStringSubmatch(folder.Name() + "/" + file.Name())
			info, err := file.Info()
			if parts == nil || parts[1] != parts[3] || err != nil {
				continue
			}
			if err := f(parts[2], filepath.Join(root, folder.Name(), file.Name()), info.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}

// A Report is what Check has found.
type Report struct {
	Database error         // nil when the database is sound
	Missing  []script.Take // whose sound file is not there
	Changed  []script.Take // whose sound file is not the one that was kept
	Unused   int64         // bytes of sound that no take names
}

// Sound tells whether nothing is wrong.
func (r Report) Sound() bool { return r.Database == nil && len(r.Missing)+len(r.Changed) == 0 }

// Check looks through the whole database and every sound file. It reads all of them, which takes a while.
func (p *Project) Check(ctx context.Context) (Report, error) {
	const what = "check the project"
	var r Report
	if err := plain(quickCheck(ctx, p.db.read, "PRAGMA integrity_check(1)")); errors.Is(err, ErrDamaged) {
		r.Database = err
	} else if err != nil {
		return r, failure(what, err)
	}
	p.sounds.RLock()
	defer p.sounds.RUnlock()
	takes, err := p.AllTakes(ctx)
	if err != nil {
		return r, err
	}
	used := map[string]string{} // what the file of a name really holds
	for _, line := range takes {
		for _, t := range line {
			if err := ctx.Err(); err != nil {
				return r, failure(what, err)
			}
			there, known := used[t.Audio]
			if !known {
				if path, err := p.soundPath(t.Audio); err == nil {
					there, _ = hashFile(path) // what cannot be read is missing
				}
				used[t.Audio] = there
			}
			switch there {
			case t.Audio:
			case "":
				r.Missing = append(r.Missing, t)
			default:
				r.Changed = append(r.Changed, t)
			}
		}
	}
	err = p.eachSound(func(hash, _ string, size int64) error {
		if _, ok := used[hash]; !ok {
			r.Unused += size
		}
		return nil
	})
	return r, failure(what, err)
}
