package look

import "math"

// The states of a line: seven shapes that differ without colour.
var (
	IconTodo      = sign("todo", dashed(12, 12, 8))
	IconWaiting   = sign("waiting", ring(12, 12, 8), line(12, 7.5, 12, 12, 15, 14))
	IconRendering = sign("rendering", line(4, 10, 4, 14), line(8, 6, 8, 18), line(12, 9, 12, 15), line(16, 4, 16, 20), line(20, 10, 20, 14))
	IconReady     = sign("ready", ring(12, 12, 8), line(8.4, 12.2, 11, 14.8, 15.6, 9.6))
	IconStale     = sign("stale", arc(12, 12, 7.5, -20, 260), line(19, 4.2, 19, 9.4, 13.9, 9.4))
	IconFailed    = sign("failed", closed(8.3, 3.5, 15.7, 3.5, 20.5, 8.3, 20.5, 15.7, 15.7, 20.5, 8.3, 20.5, 3.5, 15.7, 3.5, 8.3), line(9.2, 9.2, 14.8, 14.8), line(14.8, 9.2, 9.2, 14.8))
	IconSilent    = sign("silent", line(6, 12, 18, 12))
)

// What can be said of a line, a take or a voice.
var (
	IconFlagged  = sign("flagged", closed(12, 4, 21, 19.5, 3, 19.5), line(12, 9.8, 12, 13.6), disc(12, 16.6, 1.1))
	IconLocked   = sign("locked", box(5.5, 11, 18.5, 20), arc(12, 8, 4, 180, 360), line(8, 8, 8, 11), line(16, 8, 16, 11), line(12, 14.6, 12, 16.6))
	IconUnlocked = sign("unlocked", box(5.5, 11, 18.5, 20), arc(12, 7, 4, 180, 345), line(8, 7, 8, 11), line(12, 14.6, 12, 16.6))
	IconStarred  = sign("starred", solid(star(12, 12.6, 8.6, 3.7)...))
	IconStar     = sign("star", closed(star(12, 12.6, 8.6, 3.7)...))
	IconHearted  = sign("hearted", solid(heart(12, 11.4, 0.5)...))
	IconHeart    = sign("heart", closed(heart(12, 11.4, 0.5)...))
	IconRejected = sign("rejected", ring(12, 12, 8), line(6.4, 6.4, 17.6, 17.6))
	IconInfo     = sign("info", ring(12, 12, 8.5), line(12, 11.4, 12, 16.2), disc(12, 8, 1.15))
	IconConsent  = sign("consent", closed(12, 3.2, 19, 6, 19, 11.5, 16.8, 16.6, 12, 20.6, 7.2, 16.6, 5, 11.5, 5, 6), line(8.8, 11.8, 11.2, 14.2, 15.4, 9.4))
)

