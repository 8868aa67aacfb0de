package studio

import (
	"context"

	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/card"
	"voicewright/voices/ear"
)

// hearingSetting keeps the mark of the hearing that the ears in the catalogue were made by.
const hearingSetting = "hearing"

// hearing makes the ears of the model's voices, by the voices that come with it. Without an engine it is the zero value,
// which hears nothing.
func (s *Studio) hearing() ear.Hearing {
	if s.engine == nil {
		return ear.Hearing{}
	}
	m := s.engine.Model()
	all, err := voices.Builtin()
	if err != nil {
		return ear.Hearing{}
	}
	var own []ear.States
	for _, v := range all {
		if v.ModelHash == m.VoiceHash() {
			own = append(own, statesOf(v.Timbre))
		}
	}
	return ear.NewHearing(m.VoiceHash(), m.StyleDim, own...)
}

func statesOf(t synth.Timbre) ear.States { return ear.States{Values: t.Bank, Shares: t.Weights} }

// earOf is the ear of a voice; nil for a voice of another model, with which nothing can be compared.
func (s *Studio) earOf(v *voices.Voice) ear.Ear {
	if s.engine == nil || v.ModelHash != s.engine.Model().VoiceHash() {
		return nil
	}
	return s.hearing().Of(statesOf(v.Timbre))
}

// listenToAll gives an ear to every voice of the model that has none: after an update of the program all of them.
func (s *Studio) listenToAll() {
	defer close(s.heard)
	if err := s.listen(s.ctx); err != nil && s.ctx.Err() == nil {
		s.options.Log.Error("ears of the voices", "error", err)
	}
}

func (s *Studio) listen(ctx context.Context) error {
	if _, readOnly := s.ReadOnly(); s.engine == nil || readOnly {
		return nil
	}
	hearing := s.hearing()
	mark, _, err := s.Setting(ctx, hearingSetting)
	if err != nil {
		return err
	}
	if mark != hearing.Mark() {
		if err := s.ForgetEars(ctx); err != nil {
			return err
		}
	}
	ids, err := s.Unheard(ctx, s.engine.Model().VoiceHash())
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, file, err := s.Voice(ctx, id)
		if err != nil {
			return err
		}
		v, err := voices.Decode(file)
		if err != nil {
			s.options.Log.Warn("ear of a voice", "voice", id, "error", err)
			continue
		}
		if err := s.SetEar(ctx, id, hearing.Of(statesOf(v.Timbre))); err != nil {
			return err
		}
	}
	return s.SetSetting(ctx, hearingSetting, hearing.Mark())
}

// Like returns the voices of the catalogue that sound most like one of them, the most alike first.
func (s *Studio) Like(ctx context.Context, id string, limit int) ([]card.Like, error) {
	if err := s.allHeard(ctx); err != nil {
		return nil, err
	}
	return s.Library.Like(ctx, id, limit)
}

// Duplicates returns groups of voices that are the same to the ear, the one that was added first in front.
func (s *Studio) Duplicates(ctx context.Context) ([][]card.Card, error) {
	if err := s.allHeard(ctx); err != nil {
		return nil, err
	}
	return s.Library.Duplicates(ctx)
}

// allHeard waits until every voice has its ear.
func (s *Studio) allHeard(ctx context.Context) error {
	select {
	case <-s.heard:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
