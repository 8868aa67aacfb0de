package studio

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"voicewright/prompts"
	"voicewright/store"
	"voicewright/studio/desk"
	"voicewright/voices"
	"voicewright/voices/card"
)

// Improve adds recordings to a voice of the catalogue.
//
// The voice keeps its ID although that is a hash of the timbre it had at first. An improved voice is to people the same
// voice: it stays in the cast of every project, with its place, its tags and its stars. What changes is the card's
// Revision, which is part of every line's key, so that takes made with the voice before are stale, as after a change of
// the text; none of them is lost, and a locked line keeps what it has.
//
// Until all is done the voice stays as it was, also where it fails or is cancelled. The report's Growth tells what was brought.
func (s *Studio) Improve(ctx context.Context, id string, sources []desk.Source, progress func(desk.Listening)) (card.Card, desk.Report, error) {
	done, err := s.alone(ctx)
	if err != nil {
		return card.Card{}, desk.Report{}, err
	}
	defer done()
	engine, err := s.Engine(ctx)
	if err != nil {
		return card.Card{}, desk.Report{}, err
	}
	c, v, clips, err := s.ofRecordings(ctx, id)
	if err != nil {
		return c, desk.Report{}, err
	}
	if v.Statistics.Empty() || v.ModelHash != engine.Model().VoiceHash() { // it has to be made again first
		if v, clips, err = s.again(ctx, c, v, clips, nil); err != nil {
			return c, desk.Report{}, err
		}
	}
	better, report, err := voices.Improve(ctx, engine, v, sourcesOf(sources), listening(progress))
	if err != nil {
		return c, reportOf(report), err
	}
	fresh := clipsOf(better, report.Files)[len(v.Clips):]
	c, err = s.replace(ctx, c, better, append(clips, fresh...))
	return c, reportOf(report), err
}

// CheckImprovement listens to recordings without adding them to a voice, and tells what they would bring. It knows that of voices of
// the present model only; the others have to be made again first. Recordings that are in the voice already are no error: the
// report says so.
func (s *Studio) CheckImprovement(ctx context.Context, id string, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error) {
	engine, err := s.Engine(ctx)
	if err != nil {
		return desk.Report{}, err
	}
	_, v, _, err := s.ofRecordings(ctx, id)
	if err != nil {
		return desk.Report{}, err
	}
	if v.Statistics.Empty() || v.ModelHash != engine.Model().VoiceHash() {
		return s.CheckReferences(ctx, sources, progress)
	}
	heard, err := voices.Weigh(ctx, engine, v, sourcesOf(sources), listening(progress))
	short := (*prompts.SilentError)(nil)
	if err != nil && !errors.Is(err, voices.ErrHeard) && !errors.As(err, &short) {
		return desk.Report{}, err
	}
	report := reportOf(heard)
	if errors.Is(err, voices.ErrHeard) {
		report.Verdict, report.Advice = desk.Unusable, []desk.Advice{{Kind: desk.GiveOthers, Text: err.Error()}}
	}
	all := make([]desk.Reference, len(sources)) // in their order, as those who ask expect it
	for i, source := range sources {
		all[i] = desk.Reference{Path: source.Path, Verdict: desk.Unusable, Note: "it is in the voice already, so it is passed over"}
		if k := slices.IndexFunc(report.Files, func(r desk.Reference) bool { return r.Path == source.Path }); k >= 0 {
			all[i] = report.Files[k]
		}
	}
	report.Files = all
	return report, nil
}

// Improvable tells why no recordings can be added to a voice; nil where they can.
func (s *Studio) Improvable(ctx context.Context, id string) error {
	_, _, _, err := s.ofRecordings(ctx, id)
	return err
}

// ofRecordings is all of a voice that was made of recordings and nothing else.
func (s *Studio) ofRecordings(ctx context.Context, id string) (card.Card, *voices.Voice, []card.Clip, error) {
	c, v, clips, err := s.all(ctx, id)
	switch {
	case err != nil:
	case c.Builtin:
		err = fmt.Errorf("the voice %q comes with the program and stays as it is: make a voice of your own from the recordings", c.Name)
	case !recorded(v, clips):
		err = fmt.Errorf("the voice %q was not made of recordings, so none can be added to it: make a voice of your own from them", c.Name)
	}
	return c, v, clips, err
}

// recorded tells whether a voice was made of recordings and nothing else: not blended, described or changed by sliders.
func recorded(v *voices.Voice, clips []card.Clip) bool {
	return len(clips) > 0 && len(v.Origin.Parts) == 0 && v.Origin.Words == ""
}