// Playing and rendering.
var (
	IconPlay     = sign("play", solid(8, 5.5, 18.5, 12, 8, 18.5))
	IconPause    = sign("pause", solid(7.4, 5.8, 8.8, 5.8, 8.8, 18.2, 7.4, 18.2), solid(15.2, 5.8, 16.6, 5.8, 16.6, 18.2, 15.2, 18.2))
	IconStop     = sign("stop", solid(7, 7, 17, 7, 17, 17, 7, 17))
	IconLoop     = sign("loop", line(4, 11, 4, 9, 5.5, 7, 19, 7), line(16, 4, 19, 7, 16, 10), line(20, 13, 20, 15, 18.5, 17, 5, 17), line(8, 14, 5, 17, 8, 20))
	IconRender   = sign("render", line(4, 12, 4, 12.01), line(7.5, 8.5, 7.5, 15.5), line(11, 5, 11, 19), line(14.5, 9.5, 14.5, 14.5), solid(18.6, 9.2, 21.6, 12, 18.6, 14.8))
	IconTake     = sign("take", arc(12, 12, 7.5, -60, 210), line(12, 8, 12, 12, 12, 16), line(8, 12, 16, 12), line(4.4, 4.6, 5.4, 8.6, 9.4, 7.6))
	IconTakes    = sign("takes", box(3.8, 9, 15, 20.2), line(7, 5.6, 18.4, 5.6, 18.4, 17), line(7.2, 13.4, 7.2, 15.8), line(9.4, 12, 9.4, 17.2), line(11.6, 13.4, 11.6, 15.8))
	IconCompare  = sign("compare", line(3.5, 17.5, 7, 6.5, 10.5, 17.5), line(4.8, 14, 9.2, 14), line(14.5, 6.5, 14.5, 17.5, 17.5, 17.5), arc(17.5, 14.9, 2.6, -90, 90), line(14.5, 6.5, 17, 6.5), arc(17, 9.4, 2.9, -90, 90), line(14.5, 12.3, 17.5, 12.3))
	IconNext     = sign("next", solid(6, 6.5, 14, 12, 6, 17.5), line(17.6, 6, 17.6, 18))
	IconPrevious = sign("previous", solid(18, 6.5, 10, 12, 18, 17.5), line(6.4, 6, 6.4, 18))
	IconVolume   = sign("volume", solid(4, 9.6, 7, 9.6, 11, 6, 11, 18, 7, 14.4, 4, 14.4), arc(11.5, 12, 4, -45, 45), arc(11.5, 12, 8, -45, 45))
	IconMuted    = sign("muted", solid(4, 9.6, 7, 9.6, 11, 6, 11, 18, 7, 14.4, 4, 14.4), line(15.2, 9.4, 20.4, 14.6), line(20.4, 9.4, 15.2, 14.6))
)

