package play

import "github.com/ebitengine/purego"

// hush keeps ALSA from writing dozens of lines to standard error where there is no device. It calls a handler for every
// message; a C function that ignores its arguments and does nothing serves as one.
func hush() {
	alsa, err := purego.Dlopen("libasound.so.2", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return
	}
	set, err := purego.Dlsym(alsa, "snd_lib_error_set_handler")
	if err != nil {
		return
	}
	if nothing, err := purego.Dlsym(alsa, "getpid"); err == nil {
		purego.SyscallN(set, nothing)
	}
}