// alone waits until no other voice is made again, and keeps others from it until done is called.
func (s *Studio) alone(ctx context.Context) (done func(), err error) {
	select {
	case s.renewing <- struct{}{}:
		return func() { <-s.renewing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Renew makes a voice of the catalogue again from its recordings, for the model that the program has now. It keeps its ID,
// as with Improve. It fails with voices.ErrOtherModel and the reason where a recording is not at hand any more.
func (s *Studio) Renew(ctx context.Context, id string, progress func(desk.Listening)) (card.Card, error) {
	done, err := s.alone(ctx)
	if err != nil {
		return card.Card{}, err
	}
	defer done()
	if _, err := s.Engine(ctx); err != nil {
		return card.Card{}, err
	}
	c, _, err := s.renew(ctx, id, progress)
	return c, err
}

// renew is Renew for one who is alone and waited for the engine.
func (s *Studio) renew(ctx context.Context, id string, progress func(desk.Listening)) (card.Card, *voices.Voice, error) {
	c, v, clips, err := s.all(ctx, id)
	if err != nil {
		return c, nil, err
	}
	if v, clips, err = s.again(ctx, c, v, clips, progress); err != nil {
		return c, nil, err
	}
	c, err = s.replace(ctx, c, v, clips)
	return c, v, err
}

// again makes a voice again from all its recordings, if they are at hand.
func (s *Studio) again(ctx context.Context, c card.Card, v *voices.Voice, clips []card.Clip, progress func(desk.Listening)) (*voices.Voice, []card.Clip, error) {
	found, missing := s.find(ctx, clips)
	switch {
	case c.Builtin:
		return nil, nil, fmt.Errorf("the voice %q comes with the program, which brings it for its own model", c.Name)
	case !recorded(v, clips):
		return nil, nil, fmt.Errorf("the voice %q was not made of recordings alone, so it cannot be made again from them: blend, describe or change it anew", c.Name)
	case missing != "":
		return nil, nil, fmt.Errorf("the voice %q has to be made again from its recordings for this model, but %s: put it back where it was", c.Name, missing)
	}
	return s.remake(ctx, v, found, progress)
}

// renewForUse renews a voice that a line or a preview asks for, and tells the person.
func (s *Studio) renewForUse(ctx context.Context, id string, p *Project) (*voices.Voice, error) {
	done, err := s.alone(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	_, v, _, err := s.all(ctx, id)
	if err != nil {
		return nil, err
	}
	other := v.Fits(s.engine.Model())
	if !errors.Is(other, voices.ErrOtherModel) { // another line renewed it meanwhile
		return v, other
	}
	c, v, err := s.renew(ctx, id, nil)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", err, voices.ErrOtherModel)
	}
	note := fmt.Sprintf("The voice %q was made again from its recordings, because the program has a new model.", c.Name)
	s.options.Log.Info(note)
	if p != nil {
		p.onEvent(desk.Event{Note: note})
	}
	return v, nil
}

// all reads what the catalogue has of a voice.
func (s *Studio) all(ctx context.Context, id string) (card.Card, *voices.Voice, []card.Clip, error) {
	c, file, err := s.Voice(ctx, id)
	if err != nil {
		return c, nil, nil, err
	}
	v, err := voices.Decode(file)
	if err != nil {
		return c, nil, nil, fmt.Errorf("the voice %q cannot be read: %w", c.Name, err)
	}
	clips, err := s.Library.Clips(ctx, id)
	if len(clips) == 0 {
		clips = clipsOf(v, nil) // it was added before the catalogue kept them
	}
	return c, v, clips, err
}

// find looks up where recordings lie now: where they were, or where the same content was seen for another voice. missing
// says in words what was not found.
func (s *Studio) find(ctx context.Context, clips []card.Clip) (found []card.Clip, missing string) {
	found = slices.Clone(clips)
next:
	for i, c := range found {
		if isThere(ctx, c) {
			continue
		}
		paths, err := s.ClipsLike(ctx, c.SHA256)
		if err != nil {
			return nil, err.Error()
		}
		for _, path := range paths {
			sum, err := voices.HashFile(ctx, path)
			if err != nil || sum != c.SHA256 {
				continue
			}
			if info, err := os.Stat(path); err == nil {
				found[i].Path, found[i].Size, found[i].Changed = path, info.Size(), info.ModTime()
				continue next
			}
		}
		return nil, fmt.Sprintf("the recording %q is not at hand", c.Name)
	}
	return found, ""
}

// remake makes a voice again from its recordings; what was switched off in them stays out.
func (s *Studio) remake(ctx context.Context, v *voices.Voice, clips []card.Clip, progress func(desk.Listening)) (*voices.Voice, []card.Clip, error) {
	off := map[string][]prompts.Region{}
	for _, c := range v.Clips {
		off[c.SHA256] = c.Off
	}
	sources := make([]prompts.Source, len(clips))
	for i, c := range clips {
		sources[i] = prompts.Source{Path: c.Path, Skip: off[c.SHA256]}
	}
	made, report, err := voices.FromSources(ctx, s.engine, *v, sources, listening(progress))
	if err != nil {
		return nil, nil, err
	}
	return made, clipsOf(made, report.Files), nil
}

// replace puts another timbre in the place of a card's, and tells the open projects.
func (s *Studio) replace(ctx context.Context, c card.Card, v *voices.Voice, clips []card.Clip) (card.Card, error) {
	c, err := s.Card(ctx, c.ID) // while it was made, the person may have changed it, or thrown it away
	if err != nil {
		return c, err
	}
	fresh := cardOf(v)
	c.ModelHash, c.Pitch, c.Spread, c.Seconds, c.Colour, c.Revision = fresh.ModelHash, fresh.Pitch, fresh.Spread, fresh.Seconds, fresh.Colour, fresh.ID
	file, err := v.Encode()
	if err != nil {
		return c, err
	}
	if err := s.PutVoice(ctx, store.Entry{Card: c, File: file, Clips: clips, Ear: s.earOf(v)}); err != nil {
		return c, err
	}
	s.mu.Lock()
	s.revised[c.ID] = c.Revision
	delete(s.voices, c.ID)
	delete(s.previews, c.ID)
	projects := slices.Collect(maps.Keys(s.projects))
	s.mu.Unlock()
	for _, p := range projects {
		p.revise(c.ID)
	}
	return c, nil
}

// revision is a voice's revision in the catalogue.
func (s *Studio) revision(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revised[id]
}