// The things of the studio.
var (
	IconVoice      = sign("voice", ring(9.2, 8, 3.7), ellipse(9.2, 20, 6, 5.2, 180, 360), line(3.2, 20, 15.2, 20), arc(13.4, 9, 4, -35, 35), arc(13.4, 9, 7.4, -35, 35))
	IconRole       = sign("role", ring(12, 8, 3.8), ellipse(12, 20, 6.8, 5.4, 180, 360), line(5.2, 20, 18.8, 20))
	IconScript     = sign("script", line(4.5, 6, 19.5, 6), line(4.5, 10, 16.5, 10), line(4.5, 14, 19.5, 14), line(4.5, 18, 12.5, 18))
	IconChapter    = sign("chapter", line(6, 4.5, 6, 19.5), line(14, 4.5, 14, 19.5), line(6, 12, 14, 12), line(18, 19.5, 20, 19.5))
	IconNote       = sign("note", line(13.5, 19.5, 4.5, 19.5, 4.5, 4.5, 19.5, 4.5, 19.5, 13.5, 13.5, 19.5), line(13.5, 19.5, 13.5, 13.5, 19.5, 13.5))
	IconWord       = sign("word", line(4.5, 5, 18.5, 5, 18.5, 16), line(4.5, 5, 4.5, 19.5, 18.5, 19.5, 18.5, 16, 4.5, 16), line(8.2, 12.6, 11.5, 7.6, 14.8, 12.6), line(9.4, 11.2, 13.6, 11.2))
	IconFolder     = sign("folder", closed(3.5, 6, 9.5, 6, 11.5, 8.2, 20.5, 8.2, 20.5, 18.5, 3.5, 18.5))
	IconTag        = sign("tag", closed(4, 4, 12.2, 4, 20.4, 12.2, 12.2, 20.4, 4, 12.2), disc(8.3, 8.3, 1.4))
	IconProject    = sign("project", box(4, 8, 20, 19.5), line(6.5, 4.6, 17.5, 4.6), line(9, 13.8, 9, 13.81), line(12, 11.6, 12, 16), line(15, 13, 15, 14.6))
	IconKeyboard   = sign("keyboard", box(3, 6.5, 21, 17.5), line(7, 10.2, 7, 10.21), line(10.4, 10.2, 10.4, 10.21), line(13.7, 10.2, 13.7, 10.21), line(17, 10.2, 17, 10.21), line(8, 14, 16, 14))
	IconWave       = sign("wave", line(3, 12, 5.4, 12, 7.4, 6.5, 10.6, 17.5, 13.4, 8.5, 16, 14.5, 18, 12, 21, 12))
	IconSpectrum   = sign("spectrum", box(3.8, 5, 20.2, 19), line(7.4, 15.8, 10, 15.8), line(12.6, 15.8, 16.6, 15.8), line(7.4, 12, 13, 12), line(15.6, 12, 16.6, 12), line(10, 8.2, 14, 8.2))
	IconPalette    = sign("palette", closed(4, 5, 20, 5, 20, 19, 4, 19), line(7.6, 9, 10.6, 12, 7.6, 15), line(12.4, 15, 16.4, 15))
	IconSystem     = sign("system", box(3.5, 5, 20.5, 16), line(12, 16, 12, 19.6), line(8, 19.6, 16, 19.6))
	IconLight      = sign("light", append(rays(), ring(12, 12, 3.9))...)
	IconDark       = sign("dark", moon())
	IconOpen       = sign("open", line(3.5, 18.5, 3.5, 6, 9, 6, 11, 8.2, 18.5, 8.2, 18.5, 11), closed(3.5, 18.5, 6.6, 11, 21.2, 11, 18, 18.5))
	IconExport     = sign("export", line(12, 15, 12, 4), line(7.6, 8.2, 12, 3.8, 16.4, 8.2), line(4.5, 14.5, 4.5, 19.5, 19.5, 19.5, 19.5, 14.5))
	IconImport     = sign("import", line(12, 4, 12, 15), line(7.6, 10.8, 12, 15.2, 16.4, 10.8), line(4.5, 14.5, 4.5, 19.5, 19.5, 19.5, 19.5, 14.5))
	IconCopy       = sign("copy", box(8.5, 8.5, 19.5, 19.5), line(5.5, 15.5, 4.5, 15.5, 4.5, 4.5, 15.5, 4.5, 15.5, 5.5))
	IconEdit       = sign("edit", closed(4.5, 19.5, 5.6, 14.8, 16, 4.4, 19.6, 8, 9.2, 18.4), line(13.2, 7.2, 16.8, 10.8))
	IconSplit      = sign("split", line(4, 6, 20, 6), line(4, 18, 20, 18), line(4, 12, 7, 12), line(10.5, 12, 13.5, 12), line(17, 12, 20, 12))
	IconJoin       = sign("join", line(4, 5, 20, 5), line(4, 19, 20, 19), line(12, 8, 12, 16), line(9.2, 10.6, 12, 8, 14.8, 10.6), line(9.2, 13.4, 12, 16, 14.8, 13.4))
	IconLibrary    = sign("library", line(5, 4.5, 5, 19.5), line(9.5, 4.5, 9.5, 19.5), line(13.6, 5, 18.6, 19.2))
	IconMicrophone = sign("microphone", arc(12, 7.5, 3.2, 180, 360), line(8.8, 7.5, 8.8, 11.5), line(15.2, 7.5, 15.2, 11.5), arc(12, 11.5, 3.2, 0, 180), arc(12, 11.5, 6.4, 0, 180), line(12, 17.9, 12, 20.5), line(8.6, 20.5, 15.4, 20.5))
)

