// Command voicewright speaks: a text and a reference recording go in, a WAV file of that text in that voice comes out.
//
// Exit codes: 0 done, 1 it failed, 2 the command line is wrong, 130 it was cancelled. Results go to standard output, progress and
// the one sentence that tells what failed go to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// started is when this process began, for the time to the first sound.
var started = time.Now()

// Exit codes of the program.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitCancelled = 130
)

// command is the whole command line.
type command struct {
	Library string `help:"ONNX Runtime library to use, a file or the folder it lies in." placeholder:"PATH" group:"Engine"`
	Threads int    `help:"Threads to render with; 0 takes one a core." default:"0" group:"Engine"`
	Models  string `hidden:"" help:"Folder of a model bundle to use in place of the built-in one." placeholder:"DIR"`
	Quiet   bool   `short:"q" help:"No progress on standard error."`

	Say      sayCommand      `cmd:"" help:"Speak a text into a WAV file."`
	Batch    batchCommand    `cmd:"" help:"Speak every row of a list, each into its own WAV file."`
	Prompts  promptsCommand  `cmd:"" help:"Look at reference recordings, or make a voice of them."`
	Voices   voicesCommand   `cmd:"" help:"Keep voices: the catalogue, and what can be done with it."`
	Phonemes phonemesCommand `cmd:"" help:"Show how a text is read: its spoken form and its phonemes."`
	Doctor   doctorCommand   `cmd:"" help:"Tell what is found, which versions, and whether it speaks."`
	Profile  profileCommand  `cmd:"" hidden:"" help:"Make the data that voices from words are learned from."`
	Bench    benchCommand    `cmd:"" help:"Measure speed, time to the first sound and memory."`
}

// streams are the three standard streams, so that tests can give their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first Ctrl-C asks for an end; after it the signal has its usual effect again, so that a second one ends at once.
	context.AfterFunc(ctx, stop)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}) }()
	select {
	case code := <-ended:
		os.Exit(code)
	case <-ctx.Done():
		os.Exit(wait(ctx, ended))
	}
}

// patience is how long a cancelled run may take to end by itself.
const patience = 80 * time.Millisecond

// wait gives a cancelled run the time to end and returns its exit code. Some steps cannot be stopped, above all ONNX Runtime
// opening a graph and reading from a pipe that nobody writes to; a run that hangs in one is left behind, unless an output file is
// under way, which has to be removed first.
func wait(ctx context.Context, ended <-chan int) int {
	tick := time.NewTicker(patience)
	defer tick.Stop()
	for {
		select {
		case code := <-ended:
			return code
		case <-tick.C:
			if unfinished.Load() == 0 {
				return report(ctx, os.Stderr, ctx.Err())
			}
		}
	}
}

// run is the program without its process: it carries out a command line and returns the exit code.
func run(ctx context.Context, args []string, std streams) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintln(std.err, "voicewright: "+crashed(fault, debug.Stack()))
			code = exitFailed
		}
	}()
	var c command
	ended := -1 // the code with which --help ended the parse
	parser, err := kong.New(&c, kong.Name("voicewright"),
		kong.Description("Speak text in any voice, on your own machine."),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(std.out, std.err), kong.Exit(func(n int) { ended = n }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&c, std))
	if err != nil {
		panic(err) // a mistake in the struct tags
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 {
		return ended
	}
	if err != nil {
		return report(ctx, std.err, usage{err})
	}
	return report(ctx, std.err, parsed.Run())
}

// usage marks an error as a mistake in the command line.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// silent carries an exit code whose reasons have been told already.
type silent struct{ error }

// report prints an error as one sentence and returns the exit code for it.
func report(ctx context.Context, w io.Writer, err error) int {
	var wrong usage
	var told silent
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(w, "voicewright: cancelled.")
		return exitCancelled
	case errors.As(err, &wrong):
		fmt.Fprintln(w, "voicewright: "+sentence(err.Error())+" Try --help.")
		return exitUsage
	case errors.As(err, &told):
		return exitFailed
	default:
		fmt.Fprintln(w, "voicewright: "+sentence(err.Error()))
		return exitFailed
	}
}

// sentence makes one line of an error text and ends it with a full stop.
func sentence(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

// crashed keeps the trace of a fault in a file and returns the sentence to show instead of it.
func crashed(fault any, trace []byte) string {
	what := fmt.Sprintf("an internal fault (%.200s)", sentence(fmt.Sprint(fault)))
	path := filepath.Join(os.TempDir(), fmt.Sprintf("voicewright-crash-%s.txt", time.Now().UTC().Format("20060102-150405.000")))
	text := fmt.Sprintf("%s\n\n%s\n%s\n%s", time.Now().UTC().Format(time.RFC3339), versions(), what, trace)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return what + " ended the program; please report it with the command you gave."
	}
	return what + " ended the program; please report it with the file " + path + "."
}
