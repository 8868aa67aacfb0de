//go:build !unix

package main

import "time"

// coreTime is how long cores have worked for this process so far; not known on this system.
func coreTime() time.Duration { return 0 }