// Commands of every view.
var (
	IconSearch   = sign("search", ring(10.5, 10.5, 6), line(15, 15, 20, 20))
	IconReplace  = sign("replace", line(4, 8, 17.5, 8), line(14, 4.5, 17.5, 8, 14, 11.5), line(20, 16, 6.5, 16), line(10, 12.5, 6.5, 16, 10, 19.5))
	IconSettings = sign("settings", line(4, 7, 10, 7), ring(13, 7, 2.4), line(16, 7, 20, 7), line(4, 16.5, 6, 16.5), ring(9, 16.5, 2.4), line(12, 16.5, 20, 16.5))
	IconMore     = sign("more", disc(5.5, 12, 1.7), disc(12, 12, 1.7), disc(18.5, 12, 1.7))
	IconAdd      = sign("add", line(12, 5, 12, 19), line(5, 12, 19, 12))
	IconTrash    = sign("trash", line(4.5, 6.5, 19.5, 6.5), line(9, 6.5, 9, 4, 15, 4, 15, 6.5), line(6.5, 6.5, 7.4, 20, 16.6, 20, 17.5, 6.5), line(10.2, 10.5, 10.2, 16), line(13.8, 10.5, 13.8, 16))
	IconRestore  = sign("restore", arc(12, 12.5, 7, -130, 160), line(7.6, 3.4, 7.2, 7.6, 11.4, 7.9))
	IconUndo     = sign("undo", line(8, 4.5, 4, 8.5, 8, 12.5), line(4, 8.5, 14.5, 8.5), arc(14.5, 13.5, 5, -90, 90), line(14.5, 18.5, 9, 18.5))
	IconRedo     = sign("redo", line(16, 4.5, 20, 8.5, 16, 12.5), line(20, 8.5, 9.5, 8.5), arc(9.5, 13.5, 5, 90, 270), line(9.5, 18.5, 15, 18.5))
	IconZoomIn   = sign("zoom-in", ring(10.5, 10.5, 6), line(15, 15, 20, 20), line(10.5, 7.8, 10.5, 13.2), line(7.8, 10.5, 13.2, 10.5))
	IconZoomOut  = sign("zoom-out", ring(10.5, 10.5, 6), line(15, 15, 20, 20), line(7.8, 10.5, 13.2, 10.5))
	IconZoomAll  = sign("zoom-all", line(3.5, 8, 3.5, 4.5, 7, 4.5), line(17, 4.5, 20.5, 4.5, 20.5, 8), line(20.5, 16, 20.5, 19.5, 17, 19.5), line(7, 19.5, 3.5, 19.5, 3.5, 16), line(8, 12, 16, 12))
	IconCheck    = sign("check", line(5, 12.5, 10, 17.5, 19.5, 7))
	IconClose    = sign("close", line(6, 6, 18, 18), line(18, 6, 6, 18))
	IconUp       = sign("up", line(6.5, 14.5, 12, 9, 17.5, 14.5))
	IconDown     = sign("down", line(6.5, 9.5, 12, 15, 17.5, 9.5))
	IconLeft     = sign("left", line(14.5, 6.5, 9, 12, 14.5, 17.5))
	IconRight    = sign("right", line(9.5, 6.5, 15, 12, 9.5, 17.5))
	IconSort     = sign("sort", line(7, 5, 7, 19), line(3.8, 15.8, 7, 19, 10.2, 15.8), line(13, 6, 20.5, 6), line(13, 11, 18.5, 11), line(13, 16, 16.5, 16))
	IconFilter   = sign("filter", closed(4, 5, 20, 5, 14, 12, 14, 18.6, 10, 16.4, 10, 12))
	IconHelp     = sign("help", ring(12, 12, 8.5), arc(12, 9.8, 2.5, 180, 400), line(13.9, 11.4, 12, 12.6, 12, 13.6), disc(12, 16.5, 1.1))
)

// dashed draws a circle of eight dashes.
func dashed(x, y, r float64) shape {
	var s shape
	for i := range 8 {
		from := float64(i)*45 - 12
		s += arc(x, y, r, from, from+20)
	}
	return s
}

// rays are those of the sun.
func rays() []shape {
	shapes := make([]shape, 0, 9)
	for i := range 8 {
		s, c := math.Sincos(float64(i) * math.Pi / 4)
		shapes = append(shapes, line(12+7*c, 12+7*s, 12+8.6*c, 12+8.6*s))
	}
	return shapes
}

// moon is a crescent: three quarters of a circle, closed by a narrower one.
func moon() shape {
	return arc(12, 12, 8, 10, 260) + arc(16.2, 7.8, 6.25, 61, 209)
}
