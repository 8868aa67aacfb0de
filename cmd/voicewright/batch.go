package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"voicewright/synth"
	"voicewright/voices"
)

type batchCommand struct {
	List string `arg:"" help:"Tab-separated list with the columns id and text, and prompt_wav or voice if wanted."`
	Out  string `short:"o" required:"" help:"Folder for the files <id>.wav; it is made if missing." placeholder:"DIR"`
	Root string `help:"Folder that the list's recordings are named from; the list's own folder if not given." placeholder:"DIR"`
	casting
	Prosody prosody `embed:""`
	Seed    uint64  `help:"Another number is another take of the same words." default:"0" group:"Sound"`
	manner
	tuning
	Format string `enum:"pcm16,pcm24,float" default:"pcm16" help:"Samples in the files: pcm16, pcm24 or float." group:"Sound"`
}

// batch is a list under way. Its voices are made once each, by whichever row needs them first.
type batch struct {
	*batchCommand
	engine  *synth.Engine
	common  synth.Request // what all rows have in common
	prosody *voices.Voice // that the prosody is taken from; nil where each voice has its own
	quiet   *progress     // for the work inside of a row, which shows nothing of its own

	mutex sync.Mutex
	cast  map[string]func() (*voices.Voice, error)
}

func (b *batchCommand) Run(ctx context.Context, c *command, std streams) error {
	if err := errors.Join(b.check(), b.Prosody.check()); err != nil {
		return err
	}
	if b.Root == "" {
		b.Root = filepath.Dir(b.List)
	}
	items, err := readList(b.List, b.Root)
	if err != nil {
		return err
	}
	if err := makeFolder(b.Out); err != nil {
		return err
	}
	var common synth.Request
	if err := b.manner.apply(&common); err != nil {
		return err
	}
	engine, p, end, err := c.begin(std)
	if err != nil {
		return err
	}
	defer end()
	if err := engine.Warm(); err != nil {
		return err // what is wrong with the model is told once, not for every row
	}
	common.Seed = b.Seed
	b.tuning.apply(&common, engine.Model())
	prosody, err := b.Prosody.voice(ctx, engine, b.data, p)
	if err != nil {
		return err
	}
	job := &batch{batchCommand: b, engine: engine, common: common, prosody: prosody, quiet: newProgress(std.err, true), cast: map[string]func() (*voices.Voice, error){}}
	return job.all(ctx, items, p)
}

// all speaks the rows, as many beside each other as the engine has cores, and tells the failures as they come.
func (j *batch) all(ctx context.Context, items []item, p *progress) error {
	todo := make(chan item)
	type outcome struct {
		item
		audio time.Duration
		err   error
	}
	results := make(chan outcome)
	var workers sync.WaitGroup
	for range min(j.engine.Threads(), len(items)) {
		workers.Go(func() {
			for it := range todo {
				length, err := j.one(ctx, it)
				results <- outcome{it, length, err}
			}
		})
	}
	go func() {
		defer close(results)
		defer workers.Wait()
		defer close(todo)
		for _, it := range items {
			select {
			case todo <- it:
			case <-ctx.Done():
				return
			}
		}
	}()
	var total time.Duration
	done, failed := 0, 0
	for r := range results {
		done++
		total += r.audio
		if r.err != nil && ctx.Err() == nil {
			failed++
			p.clear()
			fmt.Fprintf(p.w, "voicewright: %s: %s\n", r.ID, sentence(r.err.Error()))
		}
		p.step(fmt.Sprintf("%d of %d, %s spoken", done, len(items), clock(total)), float64(done)/float64(len(items)))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.note("%d files, %s of speech in %s, model %s", done-failed, seconds(total), seconds(time.Since(p.began)), j.engine.Model().ShortHash())
	if failed > 0 {
		return silent{fmt.Errorf("%d of %d rows failed", failed, len(items))}
	}
	return nil
}

// one speaks a row.
func (j *batch) one(ctx context.Context, it item) (time.Duration, error) {
	voice, err := j.voiceOf(ctx, it)
	if err != nil {
		return 0, err
	}
	out, err := create(filepath.Join(j.Out, it.ID+".wav"), sampleFormats[j.Format])
	if err != nil {
		return 0, err
	}
	defer out.Abort()
	request := j.common
	request.Text = it.Text
	voice.Speak(&request, j.prosody, j.Prosody.ProsodyShare)
	m, err := speak(ctx, j.engine, request, out, j.quiet)
	if err != nil {
		return 0, err
	}
	return m.audio, out.Close()
}

// voiceOf is the voice of a row: its recording or its voice's name, or else what the command line gives for all.
func (j *batch) voiceOf(ctx context.Context, it item) (*voices.Voice, error) {
	if it.Prompt != "" && it.Voice != "" {
		return nil, errors.New("the row has a prompt_wav and a voice; leave one empty")
	}
	key := it.Prompt + "\x00" + it.Voice
	j.mutex.Lock()
	get, ok := j.cast[key]
	if !ok {
		k := casting{Voice: it.Voice}
		switch {
		case it.Prompt != "":
			k.Ref = []string{it.Prompt}
		case it.Voice == "":
			k = j.casting
		}
		get = sync.OnceValues(func() (*voices.Voice, error) { return k.voice(ctx, j.engine, j.quiet) })
		j.cast[key] = get
	}
	j.mutex.Unlock()
	return get()
}
