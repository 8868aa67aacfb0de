//go:build linux || darwin

package deliver

import "syscall"

// freeSpace returns the bytes that the person may still write to the disk of a folder.
func freeSpace(folder string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
