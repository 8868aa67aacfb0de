package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"voicewright/script"
)

// smallDisk mounts a file system of a size in bytes, which only root may do.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a file system of its own cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// fillDisk takes all room and returns the file that holds it.
func fillDisk(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "full")
	file, err := os.Create(path)
	must(t, err)
	block := make([]byte, 4096)
	for {
		if _, err := file.Write(block); err != nil {
			if !isDiskFull(err) {
				t.Fatal(err)
			}
			break
		}
	}
	must(t, file.Close())
	return path
}

func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	dir := smallDisk(t, "4m")
	p, err := CreateProject(ctx, filepath.Join(dir, "Full.vwp"), contentOf("One.", "Two."))
	must(t, err)
	defer func() { must(t, p.Close()) }()
	<-p.backups.done
	first, err := p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(1, 24000))
	must(t, err)
	before, err := p.Load(ctx)
	must(t, err)
	full := fillDisk(t, dir)

	_, err = p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(2, 24000))
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("add: %v", err)
	}
	t.Log(err)
	var many []script.Line
	for range 5000 {
		many = append(many, script.Line{ID: script.NewID(), Text: "A line of some length that does not fit on the disk any more."})
	}
	err = p.Save(ctx, script.Delta{Changed: append(many, script.Line{ID: "linea", Text: "changed"})})
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("save: %v", err)
	}
	t.Log(err)
	if err := p.Backup(ctx); !errors.Is(err, ErrDiskFull) {
		t.Errorf("backup: %v", err)
	}
	after, err := p.Load(ctx)
	must(t, err)
	same(t, "script after the failure", after, before)
	all, err := p.AllTakes(ctx)
	must(t, err)
	if len(all["linea"]) != 1 {
		t.Errorf("%d takes after the failure, want 1", len(all["linea"]))
	}
	if _, err := CreateProject(ctx, filepath.Join(dir, "Second.vwp"), contentOf("One.")); !errors.Is(err, ErrDiskFull) {
		t.Errorf("create: %v", err)
	}

	must(t, os.Remove(full))
	must(t, p.Save(ctx, script.Delta{Changed: []script.Line{{ID: "linea", Text: "changed"}}}))
	_, err = p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(2, 24000))
	must(t, err)
	if _, err := p.Sound(ctx, first); err != nil {
		t.Error(err)
	}
	r, err := p.Check(ctx)
	must(t, err)
	if !r.Sound() || r.Unused != 0 {
		t.Errorf("report %+v", r)
	}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".tmp" {
			t.Errorf("left behind: %s", path)
		}
		return err
	}))
}

// TestReadOnlyFolder opens a project on a file system without writing: one that was closed, and one as a killed program
// leaves it, whose last changes are in SQLite's log.
func TestReadOnlyFolder(t *testing.T) {
	ctx := context.Background()
	for name, closed := range map[string]bool{"closed": true, "killed": false} {
		t.Run(name, func(t *testing.T) {
			dir := smallDisk(t, "16m")
			p, err := CreateProject(ctx, filepath.Join(dir, "One.vwp"), contentOf("One."))
			must(t, err)
			<-p.backups.done
			change(t, p, "Two.")
			take, err := p.AddTake(ctx, script.Take{Line: "linea"}, script.Trace{}, noise(1, 100))
			must(t, err)
			if !closed {
				copied := filepath.Join(dir, "Copy.vwp")
				must(t, os.CopyFS(copied, os.DirFS(p.Path())))
				must(t, os.Remove(filepath.Join(copied, projectFile+"-shm")))
				must(t, p.Close())
				must(t, os.RemoveAll(p.Path()))
				must(t, os.Rename(copied, p.Path()))
			} else {
				must(t, p.Close())
			}
			must(t, unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""))
			p, err = OpenProject(ctx, p.Path())
			must(t, err)
			readOnly(t, p, "its folder cannot be written to", "Two.")
			if _, err := p.Sound(ctx, take); err != nil {
				t.Error(err)
			}
			copied := p.db.copied
			must(t, p.Close())
			if copied == "" == !closed {
				t.Errorf("the copy is %q", copied)
			}
			if _, err := os.Stat(copied); copied != "" && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the copy was left behind: %v", err)
			}
		})
	}
	t.Run("library", func(t *testing.T) {
		dir := smallDisk(t, "16m")
		path := filepath.Join(dir, "library.db")
		l, err := OpenLibrary(ctx, path)
		must(t, err)
		must(t, l.SetSetting(ctx, "a", "b"))
		must(t, l.Close())
		must(t, unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""))
		l, err = OpenLibrary(ctx, path)
		must(t, err)
		if value, ok, err := l.Setting(ctx, "a"); value != "b" || !ok || err != nil {
			t.Errorf("setting %q %v %v", value, ok, err)
		}
		if err := l.SetSetting(ctx, "a", "c"); !errors.Is(err, ErrReadOnly) {
			t.Errorf("set: %v", err)
		}
		must(t, l.Close())
	})
}
